"""Which sentences are worth a closer look: those whose words are the words of denials, by a regression over them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?|[?\"“]")


def features_of(text: str) -> set[str]:
    """The words of a sentence and its pairs of neighbouring words, in lower case."""
    words = _WORD.findall(text.lower())
    return {*words, *(f"{a} {b}" for a, b in pairwise(words))}


@dataclass(frozen=True, slots=True)
class SentenceFilter:
    """Weights of words and pairs; ``least``: the score from which on a sentence is read closely."""

    weights: Mapping[str, float]
    bias: float
    least: float

    def score(self, text: str) -> float:
        """How likely it is (0 to 1) that a sentence belongs to a denial of somebody's part."""
        total = self.bias + sum(self.weights.get(feature, 0.0) for feature in features_of(text))
        return float(1 / (1 + np.exp(-total)))

    def keeps(self, text: str) -> bool:
        """Whether a sentence is to be read closely."""
        return self.score(text) >= self.least
