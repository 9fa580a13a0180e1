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
from extractor.pipeline.topics.meaning import Meaning, load_vectors
from extractor.shipped import shipped_path

Floats = npt.NDArray[np.float32]
STATED = 0.6
"""Least score of a specific technology that a report opens with and comes back to (of 43 such findings in training
texts that the labels' own numbers could not vouch for, 35 were right)."""
LIKELY = 0.1
"""A label below this score lends nothing to its companions."""


@dataclass(frozen=True, slots=True)
class Hit:
    """How a label's words were found in the text: how often, and whether in its title or opening."""

    count: int
    lead: bool

    @property
    def strong(self) -> bool:
        """Whether the report speaks of it at the start, and again."""
        return self.lead and self.count > 1


@dataclass(frozen=True, slots=True)
class Companions:
    """A third stage, for fields whose labels come in company (deep learning with neural networks).

    lift: what one label (row) being there adds to the log-odds of another (column), from the databank's rows.
    weights, bias: over ``companion_inputs``.
    """

    lift: Floats
    weights: Floats
    bias: float

    def scores(self, scores: Floats) -> Floats:
        """Scores that also know what else is likely to be there."""
        return logistic(companion_inputs(scores, self.lift) @ self.weights + self.bias)


def companion_inputs(scores: Floats, lift: Floats) -> Floats:
    """The third stage's inputs, one row per label: its own log-odds, and the mean and the greatest lift that the
    other likely labels give it."""
    own = log_odds(scores)
    weight = np.where(scores > LIKELY, scores, 0.0)
    others = weight[:, None] * lift
    np.fill_diagonal(others, 0.0)
    mean = others.sum(0) / (weight.sum() - weight + 0.3)
    np.fill_diagonal(others, -9.0)
    return np.stack([own, mean, others.max(0)], axis=1).astype(np.float32)


def log_odds(scores: Floats) -> Floats:
    """Probability to log-odds; never infinite."""
    clipped = np.clip(scores, 1e-4, 1 - 1e-4)
    odds: Floats = np.log(clipped / (1 - clipped)).astype(np.float32)
    return odds


def logistic(z: Floats) -> Floats:
    """Log-odds to probability."""
    share: Floats = (1.0 / (1.0 + np.exp(-z))).astype(np.float32)
    return share


@dataclass(frozen=True, slots=True)
class FieldModel:
    """The second stage of one field.

    labels: names; terms: for each label its canonical terms, the plainest first; columns: of the weight matrix.
    threshold: a score that clears it is accepted; floor: when none clears it, the best is accepted from here on.
    common: then accept the most common label instead of the best (a field that always has one value).
    companions: the third stage, where there is one. views: how many views of the first stage it looks at.
    specific: labels so narrow that their words alone, when strong, are enough. habits: whether it knows the names.
    precedents: whether it knows what entries of the databank say that read like the report.
    slope, shift: of the log-odds, fitted on news alone: narratives, which the stages also learn from, are easier.
    """

    name: str
    labels: tuple[str, ...]
    terms: tuple[tuple[str, ...], ...]
    columns: npt.NDArray[np.intp]
    prior: Floats
    hit_rate: Floats
    strong_rate: Floats
    weights: Floats
    bias: float
    mean: Floats
    scale: Floats
    threshold: float
    floor: float
    most: int
    common: bool = False
    companions: Companions | None = None
    views: int = 1
    slope: float = 1.0
    shift: float = 0.0
    specific: frozenset[str] = frozenset()
    habits: bool = False
    precedents: bool = False

    def scores(self, logits: Floats, hits: Mapping[str, Hit], databank: Floats | None = None) -> Floats:
        """Calibrated probability of each label. logits: of one view, or of all (views x all labels).

        databank: what it says of each label (labels x numbers), for a field that looks at habits or precedents.
        """
        found = [hits.get(name) for name in self.labels]
        inputs = stack_inputs(
            np.atleast_2d(logits)[: self.views, self.columns],
            self.prior,
            self.hit_rate,
            self.strong_rate,
            found,
            databank,
        )
        scores = logistic(((inputs - self.mean) / self.scale).astype(np.float32) @ self.weights + self.bias)
        if self.companions:
            scores = self.companions.scores(scores)
        calibrated: Floats = logistic(self.slope * log_odds(scores) + self.shift)
        for i, (name, hit) in enumerate(zip(self.labels, found, strict=True)):
            if hit is not None and hit.strong and name in self.specific:
                calibrated[i] = max(calibrated[i], STATED)
        return calibrated

    def accept(self, scores: Floats) -> list[int]:
        """Indices of the accepted labels, best first."""
        order = np.argsort(-scores, kind="stable")
        chosen = [int(i) for i in order if scores[i] >= self.threshold]
        if not chosen and len(order):
            best = int(np.argmax(self.prior)) if self.common else int(order[0])
            chosen = [best] if scores[best] >= self.floor else []
        return chosen[: self.most]


