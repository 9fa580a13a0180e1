"""What a report calls itself: its title, or where none is known its first line or the words of its address."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from extractor.report import Report

_SENTENCE_END = re.compile(r"[.:;,…][\"”’')]*\Z")
_LONGEST = 140
"""Characters of a first line at most that may be a headline."""
_WORDS = 4
"""Words at least of a headline, and of an address that spells one out."""
_SLUG_END = re.compile(r"\.\w{2,5}\Z")


def heading_of(report: Report | None) -> str:
    """The title of a report; else its first line where that reads like a headline; else the words of its address."""
    if report is None:
        return ""
    return report.title or first_line(report.text) or _slug(report.url or "")


def first_line(text: str) -> str:
    """The first line of a text where it reads like a headline: some words on their own and no full stop; else ""."""
    line = text.strip().split("\n", 1)[0].strip()
    if len(line) > _LONGEST or len(line.split()) < _WORDS or _SENTENCE_END.search(line) or not line[:1].isalnum():
        return ""
    return line if line != text.strip() else ""


def _slug(url: str) -> str:
    """The words of the longest part of an address that spells out a headline: "train-hits-autonomous-robot"."""
    try:
        parts = unquote(urlsplit(url).path).split("/")
    except ValueError:
        return ""
    spelled = [[w for w in re.split(r"[-_+]", _SLUG_END.sub("", part)) if w.isalpha()] for part in parts]
    longest = max(spelled, key=len, default=[])
    return " ".join(longest) if len(longest) >= _WORDS else ""
