"""The words of relations.toml: which verbs and nouns speak of supplying, developing, operating, causing."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

PARTIES = frozenset(
    {
        "client", "customer", "user", "buyer", "operator", "owner", "supplier", "vendor", "provider", "seller", "maker",
        "contractor", "subcontractor", "distributor", "developer", "manufacturer", "designer", "builder", "creator",
    }
)  # fmt: skip
"""Nouns for a party of the matter."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """relations.toml: relation by verb lemma and by noun, and the other lists."""

    verbs: dict[str, str]
    nouns: dict[str, str]
    loose: frozenset[str]
    objects: frozenset[str]
    machines: frozenset[str]
    not_goods: frozenset[str]
    involved: frozenset[str]
    statements: frozenset[str]
    involvement: frozenset[str]
    marks: frozenset[str]
    by_kind: frozenset[str]
    equips: frozenset[str]
    hires: frozenset[str]
    uses: frozenset[str]
    examines: frozenset[str]
    lets: frozenset[str]
    sources: frozenset[str]
    products: frozenset[str]
    controls: frozenset[str]
    people: frozenset[str]
    owned: frozenset[str]
    deniers: frozenset[str]
    connections: frozenset[str]
    bare_connections: frozenset[str]
    bare: frozenset[str]
    other_matters: frozenset[str]
    light: frozenset[str]
    soft: frozenset[str]
    wishes: frozenset[str]
    wish_verbs: frozenset[str]
    works: frozenset[str]
    goods: frozenset[str]
    claiming: frozenset[str]
    callers: frozenset[str]
    unconnected: frozenset[str]
    public: frozenset[str]
    deals: frozenset[str]
    prospects: frozenset[str]
    aims: frozenset[str]
    affairs: frozenset[str]
    partial: frozenset[str]
    prepositions: dict[str, dict[str, str]]


@cache
def load_relations() -> Lexicon:
    """The shipped relation cues."""
    data: dict[str, Any] = tomllib.loads((Path(__file__).parent / "relations.toml").read_text(encoding="utf-8"))
    return Lexicon(
        verbs={verb: group["name"] for group in data["relations"] for verb in group["verbs"]},
        nouns={noun: group["name"] for group in data["relations"] for noun in group["nouns"]},
        loose=frozenset(data["objects"]["loose"]),
        objects=frozenset(data["objects"]["things"]),
        machines=frozenset(data["objects"]["machines"]),
        **{name: frozenset(words) for name, words in data["carriers"].items()},
        statements=frozenset(data["anaphora"]["statements"]),
        involvement=frozenset(data["anaphora"]["involvement"]),
        marks=frozenset(data["objects"]["marks"]),
        not_goods=frozenset(data["objects"]["not_goods"]),
        prepositions=data["parties"]["prepositions"],
        **{name: frozenset(words) for name, words in data["parties"].items() if name != "prepositions"},
    )
