"""Training the roles component: candidates measured with left-out tables of names, boosted trees, thresholds, figures.

Every text is measured with a table of names that was built without the databank rows of its own fold, so that the
trees never learn to trust a row that an unseen text cannot have.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractor.evaluate.calibration import calibrate
from extractor.evaluate.matching import match_names, same_name
from extractor.pipeline.actors.known import KnownNames
from extractor.pipeline.roles.likeness import LAST
from extractor.pipeline.roles.model import probability, with_reading
from extractor.pipeline.roles.selection import LEAST, best_first, held_back, is_called, least_stated, select
from training.data import Material, Row, write_oof
from training.folds import FOLDS, fold_of
from training.names import write_names
from training.precedents import build_precedents, write_precedents
from training.role_models import Fitted, Numbers, fit, platt, sparse_table, vocabulary
from training.role_samples import ROLES, Sample, collect, with_readings_of

EXCLUDE = ("actors", "technologies", "places", "dates", "roles", "setting", "topics")
"""Components that training does not need, or makes itself; claims and disputes stay: they tell who does what."""
MOST = {"operator": 4, "developer": 4, "system": 2}
NEAR = 0.15
"""Score from which on candidates shape the calibration."""
SHARE = {"operator": 0.5, "developer": 0.5, "system": 0.0}
"""The word model's say beside the trees."""
TAKEN = {"operator": (0.3, 0.8), "developer": (0.12, 0.8), "system": (0.2, 0.8)}
"""From which score on, and from which share of the text's best, a value is taken.

Fixed by hand: F1 hardly changes between .08 and .3 and between .5 and .9, and a search over 195 texts picks by chance.
The operator's is higher since its best candidate is taken from ``LEAST`` on: it is for the second one, mostly a maker.
"""
READS = {"operator": 0.3, "developer": 0.2, "system": 0.2}
"""The reader's say (role_reader.py) beside both, for candidates that heading and opening name."""
FORGET = {"operator": 0.0, "developer": 0.0, "system": 0.3}
"""Share of the texts that are learned from as if no entry of the databank were like them: systems are often new, and
are to be found by the words of the text too."""
Ranked = tuple[str, float, float, bool]
"""A candidate's name, its score, the least score where the text states its part, and whether it calls it a system."""


def run(material: Material, *, out: Path, oof: Path | None = None) -> None:
    """Cross-validate, train on everything, write roles.json and its tables into ``out``, print the figures."""
    rows = sheet_rows(material.sheet)
    samples = collect(material, rows)
    if not material.reading.is_file():
        raise SystemExit("Roles need what the reader of roles says: train role_reader too, or give --reading.")
    said = json.loads(material.reading.read_text(encoding="utf-8"))
    made: dict[str, Any] = {}
    predictions: dict[str, dict[str, list[tuple[str, float]]]] = defaultdict(dict)
    for role in ROLES:
        table = Table(with_readings_of(samples, role), role, said)
        scores = table.cross_validate()
        made[role], accepted = table.finish(scores)
        print(f"  {role:10s} " + "  ".join(f"{k} {v}" for k, v in made[role]["figures"].items()))
        for sample, values in accepted:
            predictions[sample.row.id][role] = values
    write_names(rows, out / "names.json")
    texts = [*material.articles, *material.narratives]
    precedents = build_precedents([*material.sheet, *texts], KnownNames.load(out / "names.json"))
    write_precedents(precedents, out / "precedents.json.gz")
    text = json.dumps({"roles": made}, separators=(",", ":"))
    (out / "roles.json").write_text(text + "\n", encoding="utf-8")
    if oof is not None:
        write_oof(oof, "roles", oof_rows(predictions))


def oof_rows(predictions: Mapping[str, Mapping[str, list[tuple[str, float]]]]) -> Iterable[dict[str, Any]]:
    """Out-of-fold predictions of the linked articles, as entries with confidence."""
    for name, by_role in predictions.items():
        yield {
            "id": name,
            "entry": {role: [value for value, _ in values] for role, values in by_role.items()},
            "confidence": {
                f"/{role}/{at}": round(p, 4) for role, values in by_role.items() for at, (_, p) in enumerate(values)
            },
        }


