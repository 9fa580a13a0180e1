"""A part that no words give an actor, when all that the text says of the actor's other part is a denial."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.pipeline.annotations import Role
from extractor.pipeline.claims.contested import status_of

_OTHER = {"operator": "developer", "developer": "operator"}


def leave_open_what_is_unsaid(roles: Sequence[Role]) -> None:
    """Contest such a part with that denial: who "had no hand in the bot" is not to stand as its plain developer.

    Which part a denial means is often open in its words. The denial counts as inferred there, so that the value stays.
    """
    by_part = {(role.actor, role.role): role for role in roles if role.role in _OTHER}
    for (actor, part), role in by_part.items():
        other = by_part.get((actor, _OTHER[part]))
        if (
            not role.accepted
            or role.statements
            or other is None
            or any(said.holds == "asserts" for said in other.statements)
        ):
            continue
        role.statements = [replace(said, inferred=True) for said in other.statements if said.holds == "denies"]
        role.status = status_of(role.statements)
