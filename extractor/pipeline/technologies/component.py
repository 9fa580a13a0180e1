"""The technologies component.

Algorithm:
- Phrases of phrases.toml are laid out as a trie of words.
- Each token opens a walk through it, by its lower-case form or its lemma; hyphens between words are skipped, a gap
  takes up to three words of the same sentence; the longest match per term counts.
- A match right after a negation ("no facial recognition", "without a chatbot") does not count.
- Matches of one term become one TermHit with every mention, in the order of the text.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from extractor.pipeline.annotations import TermHit, TextSpan
from extractor.pipeline.technologies.trie import PhraseTrie, build

PHRASES = Path(__file__).with_name("phrases.toml")


@cache
def load_phrases(path: Path = PHRASES) -> dict[str, Any]:
    """The data file: ``terms`` (term -> phrases) and ``negation``."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


class Technologies:
    """Writes ``doc._.technologies``: list[TermHit], in the order of their first mentions."""

    def __init__(self, path: Path = PHRASES) -> None:
        data = load_phrases(path)
        self._trie: PhraseTrie = build(data["terms"].items())
        negation = data["negation"]
        self._window: int = negation["window"]
        self._negations = frozenset(negation["words"])
        self._unless = frozenset(negation["unless"])

    def __call__(self, doc: Doc) -> Doc:
        """Find the terms of a Doc that has lemmas and sentence starts (both may be missing: matches get fewer)."""
        found: dict[str, TermHit] = {}
        ends: dict[str, int] = {}
        for term, phrase, start, end in self._trie.find(doc):
            if start < ends.get(term, 0) or self._negated(doc, start):
                continue
            ends[term] = end
            hit = found.setdefault(term, TermHit("technology", term, [], f"phrase: {phrase}"))
            hit.mentions.append(TextSpan.of(doc[start:end]))
        doc._.technologies = list(found.values())
        return doc

    def _negated(self, doc: Doc, start: int) -> bool:
        for i in range(start - 1, max(start - 1 - self._window, -1), -1):
            if doc[i + 1].is_sent_start:
                return False
            if doc[i].lower_ in self._negations:
                return not any(token.lower_ in self._unless for token in doc[i + 1 : start])
        return False


@Language.factory("extractor_technologies", assigns=["doc._.technologies"])
def make_technologies(nlp: Language, name: str) -> Technologies:
    """The component as spaCy makes it from models/config.cfg."""
    return Technologies()
