"""The trained topics model: reading it, and scoring a report. numpy only, deterministic."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from extractor.errors import ModelError
from extractor.shipped import shipped_path

Floats = npt.NDArray[np.float32]
STACK_FEATURES = ("logit", "below_best", "is_best", "rank", "prior", "hit", "hit_rate", "hit_lead", "hit_count")
"""What the second stage sees of each label: see ``stack_inputs``."""


@dataclass(frozen=True, slots=True)
class Hit:
    """How a label's words were found in the text: how often, and whether in its title or opening."""

    count: int
    lead: bool


@dataclass(frozen=True, slots=True)
class FieldModel:
    """The second stage of one field.

    labels: names; terms: for each label its canonical terms, the plainest first; columns: of the weight matrix.
    threshold: a score that clears it is accepted; floor: when none clears it, the best is accepted from here on.
    """

    name: str
    labels: tuple[str, ...]
    terms: tuple[tuple[str, ...], ...]
    columns: npt.NDArray[np.intp]
    prior: Floats
    hit_rate: Floats
    weights: Floats
    bias: float
    mean: Floats
    scale: Floats
    threshold: float
    floor: float
    most: int

    def scores(self, logits: Floats, hits: Mapping[str, Hit]) -> Floats:
        """Calibrated probability of each label."""
        inputs = stack_inputs(logits[self.columns], self.prior, self.hit_rate, [hits.get(name) for name in self.labels])
        z = ((inputs - self.mean) / self.scale) @ self.weights + self.bias
        return (1.0 / (1.0 + np.exp(-z))).astype(np.float32)

    def accept(self, scores: Floats) -> list[int]:
        """Indices of the accepted labels, best first."""
        order = np.argsort(-scores, kind="stable")
        chosen = [int(i) for i in order if scores[i] >= self.threshold]
        if not chosen and len(order) and scores[order[0]] >= self.floor:
            chosen = [int(order[0])]
        return chosen[: self.most]


def stack_inputs(logits: Floats, prior: Floats, hit_rate: Floats, hits: Sequence[Hit | None]) -> Floats:
    """The second stage's inputs, one row per label: how sure the first stage is, how that compares with the other
    labels of the field, how common the label is, and what was found of its words."""
    best = logits.max() if len(logits) else 0.0
    rank = np.empty(len(logits), dtype=np.float32)
    rank[np.argsort(-logits, kind="stable")] = np.arange(len(logits), dtype=np.float32)
    found = np.array([hit is not None for hit in hits], dtype=np.float32)
    lead = np.array([hit is not None and hit.lead for hit in hits], dtype=np.float32)
    count = np.log1p(np.array([hit.count if hit else 0 for hit in hits], dtype=np.float32))
    return np.stack(
        [logits, logits - best, logits >= best, np.log1p(rank), prior, found, found * hit_rate, lead, count], axis=1
    ).astype(np.float32)


@dataclass(frozen=True, slots=True)
class TopicModel:
    """Both stages. weights: features x labels as bytes, to be multiplied by ``scale`` per label."""

    vocabulary: dict[str, int]
    idf: Floats
    weights: npt.NDArray[np.int8]
    scale: Floats
    bias: Floats
    fields: dict[str, FieldModel]
    about: dict[str, Any]

    def vector(self, counts: Counter[str]) -> tuple[npt.NDArray[np.intp], Floats]:
        """(feature indices, their weights in the text), of length one; unknown features are left out."""
        known = [(self.vocabulary[f], n) for f, n in counts.items() if f in self.vocabulary]
        index = np.array([i for i, _ in known], dtype=np.intp)
        value = (1 + np.log(np.array([n for _, n in known], dtype=np.float32))) * self.idf[index]
        length = float(np.sqrt((value * value).sum())) or 1.0
        return index, (value / length).astype(np.float32)

    def logits(self, index: npt.NDArray[np.intp], value: Floats) -> Floats:
        """First-stage score of every label."""
        return (value @ self.weights[index].astype(np.float32)) * self.scale + self.bias

    def column(self, column: int, index: npt.NDArray[np.intp]) -> Floats:
        """The weights of some features for one label."""
        weights: Floats = self.weights[index, column].astype(np.float32) * self.scale[column]
        return weights


@cache
def load_model(folder: Path | None = None) -> TopicModel:
    """Read ``topics.npz`` and ``topics.json`` of a models folder (default: the shipped one).

    Raises ModelError when they are missing or do not belong together.
    """
    arrays = folder / "topics.npz" if folder else shipped_path("models/topics.npz")
    table = folder / "topics.json" if folder else shipped_path("models/topics.json")
    try:
        about = json.loads(table.read_text(encoding="utf-8"))
        with np.load(arrays, allow_pickle=False) as stored:
            weights, scale, bias, idf = (stored[name] for name in ("weights", "scale", "bias", "idf"))
            names = stored["vocabulary"].tobytes().decode("utf-8").split("\n")
    except (OSError, ValueError, KeyError) as error:
        raise ModelError("The topics model cannot be read.", "Train it again with models/train.py.") from error
    if weights.shape != (len(names), len(scale)) or len(idf) != len(names):
        raise ModelError("The files of the topics model do not belong together.", "Train it with models/train.py.")
    return TopicModel(
        vocabulary={name: i for i, name in enumerate(names)},
        idf=idf.astype(np.float32),
        weights=weights,
        scale=scale.astype(np.float32),
        bias=bias.astype(np.float32),
        fields={name: _field(name, data) for name, data in about["fields"].items()},
        about=about.get("about", {}),
    )


def _field(name: str, data: Mapping[str, Any]) -> FieldModel:
    labels = data["labels"]
    return FieldModel(
        name=name,
        labels=tuple(label["label"] for label in labels),
        terms=tuple(tuple(label["terms"]) for label in labels),
        columns=np.array([label["column"] for label in labels], dtype=np.intp),
        prior=np.array([label["prior"] for label in labels], dtype=np.float32),
        hit_rate=np.array([label["hit_rate"] for label in labels], dtype=np.float32),
        weights=np.array(data["weights"], dtype=np.float32),
        bias=float(data["bias"]),
        mean=np.array(data["mean"], dtype=np.float32),
        scale=np.array(data["scale"], dtype=np.float32),
        threshold=float(data["threshold"]),
        floor=float(data["floor"]),
        most=int(data["most"]),
    )
