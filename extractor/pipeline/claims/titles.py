"""Quotations that nobody says: the title of a series or a book, and a heading that quotes a word of what follows."""

from __future__ import annotations

import re
from collections.abc import Collection

from extractor.pipeline.claims.quotes import Quotation
from extractor.pipeline.claims.spans import Extent

_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_LAST_WORD = re.compile(r"([\w-]+)[’']?[,:]?\s*\Z")
_POSSESSIVE = re.compile(r"[A-Z]\w*(?:[’']s|s[’'])\s*\Z")
_SMALL = 3
"""A word of at most so many letters is not capitalised in a title ("of", "and")."""
_SHORT = 5
"""Words of a heading at most that is a quotation and nothing else."""


def is_title(text: str, quotation: Quotation, titled: Collection[str]) -> bool:
    """Whether a quotation is a name, by its capitals and the words before it: "a series entitled, “Life After Work,”".

    titled: the words after which a name stands.
    """
    words = _WORD.findall(text, quotation.start, quotation.end)
    long = [word for word in words if len(word) > _SMALL]
    if not long or not all(word[0].isupper() for word in long) or text[quotation.start : quotation.end].isupper():
        return False
    before = text[max(0, quotation.start - 40) : quotation.start]
    last = _LAST_WORD.search(before)
    return bool(_POSSESSIVE.search(before)) or (last is not None and last.group(1).lower() in titled)


def is_heading(text: str, quotation: Quotation, passage: Extent) -> bool:
    """Whether a few quoted words without a full stop are a line of their own: "'Really alarming'"."""
    around = text[passage[0] : quotation.start] + text[quotation.end : passage[1]]
    words = text[quotation.start : quotation.end].strip("\"'“”‘’«» ")
    return not around.strip(" *_#\n") and words[-1:] not in ".,?!…" and len(words.split()) <= _SHORT