def sheet_rows(sheet: Sequence[Row]) -> list[dict[str, Any]]:
    """Databank rows in the columns that the table of names reads."""
    return [
        {
            "id": row.databank_id, "version": row.version, "deployers": row.entry.get("operator"),
            "developers": row.entry.get("developer"), "system_names": row.entry.get("system"),
            "countries": row.entry.get("country"),
        }
        for row in sheet
    ]  # fmt: skip


class Table:
    """All candidates of one role as a table of numbers."""

    def __init__(self, samples: Sequence[Sample], role: str, said: Mapping[str, Mapping[str, Any]]) -> None:
        self.role = role
        self.samples = [s for s in samples if s.gold[role] and s.measured[role]]
        self.measured = [m for s in self.samples for m in s.measured[role]]
        self.owner = np.array([at for at, s in enumerate(self.samples) for _ in s.measured[role]])
        self.features = sorted({name for m in self.measured for name in m.numbers})
        self.numbers = np.array([[m.numbers.get(name, 0.0) for name in self.features] for m in self.measured])
        self.labels = np.array([label for s in self.samples for label in s.labels[role]], dtype=int)
        self.folds = np.array([self.samples[at].fold for at in self.owner])
        self.weights = np.array([self.samples[at].weight for at in self.owner])
        self.read = [one for s in self.samples for one in _read_of(said, s, role)]
        # Rows whose gold has values but that yield no candidate at all still count against recall.
        self.measure_on = [s for s in samples if s.row.linked and s.gold[role]]

        self.limits = (MOST[role], LEAST.get(role, 1.0))
        self.scale = np.abs(self.numbers).max(axis=0) + 1e-6
        self.learned = self._without_precedents(FORGET[role])

    def fit(self, keep: NDArray[np.bool_]) -> tuple[Fitted, list[str]]:
        """Both models on the candidates that ``keep`` selects, and the words they know."""
        words = vocabulary([one for one, kept in zip(self.measured, keep, strict=True) if kept])
        sparse = sparse_table(self.measured, words, self.learned, self.scale)[keep]
        return fit(self.learned[keep], sparse, self.labels[keep], self.weights[keep], SHARE[self.role]), words

    def _without_precedents(self, share: float) -> Numbers:
        """The numbers to learn from: those of a share of the texts say that no entry of the databank is like them."""
        numbers = self.numbers.copy()
        forgotten = np.array([fold_of(s.row.id, 1000) < 1000 * share for s in self.samples])[self.owner]
        for at, name in enumerate(self.features):
            if name.startswith("near "):
                numbers[forgotten, at] = LAST if name.endswith(" rank") else 0.0
        return numbers

    def cross_validate(self) -> Numbers:
        """Out-of-fold scores."""
        scores = np.zeros(len(self.labels))
        for fold in range(FOLDS):
            test = self.folds == fold
            fitted, words = self.fit(~test)
            sparse = sparse_table(self.measured, words, self.numbers, self.scale)[test]
            read = [one for one, tested in zip(self.read, test, strict=True) if tested]
            odds = with_reading(fitted.odds(self.numbers[test], sparse), read, READS[self.role])
            scores[test] = 1.0 / (1.0 + np.exp(-odds))
        return scores

    def finish(self, scores: Numbers) -> tuple[dict[str, Any], list[tuple[Sample, list[tuple[str, float]]]]]:
        """The shipped record of the role, and the accepted values of the linked articles."""
        ranked = self._ranked(scores)
        accepted: list[tuple[Sample, list[tuple[str, float]]]] = []
        for fold in range(FOLDS):
            others = [s for s in self.measure_on if s.fold != fold]
            curve = self._calibration(ranked, others)
            for sample in self.measure_on:
                if sample.fold == fold:
                    values = accept(ranked.get(sample.row.id, []), *TAKEN[self.role], *self.limits)
                    best = ranked[sample.row.id][0] if values else None
                    sure = [(v[0], probability(curve, v[1], v is best, v[2] > 0)) for v in values]
                    accepted.append((sample, sure))
        fitted, words = self.fit(np.ones(len(self.labels), dtype=bool))
        record = {
            "features": self.features,
            **fitted.export(words, self.scale),
            "reads": READS[self.role],
            "calibration": self._calibration(ranked, self.measure_on),
            "threshold": TAKEN[self.role][0],
            "relative": TAKEN[self.role][1],
            "most": MOST[self.role],
            "figures": self._figures(accepted),
        }
        return record, accepted

    def _ranked(self, scores: Numbers) -> dict[str, list[Ranked]]:
        own: dict[str, list[int]] = defaultdict(list)
        for at, sample in enumerate(self.owner):
            own[self.samples[sample].row.id].append(at)
        found: dict[str, list[Ranked]] = {}
        for row, places in own.items():
            measured = [self.measured[at] for at in places]
            names = [one.candidate.name for one in measured]
            numbers = [one.numbers for one in measured]
            kept = held_back(self.role, measured, scores[places].tolist())
            found[row] = [
                (name, score, least_stated(self.role, numbers[which]), is_called(self.role, numbers[which]))
                for which, name, score in best_first(self.role, names, kept)
            ]
        return found

    def _calibration(self, ranked: Mapping[str, list[Ranked]], samples: Sequence[Sample]) -> list[float]:
        """Weights of the curve from score to the share that is right, over values that come near acceptance."""
        values, right = [], []
        for sample in samples:
            own = ranked.get(sample.row.id, [])
            for value in accept(own, NEAR, 0.0):
                values.append((value[1], value is own[0], value[2] > 0))
                right.append(any(same_name(value[0], gold) for gold in sample.gold[self.role]))
        return platt(values, right)

    def _figures(self, accepted: Sequence[tuple[Sample, list[tuple[str, float]]]]) -> dict[str, Any]:
        pairs = [([n for n, _ in values], s.gold[self.role]) for s, values in accepted]
        hits = sum(len(match_names(d, g)) for d, g in pairs)
        figures = {
            "rows": len(pairs),
            "precision": round(hits / max(sum(len(d) for d, _ in pairs), 1), 3),
            "recall": round(hits / max(sum(len(g) for _, g in pairs), 1), 3),
            "f1": round(f1_of(pairs), 3),
        }
        if self.role != "system":
            other = "developer" if self.role == "operator" else "operator"
            apart = [
                ([n for n, _ in values], s.gold[self.role])
                for s, values in accepted
                if not match_names(s.gold[self.role], s.gold[other])
            ]
            figures["f1_where_they_differ"] = round(f1_of(apart), 3)
        judged = [(p, any(same_name(n, g) for g in s.gold[self.role])) for s, values in accepted for n, p in values]
        figures["ece"] = round(calibrate(judged).ece, 3)
        return figures


def _read_of(said: Mapping[str, Mapping[str, Any]], sample: Sample, role: str) -> list[float | None]:
    """What the reader that did not see a text's incident says of its candidates."""
    own: list[float | None] = said.get(sample.row.id, {}).get(role) or [None] * len(sample.measured[role])
    if len(own) != len(sample.measured[role]):
        raise SystemExit("The reading belongs to other candidates: train role_reader again, before roles.")
    return own


def accept(
    ranked: Sequence[Ranked], threshold: float, relative: float, most: int = 4, least: float = 1.0
) -> list[Ranked]:
    """The accepted values of one text."""
    pairs = [(name, score) for name, score, _, _ in ranked]
    stated, called = [one[2] for one in ranked], [one[3] for one in ranked]
    return [ranked[at] for at in select(pairs, threshold, relative, most, stated, least, called)]


def f1_of(pairs: Iterable[tuple[list[str], list[str]]]) -> float:
    """Micro F1 of (drafted, gold) names."""
    hits = drafted = wanted = 0
    for ours, gold in pairs:
        hits, drafted, wanted = hits + len(match_names(ours, gold)), drafted + len(ours), wanted + len(gold)
    return 2 * hits / max(drafted + wanted, 1)
