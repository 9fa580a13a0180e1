"""Dates written in words or figures: "March 3, 2021", "3 March 2021", "2021-03-03", "March 2021"."""

from __future__ import annotations

import re

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?P<year>(?:19|20)\d\d)\b"
_FORMS = tuple(
    re.compile(form, re.I)
    for form in (
        rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}",
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}",
        r"\b(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b",
        rf"\b{_MONTH},?\s+{_YEAR}",
    )
)


def find_written_date(text: str) -> str | None:
    """The first date with a year in ``text``, as YYYY-MM-DD or YYYY-MM; the fuller form wins. None without one."""
    for form in _FORMS:
        match = form.search(text)
        if match:
            parts = match.groupdict()
            month = _month(parts["month"])
            day = int(parts.get("day") or 0)
            if 1 <= month <= 12 and day <= 31:
                return f"{parts['year']}-{month:02}" + (f"-{day:02}" if day else "")
    return None


def _month(word: str) -> int:
    if word.isdigit():
        return int(word)
    return 1 + next(i for i, name in enumerate(_MONTHS) if name.startswith(word.lower()[:3]))
