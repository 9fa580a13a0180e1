"""Fitting a Ranker: a softmax over each report's candidates, its calibration and its thresholds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from extractor.pipeline.setting.country import GLOBAL
from extractor.pipeline.setting.ranker import Ranker

Floats = NDArray[np.float64]


@dataclass(slots=True)
class Choice:
    """One report to learn from. rows: a row of features per candidate; right: which candidates are; weight: of it."""

    rows: list[list[float]]
    right: list[bool]
    weight: float = 1.0


def fit_ranker(choices: Sequence[Choice], features: tuple[str, ...], ridge: float) -> Ranker:
    """Weights that give the right candidates the most probability; choices without a right candidate are left out."""
    kept = [choice for choice in choices if any(choice.right)]
    rows = np.vstack([np.asarray(choice.rows, dtype=np.float64) for choice in kept])
    mean, scale = rows.mean(axis=0), rows.std(axis=0)
    scale[scale < 1e-3] = 1.0
    rows = (rows - mean) / scale
    sizes = [len(choice.rows) for choice in kept]
    of, starts = np.repeat(np.arange(len(kept)), sizes), np.r_[0, np.cumsum(sizes)[:-1]]
    right = np.concatenate([np.asarray(c.right, dtype=np.float64) / sum(c.right) for c in kept])
    weight = np.asarray([choice.weight for choice in kept])[of]

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = rows @ weights
        scores -= np.maximum.reduceat(scores, starts)[of]
        total = np.add.reduceat(np.exp(scores), starts)[of]
        value = -(weight * right * (scores - np.log(total))).sum() + 0.5 * ridge * weights @ weights
        return float(value), rows.T @ (weight * (np.exp(scores) / total - right)) + ridge * weights

    found = minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    return Ranker(features, mean, scale, np.asarray(found))


def fit_curve(probabilities: Sequence[float], right: Sequence[bool]) -> tuple[float, float]:
    """Slope and shift of the logistic curve from a softmax probability to the measured one."""
    p = np.clip(np.asarray(probabilities, dtype=np.float64), 1e-4, 1 - 1e-4)
    x, y = np.log(p / (1 - p)), np.asarray(right, dtype=np.float64)

    def loss(curve: Floats) -> tuple[float, Floats]:
        z = curve[0] * x + curve[1]
        q = 1 / (1 + np.exp(-z))
        value = (np.logaddexp(0, z) - y * z).sum() + 0.1 * (curve[0] - 1) ** 2
        return float(value), np.asarray([((q - y) * x).sum() + 0.2 * (curve[0] - 1), (q - y).sum()])

    found: Any = minimize(loss, np.asarray([1.0, 0.0]), jac=True, method="L-BFGS-B").x
    return float(found[0]), float(found[1])


@dataclass(slots=True)
class Ranked:
    """What cross-validation says of one report: candidates with scores, best first, and the right values."""

    candidates: list[tuple[Any, float]]
    gold: set[Any]
    size: int

    def accepted(self, first: float, further: float) -> list[Any]:
        """The candidates that would be drafted."""
        best = self.candidates[0][0]
        return [
            name
            for at, (name, score) in enumerate(self.candidates)
            if score >= (first if at == 0 else further) and (at == 0 or GLOBAL not in (name, best))
        ]


def f1_of(ranked: Sequence[Ranked], first: float, further: float) -> float:
    """Micro-averaged F1 at two thresholds."""
    hits = drafted = wanted = 0
    for one in ranked:
        found = one.accepted(first, further)
        hits, drafted, wanted = hits + sum(n in one.gold for n in found), drafted + len(found), wanted + one.size
    return 2 * hits / max(drafted + wanted, 1)


def fit_thresholds(ranked: Sequence[Ranked], single: bool) -> tuple[float, float]:
    """The thresholds with the best F1; a further value must be likelier than not, whatever a few texts say.

    single: the field takes one value, so no further candidate is accepted.
    """
    steps = [round(0.05 * step, 2) for step in range(20)]
    further = [2.0] if single else [2.0, *(step for step in steps if step >= 0.5)]
    pairs = [(first, second) for first in steps for second in further]
    return max(pairs, key=lambda pair: (round(f1_of(ranked, *pair), 4), -pair[0], pair[1]))


def calibration_error(ranked: Sequence[Ranked], first: float, further: float, bins: int = 10) -> float:
    """Expected calibration error of the drafted values."""
    judged = [
        (score, name in one.gold)
        for one in ranked
        for at, (name, score) in enumerate(one.candidates)
        if score >= (first if at == 0 else further)
    ]
    error = 0.0
    for low in range(bins):
        inside = [(s, ok) for s, ok in judged if low / bins <= s < (low + 1) / bins or (low == bins - 1 and s == 1)]
        if inside:
            error += abs(sum(s for s, _ in inside) - sum(ok for _, ok in inside)) / len(judged)
    return error
