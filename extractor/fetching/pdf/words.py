"""The words of a page with their boxes, by pdfplumber; checked against pdfium's reading of the same page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

X_TOLERANCE_RATIO = 0.15
"""pdfplumber's fixed default glues words together on tightly set pages; this is a share of the font size."""
_GLYPH = re.compile("\\(cid:\\d+\\)|[\ue000-\uf8ff]")
_UNREADABLE = re.compile("\\(cid:\\d+\\)|[\ue000-\uf8ff\ufffd]")
_LONG = re.compile(r"[A-Za-z]{23,}")


@dataclass(frozen=True, slots=True)
class Word:
    """A word on a page: its box in points from the page's top left corner, font size in points."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    font: str = ""

    @property
    def bold(self) -> bool:
        """Whether its font says so."""
        return "bold" in self.font or "black" in self.font or "heavy" in self.font or self.font.endswith("-bd")


@dataclass(frozen=True, slots=True)
class Page:
    """A page as words. number: from 1; rough: pdfium's text, when that is to be used in place of the words."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    rough: str | None = None


def page_words(number: int, page: Any, reference: str) -> Page:
    """Read a pdfplumber page and free what it holds. reference: pdfium's text of the same page."""
    try:
        found = page.extract_words(
            x_tolerance_ratio=X_TOLERANCE_RATIO, y_tolerance=2, extra_attrs=["size", "fontname", "upright"]
        )
        left, top = float(page.bbox[0]), float(page.bbox[1])
        size = float(page.width), float(page.height)
        words = tuple(_word(raw, left, top) for raw in found if raw["upright"] and _on_page(raw, page))
    finally:
        page.close()
    return Page(number, *size, words, reference if _garbled(words, reference) else None)


def _word(raw: dict[str, Any], left: float, top: float) -> Word:
    return Word(
        _readable(str(raw["text"])), raw["x0"] - left, raw["x1"] - left, raw["top"] - top, raw["bottom"] - top,
        round(float(raw["size"]), 1), str(raw["fontname"]).rpartition("+")[2].lower(),
    )  # fmt: skip


def _on_page(raw: dict[str, Any], page: Any) -> bool:
    x0, top, x1, bottom = page.bbox
    return bool(raw["x1"] > x0 and raw["x0"] < x1 and raw["bottom"] > top and raw["top"] < bottom)


def _readable(text: str) -> str:
    """Ligatures as letters; a glyph that no character is known for, standing alone, is a bullet."""
    if _GLYPH.fullmatch(text):
        return "•"
    for sign, letters in (("ﬁ", "fi"), ("ﬂ", "fl"), ("ﬀ", "ff"), ("ﬃ", "ffi"), ("ﬄ", "ffl"), ("ﬅ", "st"), ("ﬆ", "st")):
        if sign in text:
            text = text.replace(sign, letters)
    return text


def _garbled(words: tuple[Word, ...], reference: str) -> bool:
    """Whether pdfium's text is clearly the better reading: words glued together, glyphs without characters, losses."""
    theirs = reference.split()
    if len(theirs) < 20:
        return False
    ours = " ".join(word.text for word in words)
    if len(ours) < 0.5 * sum(len(word) for word in theirs):
        return True
    bad = len(_UNREADABLE.findall(ours))
    if bad > 10 and bad > 3 * len(_UNREADABLE.findall(reference)):
        return True
    glued = len(_LONG.findall(ours))
    return glued > 5 and glued > 3 * len(_LONG.findall(reference)) and len(words) < 0.85 * len(theirs)
