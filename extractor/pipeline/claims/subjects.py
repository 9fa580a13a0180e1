"""Subjects: a verb's own, those that a pronoun may go on from, and the "it" that goes on from nothing."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator

from spacy.tokens import Doc, Token

from extractor.pipeline.tags import SUBJECTS

_DUMMY = frozenset({"acomp", "attr", "oprd"})


def subjects_before(head: Token, is_quoted: Callable[[int], bool], back: int) -> Iterator[Token]:
    """The subjects of the clauses that ``head`` stands in, then those of ``back`` sentences before.

    is_quoted: whether a character stands inside quotation marks; what others say names their own subjects.
    """
    for above in head.ancestors:
        subject = subject_of(above)
        if subject is not None and subject.i < head.i and head not in subject.subtree:
            yield subject
        if above.dep_ == "conj" and (other := subject_of(above.head)) is not None and other.i < head.i:
            yield other
    doc, start = head.doc, head.sent.start
    for _ in range(back):
        root = _outer_root(doc, start, is_quoted)
        if root is None:
            return
        start = root.sent.start
        subject = subject_of(root)
        if subject is not None:
            yield subject


def _outer_root(doc: Doc, start: int, is_quoted: Callable[[int], bool]) -> Token | None:
    """The root of the last sentence before token ``start`` that is not part of somebody's quoted words."""
    while start > 0:
        sent = doc[start - 1].sent
        if not is_quoted(sent.root.idx):
            return sent.root
        start = sent.start
    return None


def asked_before(pronoun: Token, contacts: Container[str]) -> Token | None:
    """Who was asked, where a pronoun stands in the answer: "The Courier reached out to Li, but she did not reply".

    contacts: lemmas of the verbs of those who ask.
    """
    verb = pronoun.head
    if verb.dep_ != "conj" or verb.head.lemma_ not in contacts or verb.head.i > pronoun.i:
        return None
    for child in verb.head.rights:
        asked = next((c for c in child.rights if c.dep_ == "pobj"), None) if child.dep_ == "prep" else child
        if asked is not None and asked.i < pronoun.i and asked.dep_ in ("pobj", "dobj", "dative"):
            return asked
    return None


def answers_asker(pronoun: Token, contacts: Container[str], replies: Container[str]) -> bool:
    """Whether a pronoun gives the answer to a question of the sentence before, whose subject it cannot be.

    "The Courier asked how it works. It refused to say." contacts, replies: lemmas of asking and of answering.
    """
    sent, verb = pronoun.sent, pronoun.head
    if verb.lemma_ not in replies or verb.i != sent.root.i or not sent.start:
        return False
    return bool(pronoun.doc[sent.start - 1].sent.root.lemma_ in contacts)


def subject_of(verb: Token) -> Token | None:
    """The subject of a verb, passive or not."""
    return next((c for c in verb.children if c.dep_ in SUBJECTS), None)


def is_dummy(head: Token) -> bool:
    """Whether an "it" means nothing: "it is easy to see", "it is up to them", "it is clear that"."""
    if head.dep_ == "expl":
        return True
    verb = head.head
    if verb.lemma_ not in ("be", "'s", "’s", "’", "seem", "appear", "take", "turn"):
        return False
    judged = any(c.dep_ in _DUMMY or (c.dep_ == "prep" and c.lower_ == "up") for c in verb.rights)
    clauses = [c for c in verb.subtree if c.dep_ in ("xcomp", "ccomp", "advcl", "csubj", "acl") and c.i > verb.i]
    return judged and bool(clauses)
