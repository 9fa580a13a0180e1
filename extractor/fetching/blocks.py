"""Blocks of text, in reading order, become the frozen text of a Report with exact passages and pages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from extractor.report import Passage

SEPARATOR = "\n\n"
_SPACE = re.compile(r"\s+")
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b\u200e\u200f\u2060\ufeff\ufffe\uffff\ud800-\udfff]")
_NFC_NEEDED = re.compile("[\u0300-\u036f]")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph-sized piece of a source. pages: the page of its first character, and (offset, page) further on."""

    kind: str
    text: str
    page: int | None = None
    turns: tuple[tuple[int, int], ...] = ()


def clean(text: str) -> str:
    """One line of plain text: no invisible characters, runs of white space as one space, composed accents."""
    text = _SPACE.sub(" ", _UNSEEN.sub("", text)).strip()
    return unicodedata.normalize("NFC", text) if _NFC_NEEDED.search(text) else text


def join_blocks(blocks: Iterable[Block], pages: int = 0) -> tuple[str, tuple[Passage, ...], tuple[int, ...]]:
    """Join blocks into a text. Returns the text, its passages, and the offset of each page's first character.

    Blocks come in reading order, pages never go backwards. pages: how many pages the source has (0: none).
    """
    parts: list[str] = []
    passages: list[Passage] = []
    starts: dict[int, int] = {}
    at = 0
    for block in blocks:
        if not block.text:
            continue
        if parts:
            parts.append(SEPARATOR)
            at += len(SEPARATOR)
        passages.append(Passage(at, at + len(block.text), block.kind, block.page))
        if block.page is not None:
            starts.setdefault(block.page, at)
        for offset, page in block.turns:
            starts.setdefault(page, at + offset)
        parts.append(block.text)
        at += len(block.text)
    page_starts: list[int] = []
    following = at
    for page in range(pages, 0, -1):
        following = starts.get(page, following)
        page_starts.append(following)
    return "".join(parts), tuple(passages), tuple(reversed(page_starts))
