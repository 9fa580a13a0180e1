"""Text to the word pieces of a BERT vocabulary (uncased): the longest known beginning of a word, then of its rest.

The method is that of BERT (Devlin et al. 2019) and gives the same pieces as its tokenizers do with the same vocabulary.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping

UNKNOWN = "[UNK]"
LONGEST = 100
"""A word of more characters is unknown as a whole."""


class WordPieces:
    """A vocabulary of word pieces; those that go on from another begin with ``##``."""

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self._ids = vocabulary
        self._words: dict[str, list[int]] = {}

    def ids(self, text: str) -> list[int]:
        """The numbers of a text's pieces, without marks for beginning and end."""
        return [piece for word in split_words(text) for piece in self._of_word(word)]

    def _of_word(self, word: str) -> list[int]:
        found = self._words.get(word)
        if found is None:
            found = self._words[word] = list(self._pieces(word))
        return found

    def _pieces(self, word: str) -> Iterator[int]:
        known: list[int] = []
        start = 0 if len(word) <= LONGEST else len(word)
        while start < len(word):
            lead = "##" if start else ""
            ends = range(len(word), start, -1)
            end = next((end for end in ends if lead + word[start:end] in self._ids), None)
            if end is None:
                known = []
                break
            known.append(self._ids[lead + word[start:end]])
            start = end
        yield from known or [self._ids[UNKNOWN]]


def split_words(text: str) -> list[str]:
    """Lower-case words without accents; every punctuation mark is a word of its own."""
    out: list[str] = []
    for char in unicodedata.normalize("NFD", text.lower()):
        kind = unicodedata.category(char)
        if kind == "Mn" or (kind in ("Cc", "Cf") and char not in "\t\n\r"):
            continue
        out.append(f" {char} " if _stands_alone(char, kind) else char)
    return "".join(out).split()


def _stands_alone(char: str, kind: str) -> bool:
    """Punctuation, the ASCII signs that BERT counts as such, and Chinese characters."""
    return kind[0] == "P" or char in "$+<=>^`|~" or 0x4E00 <= ord(char) <= 0x9FFF or 0x3400 <= ord(char) <= 0x4DBF
