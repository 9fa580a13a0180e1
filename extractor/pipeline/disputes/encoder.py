"""A small BERT encoder in numpy: numbers of word pieces in, one vector for each out.

Forward pass of Devlin et al. 2019 (post-layer-norm, tanh form of GELU). It is here, and not a library's, because a
runtime for it would weigh five times what the whole program does, for a page of matrix products.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
_EPSILON = 1e-12
_GELU = float(np.sqrt(2 / np.pi))


@dataclass(frozen=True, slots=True)
class Layer:
    """Weights of one layer. mix: queries, keys and values side by side (size x 3 size)."""

    mix: tuple[Floats, Floats]
    join: tuple[Floats, Floats]
    first_norm: tuple[Floats, Floats]
    widen: tuple[Floats, Floats]
    narrow: tuple[Floats, Floats]
    last_norm: tuple[Floats, Floats]


@dataclass(frozen=True, slots=True)
class Encoder:
    """Embeddings as bytes (pieces x size, to be multiplied by ``scale``), positions, and layers."""

    pieces: npt.NDArray[np.int8]
    scale: Floats
    positions: Floats
    norm: tuple[Floats, Floats]
    layers: tuple[Layer, ...]
    heads: int

    @property
    def longest(self) -> int:
        """How many pieces a text may have."""
        return len(self.positions)

    def vectors(self, ids: Sequence[int]) -> Floats:
        """Vectors of one text's pieces (pieces x size), each in the light of the others."""
        at = np.asarray(ids[: self.longest], dtype=np.intp)
        x = _normed(self.pieces[at].astype(np.float32) * self.scale[at, None] + self.positions[: len(at)], self.norm)
        for layer in self.layers:
            x = _normed(x + _linear(self._attended(x, layer), layer.join), layer.first_norm)
            x = _normed(x + _linear(_gelu(_linear(x, layer.widen)), layer.narrow), layer.last_norm)
        return x

    def _attended(self, x: Floats, layer: Layer) -> Floats:
        length, size = x.shape
        each = size // self.heads
        mixed = _linear(x, layer.mix).reshape(length, 3, self.heads, each).transpose(1, 2, 0, 3)
        queries, keys, values = mixed[0], mixed[1], mixed[2]
        scores = queries @ keys.transpose(0, 2, 1) / np.float32(np.sqrt(each))
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        scores /= scores.sum(-1, keepdims=True)
        joined: Floats = (scores @ values).transpose(1, 0, 2).reshape(length, size)
        return joined


def encoder_of(stored: Mapping[str, npt.NDArray[np.generic]]) -> Encoder:
    """Build an encoder from stored arrays: matrices as bytes, ``<name>.scale`` for each of their columns."""

    def whole(name: str) -> Floats:
        return np.asarray(stored[name], dtype=np.float32)

    def pair(name: str) -> tuple[Floats, Floats]:
        return whole(f"{name}.weight"), whole(f"{name}.bias")

    def matrix(name: str) -> tuple[Floats, Floats]:
        return whole(f"{name}.weight") * whole(f"{name}.scale"), whole(f"{name}.bias")

    count = int(stored["layers"])
    layers = tuple(
        Layer(
            matrix(f"{n}.mix"),
            matrix(f"{n}.join"),
            pair(f"{n}.first_norm"),
            matrix(f"{n}.widen"),
            matrix(f"{n}.narrow"),
            pair(f"{n}.last_norm"),
        )
        for n in range(count)
    )
    return Encoder(
        pieces=np.asarray(stored["pieces"], dtype=np.int8),
        scale=whole("pieces.scale"),
        positions=whole("positions"),
        norm=pair("norm"),
        layers=layers,
        heads=int(stored["heads"]),
    )


def _linear(x: Floats, weights: tuple[Floats, Floats]) -> Floats:
    made: Floats = x @ weights[0] + weights[1]
    return made


def _normed(x: Floats, norm: tuple[Floats, Floats]) -> Floats:
    x = x - x.mean(-1, keepdims=True)
    made: Floats = x / np.sqrt((x * x).mean(-1, keepdims=True) + np.float32(_EPSILON)) * norm[0] + norm[1]
    return made


def _gelu(x: Floats) -> Floats:
    made: Floats = np.float32(0.5) * x * (1 + np.tanh(np.float32(_GELU) * (x + np.float32(0.044715) * x * x * x)))
    return made
