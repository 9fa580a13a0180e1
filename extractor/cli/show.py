"""``extractor show``: one draft with its evidence."""

from __future__ import annotations

from typing import Annotated

import typer

from extractor.cli.options import DEFAULT_DATABANK, AsJson, DatabankFolder


def show(
    draft_id: Annotated[str, typer.Argument(metavar="ID", help="A draft's id, or an unambiguous beginning of it.")],
    databank: DatabankFolder = DEFAULT_DATABANK,
    as_json: AsJson = False,
    every: Annotated[bool, typer.Option("--all", help="Every piece of evidence and every claim.")] = False,
    text: Annotated[bool, typer.Option("--text", help="The text of the report instead.")] = False,
) -> None:
    """Show a draft: values, confidence, the words that support them, and what was left empty and why.

    \b
    Example:
      extractor show d3f2
      extractor show d3f2 --json
    """
    from extractor.cli.draft_view import print_draft
    from extractor.cli.output import clean, print_json
    from extractor.store import Databank

    with Databank.open(databank, read_only=True) as opened:
        found = opened.draft(draft_id)
        reports = opened.reports_of(found)
    if text and as_json:
        print_json([report.to_dict() for report in reports.values()])
    elif text:
        for report in reports.values():
            typer.echo(clean(report.text))
    elif as_json:
        print_json(found.to_dict())
    else:
        print_draft(found, reports, every=every)
