"""What a list shows of a draft, and how lists are filtered and sorted."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from extractor.drafting.records import STATUSES, Draft
from extractor.errors import UsageError

LISTED_FIELDS = ("country", "technology", "sector", "issue", "operator", "developer", "system")
"""Fields that drafts can be filtered by; their values stand in a table of their own."""

SORTS: Mapping[str, str] = {
    "newest": "created DESC, id DESC",
    "oldest": "created, id",
    "updated": "updated DESC, id DESC",
    "published": "published DESC, id DESC",
    "doubt": "doubt DESC, id DESC",
    "headline": "headline COLLATE NOCASE, id",
}

DOUBTFUL_BELOW = 0.65
"""A value is called doubtful when an editor keeps it with less than this probability."""

_WORDS = ((0.85, "very likely"), (DOUBTFUL_BELOW, "likely"), (0.4, "doubtful"), (0.0, "very doubtful"))


def confidence_words(probability: float) -> str:
    """A calibrated probability in words, from "very likely" to "very doubtful"."""
    return next((words for least, words in _WORDS if probability >= least), _WORDS[-1][1])


@dataclass(frozen=True, slots=True)
class DraftSummary:
    """One line in a list of drafts.

    confidence: mean over the draft's values; doubt: share of its values that are doubtful (both 0 to 1).
    warnings: how many warnings its reports carry. created, updated: ISO times in UTC.
    values: of LISTED_FIELDS, in the entry's order of terms by name.
    """

    id: str
    version: int
    status: str
    headline: str
    publisher: str | None
    published: str | None
    url: str | None
    confidence: float
    doubt: float
    warnings: int
    created: str
    updated: str
    values: dict[str, list[str]] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready, the values as keys of their own."""
        own = {name: getattr(self, name) for name in _COLUMNS}
        return {**own, **{name: self.values.get(name, []) for name in LISTED_FIELDS}}


_COLUMNS = ("id", "version", "status", "headline", "publisher", "published", "url", "confidence", "doubt",
            "warnings", "created", "updated")  # fmt: skip


@dataclass(frozen=True, slots=True)
class DraftFilter:
    """Which drafts to list: all that fit everything given.

    text: words that must all stand in the headline, the publisher or the address.
    values: field (of LISTED_FIELDS) -> value, capitals not minded.
    """

    status: str | None = None
    publisher: str | None = None
    text: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)

    def where(self) -> tuple[str, list[Any]]:
        """The SQL condition and its parameters. Raises UsageError for a field or status that does not exist."""
        parts: list[str] = []
        given: list[Any] = []
        if self.status is not None:
            if self.status not in STATUSES:
                raise UsageError(f"There is no status {self.status!r}.", f"Choose from: {', '.join(STATUSES)}.")
            parts.append("status = ?")
            given.append(self.status)
        if self.publisher is not None:
            parts.append("publisher = ? COLLATE NOCASE")
            given.append(self.publisher)
        for name, value in self.values.items():
            if name not in LISTED_FIELDS:
                raise UsageError(f"Drafts cannot be filtered by {name!r}.", f"Choose from: {', '.join(LISTED_FIELDS)}.")
            parts.append("id IN (SELECT draft_id FROM draft_value WHERE field = ? AND value = ?)")
            given += [name, value]
        for word in (self.text or "").split():
            parts.append("(headline || ' ' || coalesce(publisher, '') || ' ' || coalesce(url, '')) LIKE ? ESCAPE '\\'")
            given.append("%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%")
        return " AND ".join(parts) or "1", given


def select(
    connection: sqlite3.Connection, wanted: DraftFilter, sort: str, limit: int | None, offset: int
) -> list[DraftSummary]:
    """One page of summaries."""
    if sort not in SORTS:
        raise UsageError(f"Drafts cannot be sorted by {sort!r}.", f"Choose from: {', '.join(SORTS)}.")
    condition, given = wanted.where()
    rows = connection.execute(
        f"SELECT {', '.join(_COLUMNS)} FROM draft WHERE {condition} ORDER BY {SORTS[sort]} LIMIT ? OFFSET ?",  # noqa: S608
        [*given, -1 if limit is None else limit, offset],
    ).fetchall()
    values = _values_of(connection, [row["id"] for row in rows])
    return [DraftSummary(**dict(row), values=values.get(row["id"], {})) for row in rows]


def select_one(connection: sqlite3.Connection, draft_id: str) -> DraftSummary:
    """The summary of a draft that exists."""
    row = connection.execute(f"SELECT {', '.join(_COLUMNS)} FROM draft WHERE id = ?", (draft_id,)).fetchone()  # noqa: S608
    return DraftSummary(**dict(row), values=_values_of(connection, [draft_id]).get(draft_id, {}))


def _values_of(connection: sqlite3.Connection, ids: Sequence[str]) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {}
    for start in range(0, len(ids), 500):
        some = ids[start : start + 500]
        marks = ", ".join("?" * len(some))
        rows = connection.execute(
            f"SELECT draft_id, field, value FROM draft_value WHERE draft_id IN ({marks}) ORDER BY 1, 2, 3",  # noqa: S608
            some,
        )
        for draft_id, name, value in rows:
            found.setdefault(draft_id, {}).setdefault(name, []).append(value)
    return found


def columns_of(draft: Draft) -> dict[str, Any]:
    """The columns of a draft's row that follow from the draft itself."""
    report = draft.reports[0] if draft.reports else {}
    sure = list(draft.confidence.values())
    return {
        "id": draft.id,
        "status": draft.status,
        "headline": _clean(draft.entry.get("headline")) or "(no headline)",
        "publisher": _clean(report.get("publisher")),
        "published": _clean(report.get("published")),
        "url": _clean(report.get("url")),
        "confidence": round(sum(sure) / len(sure), 4) if sure else 0.0,
        "doubt": round(sum(value < DOUBTFUL_BELOW for value in sure) / len(sure), 4) if sure else 1.0,
        "warnings": sum(len(each.get("warnings", ())) for each in draft.reports),
    }


def listed_values(draft: Draft) -> list[tuple[str, str]]:
    """(field, value) of the fields that drafts are filtered by, each once, capitals not minded."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for name in LISTED_FIELDS:
        for value in draft.entry.get(name) or ():
            text = _clean(value)
            if text:
                found.setdefault((name, text.lower()), (name, text))
    return list(found.values())


def _clean(value: Any) -> str | None:
    """Text that SQLite can hold: lone surrogates, which no UTF-8 can hold, become question marks."""
    return None if value is None else str(value).encode("utf-8", "replace").decode("utf-8")
