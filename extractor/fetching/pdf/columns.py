"""Reading order: a page is cut at its gutters into columns, between elements that run across them."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

import numpy as np

from extractor.fetching.pdf.words import Word

_STEP = 2.0
"""Points between the places tried for a gutter, and the height of the strips that are looked at."""
_LEAST_HEIGHT = 45.0
"""Points of text that must stand on both sides of a gutter."""
_LEAST_FILL = 0.45
"""Share of a column's width that its words fill on average; tables fill less."""


class Line:
    """Words of one line in one column, in points from the page's top left corner.

    left, right: the column's edges; x0, x1, top, bottom: the line's own box; size, font: of most of its characters;
    bold: whether all of it is; text: its words, without raised reference marks.
    """

    __slots__ = (
        "bold",
        "bottom",
        "column",
        "font",
        "left",
        "page",
        "right",
        "size",
        "text",
        "top",
        "words",
        "x0",
        "x1",
    )

    def __init__(self, words: list[Word], left: float, right: float) -> None:
        self.words, self.left, self.right = words, left, right
        self.page = self.column = 0
        self.x0, self.x1 = words[0].x0, max(word.x1 for word in words)
        self.top, self.bottom = min(word.top for word in words), max(word.bottom for word in words)
        styles: Counter[tuple[float, str]] = Counter()
        for word in words:
            styles[word.size, word.font] += len(word.text)
        self.size, self.font = styles.most_common(1)[0][0]
        self.bold = all(word.bold for word in words if any(c.isalnum() for c in word.text))
        self.text = _line_text(words, self.size)


def _line_text(words: list[Word], size: float) -> str:
    bottom = max(word.bottom for word in words if word.size == size)
    parts: list[str] = []
    end = None
    for word in words:
        if parts and _is_mark(word, size, bottom):
            end = None
            continue
        # A change of font inside a word cuts it in two; boxes that touch are one word.
        touching = end is not None and word.x0 - end < 0.08 * size
        parts.append(word.text if touching or not parts else f" {word.text}")
        end = word.x1
    return "".join(parts)


def _is_mark(word: Word, size: float, bottom: float) -> bool:
    raised = word.size < 0.8 * size and word.bottom < bottom - 0.1 * size
    return raised and (word.text.strip(",;*†‡[]()").isdigit() or not word.text.strip("*†‡§,"))


def reading_order(words: Sequence[Word], width: float, depth: int = 0) -> list[Line]:
    """The lines of a page in the order they are read. width: of the page or column, in points."""
    if not words:
        return []
    gutter = _gutter(words, width) if depth < 2 else None
    if gutter is None:
        rows = _rows(words)
        left, right = _edges(rows)
        return [Line(row, left, right) for row in rows]
    middle, half = gutter
    across = [w for w in words if w.x0 < middle + half and w.x1 > middle - half]
    bands = _joined(_merged([(w.top, w.bottom) for w in across]), words)
    lines: list[Line] = []
    edge = float("-inf")
    for top, bottom in [*bands, (float("inf"), float("inf"))]:
        part = [w for w in words if edge <= (w.top + w.bottom) / 2 < top]
        for side in ([w for w in part if w.x1 <= middle], [w for w in part if w.x1 > middle]):
            lines += _as_column(reading_order(side, width / 2, depth + 1), len(lines))
        band = [w for w in words if top <= (w.top + w.bottom) / 2 < bottom]
        lines += _as_column(reading_order(band, width, 3), len(lines))
        edge = bottom
    return lines


def _edges(rows: list[list[Word]]) -> tuple[float, float]:
    """Left and right edge of a column: where most lines begin and the long ones end, whatever sticks out."""
    starts, ends = [row[0].x0 for row in rows], [max(word.x1 for word in row) for row in rows]
    if len(rows) < 6:
        return min(starts), max(ends)
    return float(np.percentile(starts, 10)), float(np.percentile(ends, 85))


def _as_column(lines: list[Line], number: int) -> list[Line]:
    """Lines marked as belonging together; what came from a deeper cut keeps its own mark."""
    for line in lines:
        line.column = line.column * 10_000 + number + 1
    return lines


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    """Words of one column in lines; a raised mark or a drop cap stays with the line it overlaps."""
    rows: list[tuple[float, float, list[Word]]] = []
    for word in sorted(words, key=lambda w: (w.bottom, w.x0)):
        for at in range(len(rows) - 1, max(-1, len(rows) - 3), -1):
            top, bottom, row = rows[at]
            shared = min(bottom, word.bottom) - max(top, word.top)
            if shared > 0.5 * min(bottom - top, word.bottom - word.top):
                row.append(word)
                if word.size >= 0.8 * row[0].size:
                    rows[at] = (min(top, word.top), max(bottom, word.bottom), row)
                break
        else:
            rows.append((word.top, word.bottom, [word]))
    rows.sort(key=lambda r: (r[0] + r[1]) / 2)
    return [sorted(row, key=lambda w: w.x0) for _, _, row in rows]


