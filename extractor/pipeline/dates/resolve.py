"""From the words of a date to its value, as precise as the words and never more."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from extractor.pipeline.dates.words import DAYS, MONTHS, NUMBERS, WEEKDAYS

SEASONS = {"spring", "summer", "autumn", "fall", "winter"}


@dataclass(frozen=True, slots=True)
class Anchor:
    """The day a report's "last week" counts from; month and day are None where unknown."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, value: str | None) -> Anchor | None:
        """Read YYYY, YYYY-MM or the first ten characters of an ISO time; None for anything else."""
        parts = (value or "")[:10].split("-")
        if not all(part.isdigit() for part in parts) or not 1 <= len(parts) <= 3 or len(parts[0]) != 4:
            return None
        numbers = [int(part) for part in parts]
        if write(*numbers) is None:
            return None
        return cls(*numbers)

    @property
    def as_day(self) -> date | None:
        """The day, when it is known."""
        return date(self.year, self.month, self.day) if self.month and self.day else None


def write(year: int, month: int | None = None, day: int | None = None) -> str | None:
    """YYYY, YYYY-MM or YYYY-MM-DD; None when there is no such date."""
    if not 1900 <= year <= 2100 or (month is not None and not 1 <= month <= 12):
        return None
    if month is None:
        return f"{year:04d}"
    if day is None:
        return f"{year:04d}-{month:02d}"
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return f"{year:04d}-{month:02d}-{day:02d}"


def month_number(word: str) -> int:
    """1 to 12 for a month's name or short form."""
    return MONTHS[word.lower().rstrip(".")]


def numeric(a: int, b: int, year: int) -> str | None:
    """3/12/2021: day and month when only one order can be meant, else the year alone."""
    if a > 12 >= b or a == b:
        return write(year, b, a)
    if b > 12 >= a:
        return write(year, a, b)
    return write(year) if 1 <= a <= 12 and 1 <= b <= 12 else None


def _common(first: date, last: date) -> str | None:
    """What is certain of a day between two days: their month, or their year, or nothing."""
    if first == last:
        return write(first.year, first.month, first.day)
    if (first.year, first.month) == (last.year, last.month):
        return write(first.year, first.month)
    return write(first.year) if first.year == last.year else None


def _months_back(anchor: Anchor, count: int) -> str | None:
    if anchor.month is None:
        return None
    years, month = divmod(anchor.year * 12 + anchor.month - 1 - count, 12)
    return write(years, month + 1)


def ago(anchor: Anchor, count: str, unit: str) -> str | None:
    """ "three weeks ago": the day, month or year that far back from the anchor."""
    number = int(count) if count.isdigit() else NUMBERS[count.lower()]
    unit, day = unit.lower(), anchor.as_day
    if unit == "year":
        return write(anchor.year - number)
    if unit == "month":
        return _months_back(anchor, number)
    if day is None:
        return None
    if unit == "day":
        return _common(day - timedelta(days=number), day - timedelta(days=number))
    return _common(day - timedelta(days=7 * number + 3), day - timedelta(days=7 * number - 3))


def deictic(anchor: Anchor, which: str, unit: str) -> str | None:
    """ "last month", "this year", "next week"."""
    step, unit = {"last": -1, "this": 0, "next": 1}[which.lower()], unit.lower()
    if unit == "year":
        return write(anchor.year + step)
    if unit in SEASONS:
        return _season(anchor, step, unit)
    if unit == "month":
        return _months_back(anchor, -step)
    day = anchor.as_day
    if day is None:
        return None
    monday = day - timedelta(days=day.weekday()) + timedelta(weeks=step)
    if unit == "weekend":
        return _common(monday + timedelta(days=5), monday + timedelta(days=6))
    last = monday + timedelta(days=6)
    return _common(monday, min(last, day) if step == 0 else last)


def _season(anchor: Anchor, step: int, unit: str) -> str | None:
    """A season's year: this year's when it has begun, else last year's. Winter lies in two years."""
    if anchor.month is None or unit == "winter":
        return None
    begins = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9}[unit]
    if step > 0:
        return None
    over = anchor.month >= begins + 3 or (step == 0 and anchor.month >= begins)
    return write(anchor.year if over or step == 0 else anchor.year - 1)


def day_word(anchor: Anchor, word: str) -> str | None:
    """ "yesterday", "this morning"."""
    day = anchor.as_day
    if day is None:
        return None
    day -= timedelta(days=DAYS[" ".join(word.lower().split())])
    return write(day.year, day.month, day.day)


def weekday(anchor: Anchor, which: str | None, word: str) -> str | None:
    """ "on Friday": the last Friday up to the anchor, or with "next" the one after it. "last Friday" is never today."""
    day = anchor.as_day
    if day is None:
        return None
    back = (day.weekday() - WEEKDAYS[word.lower()]) % 7
    if (which or "").lower() == "next":
        day += timedelta(days=(7 - back) or 7)
    else:
        day -= timedelta(days=7 if back == 0 and (which or "").lower() == "last" else back)
    return write(day.year, day.month, day.day)


def month_alone(anchor: Anchor, which: str, month: int) -> str | None:
    """ "in March": the last March up to the anchor; after "next", "until" and "by" the year is not certain."""
    which = which.lower()
    if anchor.month is None or which in ("until", "by", "next", "of"):
        return None
    if which == "last":
        return write(anchor.year if month < anchor.month else anchor.year - 1, month)
    if which == "this":
        return write(anchor.year, month)
    return write(anchor.year if month <= anchor.month else anchor.year - 1, month)


def day_of_month(anchor: Anchor, month: int, day: int) -> str | None:
    """ "March 12" without a year: the last one up to a week after the anchor."""
    now = anchor.as_day
    if now is None:
        if anchor.month is None:
            return None
        return write(anchor.year if month <= anchor.month else anchor.year - 1, month, day)
    year = anchor.year
    if write(year, month, day) is None:
        return write(year - 1, month, day)
    if date(year, month, day) > now + timedelta(days=7):
        year -= 1
    return write(year, month, day)
