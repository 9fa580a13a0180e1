"""Running headers, footers and page numbers: lines near the edge that come back on page after page."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
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
    usual = _usual_size(pages)
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
                    continue
                if page.number > 1 and _stands_apart(row, chosen, usual):
                    found[page.number].update(row)
                key = re.sub(r"\b[ivxlc]+\b", "#", re.sub(r"\d+", "#", text.lower()))
                candidates[edge, re.sub(r"\W+", " ", key).strip()].append((page.number, top, row))
    for same in candidates.values():
        # Odd and even pages may differ, and chapters change their headers: twice is enough when it is the same place.
        if len({number for number, _, _ in same}) >= 2 and len(pages) >= 2:
            for number, top, row in same:
                if any(other != number and abs(top - place) < 6 for other, place, _ in same):
                    found[number].update(row)
    return found


def _usual_size(pages: Sequence[Page]) -> float:
    """The font size of most words of a document, in points."""
    sizes = Counter(word.size for page in pages for word in page.words)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def _stands_apart(row: list[Word], chosen: list[list[Word]], usual: float) -> bool:
    """Whether an outermost row is set small and well apart from the next, as a header that occurs only once is."""
    if row is not chosen[0] or len(chosen) < 2 or len(row) > 14 or row[-1].text.endswith("."):
        return False
    top, bottom = min(w.top for w in row), max(w.bottom for w in row)
    gap = max(min(w.top for w in chosen[1]) - bottom, top - max(w.bottom for w in chosen[1]))
    return max(w.size for w in row) <= 0.92 * usual and gap >= 1.2 * usual
