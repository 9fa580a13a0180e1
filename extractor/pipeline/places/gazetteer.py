"""The names of places and the countries they lie in, read from the tables beside this module."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).resolve().parent
_FIRST = re.compile(r"[^\W\d_]+")


class Sense(NamedTuple):
    """One reading of a name: the country's ISO code, what it is, and its inhabitants in thousands."""

    country: str
    kind: str
    people: int


@dataclass(slots=True)
class Gazetteer:
    """Names of places in the case they are written in.

    senses: name -> its readings. starts: a name's first letters -> names that begin with them, longest first.
    forms: ISO code -> the databank's name. domains: internet domain without its dot -> ISO code.
    state_codes: short forms of US states, which count only after a comma ("Austin, TX", "Springfield, Ill.").
    """

    senses: dict[str, list[Sense]] = field(default_factory=dict)
    starts: dict[str, list[str]] = field(default_factory=dict)
    forms: dict[str, str] = field(default_factory=dict)
    domains: dict[str, str] = field(default_factory=dict)
    state_codes: frozenset[str] = frozenset()

    def at(self, text: str, start: int, first: str) -> str | None:
        """The longest known name that begins at ``start``, where ``first`` is the run of letters there."""
        for name in self.starts.get(first, ()):
            end = start + len(name)
            if text.startswith(name, start) and not (text[end : end + 1].isalnum() and name[-1] != "."):
                return name
        return None


@dataclass(frozen=True, slots=True)
class Cues:
    """The word lists of cues.toml."""

    media: frozenset[str]
    person_names: frozenset[str]
    common_words: frozenset[str]
    streets: frozenset[str]
    never: frozenset[str]
    leads: frozenset[str]
    languages: frozenset[str]
    language_next: frozenset[str]
    not_after: dict[str, frozenset[str]]


def _rows(name: str) -> Iterator[list[str]]:
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


@cache
def load_gazetteer() -> Gazetteer:
    """Read the tables, once a process."""
    found = Gazetteer()
    senses: dict[str, list[Sense]] = defaultdict(list)
    for code, form, domain, names in _rows("countries.tsv"):
        found.forms[code] = form
        if domain:
            found.domains[domain.lstrip(".")] = code
        for name in [form, *names.split("|")]:
            if name:
                senses[name].append(Sense(code, "country", 3_000))
    for code, names in _rows("demonyms.tsv"):
        for name in names.split("|"):
            senses[name].append(Sense(code, "demonym", 3_000))
    short = set()
    for code, name, abbreviated in _rows("states_us.tsv"):
        senses[name].append(Sense("US", "state", 6_000))
        short |= {code, abbreviated} - {""}
    for code, kind, names in _rows("regions.tsv"):
        for name in names.split("|"):
            senses[name].append(Sense(code, kind, 3_000))
    for code, cities in _rows("cities.tsv"):
        for city in cities.split("|"):
            name, _, people = city.rpartition(":")
            if not any(sense.country == code for sense in senses[name]):
                senses[name].append(Sense(code, "city", int(people)))
    found.senses = dict(senses)
    found.state_codes = frozenset(short)
    starts: dict[str, list[str]] = defaultdict(list)
    for name in found.senses:
        match = _FIRST.match(name)
        if match:
            starts[match.group()].append(name)
    for names_here in starts.values():
        names_here.sort(key=len, reverse=True)
    found.starts = dict(starts)
    return found


@cache
def load_cues() -> Cues:
    """Read cues.toml, once a process."""
    raw = tomllib.loads((FOLDER / "cues.toml").read_text(encoding="utf-8"))
    not_after = {name: frozenset(words) for name, words in raw.pop("not_after").items()}
    return Cues(**{name: frozenset(words) for name, words in raw.items()}, not_after=not_after)
