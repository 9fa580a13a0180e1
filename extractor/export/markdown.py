"""Text as Markdown that shows exactly that text: no markup, no HTML, no links, whoever wrote it."""

from __future__ import annotations

import re

_ACTIVE = re.compile(r"[\\`*_{}\[\]<>#|~&$@;]|(?<=\b[wW]{3})\.|:(?=//)")
_OPENING = re.compile(r"^(?:[-+=:]|\d{1,9}(?=[.)]))")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_APART = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")


def escape(text: str) -> str:
    """One line of text as Markdown, also at the start of a block.

    Semicolons are escaped too, so that one left bare parts two values.
    """
    text = _ACTIVE.sub(lambda mark: f"\\{mark.group()}", text)
    return _OPENING.sub(lambda mark: f"{mark.group()}\\" if mark.group().isdigit() else f"\\{mark.group()}", text)


def unescape(text: str) -> str:
    """The text that a piece of escaped Markdown shows."""
    return _ESCAPED.sub(r"\1", text)


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, parted by blank lines, each line without the spaces around it."""
    parts = (part for part in _APART.split(text) if part.strip())
    return ["\n".join(line.strip() for line in part.split("\n") if line.strip()) for part in parts]


def escape_paragraph(paragraph: str) -> str:
    """A paragraph as Markdown, its line breaks kept."""
    return "\\\n".join(escape(line) for line in paragraph.split("\n"))
