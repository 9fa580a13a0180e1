"""The cues of the roles, read once from cues.toml."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True, eq=False)
class ClassCue:
    """A class of people that an entry may name instead of a name.

    pattern: finds the words of a text that speak of them; curated: finds what other databanks call them.
    """

    name: str
    roles: tuple[str, ...]
    pattern: re.Pattern[str]
    curated: re.Pattern[str]


@dataclass(frozen=True, slots=True, eq=False)
class RoleCues:
    """verbs, nouns: set name -> lemmas; technology: words that speak of the technology; scenes: name -> words.

    overseers: finds, in an actor's name, that it watches over others (regulators, safety boards, parliaments).
    """

    verbs: dict[str, frozenset[str]]
    nouns: dict[str, frozenset[str]]
    technology: frozenset[str]
    scenes: dict[str, frozenset[str]]
    classes: tuple[ClassCue, ...]
    overseers: re.Pattern[str]


@cache
def load_cues() -> RoleCues:
    """Read cues.toml."""
    data = tomllib.loads((Path(__file__).parent / "cues.toml").read_text(encoding="utf-8"))
    return RoleCues(
        verbs={name: frozenset(words) for name, words in data["verbs"].items()},
        nouns={name: frozenset(words) for name, words in data["nouns"].items()},
        technology=frozenset(data["technology"]["words"]),
        scenes={name: frozenset(words) for name, words in data["scenes"].items()},
        classes=tuple(
            ClassCue(
                one["name"],
                tuple(one["roles"]),
                re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, one['cues']))})(?!\w)", re.I),
                re.compile("|".join(one.get("curated", ["(?!)"])), re.I),
            )
            for one in data["class"]
        ),
        overseers=re.compile(rf"(?<!\w)(?:{'|'.join(data['overseers']['names'])})(?!\w)"),
    )
