"""Curated entries to measure against: a file of articles, or a databank's own approved drafts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor.errors import SourceNotFound, SourceUnreadable
from extractor.evaluate.matching import plain, variants
from extractor.report import Report

FIELDS = (
    "operator", "developer", "system", "country", "sector", "technology", "issue", "transparency", "type", "occurred",
)  # fmt: skip
NAME_FIELDS = ("operator", "developer", "system")
_LINKS = frozenset({"strict", "strict+cited", "cited"})
_UNFIT = frozenset({"non_english", "maybe_off_topic", "boilerplate"})
_IN_TEXT = {"operator": "deployers", "developer": "developers", "system": "system_names"}


@dataclass(frozen=True, slots=True)
class GoldRow:
    """One curated entry. values: by field, None where the curators left it out (not scored).

    supported: by name field, the gold names that the text has at all. report: the text, None when the file has none.
    """

    id: str
    values: dict[str, list[str] | None]
    supported: dict[str, frozenset[str]]
    report: Report | None


def read_gold(path: Path, *, every: bool = False) -> Iterator[GoldRow]:
    """Rows of a gold file in JSON Lines.

    A row with ``entry_2024`` is an article: those linked to a databank row and fit to measure on are taken (every:
    also the unlinked ones). A row with ``entry`` is a draft, taken when it has no status or is approved.
    Raises SourceNotFound and SourceUnreadable with the line's number.
    """
    for number, row in read_lines(path):
        if "entry_2024" in row:
            if not every and "databank_link" in row and row["databank_link"] not in _LINKS:
                continue
            if _UNFIT & set(row.get("flags") or ()):
                continue
            yield _article(row)
        elif "entry" in row:
            if row.get("status", "approved") == "approved":
                yield _draft(row)
        else:
            raise SourceUnreadable(
                f"Line {number} of {path} is neither an article with entry_2024 nor a draft with entry.",
                "See extractor evaluate --help for the two shapes.",
            )


def read_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """(line number, object) of a JSON Lines file whose objects all have an "id"."""
    if not path.is_file():
        raise SourceNotFound(f"There is no file {path}.", "Name a JSON Lines file.")
    try:
        with path.open(encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, 1):
                if not line.strip():
                    continue
                try:
                    row = json.loads(line)
                except json.JSONDecodeError as error:
                    raise SourceUnreadable(
                        f"Line {number} of {path} is not JSON: {error.msg}.", "Write one JSON object a line."
                    ) from error
                if not isinstance(row, dict) or not isinstance(row.get("id"), str):
                    raise SourceUnreadable(f'Line {number} of {path} has no "id".', "Give every object its id.")
                yield number, row
    except UnicodeDecodeError as error:
        raise SourceUnreadable(f"{path} is not text in UTF-8.", "Name a JSON Lines file.") from error


def as_list(value: Any) -> list[str] | None:
    """A field's value as a list of strings; None stays None."""
    if value is None:
        return None
    return [str(item) for item in value] if isinstance(value, list | tuple) else [str(value)]


def _values(entry: dict[str, Any]) -> dict[str, list[str] | None]:
    return {field: as_list(entry.get(field)) for field in FIELDS}


def _article(row: dict[str, Any]) -> GoldRow:
    values = _values(row["entry_2024"] or {})
    in_text = row.get("in_text")
    report = None
    if isinstance(row.get("text"), str):
        report = Report.from_text(
            row["text"], title=row.get("title"), url=row.get("url"), published=row.get("date_published")
        )
    if in_text is None:
        supported = _named_in(values, report)
    else:
        supported = {
            field: frozenset(name for name, there in (in_text.get(key) or {}).items() if there)
            for field, key in _IN_TEXT.items()
        }
    return GoldRow(row["id"], values, supported, report)


def _draft(row: dict[str, Any]) -> GoldRow:
    values = _values(row["entry"] or {})
    about = (row.get("reports") or [{}])[0]
    text = row.get("text") if isinstance(row.get("text"), str) else about.get("text")
    report = None
    if isinstance(text, str):
        report = Report.from_text(
            text,
            title=row.get("title") or about.get("title"),
            url=row.get("url") or about.get("url"),
            published=row.get("published") or about.get("published"),
        )
    return GoldRow(row["id"], values, _named_in(values, report), report)


def _named_in(values: dict[str, list[str] | None], report: Report | None) -> dict[str, frozenset[str]]:
    text = f" {plain(report.text)} " if report else ""
    return {
        field: frozenset(n for n in values[field] or () if any(form in text for form in variants(n)))
        for field in NAME_FIELDS
    }
