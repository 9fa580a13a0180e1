"""Who asserts and who denies an actor's part in the matter, from the statements of a report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Doc

from extractor.pipeline.annotations import Actor, Claim, Statement, TextSpan
from extractor.pipeline.claims.connections import connections_denied
from extractor.pipeline.claims.denials import by_reference
from extractor.pipeline.claims.entities import Entities
from extractor.pipeline.claims.nearby import answered, nearby_denials
from extractor.pipeline.claims.parties import ROLE_OF
from extractor.pipeline.claims.stated import UNDECIDED, Stated, name_of, stated_in
from extractor.pipeline.claims.voices import Voices

Key = tuple[str, str]
_PLAIN = 12
"""Words of a content at most that denies every part at once ("has nothing to do with the project")."""
_BYSTANDERS = ("ngo", "media", "court")


def role_statements(doc: Doc) -> dict[Key, list[Statement]]:
    """Statements by (actor name, role "developer" or "operator"), in text order.

    A statement's ``by`` is the speaker (actor name, or the speaker's words), None for the report's own voice;
    ``holds`` is "asserts", "denies" or "unclear".
    """
    entities = Entities(doc)
    if not entities.actors:
        return {}
    voices = Voices.of(doc, entities)
    stated = stated_in(doc, voices)
    found: dict[Key, dict[Statement, None]] = {}
    for one in (*stated, *connections_denied(doc, voices)):
        for key, holds in _holds(one):
            weighed = _weighed(doc._.claims, holds, key[0], one.by, one.speaker, one.span)
            found.setdefault(key, {})[Statement(one.by, weighed, one.span)] = None
    for one in by_reference(doc, stated, voices):
        for part in one.parts:
            if part.role:
                found.setdefault((part.actor.name, part.role), {})[Statement(one.by, one.holds, one.span)] = None
    people = frozenset(a.name for a in doc._.actors if a.kind in ("person", "ngo", "media", "court"))
    for claim in doc._.claims:
        for key in _denied_of(claim, people):
            if all(s.span != claim.content for s in found.get(key, ())):
                found.setdefault(key, {})[Statement(name_of(claim), "denies", claim.content)] = None
    for key, statement in nearby_denials(doc, voices):
        if all(s.holds != "denies" for s in found.get(key, ())):
            found.setdefault(key, {})[statement] = None
    for key, statement in list(answered(doc, found)):
        found[key][statement] = None
    return {key: sorted(group, key=lambda s: s.span.start) for key, group in found.items()}


def status_of(statements: Iterable[Statement]) -> str:
    """ "contested" when some assert and some deny, "denied" when some deny and none assert, else "asserted"."""
    holds = {s.holds for s in statements}
    if "denies" not in holds:
        return "asserted"
    return "contested" if "asserts" in holds else "denied"


def _weighed(
    claims: Iterable[Claim], holds: str, actor: str, by: str | None, speaker: Actor | None, span: TextSpan
) -> str:
    """What a statement says of an actor's part, with the interest of who makes it.

    Bystanders (NGOs, media, courts) who say in passing that somebody does not do a thing do not deny a part in the
    matter; a word of denial does, or anybody else who may speak for the actor.
    """
    if holds != "denies" or by is None or by == actor or (speaker is not None and speaker.kind not in _BYSTANDERS):
        return holds
    around = [c for c in claims if c.content.start < span.end and span.start < c.content.end]
    if speaker is None or not around or any(claim.stance == "denies" for claim in around):
        return holds
    return "unclear"


def _holds(one: Stated) -> Iterator[tuple[Key, str]]:
    """What a relation says of each of its actors. A denial covers the doer, and the others that it names."""
    for part in one.parts:
        if not part.role:
            continue
        if part.against and one.holds == "asserts":
            yield (part.actor.name, part.role), "denies"
        elif one.holds != "denies" or part.doer or part.named or part.actor is one.speaker:
            yield (part.actor.name, part.role), one.holds


def _denied_of(claim: Claim, people: frozenset[str]) -> Iterator[Key]:
    """The roles that a claim denies by what it is about: one, or every part ("has nothing to do with the project")."""
    if claim.stance in UNDECIDED:
        return
    for about in claim.about:
        if about.kind != "actor" or not about.negated or about.name in people:
            continue
        if about.relation is None and len(claim.content.text.split()) > _PLAIN:
            continue
        for role in ("developer", "operator") if about.relation is None else (ROLE_OF.get(about.relation),):
            if role is not None:
                yield about.name, role
