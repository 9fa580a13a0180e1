"""Who could stand in an entry as operator, developer or system: named, known to the databank, or a class of people."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from spacy.tokens import Doc

from extractor.pipeline.actors.forms import key_of
from extractor.pipeline.actors.known import KnownName, KnownNames, KnownSystem
from extractor.pipeline.actors.plain import AUTHORITIES
from extractor.pipeline.annotations import Actor, System, TextSpan
from extractor.pipeline.places.gazetteer import load_gazetteer
from extractor.pipeline.precedents import Near
from extractor.pipeline.roles.cues import RoleCues

SYSTEMS_PER_MAKER = 3
"""How many of a named developer's known systems may be proposed when the text names none of them."""


@dataclass(slots=True)
class Candidate:
    """One possible value. origin: "actor", "maker" (of a named system), "class", "system" or "product" (of an actor).

    mentions: the words it rests on: its own mentions, for a maker those of the system, for a class its cue words.
    why: the databank row that knows it, where the text does not name it.
    """

    name: str
    origin: str
    kind: str
    mentions: list[TextSpan]
    actor: Actor | None = None
    system: System | None = None
    known: KnownName | None = None
    known_system: KnownSystem | None = None
    why: str | None = None
    roles: tuple[str, ...] = ("operator", "developer")
    forms: list[str] = field(default_factory=list)


def party_candidates(doc: Doc, text: str, known: KnownNames, cues: RoleCues) -> list[Candidate]:
    """Candidates for operator and developer."""
    found: dict[str, Candidate] = {}
    places = load_gazetteer().senses
    governed = any(actor.kind in AUTHORITIES for actor in doc._.actors)
    for actor in doc._.actors:
        if _only_pictured(doc, actor):
            continue
        if governed and actor.kind == "org" and actor.name in places and not known.name(actor.name):
            continue  # where bodies are named, the place beside them is none
        forms = [actor.name, *actor.aliases]
        record = known.names.get(actor.name) or known.name(actor.name)
        named = Candidate(actor.name, "actor", actor.kind, actor.mentions, actor=actor, known=record, forms=forms)
        if actor.name in places and (record is None or not record.developer):
            named.roles = ("operator",)  # a place may stand for its council, and makes nothing
        found.setdefault(key_of(actor.name), named)
    for system in doc._.systems:
        record_of = known.systems.get(system.name)
        if record_of is None or system.developer is None or key_of(system.developer) in found:
            continue
        maker = known.names.get(system.developer)
        found[key_of(system.developer)] = Candidate(
            system.developer, "maker", (maker.kind if maker else None) or "company", system.mentions, system=system,
            known=maker, known_system=record_of, why=record_of.rows[0], forms=[system.developer],
        )  # fmt: skip
    for one in cues.classes:
        mentions = [TextSpan(m.start(), m.end(), m.group()) for m in one.pattern.finditer(text)]
        if mentions:
            found[one.name] = Candidate(one.name, "class", one.name, mentions, roles=one.roles, forms=[one.name])
    return list(found.values())


def _only_pictured(doc: Doc, actor: Actor) -> bool:
    """Whether an actor stands in captions alone, which often show another case ("Robots at a Toyota factory")."""
    report = doc._.report
    if report is None:
        return False
    passages = (report.passage_at(mention.start) for mention in actor.mentions)
    return all(passage is not None and passage.kind == "caption" for passage in passages)


def system_candidates(doc: Doc, known: KnownNames, near: Near) -> list[Candidate]:
    """Candidates for the system: named ones, actors that are products too, and a named maker's known systems."""
    found: dict[str, Candidate] = {}
    places = load_gazetteer().senses
    for system in doc._.systems:
        found[key_of(system.name)] = Candidate(
            system.name, "system", "system", system.mentions, system=system,
            known_system=known.systems.get(system.name),
            forms=list(dict.fromkeys([system.name, *(m.text for m in system.mentions)])),
        )  # fmt: skip
    for actor in doc._.actors:
        record, same = known.names.get(actor.name) or known.name(actor.name), known.system(actor.name)
        maybe = actor.kind in ("company", "org", "person")
        if actor.name in places and not same:
            maybe = record is not None and record.developer > 0 and record.kind not in AUTHORITIES
        if maybe and key_of(actor.name) not in found:
            found[key_of(actor.name)] = Candidate(
                same.name if same else _shown(actor), "product", actor.kind, actor.mentions, actor=actor, known=record,
                known_system=same, forms=[actor.name, *actor.aliases],
            )  # fmt: skip
        if record is None:
            continue
        for product, row in _products(known.systems_of(record.name), near):
            if key_of(product.name) not in found:
                found[key_of(product.name)] = Candidate(
                    product.name, "inferred", "system", actor.mentions, actor=actor, known=record, known_system=product,
                    why=row, forms=[product.name],
                )  # fmt: skip
    return list(found.values())


def _products(systems: list[KnownSystem], near: Near) -> list[tuple[KnownSystem, str]]:
    """Of a maker's systems those whose incidents read most like the text, each with the row that does."""
    found = [(system, near.of("system", system.name)) for system in systems]
    found.sort(key=lambda pair: -(pair[1].best if pair[1] else 0.0))
    return [(system, alike.row if alike else system.rows[0]) for system, alike in found[:SYSTEMS_PER_MAKER]]


def _shown(actor: Actor) -> str:
    """A product that shares its maker's name is called as the text calls it, not by the databank's owner form."""
    if "/" in actor.name:
        return max((m.text for m in actor.mentions), key=len)
    return re.sub(r"\s*\([^)]*\)$", "", actor.name)
