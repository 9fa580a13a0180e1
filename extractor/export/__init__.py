"""Drafts written out in the shapes that others read.

    >>> import sys
    >>> export([{"headline": "Robot bites man", "country": ["UK"]}], sys.stdout, "jsonl")
    {"headline": "Robot bites man", "country": ["UK"]}

Every shape has one function of one signature: drafts (or entries) in, text to a stream. ``FORMATS`` names them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TextIO

from extractor.errors import UsageError
from extractor.export.json_draft import write_json, write_jsonl
from extractor.export.page import write_pages
from extractor.export.page_reader import read_page, read_pages
from extractor.export.sheet import write_sheet_2024, write_sheet_2026

Drafts = Iterable[Mapping[str, Any]]

FORMATS: dict[str, Callable[[Drafts, TextIO], None]] = {
    "page": write_pages,
    "sheet": write_sheet_2024,
    "sheet2026": write_sheet_2026,
    "json": write_json,
    "jsonl": write_jsonl,
}

__all__ = ["FORMATS", "export", "read_page", "read_pages"]


def export(drafts: Drafts, stream: TextIO, format: str = "json") -> None:  # noqa: A002  the word users know
    """Write drafts (``Draft.to_dict``) or bare entries to a stream in one of FORMATS.

    Files are best opened with ``newline=""`` and UTF-8. Raises UsageError for an unknown format.
    """
    if format not in FORMATS:
        raise UsageError(f"There is no export format {format!r}.", f"Choose one of: {', '.join(FORMATS)}.")
    FORMATS[format](drafts, stream)
