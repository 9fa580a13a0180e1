"""``extractor remove``: take drafts out of the databank."""

from __future__ import annotations

from typing import Annotated

import typer

from extractor.cli.options import DEFAULT_DATABANK, DatabankFolder


def remove(
    draft_ids: Annotated[list[str], typer.Argument(metavar="ID...", help="Ids, or unambiguous beginnings of them.")],
    databank: DatabankFolder = DEFAULT_DATABANK,
    note: Annotated[str | None, typer.Option(metavar="WORDS", help="Why, for the log.")] = None,
) -> None:
    """Take drafts out of the databank.

    A removed draft stays in the databank's log, its report stays kept. Batches do not draft it again; `extractor
    draft` does.

    \b
    Example:
      extractor remove d3f2 --note "not an incident"
    """
    import getpass

    from extractor.store import Databank

    try:
        who = getpass.getuser()
    except (KeyError, OSError):  # no name for this user id
        who = ""
    with Databank.open(databank, create=False) as opened:
        # All of them are looked up first: a mistyped id removes nothing.
        for draft_id in [opened.full_id(each) for each in dict.fromkeys(draft_ids)]:
            typer.echo(f"Removed {opened.remove(draft_id, who=who, note=note)}.")
