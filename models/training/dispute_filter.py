"""The filter over sentences: a regression over words, told only which passages dispute something, not where."""

from __future__ import annotations

from collections import Counter
from zlib import crc32

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from extractor.pipeline.disputes.sentences import SentenceFilter, features_of
from training.dispute_samples import Sentences

Scores = npt.NDArray[np.float64]
FOLDS = 4
LEAST_SENTENCES = 4
"""A word or pair must stand in so many sentences."""
ROUNDS = 2
SHARE = 0.5
"""In a passage that disputes, sentences with less than this share of the best one's score are left out of the next
round: which sentence disputes is learned, not given."""
WEIGHT_PASSAGE = 3.0
STRENGTH = 0.3
LEAST = 0.2
"""Score from which on a sentence is read closely. From .09 on 2.4 sentences an article are, from .2 on 1.1, from .4 on
0.4; of 234 disputed parts of unseen passages 146, 145 and 136 were found (2026-11-26)."""
SMALLEST = 0.03
"""Smaller weights are not kept."""


def fit_filter(sentences: Sentences) -> tuple[SentenceFilter, Scores]:
    """The filter, and each sentence's score by a filter that had not seen its text."""
    found = [features_of(text) for text in sentences.texts]
    counts = Counter(feature for features in found for feature in features)
    names = sorted(name for name, count in counts.items() if count >= LEAST_SENTENCES)
    index = {name: n for n, name in enumerate(names)}
    rows = [sorted(index[f] for f in features if f in index) for features in found]
    starts = np.cumsum([0, *(len(row) for row in rows)])
    columns = np.array([column for row in rows for column in row], dtype=np.int32)
    x = csr_matrix((np.ones(len(columns), dtype=np.float32), columns, starts), shape=(len(rows), len(names)))
    folds = np.array([crc32(owner.encode("utf-8")) % FOLDS for owner in sentences.owners])
    unseen = np.zeros(len(rows))
    for fold in range(FOLDS):
        unseen[folds == fold] = _fit(x, sentences, folds != fold).predict_proba(x[folds == fold])[:, 1]
    model = _fit(x, sentences, np.ones(len(rows), dtype=bool))
    weights = {name: round(float(w), 3) for name, w in zip(names, model.coef_[0], strict=True) if abs(w) >= SMALLEST}
    best = list(_best(unseen, sentences, ~np.array(sentences.real)).values())
    print(f"filter: keeps a sentence of {np.mean([score >= LEAST for score in best]):.3f} of the unseen passages")
    return SentenceFilter(weights, round(float(model.intercept_[0]), 4), LEAST), unseen


def _fit(x: csr_matrix, sentences: Sentences, use: npt.NDArray[np.bool_]) -> LogisticRegression:
    """A regression over the sentences to ``use``, which finds out which of a passage's sentences dispute."""
    y, real = np.array(sentences.disputed), np.array(sentences.real)
    weight = np.where(real, 1.0, WEIGHT_PASSAGE)
    keep = use.copy()
    for _ in range(ROUNDS):
        model = LogisticRegression(C=STRENGTH, max_iter=1000)
        model.fit(x[keep], y[keep], sample_weight=weight[keep])
        scores = model.predict_proba(x)[:, 1]
        best = _best(scores, sentences, use & ~real)
        share = np.array([score / best.get(o, 1.0) for score, o in zip(scores, sentences.owners, strict=True)])
        keep = use & (real | ~y | (share >= SHARE))
    return model


def _best(scores: Scores, sentences: Sentences, use: npt.NDArray[np.bool_]) -> dict[str, float]:
    """The best score of each passage that disputes something."""
    best: dict[str, float] = {}
    for score, owner, disputed, used in zip(scores, sentences.owners, sentences.disputed, use, strict=True):
        if used and disputed:
            best[owner] = max(best.get(owner, 0.0), float(score))
    return best
