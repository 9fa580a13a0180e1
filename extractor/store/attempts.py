"""What was tried on each source: the memory that lets a second run go on where the first stopped."""

from __future__ import annotations

import sqlite3
from dataclasses import asdict, dataclass
from typing import Any

from extractor.store.decisions import now

_LATEST = "SELECT max(id) FROM attempt GROUP BY source"


@dataclass(frozen=True, slots=True)
class Failure:
    """A source that could not be drafted. code: of the error; sha256: of its raw bytes, None where none were read."""

    source: str
    code: str
    message: str
    sha256: str | None
    tried: str

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return asdict(self)


def record(
    connection: sqlite3.Connection,
    source: str,
    sha256: str | None,
    outcome: str,
    draft_id: str | None = None,
    code: str | None = None,
    message: str | None = None,
) -> None:
    """Add what came of a source; inside the caller's transaction."""
    connection.execute(
        "INSERT INTO attempt (source, sha256, outcome, draft_id, code, message, tried) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (printable(source), sha256 or "", outcome, draft_id, code, printable(message), now()),
    )


def outcome(connection: sqlite3.Connection, source: str, sha256: str | None) -> str | None:
    """What came last of this source with these bytes: "drafted", "known", "failed", or None if never tried.

    sha256: None for a source that cannot be hashed before it is fetched; then the source alone decides.
    """
    row = connection.execute(
        "SELECT outcome FROM attempt WHERE source = ? AND (? IS NULL OR sha256 IN (?, '')) ORDER BY id DESC LIMIT 1",
        (printable(source), sha256, sha256),
    ).fetchone()
    return None if row is None else str(row["outcome"])


def failures(connection: sqlite3.Connection) -> list[Failure]:
    """Sources whose last attempt failed, oldest first."""
    rows = connection.execute(
        f"SELECT * FROM attempt WHERE id IN ({_LATEST}) AND outcome = 'failed' ORDER BY id"  # noqa: S608
    )
    return [
        Failure(row["source"], row["code"] or "error", row["message"] or "", row["sha256"] or None, row["tried"])
        for row in rows
    ]


def printable(text: str | None) -> str | None:
    """Text that SQLite can hold, also for a file name that is not valid UTF-8."""
    return None if text is None else text.encode("utf-8", "backslashreplace").decode("utf-8")
