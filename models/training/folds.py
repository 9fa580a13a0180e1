"""Folds by incident: no text, row or headline of a test incident is ever trained on."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from training.data import Row

FOLDS = 5


def fold_of(group: str, folds: int = FOLDS) -> int:
    """The fold of an incident's group: the same number on every machine, in every run."""
    return int(hashlib.sha256(group.encode("utf-8")).hexdigest(), 16) % folds


def headline_key(headline: str | None) -> str:
    """A headline without case, marks and spaces: rows of one incident keep it when their ids change."""
    return re.sub(r"[^a-z0-9]+", "", (headline or "").lower())


def held_out(rows: Iterable[Row], test: Sequence[Row]) -> list[Row]:
    """Those of ``rows`` that may be trained on when ``test`` is predicted.

    Left out is every row that shares the group, the databank id or the headline of a test row.
    """
    groups = {row.group for row in test} | {row.databank_id for row in test if row.databank_id}
    headlines = {headline_key(row.entry.get("headline")) for row in test} - {""}
    return [
        row
        for row in rows
        if row.group not in groups
        and row.databank_id not in groups
        and headline_key(row.entry.get("headline")) not in headlines
    ]


def split(rows: Sequence[Row], fold: int, folds: int = FOLDS) -> tuple[list[Row], list[Row]]:
    """(train, test) for one fold: test is every row whose group falls in it, train what ``held_out`` leaves."""
    test = [row for row in rows if fold_of(row.group, folds) == fold]
    return held_out(rows, test), test
