"""Decisions of editors: appended, never overwritten, each making the next version of its draft."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from extractor.errors import DatabankError


class VersionConflict(DatabankError):
    """Somebody else changed the draft since it was read. ``expected`` and ``found`` are its versions."""

    code = "conflict"

    def __init__(self, draft_id: str, expected: int, found: int) -> None:
        self.expected = expected
        self.found = found
        super().__init__(
            f"Draft {draft_id} was changed by somebody else (version {found}, you have {expected}).",
            "Read it again, then decide.",
        )


@dataclass(frozen=True, slots=True)
class Decision:
    """What an editor decided.

    pointer: JSON pointer of the value ("/operator/0"), or "" for the draft as a whole.
    action: "accept", "edit", "reject", "pick", "status", "note", ... ; value: the new value, if any.
    from_suggestion: the value that stood there as suggested. version: the draft's version after the decision.
    decided: ISO time in UTC.
    """

    id: int
    draft_id: str
    version: int
    pointer: str
    action: str
    value: Any
    from_suggestion: Any
    who: str
    decided: str
    note: str | None


def now() -> str:
    """This moment in UTC, to the microsecond so that times also give the order."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def append(
    connection: sqlite3.Connection,
    draft_id: str,
    version: int,
    pointer: str,
    action: str,
    value: Any,
    from_suggestion: Any,
    who: str,
    note: str | None,
) -> Decision:
    """Add a decision that made ``version``; inside the caller's transaction."""
    decided = now()
    cursor = connection.execute(
        "INSERT INTO decision (draft_id, version, pointer, action, value, from_suggestion, who, decided, note)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (draft_id, version, pointer, action, json.dumps(value), json.dumps(from_suggestion), who, decided, note),
    )
    number = int(cursor.lastrowid or 0)
    return Decision(number, draft_id, version, pointer, action, value, from_suggestion, who, decided, note)


def of_draft(connection: sqlite3.Connection, draft_id: str) -> list[Decision]:
    """All decisions on a draft, oldest first."""
    rows = connection.execute("SELECT * FROM decision WHERE draft_id = ? ORDER BY id", (draft_id,))
    return [_read(row) for row in rows]


def since(connection: sqlite3.Connection, number: int, limit: int) -> list[Decision]:
    """Decisions on any draft with an id above ``number``, oldest first, at most ``limit``."""
    rows = connection.execute("SELECT * FROM decision WHERE id > ? ORDER BY id LIMIT ?", (number, limit))
    return [_read(row) for row in rows]


def newest(connection: sqlite3.Connection) -> int:
    """The id of the last decision on any draft, 0 when there is none."""
    return int(connection.execute("SELECT coalesce(max(id), 0) FROM decision").fetchone()[0])


def _read(row: sqlite3.Row) -> Decision:
    return Decision(
        **{**dict(row), "value": json.loads(row["value"]), "from_suggestion": json.loads(row["from_suggestion"])}
    )
