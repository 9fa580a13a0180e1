"""``extractor draft``: one report in, one valid draft out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.options import DEFAULT_DATABANK, AsJson, DatabankFolder

if TYPE_CHECKING:
    from extractor.drafting.records import Draft
    from extractor.report import Report
    from extractor.store import Databank


def draft(
    source: Annotated[
        str,
        typer.Argument(metavar="SOURCE", help="An address, an .html, .pdf, .txt or .md file, or - for standard input."),
    ],
    as_json: AsJson = False,
    databank: DatabankFolder = DEFAULT_DATABANK,
    model: Annotated[str | None, typer.Option(metavar="NAME", help="Another spaCy English pipeline.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Go on with a text that is not English.")] = False,
    again: Annotated[bool, typer.Option("--again", help="Draft anew what is drafted already.")] = False,
    save: Annotated[bool, typer.Option("--save/--no-save", help="Whether to keep the draft in the databank.")] = True,
) -> None:
    """Read a report and draft its entry: every value with the words that support it.

    The draft is checked and saved in the databank, the report's raw bytes beside it. A report that is drafted
    already is shown as it stands there.

    \b
    Example:
      extractor draft samples/naypyidaw.html
      extractor draft https://example.org/report.pdf --json > draft.json
    """
    if save:
        made, report = _draft_and_save(source, databank, model=model, force=force, again=again)
    else:
        report = _fetch(source, force=force)
        made = _make(report, model)
    if as_json:
        from extractor.cli.output import print_json

        print_json(made.to_dict())
    else:
        from extractor.cli.draft_view import print_draft

        print_draft(made, {report.id: report})


def _draft_and_save(source: str, folder: Path, *, model: str | None, force: bool, again: bool) -> tuple[Draft, Report]:
    from extractor.batch.sources import source_name
    from extractor.cli.output import say
    from extractor.store import Databank, RawFolder

    opened: list[Databank] = []

    def keep(raw: bytes, about: dict[str, str]) -> str:
        # Not before there is something to keep: a mistyped file name should not make a databank. The raw bytes first:
        # they are kept even where the database turns out to be locked.
        sha256 = RawFolder(folder).keep(raw, about)
        opened.append(Databank.open(folder))
        return sha256

    try:
        report = _fetch(source, force=force, keep=keep)
        databank = opened[0]
        known = databank.draft_of(report)
        if known and not again:
            say(f"This report is drafted already, as {known} (--again drafts it anew).")
            return _stored(databank, known)
        made = _make(report, model)
        if databank.save_draft(made, [report], replace=again, source=source_name(source)):
            say(f"Saved as {made.id} in {folder}.")
            return made, report
        known = databank.draft_of(report) or made.id
        say(f"Another process has drafted this report in the meantime, as {known}.")
        return _stored(databank, known)
    finally:
        for each in opened:
            each.close()


def _fetch(source: str, *, force: bool, keep: object = None) -> Report:
    from extractor.fetching import fetch

    return fetch(source, force=force, keep=keep)  # type: ignore[arg-type]


def _make(report: Report, model: str | None) -> Draft:
    from extractor.drafting import draft as draft_report
    from extractor.pipeline import load_pipeline

    return draft_report(report, nlp=load_pipeline(model))


def _stored(databank: Databank, draft_id: str) -> tuple[Draft, Report]:
    found = databank.draft(draft_id)
    return found, databank.report(found.reports[0]["id"])
