"""Words of a report as they stand in an entry: on one line, without the marks of Markdown."""

from __future__ import annotations

import re

from extractor.pipeline.marks import EMPHASIS

_LOOSE = re.compile(r"(?<![^\s\"'“‘(])\*{1,3}(?=[\w\"'“‘])|(?<=[.,:;!?)\"'”’])\*{1,3}(?!\w)|(?<=\w)\*\*(?![*\w])")
_HALF = re.compile(r"(?<![\w@/.-])_(?=[A-Z])|(?<!\S)([^\s@_/]*[^\W_][.!?]?)_(?=[\s,.;:!?’'”\")—–-]|$)")
"""What a stretch of a text has of an emphasis that reaches beyond it: "The Verge_"."""
_APART = re.compile(r" (?=[.,;:!?](?:\s|$)|\]|[’']s\b)|(?<=\[) ")
"""Blanks that a mark has left."""
_ESCAPED = re.compile(r"\\+([*_#\[\]()>~`.!-]|$)")
_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_LINE = re.compile(r"^[ ]{0,3}(?:>[ ]?)+|^#{1,6}[ ]+", re.M)
"""What Markdown opens the line of a quotation or a heading with."""
_LINK = re.compile(r"!?\[([^\]\n]*)\]\((?:https?:|/|#)[^)\s]*\)")


def as_prose(text: str) -> str:
    """``text`` with white space collapsed, marks of emphasis and direction dropped, links replaced by their words."""
    text = _LINE.sub("", _UNSEEN.sub("", text))
    whole = EMPHASIS.sub(r"\2", _LINK.sub(r"\1", _ESCAPED.sub(r"\1", text)))
    return _APART.sub("", " ".join(_HALF.sub(r"\1", _LOOSE.sub("", whole)).split()))
