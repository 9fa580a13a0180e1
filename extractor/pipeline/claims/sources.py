"""Who speaks, by grammar: the phrase that a cue has as its source."""

from __future__ import annotations

from spacy.tokens import Token

_SUBJECTS = ("nsubj", "nsubjpass")
_VERBAL = ("VERB", "AUX")
_DEEP = 6


def source_of(cue: Token) -> Token | None:
    """The head of the phrase that names a verb's source, or None when the sentence names none."""
    if is_passive(cue):
        return _agent(cue)
    return _subject(cue, _DEEP)


def is_passive(verb: Token) -> bool:
    """Whether a verb stands in the passive: "was accused", "accused by"."""
    if verb.tag_ != "VBN":
        return False
    if any(c.dep_ in ("auxpass", "nsubjpass", "agent") for c in verb.children):
        return True
    return verb.dep_ == "acl" and not any(c.dep_ in _SUBJECTS for c in verb.children)


def _agent(verb: Token) -> Token | None:
    for child in verb.rights:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            for grandchild in child.rights:
                if grandchild.dep_ == "pobj":
                    return grandchild
    return None


def _subject(verb: Token, deep: int) -> Token | None:
    for child in verb.children:
        if child.dep_ in _SUBJECTS:
            return None if child.dep_ == "expl" else child
    if deep == 0 or verb.head is verb:
        return None
    head = verb.head
    if verb.dep_ == "conj" and head.pos_ in _VERBAL:
        if any(c.dep_ == "nsubjpass" for c in head.children) and verb.tag_ != "VBN":
            return next(c for c in head.children if c.dep_ == "nsubjpass")
        return _subject(head, deep - 1)
    if verb.dep_ in ("xcomp", "advcl", "ccomp", "parataxis", "dep") and head.pos_ in _VERBAL:
        return _subject(head, deep - 1)
    if verb.dep_ == "pcomp":
        over = head.head
        return _subject(over, deep - 1) if over.pos_ in _VERBAL else None
    if verb.dep_ == "acl" and verb.tag_ == "VBG" and head.pos_ in ("NOUN", "PROPN", "PRON"):
        return head
    if verb.dep_ == "prep" and head.pos_ in _VERBAL:
        return _subject(head, deep - 1)
    return None
