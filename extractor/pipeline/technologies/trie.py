"""A trie of phrases, walked over a Doc's tokens: linear in the text, and built from plain data in milliseconds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product

from spacy.tokens import Doc

GAP = "~"
GAP_WORDS = 3
"""How many other words a gap may hold."""
_HYPHENS = frozenset("-–—‑/")


class _Node:
    __slots__ = ("ends", "gap", "next")

    def __init__(self) -> None:
        self.next: dict[str, _Node] = {}
        self.gap: _Node | None = None
        self.ends: list[tuple[str, str]] = []


class PhraseTrie:
    """Phrases of words with alternatives ("a|b"), optional words ("a?") and gaps ("~": up to three other words)."""

    def __init__(self) -> None:
        self._root = _Node()

    def add(self, term: str, phrase: str) -> None:
        """Add a phrase that expresses ``term``."""
        for words in expand(phrase):
            node = self._root
            for word in words:
                if word == GAP:
                    node.gap = node.gap or _Node()
                    node = node.gap
                else:
                    node = node.next.setdefault(word, _Node())
            if (term, phrase) not in node.ends:
                node.ends.append((term, phrase))

    def find(self, doc: Doc) -> Iterator[tuple[str, str, int, int]]:
        """Yield (term, phrase, first token, one past the last token) per match: per term and start the longest."""
        kept = [t.i for t in doc if not t.is_space and t.text not in _HYPHENS]
        forms = [_forms(doc[i].lower_, doc[i].lemma_) for i in kept]
        starts = [doc[i].is_sent_start for i in kept]
        for at, form in enumerate(forms):
            longest: dict[str, tuple[str, int]] = {}
            for first in form:
                node = self._root.next.get(first)
                if node is not None:
                    for term, phrase, end in _walk(node, forms, starts, at + 1):
                        if end > longest.get(term, ("", 0))[1]:
                            longest[term] = (phrase, end)
            for term, (phrase, end) in longest.items():
                yield term, phrase, kept[at], kept[end - 1] + 1


def expand(phrase: str) -> list[list[str]]:
    """All rows of words that a phrase stands for."""
    slots = []
    for slot in phrase.lower().split():
        optional = slot.endswith("?")
        choices = [[word] for word in slot.rstrip("?").split("|")]
        slots.append([*choices, []] if optional else choices)
    return [[word for part in row for word in part] for row in product(*slots)]


def build(terms: Iterable[tuple[str, Iterable[str]]]) -> PhraseTrie:
    """A trie of all phrases of all terms."""
    trie = PhraseTrie()
    for term, phrases in terms:
        for phrase in phrases:
            trie.add(term, phrase)
    return trie


def _forms(lower: str, lemma: str) -> tuple[str, ...]:
    lemma = lemma.lower()
    return (lower,) if lemma in ("", lower) else (lower, lemma)


def _walk(node: _Node, forms: list[tuple[str, ...]], starts: list[bool], at: int) -> Iterator[tuple[str, str, int]]:
    """Matches that go on from ``node`` with the word at position ``at``; never over a sentence start."""
    for term, phrase in node.ends:
        yield term, phrase, at
    if at >= len(forms) or starts[at]:
        return
    for form in forms[at]:
        after = node.next.get(form)
        if after is not None:
            yield from _walk(after, forms, starts, at + 1)
    if node.gap is not None:
        for end in range(at, min(at + GAP_WORDS, len(forms) - 1) + 1):
            if starts[end] and end > at:
                return
            for form in forms[end]:
                after = node.gap.next.get(form)
                if after is not None:
                    yield from _walk(after, forms, starts, end + 1)
