"""The outer source of a nested statement: who reports that somebody said it."""

from __future__ import annotations

from spacy.tokens import Token

from extractor.pipeline.claims.entities import Entities
from extractor.pipeline.claims.spans import noun_extent
from extractor.pipeline.claims.verbal import Found


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
