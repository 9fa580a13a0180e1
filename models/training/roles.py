"""Training the roles component: candidates measured with left-out tables of names, boosted trees, thresholds, figures.

Every text is measured with a table of names that was built without the databank rows of its own fold, so that the
trees never learn to trust a row that an unseen text cannot have.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from spacy.tokens import Doc

from extractor.evaluate.calibration import calibrate
from extractor.evaluate.matching import match_names, same_name, variants
from extractor.pipeline.actors.component import ActorsComponent
from extractor.pipeline.actors.known import KnownNames
from extractor.pipeline.roles.candidates import party_candidates, system_candidates
from extractor.pipeline.roles.cues import load_cues
from extractor.pipeline.roles.features import Measured, measure, scene_of
from extractor.pipeline.roles.others import may_take_part
from extractor.pipeline.roles.selection import is_stated, select
from extractor.pipeline.roles.statements import statements_of
from training.data import BAD_FLAGS, Material, Row, write_oof
from training.folds import FOLDS, fold_of
from training.names import build_names, write_names

EXCLUDE = ("actors", "technologies", "places", "dates", "roles", "setting", "topics")
"""Components that training does not need, or makes itself; claims stay: they tell who is said to do what."""
ROLES = ("operator", "developer", "system")
WEIGHT = {"linked": 3.0, "article": 1.0, "narrative": 0.5}
"""How much a text counts: articles linked to the databank are what the component will meet."""
MOST = 4
SETTINGS: dict[str, Any] = {
    "max_iter": 80, "learning_rate": 0.08, "max_leaf_nodes": 6, "min_samples_leaf": 25, "l2_regularization": 2.0,
    "max_features": 0.3,
}  # fmt: skip
SEEDS = 3
_GENERIC = frozenset(
    {
        "app", "apps", "system", "tool", "chatbot", "bot", "robot", "robots", "ai", "driver", "software", "platform",
        "algorithm", "service", "technology", "model", "facial", "recognition", "fr", "assistant", "generator",
        "website", "com", "music", "image",
    }
)  # fmt: skip

Numbers = NDArray[np.float64]
Ranked = tuple[str, float, bool]
"""A candidate's name, its score, and whether the text states its part."""


@dataclass(slots=True)
class Sample:
    """One text: its candidates by role with their labels. fold: where it is tested."""

    row: Row
    fold: int
    measured: dict[str, list[Measured]]
    gold: dict[str, list[str]]
    labels: dict[str, list[bool]] = field(default_factory=dict)

    @property
    def weight(self) -> float:
        """How much the text counts in training."""
        return WEIGHT["linked" if self.row.linked else self.row.kind]


def run(material: Material, *, out: Path, oof: Path | None = None) -> None:
    """Cross-validate, train on everything, write names.json and roles.json into ``out``, print the figures."""
    rows = sheet_rows(material.sheet)
    samples = collect(material, rows)
    made: dict[str, Any] = {}
    predictions: dict[str, dict[str, list[tuple[str, float]]]] = defaultdict(dict)
    for role in ROLES:
        table = Table(samples, role)
        scores = table.cross_validate()
        made[role], accepted = table.finish(scores)
        print(f"  {role:10s} " + "  ".join(f"{k} {v}" for k, v in made[role]["figures"].items()))
        for sample, values in accepted:
            predictions[sample.row.id][role] = values
    write_names(rows, out / "names.json")
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


def collect(material: Material, rows: Sequence[Mapping[str, Any]]) -> list[Sample]:
    """Measure the candidates of all texts, each with the table of names that leaves its fold out."""
    cues, samples = load_cues(), []
    tables = []
    for fold in range(FOLDS):
        out = frozenset(row["id"] for row in rows if fold_of(row["id"]) == fold)
        tables.append(ActorsComponent(KnownNames.from_table(build_names(rows, out))))
    claims = material.nlp.get_pipe("claims")
    texts = [*material.articles, *material.narratives]
    docs = [*material.article_docs, *material.narrative_docs]
    for row, doc in zip(texts, docs, strict=True):
        gold = {role: list(row.entry.get(role) or ()) for role in ROLES}
        if BAD_FLAGS & set(row.flags) or not any(gold.values()):
            continue
        finder = tables[fold_of(row.group)]
        samples.append(_sample(row, claims(finder(doc)), finder.known, cues, gold))
    return samples


