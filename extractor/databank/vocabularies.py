"""The controlled vocabularies: terms from schema.json, aliases from aliases.json.

``canonical`` answers only what the tables say, or what a cell says that joins such values ("Copyright, Privacy",
"Deepfake - audio, video"). ``nearest`` and ``search`` suggest; they never decide.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from extractor.databank.schema import load_schema
from extractor.errors import UsageError

ALIASES = Path(__file__).with_name("aliases.json")
_DASHES = re.compile(r"\s*[‐‑‒–—―]\s*|\s+-\s*|\s*-\s+")
_APART = re.compile(r"\s*[,;:]\s*")
_APART_SUBTERMS = re.compile(r"\s*(?:[,;]|&|\band\b)\s*")
_DASH_INSIDE = re.compile(r"(?<=\w)[‐‑](?=\w)")


def fold(text: str) -> str:
    """The form in which values are compared: case, width, spacing, dashes and closing marks do not count."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("`", "'")
    text = _DASHES.sub(" - ", _DASH_INSIDE.sub("-", text))
    return re.sub(r"\s*/\s*", "/", " ".join(text.split())).strip(" .;,")


class Vocabulary:
    """Terms and aliases by field.

    Fields are named as in the entry, with a dot below ``harms``: "technology", "harms.individual". Every method that
    takes a field raises UsageError for one that has no controlled vocabulary.
    """

    def __init__(
        self,
        terms: Mapping[str, tuple[str, ...]] | None = None,
        aliases: Mapping[str, Mapping[str, tuple[str, ...]]] | None = None,
    ) -> None:
        """Without arguments: the tables that ship with the program. With ``terms`` alone: no aliases."""
        if terms is None:
            terms, aliases = shipped_terms(), shipped_aliases() if aliases is None else aliases
        aliases = aliases or {}
        self._terms = dict(terms)
        self._aliases = {field: dict(aliases.get(field, {})) for field in self._terms}
        self._table: dict[str, dict[str, tuple[str, ...]]] = {}
        for field, known in self._terms.items():
            table = {fold(alias): tuple(names) for alias, names in self._aliases[field].items()}
            table.update((fold(term), (term,)) for term in known)
            self._table[field] = table

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that have a controlled vocabulary."""
        return tuple(self._terms)

    def field(self, name: str) -> str:
        """The field that is meant by "technology", "/technology/0", "/harms/individual" or "harms.individual".

        Raises UsageError when no controlled field is meant.
        """
        steps = [step for step in re.split(r"[/.]", name) if step and not step.isdigit() and step != "entry"]
        wanted = ".".join(steps)
        if wanted in self._terms:
            return wanted
        raise UsageError(f"{name!r} is not a field with a vocabulary.", f"Choose one of: {', '.join(self._terms)}.")

    def terms(self, field: str) -> tuple[str, ...]:
        """The valid terms of a field, in alphabetical order."""
        return self._terms[self.field(field)]

    def aliases(self, field: str) -> Mapping[str, tuple[str, ...]]:
        """Known other spellings and names, each with the term or terms it stands for."""
        return self._aliases[self.field(field)]

    def canonical(self, field: str, text: str) -> tuple[str, ...]:
        """The term or terms that a value stands for, or () when the tables do not know it."""
        table = self._table[self.field(field)]
        key = fold(text)
        if not key:
            return ()
        return table.get(key) or _joined_subterms(table, key) or _joined(table, key)

    def nearest(self, field: str, text: str, n: int = 3) -> tuple[str, ...]:
        """Up to ``n`` terms that look like a value, the likeliest first. A suggestion, never an answer."""
        from rapidfuzz import fuzz

        table = self._table[self.field(field)]
        key = fold(text)[:200]
        if not key:
            return ()
        best: dict[str, float] = dict.fromkeys(self.canonical(field, text), 101.0)
        for known, names in table.items():
            # The mixture that put the right term among the first three most often, aliases left out in turn.
            likeness = max(
                fuzz.ratio(key, known),
                0.95 * fuzz.token_sort_ratio(key, known),
                0.8 * fuzz.token_set_ratio(key, known),
                0.8 * fuzz.WRatio(key, known),
            )
            for name in names:
                best[name] = max(best.get(name, 0.0), likeness)
        ranked = sorted((-score, len(name), name) for name, score in best.items())
        return tuple(name for _, _, name in ranked[:n])

    def search(self, field: str, text: str) -> tuple[str, ...]:
        """Terms of which some word, or some word of an alias, begins with each word of ``text``; the closest first."""
        key = fold(text)
        words = re.findall(r"\w+", key)
        rank: dict[str, int] = {}
        for known, names in self._table[self.field(field)].items():
            parts = re.findall(r"\w+", known)
            if all(any(part.startswith(word) for part in parts) for word in words):
                for name in names:
                    own = fold(name) == known
                    rank[name] = min(rank.get(name, 9), (0 if known.startswith(key) else 1) if own else 2)
        return tuple(sorted(rank, key=lambda name: (rank[name], name.casefold())))


def _joined_subterms(table: Mapping[str, tuple[str, ...]], key: str) -> tuple[str, ...]:
    """Terms of "Bias/discrimination - race, gender": the subterms of one term, each known."""
    family, dash, rest = key.partition(" - ")
    if not dash:
        return ()
    return _all_known(table, [f"{family} - {sub}" for sub in _APART_SUBTERMS.split(rest) if sub])


def _joined(table: Mapping[str, tuple[str, ...]], key: str) -> tuple[str, ...]:
    """Terms of "Copyright, Privacy": several values in one cell, each known."""
    return _all_known(table, [part for part in _APART.split(key) if part])


def _all_known(table: Mapping[str, tuple[str, ...]], parts: list[str]) -> tuple[str, ...]:
    if len(parts) < 2 or not all(part in table for part in parts):
        return ()
    return tuple(dict.fromkeys(name for part in parts for name in table[part]))


def shipped_terms() -> dict[str, tuple[str, ...]]:
    """The terms by field, from schema.json."""
    definitions = load_schema()["$defs"]
    return {name: tuple(body["enum"]) for name, body in definitions.items() if "enum" in body}


def shipped_aliases() -> dict[str, dict[str, tuple[str, ...]]]:
    """The aliases by field, from aliases.json."""
    tables = json.loads(ALIASES.read_text(encoding="utf-8"))
    return {field: {alias: tuple(names) for alias, names in table.items()} for field, table in tables.items()}


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary that ships with the program, read once."""
    return Vocabulary()
