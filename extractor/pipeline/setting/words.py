"""What the words of a text say of its country and its year: a naive Bayes over words and pairs of words."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_WORD = re.compile(r"\w[\w'-]*")

Floats = NDArray[np.float64]


def count_terms(text: str) -> Counter[str]:
    """Words and pairs of neighbouring words in lower case, with their counts."""
    words = _WORD.findall(text.lower())
    counts = Counter(words)
    counts.update(f"{a} {b}" for a, b in pairwise(words))
    return counts


@dataclass(slots=True)
class WordModel:
    """Weights of terms for the classes of several questions ("country", "year").

    terms: term -> its row. idf: by row. weights, classes: by question; a weight matrix has a row per term and a
    column per class.
    """

    terms: dict[str, int]
    idf: Floats
    weights: dict[str, Floats]
    classes: dict[str, list[str]]

    def vector(self, text: str) -> tuple[list[int], Floats]:
        """The rows of the known terms of a text and their values, of unit length."""
        counts = count_terms(text)
        rows, values = [], []
        for term, count in counts.items():
            row = self.terms.get(term)
            if row is not None:
                rows.append(row)
                values.append((1.0 + math.log(count)) * self.idf[row])
        found = np.asarray(values, dtype=np.float64)
        length = float(np.sqrt((found**2).sum()))
        return rows, found / length if length else found

    def scores(self, question: str, vector: tuple[list[int], Floats]) -> dict[str, float]:
        """A score per class, in standard deviations from the mean over the classes."""
        rows, values = vector
        found = values @ self.weights[question][rows] if rows else np.zeros(len(self.classes[question]))
        found = (found - found.mean()) / (found.std() + 1e-9)
        return dict(zip(self.classes[question], (float(value) for value in found), strict=True))

    def save(self, path: Path) -> None:
        """Write the model as one compressed file; weights are kept in 8 bits."""
        arrays: dict[str, NDArray[np.generic]] = {
            "terms": np.frombuffer("\n".join(self.terms).encode(), dtype=np.uint8),
            "idf": self.idf.astype(np.float16),
        }
        for question, weights in self.weights.items():
            scale = float(np.abs(weights).max()) / 127
            arrays[f"{question}.weights"] = np.round(weights / scale).astype(np.int8)
            arrays[f"{question}.scale"] = np.asarray([scale])
            arrays[f"{question}.classes"] = np.asarray(self.classes[question])
        with path.open("wb") as out:
            np.savez_compressed(out, **arrays)  # type: ignore[arg-type]

    @classmethod
    def load(cls, path: Path) -> WordModel:
        """Read what ``save`` wrote."""
        with np.load(path, allow_pickle=False) as data:
            terms = data["terms"].tobytes().decode().split("\n")
            questions = [name.removesuffix(".classes") for name in data.files if name.endswith(".classes")]
            return cls(
                terms={term: row for row, term in enumerate(terms)},
                idf=data["idf"].astype(np.float64),
                weights={q: data[f"{q}.weights"] * float(data[f"{q}.scale"][0]) for q in questions},
                classes={q: [str(name) for name in data[f"{q}.classes"]] for q in questions},
            )
