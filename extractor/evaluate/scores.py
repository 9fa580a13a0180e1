"""Precision, recall and F1 per field, micro-averaged over the rows whose curators filled the field."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from extractor.evaluate.gold import FIELDS, NAME_FIELDS, GoldRow, as_list
from extractor.evaluate.matching import label, match_names

_DIFFERENT = {"operator": "developer", "developer": "operator"}


def f1_of(hits: int, drafted: int, gold: int) -> float:
    """F1 from counts: 0 when there is nothing to count."""
    return 2 * hits / (drafted + gold) if drafted + gold else 0.0


@dataclass(slots=True)
class FieldScore:
    """Counts of one field over all scored rows.

    hits, drafted, gold: values right, drafted, and curated; rows: rows whose curators filled the field.
    supported_*: for names, only those gold values that the text has. different_*: for the two roles, only rows where
    operator and developer share no name.
    """

    name: str
    rows: int = 0
    hits: int = 0
    drafted: int = 0
    gold: int = 0
    supported_hits: int = 0
    supported_gold: int = 0
    different_hits: int = 0
    different_drafted: int = 0
    different_gold: int = 0
    missed: Counter[str] = field(default_factory=Counter)
    invented: Counter[str] = field(default_factory=Counter)
    mistaken: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def precision(self) -> float:
        """Share of drafted values that are right."""
        return self.hits / max(self.drafted, 1)

    @property
    def recall(self) -> float:
        """Share of curated values that were drafted."""
        return self.hits / max(self.gold, 1)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return f1_of(self.hits, self.drafted, self.gold)

    @property
    def recall_of_supported(self) -> float | None:
        """Recall of the names that the text has; None for other fields."""
        return self.supported_hits / self.supported_gold if self.supported_gold else None

    @property
    def f1_different(self) -> float | None:
        """F1 on the rows where operator and developer differ; None for other fields."""
        if not self.different_gold:
            return None
        return f1_of(self.different_hits, self.different_drafted, self.different_gold)

    def to_dict(self) -> dict[str, Any]:
        """The figures, JSON-ready."""
        return {
            "rows": self.rows,
            "hits": self.hits,
            "drafted": self.drafted,
            "gold": self.gold,
            "precision": self.precision,
            "recall": self.recall,
            "f1": self.f1,
            "recall_of_supported": self.recall_of_supported,
            "f1_operator_not_developer": self.f1_different,
            "confusions": {
                "missed": _common(self.missed),
                "invented": _common(self.invented),
                "mistaken": [{"drafted": a, "gold": b, "count": n} for (a, b), n in _ranked(self.mistaken)],
            },
        }


def _ranked(counts: Counter[Any], most: int = 10) -> list[tuple[Any, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:most]


def _common(counts: Counter[str]) -> list[dict[str, Any]]:
    return [{"value": value, "count": count} for value, count in _ranked(counts)]


def score_rows(pairs: Iterable[tuple[GoldRow, Mapping[str, Any]]]) -> dict[str, FieldScore]:
    """Score drafted entries against curated rows. A missing key of an entry counts as empty."""
    scores: dict[str, FieldScore] = {}
    for row, entry in pairs:
        for name in FIELDS:
            gold = row.values[name]
            if gold:
                _add(scores.setdefault(name, FieldScore(name)), row, gold, as_list(entry.get(name) or None) or [])
    return scores


def judge(name: str, gold: list[str], drafted: list[str]) -> list[bool]:
    """Which of the drafted values of a field are right, by the matching that scores use."""
    if name in NAME_FIELDS:
        right = {i for i, _ in match_names(drafted, gold)}
        return [i in right for i in range(len(drafted))]
    if name == "occurred":
        return [value[:4] in re.findall(r"\d{4}", gold[0]) for value in drafted]
    wanted = {label(name, value) for value in gold}
    return [label(name, value) in wanted for value in drafted]


def _add(score: FieldScore, row: GoldRow, gold: list[str], drafted: list[str]) -> None:
    score.rows += 1
    if score.name in NAME_FIELDS:
        _add_names(score, row, gold, drafted)
    elif score.name == "occurred":
        right = judge("occurred", gold, drafted[:1])
        _count(score, sum(right), len(right), 1)
        if not any(right):
            _confuse(score, [value[:4] for value in drafted[:1]], re.findall(r"\d{4}", gold[0])[:1])
    else:
        wanted, found = {label(score.name, v) for v in gold}, {label(score.name, v) for v in drafted}
        _count(score, len(wanted & found), len(found), len(wanted))
        _confuse(score, sorted(found - wanted), sorted(wanted - found))


def _add_names(score: FieldScore, row: GoldRow, gold: list[str], drafted: list[str]) -> None:
    pairs = match_names(drafted, gold)
    hit = [gold[j] for _, j in pairs]
    supported = row.supported.get(score.name, frozenset())
    named = [name for name in gold if name in supported]
    score.supported_gold += len(named)
    score.supported_hits += sum(name in named for name in hit)
    _count(score, len(pairs), len(drafted), len(gold))
    other = _DIFFERENT.get(score.name)
    if other and not match_names(gold, row.values[other] or []):
        score.different_hits += len(pairs)
        score.different_drafted += len(drafted)
        score.different_gold += len(gold)
    used, matched = {i for i, _ in pairs}, {j for _, j in pairs}
    _confuse(
        score,
        [v for i, v in enumerate(drafted) if i not in used],
        [v for j, v in enumerate(gold) if j not in matched],
    )


def _count(score: FieldScore, hits: int, drafted: int, gold: int) -> None:
    score.hits += hits
    score.drafted += drafted
    score.gold += gold


def _confuse(score: FieldScore, invented: list[str], missed: list[str]) -> None:
    score.invented.update(invented)
    score.missed.update(missed)
    score.mistaken.update((a, b) for a in invented for b in missed)
