"""Who speaks, by grammar: the phrase that a cue has as its source."""

from __future__ import annotations

from spacy.tokens import Token

from extractor.pipeline.claims.subjects import subject_of
from extractor.pipeline.tags import FINITE, SUBJECTS

_VERBAL = ("VERB", "AUX")
_DEEP = 6
_FAR = 30
_SHARED = frozenset({"conj", "xcomp", "advcl", "ccomp", "parataxis", "dep"})


def source_of(cue: Token) -> Token | None:
    """The head of the phrase that names a verb's source, or None when the sentence names none."""
    headless = subject_of_headless(cue)
    if headless is not None:
        return headless
    if is_passive(cue):
        return _agent(cue)
    subject = _subject(cue, _DEEP) or _subject_above(cue) or _subject_before(cue)
    return None if subject is None or subject.dep_ == "expl" else subject


def subject_of_headless(verb: Token) -> Token | None:
    """The subject of a verb that the parse took for a participle, in a sentence that is left without a verb.

    "A spokeswoman for the start-up called the claim false" may come out as a noun phrase.
    """
    if verb.dep_ != "acl" or verb.tag_ != "VBN" or verb.sent.root.pos_ not in ("NOUN", "PROPN"):
        return None
    if not any(c.dep_ in ("dobj", "oprd", "ccomp", "xcomp") for c in verb.rights):
        return None
    root = verb.sent.root
    if root.i > verb.i or any(t.tag_ in FINITE for t in verb.doc[root.left_edge.i : verb.i]):
        return None
    return root


def is_passive(verb: Token) -> bool:
    """Whether a verb stands in the passive: "was accused", "accused by"."""
    if verb.tag_ != "VBN" or subject_of_headless(verb) is not None:
        return False
    if any(c.dep_ in ("auxpass", "nsubjpass", "agent") for c in verb.children):
        return True
    return verb.dep_ in ("acl", "advcl") and not any(c.dep_ in SUBJECTS or c.dep_ == "aux" for c in verb.children)


def _agent(verb: Token) -> Token | None:
    for child in verb.rights:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            for grandchild in child.rights:
                if grandchild.dep_ == "pobj":
                    return grandchild
    return None


def _own_subject(verb: Token) -> Token | None:
    before = [c for c in verb.lefts if c.dep_ in SUBJECTS]
    if len(before) > 1 and before[-1].pos_ == "PROPN":
        return before[-1]  # "‘Not our cameras’: Acme denies": of two that the parse gives, the name beside the verb
    return subject_of(verb)


def _subject(verb: Token, deep: int) -> Token | None:
    """The subject of a verb: its own, or the one that the verb above hands down to it."""
    own = _own_subject(verb)
    head = verb.head
    if own is not None or deep == 0 or head is verb:
        return own
    if verb.dep_ == "acl" and verb.tag_ == "VBG" and head.pos_ in ("NOUN", "PROPN", "PRON"):
        return head
    if verb.dep_ == "conj" and head.dep_ == "ccomp" and _same_form(verb, head.head) and not _same_form(verb, head):
        return _subject(head.head, deep - 1)  # "said it would stop and warned …": both verbs are the speaker's
    if verb.dep_ == "xcomp" and head.pos_ in _VERBAL:
        handed = next((c for c in head.rights if c.dep_ == "dobj" and c.i < verb.i), None)
        if handed is not None and verb.tag_ == "VB":
            return handed  # "forced the bank to admit"
    if verb.dep_ == "advcl" and verb.tag_ == "VBG":
        while head.dep_ == "ccomp" and head.head.i < head.i and _own_subject(head.head) is not None:
            head = head.head  # "X said it never sold any, adding that …": X adds it
        return _subject(head, deep - 1)
    if head.pos_ in _VERBAL and verb.dep_ in _SHARED:
        return _subject(head, deep - 1)
    if verb.dep_ in ("pcomp", "prep") and head.head.pos_ in _VERBAL:
        return _subject(head.head, deep - 1)
    return None


def _same_form(one: Token, other: Token) -> bool:
    return bool(one.tag_ == other.tag_ and other.i < one.i)


def _subject_above(verb: Token) -> Token | None:
    """The subject of the nearest verb above, whatever stands between: "is in no position to deny"."""
    step = verb
    for _ in range(_DEEP):
        if step.head is step or step.dep_ == "relcl":
            return None
        step = step.head
        own = _own_subject(step)
        if own is not None and own.i < verb.i:
            return own
    return None


def _subject_before(verb: Token) -> Token | None:
    """The last subject before a verb in its sentence, where the parse has lost the thread."""
    for i in range(verb.i - 1, max(verb.sent.start, verb.i - _FAR) - 1, -1):
        token = verb.doc[i]
        if token.dep_ in SUBJECTS and token.pos_ in ("PROPN", "PRON", "NOUN"):
            return token
    return None
