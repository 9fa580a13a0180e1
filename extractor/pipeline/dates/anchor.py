"""The day a report speaks from: its publication date, else the date in its address, else the one in its byline."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from extractor.pipeline.dates.reading import FULL, absolute, kind_of
from extractor.pipeline.dates.resolve import Anchor, write
from extractor.pipeline.dates.words import DATES, MONTHS
from extractor.report import Report

_BYLINE = re.compile(
    r"(?:first |last )?(?:published|posted|updated|modified|publicado|date|created)\b[^\n.]{0,40}\Z", re.IGNORECASE
)
_ADDRESS = (
    re.compile(r"/(?P<y>20\d\d)[/-](?P<m>0?[1-9]|1[0-2])[/-](?P<d>0?[1-9]|[12]\d|3[01])(?![\d])"),
    re.compile(r"[/_=-](?P<y>20[012]\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?:\d{4,8})?(?!\d)"),
    re.compile(r"/(?P<y>20\d\d)/(?P<m>[a-z]{3})/(?P<d>0?[1-9]|[12]\d|3[01])/"),
    re.compile(r"/(?P<y>20\d\d)[/-](?P<m>0?[1-9]|1[0-2])(?![\d])"),
    re.compile(r"-(?P<y>20\d\d)-(?P<m>0?[1-9]|1[0-2])(?:\Z|/)"),
    re.compile(r"[/-](?P<m>[a-z]{3,9})-(?P<y>20\d\d)(?:\Z|[/?#])"),
    re.compile(r"/(?P<y>20\d\d)/"),
    re.compile(r"arxiv\.org/.*?\b(?P<short>[012]\d)(?P<m>0[1-9]|1[0-2])\.\d{4,5}"),  # the number of an arXiv preprint
)
_EPOCH = re.compile(r"-1(1[2-9]\d{8})(?:\Z|[?#])")
"""Seconds since 1970 with a 1 before them, as the Wall Street Journal ended its addresses.

Ten digits alone are the numbers of other publishers' pages ("gizmodo.com/…-1818861596").
"""
HEAD = 600
"""Characters at the start of a report in which a byline is looked for."""


def date_in_address(url: str | None) -> str | None:
    """The date in an address such as .../2021/07/05/..., as precise as it is; None when there is none."""
    for pattern in _ADDRESS:
        match = pattern.search(url or "")
        if match:
            parts = match.groupdict()
            month = parts.get("m")
            number = None if month is None else int(month) if month.isdigit() else MONTHS.get(month)
            if month is not None and number is None:
                continue  # "…-elections-2020"
            day = parts.get("d")
            value = write(int(parts.get("y") or f"20{parts['short']}"), number, int(day) if day and number else None)
            if value:
                return value
    seconds = _EPOCH.search(url or "")
    if seconds:
        day = datetime.fromtimestamp(int(seconds.group(1)), UTC).date()
        return write(day.year, day.month, day.day) if day.year <= 2035 else None
    return None


def date_in_byline(text: str) -> str | None:
    """A full date in the first lines that stands alone on its line or after "Published"; None when there is none."""
    head = text[:HEAD]
    for match in DATES.finditer(head):
        if kind_of(match) not in FULL:
            continue
        line_start = head.rfind("\n", 0, match.start()) + 1
        line_end = head.find("\n", match.end())
        line = head[line_start : line_end if line_end >= 0 else len(head)]
        if len(line) <= len(match.group()) + 40 or _BYLINE.search(head[line_start : match.start()]):
            return absolute(match)
    return None


def find_anchor(report: Report | None, text: str) -> Anchor | None:
    """The day a report speaks from: publication date before address before byline; None when none is known."""
    if report is not None:
        anchor = Anchor.parse(report.published) or Anchor.parse(date_in_address(report.url))
        if anchor:
            return anchor
    return Anchor.parse(date_in_byline(text))
