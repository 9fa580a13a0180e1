"""``extractor check``: entries and drafts written elsewhere."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from extractor.cli.options import AsJson
from extractor.errors import ExtractorError, SourceNotFound, SourceUnreadable


def check(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="JSON or JSON lines; - is standard input.")],
    as_json: AsJson = False,
) -> None:
    """Check entries and drafts against the schema and the rules.

    A file holds one entry or draft, a list of them, or one on each line. Exit code 1 when anything is wrong.

    \b
    Example:
      extractor check entry.json
      extractor export --all --format jsonl | extractor check -
    """
    from extractor.cli.output import print_json, say
    from extractor.databank import check as findings_of

    results: list[dict[str, Any]] = []
    unreadable = 0
    for file in files:
        try:
            for place, data in _documents(file):
                results.append({"file": file, "place": place, "findings": findings_of(data)})
        except ExtractorError as error:
            unreadable += 1
            say(f"error: {error}")
    wrong = sum(any(finding.severity == "error" for finding in each["findings"]) for each in results)
    if as_json:
        print_json([{**each, "findings": [f.to_dict() for f in each["findings"]]} for each in results])
    else:
        _print_findings(results)
        say(f"{len(results)} checked, {wrong} with errors.")
    if unreadable:
        raise typer.Exit(2)
    if wrong:
        raise typer.Exit(1)


def _documents(file: str) -> Iterator[tuple[str, Any]]:
    """(where in the file, the entry or draft) of everything in a file. Raises SourceError."""
    text = _read(file)
    called = _called(file)
    try:
        whole = _parse(text)
    except json.JSONDecodeError as error:
        lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
        if len(lines) < 2 or not _is_json(lines[0][1]):
            raise _not_json(called, error.lineno, error) from error
        for number, line in lines:
            try:
                yield f"line {number}", _parse(line)
            except json.JSONDecodeError as wrong:
                raise _not_json(called, number, wrong) from wrong
    else:
        if isinstance(whole, list):
            yield from ((f"number {number}", each) for number, each in enumerate(whole, 1))
        else:
            yield "", whole


def _called(file: str) -> str:
    return "Standard input" if file == "-" else file


def _read(file: str) -> str:
    called = _called(file)
    try:
        raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except FileNotFoundError:
        raise SourceNotFound(f"There is no file {file}.") from None
    except (OSError, ValueError) as error:
        raise SourceUnreadable(f"{file} cannot be read: {getattr(error, 'strerror', None) or error}.") from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise SourceUnreadable(f"{called}, line {line}: not UTF-8.", "Save it as UTF-8.") from None
    if not text.strip():
        raise SourceUnreadable(f"{called} is empty.")
    return text


def _parse(text: str) -> Any:
    return json.loads(text, parse_constant=_refuse_constant)


def _refuse_constant(name: str) -> None:
    raise json.JSONDecodeError(f"{name} is not a JSON value", name, 0)


def _is_json(line: str) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return False
    return True


def _not_json(file: str, line: int, error: json.JSONDecodeError) -> SourceUnreadable:
    return SourceUnreadable(f"{file}, line {line}: not JSON: {error.msg}.")


def _print_findings(results: list[dict[str, Any]]) -> None:
    from rich.text import Text

    from extractor.cli.output import console, one_line

    out = console()
    for each in results:
        where = ", ".join(part for part in (each["file"], each["place"]) if part)
        for finding in each["findings"]:
            line = Text(f"{one_line(where)}: ")
            line.append(f"{finding.severity} ", style="red" if finding.severity == "error" else "yellow")
            line.append(f"{one_line(finding.pointer) or '/'}: {one_line(finding.message)}")
            if finding.nearest and not any(term in finding.message for term in finding.nearest):
                line.append(f" Nearest: {'; '.join(finding.nearest)}.", style="dim")
            out.print(line, soft_wrap=True)
