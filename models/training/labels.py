"""Gold values as labels: dirty cells become canonical terms, and terms that count as one become one label."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from extractor.databank import Vocabulary
from extractor.evaluate.matching import label
from training.data import Row

FIELDS = (
    "sector", "technology", "issue", "transparency", "type", "news_trigger",
    "harms.individual", "harms.societal", "harms.environmental", "purpose",
)  # fmt: skip
FREE = frozenset({"purpose"})
"""Fields of free text: the frequent values, as most often written, are their terms."""
SAME_IN_BOTH_EDITIONS = frozenset({"sector", "technology", "news_trigger", "harms.individual", "harms.societal",
                                   "harms.environmental", "purpose"})  # fmt: skip
"""Fields whose 2026 terms mean the same as those of 2024."""

_YEAR = re.compile(r"\d{4}")
SPARSE = frozenset({"news_trigger", "harms.individual", "harms.societal", "harms.environmental", "purpose"})


@dataclass(frozen=True, slots=True)
class Label:
    """A trainable label. terms: the canonical terms that count as it, the plainest first; count: rows that have it."""

    field: str
    name: str
    terms: tuple[str, ...]
    count: int


@cache
def _vocabulary() -> Vocabulary:
    return Vocabulary()


@cache
def _canonical(field: str, cell: str) -> tuple[str, ...]:
    if field in FREE:
        text = " ".join(cell.split())
        return (text[:1].upper() + text[1:],) if text and text.lower() != "multiple" else ()
    return _vocabulary().canonical(field, cell)


def terms_of(row: Row, field: str) -> list[str] | None:
    """The canonical terms of a row's field; None when the row does not say (not: has none)."""
    if row.version == "2026-06" and field not in SAME_IN_BOTH_EDITIONS:
        return None
    head, _, kind = field.partition(".")
    value = row.entry.get(head)
    if kind:
        value = (value or {}).get(kind)
    if not value:
        return None
    cells = [value] if isinstance(value, str) else value
    return [term for cell in cells for term in _canonical(field, cell)] or None


def countries_of(row: Row) -> list[str]:
    """The gold countries in the schema's forms."""
    cells = row.entry.get("country") or []
    return list(dict.fromkeys(term for cell in cells for term in _vocabulary().canonical("country", cell)))


def years_of(row: Row, name: str = "occurred") -> list[int]:
    """The years in a gold date, such as 2018 and 2019 of "2018-2019"."""
    return [int(found) for found in _YEAR.findall(str(row.entry.get(name) or ""))]


def gold(row: Row, field: str) -> set[str] | None:
    """The labels of a row's field; None when the row does not say."""
    terms = terms_of(row, field)
    if terms is None and field == "harms.environmental" and any((row.entry.get("harms") or {}).values()):
        return set()  # who fills the other harms would have filled this one
    return None if terms is None else {label(field, term) for term in terms}


def make_labels(rows: Sequence[Row], least: int) -> list[Label]:
    """All labels that at least ``least`` rows have (twice as many for fields with few gold values).

    All technologies stay: those that are too rare to learn are judged by their words in the text alone.
    """
    found = []
    for field in FIELDS:
        counts: Counter[str] = Counter()
        terms: dict[str, Counter[str]] = {}
        for row in rows:
            counts.update(gold(row, field) or ())
            for term in terms_of(row, field) or ():
                terms.setdefault(label(field, term), Counter())[term] += 1
        for term in () if field in FREE else _vocabulary().terms(field):
            terms.setdefault(label(field, term), Counter())[term] += 0
        for name, known in sorted(terms.items(), key=lambda item: (-counts[item[0]], item[0])):
            if counts[name] >= (2 * least if field in SPARSE else least) or field == "technology":
                ranked = sorted(known, key=lambda t: (t.lower() != name, -known[t], t))
                found.append(Label(field, name, tuple(ranked), counts[name]))
    return found
