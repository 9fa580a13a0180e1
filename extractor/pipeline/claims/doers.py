"""Who does what a word of relation says: subjects, agents, and those a clause inherits from above."""

from __future__ import annotations

from spacy.tokens import Token

from extractor.pipeline.claims.lemmas import verb_lemma
from extractor.pipeline.claims.relation_words import PARTIES, load_relations
from extractor.pipeline.claims.sources import is_passive
from extractor.pipeline.claims.subjects import subject_of
from extractor.pipeline.tags import SUBJECTS

_LINKS = frozenset(
    {
        "xcomp",
        "ccomp",
        "pcomp",
        "prep",
        "acl",
        "advcl",
        "conj",
        "dobj",
        "pobj",
        "attr",
        "acomp",
        "relcl",
        "nmod",
        "compound",
    }
)
_DEEP = 8


def doer_of(token: Token, start: int, end: int) -> Token | None:
    """The token, within start to end, that names who does what a word says; None where the clause is silent."""
    lexicon = load_relations()
    if token.pos_ == "VERB":
        if verb_lemma(token) in lexicon.sources:
            return source_of(token)
        if is_passive(token):
            return _agent(token)
        subject = _subject(token, start, end, _DEEP)
        return subject and (_machine_before(token, subject) or subject)
    party = token.lemma_.lower() in PARTIES
    if token.lower_ in lexicon.works:
        return _of(token) if token.dep_ == "attr" else None
    if party and token.dep_ == "nsubj" and token.head.lemma_ == "be":  # "the app's developer is Acme"
        return next((c for c in token.head.rights if c.dep_ == "attr" and c.i < end), None)
    for child in token.children:
        if child.dep_ == "poss" and not party:
            return child
        if child.dep_ in ("prep", "agent") and child.lower_ == "by":
            return next((c for c in child.children if c.dep_ == "pobj"), None)
        if child.dep_ == "appos" and child.pos_ == "PROPN":
            return child  # "its maker, Acme"
    if token.lower_ in lexicon.products:
        return next((c for c in token.lefts if c.dep_ == "compound" and c.pos_ == "PROPN"), None)
    if token.dep_ in ("appos", "compound") and token.head.pos_ == "PROPN":
        return token.head if start <= token.head.i < end else None  # "Acme, the maker of", "the vendor Acme"
    if token.dep_ == "pobj" and token.head.lower_ == "as":  # "named Acme as the developer", "was named as"
        over = token.head.head
        while over.pos_ in ("NOUN", "PROPN", "ADP") and over.head != over and over.head.i >= start:
            over = over.head
        return next((c for c in over.children if c.dep_ in ("dobj", "nsubjpass") and start <= c.i < end), None)
    if token.dep_ in ("attr", "dobj", "pobj", "conj", "appos", "nmod"):
        return _subject(token, start, end, _DEEP)
    return None


def _machine_before(verb: Token, subject: Token) -> Token | None:
    """The machine that an "it" means which runs without running anything: "the car crashed as it ran on …"."""
    if subject.lower_ != "it" or any(c.dep_ == "dobj" for c in verb.rights):
        return None
    above = (subject_of(one) for one in verb.ancestors)
    before = (one for one in above if one is not None and one.i < subject.i and subject not in one.subtree)
    nearest = next(before, None)
    return nearest if nearest is not None and nearest.lower_ in load_relations().machines else None


def _agent(verb: Token) -> Token | None:
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None


def _subject(token: Token, start: int, end: int, deep: int) -> Token | None:
    """The subject of a word, or of the nearest word above it that has one, inside the stretch."""
    for child in token.children:
        if child.dep_ in SUBJECTS and start <= child.i < end:
            return child
        if child.dep_ in ("aux", "auxpass"):  # an odd mark inside may hang the subject on the auxiliary
            for below in child.children:
                if below.dep_ in SUBJECTS and start <= below.i < end:
                    return below
    if token.dep_ in ("relcl",) and start <= token.head.i:
        return None
    head = token.head
    if deep == 0 or head == token or not start <= head.i < end or token.dep_ not in _LINKS:
        if token.dep_ == "acl" and start <= head.i < end:
            return head
        if token.dep_ == "ccomp" and token.tag_ != "VB":
            return None  # a clause of its own: the cue's object is whom it was told
        # "accused X of selling": the cue's object does it
        over = head.head if head.pos_ == "ADP" else head
        return next((c for c in over.children if c.dep_ in ("dobj", "nsubjpass") and c.i < token.i), None)
    if token.dep_ == "acl" and token.tag_ == "VBG":
        return head
    if token.dep_ in ("xcomp", "ccomp", "advcl") and verb_lemma(head) in load_relations().controls:
        handed = _controlled(head, token)
        if handed is not None:
            return handed
    return _subject(head, start, end, deep - 1)


def _controlled(verb: Token, below: Token) -> Token | None:
    """Whom a verb makes do what stands under it: "called on firms to stop", "urged Acme to explain"."""
    for child in verb.rights:
        if child.i >= below.i:
            break
        if child.dep_ in ("dobj", "dative"):
            return child
        if child.dep_ == "prep" and child.lower_ in ("on", "for", "upon", "to", "from"):
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return next((c for c in below.children if c.dep_ == "nsubj"), None)


def _of(noun: Token) -> Token | None:
    """The noun behind "of", where it is a name."""
    for child in noun.rights:
        if child.dep_ == "prep" and child.lower_ == "of":
            return next((c for c in child.children if c.dep_ == "pobj" and c.pos_ == "PROPN"), None)
    return None


def source_of(verb: Token) -> Token | None:
    """The noun behind "from"."""
    for child in verb.rights:
        if child.dep_ == "prep" and child.lower_ == "from":
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None
