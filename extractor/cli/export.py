"""``extractor export``: drafts in the shapes that other tools read."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from extractor.cli.options import DEFAULT_DATABANK, DatabankFolder, Status
from extractor.errors import ExtractorError, UsageError

if TYPE_CHECKING:
    from extractor.store import Databank


def export(
    draft_ids: Annotated[list[str] | None, typer.Argument(metavar="[ID...]", help="Ids or beginnings of them.")] = None,
    every: Annotated[bool, typer.Option("--all", help="All drafts.")] = False,
    status: Status = None,
    shape: Annotated[str, typer.Option("--format", "-f", metavar="SHAPE", help="page, sheet, json or jsonl.")] = "page",
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Instead of printing.")] = None,
    databank: DatabankFolder = DEFAULT_DATABANK,
) -> None:
    """Export drafts: as pages in the databank's layout (Markdown), as its sheet (CSV), or as JSON with evidence.

    \b
    Example:
      extractor export d3f2 --format page
      extractor export --status approved --format sheet -o approved.csv
    """
    from extractor.export import FORMATS
    from extractor.store import Databank

    if shape not in FORMATS:
        raise UsageError(f"There is no format {shape!r}.", f"Choose from: {', '.join(FORMATS)}.")
    if bool(draft_ids) == (every or status is not None):
        raise UsageError("Say which drafts:", "ids, or --all, or --status STATUS.")
    with Databank.open(databank, read_only=True) as opened:
        ids = [opened.full_id(each) for each in dict.fromkeys(draft_ids or ())]
        ids = ids or [each.id for each in opened.drafts(status=status, sort="oldest")]
        drafts = _documents(opened, ids)
        if output is not None:
            _write(output, drafts, FORMATS[shape])
        else:
            _print(drafts, FORMATS[shape])
    if output is not None:
        from extractor.cli.output import say

        say(f"{len(ids)} draft{'' if len(ids) == 1 else 's'} written to {output}.")


def _documents(databank: Databank, ids: list[str]) -> Iterator[dict[str, Any]]:
    for draft_id in ids:
        yield databank.draft(draft_id).to_dict()


def _write(path: Path, drafts: Iterator[dict[str, Any]], exporter: Any) -> None:
    """Write a file that is there whole or not at all."""
    temporary = path.with_name(f".{path.name}.part")
    try:
        try:
            with temporary.open("w", encoding="utf-8", newline="") as stream:
                exporter(drafts, stream)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise ExtractorError(f"{path} cannot be written: {error.strerror or error}.") from error


def _print(drafts: Iterator[dict[str, Any]], exporter: Any) -> None:
    from extractor.cli.output import clean

    stream = io.StringIO(newline="")
    exporter(drafts, stream)
    text = stream.getvalue()
    if sys.stdout.isatty():
        text = clean(text)
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
    sys.stdout.buffer.flush()