def _sample(row: Row, doc: Doc, known: KnownNames, cues: Any, gold: dict[str, list[str]]) -> Sample:
    text = doc.text
    scene = scene_of(doc, text, statements_of(doc, text), cues)
    parties = measure(party_candidates(doc, text, known, cues), scene, known, cues)
    systems = measure(system_candidates(doc, known), scene, known, cues)
    measured = {
        role: systems
        if role == "system"
        else [m for m in parties if role in m.candidate.roles and may_take_part(m.candidate, m.numbers)]
        for role in ROLES
    }
    sample = Sample(row, fold_of(row.group), measured, gold)
    for role in ROLES:
        sample.labels[role] = [_right(one, gold[role]) for one in measured[role]]
    return sample


def _right(measured: Measured, gold: Sequence[str]) -> bool:
    candidate = measured.candidate
    test: Callable[[str, str], bool] = same_product if candidate.origin == "product" else same_name
    return any(test(candidate.name, name) for name in gold)


def same_product(name: str, gold: str) -> bool:
    """Whether an organisation's name is also the system's: nothing but words such as "robot" sets them apart.

    Stricter than the scoring, which takes "Tesla" for "Tesla Autopilot".
    """
    for one in variants(name):
        for other in variants(gold):
            a, b = set(one.split()), set(other.split())
            if a and b and (a <= b or b <= a) and (a ^ b) <= _GENERIC:
                return True
    return False


class Table:
    """All candidates of one role as a table of numbers."""

    def __init__(self, samples: Sequence[Sample], role: str) -> None:
        self.role = role
        self.samples = [s for s in samples if s.gold[role] and s.measured[role]]
        self.measured = [m for s in self.samples for m in s.measured[role]]
        self.owner = np.array([at for at, s in enumerate(self.samples) for _ in s.measured[role]])
        self.features = sorted({name for m in self.measured for name in m.numbers})
        self.numbers = np.array([[m.numbers.get(name, 0.0) for name in self.features] for m in self.measured])
        self.labels = np.array([label for s in self.samples for label in s.labels[role]], dtype=int)
        self.folds = np.array([self.samples[at].fold for at in self.owner])
        self.weights = np.array([self.samples[at].weight for at in self.owner])
        # Rows whose gold has values but that yield no candidate at all still count against recall.
        self.measure_on = [s for s in samples if s.row.linked and s.gold[role]]

    def fit(self, keep: NDArray[np.bool_]) -> list[HistGradientBoostingClassifier]:
        """Boosted trees on the candidates that ``keep`` selects, several times over with other seeds."""
        return [
            HistGradientBoostingClassifier(**SETTINGS, random_state=seed).fit(
                self.numbers[keep], self.labels[keep], sample_weight=self.weights[keep]
            )
            for seed in range(SEEDS)
        ]

    def cross_validate(self) -> Numbers:
        """Out-of-fold scores."""
        scores = np.zeros(len(self.labels))
        for fold in range(FOLDS):
            test = self.folds == fold
            odds = np.mean([model.decision_function(self.numbers[test]) for model in self.fit(~test)], axis=0)
            scores[test] = 1.0 / (1.0 + np.exp(-odds))
        return scores

    def finish(self, scores: Numbers) -> tuple[dict[str, Any], list[tuple[Sample, list[tuple[str, float]]]]]:
        """The shipped record of the role, and the accepted values of the linked articles (nested thresholds)."""
        ranked = self._ranked(scores)
        accepted: list[tuple[Sample, list[tuple[str, float]]]] = []
        for fold in range(FOLDS):
            threshold, relative = self._choose(ranked, lambda s, fold=fold: s.fold != fold)  # type: ignore[misc]
            table = self._calibration(ranked, threshold, lambda s, fold=fold: s.fold != fold)  # type: ignore[misc]
            for sample in self.measure_on:
                if sample.fold == fold:
                    values = accept(ranked.get(sample.row.id, []), threshold, relative)
                    accepted.append((sample, [(n, float(np.interp(p, *table))) for n, p in values]))
        threshold, relative = self._choose(ranked, lambda s: True)
        record = {
            "features": self.features,
            **export(self.fit(np.ones(len(self.labels), dtype=bool))),
            "calibration": [
                [round(float(v), 4) for v in side] for side in self._calibration(ranked, threshold, lambda s: True)
            ],
            "threshold": threshold,
            "relative": relative,
            "most": MOST,
            "figures": self._figures(accepted),
        }
        return record, accepted

    def _ranked(self, scores: Numbers) -> dict[str, list[Ranked]]:
        found: dict[str, list[Ranked]] = defaultdict(list)
        for at, (measured, score) in enumerate(zip(self.measured, scores, strict=True)):
            found[self.samples[self.owner[at]].row.id].append(
                (measured.candidate.name, float(score), is_stated(self.role, measured.numbers))
            )
        return {name: sorted(values, key=lambda v: -v[1]) for name, values in found.items()}

    def _choose(self, ranked: Mapping[str, list[Ranked]], use: Callable[[Sample], bool]) -> tuple[float, float]:
        """Threshold and relative threshold with the best F1 on the samples that ``use`` selects."""
        samples = [s for s in self.measure_on if use(s)]
        best = (-1.0, 0.0, 0.0)
        for threshold in np.arange(0.08, 0.5, 0.02):
            for relative in (0.0, 0.5, 0.8):
                drafted = [(s, accept(ranked.get(s.row.id, []), threshold, relative)) for s in samples]
                f1 = f1_of([([n for n, _ in values], s.gold[self.role]) for s, values in drafted])
                best = max(best, (round(f1, 4), round(float(threshold), 3), relative))
        return best[1], best[2]

    def _calibration(
        self, ranked: Mapping[str, list[Ranked]], threshold: float, use: Callable[[Sample], bool]
    ) -> tuple[Numbers, Numbers]:
        """Knots from score to the share that is right, over values of linked articles near and above the threshold."""
        values = [
            (score, any(same_name(name, gold) for gold in s.gold[self.role]))
            for s in self.measure_on
            if use(s)
            for name, score in accept(ranked.get(s.row.id, []), threshold / 2, 0.0)
        ]
        return platt([score for score, _ in values], [right for _, right in values])

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


