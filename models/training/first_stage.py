"""The first stage of the topics model: one logistic regression per label on word and word-pair weights."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression

from extractor.pipeline.heading import heading_of
from extractor.pipeline.word_counts import count_features, count_opening
from training.data import Row
from training.labels import Label, gold

Floats = npt.NDArray[np.float32]
LEAST_TEXTS = 2
"""A feature must stand in this many training texts."""
MOST_FEATURES = 40_000
STRENGTH = 100.0
"""Inverse regularisation of the regressions (tried: 3, 10, 30, 100)."""
WEIGHT = {"article": 1.0, "narrative": 1.0, "sheet": 1.0}
WEIGHT_READ = 0.5
"""What a reading says (``Row.read``) counts less than what the databank's curators say."""
WEIGHT_2026 = 0.7
"""Rows of the newer edition count less: its terms are not quite the same."""


def features_of(row: Row) -> Counter[str]:
    """The features of a training row. A sheet row's text is its cells: headline, names and purposes."""
    entry = row.entry
    if row.kind == "sheet":
        cells = [
            entry["headline"],
            *(x for f in ("system", "developer", "operator", "purpose") for x in entry[f] or ()),
        ]
        return count_features(". ".join(cells), entry["headline"])
    return count_features(row.report.text, _heading(row))


def opening_of(row: Row) -> Counter[str]:
    """The features of a row's heading and opening; of a sheet row, all cells are."""
    if row.kind == "sheet":
        return features_of(row)
    return count_opening(row.report.text, _heading(row))


def _heading(row: Row) -> str | None:
    """What a text is headed by: an article as at run time, a narrative by its incident's headline in the databank."""
    return row.entry.get("headline") if row.kind == "narrative" else heading_of(row.report)


@dataclass(slots=True)
class FirstStage:
    """Vocabulary and weights (features x labels)."""

    vocabulary: dict[str, int]
    idf: Floats
    weights: Floats
    bias: Floats

    def matrix(self, counts: Sequence[Counter[str]]) -> sp.csr_matrix:
        """Rows of unit length, one per text."""
        return _matrix(self.vocabulary, self.idf, counts)

    def logits(self, counts: Sequence[Counter[str]]) -> Floats:
        """Score of every label for every text."""
        return np.asarray(self.matrix(counts) @ self.weights + self.bias, dtype=np.float32)


def targets(rows: Sequence[Row], labels: Sequence[Label]) -> tuple[Floats, Floats]:
    """(1 where a row has a label, the row's weight where its field is filled, else 0)."""
    y = np.zeros((len(rows), len(labels)), dtype=np.float32)
    weight = np.zeros_like(y)
    fields = sorted({label.field for label in labels})
    columns = {f: [j for j, label in enumerate(labels) if label.field == f] for f in fields}
    for i, row in enumerate(rows):
        for field in fields:
            known = gold(row, field)
            if known is not None:
                edition = WEIGHT_2026 if row.version == "2026-06" else 1.0
                for j in columns[field]:
                    weight[i, j] = WEIGHT[row.kind] * edition * (WEIGHT_READ if field in row.read else 1.0)
                    y[i, j] = labels[j].name in known
    return y, weight


def fit(rows: Sequence[Row], counts: Sequence[Counter[str]], labels: Sequence[Label]) -> FirstStage:
    """Train on rows with their feature counts."""
    texts: Counter[str] = Counter(feature for found in counts for feature in found)
    kept = sorted((f for f, n in texts.items() if n >= LEAST_TEXTS), key=lambda f: (-texts[f], f))[:MOST_FEATURES]
    vocabulary = {feature: i for i, feature in enumerate(kept)}
    idf = np.array([np.log((1 + len(counts)) / (1 + texts[f])) + 1 for f in kept], dtype=np.float32)
    x = _matrix(vocabulary, idf, counts)
    y, weight = targets(rows, labels)
    weights = np.zeros((len(kept), len(labels)), dtype=np.float32)
    bias = np.zeros(len(labels), dtype=np.float32)
    for j in range(len(labels)):
        use = weight[:, j] > 0
        have = float(y[use, j].sum())
        if have < 2 or have == use.sum():
            bias[j] = np.log((have + 0.5) / (float(use.sum()) - have + 0.5))
            continue
        model = LogisticRegression(C=STRENGTH, solver="liblinear", tol=1e-2, random_state=0)
        model.fit(x[use], y[use, j], sample_weight=weight[use, j])
        weights[:, j], bias[j] = model.coef_[0], model.intercept_[0]
    return FirstStage(vocabulary, idf, weights, bias)


def _matrix(vocabulary: dict[str, int], idf: Floats, counts: Sequence[Counter[str]]) -> sp.csr_matrix:
    starts, index, value = [0], [], []
    for found in counts:
        row = [(vocabulary[f], n) for f, n in found.items() if f in vocabulary]
        weights = np.array([(1 + np.log(n)) * idf[i] for i, n in row], dtype=np.float32)
        length = float(np.sqrt((weights * weights).sum())) or 1.0
        index += [i for i, _ in row]
        value += (weights / length).tolist()
        starts.append(len(index))
    return sp.csr_matrix(
        (np.array(value, dtype=np.float32), np.array(index, dtype=np.int32), np.array(starts)),
        shape=(len(counts), len(vocabulary)),
    )
