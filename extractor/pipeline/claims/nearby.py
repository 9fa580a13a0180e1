"""Denials that the grammar misses: negation and a word for making or using, close together, in an own statement.

In doubt between a plain and a contested part this says contested, but only for the organisation that speaks (or whose
person speaks of it by name), and only where the words for a part stand beside the negation.
"""

from __future__ import annotations

import bisect
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from spacy.tokens import Doc, Span, Token

from extractor.pipeline.annotations import Actor, Claim, Statement
from extractor.pipeline.claims.polarity import is_aim, is_wish
from extractor.pipeline.claims.relation_words import PARTIES, load_relations
from extractor.pipeline.claims.relations import is_thing
from extractor.pipeline.claims.speaker_words import load_words
from extractor.pipeline.claims.stated import UNDECIDED, is_question, name_of
from extractor.pipeline.claims.subjects import subject_of
from extractor.pipeline.claims.voices import Voices
from extractor.pipeline.claims.wordings import refers

SPEAKERS = frozenset({"company", "police", "government", "council", "university", "school", "hospital", "org", "group"})
"""Kinds of organisations that can deny a part of their own."""
_HAVING = frozenset({"have", "count", "list", "serve", "number", "become"})
_SHORT = 14
"""A content of at most so many tokens can be a bare denial of what stands beside it."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of nearby.toml."""

    parts: dict[str, tuple[str, ...]]
    negations: frozenset[str]
    false: frozenset[str]
    pointing: frozenset[str]
    other_objects: frozenset[str]
    loose: frozenset[str]
    elsewhere: tuple[str, ...]
    reach: int


@cache
def load_nearby() -> Words:
    """Read nearby.toml once."""
    data: dict[str, Any] = tomllib.loads(Path(__file__).with_name("nearby.toml").read_text(encoding="utf-8"))
    parts: dict[str, tuple[str, ...]] = {}
    for role in ("developer", "operator"):
        for word in data[role]:
            parts[word] = (*parts.get(word, ()), role)
    parts |= dict.fromkeys([*data["both"], *data["deal"]], ("developer", "operator"))
    sets = {name: frozenset(data[name]) for name in ("negations", "false", "pointing", "other_objects", "loose")}
    return Words(parts=parts, elsewhere=tuple(data["elsewhere"]), reach=int(data["reach"]), **sets)


def nearby_denials(doc: Doc, voices: Voices) -> Iterator[tuple[tuple[str, str], Statement, Actor | None]]:
    """((actor, role), statement, organisation that speaks) of the denials in organisations' own statements."""
    words = load_nearby()
    for claim in doc._.claims:
        content = doc.char_span(claim.content.start, claim.content.end, alignment_mode="expand")
        if (
            content is None
            or not len(content)
            or is_question(content)
            or claim.stance in UNDECIDED
            or _is_elsewhere(claim, words)
        ):
            continue
        body, own = _speaks_for(doc, claim, content, voices)
        if body is None:
            continue
        denied = list(_denied_parts(claim, content, body, words, voices, own))
        if not denied and (own or claim.stance == "denies"):
            denied = list(_denied_before(doc, claim, content, body, words, voices))
        for speaker in [body] if not own else dict.fromkeys([body.name, *_beside(doc, claim, body, voices)]):
            one = voices.by_name[speaker] if isinstance(speaker, str) else speaker
            role = _role_for(one, denied)
            if role is not None:
                yield (one.name, role), Statement(name_of(claim), "denies", claim.content), one if own else None


def _beside(doc: Doc, claim: Claim, body: Actor, voices: Voices) -> list[str]:
    """The other organisations that make a denial together with the first: "both Acme and the police deny"."""
    if claim.stance != "denies":
        return []
    return [actor.name for actor in voices.speakers(doc, claim, body) if actor.kind in SPEAKERS]


