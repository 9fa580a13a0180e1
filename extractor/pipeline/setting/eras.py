"""Words that date a report without a year: names and events of their time, and days of the week."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from extractor.pipeline.annotations import TextSpan
from extractor.pipeline.dates.resolve import month_number, write
from extractor.pipeline.dates.words import MONTHS, WEEKDAYS

LAST = 2026
"""The last year that is a candidate when nobody names one."""
_FOLDER = Path(__file__).resolve().parent
_MONTHS = "|".join(sorted(MONTHS, key=len, reverse=True))
_WEEKDAY_DATE = re.compile(
    rf"\b(?P<weekday>{'|'.join(WEEKDAYS)}),?\s+(?:the\s+)?"
    rf"(?:(?P<month>{_MONTHS})\.?\s+(?P<day>\d{{1,2}})|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month2>{_MONTHS}))\b"
    r"(?!,?\s+\d{4})(?![\d:])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Era:
    """Words that reports write from a first to a last year only."""

    first: int
    last: int
    span: TextSpan


@cache
def _eras() -> tuple[re.Pattern[str], dict[str, list[tuple[int, int]]]]:
    """The words that date a report, as one expression, and the years of each."""
    years: dict[str, list[tuple[int, int]]] = {}
    for line in (_FOLDER / "eras.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            first, last, words = line.split("\t")
            for word in words.split("|"):
                years.setdefault(word, []).append(
                    (1990 if first == "-" else int(first), LAST if last == "-" else int(last))
                )
    ordered = sorted(years, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)"), years


def find_eras(text: str) -> list[Era]:
    """The words of a text that date it, each once, with its first and last year."""
    pattern, years = _eras()
    found: dict[str, TextSpan] = {}
    for match in pattern.finditer(text):
        found.setdefault(match.group(), TextSpan.cut(text, match.start(), match.end()))
    return [Era(first, last, span) for word, span in found.items() for first, last in years[word]]


def find_weekdays(text: str) -> list[tuple[int, int, int]]:
    """Days of the week with day and month but no year ("Friday, March 23"), as (weekday, month, day), each once.

    Such a day fits one year in about six.
    """
    found = []
    for match in _WEEKDAY_DATE.finditer(text):
        month = match["month"] or match["month2"]
        if month[:1].isupper():
            found.append((WEEKDAYS[match["weekday"].lower()], month_number(month), int(match["day"] or match["day2"])))
    return list(dict.fromkeys(found))


def fits(weekday: int, month: int, day: int, year: int) -> bool:
    """Whether a day of a year is this day of the week."""
    return write(year, month, day) is not None and date(year, month, day).weekday() == weekday
