"""Who asserts and who denies an actor's part in the matter, from the statements of a report."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc

from extractor.pipeline.annotations import Actor, Claim, Statement, TextSpan
from extractor.pipeline.claims.connections import connections_denied
from extractor.pipeline.claims.denials import by_reference
from extractor.pipeline.claims.disavowals import disavowals
from extractor.pipeline.claims.entities import Entities
from extractor.pipeline.claims.mistagged import mistagged_denials
from extractor.pipeline.claims.nearby import answered, nearby_denials
from extractor.pipeline.claims.parties import ROLE_OF, role_by_kind
from extractor.pipeline.claims.stated import UNDECIDED, Stated, name_of, stated_in
from extractor.pipeline.claims.voices import Voices
from extractor.pipeline.claims.weighing import told_to, weighed

Key = tuple[str, str]
Found = dict[Key, dict[Statement, None]]
_OWN_UNUSED = re.compile(r"[\"“]?(?:that )?(?:its|our|their) (?:[\w-]+ ){1,4}(?:not|never)\b", re.I)
"""Who says that its software was not used speaks of what it made."""
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
    got = _Gathered(doc, voices, told_to(doc.text, voices.by_name), _given(stated))
    for one in stated:
        for key, holds in _holds(one):
            got.take(key, holds, one.by, one.speaker, one.span)
    worded = {(key[0], s.span) for key, group in got.found.items() for s in group if s.holds == "denies"}
    for one in connections_denied(doc, voices):
        for key, holds in _holds(one):
            if (key[0], one.span) not in worded:
                got.take(key, holds, one.by, one.speaker, one.span)
    for one in (*by_reference(doc, stated, voices), *mistagged_denials(doc, stated, voices)):
        for part in one.parts:
            if part.role and (part.doer or part.named or part.actor is one.speaker or one.holds != "denies"):
                got.take((part.actor.name, part.role), one.holds, one.by, one.speaker, one.span, one.worded)
    people = frozenset(a.name for a in doc._.actors if a.kind in ("person", "ngo", "media", "court"))
    for claim in doc._.claims:
        for key in _denied_of(claim, people, voices, got.found):
            if all(s.span != claim.content for s in got.found.get(key, ())):
                got.take(key, "denies", name_of(claim), voices.body_of(doc, claim), claim.content)
    for key, statement, speaker in nearby_denials(doc, voices):
        denied = any(s.holds == "denies" for s in got.found.get(key, ()))
        if (key[0], statement.span) not in worded and not denied:
            got.take(key, statement.holds, statement.by, speaker, statement.span)
    for actor, by, span in disavowals(doc, voices):
        if not any(s.holds == "denies" for key, group in got.found.items() if key[0] == actor.name for s in group):
            asserted = [role for role in ("developer", "operator") if _is_asserted(got.found, (actor.name, role))]
            for role in asserted or (role_by_kind(actor),):
                got.take((actor.name, role), "denies", by, actor, span)
    for key, statement in list(answered(doc, got.found)):
        got.found[key][statement] = None
    return {key: sorted(_decided(group), key=lambda s: s.span.start) for key, group in got.found.items()}


def _decided(group: Collection[Statement]) -> list[Statement]:
    """Statements without those that leave open what the same words of the same speaker decide."""
    said = {(s.by, s.span) for s in group if s.holds != "unclear"}
    return [s for s in group if s.holds != "unclear" or (s.by, s.span) not in said]


@dataclass(slots=True)
class _Gathered:
    """The statements found so far, each weighed by who makes it.

    sources: names that the report only gives as its sources; given: (part, words, speaker) that are taken for granted.
    """

    doc: Doc
    voices: Voices
    sources: frozenset[str]
    given: frozenset[tuple[Key, TextSpan, str | None]]
    found: Found = field(default_factory=dict)

    def take(
        self, key: Key, holds: str, by: str | None, speaker: Actor | None, span: TextSpan, worded: bool = False
    ) -> None:
        """Keep a statement, unless it is a denial that counts for nothing. worded: a word of denial stands for it."""
        actor = self.voices.by_name.get(key[0])
        weight = holds if worded else weighed(self.doc._.claims, holds, actor, by, speaker, span)
        if weight == "denies" and ((key[0] in self.sources and by != key[0]) or (key, span, by) in self.given):
            return
        self.found.setdefault(key, {})[Statement(by, weight, span)] = None


def _given(stated: Iterable[Stated]) -> frozenset[tuple[Key, TextSpan, str | None]]:
    """What statements take for granted: who says that "the algorithm it runs" is not so, does not deny running it."""
    return frozenset(
        (key, one.span, one.by) for one in stated if one.given for key, holds in _holds(one) if holds == "asserts"
    )


def status_of(statements: Iterable[Statement]) -> str:
    """ "contested" when some assert and some deny, "denied" when some deny and none assert, else "asserted".

    An inferred denial alone only makes a part contested: the value stays in the entry, for an editor to judge.
    """
    said = list(statements)
    denials = [s for s in said if s.holds == "denies"]
    if not denials:
        return "asserted"
    open_ = all(s.inferred for s in denials) or any(s.holds == "asserts" for s in said)
    return "contested" if open_ else "denied"


def _holds(one: Stated) -> Iterator[tuple[Key, str]]:
    """What a relation says of each of its actors. A denial covers the doer, and the others that it names."""
    for part in one.parts:
        if not part.role:
            continue
        if part.against and one.holds == "asserts":
            yield (part.actor.name, part.role), "denies"
        elif one.holds != "denies" or part.doer or part.named or part.actor is one.speaker:
            yield (part.actor.name, part.role), one.holds


def _is_asserted(found: Found, key: Key) -> bool:
    return any(s.holds == "asserts" for s in found.get(key, ()))


def _denied_of(claim: Claim, people: frozenset[str], voices: Voices, found: Found) -> Iterator[Key]:
    """The roles that a claim denies by what it is about: one, or all that is said ("denied any involvement")."""
    if claim.stance in UNDECIDED:
        return
    for about in claim.about:
        if about.kind != "actor" or not about.negated or about.name in people:
            continue
        if about.relation is not None:
            role = ROLE_OF.get(about.relation)
            if role == "operator" and _OWN_UNUSED.match(claim.content.text) and about.name in voices.by_name:
                role = role_by_kind(voices.by_name[about.name])
            if role is not None:
                yield about.name, role
        elif len(claim.content.text.split()) <= _PLAIN and about.name in voices.by_name:
            roles = [role for role in ("developer", "operator") if _is_asserted(found, (about.name, role))]
            yield from ((about.name, role) for role in roles or (role_by_kind(voices.by_name[about.name]),))
