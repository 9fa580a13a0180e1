"""Writing and reading the rows of drafts and reports; the caller holds the transaction."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Any

from extractor.drafting.records import Draft
from extractor.errors import DatabankError
from extractor.report import Report
from extractor.store.attempts import printable
from extractor.store.decisions import now
from extractor.store.summary import columns_of, listed_values


def full_id(db: sqlite3.Connection, draft_id: str) -> str:
    """The whole id of a draft, from an unambiguous beginning of it. Raises DatabankError."""
    # Whole ids are the common case, and the index finds them at once; the beginning of one needs a look at all.
    if db.execute("SELECT 1 FROM draft WHERE id = ?", (draft_id,)).fetchone():
        return draft_id
    length = max(1, len(draft_id))
    rows = db.execute("SELECT id FROM draft WHERE substr(id, 1, ?) = ? LIMIT 9", (length, draft_id))
    ids = [str(row["id"]) for row in rows]
    if len(ids) == 1:
        return ids[0]
    if ids:
        raise DatabankError(f"{draft_id!r} is the beginning of several drafts: {', '.join(ids)}.", "Give more of it.")
    raise DatabankError(f"There is no draft {draft_id[:80]!r} in this databank.", "See: extractor list")


def draft_row(db: sqlite3.Connection, draft_id: str) -> sqlite3.Row:
    """The row of a draft that exists."""
    row: sqlite3.Row = db.execute("SELECT * FROM draft WHERE id = ?", (draft_id,)).fetchone()
    return row


def read_draft(db: sqlite3.Connection, draft_id: str) -> Draft:
    """A draft that exists, as it stands now."""
    row = db.execute("SELECT document FROM draft_document WHERE draft_id = ?", (draft_id,)).fetchone()
    return Draft.from_dict(json.loads(row["document"]))


def drafts_sharing(db: sqlite3.Connection, reports: Sequence[Report]) -> str | None:
    """The draft that all these reports belong to: the same by their text or by the raw bytes they came from."""
    common: set[str] | None = None
    for report in reports:
        rows = db.execute(
            "SELECT draft_id FROM draft_report JOIN report ON report.id = report_id"
            " WHERE text_sha256 = ? OR sha256 = ?",
            (report.text_sha256, report.sha256),
        )
        ids = {str(row["draft_id"]) for row in rows}
        common = ids if common is None else common & ids
    return min(common) if common else None


def draft_of_raw(db: sqlite3.Connection, sha256: str) -> str | None:
    """A draft of a report that came from these raw bytes."""
    row = db.execute(
        "SELECT draft_id FROM draft_report JOIN report ON report.id = report_id WHERE sha256 = ? LIMIT 1", (sha256,)
    ).fetchone()
    return None if row is None else str(row["draft_id"])


def insert_reports(db: sqlite3.Connection, reports: Sequence[Report]) -> None:
    """Add reports; those with the same text are there already."""
    db.executemany(
        "INSERT OR IGNORE INTO report (id, text_sha256, sha256, url, title, saved, document)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (r.id, r.text_sha256, r.sha256, printable(r.url), printable(r.title), now(), to_json(r.to_dict()))
            for r in reports
        ],
    )


def insert_draft(db: sqlite3.Connection, draft: Draft, reports: Sequence[Report]) -> None:
    """Add a draft whose id is new."""
    columns = {**columns_of(draft), "version": 1, "created": now(), "updated": now()}
    marks = ", ".join("?" * len(columns))
    db.execute(f"INSERT INTO draft ({', '.join(columns)}) VALUES ({marks})", list(columns.values()))  # noqa: S608
    db.executemany(
        "INSERT INTO draft_report (draft_id, report_id, position) VALUES (?, ?, ?)",
        [(draft.id, report.id, position) for position, report in enumerate(reports)],
    )
    write_document(db, draft)


def write_document(db: sqlite3.Connection, draft: Draft) -> None:
    """Write a draft as it stands now, and what lists show of it."""
    columns = {**columns_of(draft), "updated": now()}
    sets = ", ".join(f"{name} = ?" for name in columns)
    db.execute(f"UPDATE draft SET {sets} WHERE id = ?", [*columns.values(), draft.id])  # noqa: S608
    db.execute("INSERT OR REPLACE INTO draft_document VALUES (?, ?)", (draft.id, to_json(draft.to_dict())))
    db.execute("DELETE FROM draft_value WHERE draft_id = ?", (draft.id,))
    db.executemany(
        "INSERT INTO draft_value (draft_id, field, value) VALUES (?, ?, ?)",
        [(draft.id, name, value) for name, value in listed_values(draft)],
    )


def append_suggestion(db: sqlite3.Connection, draft: Draft) -> None:
    """Add what the program suggested."""
    db.execute(
        "INSERT INTO suggestion (draft_id, number, made, document)"
        " SELECT ?, 1 + coalesce(max(number), 0), ?, ? FROM suggestion WHERE draft_id = ?",
        (draft.id, now(), to_json(draft.to_dict()), draft.id),
    )


def remove_draft(db: sqlite3.Connection, draft_id: str, who: str, note: str | None) -> None:
    """Move a draft that exists to the log of removals."""
    db.execute(
        "INSERT INTO removal (draft_id, removed, who, note, document)"
        " SELECT draft_id, ?, ?, ?, document FROM draft_document WHERE draft_id = ?",
        (now(), who, note, draft_id),
    )
    db.execute("DELETE FROM draft WHERE id = ?", (draft_id,))


def to_json(data: Any) -> str:
    """JSON in UTF-8 where that can hold it; text with lone surrogates is escaped throughout."""
    text = json.dumps(data, ensure_ascii=False)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(data)
    return text
