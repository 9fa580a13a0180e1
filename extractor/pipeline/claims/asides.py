"""Asides: "The rule, the firm said, was clear." and "The rule was clear, the firm said in a statement." """

from __future__ import annotations

from spacy.tokens import Doc, Token

from extractor.pipeline.claims.sources import is_passive
from extractor.pipeline.claims.spans import Extent, Quotations
from extractor.pipeline.tags import FINITE

_COMMAS = frozenset({",", "—", "–", "--"})
_STOPS = frozenset({".", "?", "!", ";", ":"})
_BESIDE = frozenset({"aux", "neg", "advmod"})
_AFTER = frozenset({"npadvmod", "advmod", "prep", "dobj", "dative", "advcl", "prt"})
_LONGEST = 14
"""An aside has at most this many tokens behind its verb."""


def parenthetical(verb: Token, quotations: Quotations) -> Extent | None:
    """Characters of what an aside belongs to: the sentence around it or before it, the aside itself included.

    The aside is a subject and a verb between commas, or between a comma and the end of the sentence.
    """
    doc, sent = verb.doc, verb.sent
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if subject is None or quotations.inside(verb.idx) or is_passive(verb):
        return None
    left = min(subject.left_edge.i, verb.i, *(c.i for c in verb.lefts if c.dep_ in _BESIDE))
    if left - 2 < sent.start:
        return None
    if doc[left - 1].text not in _COMMAS and not (doc[left - 1].is_quote and doc[left - 2].text == ","):
        return None
    if any(t.dep_ == "mark" or t.tag_ in ("WDT", "WP", "WRB", "CC") for t in doc[left : verb.i + 1] if t.head == verb):
        return None
    right = _right(verb, subject)
    if right is None:
        return None
    after = doc[right + 1] if right + 1 < sent.end else None
    start, comma = _start(doc, sent.start, left - 1), left - 1
    if (
        after is None
        or after.text in _STOPS
        or (quotations.at(after.idx) is not None and not quotations.at(doc[comma].idx))
    ):
        if not _has_clause(doc, start, comma):
            return None
        return doc[_clause_start(verb, start, left)].idx, doc[comma].idx
    if after.text in _COMMAS and right + 2 < sent.end and not _clause_before(verb, left):
        last = doc[sent.end - 1]
        return doc[start].idx, last.idx + len(last)
    return None


def _right(verb: Token, subject: Token) -> int | None:
    """The last token of the aside, or None where the verb goes on to say something."""
    right = max(verb.i, subject.right_edge.i)
    for child in verb.rights:
        if child.i <= right or child.dep_ == "punct":
            continue
        if child.left_edge.i > right + 1:
            break
        if child.dep_ not in _AFTER or (child.dep_ in ("dobj", "dative") and verb.lemma_ != "tell"):
            return None
        if child.dep_ == "prep" and child.lower_ in ("of", "that", "about", "for", "as"):
            return None
        right = child.right_edge.i
    return right if right - verb.i <= _LONGEST else None


def _start(doc: Doc, start: int, comma: int) -> int:
    """First token of what is said: the sentence's first, or a relative pronoun right before the aside."""
    if doc[comma - 1].tag_ in ("WDT", "WP", "WRB") or doc[comma - 1].lower_ == "that":
        return comma - 1
    return start


def _has_clause(doc: Doc, start: int, end: int) -> bool:
    """Whether the words before the aside are a sentence and not only its setting ("On Twitter, she replied")."""
    verbs = [t for t in doc[start:end] if t.pos_ in ("VERB", "AUX") and t.tag_ in FINITE]
    return any(not any(c.dep_ == "mark" for c in t.children) or t.dep_ == "ccomp" for t in verbs)


def _clause_before(verb: Token, left: int) -> Token | None:
    return next((c for c in verb.children if c.dep_ == "ccomp" and c.i < left), None)


def _clause_start(verb: Token, start: int, left: int) -> int:
    """Where the clause that is said begins, when other clauses of the sentence stand before it."""
    clause = _clause_before(verb, left)
    if clause is None:
        return start
    first: int = clause.left_edge.i
    doc = verb.doc
    if first - start > 3 and (doc[first - 1].text in (",", ";") or doc[first - 1].dep_ == "cc"):
        return first
    return min(start, first)
