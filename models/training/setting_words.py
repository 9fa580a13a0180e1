"""Rows as samples of the setting trainer, and its first stage: what the words say of country and year."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import ComplementNB, MultinomialNB

from extractor.pipeline.setting import country, year
from extractor.pipeline.setting.known import KnownName
from extractor.pipeline.setting.words import WordModel, count_terms
from training.data import Row

WEIGHTS = {"article": 1.0, "narrative": 0.7, "sheet": 0.7}
"""First stage: how much a text of each kind counts, over the square root of the number of texts of its incident."""
TERMS = 12_000
LINE_TERMS = 8_000
LINE_C = 10.0
"""Terms, the most frequent, that logistic regression sees beside naive Bayes."""
RARE = 4
FIRST_YEAR, LAST_YEAR = 2012, 2025
"""Years beyond these have too few texts for a class of their own."""
SMALLEST_CLASS = 20


@dataclass(slots=True)
class Sample:
    """A row with its gold values, the known names in its text, and the clues of both questions."""

    row: Row
    fold: int
    countries: list[str]
    years: list[int]
    known: list[KnownName] = field(default_factory=list)
    country: country.Clues = field(default_factory=country.Clues)
    year: year.Clues | None = None


class Words:
    """The first stage: word vectors of all texts, and naive Bayes weights learned from some of them."""

    def __init__(self, samples: Sequence[Sample]) -> None:
        counts = [count_terms(sample.row.report.text) for sample in samples]
        spread = Counter(term for count in counts for term in count)
        kept = sorted((term for term, n in spread.items() if n >= RARE), key=lambda t: (-spread[t], t))[: 2 * TERMS]
        self.terms = {term: at for at, term in enumerate(kept)}
        self.idf = np.asarray([math.log((1 + len(samples)) / (1 + spread[term])) + 1 for term in kept])
        data, columns, ends = [], [], [0]
        for count in counts:
            pairs = [
                (self.terms[t], (1 + math.log(n)) * self.idf[self.terms[t]])
                for t, n in count.items()
                if t in self.terms
            ]
            length = math.sqrt(sum(v * v for _, v in pairs)) or 1.0
            columns += [c for c, _ in pairs]
            data += [v / length for _, v in pairs]
            ends.append(len(columns))
        self.matrix = csr_matrix((data, columns, ends), shape=(len(samples), len(kept)))
        self.folds = np.asarray([sample.fold for sample in samples])
        texts = Counter(sample.row.group for sample in samples if sample.row.kind != "sheet")
        self.weights = np.asarray([WEIGHTS[s.row.kind] / math.sqrt(max(texts[s.row.group], 1)) for s in samples])
        common = Counter(s.countries[0] for s in samples if s.countries)
        self.labels: dict[str, NDArray[np.str_]] = {
            "country": np.asarray([_class(s.countries, common) for s in samples]),
            "year": np.asarray([str(min(max(s.years[0], FIRST_YEAR), LAST_YEAR)) if s.years else "" for s in samples]),
        }

    def fit(self, question: str, without: frozenset[int]) -> tuple[list[str], NDArray[np.float64]]:
        """Classes and weights (a row per term), learned from the texts outside some folds."""
        labels = self.labels[question]
        kept = (labels != "") & ~np.isin(self.folds, list(without))
        if question == "country":
            alone = ComplementNB(alpha=0.1).fit(self.matrix[kept], labels[kept], sample_weight=self.weights[kept])
            return [str(name) for name in alone.classes_], np.asarray(alone.feature_log_prob_.T)
        bayes = MultinomialNB(alpha=0.01).fit(self.matrix[kept], labels[kept], sample_weight=self.weights[kept])
        line = LogisticRegression(C=LINE_C, max_iter=60, tol=1e-2)
        common = self.matrix[:, :LINE_TERMS]
        line.fit(common[kept], labels[kept], sample_weight=self.weights[kept])
        weights = bayes.feature_log_prob_.T / self._spread(bayes.feature_log_prob_.T)
        weights[:LINE_TERMS] += line.coef_.T / self._spread(line.coef_.T)
        return [str(name) for name in bayes.classes_], np.asarray(weights)

    def _spread(self, weights: NDArray[np.float64]) -> float:
        """How far apart weights put the classes of a text, on average, so that two models can be added up."""
        return float((self.matrix[:, : len(weights)] @ weights).std(axis=1).mean())

    def scores(self, question: str, without: frozenset[int]) -> list[dict[str, float]]:
        """A score per class for every text, from the texts outside some folds."""
        classes, weights = self.fit(question, without)
        found = np.asarray(self.matrix @ weights)
        found = (found - found.mean(axis=1, keepdims=True)) / (found.std(axis=1, keepdims=True) + 1e-9)
        return [dict(zip(classes, map(float, row), strict=True)) for row in found]

    def model(self) -> WordModel:
        """The model to ship: learned from everything, with the terms that tell the classes apart."""
        fitted = {question: self.fit(question, frozenset()) for question in self.labels}
        seen = np.asarray((self.matrix > 0).sum(axis=0)).ravel()
        spread = sum(weights.std(axis=1) / weights.std() for _, weights in fitted.values()) * np.sqrt(seen)
        kept = np.sort(np.argsort(-spread)[:TERMS])
        names = list(self.terms)
        return WordModel(
            terms={names[old]: new for new, old in enumerate(kept)},
            idf=self.idf[kept],
            weights={
                q: weights[kept] - weights[kept].mean(axis=1, keepdims=True) for q, (_, weights) in fitted.items()
            },
            classes={question: classes for question, (classes, _) in fitted.items()},
        )


def _class(countries: list[str], common: Counter[str]) -> str:
    if not countries:
        return ""
    return countries[0] if common[countries[0]] >= SMALLEST_CLASS else "other"
