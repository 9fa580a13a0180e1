"""The reader of disputes: a filter over sentences, an encoder over windows of text, and a judgement per actor."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc, Span

from extractor.errors import ModelError
from extractor.pipeline.annotations import Actor
from extractor.pipeline.disputes.sentences import SentenceFilter
from extractor.pipeline.disputes.windows import AFTER, BEFORE, Window, ids_of, window_of
from extractor.pipeline.encoder.network import Encoder, encoder_of
from extractor.pipeline.encoder.stored import load_stored
from extractor.pipeline.encoder.wordpiece import WordPieces
from extractor.shipped import shipped_path

Floats = npt.NDArray[np.float32]
ROLES = ("developer", "operator")
MOST_SENTENCES = 5
"""At most so many sentences of a report are read closely, the most suspicious first."""
SHORT = 160
"""A text of at most so many tokens is read closely whatever its words: the filter knows the usual ones alone."""


@dataclass(frozen=True, slots=True)
class Reader:
    """What reads closely.

    head: weights (2 x size, roles) over the mean of a window and the mean of an actor's marks, and bias (roles).
    marks: numbers of the pieces that stand for actors; edges: those for the beginning and end of a text.
    """

    encoder: Encoder
    pieces: WordPieces
    head: tuple[Floats, Floats]
    marks: tuple[int, ...]
    edges: tuple[int, int]


@dataclass(frozen=True, slots=True)
class DisputesModel:
    """What models/training/disputes.py makes. The reader is loaded when a report first needs it: most do not.

    accept: from which score on a part is disputed; doubt: below which it is not, whatever a rule says.
    """

    sentences: SentenceFilter
    accept: float
    doubt: float
    arrays: Path
    marks: tuple[str, ...]

    @property
    def reader(self) -> Reader:
        """The reader. Raises ModelError."""
        return _load_reader(self.arrays, self.marks)

    def suspects(self, doc: Doc) -> list[tuple[int, Span]]:
        """The sentences to be read closely, with their places among the sentences, in text order."""
        scored = [(self.sentences.score(sent.text), n, sent) for n, sent in enumerate(doc.sents)]
        short = len(doc) <= SHORT
        kept = sorted((one for one in scored if short or one[0] >= self.sentences.least), key=lambda one: -one[0])
        return sorted((n, sent) for _, n, sent in kept[:MOST_SENTENCES])

    def verdict(self, score: float) -> str:
        """What a score says: "disputed", "open" or "undisputed"."""
        return "disputed" if score >= self.accept else "undisputed" if score < self.doubt else "open"

    def judge(self, window: Window) -> Iterator[tuple[Actor, tuple[float, ...]]]:
        """Each actor of a window, and how likely its part is disputed there, by role (order of ``ROLES``)."""
        reader = self.reader
        ids = ids_of(window, reader.pieces.ids, reader.marks)[: reader.encoder.longest - 2]
        vectors = reader.encoder.vectors([reader.edges[0], *ids, reader.edges[1]])
        whole = vectors.mean(0)
        for actor, mark in zip(window.actors, reader.marks, strict=False):
            own = [at for at, piece in enumerate(ids, start=1) if piece == mark]
            if own:
                logits = np.concatenate([whole, vectors[own].mean(0)]) @ reader.head[0] + reader.head[1]
                yield actor, tuple(float(p) for p in 1 / (1 + np.exp(-logits)))

    def windows(self, doc: Doc) -> Iterator[tuple[Span, Window]]:
        """The sentences to be read closely, each with its window; shorter where the whole would be too long."""
        sents, suspects = list(doc.sents), self.suspects(doc)
        if not suspects:
            return
        reader = self.reader
        for n, sent in suspects:
            last = sents[min(n + AFTER, len(sents) - 1)]
            for before in range(BEFORE, -1, -1):
                window = window_of(doc, sents[max(n - before, 0)], last if before else sent)
                if len(ids_of(window, reader.pieces.ids, reader.marks)) <= reader.encoder.longest - 2:
                    break
            yield sent, window


@cache
def load_disputes(folder: Path | None = None) -> DisputesModel:
    """Read ``disputes.json`` of a models folder (default: the shipped one), which goes with its ``disputes.npz``.

    Raises ModelError.
    """
    arrays = folder / "disputes.npz" if folder else shipped_path("models/disputes.npz")
    table = folder / "disputes.json" if folder else shipped_path("models/disputes.json")
    try:
        told = json.loads(table.read_text(encoding="utf-8"))
        arrays.stat()  # whether it is there at all shows at once, not at the first report that needs it
        return DisputesModel(
            sentences=SentenceFilter(told["words"], float(told["bias"]), float(told["least"])),
            accept=float(told["accept"]),
            doubt=float(told["doubt"]),
            arrays=arrays,
            marks=tuple(told["marks"]),
        )
    except (OSError, ValueError, KeyError) as error:
        raise _unreadable() from error


@cache
def _load_reader(arrays: Path, marks: tuple[str, ...]) -> Reader:
    stored = load_stored(arrays)
    try:
        return Reader(
            encoder=encoder_of(stored.arrays),
            pieces=stored.pieces,
            head=(stored.arrays["head.weight"].astype(np.float32), stored.arrays["head.bias"].astype(np.float32)),
            marks=tuple(stored.ids[name] for name in marks),
            edges=stored.edges,
        )
    except KeyError as error:
        raise _unreadable() from error


def _unreadable() -> ModelError:
    return ModelError("The reader of disputes cannot be read.", "Train it with models/training/disputes.py.")
