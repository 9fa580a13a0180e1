"""Bodies that a report names by common nouns alone: "the interior ministry", "the army"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from spacy.tokens import Doc

from extractor.pipeline.actors.cues import Cues

AUTHORITIES = frozenset({"government", "police", "council"})
"""Kinds of bodies that govern: beside one that is named, "the ministry" or the place alone is no other."""
_PARTS = frozenset({"nsubj", "nsubjpass", "poss"})
_WORD = re.compile(r"\w+")


def plain_bodies(doc: Doc, text: str, named: Iterable[str], cues: Cues) -> Iterator[tuple[int, int, str]]:
    """(start, end, kind) of bodies without a name that act, have something, or by whom something is done.

    named: the names that the report gives; "the ministry" beside "Ministry of Justice" is that, and no body of its own.
    """
    known = {word for name in named for word in _WORD.findall(name.lower())}
    for match in cues.plain.finditer(text):
        start, end = match.span("body")
        *before, last = match["body"].split()
        if last in known and known.issuperset(word for word in before if word not in cues.general):
            continue
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is None:
            continue
        root = span.root
        if root.dep_ in _PARTS or (root.dep_ == "pobj" and root.head.lower_ == "by"):
            yield start, end, "police" if match["body"].endswith(("police", "gendarmerie")) else "government"


def is_plain(name: str) -> bool:
    """Whether an actor's name is common nouns alone."""
    return name == name.lower()
