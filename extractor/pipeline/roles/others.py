"""The part of actors that are neither operator nor developer, by rules: supplier, regulator, source, critic, ..."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from extractor.pipeline.actors.plain import is_plain
from extractor.pipeline.annotations import Actor

if TYPE_CHECKING:
    from extractor.pipeline.roles.candidates import Candidate
    from extractor.pipeline.roles.features import Measured

SPEAKS = 0.3
"""An organisation with this share of mentions as a speaker or critic reports on the matter."""


def fits(measured: Measured, role: str, told: Collection[tuple[str, str]]) -> bool:
    """Whether a candidate may be drafted as operator or developer, or be listed as such.

    told: (actor, role) of which the text says something. It lets in a place as a maker ("Komatsu", whose name is also
    a town's) and a name that the databank does not know and the text calls a system ("the bot Sarah"), and is needed
    for a body without a name ("the army").
    """
    candidate = measured.candidate
    if (candidate.name, role) not in told:
        named = candidate.origin == "actor"
        system = role == "developer" and candidate.known is None and measured.numbers.get("a system here")
        if role not in candidate.roles or (named and (is_plain(candidate.name) or system)):
            return False
    return may_take_part(candidate, measured.numbers)


def may_take_part(candidate: Candidate, numbers: Mapping[str, float]) -> bool:
    """Whether a candidate may be operator or developer at all: who only oversees, reports or criticises may not.

    Regulators, the publisher and rights groups that speak are let in where the text states that they use or make the
    technology, a rights group that criticises or publishes the report never.
    """
    if candidate.kind == "ngo" and (numbers.get("rate does critic") or numbers.get("publisher")):
        return False
    stated = numbers.get("stated operator of technology") or numbers.get("stated developer of technology")
    if stated or candidate.origin != "actor":
        return True
    if numbers.get("overseer"):
        return False
    if numbers.get("publisher"):
        return candidate.kind == "company" and candidate.known is not None
    if candidate.kind == "ngo":
        return numbers.get("rate does source", 0.0) + numbers.get("rate does critic", 0.0) < SPEAKS
    return True


def other_role(actor: Actor, numbers: Mapping[str, float]) -> tuple[str, str]:
    """An actor's part from its kind and from what its verbs say, with the name of the rule that decided."""
    does = {name: numbers.get(f"rate does {name}", 0.0) for name in ("source", "critic", "regulator", "developer")}
    undergoes = max(numbers.get("rate undergoes harmed", 0.0), numbers.get("rate is object of harmed", 0.0))
    if numbers.get("publisher"):
        return "source", "roles.publisher"
    if actor.kind == "media":
        return "source", "roles.media"
    if actor.kind in ("court", "government", "council") and does["regulator"] > 0:
        return "regulator", "roles.regulates"
    if actor.kind == "court":
        return "regulator", "roles.court"
    if numbers.get("overseer") and actor.kind != "person":
        return "regulator", "roles.oversees"
    if actor.kind == "person" and undergoes > 0 and undergoes >= does["source"]:
        return "harmed party", "roles.undergoes"
    if does["critic"] > 0 and does["critic"] * 2 >= does["source"]:
        return "critic", "roles.criticises"
    if actor.kind == "ngo":
        return "critic", "roles.ngo"
    if actor.kind in ("company", "org") and does["developer"] > 0 and does["developer"] >= does["source"]:
        return "supplier", "roles.supplies"
    if does["source"] > 0:
        return "source", "roles.speaks"
    return "other", "roles.rest"
