"""Denials whose verb the tagger takes for a noun: "Acme Systems disputes this account" reads like a compound."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from extractor.pipeline.annotations import Actor, TextSpan
from extractor.pipeline.claims.parties import Part, role_by_kind
from extractor.pipeline.claims.relation_words import load_relations
from extractor.pipeline.claims.stated import Stated
from extractor.pipeline.claims.voices import Voices

_OBJECT = 8
"""What is denied stands within so many tokens behind the verb."""
_NEVER = frozenset({"person", "media", "ngo", "court"})


def mistagged_denials(doc: Doc, stated: list[Stated], voices: Voices) -> Iterator[Stated]:
    """What an organisation denies by a word that stands right behind its name, though tagged as a noun."""
    lexicon = load_relations()
    for token in doc:
        if token.tag_ not in ("NNS", "VBZ") or any(c.dep_ == "nsubj" for c in token.children):
            continue
        if token.lemma_.lower() not in lexicon.deniers or not token.i or token.is_sent_start:
            continue
        body = voices.entities.actor_of(token.nbor(-1))
        if body is None or body.kind in _NEVER or voices.entities.actor_of(token) is not None:
            continue
        rest = doc[token.i + 1 : token.sent.end]
        if not len(rest) or rest[0].pos_ not in ("DET", "PRON", "NOUN", "PROPN", "ADJ", "SCONJ"):
            continue
        yield from _denied(token, body, rest, stated)


def _denied(verb: Token, body: Actor, rest: Span, stated: list[Stated]) -> Iterator[Stated]:
    lexicon = load_relations()
    span = TextSpan.of(verb.doc[verb.i : verb.sent.end])
    inside = [s for s in stated if rest.start_char <= s.at < rest.end_char and s.holds == "asserts"]
    own = [s for s in inside if any(p.actor is body for p in s.parts)]
    words = {t.lower_ for t in rest[:_OBJECT]}
    if own:
        for one in own:
            parts = tuple(p for p in one.parts if p.actor is body)
            yield replace(one, parts=parts, holds="denies", by=body.name, speaker=body, span=span, worded=True)
    elif words & lexicon.statements and not words & (lexicon.other_matters - lexicon.statements):
        said = {p.role for s in stated for p in s.parts if p.actor is body and s.by != body.name and p.role}
        for role in said or {role_by_kind(body)}:
            part = Part(body, role, True, True)
            yield Stated(verb.idx, verb.sent.start_char, (part,), "denies", body.name, body, span, worded=True)
