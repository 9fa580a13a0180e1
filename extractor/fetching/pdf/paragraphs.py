"""Lines in reading order become blocks: headings, paragraphs joined over columns and pages, items, footnotes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from extractor.fetching.blocks import Block, clean
from extractor.fetching.pdf.columns import Line
from extractor.fetching.pdf.hyphens import Hyphens

_CLOSED = re.compile(r"[.!?:;…][\"'”’»)\]]*\d*$")
_BULLET = re.compile(r"(?:[•‣▪■●◦○–—*·\uf0b7-]|\(?\d{1,2}[.)]|\(?[a-z]\))(?:\s+|$)")
_NOTE = re.compile(r"(?:\[?(?P<number>\d{1,3})(?!\d)[\].)]?|[*†‡§])\s*(?=\S)")
_CONTENTS = re.compile(r"(?:\s?\.){4,}\s*\d*$")


class BodyStyle:
    """What is usual in a document: font size of running text and distance from line to line, in points."""

    def __init__(self, lines: Sequence[Line]) -> None:
        sizes: Counter[float] = Counter()
        for line in lines:
            sizes[line.size] += len(line.text)
        self.size = sizes.most_common(1)[0][0] if sizes else 10.0
        pitches = sorted(
            below.bottom - above.bottom
            for above, below in pairwise(lines)
            if (above.page, above.column) == (below.page, below.column)
            and abs(above.size - self.size) < 0.6 > abs(below.size - self.size)
            and 0.9 * self.size < below.bottom - above.bottom < 3 * self.size
        )
        # Not the middle one: on a page of one-line paragraphs that is the distance between paragraphs.
        self.pitch = pitches[len(pitches) // 5] if pitches else 1.2 * self.size
        self.indents = self._has_indents(lines)

    def _has_indents(self, lines: Sequence[Line]) -> bool:
        """Whether new paragraphs begin with an indent: most lines after a short closed line do."""
        found = [
            self.is_indented(below)
            for above, below in pairwise(lines)
            if (above.page, above.column) == (below.page, below.column)
            and abs(above.size - self.size) < 0.6 > abs(below.size - self.size)
            and above.x1 < above.right - 3 * self.size
            and _CLOSED.search(above.text)
        ]
        return len(found) >= 2 and sum(found) > 0.6 * len(found)

    def is_indented(self, line: Line) -> bool:
        """Whether a line begins a little to the right of its column."""
        return 0.5 * self.size < line.x0 - line.left < 5 * self.size


class _Open:
    """A block that is being put together from lines."""

    def __init__(self, line: Line, kind: str, text: str) -> None:
        self.kind, self.lines, self.text, self.page = kind, [line], text, line.page
        self.turns: list[tuple[int, int]] = []

    def add(self, line: Line, text: str, hyphens: Hyphens) -> None:
        head, tail = hyphens.join(self.text, text)
        if line.page != self.lines[-1].page:
            self.turns.append((len(head), line.page))
        self.text = head + tail
        self.lines.append(line)

    def block(self) -> Block:
        return Block(self.kind, self.text, self.page, tuple(self.turns))


def make_blocks(lines: Sequence[Line], heights: dict[int, float]) -> list[Block]:
    """Blocks of all pages' lines (in reading order); heights: of each page, in points.

    Footnotes follow their page's text, but stand before a paragraph that runs on to the next page: so pages never
    go backwards.
    """
    style = BodyStyle(lines)
    notes, running = _part_footnotes(lines, style, heights)
    texts = {id(line): clean(line.text) for line in lines}
    hyphens = Hyphens(texts.values())
    blocks: list[Block] = []
    open_block: _Open | None = None
    page = lines[0].page if lines else 1
    for line in running:
        text = texts[id(line)]
        if not text or _CONTENTS.search(text):
            continue
        joined = open_block is not None and _continues(open_block, line, text, style)
        if open_block is not None and not joined:
            blocks.append(open_block.block())
            open_block = None
        if line.page != page:
            blocks += [n for p in range(page, line.page) for n in _note_blocks(notes.pop(p, []), texts, hyphens)]
            page = line.page
        if joined and open_block is not None:
            open_block.add(line, text, hyphens)
        else:
            kind = _kind(line, text, style)
            bullet = _BULLET.match(text) if kind == "item" else None
            open_block = _Open(line, kind, text[bullet.end() :] if bullet else text)
    if open_block is not None:
        blocks.append(open_block.block())
    blocks += [n for p in sorted(notes) for n in _note_blocks(notes[p], texts, hyphens)]
    return [block for block in blocks if block.text]


def _part_footnotes(
    lines: Sequence[Line], style: BodyStyle, heights: dict[int, float]
) -> tuple[dict[int, list[Line]], list[Line]]:
    """Footnote lines by page, and all others: small type low on the page, from a line that begins with a mark."""
    notes: dict[int, list[Line]] = {}
    running: list[Line] = []
    last: Line | None = None
    for line in lines:
        small = line.size <= 0.9 * style.size and line.top > 0.45 * heights[line.page]
        follows = last is not None and last.page == line.page and 0 < line.top - last.top < 3 * style.pitch
        first_word = line.words[0]
        marked = bool(_NOTE.match(line.text)) or (first_word.size < 0.8 * line.size and first_word.text.isdigit())
        if small and (follows or marked):
            notes.setdefault(line.page, []).append(line)
            last = line
        else:
            running.append(line)
            last = None
    return notes, running


def _note_blocks(lines: list[Line], texts: dict[int, str], hyphens: Hyphens) -> list[Block]:
    found: list[_Open] = []
    number = 0
    for line in sorted(lines, key=lambda x: x.column):
        text = texts[id(line)]
        mark = _NOTE.match(text)
        counted = int(mark.group("number") or 0) if mark else 0
        closed = not found or _CLOSED.search(found[-1].text) is not None
        # A figure at a line's start is a mark only when it goes on counting.
        new = (
            mark is not None
            and line.x0 <= line.left + 14
            and (not counted or not number or counted == number + 1 or (counted > number and closed))
        )
        if found and not new:
            found[-1].add(line, text, hyphens)
        else:
            found.append(_Open(line, "footnote", text))
        number = counted if new and counted else number
    return [note.block() for note in found]


def _kind(line: Line, text: str, style: BodyStyle) -> str:
    if _BULLET.match(text) and line.size < 1.15 * style.size and not line.bold:
        return "item"
    wordy = sum(1 for c in text if c.isalpha()) >= 3
    if wordy and line.size >= 1.12 * style.size:
        return "heading"
    short = len(text) <= 90 and not re.search(r"[.,;]$", text)
    if wordy and line.bold and short:
        return "heading"
    return "paragraph"


def _continues(block: _Open, line: Line, text: str, style: BodyStyle) -> bool:
    """Whether a line goes on with the open block."""
    last = block.lines[-1]
    same_place = (last.page, last.column) == (line.page, line.column)
    kind = _kind(line, text, style)
    if kind == "item":
        # A dash or a figure at a line's start is a bullet only where no sentence runs on over it.
        runs_on = same_place and _mid_sentence(block.text) and last.x1 > last.right - 3 * style.size
        return runs_on and line.x0 < last.x0 + style.size and (text[0] in "–—-(" or text[0].isdigit())
    if block.kind == "heading" or kind == "heading":
        close = line.top - last.bottom < 0.9 * last.size
        alike = abs(line.size - last.size) < 0.6 and line.bold == last.bold
        return block.kind == kind == "heading" and same_place and close and alike
    if abs(line.size - last.size) > 0.12 * style.size:
        return False
    if not same_place:
        runs_on = style.indents and not style.is_indented(line) and last.right - last.x1 < 2 * style.size
        return _mid_sentence(block.text) or (runs_on and block.kind == "paragraph")
    gap = line.bottom - last.bottom
    if gap > 1.28 * style.pitch * max(1.0, line.size / style.size):
        return _mid_sentence(block.text) and gap < 2.2 * style.pitch and text[0].islower()
    if block.kind == "item":
        return line.x0 > block.lines[0].x0 - 1 and not (len(block.lines) > 1 and line.x0 < block.lines[1].x0 - 4)
    if last.font != line.font and last.right - last.x1 > 0.35 * (last.right - last.left):
        return False
    indented = line.x0 > last.x0 + 0.7 * style.size and last.x0 < last.left + 0.7 * style.size and len(block.lines) > 1
    if indented and _CLOSED.search(block.text):
        return False
    room = last.right - last.x1
    first_word = line.words[0]
    fits = room > (first_word.x1 - first_word.x0) + 0.6 * style.size
    if fits and room > 0.4 * (last.right - last.left):
        return False
    return not (_CLOSED.search(block.text) and fits and room > 0.12 * (last.right - last.left))


def _mid_sentence(text: str) -> bool:
    return not _CLOSED.search(text)
