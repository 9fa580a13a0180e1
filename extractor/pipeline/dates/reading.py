"""From a match of the date expressions to a value."""

from __future__ import annotations

import re

from extractor.pipeline.dates import resolve
from extractor.pipeline.dates.resolve import Anchor, month_number, write
from extractor.pipeline.dates.words import PATTERNS

_CAPITAL = {"month", "weekday"}
FULL = ("iso", "day_month_year", "month_day_year")
"""The kinds of dates that name a day, a month and a year."""


def kind_of(match: re.Match[str]) -> str:
    """Which of the patterns matched."""
    return next(name for name in PATTERNS if match[name] is not None)


def _parts(match: re.Match[str]) -> dict[str, str]:
    kind = kind_of(match)
    start = len(kind) + 2
    return {name[start:]: value for name, value in match.groupdict().items() if value and name.startswith(f"{kind}__")}


def _is_name(parts: dict[str, str]) -> bool:
    """Months and weekdays are written with a capital; "may 5" and "sun" are not dates."""
    return all(parts[key][:1].isupper() for key in _CAPITAL if key in parts and not parts[key].isdigit())


def absolute(match: re.Match[str]) -> str | None:
    """The value of a date with a year of its own; None for other dates and for dates that do not exist."""
    kind, parts = kind_of(match), _parts(match)
    if "year" not in parts or not _is_name(parts):
        return None
    year = int(parts["year"])
    if kind in ("year", "year_range"):
        return write(year)
    if kind == "numeric":
        return resolve.numeric(int(parts["a"]), int(parts["b"]), year)
    month = int(parts["month"]) if kind == "iso" else month_number(parts["month"])
    return write(year, month, int(parts["day"]) if "day" in parts else None)


def relative(match: re.Match[str], anchor: Anchor) -> str | None:
    """The value of a date without a year, counted from the anchor; None when it is not certain."""
    kind, parts = kind_of(match), _parts(match)
    if not _is_name(parts):
        return None
    if kind in ("day_month", "month_day"):
        return resolve.day_of_month(anchor, month_number(parts["month"]), int(parts["day"]))
    if kind == "month_alone":
        return resolve.month_alone(anchor, parts["which"], month_number(parts["month"]))
    if kind == "ago":
        return resolve.ago(anchor, parts["count"], parts["unit"])
    if kind == "deictic":
        return resolve.deictic(anchor, parts["which"], parts["unit"])
    if kind == "weekday":
        return resolve.weekday(anchor, parts.get("which"), parts["weekday"])
    if kind == "day_word":
        return resolve.day_word(anchor, parts["word"])
    return None
