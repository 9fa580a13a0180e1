"""Rules about dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from extractor.databank.findings import Finding
from extractor.databank.pointers import pointer
from extractor.databank.rules.subject import Subject

DATE_FIELDS = ("occurred", "released", "published", "last_updated")
_ORDER = (
    ("occurred", "published"),
    ("occurred", "last_updated"),
    ("published", "last_updated"),
    ("released", "last_updated"),
)
_SAID = {
    "occurred": "occurred",
    "released": "was released",
    "published": "was published",
    "last_updated": "was last updated",
}
_FORM = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}", re.ASCII)


def later(first: str, second: str) -> bool:
    """Whether a date is later than another, as precisely as both are known: 2021-03 is not later than 2021."""
    shared = min(len(first), len(second))
    return first[:shared] > second[:shared]


def is_date(text: str) -> bool:
    """Whether a text is a date of the calendar: YYYY, YYYY-MM or YYYY-MM-DD."""
    if not _FORM.fullmatch(text):
        return False
    try:
        date(*(int(part) for part in [*text.split("-"), "1", "1"][:3]))
    except ValueError:
        return False
    return True


def dates_exist(subject: Subject) -> Iterator[Finding]:
    """Each date is a day, month or year of the calendar."""
    for name in DATE_FIELDS:
        text = subject.text(name)
        if text and _FORM.fullmatch(text.strip()) and not is_date(text):
            yield Finding(
                pointer(name, under=subject.under), text, "date", f"“{text.strip()}” is not a date of the calendar."
            )


def dates_in_order(subject: Subject) -> Iterator[Finding]:
    """Nothing is published before it occurred, nor updated before it was published."""
    for before, after in _ORDER:
        first, second = subject.text(before), subject.text(after)
        if first and second and is_date(first) and is_date(second) and later(first, second):
            message = f"It {_SAID[before]} in {first}, which is later than {second}, when the entry {_SAID[after]}."
            yield Finding(pointer(before, under=subject.under), first, "date-order", message)


def occurred_before_told(subject: Subject) -> Iterator[Finding]:
    """What a report tells of did not occur after every report that tells of it was published."""
    occurred = subject.text("occurred")
    if subject.draft is None or not occurred or not is_date(occurred):
        return
    told = [str(report.get("published") or "")[:10] for report in subject.draft["reports"]]
    if told and all(is_date(day) and later(occurred, day) for day in told):
        message = f"It occurred in {occurred}, which is later than the report that tells of it ({max(told)})."
        yield Finding(pointer("occurred", under=subject.under), occurred, "date-order", message, severity="warning")
