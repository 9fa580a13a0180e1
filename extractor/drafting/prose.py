"""Words of a report as they stand in an entry: on one line, without the marks of Markdown."""

from __future__ import annotations

import re

_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3}|_{1,2})(?=[^\s*_])(.+?)(?<=[^\s*_])\1(?![\w*])", re.S)
_LOOSE = re.compile(r"(?<!\S)\*{2,3}(?=\w)|(?<=[.!?])\*{2,3}(?!\w)")
_ESCAPED = re.compile(r"\\([\\*_#\[\]()>~`.!-]|$)")
_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_LINK = re.compile(r"!?\[([^\]\n]*)\]\((?:https?:|/|#)[^)\s]*\)")


def as_prose(text: str) -> str:
    """``text`` with white space collapsed, marks of emphasis and direction dropped, links replaced by their words."""
    text = _UNSEEN.sub("", text)
    whole = _EMPHASIS.sub(r"\2", _LINK.sub(r"\1", _ESCAPED.sub(r"\1", text)))
    return " ".join(_LOOSE.sub("", whole).split())
