"""Entries as rows of the databank's sheet, in CSV: the columns of 2024, or those of 2026 with its terms."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TextIO

from extractor.export.fields import entry_of, one_line, plain, texts_at, value_at

SHEETS = Path(__file__).with_name("sheets.toml")
SEPARATOR = "; "
_FORMULA = re.compile(r"(?:^|(?<=[;\n]))(?=[\s\u00ad\u200b-\u200f\u2060-\u2064\ufeff�]*[=+\-@＝＋－＠﹢﹣﹦﹫−])")
"""Where a spreadsheet may begin a cell and run it: before a formula's sign, of any width, behind anything invisible.

Not only at the start: a spreadsheet that is told to part cells at ";" begins one after each."""


def write_sheet_2024(drafts: Iterable[Mapping[str, Any]], stream: TextIO) -> None:
    """Write a header and one row for each draft, in the columns of 2024. No cell can run as a formula."""
    _write(drafts, stream, "sheet_2024", {})


def write_sheet_2026(drafts: Iterable[Mapping[str, Any]], stream: TextIO) -> None:
    """Write a header and one row for each draft, in the columns and terms of 2026. No cell can run as a formula."""
    _write(drafts, stream, "sheet_2026", _sheets()["terms_2026"])


@cache
def _sheets() -> dict[str, Any]:
    return tomllib.loads(SHEETS.read_text(encoding="utf-8"))


def _write(
    drafts: Iterable[Mapping[str, Any]], stream: TextIO, sheet: str, terms: Mapping[str, Mapping[str, str]]
) -> None:
    columns: dict[str, str] = _sheets()[sheet]
    rows = csv.writer(stream, quoting=csv.QUOTE_ALL)
    rows.writerow(columns)
    for draft in drafts:
        entry = entry_of(draft)
        rows.writerow([_cell(draft, entry, field, terms) for field in columns.values()])


def _cell(
    draft: Mapping[str, Any], entry: Mapping[str, Any], field: str, terms: Mapping[str, Mapping[str, str]]
) -> str:
    if not field:
        return ""
    if field == "links":
        return safe(_description_and_links(draft, entry))
    values = [one_line(text) for text in texts_at(entry, field)]
    if isinstance(value_at(entry, field), list):
        values = [value.replace(";", ",") for value in values]
    if terms:
        values = [_renamed(value, terms.get(field, {})) for value in values]
        if field == "issue" and texts_at(entry, "transparency"):
            values.append("Transparency")
    return safe(SEPARATOR.join(dict.fromkeys(value for value in values if value)))


def _renamed(term: str, names: Mapping[str, str]) -> str:
    return names.get(term) or names.get(term.partition(" - ")[0]) or term


def _description_and_links(draft: Mapping[str, Any], entry: Mapping[str, Any]) -> str:
    works = value_at(entry, "research_advocacy")
    sources = [*(draft.get("reports") or ()), *(works if isinstance(works, list) else ())]
    links = [one_line(str(source["url"])) for source in sources if isinstance(source, Mapping) and source.get("url")]
    return "\n".join([*(plain(text).strip() for text in texts_at(entry, "description")), *dict.fromkeys(links)])


def safe(cell: str) -> str:
    """A cell that no spreadsheet runs: what begins like a formula gets an apostrophe before it."""
    return _FORMULA.sub("'", cell)
