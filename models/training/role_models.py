"""The two models of a role and their calibration: boosted trees over numbers, a regression over words and numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from extractor.pipeline.roles.features import Measured
from extractor.pipeline.roles.model import log_odds, word_weight

Numbers = NDArray[np.float64]

SETTINGS: dict[str, Any] = {
    "max_iter": 80, "learning_rate": 0.08, "max_leaf_nodes": 6, "min_samples_leaf": 25, "l2_regularization": 2.0,
    "max_features": 0.3,
}  # fmt: skip
SEEDS = 6
LEAST_SEEN = 8
"""In how many candidates' surroundings a word must stand to be learned."""


@dataclass(slots=True)
class Fitted:
    """Both models of a role, fitted on the same candidates; ``share`` is the regression's say in the log-odds."""

    trees: list[HistGradientBoostingClassifier]
    regression: LogisticRegression
    share: float

    def odds(self, numbers: Numbers, sparse: csr_matrix) -> Numbers:
        """Log-odds of every candidate."""
        grown = np.mean([one.decision_function(numbers) for one in self.trees], axis=0)
        mixed: Numbers = (1 - self.share) * grown + self.share * self.regression.decision_function(sparse)
        return mixed

    def export(self, words: Sequence[str], scale: Numbers) -> dict[str, Any]:
        """Both models as plain lists; of the words only those with a weight worth its place."""
        weights = self.regression.coef_[0]
        return {
            **export(self.trees),
            "share": self.share,
            "words": {w: round(float(v), 4) for w, v in zip(words, weights, strict=False) if abs(v) > 0.01},
            "weights": [round(float(v), 5) for v in weights[len(words) :] / scale],
            "bias": round(float(self.regression.intercept_[0]), 5),
        }


def fit(numbers: Numbers, sparse: csr_matrix, labels: NDArray[np.int_], weights: Numbers, share: float) -> Fitted:
    """Fit both models; the trees several times over with other seeds."""
    trees = [
        HistGradientBoostingClassifier(**SETTINGS, random_state=seed).fit(numbers, labels, sample_weight=weights)
        for seed in range(SEEDS)
    ]
    regression = LogisticRegression(C=1.0, solver="liblinear", random_state=0)
    return Fitted(trees, regression.fit(sparse, labels, sample_weight=weights), share)


def vocabulary(measured: Sequence[Measured]) -> list[str]:
    """The words that are seen often enough, sorted."""
    seen: Counter[str] = Counter(word for one in measured for word in one.words)
    return sorted(word for word, count in seen.items() if count >= LEAST_SEEN)


def sparse_table(measured: Sequence[Measured], words: Sequence[str], numbers: Numbers, scale: Numbers) -> csr_matrix:
    """Words, then scaled numbers, of every candidate."""
    column = {word: at for at, word in enumerate(words)}
    rows, columns, values = [], [], []
    for at, one in enumerate(measured):
        for word, count in one.words.items():
            if word in column:
                rows.append(at)
                columns.append(column[word])
                values.append(word_weight(count, len(one.words)))
    table = csr_matrix((values, (rows, columns)), shape=(len(measured), len(words)))
    return hstack([table, csr_matrix(numbers / scale)]).tocsr()


def platt(values: Sequence[tuple[float, bool, bool]], right: Sequence[bool]) -> list[float]:
    """Weights from (score, best of its text, stated) to the chance of being right: little data, few numbers."""
    if len(set(right)) < 2:
        return [1.0, 0.0, 0.0, 0.0]
    table = np.array([[log_odds(score), best, stated] for score, best, stated in values], dtype=float)
    model = LogisticRegression(C=10.0).fit(table, np.array(right, dtype=int))
    return [round(float(v), 4) for v in (*model.coef_[0], model.intercept_[0])]


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
