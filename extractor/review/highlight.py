"""Overlapping evidence as flat segments: text cut at every boundary, each piece knowing all the spans it lies in.

Nested tags cannot show spans that overlap; segments can. Everything is counted in characters (code points) of the
report's text, and every character shown stands for exactly one of them, so that a selection can be counted back.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from extractor.report import Report

SHOWN_AT_ONCE = 200_000
"""Characters of a report in one page; the rest is fetched when asked for."""

MARKS = {
    0x061C: "ALM", 0x200B: "ZWSP", 0x200E: "LRM", 0x200F: "RLM", 0x202A: "LRE", 0x202B: "RLE", 0x202C: "PDF",
    0x202D: "LRO", 0x202E: "RLO", 0x2060: "WJ", 0x2066: "LRI", 0x2067: "RLI", 0x2068: "FSI", 0x2069: "PDI",
    0xFEFF: "BOM", 0x00AD: "SHY", 0x2028: "LSEP", 0x2029: "PSEP",
}  # fmt: skip
"""Characters that would hide or turn text around, with the short names they are shown by."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text inside the same spans. keys: "start-end" of each, in order; empty for plain text."""

    start: int
    end: int
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A passage as shown: kind as in Report; page: set where a new page begins."""

    start: int
    end: int
    kind: str
    page: int | None
    segments: tuple[Segment, ...]


def key(start: int, end: int) -> str:
    """The name of a span."""
    return f"{start}-{end}"


def segments(start: int, end: int, spans: Iterable[tuple[int, int]]) -> tuple[Segment, ...]:
    """Cut text[start:end] at the boundaries of the spans that reach into it.

    The segments follow one another without a gap, from ``start`` to ``end``; a segment's keys are the spans that
    hold all of it. Spans may overlap, repeat, and reach beyond either side.
    """
    opening: dict[int, list[tuple[int, int]]] = {}
    closing: dict[int, list[tuple[int, int]]] = {}
    for span in set(spans):
        first, last = max(span[0], start), min(span[1], end)
        if first < last:
            opening.setdefault(first, []).append(span)
            closing.setdefault(last, []).append(span)
    cuts = sorted({start, end, *opening, *closing})
    inside: set[tuple[int, int]] = set()
    found: list[Segment] = []
    for here, there in pairwise(cuts):
        inside.difference_update(closing.get(here, ()))
        inside.update(opening.get(here, ()))
        found.append(Segment(here, there, tuple(key(*span) for span in sorted(inside))))
    return tuple(found)


def blocks(
    report: Report, spans: Iterable[tuple[int, int]], start: int = 0, limit: int = SHOWN_AT_ONCE
) -> tuple[list[Block], int | None]:
    """The passages of a report from ``start`` on, at most ``limit`` characters of them, cut into segments.

    Returns the blocks and the offset where the rest begins (None when there is no rest). Time grows with the text and
    the number of spans, not with their product.
    """
    ordered = sorted(set(spans))
    found: list[Block] = []
    active: list[tuple[int, int]] = []
    at, page = 0, None
    stop = min(len(report.text), start + limit)
    for first, last, kind, on_page in _stretches(report, start, stop):
        while at < len(ordered) and ordered[at][0] < last:
            active.append(ordered[at])
            at += 1
        active = [span for span in active if span[1] > first]
        new_page = on_page if on_page != page and on_page is not None else None
        page = on_page if on_page is not None else page
        found.append(Block(first, last, kind, new_page, segments(first, last, active)))
    return found, stop if stop < len(report.text) else None


def _stretches(report: Report, start: int, stop: int) -> Iterator[tuple[int, int, str, int | None]]:
    """Passages between two offsets, cut there, and any text that lies in no passage as paragraphs of its own."""
    at = start
    for passage in (*report.passages, None):
        upto = passage.start if passage else stop
        for first, last in _told(report.text, at, min(upto, stop)):
            yield first, last, "paragraph", report.page_of(first)
        if passage is None or passage.start >= stop:
            return
        if passage.end > at:
            first = max(passage.start, at)
            yield first, min(passage.end, stop), passage.kind, passage.page or report.page_of(first)
            at = passage.end


def _told(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """The stretch without the white space around it, if anything is left."""
    if start < stop:
        stretch = text[start:stop]
        first = start + len(stretch) - len(stretch.lstrip())
        last = stop - (len(stretch) - len(stretch.rstrip()))
        if first < last:
            yield first, last


def pieces(text: str) -> Iterator[tuple[str, str | None]]:
    """Text in pieces: (words, None), or (one stand-in character, the name of the character it stands for)."""
    plain: list[str] = []
    for character in text:
        name = mark_of(character)
        if name is None:
            plain.append(character)
            continue
        if plain:
            yield "".join(plain), None
            plain = []
        yield "\N{WHITE SQUARE}", name
    if plain:
        yield "".join(plain), None


def mark_of(character: str) -> str | None:
    """The short name to show for a character that would act instead of being read; None for all others."""
    code = ord(character)
    if code in MARKS:
        return MARKS[code]
    if (code < 0x20 and character not in "\n\t") or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000:
        return f"{code:02X}"
    if 0xE0000 <= code < 0xE0080 or (code > 0xFFFF and unicodedata.category(character) == "Cf"):
        return "TAG"
    return None


def needs_marks(text: str) -> bool:
    """Whether any character of a text has to be shown by a mark; quick for the texts that have none."""
    return not text.isprintable() and any(mark_of(character) for character in text)
