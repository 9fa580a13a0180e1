"""What the databank gives the names that a report has: of Tesla's incidents nine in ten are of the sector Automotive.

The table (models/habits.json) is made by ``models/training/habits.py``; the names are those that the actors component
has found, so that the text is not searched again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc

from extractor.errors import ModelError
from extractor.pipeline.annotations import Actor, System
from extractor.pipeline.lift import lift_of
from extractor.pipeline.word_counts import OPENING
from extractor.shipped import shipped_path

Floats = npt.NDArray[np.float32]
INPUTS = 2
"""Numbers per label: of the names in the opening, and in the whole text."""
DOUBT = 0.5
"""Weight of "no habit" beside the names of a text."""

RARE = 0.001
"""Share of a label that no incident of the databank has."""
SEVERAL = 3
"""Incidents at least of a name that explains a value to the editor."""


@dataclass(frozen=True, slots=True)
class Habit:
    """In how many incidents a name stands, and how many of those have each label."""

    incidents: int
    labels: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Habits:
    """Habits of one field. share: of all incidents, by label; actors, systems: by the databank's form of the name."""

    share: Mapping[str, float] = field(default_factory=dict)
    actors: Mapping[str, Habit] = field(default_factory=dict)
    systems: Mapping[str, Habit] = field(default_factory=dict)

    def inputs(self, doc: Doc, labels: Sequence[str]) -> Floats:
        """Labels x ``INPUTS``: by how much the names of a Doc raise the log-odds of each label (0: none is known)."""
        share = np.array([self.share.get(label, RARE) for label in labels], dtype=np.float32)
        lifts = [(one, _lift(habit, labels, share)) for one, habit in self._known(doc)]
        return np.stack([_mean(lifts, len(labels), end) for end in (OPENING, doc[-1:].end_char)], axis=1)

    def known_for(self, doc: Doc, label: str) -> str | None:
        """The name that the databank most clearly gives a label, to more than half of several incidents.

        Names that the text has only once (in a byline, say) explain nothing.
        """
        shares = [
            (habit.labels.get(label, 0) / habit.incidents, habit.incidents, one.name)
            for one, habit in self._known(doc)
            if habit.incidents >= SEVERAL and len(one.mentions) > 1
        ]
        share, _, name = max(shares, default=(0.0, 0, ""))
        return name if share > 0.5 else None

    def _known(self, doc: Doc) -> list[tuple[Actor | System, Habit]]:
        """The actors and systems of a Doc that have a habit."""
        actors = [(one, self.actors[one.name]) for one in doc._.actors if one.name in self.actors]
        systems = [(one, self.systems[one.name]) for one in doc._.systems if one.name in self.systems]
        return [*actors, *systems]


def _lift(habit: Habit, labels: Sequence[str], share: Floats) -> Floats:
    """What a name adds to the log-odds of each label."""
    count = np.array([habit.labels.get(label, 0) for label in labels], dtype=np.float32)
    return lift_of(count, habit.incidents, share)


def _mean(lifts: Iterable[tuple[Actor | System, Floats]], size: int, end: int) -> Floats:
    """The mean of names' lifts, weighted by the root of how often each is named before ``end``."""
    total, weight = np.zeros(size, dtype=np.float32), DOUBT
    for one, lift in lifts:
        root = sum(span.start < end for span in one.mentions) ** 0.5
        total, weight = total + root * lift, weight + root
    return (total / weight).astype(np.float32)


@cache
def load_habits(folder: Path | None = None) -> dict[str, Habits]:
    """Read ``habits.json`` of a models folder (default: the shipped one): habits by field. Raises ModelError."""
    path = folder / "habits.json" if folder else shipped_path("models/habits.json")
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))["fields"]
        return {name: _read(data["labels"], data["share"], data["actors"], data["systems"])
                for name, data in fields.items()}  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise ModelError("The table of habits cannot be read.", "Train the topics with models/train.py.") from error


def _read(
    labels: Sequence[str], share: Sequence[float], *tables: Mapping[str, tuple[int, Sequence[tuple[int, int]]]]
) -> Habits:
    actors, systems = (
        {name: Habit(incidents, {labels[at]: n for at, n in counts}) for name, (incidents, counts) in table.items()}
        for table in tables
    )
    return Habits(dict(zip(labels, share, strict=True)), actors, systems)
