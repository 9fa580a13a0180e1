"""Choosing among candidates: weights over their features, and probabilities that mean what they say."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(slots=True)
class Ranker:
    """A softmax over the candidates of one report.

    features: names, for the record and to refuse weights made for other features. mean, scale, weights: per feature.
    slope, shift: a logistic curve from the probability that the softmax gives to the one that was measured.
    first, further: calibrated scores from which the best candidate, and any further one, is accepted.
    """

    features: tuple[str, ...]
    mean: Floats
    scale: Floats
    weights: Floats
    slope: float = 1.0
    shift: float = 0.0
    first: float = 0.0
    further: float = 2.0

    def probabilities(self, rows: Sequence[Sequence[float]]) -> Floats:
        """The softmax over candidates, one row of features each."""
        scores = ((np.asarray(rows, dtype=np.float64) - self.mean) / self.scale) @ self.weights
        found = np.exp(scores - scores.max())
        return np.asarray(found / found.sum())

    def calibrated(self, probability: float) -> float:
        """The probability that an editor keeps a value, from what the softmax gives it."""
        p = min(max(probability, 1e-4), 1 - 1e-4)
        return 1.0 / (1.0 + math.exp(-(self.slope * math.log(p / (1 - p)) + self.shift)))

    def accepts(self, rank: int, score: float) -> bool:
        """Whether a candidate is drafted. rank: 0 for the best; score: calibrated."""
        return score >= (self.first if rank == 0 else self.further)

    def to_dict(self) -> dict[str, Any]:
        """The ranker as JSON-ready values."""
        return {
            "features": list(self.features),
            **{name: [round(float(v), 5) for v in getattr(self, name)] for name in ("mean", "scale", "weights")},
            **{name: round(float(getattr(self, name)), 5) for name in ("slope", "shift", "first", "further")},
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any], features: tuple[str, ...]) -> Ranker:
        """Read what ``to_dict`` wrote. Raises ValueError when the weights belong to other features."""
        if tuple(data["features"]) != features:
            raise ValueError("these weights were made for other features; train again")
        mean, scale, weights = (np.asarray(data[name], dtype=np.float64) for name in ("mean", "scale", "weights"))
        rest = {name: float(data[name]) for name in ("slope", "shift", "first", "further")}
        return cls(features, mean, scale, weights, **rest)
