"""What the opening of a report is about, as a point among word vectors: reports in other words lie near each other.

The vectors are static: each word has one, made by ``models/training/vectors.py``; no encoder runs here.
"""

from __future__ import annotations

import zlib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from extractor.errors import ModelError
from extractor.shipped import shipped_path

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class WordVectors:
    """Words with their vectors as bytes, to be multiplied by ``scale`` per dimension. rarity: weight of each word."""

    vocabulary: dict[str, int]
    vectors: npt.NDArray[np.int8]
    scale: Floats
    rarity: Floats
    checksum: int = 0

    @property
    def size(self) -> int:
        """Number of dimensions."""
        return len(self.scale)

    def point(self, counts: Counter[str]) -> Floats:
        """The weighted mean of the vectors of some words, of length one; zeros when none is known."""
        known = [(self.vocabulary[word], n) for word, n in counts.items() if word in self.vocabulary]
        if not known:
            return np.zeros(self.size, dtype=np.float32)
        index = np.array([i for i, _ in known], dtype=np.intp)
        weight = (1 + np.log(np.array([n for _, n in known], dtype=np.float32))) * self.rarity[index]
        total = (weight @ self.vectors[index].astype(np.float32)) * self.scale
        length = float(np.sqrt((total * total).sum())) or 1.0
        return (total / length).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Meaning:
    """A score of every label from a report's point: a regression per label (weights: dimensions x labels)."""

    words: WordVectors
    weights: Floats
    bias: Floats

    def logits(self, counts: Counter[str]) -> Floats:
        """Scores from the words of a report's opening."""
        found: Floats = (self.words.point(counts) @ self.weights + self.bias).astype(np.float32)
        return found


@cache
def load_vectors(path: Path | None = None) -> WordVectors:
    """Read ``vectors.npz`` (default: the shipped one). Raises ModelError when it is missing or broken."""
    source = path or shipped_path("models/vectors.npz")
    try:
        with np.load(source, allow_pickle=False) as stored:
            words, vectors, scale, rarity = (stored[key] for key in ("words", "vectors", "scale", "rarity"))
        names = words.tobytes().decode("utf-8").split("\n")
    except (OSError, ValueError, KeyError) as error:
        raise ModelError("The word vectors cannot be read.", "Make them with models/training/vectors.py.") from error
    if vectors.shape != (len(names), len(scale)) or len(rarity) != len(names):
        raise ModelError("The word vectors' parts do not belong together.", "Make them again.")
    return WordVectors(
        vocabulary={name: i for i, name in enumerate(names)},
        vectors=vectors,
        scale=scale.astype(np.float32),
        rarity=rarity.astype(np.float32),
        checksum=zlib.crc32(vectors.tobytes(), zlib.crc32(words.tobytes())),
    )
