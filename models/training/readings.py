"""Readings: labels of articles that belong to no databank row, given by readers who follow the databank's habits.

``readings.jsonl`` has an article's id, its sector, technology, issue, transparency, type, operator, developer, system,
and under "denials" the sentences that dispute a part. No text of an article is there. models/README.md says who read,
and how far the readings agree with the databank.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from training.data import Row

PATH = Path(__file__).with_name("readings.jsonl")


@cache
def read_readings(path: Path = PATH) -> dict[str, dict[str, Any]]:
    """Readings by article id."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return {row["id"]: row for row in rows}


def with_readings(rows: Iterable[Row], fields: Sequence[str]) -> list[Row]:
    """The rows, with these fields filled from readings where no databank says anything of them."""
    readings, found = read_readings(), []
    for row in rows:
        reading = readings.get(row.id) if row.kind == "article" and not row.linked else None
        told = {f: reading[f] for f in fields if reading.get(f) and not row.entry.get(f)} if reading else {}
        found.append(replace(row, entry={**row.entry, **told}, read=frozenset(told)) if told else row)
    return found
