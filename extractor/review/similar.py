"""Entries and drafts that may tell of the same incident: suggested with the reason, never merged."""

from __future__ import annotations

from typing import Any

from extractor.store import Databank, DraftSummary

SHOWN = 3
ALIKE = 72.0
"""Headlines at least this alike (0 to 100, by their words in any order) are worth a look."""
TELLING = ("system", "operator", "developer")
"""Fields whose values are particular enough to bring two drafts together."""
COMMON = 40
"""A name in more drafts than this tells nothing of any one of them."""
LOOKED_AT = 60


def similar_drafts(databank: Databank, one: DraftSummary) -> list[dict[str, Any]]:
    """Up to three other drafts like this one, likeliest first, each with the reason.

    Compares with those that share a name only, so its cost does not grow with the databank.
    """
    from rapidfuzz import fuzz

    near: dict[str, DraftSummary] = {}
    for name in TELLING:
        for value in one.values.get(name, [])[:4]:
            named: dict[str, Any] = {name: value}
            sharing = databank.drafts(limit=COMMON + 1, **named)
            if len(sharing) <= COMMON:
                near.update((each.id, each) for each in sharing if each.id != one.id)
        if len(near) > LOOKED_AT:
            break
    found = []
    for other in near.values():
        shared = [
            value for name in (*TELLING, "technology", "country") for value in one.values.get(name, [])
            if value in other.values.get(name, [])
        ]  # fmt: skip
        alike = fuzz.token_set_ratio(one.headline.lower(), other.headline.lower())
        if alike >= ALIKE or len(shared) >= 3:
            why = f"both name {', '.join(dict.fromkeys(shared))}" if shared else "the headlines are alike"
            found.append((alike + 8 * len(shared), {"id": other.id, "headline": other.headline, "status": other.status,
                                                    "why": why}))  # fmt: skip
    found.sort(key=lambda pair: (-pair[0], pair[1]["id"]))
    return [each for _, each in found[:SHOWN]]
