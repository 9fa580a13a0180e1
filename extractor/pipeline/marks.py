"""Marks of Markdown that stand in a plain text: for reading they are blanks, so that no name carries them."""

from __future__ import annotations

import re

EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3}|_{1,2})(?=[^\s*_])(.+?)(?<=[^\s*_])\1(?![\w*])", re.S)
"""A mark, words, and the mark again."""
_ESCAPES = re.compile(r"\\+(?:[*_]|(?=[\[\]]))")


def has_marks(text: str) -> bool:
    """Whether a text has a character that may mark emphasis, or take away what it means."""
    return any(mark in text for mark in "*_\\")


def without_marks(text: str) -> str:
    """``text`` with a blank for each character that only marks emphasis: every offset stays what it was.

    A label keeps its marks ("**Background:**"): without them it would pass for the name of somebody who speaks.
    """
    if not has_marks(text):
        return text
    return EMPHASIS.sub(_blanked, _ESCAPES.sub(lambda m: " " * len(m.group()), text))


def _blanked(match: re.Match[str]) -> str:
    mark, words = match.groups()
    blank = " " * len(mark)
    return match.group() if words.rstrip().endswith(":") else f"{blank}{words}{blank}"