def stack_inputs(
    logits: Floats, prior: Floats, hit_rate: Floats, strong_rate: Floats, hits: Sequence[Hit | None],
    databank: Floats | None = None,
) -> Floats:  # fmt: skip
    """The second stage's inputs, one row per label: how sure the first stage is, how that compares with the other
    labels of the field, how common the label is, and what was found of its words; then how sure further views are,
    and what the databank says."""
    first, *further = [_compared(view) for view in np.atleast_2d(logits)]
    found = np.array([hit is not None for hit in hits], dtype=np.float32)
    lead = np.array([hit is not None and hit.lead for hit in hits], dtype=np.float32)
    strong = np.array([hit is not None and hit.strong for hit in hits], dtype=np.float32)
    count = np.log1p(np.array([hit.count if hit else 0 for hit in hits], dtype=np.float32))
    return np.stack(
        [
            *first, prior, found, found * hit_rate, lead, count, strong, strong * strong_rate,
            *(row for view in further for row in view), *(() if databank is None else databank.T),
        ],
        axis=1,
    ).astype(np.float32)  # fmt: skip


def databank_inputs(habits: Floats | None, lift: Floats | None) -> Floats | None:
    """What the databank says of each label (labels x numbers): of the names of a text, and of entries like it."""
    parts = [part.reshape(len(part), -1) for part in (habits, lift) if part is not None]
    return np.hstack(parts) if parts else None


def _compared(logits: Floats) -> list[Floats]:
    """Logits, their distance from the best, whether they are it, and their rank."""
    best = logits.max() if len(logits) else 0.0
    rank = np.empty(len(logits), dtype=np.float32)
    rank[np.argsort(-logits, kind="stable")] = np.arange(len(logits), dtype=np.float32)
    return [logits, logits - best, (logits >= best).astype(np.float32), np.log1p(rank)]


