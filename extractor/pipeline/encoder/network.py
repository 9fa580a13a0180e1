"""A small BERT encoder: numbers of word pieces in, one vector for each out.

Its layers (Devlin et al. 2019: post-layer-norm, tanh form of GELU) are run by ONNX Runtime. ``models/encoder.onnx`` is
their graph without weights; these come as arrays, so that two readers share one file of them, the second with
additions of low rank (Hu et al. 2021, "LoRA"). They are stored as bytes. The reader of disputes runs them as
floats, for in bytes the values that large ones crowd out cost it a few of its finds; that of roles runs in bytes all
through (``encoder_bytes.onnx``), in half the time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime

from extractor.shipped import shipped_path

Floats = npt.NDArray[np.float32]
Arrays = Mapping[str, npt.NDArray[Any]]
MATRICES = ("mix", "join", "widen", "narrow")
"""The matrices of a layer; mix: queries, keys and values side by side (size x 3 size)."""
NORMS = ("first_norm", "last_norm")
_EPSILON = 1e-12


@dataclass(frozen=True)
class Encoder:
    """What reads. pieces: embeddings as bytes (pieces x size), to be multiplied by ``scale``; positions: one vector
    for each place of a text; norm: weights of the first layer norm; weights: the layers', by their names in the graph.
    """

    pieces: npt.NDArray[np.int8]
    scale: Floats
    positions: Floats
    norm: tuple[Floats, Floats]
    weights: Mapping[str, npt.NDArray[Any]]
    graph: Path

    @property
    def longest(self) -> int:
        """How many pieces a text may have."""
        return len(self.positions)

    def vectors(self, ids: Sequence[int]) -> Floats:
        """Vectors of one text's pieces (pieces x size), each in the light of the others."""
        at = np.asarray(ids[: self.longest], dtype=np.intp)
        embedded = self.pieces[at].astype(np.float32) * self.scale[at, None] + self.positions[: len(at)]
        (found,) = self._layers.run(None, {"embedded": _normed(embedded, self.norm)[None]})
        vectors: Floats = found[0]
        return vectors

    @cached_property
    def _layers(self) -> onnxruntime.InferenceSession:
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        # A thread that waits for work by spinning takes a core from the parser.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        values = [onnxruntime.OrtValue.ortvalue_from_numpy(np.ascontiguousarray(one)) for one in self.weights.values()]
        options.add_external_initializers(list(self.weights), values)
        return onnxruntime.InferenceSession(self.graph.read_bytes(), options, providers=["CPUExecutionProvider"])


def encoder_of(stored: Arrays, additions: Arrays | None = None, in_bytes: bool = False) -> Encoder:
    """Build an encoder from stored arrays: matrices as bytes, ``<name>.scale`` for each of their columns.

    additions: what another task adds to it: for a matrix ``<name>.down`` (in x rank) and ``<name>.up`` (rank x out),
    for a bias or a norm its own values. in_bytes: run it in bytes all through.

    Raises KeyError where an array is missing.
    """
    added = additions or {}

    def whole(name: str) -> Floats:
        return np.asarray(added[name] if name in added else stored[name], dtype=np.float32)

    weights: dict[str, npt.NDArray[Any]] = {}
    for n in range(int(stored["layers"])):
        for name in (f"{n}.{matrix}" for matrix in MATRICES):
            matrix = whole(f"{name}.weight") * whole(f"{name}.scale")
            if f"{name}.down" in added:
                matrix += whole(f"{name}.down") @ whole(f"{name}.up")
            weights |= {f"{name}.weight": matrix, f"{name}.bias": whole(f"{name}.bias")}
            if in_bytes:
                weights[f"{name}.weight"], weights[f"{name}.scale"] = as_bytes(matrix)
        for name in (f"{n}.{norm}" for norm in NORMS):
            weights |= {f"{name}.weight": whole(f"{name}.weight"), f"{name}.bias": whole(f"{name}.bias")}
    return Encoder(
        pieces=stored["pieces"].astype(np.int8),
        scale=whole("pieces.scale"),
        positions=whole("positions"),
        norm=(whole("norm.weight"), whole("norm.bias")),
        weights=weights,
        graph=shipped_path("models/encoder_bytes.onnx" if in_bytes else "models/encoder.onnx"),
    )


def as_bytes(matrix: Floats) -> tuple[npt.NDArray[np.int8], Floats]:
    """A matrix (in x out) as bytes, and the scale of each of its columns."""
    scale = (np.maximum(np.abs(matrix).max(0), 1e-9) / 127).astype(np.float32)
    return np.round(matrix / scale).astype(np.int8), scale


def _normed(x: Floats, norm: tuple[Floats, Floats]) -> Floats:
    x = x - x.mean(-1, keepdims=True)
    made: Floats = x / np.sqrt((x * x).mean(-1, keepdims=True) + np.float32(_EPSILON)) * norm[0] + norm[1]
    return made
