"""The topics model's second view: a regression per label on the point where a report's opening lies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from extractor.pipeline.topics.meaning import Meaning, WordVectors
from training.data import Row
from training.first_stage import targets
from training.labels import Label

Floats = npt.NDArray[np.float32]
STRENGTH = 10.0
"""Inverse regularisation (tried: 3, 10, 30)."""
MOST_STEPS = 150


def fit_meaning(rows: Sequence[Row], openings: Sequence[Counter[str]], labels: Sequence[Label],
                words: WordVectors) -> Meaning:  # fmt: skip
    """Train on rows with the words of their openings; all labels at once, each as if alone."""
    x = np.stack([words.point(found) for found in openings])
    y, weight = targets(rows, labels)
    share = ((y * weight).sum(0) + 0.5) / (weight.sum(0) + 1)
    start = np.zeros((x.shape[1] + 1, len(labels)), dtype=np.float32)
    start[-1] = np.log(share / (1 - share))
    with_one = np.hstack([x, np.ones((len(x), 1), dtype=np.float32)])

    def loss(flat: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        w = flat.reshape(start.shape).astype(np.float32)
        z = with_one @ w
        ridge = w.copy()
        ridge[-1] = 0
        wrong = ((np.logaddexp(0, z) - y * z) * weight).sum(dtype=np.float64)
        slope = with_one.T @ ((1 / (1 + np.exp(-z)) - y) * weight) * STRENGTH + ridge
        total = STRENGTH * wrong + 0.5 * (ridge * ridge).sum(dtype=np.float64)
        return float(total), slope.ravel().astype(np.float64)

    options = {"maxiter": MOST_STEPS, "maxcor": 6}
    found = minimize(loss, start.ravel().astype(np.float64), jac=True, method="L-BFGS-B", options=options)
    weights = found.x.reshape(start.shape).astype(np.float32)
    return Meaning(words, weights[:-1], weights[-1])