def _gutter(words: Sequence[Word], width: float) -> tuple[float, float] | None:
    """(middle, half width) of the gutter that parts most text, in points; None when there is one column."""
    if len(words) < 30:
        return None
    boxes = np.array([(w.x0, w.x1, w.top, w.bottom) for w in words])
    x0, x1 = boxes[:, 0], boxes[:, 1]
    first = np.floor(boxes[:, 2] / _STEP).astype(int)
    last = np.maximum(np.ceil(boxes[:, 3] / _STEP).astype(int), first + 1)
    first -= first.min()
    last -= np.floor(boxes[:, 2] / _STEP).astype(int).min()
    strips = int(last.max()) + 1
    # The space between lines counts as text, or lines of two columns that are not level would hardly ever meet.
    taller, deeper = np.maximum(first - 1, 0), np.minimum(last + 1, strips)
    half = max(3.0, 0.4 * float(np.median(boxes[:, 3] - boxes[:, 2])))
    start, end = float(np.percentile(x0, 2)), float(np.percentile(x1, 98))
    best, place = 0.0, None
    for middle in np.arange(start + 0.22 * (end - start), end - 0.22 * (end - start), _STEP):
        on_left, on_right = x1 <= middle - half, x0 >= middle + half
        clear = _cover(taller, deeper, on_left, strips) & _cover(taller, deeper, on_right, strips)
        clear &= ~_cover(first, last, ~(on_left | on_right), strips)
        height = float(clear.sum()) * _STEP
        if height > best + _STEP:
            best, place = height, [middle]
        elif place is not None and height >= best - _STEP and middle - place[-1] <= 2 * _STEP:
            place.append(middle)
    if place is None or best < _LEAST_HEIGHT:
        return None
    middle = (place[0] + place[-1]) / 2
    if not all(_is_filled(words, middle, half, side) for side in ("left", "right")):
        return None
    return float(middle), half


def _cover(first: np.ndarray, last: np.ndarray, chosen: np.ndarray, strips: int) -> np.ndarray:
    """Which horizontal strips hold one of the chosen words."""
    change = np.zeros(strips + 1, dtype=int)
    np.add.at(change, first[chosen], 1)
    np.add.at(change, last[chosen], -1)
    return np.asarray(np.cumsum(change)[:strips] > 0)


def _is_filled(words: Sequence[Word], middle: float, half: float, side: str) -> bool:
    """Whether what stands on one side is running text (in one column or more): strips of it are mostly filled."""
    across = _merged([(w.top, w.bottom) for w in words if w.x0 < middle + half and w.x1 > middle - half])
    mine = [w for w in words if (w.x1 <= middle - half if side == "left" else w.x0 >= middle + half)]
    mine = [w for w in mine if not any(top < (w.top + w.bottom) / 2 < bottom for top, bottom in across)]
    if len(mine) < 12 or len(_rows(mine)) < 4:
        return False
    width = max(w.x1 for w in mine) - min(w.x0 for w in mine)
    covered: dict[int, float] = {}
    for word in mine:
        for strip in range(int(word.top / _STEP), int(word.bottom / _STEP) + 1):
            covered[strip] = covered.get(strip, 0.0) + word.x1 - word.x0
    return width > 60 and sum(covered.values()) / len(covered) >= _LEAST_FILL * width


def _joined(bands: list[tuple[float, float]], words: Sequence[Word]) -> list[tuple[float, float]]:
    """Bands between which no word stands, as one: the lines of one full-width paragraph."""
    middles = sorted((w.top + w.bottom) / 2 for w in words)
    joined: list[tuple[float, float]] = []
    for top, bottom in bands:
        if joined and bisect_left(middles, top) == bisect_left(middles, joined[-1][1]):
            joined[-1] = (joined[-1][0], bottom)
        else:
            joined.append((top, bottom))
    return joined


def _merged(spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Overlapping or touching spans as one, in order."""
    merged: list[tuple[float, float]] = []
    for top, bottom in sorted(spans):
        if merged and top <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(bottom, merged[-1][1]))
        else:
            merged.append((top, bottom))
    return merged
