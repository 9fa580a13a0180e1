"""Who asserts and who denies an actor's part in the matter, from the statements of a report."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc

from extractor.pipeline.annotations import Claim, Statement, TextSpan
from extractor.pipeline.claims.about import own_voice_outside, sentence_at
from extractor.pipeline.claims.entities import Entities

ROLE_OF = {"supplied": "developer", "developed": "developer", "operates": "operator"}
"""The role that a relation speaks for."""


def role_statements(doc: Doc) -> dict[tuple[str, str], list[Statement]]:
    """Statements by (actor name, role "developer" or "operator"), in text order.

    A statement's ``by`` is the speaker (actor name, or the speaker's words), None for the report's own voice;
    ``holds`` is "asserts", "denies" or "unclear".
    """
    found: dict[tuple[str, str], list[Statement]] = {}
    for claim in doc._.claims:
        for (actor, role), holds in _of_claim(claim).items():
            found.setdefault((actor, role), []).append(Statement(_by(claim), holds, claim.content))
    for key, statement in _own_voice(doc):
        found.setdefault(key, []).append(statement)
    return {key: sorted(group, key=lambda s: s.span.start) for key, group in found.items()}


def status_of(statements: Iterable[Statement]) -> str:
    """ "contested" when some assert and some deny, "denied" when some deny and none assert, else "asserted"."""
    holds = {s.holds for s in statements}
    if "denies" not in holds:
        return "asserted"
    return "contested" if "asserts" in holds else "denied"


def _by(claim: Claim) -> str | None:
    if claim.actor is not None:
        return claim.actor
    return claim.speaker.text if claim.speaker is not None else claim.reported_by


def _of_claim(claim: Claim) -> dict[tuple[str, str], str]:
    holds: dict[tuple[str, str], str] = {}
    for about in claim.about:
        if about.kind != "actor":
            continue
        if about.relation is None:
            if about.negated:
                for role in ("developer", "operator"):
                    holds.setdefault((about.name, role), "denies")
            continue
        role_ = ROLE_OF.get(about.relation)
        if role_ is not None:
            holds[(about.name, role_)] = "denies" if about.negated else "asserts"
    return holds


def _own_voice(doc: Doc) -> list[tuple[tuple[str, str], Statement]]:
    entities = Entities(doc)
    if not entities.actors:
        return []
    said = [(c.content.start, c.content.end) for c in doc._.claims]
    found = []
    for at, target in own_voice_outside(doc, said, entities):
        role = ROLE_OF.get(target.relation or "")
        if role is not None:
            holds = "unclear" if target.open else "denies" if target.negated else "asserts"
            found.append(((target.actor, role), Statement(None, holds, TextSpan.of(sentence_at(doc, at)))))
    return found
