"""Running headers, footers and page numbers: lines near the edge that come back on page after page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from extractor.fetching.pdf.words import Page, Word

_EDGE = 0.13
"""Share of the page's height, at top and bottom, in which furniture stands."""
_ROWS = 3
"""How many rows at either end of a page are looked at."""
_NUMBER = re.compile(r"(?:(?:page|p\.)\s*)?[-–—|\s]*(?:\d{1,4}|[ivxlc]{1,6})[-–—|\s]*(?:(?:of|/)\s*\d{1,4})?\s*", re.I)


def rows_of(words: Sequence[Word]) -> list[list[Word]]:
    """Words in rows from top to bottom across the whole page, each from left to right."""
    rows: list[list[Word]] = []
    bottom = -1.0
    for word in sorted(words, key=lambda w: (w.top + w.bottom) / 2):
        middle = (word.top + word.bottom) / 2
        if rows and middle < bottom:
            rows[-1].append(word)
        else:
            rows.append([word])
            bottom = word.bottom
    return [sorted(row, key=lambda w: w.x0) for row in rows]


def furniture(pages: Sequence[Page]) -> dict[int, set[Word]]:
    """The words of each page (by number) that are running headers, footers or page numbers."""
    candidates: dict[tuple[str, str], list[tuple[int, float, list[Word]]]] = defaultdict(list)
    found: dict[int, set[Word]] = defaultdict(set)
    for page in pages:
        rows = rows_of(page.words)
        for edge, chosen in (("top", rows[:_ROWS]), ("bottom", rows[::-1][:_ROWS])):
            for row in chosen:
                top, bottom = min(w.top for w in row), max(w.bottom for w in row)
                near = bottom < page.height * _EDGE if edge == "top" else top > page.height * (1 - _EDGE)
                if not near:
                    continue
                text = " ".join(word.text for word in row)
                if _NUMBER.fullmatch(text):
                    found[page.number].update(row)
                else:
                    key = re.sub(r"\b[ivxlc]+\b", "#", re.sub(r"\d+", "#", text.lower()))
                    candidates[edge, re.sub(r"\W+", " ", key).strip()].append((page.number, top, row))
    for same in candidates.values():
        # Odd and even pages may differ, and chapters change their headers: twice is enough when it is the same place.
        if len({number for number, _, _ in same}) >= 2 and len(pages) >= 2:
            for number, top, row in same:
                if any(other != number and abs(top - place) < 6 for other, place, _ in same):
                    found[number].update(row)
    return found