def answered(
    doc: Doc, found: Mapping[tuple[str, str], Iterable[Statement]]
) -> Iterator[tuple[tuple[str, str], Statement]]:
    """Denials by answer: somebody says that an organisation has a part, and its next statement says no.

    found: the statements known so far, by (actor, role). "Students accused the university of running it. The university
    says it was never turned on."
    """
    kinds = {actor.name: actor.kind for actor in doc._.actors}
    starts = [sentence.start_char for sentence in doc.sents]
    words = load_nearby()
    noes = [
        claim
        for claim in doc._.claims
        if (claim.stance == "denies" or (claim.polarity == "negative" and claim.stance not in UNDECIDED))
        and len(claim.content.text.split()) <= _SHORT
        and not _is_elsewhere(claim, words)
    ]
    for key, statements in found.items():
        said = [s for s in statements if s.holds == "asserts" and s.by is not None and s.by != key[0]]
        if kinds.get(key[0]) not in SPEAKERS or any(s.holds == "denies" for s in statements):
            continue
        for claim in noes:
            at = bisect.bisect_right(starts, claim.content.start)
            near = any(0 <= at - bisect.bisect_right(starts, s.span.end - 1) <= 1 for s in said)
            if near and _may_be(claim, key[0], kinds[key[0]]):
                yield key, Statement(name_of(claim), "denies", claim.content)
                break


def _is_elsewhere(claim: Claim, words: Words) -> bool:
    """Whether a statement speaks of how something works or was done ("denied that it is biased")."""
    said = claim.content.text.lower()
    return any(stem in said for stem in words.elsewhere)


def _may_be(claim: Claim, actor: str, kind: str) -> bool:
    """Whether a statement is the actor's own: it is resolved to it, or its speaker is described as one of its kind."""
    if claim.actor is not None or claim.speaker is None:
        return claim.actor == actor
    words = claim.speaker.text.lower().split()
    described = words[:1] == ["the"] and kind in load_words().kinds.get(words[-1], ())
    return described or words in (["it"], ["they"])


def _speaks_for(doc: Doc, claim: Claim, content: Span, voices: Voices) -> tuple[Actor | None, bool]:
    """The organisation that a statement is made for (and True), or the only one that a person's statement names."""
    body = voices.body_of(doc, claim)
    if body is not None:
        return (body if body.kind in SPEAKERS else None), True
    named = {a.name: a for t in content if (a := voices.entities.actor_of(t)) is not None and a.kind in SPEAKERS}
    return (next(iter(named.values())) if len(named) == 1 else None), False


def _denied_parts(claim: Claim, content: Span, body: Actor, words: Words, voices: Voices, own: bool) -> Iterator[str]:
    """The roles whose words a negation reaches, or with which a denied content begins."""
    if claim.stance == "denies":
        if not any(token.lower_ in words.negations for token in content[: words.reach]):
            yield from _parts_below(content.root, content, words)
        return
    for token in content:
        if token.lower_ not in words.negations or _is_rule(token):
            continue
        verb = token.head if token.dep_ in ("neg", "det", "advmod", "preconj") else token
        if verb.pos_ == "NOUN":  # "no part of the platform": what it is an object of
            verb = verb.head.head if verb.head.pos_ == "ADP" else verb.head  # "at no time did it supply"
        if _is_of(verb, body, voices, own) and not (is_wish(verb) or is_aim(verb, None)):
            yield from _parts_below(verb, content, words)


def _is_of(verb: Token, body: Actor, voices: Voices, own: bool) -> bool:
    """Whether a clause is about the organisation, in its own words: "we", "it", its name, or nobody named."""
    subject = subject_of(verb)
    if not own and subject is None:
        return False
    if subject is None or (own and subject.lower_ in ("we", "it", "they", "there", "nobody", "none", "nothing")):
        return True
    actor = voices.entities.actor_of(subject)
    return actor is not None and actor.name == body.name


def _parts_below(top: Token, span: Span, words: Words) -> Iterator[str]:
    """Roles that a clause's head speaks for, or its objects do: "was not the vendor", "has no contract with"."""
    for token in (top, *_objects(top), *(o for c in _objects(top) for o in _objects(c))):
        roles = words.parts.get(token.lemma_.lower()) or words.parts.get(token.lower_, ())
        inside = span.start <= token.i < span.end
        if token.lemma_.lower() in PARTIES and token.dep_ == "dobj" and token.head.lemma_ not in _HAVING:
            continue  # "does not discuss clients"
        if token.lower_ == "own" and token.pos_ == "ADJ":
            continue
        if roles and inside and not (_is_helper(token) or _has_other_object(token, words) or _in_relative(token, span)):
            yield from roles


