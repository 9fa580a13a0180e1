"""The table of habits: which labels the databank gives the incidents of each known name (models/habits.json)."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from extractor.pipeline.actors.component import ActorsComponent
from extractor.pipeline.actors.known import KnownNames
from extractor.pipeline.topics.habits import Floats, Habit, Habits
from training.data import Row
from training.labels import Label, gold
from training.names import build_names
from training.roles import sheet_rows
from training.second_stage import HABITS

CREDIT = "Learned from the AIAAIC repository (CC BY-SA 4.0), https://www.aiaaic.org"


def habits_of(rows: Sequence[Row], known: KnownNames) -> dict[str, Habits]:
    """The habits of the known names of databank rows, by field."""
    return {name: build_habits(name, rows, known) for name in sorted(HABITS)}


def habit_inputs(rows: Sequence[Row], labels: Sequence[Label], docs: Iterable[Doc]) -> Iterator[dict[str, Floats]]:
    """What the names of each Doc speak for, by field (labels x numbers), as ``rows`` alone know names and habits.

    rows: none that shares an incident with a Doc. Writes the Docs' actors and systems.
    """
    known = known_names(rows)
    habits, find = habits_of(rows, known), ActorsComponent(known)
    names = {name: [label.name for label in labels if label.field == name] for name in habits}
    for doc in map(find, docs):
        yield {name: one.inputs(doc, names[name]) for name, one in habits.items()}


def known_names(rows: Sequence[Row]) -> KnownNames:
    """The names of databank rows, as the roles trainer makes models/names.json of all of them."""
    return KnownNames.from_table(build_names(sheet_rows([row for row in rows if row.kind == "sheet"])))


def build_habits(field: str, rows: Iterable[Row], known: KnownNames) -> Habits:
    """Count a field's labels by name over databank rows; both editions of a row are one incident."""
    labels: dict[str, set[str]] = defaultdict(set)
    actors: dict[str, set[str]] = defaultdict(set)
    systems: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        found = gold(row, field) if row.kind == "sheet" else None
        if found is None:
            continue
        labels[row.group] |= found
        for cell in (*(row.entry["operator"] or ()), *(row.entry["developer"] or ())):
            if (name := known.name(cell)) is not None:
                actors[name.name].add(row.group)
        for cell in row.entry["system"] or ():
            if (system := known.system(cell)) is not None:
                systems[system.name].add(row.group)
    total = Counter(label for found in labels.values() for label in found)
    share = {label: (n + 0.3) / (len(labels) + 1) for label, n in sorted(total.items())}
    return Habits(share, _habits(actors, labels), _habits(systems, labels))


def _habits(incidents: Mapping[str, set[str]], labels: Mapping[str, set[str]]) -> dict[str, Habit]:
    return {
        name: Habit(len(ids), Counter(label for one in ids for label in labels[one]))
        for name, ids in sorted(incidents.items())
    }


def write_habits(habits: Mapping[str, Habits], folder: Path) -> None:
    """Write habits.json: by field its labels, their shares, and by name [incidents, [[label's number, count], ...]]."""
    fields = {name: _table(one) for name, one in habits.items()}
    text = json.dumps({"credit": CREDIT, "fields": fields}, ensure_ascii=False, separators=(",", ":"))
    (folder / "habits.json").write_text(text.replace("]]],", "]]],\n") + "\n", encoding="utf-8")


def _table(habits: Habits) -> dict[str, Any]:
    number = {label: at for at, label in enumerate(habits.share)}
    actors, systems = (
        {name: [habit.incidents, sorted([number[label], n] for label, n in habit.labels.items())]
         for name, habit in table.items()}
        for table in (habits.actors, habits.systems)
    )  # fmt: skip
    shares = [round(share, 5) for share in habits.share.values()]
    return {"labels": list(habits.share), "share": shares, "actors": actors, "systems": systems}
