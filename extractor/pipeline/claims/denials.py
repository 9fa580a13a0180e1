"""What denials by reference deny ("No.", "said it did not", "called it false"): the relations stated near them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from extractor.pipeline.annotations import Actor, Claim, TextSpan
from extractor.pipeline.claims.parties import Part, role_by_kind
from extractor.pipeline.claims.relation_words import load_relations
from extractor.pipeline.claims.sources import source_of
from extractor.pipeline.claims.stance import load_lists
from extractor.pipeline.claims.stated import Stated, name_of
from extractor.pipeline.claims.voices import Voices
from extractor.pipeline.claims.weighing import JUDGES
from extractor.pipeline.claims.wordings import ANSWERS, denies, is_denier, refers

_BYSTANDERS = frozenset({"person", "ngo", "media", "court"})
_BOTH = ("developer", "operator")
_NEAR = 2
"""A denial by reference denies what stands at most this many sentences away."""


def by_reference(doc: Doc, stated: list[Stated], voices: Voices) -> Iterator[Stated]:
    """What the denials by reference of a report deny: the relations stated near them, as their speakers hold them."""
    order = {sent.start_char: n for n, sent in enumerate(doc.sents)}
    for claim in doc._.claims:
        holds = refers(doc, claim)
        if holds is None:
            continue
        body = voices.body_of(doc, claim)
        speakers: list[Actor | None] = [*voices.speakers(doc, claim, body)]
        for speaker in speakers or [body]:
            found = list(_targets(doc, claim.content, holds, name_of(claim), speaker, stated, order))
            yield from found
            if not found and holds == "denies" and speaker is not None and _is_of_goods(doc, claim):
                yield from _of_speaker(
                    Stated(claim.content.start, 0, (), holds, name_of(claim), speaker, claim.content, _BOTH)
                )
            if holds == "denies" and len(speakers) > 1 and speaker is not None and not _is_among(speaker, found):
                part = Part(speaker, role_by_kind(speaker), True, True)  # "both deny it": each its own part
                yield Stated(claim.content.start, 0, (part,), holds, name_of(claim), speaker, claim.content)
    for one in stated:
        if not one.parts and one.holds == "denies":
            found = list(_targets(doc, one.span, "denies", one.by, one.speaker, stated, order, one.at, one.roles))
            yield from found or _of_speaker(one)
    lexicon = load_relations()
    said = [(c.content.start, c.content.end, c.stance) for c in doc._.claims]
    for token in doc:
        if token.lower_ in ("denial", "denials") and token.pos_ == "NOUN":
            yield from _noun(doc, token, stated, voices, order)
        elif (
            token.pos_ == "VERB"
            and (token.lemma_ in lexicon.deniers or token.lemma_ in lexicon.callers or token.lemma_ in ANSWERS)
            and is_denier(token)
        ):
            yield from _verb(doc, token, stated, voices, order)
    for claim_less in _quoted_alone(doc, said):
        words = [t for t in claim_less if not (t.is_punct or t.is_quote or t.is_space)]
        if words and denies(words, claim_less):
            yield from _targets(doc, TextSpan.of(claim_less), "denies", None, None, stated, order)


def _is_of_goods(doc: Doc, claim: Claim) -> bool:
    """ "This is not our product", "it was not us": whose a thing or a deed is, in so many words."""
    words = claim.content.text.lower().split()
    return len(words) < 9 and any(w.strip(".,”\"’'") in ("us", "ours", "our") for w in words)


def _is_among(actor: Actor, found: list[Stated]) -> bool:
    return any(part.actor is actor for one in found for part in one.parts)


def _of_speaker(one: Stated) -> Iterator[Stated]:
    """ "No such trial had taken place, the force insisted", where nothing else says whose it would be."""
    if one.speaker is not None and one.speaker.kind not in _BYSTANDERS and one.roles:
        role = role_by_kind(one.speaker)
        yield replace(one, parts=(Part(one.speaker, role if role in one.roles else one.roles[0], True, True),))


def _verb(doc: Doc, verb: Token, stated: list[Stated], voices: Voices, order: dict[int, int]) -> Iterator[Stated]:
    source = source_of(verb)
    actors = voices.who(source, None) if source is not None else []
    if not actors and source is not None and source.pos_ == "NOUN" and source.dep_ == "dobj":
        source = source_of(source.head)  # "filed a motion denying the allegations"
        actors = voices.who(source, None) if source is not None else []
    body = next((a for a in actors if a.kind != "person"), None)
    if (body is not None and body.kind == "court") or (source is not None and source.lower_ in JUDGES):
        return  # who judges a claim, denies nothing
    by = body.name if body is not None else source.text if source is not None else None
    span = TextSpan.of(doc[verb.left_edge.i : verb.right_edge.i + 1])
    for one in _targets(doc, span, "denies", by, body, stated, order, verb.idx):
        yield replace(one, worded=True)


def _quoted_alone(doc: Doc, said: list[tuple[int, int, str]]) -> Iterator[Span]:
    """Sentences in quotation marks that no speaker was found for."""
    at = 0
    for sent in doc.sents:
        while at < len(said) and said[at][1] <= sent.start_char:
            at += 1
        if any(t.is_quote for t in (sent[0], sent[-1])) and not any(
            s < sent.end_char and e > sent.start_char for s, e, _ in said[at : at + 4]
        ):
            yield sent


def _noun(doc: Doc, noun: Token, stated: list[Stated], voices: Voices, order: dict[int, int]) -> Iterator[Stated]:
    """ "despite denials from the ministry", "the firm's denials"."""
    if any(c.dep_ in ("acl", "relcl", "ccomp") for c in noun.rights):
        return
    if any(c.lower_ in load_lists()["withheld"] or c.lower_ in ("claim", "claims") for c in noun.lefts):
        return  # "her payment denial"
    for child in noun.children:
        owner = child if child.dep_ == "poss" else None
        if child.dep_ == "prep" and child.lower_ in ("from", "by", "of"):
            owner = next((c for c in child.children if c.dep_ == "pobj"), None)
        if owner is not None:
            actors = voices.who(owner, None)
            if actors:
                span = TextSpan.of(noun.doc[min(noun.i, owner.left_edge.i) : max(noun.i, owner.right_edge.i) + 1])
                yield from _targets(doc, span, "denies", actors[0].name, actors[0], stated, order)


def _targets(
    doc: Doc,
    span: TextSpan,
    holds: str,
    by: str | None,
    body: Actor | None,
    stated: list[Stated],
    order: dict[int, int],
    at_verb: int | None = None,
    roles: tuple[str, ...] = (),
) -> Iterator[Stated]:
    inside = doc.char_span(span.start, span.end, alignment_mode="expand")
    if inside is None:
        return
    first, last = order[doc[inside.start].sent.start_char], order[doc[inside.end - 1].sent.start_char]
    opposite = {"denies": ("asserts", "unclear"), "asserts": ("denies",)}[holds]
    near: list[tuple[int, Stated]] = []
    for one in stated:
        at = order[one.sent]
        far = max(first - at, at - last, 0)
        if far > _NEAR or one.holds not in opposite or (at_verb is None and span.start <= one.at < span.end):
            continue
        own = one.by is not None and one.by == by and not roles and not (at_verb is not None and far == 0)
        if own or one.at == at_verb:
            continue
        if not one.parts:
            if body is None or one.holds == "denies" or role_by_kind(body) not in one.roles:
                continue
            meant = replace(one, parts=(Part(body, role_by_kind(body), True, True),))  # "officers used them"
        else:
            meant = one
        if roles and not any(p.doer and p.role in roles for p in meant.parts):
            continue
        near.append((far, meant))
    mine = [(far, s) for far, s in near if body is not None and any(p.actor is body for p in s.parts)]
    if not mine:
        mine = [(far, s) for far, s in near if far <= 1]
    nearest = min((far for far, _ in mine), default=0)
    for _, one in _each(mine, nearest):
        yield Stated(span.start, one.sent, one.parts, holds, by, body, span)


def _each(mine: Iterable[tuple[int, Stated]], nearest: int) -> Iterator[tuple[int, Stated]]:
    return ((far, s) for far, s in mine if far == nearest)
