"""The words of a report with their counts, as the topics and the precedents of the roles look at them.

Training and running share this module, so that a feature means the same in both.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

_WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*")
_STOP_WORDS = (
    "the a an of and to in on for is are was were be been by with at as it its that this from or has have had he she "
    "they his her their we i you not but which who will would can could said"
)
STOP = frozenset(_STOP_WORDS.split())
TITLE = "t:"
"""Prefix of the features of the title's words."""
OPENING = 1100
"""The opening of a text is its first so many characters: about what a news agency would have sent."""


def words(text: str) -> Iterator[tuple[str, int]]:
    """(lower-case word, its first character) for every word of a text."""
    for match in _WORD.finditer(text):
        yield match.group().lower().replace("’", "'"), match.start()


def grams(text: str) -> Iterator[tuple[str, int]]:
    """(feature, its first character): words that are neither stop words nor numbers.

    Word pairs were tried and lost: more weights, slower, and no better out of fold (see models/README.md).
    """
    for word, at in words(text):
        if word not in STOP and not word.isdigit():
            yield word, at


def title_grams(title: str) -> Iterator[str]:
    """The features of a title: its words under a prefix of their own."""
    for word in {word for word, _ in words(title)} - STOP:
        yield TITLE + word


def count_features(text: str, title: str | None, found: Iterable[tuple[str, int]] | None = None) -> Counter[str]:
    """All features of a text with their counts; the title counts as text too, once, wherever it stands.

    found: the text's ``grams``, when the caller has them.
    """
    counts = Counter(feature for feature, _ in (grams(text) if found is None else found))
    if title:
        counts.update(title_grams(title))
        if not starts_with_title(text, title):
            counts.update(feature for feature, _ in grams(title))
    return counts


def count_opening(text: str, title: str | None, found: Iterable[tuple[str, int]] | None = None) -> Counter[str]:
    """The features of title and opening with their counts. found: the text's ``grams``, when the caller has them."""
    words = grams(text) if found is None else found
    return count_features(text, title, ((word, at) for word, at in words if at < OPENING))


def starts_with_title(text: str, title: str) -> bool:
    """Whether the text opens with its own title."""
    return text.lstrip()[: len(title) + 1].lower().startswith(title.strip().lower())
