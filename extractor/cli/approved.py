"""``extractor evaluate approved``: what became of the suggestions on the drafts that editors approved."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.options import DEFAULT_DATABANK, AsJson, DatabankFolder


def approved(
    databank: DatabankFolder = DEFAULT_DATABANK,
    gold: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the approved drafts as JSON lines to train on.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Tell how many suggested values editors kept, edited and rejected.

    By field, and by the component that suggested them. The file that --gold writes is what `models/train.py
    --approved` and `extractor evaluate` read.

    \b
    Example:
      extractor evaluate approved --gold approved.jsonl
    """
    from extractor.cli.output import print_json, print_table, say
    from extractor.review import outcomes
    from extractor.review.desk import Desk
    from extractor.store import Databank

    Databank.open(databank, create=False).close()
    desk = Desk(databank)
    found = outcomes.outcomes(desk)
    if gold is not None:
        with gold.open("w", encoding="utf-8", newline="\n") as file:
            for row in outcomes.gold(desk):
                file.write(json.dumps(row) + "\n")
    desk.close()
    if as_json:
        print_json(found)
        return
    rows = [
        (name, *(counts[kind] for kind in outcomes.KINDS), _share(counts["kept_share"]))
        for part in ("fields", "components")
        for name, counts in found[part].items()
    ]
    print_table(("Field or component", *(kind.capitalize() for kind in outcomes.KINDS), "Kept of suggested"), rows,
                wide="Kept of suggested")  # fmt: skip
    say(f"{found['drafts']} approved drafts.")


def _share(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.0f} %"
