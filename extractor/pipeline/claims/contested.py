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
from extractor.pipeline.claims.weighing import told_to, weighed

Key = tuple[str, str]
Found = dict[Key, dict[Statement, None]]
_PLAIN = 12
"""Words of a content at most that denies every part at once ("has nothing to do with the project")."""


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
    found: Found = {}

    sources = told_to(doc.text, voices.by_name)

    def take(key: Key, holds: str, by: str | None, speaker: Actor | None, span: TextSpan, sure: bool = False) -> None:
        weight = holds if sure else weighed(doc._.claims, holds, voices.by_name.get(key[0]), by, speaker, span)
        if weight == "denies" and key[0] in sources and by != key[0]:
            return
        if not (weight == "denies" and (key, span, by) in given):
            found.setdefault(key, {})[Statement(by, weight, span)] = None

    given = {(key, one.span, one.by) for one in stated if one.given for key, holds in _holds(one) if holds == "asserts"}
    for one in stated:
        for key, holds in _holds(one):
            take(key, holds, one.by, one.speaker, one.span)
    for one in connections_denied(doc, voices):
        for key, holds in _holds(one):
            if not _is_denied_already(found, key, one.span):
                take(key, holds, one.by, one.speaker, one.span)
    for one in by_reference(doc, stated, voices):
        for part in one.parts:
            if part.role and (part.doer or part.named or part.actor is one.speaker or one.holds != "denies"):
                take((part.actor.name, part.role), one.holds, one.by, one.speaker, one.span, one.worded)
    people = frozenset(a.name for a in doc._.actors if a.kind in ("person", "ngo", "media", "court"))
    for claim in doc._.claims:
        for key in _denied_of(claim, people, voices, found):
            if all(s.span != claim.content for s in found.get(key, ())):
                take(key, "denies", name_of(claim), voices.body_of(doc, claim), claim.content)
    for key, statement, speaker in nearby_denials(doc, voices):
        if not _is_denied_already(found, key, statement.span) and all(s.holds != "denies" for s in found.get(key, ())):
            take(key, statement.holds, statement.by, speaker, statement.span)
    for key, statement in list(answered(doc, found)):
        found[key][statement] = None
    return {key: sorted(group, key=lambda s: s.span.start) for key, group in found.items()}


def status_of(statements: Iterable[Statement]) -> str:
    """ "contested" when some assert and some deny, "denied" when some deny and none assert, else "asserted"."""
    holds = {s.holds for s in statements}
    if "denies" not in holds:
        return "asserted"
    return "contested" if "asserts" in holds else "denied"


def _holds(one: Stated) -> Iterator[tuple[Key, str]]:
    """What a relation says of each of its actors. A denial covers the doer, and the others that it names."""
    for part in one.parts:
        if not part.role:
            continue
        if part.against and one.holds == "asserts":
            yield (part.actor.name, part.role), "denies"
        elif one.holds != "denies" or part.doer or part.named or part.actor is one.speaker:
            yield (part.actor.name, part.role), one.holds


def _is_denied_already(found: Found, key: Key, span: TextSpan) -> bool:
    """Whether the words of a statement already deny another part of the actor, by a relation they state."""
    other = (key[0], "operator" if key[1] == "developer" else "developer")
    return any(s.span == span and s.holds == "denies" for s in found.get(other, ()))


def _denied_of(claim: Claim, people: frozenset[str], voices: Voices, found: Found) -> Iterator[Key]:
    """The roles that a claim denies by what it is about: one, or all that is said ("denied any involvement")."""
    if claim.stance in UNDECIDED:
        return
    for about in claim.about:
        if about.kind != "actor" or not about.negated or about.name in people:
            continue
        if about.relation is not None:
            role = ROLE_OF.get(about.relation)
            if role is not None:
                yield about.name, role
        elif len(claim.content.text.split()) <= _PLAIN and about.name in voices.by_name:
            roles = [role for role in ("developer", "operator") if (about.name, role) in found]
            for role in roles or ("developer", "operator"):
                yield about.name, role
