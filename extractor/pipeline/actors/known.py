"""The names and systems that the databank knows, looked up by written form."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from extractor.errors import ModelError
from extractor.pipeline.actors.forms import key_of, share_written
from extractor.shipped import shipped_path

_OFTEN_UNSAID = (None, "USA", "UK")
"""Countries that a text in English need not name."""


@dataclass(frozen=True, slots=True)
class KnownName:
    """An organisation or person of the databank: in how many incidents it is operator, developer, both."""

    name: str
    forms: tuple[str, ...]
    operator: int
    developer: int
    both: int
    rows: tuple[str, ...]
    country: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class KnownSystem:
    """A system of the databank. developers, operators: (name, in how many of its incidents), most first."""

    name: str
    forms: tuple[str, ...]
    count: int
    developers: tuple[tuple[str, int], ...]
    operators: tuple[tuple[str, int], ...]
    rows: tuple[str, ...]

    @property
    def acronyms(self) -> tuple[str, ...]:
        """Short forms in capitals that stand for its longer name."""
        return tuple(f for f in self.forms if len(f) <= 4 and f.isupper() and key_of(f) != key_of(self.name))

    @property
    def developer(self) -> str | None:
        """The maker that the databank names in most of the system's incidents, if it is at least half of them."""
        if self.developers and self.developers[0][1] * 2 >= self.count:
            return self.developers[0][0]
        return None


@dataclass(slots=True)
class Hit:
    """A known written form in a text: characters [start, end) and tokens [first, last]."""

    start: int
    end: int
    first: int
    last: int
    form: str


@dataclass(slots=True)
class KnownNames:
    """The table of models/names.json, ready for look-up. ``never`` are forms that are common words."""

    names: dict[str, KnownName] = field(default_factory=dict)
    systems: dict[str, KnownSystem] = field(default_factory=dict)
    never: frozenset[str] = frozenset()
    _name_of: dict[str, KnownName] = field(default_factory=dict)
    _system_of: dict[str, KnownSystem] = field(default_factory=dict)
    _by_first: dict[str, list[str]] = field(default_factory=dict)
    _systems_of: dict[str, list[KnownSystem]] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path) -> KnownNames:
        """Read models/names.json. Raises ModelError when it is not such a file."""
        try:
            return cls.from_table(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError(f"{path.name} is not a table of names: {error}.", "Install the package again.") from error

    @classmethod
    def from_table(cls, table: Mapping[str, Any]) -> KnownNames:
        """Make the look-up from the table that models/training/names.py builds."""
        known = cls(never=frozenset(table["never"]))
        for r in table["names"]:
            name = KnownName(
                r["name"], (*r["forms"], *r.get("weak", ())), r["operator"], r["developer"], r["both"],
                tuple(r["rows"]), r.get("country"), r.get("kind"),
            )  # fmt: skip
            known.names[name.name] = name
        for r in table["systems"]:
            system = KnownSystem(
                r["name"], tuple(r["forms"]), r["count"], tuple((n, c) for n, c in r["developers"]),
                tuple((n, c) for n, c in r["operators"]), tuple(r["rows"]),
            )  # fmt: skip
            known.systems[system.name] = system
        known._index()
        return known

    def _index(self) -> None:
        for name in sorted(self.names.values(), key=lambda n: n.operator + n.developer):
            for form in (*name.forms, name.name):
                self._name_of[key_of(form)] = name
        for system in sorted(self.systems.values(), key=lambda s: s.count):
            for form in (*system.forms, system.name):
                self._system_of[key_of(form)] = system
            for maker, _ in system.developers[:1]:
                self._systems_of.setdefault(maker, []).append(system)
        for found in self._systems_of.values():
            found.sort(key=lambda s: -s.count)
        forms = {form for name in self.names.values() for form in name.forms}
        forms |= {form for system in self.systems.values() for form in system.forms}
        for form in forms:
            if form not in self.never and len(form) > 1 and (any(c.isupper() for c in form)):
                self._by_first.setdefault(_first_word(form), []).append(form)
        for words in self._by_first.values():
            words.sort(key=len, reverse=True)

    def name(self, text: str) -> KnownName | None:
        """The organisation or person that a written form stands for."""
        return self._name_of.get(key_of(text))

    def system(self, text: str) -> KnownSystem | None:
        """The system that a written form stands for."""
        return self._system_of.get(key_of(text))

    def systems_of(self, developer: str) -> list[KnownSystem]:
        """Systems that the databank gives this developer (databank form), most incidents first."""
        return self._systems_of.get(developer, [])

    def hits(self, doc: Doc, text: str) -> Iterator[Hit]:
        """Known written forms in the text, longest first at each place, not overlapping, in text order."""
        ends: dict[int, int] = {}
        done = -1
        for token in doc:
            start = token.idx
            if start < done:
                continue
            word = token.text
            for form in self._by_first.get(word if word.isalnum() else _first_word(word), ()):
                end = start + len(form)
                if form[0].isalnum() and text.startswith(form, start) and not text[end : end + 1].isalnum():
                    ends = ends or {token.idx + len(token): token.i for token in doc}
                    last = ends.get(end)
                    if last is None:
                        last = next((i for e, i in _near(ends, end)), token.i)
                    yield Hit(start, end, token.i, last, form)
                    done = end
                    break


def stands_for_another(form: str, record: KnownName, text: str) -> bool:
    """Whether an acronym is that of a rare name which nothing else in the text points to ("HTX", Houston, Texas)."""
    if not form.isupper() or len(form) > 5 or key_of(form) == key_of(record.name) or record.country in _OFTEN_UNSAID:
        return False
    rare = record.operator + record.developer <= 2
    return rare and (record.country or "") not in text and share_written(record.name, text) < 0.5


_WORD = re.compile(r"[^\W_]+")


def _first_word(form: str) -> str:
    found = _WORD.search(form)
    return found.group() if found else form


def _near(ends: Mapping[int, int], end: int) -> Iterable[tuple[int, int]]:
    """Token whose end lies at or shortly after a character that is inside a token ("Character.AI's")."""
    return ((end + d, ends[end + d]) for d in range(1, 30) if end + d in ends)


@cache
def shipped_names() -> KnownNames:
    """The shipped table, read once for all components. Raises ModelError."""
    return KnownNames.load(shipped_path("models/names.json"))
