"""The words that support what an editor puts in: checked against the report, or looked for in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from extractor.drafting.records import Evidence
from extractor.report import Report
from extractor.review.fields import words_of
from extractor.review.slots import plain
from extractor.review.values import Refused

BY = "editor"
SELECTIONS = 20
"""Stretches of text an editor may give for one value."""
SEARCHED = 400_000
"""Characters of a report that are searched for a value's own words."""


def selected(given: Sequence[Mapping[str, Any]], reports: Mapping[str, Report]) -> list[dict[str, Any]]:
    """Evidence for the stretches an editor selected, each with its report, start and end. Raises Refused."""
    if len(given) > SELECTIONS:
        raise Refused(f"{len(given)} selections are too many for one value.", f"At most {SELECTIONS}.")
    found: list[dict[str, Any]] = []
    for each in given:
        report = reports.get(str(each.get("report")))
        if report is None:
            raise Refused("The selection is not in a report of this draft.")
        start, end = _trimmed(report.text, int(each["start"]), int(each["end"]))
        one = _evidence(report, start, end)
        if one not in found:
            found.append(one)
    return found


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    if not 0 <= start < end <= len(text):
        raise Refused("The selection lies outside the report.")
    quote = text[start:end]
    start, end = start + len(quote) - len(quote.lstrip()), end - (len(quote) - len(quote.rstrip()))
    if start >= end:
        raise Refused("The selection is blank.", "Select the words that support the value.")
    return start, end


def found_for(
    value: Any, before: Sequence[Mapping[str, Any]], old: Any, reports: Mapping[str, Report]
) -> list[dict[str, Any]]:
    """Evidence for a value that came without a selection.

    The value's own words where the report has them; else the evidence of the value it replaces, or the report's
    opening, marked as inferred by the editor. before, old: evidence and words of the value that stood there.
    """
    words = words_of(value["title"] if isinstance(value, dict) else value)
    pattern = re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, words.split())) + r"(?!\w)", re.I)
    for report in reports.values():
        match = pattern.search(report.text[:SEARCHED])
        if match:
            return [_evidence(report, *match.span())]
    if before:
        why = f"the editor changed “{words_of(old)[:80]}”" if old is not None else "chosen by the editor"
        return [{**each, "by": BY, "inferred": True, "why": why} for each in before]
    for report in reports.values():
        for passage in report.passages[:1]:
            return [_evidence(report, passage.start, passage.end, "added by the editor, for the whole report")]
    return []


def _evidence(report: Report, start: int, end: int, inferred_why: str | None = None) -> dict[str, Any]:
    page = report.page_of(start)
    quote = report.text[start:end]
    return plain(Evidence(report.id, start, end, quote, page, BY, inferred_why is not None, inferred_why))