def accept(ranked: Sequence[Ranked], threshold: float, relative: float) -> list[tuple[str, float]]:
    """The accepted values of one text."""
    pairs = [(name, score) for name, score, _ in ranked]
    return [pairs[at] for at in select(pairs, threshold, relative, MOST, [stated for _, _, stated in ranked])]


def f1_of(pairs: Iterable[tuple[list[str], list[str]]]) -> float:
    """Micro F1 of (drafted, gold) names."""
    hits = drafted = wanted = 0
    for ours, gold in pairs:
        hits, drafted, wanted = hits + len(match_names(ours, gold)), drafted + len(ours), wanted + len(gold)
    return 2 * hits / max(drafted + wanted, 1)


def platt(scores: Sequence[float], right: Sequence[bool]) -> tuple[Numbers, Numbers]:
    """Knots of a logistic curve from score to the chance of being right (two parameters: little data, little noise)."""
    knots = np.array([0.001, 0.01, 0.02, 0.05, *np.arange(0.1, 0.96, 0.05), 0.98, 0.999])
    if len(set(right)) < 2:
        return knots, knots
    model = LogisticRegression(C=10.0).fit(_logit(np.array(scores)), np.array(right, dtype=int))
    return knots, model.predict_proba(_logit(knots))[:, 1]


def _logit(scores: Numbers) -> Numbers:
    clipped = np.clip(scores, 0.001, 0.999)
    odds: Numbers = np.log(clipped / (1 - clipped))[:, None]
    return odds


def export(models: Sequence[HistGradientBoostingClassifier]) -> dict[str, Any]:
    """The trees of all models as plain lists, their answers averaged; a leaf points at itself."""
    trees, depth = [], 1
    for model in models:
        for (predictor,) in model._predictors:
            nodes = predictor.nodes
            leaf = nodes["is_leaf"].astype(bool)
            own = np.arange(len(nodes))
            depth = max(depth, int(nodes["depth"].max()))
            trees.append(
                {
                    "f": np.where(leaf, 0, nodes["feature_idx"]).astype(int).tolist(),
                    "t": [round(float(v), 6) for v in np.where(leaf, 0.0, nodes["num_threshold"])],
                    "l": np.where(leaf, own, nodes["left"]).astype(int).tolist(),
                    "r": np.where(leaf, own, nodes["right"]).astype(int).tolist(),
                    "v": [round(float(v) / len(models), 5) for v in np.where(leaf, nodes["value"], 0.0)],
                }
            )
    base = np.mean([float(model._baseline_prediction.ravel()[0]) for model in models])
    return {"trees": trees, "base": round(float(base), 6), "depth": depth}
