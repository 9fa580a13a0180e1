"""The words that name a source without its name, as speakers.toml lists them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Words:
    """The lists of speakers.toml. kinds: kinds of actor a description may stand for; loose: those many are called."""

    voices: frozenset[str]
    documents: frozenset[str]
    members: frozenset[str]
    contacts: frozenset[str]
    replies: frozenset[str]
    promotions: frozenset[str]
    person: frozenset[str]
    thing: frozenset[str]
    many: frozenset[str]
    relatives: frozenset[str]
    labels: frozenset[str]
    kinds: dict[str, frozenset[str]]
    loose: frozenset[str]
    offices: dict[str, frozenset[str]]


@cache
def load_words() -> Words:
    """The shipped lists."""
    data = tomllib.loads((Path(__file__).parent / "speakers.toml").read_text(encoding="utf-8"))
    return Words(
        voices=frozenset(data["voices"]),
        documents=frozenset(data["documents"]),
        members=frozenset(data["members"]),
        contacts=frozenset(data["contacts"]),
        replies=frozenset(data["replies"]),
        promotions=frozenset(data["promotions"]),
        person=frozenset(data["pronouns_person"]),
        thing=frozenset(data["pronouns_thing"]),
        many=frozenset(data["pronouns_many"]),
        relatives=frozenset(data["relatives"]),
        labels=frozenset(data["labels"]),
        kinds=_kinds(data["descriptions"]),
        loose=frozenset(data["loose"]["words"]),
        offices=_kinds(data["offices"]),
    )


def _kinds(descriptions: dict[str, Any]) -> dict[str, frozenset[str]]:
    kinds: dict[str, set[str]] = {}
    for kind, nouns in descriptions.items():
        for noun in nouns:
            kinds.setdefault(noun, set()).add(kind)
    return {noun: frozenset(found) for noun, found in kinds.items()}