def _objects(head: Token) -> list[Token]:
    found = [c for c in head.children if c.dep_ in ("dobj", "attr", "oprd", "acomp", "xcomp", "conj", "pcomp")]
    return [*found, *(c for p in head.children if p.dep_ in ("prep", "agent") for c in p.children if c.dep_ == "pobj")]


def _is_rule(negation: Token) -> bool:
    """Whether a negation says what may not be ("officers cannot use it at protests"), not what is not."""
    return any(child.tag_ == "MD" for child in negation.head.children)


def _in_relative(token: Token, span: Span) -> bool:
    """Whether a word stands in a relative clause of the span ("the cameras it sold")."""
    while token.dep_ != "ROOT" and span.start <= token.i < span.end:
        if token.dep_ in ("relcl", "acl"):
            return True
        token = token.head
    return False


def _is_helper(token: Token) -> bool:
    """Whether "have" or "make" only helps another verb."""
    return token.dep_ in ("aux", "auxpass")


def _has_other_object(token: Token, words: Words) -> bool:
    """Whether the object of a word is none of the things: "sold no user data", "had no reason to"."""
    things = [c for c in token.children if c.dep_ in ("dobj", "nsubjpass")]
    if any(c.lemma_.lower() in words.other_objects or c.lower_ in words.other_objects for c in things):
        return True
    if token.lemma_.lower() not in words.loose or token.pos_ != "VERB":
        return False
    lexicon = load_relations()
    return not any(is_thing(c, lexicon) or c.pos_ == "PROPN" or c.lemma_.lower() in words.parts for c in things)


def _denied_before(doc: Doc, claim: Claim, content: Span, body: Actor, words: Words, voices: Voices) -> Iterator[str]:
    """The roles that a bare denial ("That is a lie") takes from the sentences beside it which name the organisation."""
    root = content.root
    is_false = any(
        token.lemma_.lower() in words.false
        and (token.dep_ in ("acomp", "attr", "oprd", "ROOT", "dobj") or token.head.lower_ == "as")
        for token in content
    )
    points = root.lemma_.lower() in words.pointing and root.pos_ in ("NOUN", "PRON", "DET", "ADV")
    refers_back = refers(doc, claim) == "denies"
    if not (is_false or refers_back or (claim.stance == "denies" and points and len(content) <= _SHORT)):
        return
    sure = refers_back or claim.stance == "denies"
    first, last = content[0].sent, content[-1].sent
    beside = [first, last]
    if first.start > 0:
        beside.append(doc[first.start - 1].sent)
    if last.end < len(doc):
        beside.append(doc[last.end].sent)
    for sentence in beside:
        said = claim.speaker
        if any(
            sentence.start_char <= m.start < sentence.end_char
            and not (said is not None and said.start <= m.start < said.end)
            for m in body.mentions
        ):
            for token in sentence:
                if not _is_helper(token) and (sure or _is_by_it(token, body, voices)):
                    yield from words.parts.get(token.lemma_.lower(), ())


def _is_by_it(word: Token, body: Actor, voices: Voices) -> bool:
    """Whether an organisation is named close by a word in the parse: "Acme supplied", "the supplier Acme"."""
    near = (word.head, word.head.head, *word.children, *(c for child in word.children for c in child.children))
    near = (*near, *word.head.children)
    return any((actor := voices.entities.actor_of(t)) is not None and actor.name == body.name for t in near)


def _role_for(body: Actor, denied: list[str]) -> str | None:
    """Which part an organisation denies: by its kind where the words leave both open."""
    if not denied:
        return None
    usual = "developer" if body.kind in ("company", "org", "group") else "operator"
    return usual if usual in denied else denied[0]