@dataclass(frozen=True, slots=True)
class TopicModel:
    """All stages. weights: features x trained labels as bytes, to be multiplied by ``scale`` per trained label.

    bias: of every label; position: where a label's weights are (labels too rare to train have none).
    meaning: a second view of the same labels; a model without one judges by its words alone.
    """

    vocabulary: dict[str, int]
    idf: Floats
    weights: npt.NDArray[np.int8]
    scale: Floats
    bias: Floats
    position: dict[int, int]
    fields: dict[str, FieldModel]
    about: dict[str, Any]
    meaning: Meaning | None = None

    def vector(self, counts: Counter[str]) -> tuple[npt.NDArray[np.intp], Floats]:
        """(feature indices, their weights in the text), of length one; unknown features are left out."""
        known = [(self.vocabulary[f], n) for f, n in counts.items() if f in self.vocabulary]
        index = np.array([i for i, _ in known], dtype=np.intp)
        value = (1 + np.log(np.array([n for _, n in known], dtype=np.float32))) * self.idf[index]
        length = float(np.sqrt((value * value).sum())) or 1.0
        return index, (value / length).astype(np.float32)

    def views(self, index: npt.NDArray[np.intp], value: Floats, opening: Counter[str]) -> Floats:
        """First-stage scores of every label (views x labels): by the text's words, by what its opening is about, and
        by the opening's words. opening: its features."""
        words = self.logits(index, value)
        if self.meaning is None:
            return words
        return np.stack([words, self.meaning.logits(opening), self.logits(*self.vector(opening))])

    def logits(self, index: npt.NDArray[np.intp], value: Floats) -> Floats:
        """Score of every label by the text's words."""
        found = self.bias.copy()
        found[list(self.position)] += (value @ self.weights[index].astype(np.float32)) * self.scale
        return found

    def column(self, label: int, index: npt.NDArray[np.intp]) -> Floats:
        """The weights of some features for one label: zeros when it has none."""
        at = self.position.get(label)
        if at is None:
            return np.zeros(len(index), dtype=np.float32)
        weights: Floats = self.weights[index, at].astype(np.float32) * self.scale[at]
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
            lifts = {key[5:]: stored[key].astype(np.float32) for key in stored.files if key.startswith("lift.")}
            trained = stored["trained"].tolist()
            points, point_bias = stored["meaning.weights"], stored["meaning.bias"]
            names = stored["vocabulary"].tobytes().decode("utf-8").split("\n")
    except (OSError, ValueError, KeyError) as error:
        raise ModelError("The topics model cannot be read.", "Train it again with models/train.py.") from error
    if weights.shape != (len(names), len(scale)) or len(idf) != len(names) or len(trained) != len(scale):
        raise ModelError("The files of the topics model do not belong together.", "Train it with models/train.py.")
    vectors = load_vectors()
    if points.shape != (vectors.size, len(bias)) or about.get("vectors") != vectors.checksum:
        raise ModelError("The topics model belongs to other word vectors.", "Train it with models/train.py.")
    return TopicModel(
        vocabulary={name: i for i, name in enumerate(names)},
        idf=idf.astype(np.float32),
        weights=weights,
        scale=scale.astype(np.float32),
        bias=bias.astype(np.float32),
        position={int(label): at for at, label in enumerate(trained)},
        fields={name: _field(name, data, lifts.get(name)) for name, data in about["fields"].items()},
        about=about.get("about", {}),
        meaning=Meaning(vectors, points.astype(np.float32), point_bias.astype(np.float32)),
    )


def _field(name: str, data: Mapping[str, Any], lift: Floats | None) -> FieldModel:
    labels = data["labels"]
    third = data.get("companions")
    companions = None
    if third is not None and lift is not None:
        companions = Companions(lift, np.array(third["weights"], dtype=np.float32), float(third["bias"]))
    return FieldModel(
        name=name,
        labels=tuple(label["label"] for label in labels),
        terms=tuple(tuple(label["terms"]) for label in labels),
        columns=np.array([label["column"] for label in labels], dtype=np.intp),
        prior=np.array([label["prior"] for label in labels], dtype=np.float32),
        hit_rate=np.array([label["hit_rate"] for label in labels], dtype=np.float32),
        strong_rate=np.array([label["strong_rate"] for label in labels], dtype=np.float32),
        weights=np.array(data["weights"], dtype=np.float32),
        bias=float(data["bias"]),
        mean=np.array(data["mean"], dtype=np.float32),
        scale=np.array(data["scale"], dtype=np.float32),
        threshold=float(data["threshold"]),
        floor=float(data["floor"]),
        most=int(data["most"]),
        common=bool(data.get("common", False)),
        companions=companions,
        views=int(data.get("views", 1)),
        slope=float(data.get("slope", 1.0)),
        shift=float(data.get("shift", 0.0)),
        specific=frozenset(data.get("specific", ())),
        habits=bool(data.get("habits", False)),
        precedents=bool(data.get("precedents", False)),
    )
