"""Numbers of candidates from the databank's precedents: how near the incidents are that give each of them a part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from extractor.pipeline.precedents import PARTS, Near

if TYPE_CHECKING:
    from extractor.pipeline.roles.candidates import Candidate
    from extractor.pipeline.roles.features import Measured

LAST = 9.0
"""The rank of a candidate that no incident names."""


def measure_likeness(measured: Sequence[Measured], near: Near) -> None:
    """Add the numbers to all candidates of a text, those relative to the other candidates included."""
    for part in PARTS:
        found = [near.of(part, _known_as(one.candidate, part)) for one in measured]
        votes = [one.vote if one else 0.0 for one in found]
        top = max(votes, default=0.0)
        for one, likeness, vote in zip(measured, found, votes, strict=True):
            one.numbers[f"near {part} lead"] = vote - top
            one.numbers[f"near {part} rank"] = float(sum(other > vote for other in votes)) if likeness else LAST
            if likeness is not None:
                one.numbers[f"near {part} vote"] = vote
                one.numbers[f"near {part} best"] = likeness.best
                one.numbers[f"near {part} three"] = likeness.three
                one.numbers[f"near {part} mean"] = likeness.mean


def _known_as(candidate: Candidate, part: str) -> str:
    """The databank's form of a candidate: as a system its own, else its organisation's or its maker's."""
    if part == "system":
        return candidate.known_system.name if candidate.known_system else candidate.name
    if candidate.known is not None:
        return candidate.known.name
    maker = candidate.known_system.developer if candidate.known_system else None
    return maker or candidate.name
