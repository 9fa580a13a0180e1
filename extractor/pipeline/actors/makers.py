"""Makers that a text calls by a part of their name: "Epic", where it names Epic's system, is Epic Systems."""

from __future__ import annotations

from dataclasses import replace

from extractor.pipeline.actors.forms import key_of
from extractor.pipeline.actors.known import KnownNames
from extractor.pipeline.annotations import Actor, System
from extractor.pipeline.places.gazetteer import load_gazetteer

_SHORTENED = ("company", "org", "person")


def named_in_full(actors: list[Actor], systems: list[System], known: KnownNames) -> list[Actor]:
    """The actors, those by their databank name that are called by its first words, or a person's last, alone.

    Only the makers of the text's own systems are looked at, as the databank knows them: no name is guessed.
    """
    taken = {key_of(actor.name) for actor in actors}
    makers = {system.developer for system in systems if system.developer and key_of(system.developer) not in taken}
    return [_in_full(actor, [maker for maker in makers if _is_short_for(actor, maker)], known) for actor in actors]


def _in_full(actor: Actor, makers: list[str], known: KnownNames) -> Actor:
    if len(makers) != 1:
        return actor
    (name,) = makers
    record = known.names.get(name)
    row = record.rows[0] if record and record.rows else None
    country = (record.country if record else None) or actor.country
    return replace(actor, name=name, aliases=[actor.name, *actor.aliases], known=row, country=country)


def _is_short_for(actor: Actor, maker: str) -> bool:
    if actor.known or actor.kind not in _SHORTENED or actor.name in load_gazetteer().senses:
        return False
    short = key_of(actor.name).split()
    for part in maker.split("/"):
        whole = key_of(part).split()
        first, last = whole[: len(short)], whole[-len(short) :]
        if len(short) < len(whole) and short == (last if actor.kind == "person" else first):
            return True
    return False
