"""Bodies that a report names by common nouns alone: "the interior ministry", "the army"."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator

from spacy.tokens import Doc, Token

from extractor.pipeline.actors.cues import Cues

AUTHORITIES = frozenset({"government", "police", "council"})
"""Kinds of bodies that govern: beside one that is named, "the ministry" or the place alone is no other."""
_PARTS = frozenset({"nsubj", "nsubjpass", "poss"})
_WORD = re.compile(r"\w+")
_POLICE = re.compile(r"(?:police|gendarmerie)(?: force)?\Z")


def plain_bodies(doc: Doc, text: str, named: Iterable[str], cues: Cues) -> Iterator[tuple[int, int, str]]:
    """(start, end, kind) of bodies without a name that act, have something, or by whom something is done.

    named: the names that the report gives; "the ministry" beside "Ministry of Justice" is that, and no body of its own.
    """
    known = {word for name in named for word in _WORD.findall(name.lower())}
    yield from _placed(doc, text, known, cues)
    for match in cues.plain.finditer(text):
        start, end = match.span("body")
        *before, last = match["body"].split()
        if last in known and known.issuperset(word for word in before if word not in cues.general):
            continue
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is None:
            continue
        if _is_party(span.root) and (match["doing"] is None or _does(span.root, cues)):
            yield start, end, "police" if _POLICE.search(match["body"]) else "government"


def _placed(doc: Doc, text: str, known: Container[str], cues: Cues) -> Iterator[tuple[int, int, str]]:
    """ "Police in Leicestershire", where no force of that place is named; the police of a story mostly investigate."""
    for match in cues.placed.finditer(text):
        start, end = match.span("body")
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is None or ("police" in known and all(word in known for word in match["place"].lower().split())):
            continue
        if _is_party(span.root) and _does(span.root, cues):
            yield start, end, "police"


def _is_party(root: Token) -> bool:
    """Whether a noun acts, has something, or is who something is done by."""
    return root.dep_ in _PARTS or (root.dep_ == "pobj" and root.head.lower_ == "by")


def _does(root: Token, cues: Cues) -> bool:
    """Whether a noun uses, buys, makes or denies something, or says that "they" do or do not."""
    verb = root.head.head if root.dep_ == "pobj" else root.head
    said = [clause for clause in verb.rights if clause.dep_ == "ccomp" and clause.lemma_ in cues.uses]
    own = any(c.dep_ == "nsubj" and c.lower_ in ("they", "it") for clause in said for c in clause.lefts)
    return own or verb.lemma_ in cues.uses or verb.lemma_ in cues.acting.deny


def is_plain(name: str) -> bool:
    """Whether an actor's name is common nouns alone."""
    return name == name.lower()
