"""Rules about evidence: quotes are the report's words, and every value has some."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from extractor.databank.findings import Finding
from extractor.databank.pointers import NOTHING, is_empty, pointer, resolve, values
from extractor.databank.rules.subject import Subject

NEEDS_NONE = ("/published", "/last_updated")
"""Fields about the entry itself, which no report can support."""


def quotes_true(subject: Subject) -> Iterator[Finding]:
    """Every quote is what its report says between its offsets; where the text is not at hand, the lengths agree."""
    if subject.draft is None:
        return
    listed = {report["id"] for report in subject.draft["reports"]}
    for at, report_id, start, end, quote in _quotes(subject.draft):
        report = subject.reports.get(report_id)
        if report_id not in listed:
            yield Finding(
                at, quote, "evidence", f"The words come from report {report_id}, which the draft does not list."
            )
        elif end - start != len(quote):
            yield Finding(at, quote, "evidence", f"Characters {start} to {end} are not as many as the words quoted.")
        elif report is not None and report.text[start:end] != quote:
            yield Finding(
                at, quote, "evidence", f"The report does not have these words at characters {start} to {end}."
            )


def _quotes(draft: dict[str, Any]) -> Iterator[tuple[str, str, int, int, str]]:
    """Everything in a draft that claims to be words of a report: pointer, report id, start, end, words."""
    for name, records in draft["evidence"].items():
        for i, record in enumerate(records):
            yield (
                pointer("evidence", name, i),
                record["report"],
                int(record["start"]),
                int(record["end"]),
                record["quote"],
            )
    for i, claim in enumerate(draft.get("claims", [])):
        for part in ("speaker", "cue", "content"):
            if span := claim.get(part):
                yield pointer("claims", i, part), claim["report"], int(span["start"]), int(span["end"]), span["text"]
    only = draft["reports"][0]["id"] if len(draft["reports"]) == 1 else None
    for i, role in enumerate(draft.get("roles", [])):
        yield from _spans_within(role, pointer("roles", i), only)
    for name, offered in draft.get("candidates", {}).items():
        yield from _spans_within(offered, pointer("candidates", name), only)


def _spans_within(node: Any, at: str, report_id: str | None) -> Iterator[tuple[str, str, int, int, str]]:
    """Spans at any depth of a record; without a report id of their own they are of the draft's only report."""
    if isinstance(node, list):
        for i, item in enumerate(node):
            yield from _spans_within(item, pointer(i, under=at), report_id)
    elif isinstance(node, dict):
        report_id = node["report"] if isinstance(node.get("report"), str) else report_id
        start, end, words = node.get("start"), node.get("end"), node.get("text", node.get("quote"))
        if type(start) is int and type(end) is int and isinstance(words, str) and report_id:
            yield at, report_id, start, end, words
        for key, value in node.items():
            yield from _spans_within(value, pointer(key, under=at), report_id)


def pages_right(subject: Subject) -> Iterator[Finding]:
    """The page of an evidence is the one its first character stands on."""
    if subject.draft is None:
        return
    for name, records in subject.draft["evidence"].items():
        for i, record in enumerate(records):
            report = subject.reports.get(record["report"])
            if report is not None and record.get("page") != report.page_of(int(record["start"])):
                message = f"The words stand on page {report.page_of(record['start'])} of the report."
                yield Finding(pointer("evidence", name, i, "page"), record.get("page"), "evidence", message)


def pointers_resolve(subject: Subject) -> Iterator[Finding]:
    """Evidence and confidence are about values that are there; what is said to be empty is empty."""
    if subject.draft is None:
        return
    for section in ("evidence", "confidence"):
        for at in subject.draft[section]:
            value = resolve(subject.entry, at)
            if value is NOTHING or is_empty(value):
                yield Finding(
                    pointer(section, at), at, "pointer", f"There is {section} for {at}, where no value stands."
                )
    for at in subject.draft.get("empty", {}):
        value = resolve(subject.entry, at)
        if value is not NOTHING and not is_empty(value):
            message = f"{at} is said to be empty, but a value stands there."
            yield Finding(pointer("empty", at), value, "pointer", message, severity="warning")


def confidence_is_probability(subject: Subject) -> Iterator[Finding]:
    """No confidence is "not a number", which no comparison of the schema catches."""
    if subject.draft is None:
        return
    for at, confidence in subject.draft["confidence"].items():
        if not math.isfinite(confidence):
            yield Finding(pointer("confidence", at), None, "range", f"The confidence of {at} is not a number.")


def values_supported(subject: Subject) -> Iterator[Finding]:
    """Every value has words of a report that support it, or led to it when it is marked as inferred."""
    if subject.draft is None:
        return
    for at, value in values(subject.entry):
        if at not in NEEDS_NONE and not subject.draft["evidence"].get(at):
            message = "No words of a report support this value."
            yield Finding(subject.under + at, value, "unsupported", message, severity=subject.untouched)
