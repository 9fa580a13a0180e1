"""The reader of roles: what heading and opening of a report make of each candidate that stands in them.

It is the encoder of the reader of disputes with additions of low rank (models/roles.npz, made by
models/training/role_reader.py); one linear head over the mean of what was read and the mean of a candidate's marks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from extractor.errors import ModelError
from extractor.pipeline.disputes.model import load_disputes
from extractor.pipeline.encoder.network import Encoder, encoder_of
from extractor.pipeline.encoder.stored import Stored, load_arrays, load_stored
from extractor.pipeline.roles.candidates import Candidate
from extractor.pipeline.roles.opening import MARKS, marked_as, opening_of
from extractor.shipped import shipped_path

Floats = npt.NDArray[np.float32]
HEADS = ("operator", "developer", "system", "maker operator", "maker developer")
"""What the head judges; a maker stands where its system is named, not itself."""


@dataclass(frozen=True, slots=True)
class RoleReader:
    """head: weights (2 x size, heads) and bias (heads); marks: numbers of the pieces that stand before candidates."""

    encoder: Encoder
    stored: Stored
    head: tuple[Floats, Floats]
    marks: tuple[int, ...]

    def read(
        self, heading: str, text: str, by_role: Mapping[str, Sequence[Candidate]]
    ) -> dict[str, list[float | None]]:
        """Log-odds of each candidate by role, in the order given; None where the opening does not name it."""
        begin, end = self.stored.edges
        every = [one for candidates in by_role.values() for one in candidates]
        opening = opening_of(heading, text, every, self.stored.pieces.ids, end)
        odds: dict[int, Floats] = {}
        if opening.marked:
            ids = [begin, *(self.marks[-1 - piece] if piece < 0 else piece for piece in opening.ids), end]
            vectors = self.encoder.vectors(ids)
            whole = vectors.mean(0)
            for n in opening.marked.values():
                own = [at for at, piece in enumerate(opening.ids, start=1) if piece == -1 - n]
                odds[n] = np.concatenate([whole, vectors[own].mean(0)]) @ self.head[0] + self.head[1]
        found: dict[str, list[float | None]] = {}
        for role, candidates in by_role.items():
            marked = [opening.marked.get(key) if (key := marked_as(one)) else None for one in candidates]
            found[role] = [
                float(odds[n][HEADS.index(head_of(role, one))]) if n is not None else None
                for one, n in zip(candidates, marked, strict=True)
            ]
        return found


def head_of(role: str, candidate: Candidate) -> str:
    """Which of the heads judges a candidate in a role."""
    return f"maker {role}" if candidate.origin == "maker" else role


@cache
def load_role_reader() -> RoleReader:
    """The shipped reader. Raises ModelError."""
    disputes = load_disputes()
    stored = load_stored(disputes.arrays)
    try:
        additions = unpacked(load_arrays(shipped_path("models/roles.npz")))
        return RoleReader(
            encoder=encoder_of(stored.arrays, additions, in_bytes=True),
            stored=stored,
            head=(additions["head.weight"].astype(np.float32), additions["head.bias"].astype(np.float32)),
            marks=tuple(stored.ids[mark] for mark in disputes.marks[:MARKS]),
        )
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        raise ModelError(
            "The reader of roles cannot be read.", "Train it with models/training/role_reader.py."
        ) from error


def unpacked(arrays: Mapping[str, npt.NDArray[Any]]) -> dict[str, npt.NDArray[Any]]:
    """Arrays as they are used: those that are kept as bytes (``<name>.scale``, of each column) as floats again."""
    return {
        name: array * arrays[f"{name}.scale"] if f"{name}.scale" in arrays else array
        for name, array in arrays.items()
        if not name.endswith(".scale")
    }
