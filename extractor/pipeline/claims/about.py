"""What a statement is about: the actors, systems and technologies in it, and the relation it asserts or denies."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from extractor.pipeline.annotations import About, Actor
from extractor.pipeline.claims.entities import Entities
from extractor.pipeline.claims.relation_words import load_relations
from extractor.pipeline.claims.relations import Related, is_soft, relations_in
from extractor.pipeline.claims.spans import Extent
from extractor.pipeline.claims.speakers import Resolver
from extractor.pipeline.claims.stance import load_lists
from extractor.pipeline.claims.verbal import Found
from extractor.pipeline.tags import SUBJECTS

_SHORT = 14
"""A denial of "the report" or "any role" has at most this many tokens."""
_SELF = frozenset({"it", "they", "we", "i", "its", "their", "our", "he", "she", "itself", "themselves"})
_BODIES_SAY = frozenset(
    {"client", "company", "firm", "vendor", "supplier", "manufacturer", "startup", "start-up", "maker"}
)


@dataclass(frozen=True, slots=True)
class Target:
    """An actor in a relation, with whether that is denied or left open."""

    actor: str
    relation: str | None
    negated: bool
    open: bool


def targets_of(
    doc: Doc, found: Found, stance: str, speaker: Actor | None, entities: Entities, resolver: Resolver
) -> list[Target]:
    """The actors whose part a statement asserts or denies."""
    content = doc.char_span(*found.content, alignment_mode="expand")
    if content is None:
        return []
    flips = stance == "denies"
    if found.source is not None and (speaker is None or speaker.kind == "person"):
        speaker = resolver.body_of(found.source, speaker) or speaker
    targets: list[Target] = []
    for related in relations_in(doc, content.start, content.end):
        actor = _who(related, speaker, entities, resolver, flips)
        if actor is not None:
            is_open = related.open or stance in ("declines to comment", "unclear")
            negated = related.negated != (flips and not related.given)
            is_open = is_open or (negated and is_soft(related.word))
            targets.append(Target(actor.name, related.relation, negated, is_open))
    return _each_once(targets)


def _who(related: Related, speaker: Actor | None, entities: Entities, resolver: Resolver, flips: bool) -> Actor | None:
    doer = related.doer
    if doer is None:
        return speaker if speaker is not None and speaker.kind != "person" and (related.negated or flips) else None
    return who_is(doer, speaker, entities, resolver)


def who_is(token: Token, speaker: Actor | None, entities: Entities, resolver: Resolver) -> Actor | None:
    """The actor that a word inside a statement means: named, or the speaker in the first or third person."""
    named = entities.actor_of(token)
    if named is not None:
        return named
    word = token.lower_
    if word in _SELF:
        if speaker is not None and (speaker.kind == "person") == (word in ("i", "he", "she")):
            return speaker
        return None
    if word in _BODIES_SAY and speaker is not None and speaker.kind in ("company", "org"):
        return speaker
    if word in ("which", "that", "who") and token.dep_ in SUBJECTS:
        noun = token.head.head
        return entities.actor_of(noun) if noun.i < token.i else None
    return resolver.peek(token)


def _each_once(targets: list[Target]) -> list[Target]:
    return list(dict.fromkeys(targets))


def about_of(found: Found, targets: list[Target], entities: Entities, doc: Doc) -> tuple[About, ...]:
    """Everything a statement is about: its targets, and what else its words name."""
    about: dict[tuple[str, str], list[About]] = {}
    for target in targets:
        if not target.open:
            about.setdefault(("actor", target.actor), []).append(
                About("actor", target.actor, target.relation, target.negated)
            )
    uses = _things_used(doc, found)
    for mention in entities.within(found.content):
        key = (mention.kind, mention.name)
        if key not in about:
            relation, negated = None, False
            if mention.kind != "actor":
                relation, negated = _relation_over(mention.start, uses)
            about[key] = [About(mention.kind, mention.name, relation, negated)]
    return tuple(one for group in about.values() for one in group)


def _things_used(doc: Doc, found: Found) -> list[tuple[int, int, Related]]:
    content = doc.char_span(*found.content, alignment_mode="expand")
    if content is None:
        return []
    spans = []
    for related in relations_in(doc, content.start, content.end):
        left, right = related.word.left_edge, related.word.right_edge
        spans.append((left.idx, right.idx + len(right), related))
    return spans


def _relation_over(offset: int, uses: list[tuple[int, int, Related]]) -> tuple[str | None, bool]:
    """The relation of the smallest clause around an offset."""
    best: tuple[int, Related] | None = None
    for start, end, related in uses:
        if start <= offset < end and not related.open and (best is None or end - start < best[0]):
            best = (end - start, related)
    if best is None:
        return None, False
    relation = best[1].relation
    if relation == "operates" and best[1].word.lemma_ == "use":
        relation = "used for"
    return relation, best[1].negated


def general_denials(found: Found, doc: Doc, stance: str, polarity: str) -> str | None:
    """What a denial without a relation of its own denies: "statements" made before, or all "involvement"."""
    content = doc.char_span(*found.content, alignment_mode="expand")
    if content is None or len(content) > _SHORT:
        return None
    lexicon = load_relations()
    if any(c.lower_ in ("his", "her", "their") for t in content for c in t.lefts if t.lower_ in lexicon.statements):
        return None  # "disputed his account of the trip"
    clause = any(t.pos_ == "VERB" for t in content)
    words = {t.lower_ for t in content if t.dep_ != "mark" and not (clause and t.pos_ == "PRON")}
    if words & (lexicon.other_matters - lexicon.statements - lexicon.involvement - load_lists()["false_predicates"]):
        return None
    if (stance == "denies" or polarity == "negative") and words & lexicon.involvement:
        return "involvement"
    refuted = bool(words & load_lists()["false_predicates"]) and polarity == "positive"
    if (stance == "denies" or (refuted and stance == "asserts")) and words & lexicon.statements:
        return "statements"
    return None


def own_voice(doc: Doc, found: list[Found], entities: Entities) -> list[tuple[int, Target]]:
    """The relations that a report states itself, outside every statement, with the offset of each."""
    return own_voice_outside(doc, [f.content for f in found], entities)


def own_voice_outside(doc: Doc, said: list[Extent], entities: Entities) -> list[tuple[int, Target]]:
    """The relations stated outside the stretches ``said``: offset and target."""
    resolver = Resolver(entities)
    found: list[tuple[int, Target]] = []
    for sent in doc.sents:
        if next(entities.within((sent.start_char, sent.end_char)), None) is None:
            continue
        for related in relations_in(doc, sent.start, sent.end):
            at = related.word.idx
            if related.word.pos_ == "NOUN" and related.word.dep_ != "attr":
                continue  # "asked about the tender": a noun alone states nothing in the report's own voice
            if related.doer is None or any(s <= at < e for s, e in said):
                continue
            actor = who_is(related.doer, None, entities, resolver)
            if actor is not None:
                found.append((at, Target(actor.name, related.relation, related.negated, related.open)))
    return found
