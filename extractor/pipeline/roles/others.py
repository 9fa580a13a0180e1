"""The part of actors that are neither operator nor developer, by rules: supplier, regulator, source, critic, ..."""

from __future__ import annotations

from collections.abc import Mapping

from extractor.pipeline.annotations import Actor


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
