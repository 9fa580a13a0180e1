"""The outer source of a nested statement: who reports that somebody said it."""

from __future__ import annotations

from spacy.tokens import Token

from extractor.pipeline.claims.entities import Entities
from extractor.pipeline.claims.spans import noun_extent
from extractor.pipeline.claims.verbal import Found

_PASSED_ON = 0.4
"""Share of a statement that is passed on which the words said have at least; the rest says who said them, and when."""


def without_relays(found: list[Found]) -> list[Found]:
    """Without those that only pass on a statement, which learns who did (``relay``).

    In "“…,” Ruiz said, according to the Courier" Ruiz says it.
    """
    kept: list[Found] = []
    for one in found:
        relays = one.by == "according" or (one.word is not None and one.word.lemma_ == "report")
        inner = next((other for other in found if _passes_on(one, other)), None) if relays and one.source else None
        if inner is None:
            kept.append(one)
        else:
            inner.relay = one.source
            inner.content = inner.content[0], min(inner.content[1], one.content[1])
    return kept


def _passes_on(one: Found, other: Found) -> bool:
    """Whether a statement's content is another one, with its speaker and cue, and next to nothing more."""
    if other is one or other.cue is None or other.source is None:
        return False
    start, end = one.content
    last = max(end, one.cue[1] if one.cue else end)  # the parse may take who passes it on for the end of what is said
    within = start <= min(other.content[0], other.cue[0]) and other.cue[1] <= end and other.content[1] <= last
    said = min(other.content[1], end) - other.content[0]
    return within and start <= other.source.idx < end and said >= _PASSED_ON * (end - start)


def reported_by(found: Found, entities: Entities) -> str | None:
    """The outer source of a statement: "an official cited by X said", "X quoted him as saying", "told X"."""
    source, word = found.source, found.word
    if found.relay is not None:
        return _name(found.relay, entities)
    if source is not None:
        for child in source.rights:
            if child.dep_ in ("acl", "relcl") and child.lemma_ in ("cite", "quote", "interview"):
                agent = next((c for c in child.rights if c.dep_ in ("agent", "prep") and c.lower_ == "by"), None)
                outer = next((c for c in agent.rights if c.dep_ == "pobj"), None) if agent is not None else None
                if outer is not None:
                    return _name(outer, entities)
    if word is not None and word.lemma_ == "tell":
        for child in word.rights:
            if child.dep_ in ("dobj", "dative"):
                actor = entities.actor_of(child)
                if actor is not None and actor.kind == "media":
                    return actor.name
    return None


def _name(token: Token, entities: Entities) -> str:
    doc = token.doc
    start, end = noun_extent(token)
    while end < len(doc) and doc[end].is_title and not doc[end].is_sent_start and doc[end - 1].is_title:
        end += 1  # a name that the parse cuts short: "Myanmar Now"
    actor = entities.actor_of(token)
    if actor is not None and any(m.end >= doc[end - 1].idx for m in actor.mentions if m.start <= token.idx < m.end):
        return actor.name
    return str(token.doc[start:end].text)
