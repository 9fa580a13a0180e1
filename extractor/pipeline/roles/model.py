"""Scores candidates with the trained trees and word weights of models/roles.json, in numpy alone."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractor.errors import ModelError
from extractor.pipeline.roles.features import Measured

Numbers = NDArray[np.float64]


@dataclass(slots=True)
class Trees:
    """Boosted trees as arrays (tree, node): feature, threshold, left, right, value; a leaf points at itself."""

    feature: NDArray[np.int32]
    threshold: Numbers
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: Numbers
    base: float
    depth: int

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Trees:
        """Read the arrays as the training wrote them, padding every tree to the largest."""
        trees = data["trees"]
        size = max(len(tree["f"]) for tree in trees)

        def padded(key: str, kind: type, fill: float) -> NDArray[Any]:
            table: NDArray[Any] = np.full((len(trees), size), fill, dtype=kind)
            for row, tree in enumerate(trees):
                table[row, : len(tree[key])] = tree[key]
            return table

        return cls(
            padded("f", np.int32, 0), padded("t", np.float64, 0.0), padded("l", np.int32, 0), padded("r", np.int32, 0),
            padded("v", np.float64, 0.0), float(data["base"]), int(data["depth"]),
        )  # fmt: skip

    def raw(self, table: Numbers) -> Numbers:
        """The sum of the trees' answers (log-odds) for each row of ``table``."""
        rows, trees = np.arange(len(table))[:, None], np.arange(len(self.value))[None, :]
        node = np.zeros((len(table), len(self.value)), dtype=np.int32)
        for _ in range(self.depth):
            goes_left = table[rows, self.feature[trees, node]] <= self.threshold[trees, node]
            node = np.where(goes_left, self.left[trees, node], self.right[trees, node])
        total: Numbers = self.value[trees, node].sum(axis=1) + self.base
        return total


@dataclass(slots=True)
class Words:
    """A regression over the words around a candidate and over its numbers (in the order of the features)."""

    words: Mapping[str, float]
    weights: Numbers
    bias: float

    def raw(self, measured: Sequence[Measured], table: Numbers) -> Numbers:
        """Log-odds of each candidate."""
        found = [
            sum(weight * word_weight(n, len(one.words)) for w, n in one.words.items() if (weight := self.words.get(w)))
            for one in measured
        ]
        total: Numbers = np.array(found) + table @ self.weights + self.bias
        return total


def word_weight(count: int, words: int) -> float:
    """What a word's ``count`` is worth among ``words`` different ones around the same candidate."""
    return math.log1p(count) / math.log1p(words + 3)


@dataclass(slots=True)
class RoleModel:
    """One role's two models, its calibration tables and how many values are accepted.

    share: the word model's say in the log-odds; reads: then the reader's, for a candidate that it read of;
    calibration: weights of a value's log-odds, of being the text's best, of being stated by the text, and a constant;
    threshold: the least score that is accepted; relative: and the least
    share of the text's best score.
    """

    features: list[str]
    trees: Trees
    words: Words
    share: float
    reads: float
    calibration: tuple[float, float, float, float]
    threshold: float
    relative: float
    most: int

    def score(self, measured: Sequence[Measured], read: Sequence[float | None]) -> Numbers:
        """Raw probability for each candidate. read: the reader's log-odds, None where it read nothing of it."""
        if not measured:
            return np.zeros(0)
        table = np.array([[one.numbers.get(name, 0.0) for name in self.features] for one in measured])
        odds = (1 - self.share) * self.trees.raw(table) + self.share * self.words.raw(measured, table)
        scores: Numbers = 1.0 / (1.0 + np.exp(-with_reading(odds, read, self.reads)))
        return scores

    def calibrated(self, score: float, best: bool, stated: bool) -> float:
        """The probability that an editor keeps a value of this score, from cross-validation.

        best: whether it is the text's highest score in the role; stated: whether the text states its part.
        """
        return probability(self.calibration, score, best, stated)


def with_reading(odds: Numbers, read: Sequence[float | None], share: float) -> Numbers:
    """Log-odds of candidates with the reader's share in them, where it read of a candidate."""
    said = np.array([np.nan if one is None else one for one in read], dtype=np.float64)
    mixed: Numbers = np.where(np.isnan(said), odds, (1 - share) * odds + share * said)
    return mixed


def probability(calibration: Sequence[float], score: float, best: bool, stated: bool) -> float:
    """The chance that a value is right: a logistic curve over its score, its rank and the words' own say."""
    odds, of_best, of_stated, constant = calibration
    total = odds * log_odds(score) + of_best * best + of_stated * stated + constant
    return 1.0 / (1.0 + math.exp(-total))


def log_odds(score: float) -> float:
    """The log-odds of a score, kept away from certainty."""
    kept = min(max(score, 0.001), 0.999)
    return math.log(kept / (1.0 - kept))


def load_models(path: Path) -> dict[str, RoleModel]:
    """Read models/roles.json: one model each for operator, developer and system. Raises ModelError."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return {
            role: RoleModel(
                one["features"],
                Trees.from_data(one),
                Words(one["words"], np.array(one["weights"]), one["bias"]),
                one["share"],
                one["reads"],
                _four(one["calibration"]),
                one["threshold"],
                one["relative"],
                one["most"],
            )
            for role, one in data["roles"].items()
        }
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{path.name} is not a model of roles: {error}.", "Install the package again.") from error


def _four(values: Sequence[float]) -> tuple[float, float, float, float]:
    first, second, third, fourth = values
    return first, second, third, fourth
