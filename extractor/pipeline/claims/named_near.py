"""Who was named near the words that mean somebody: the actors before a head, nearest first."""

from __future__ import annotations

from collections.abc import Collection

from spacy.tokens import Token

from extractor.pipeline.annotations import Actor
from extractor.pipeline.claims.entities import Entities
from extractor.pipeline.tags import SUBJECTS

NEAR = 900
"""A pronoun or description is resolved to an actor named at most this many characters before."""
UNSORTED = frozenset({"org"})
"""A body of whose kind nothing is known may be any."""
BODIES = frozenset({"company", "police", "government", "council", "court", "ngo", "media", "org", "group"})
BODIES |= {"university", "school", "hospital"}


def named_near(head: Token, entities: Entities, kinds: Collection[str], since: int | None = None) -> list[Actor]:
    """The actors of some kinds that stand before a head, nearest first, each as often as it is named.

    since: the character from which on they count; by default ``NEAR`` before. A place whose kind is unknown is none.
    """
    low = head.idx - NEAR if since is None else since
    found: list[Actor] = []
    for mention in entities.actors_before(head.idx):
        if mention.start < low:
            break
        actor = mention.actor
        if actor is not None and actor.kind in kinds and not (actor.kind in UNSORTED and actor.name in entities.places):
            found.append(actor)
    return found


def named_by_word(head: Token, entities: Entities) -> Actor | None:
    """ "The trust", "the bank": the one organisation named before that has the word in its name."""
    if head.pos_ != "NOUN" or len(head) < 4 or any(c.dep_ in ("amod", "compound", "nmod") for c in head.children):
        return None
    near = [a for a in named_near(head, entities, BODIES) if head.lower_ in a.name.lower().split()]
    return near[0] if near and all(a is near[0] for a in near) else None


def subject_named(head: Token, entities: Entities, kinds: Collection[str]) -> Actor | None:
    """The actor of some kinds that is a subject before a head, in its own sentence or the one before."""
    doc, sent = head.doc, head.sent
    for start, end in ((sent.start, head.i), (doc[sent.start - 1].sent.start if sent.start else 0, sent.start)):
        for i in range(start, end):
            if doc[i].dep_ in SUBJECTS:
                actor = entities.actor_of(doc[i])
                if actor is not None and actor.kind in kinds:
                    return actor
    return None


def is_subject(head: Token, start: int, end: int) -> bool:
    """Whether the characters [start, end) of a head's text are the subject of a verb."""
    span = head.doc.char_span(start, end, alignment_mode="expand")
    return span is not None and span.root.dep_ in SUBJECTS


def is_definite(head: Token) -> bool:
    """Whether a noun is one that was spoken of: "the company"."""
    return any(c.lower_ in ("the", "that", "this", "both") for c in head.children if c.dep_ == "det")
