"""The words of dates (cues.toml) and the expressions that find them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

_RAW = tomllib.loads((Path(__file__).resolve().parent / "cues.toml").read_text(encoding="utf-8"))

MONTHS: dict[str, int] = {**_RAW["months"], **_RAW["short_months"]}
WEEKDAYS: dict[str, int] = _RAW["weekdays"]
NUMBERS: dict[str, int] = _RAW["numbers"]
DAYS: dict[str, int] = _RAW["days"]
UNITS: frozenset[str] = frozenset(_RAW["spans"]["units"])
NOT_BEFORE: frozenset[str] = frozenset(_RAW["spans"]["not_before"])


def _any(words: dict[str, int]) -> str:
    return "|".join(sorted((re.escape(word) for word in words), key=len, reverse=True))


_LONG = _any(_RAW["months"])
_MONTH = rf"(?P<month>(?:{_LONG})|(?:{_any(_RAW['short_months'])})\b\.?)"
_FULL_MONTH = rf"(?P<month>{_LONG})"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:\s*[-–—]\s*\d{1,2}(?:st|nd|rd|th)?)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_WEEKDAY = _any(WEEKDAYS)
_BEFORE_MONTH = "last|this|next|in|since|until|by|during|of|late|early|mid"
_COUNT = rf"(?P<count>\d{{1,3}}|{_any(NUMBERS)})"

PATTERNS: dict[str, str] = {
    "iso": r"(?<![\d-])(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?![\d-])",
    "numeric": r"(?<![\d/.])(?P<a>\d{1,2})(?P<mark>[/.])(?P<b>\d{1,2})(?P=mark)(?P<year>(?:19|20)\d\d)(?![\d/])",
    "day_month_year": rf"\b{_DAY}(?:\s+of)?[\s-]+{_MONTH},?[\s-]+{_YEAR}\b",
    "month_day_year": rf"\b{_MONTH}\s+{_DAY},?\s+(?:of\s+)?{_YEAR}\b",
    "month_year": rf"\b{_MONTH},?\s+(?:of\s+)?{_YEAR}\b",
    "day_month": rf"\b{_DAY}(?:\s+of)?\s+{_MONTH}(?![\w])",
    "month_day": rf"\b{_MONTH}\s+{_DAY}(?![\d:%])\b",
    "ago": rf"\b{_COUNT}\s+(?P<unit>day|week|month|year)s?\s+ago\b",
    "deictic": r"\b(?P<which>last|this|next)\s+(?P<unit>week|month|year|weekend|spring|summer|autumn|fall|winter)\b",
    "weekday": rf"(?<!Black )(?<!Good )(?<!Cyber )\b(?:(?P<which>last|this|next)\s+)?(?P<weekday>{_WEEKDAY})\b",
    "day_word": rf"\b(?P<word>{_any(DAYS)})\b",
    "month_alone": rf"\b(?P<which>{_BEFORE_MONTH})[\s-]+{_FULL_MONTH}\b(?!,?\s+(?:of\s+)?\d)",
    "year": rf"(?<![\w$€£#.,/:])(?<!\d-){_YEAR}(?![\w%]|[,.]\d|/\d\d/)",
    "year_range": rf"(?<=(?:19|20)\d\d[-–/]){_YEAR}(?![\w%-])",
}  # fmt: skip
"""In the order of precedence: an earlier pattern takes the words from a later one."""


def _named(kind: str, pattern: str) -> str:
    """The pattern with its groups' names made its own: ``iso__year``."""
    return pattern.replace("(?P<", f"(?P<{kind}__").replace("(?P=", f"(?P={kind}__")


_OPENERS = sorted({w[:3] for table in (MONTHS, WEEKDAYS, NUMBERS, DAYS) for w in table} - {"a", "an"})
_OPENERS += [word[:2] for word in _BEFORE_MONTH.split("|")] + ["a ", "an ", r"\d"]
_ALL = "|".join(f"(?P<{kind}>{_named(kind, p)})" for kind, p in PATTERNS.items())
# The look-ahead at what can open a date spares most words the long alternation.
DATES = re.compile(rf"(?<!\w)(?={'|'.join(_OPENERS)})(?:{_ALL})", re.IGNORECASE)
