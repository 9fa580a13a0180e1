"""The encoder's file: arrays that are read once, and the word pieces that stand in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from extractor.errors import ModelError
from extractor.pipeline.encoder.wordpiece import WordPieces


@dataclass(frozen=True, slots=True)
class Stored:
    """What a file holds. arrays: by name; ids: numbers of the word pieces; pieces: the same, for reading text."""

    arrays: dict[str, npt.NDArray[Any]]
    ids: dict[str, int]
    pieces: WordPieces

    @property
    def edges(self) -> tuple[int, int]:
        """Numbers of the pieces for the beginning and the end of a text."""
        return self.ids["[CLS]"], self.ids["[SEP]"]


@cache
def load_stored(path: Path) -> Stored:
    """Read an encoder's file, such as models/disputes.npz. Raises ModelError."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        ids = {name: n for n, name in enumerate(arrays["vocabulary"].tobytes().decode("utf-8").split("\n"))}
        return Stored(arrays, ids, WordPieces(ids))
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        raise ModelError(
            "The reader of disputes cannot be read.", "Train it with models/training/disputes.py."
        ) from error


def load_arrays(path: Path) -> dict[str, npt.NDArray[Any]]:
    """The arrays of a file of additions, by name. Raises OSError, ValueError or BadZipFile."""
    with np.load(path, allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files}
