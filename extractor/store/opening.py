"""Opening a databank folder: its database, its raw bytes, and the reports whose text evidence points into."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from extractor.drafting.records import Draft
from extractor.errors import DatabankError
from extractor.report import Report
from extractor.store.connection import connect, plain_errors
from extractor.store.raw import RawFolder

FILE_NAME = "databank.sqlite3"

Check = Callable[[dict[str, Any], Mapping[str, Report]], Sequence[Any]]
"""Findings of a draft as JSON-ready dict, given its reports by id."""


class OpenFolder:
    """A databank folder that is open: the database, the raw bytes, and the texts of the reports."""

    def __init__(self, folder: Path, connection: sqlite3.Connection, check: Check) -> None:
        self.folder = folder
        self._path = folder / FILE_NAME
        self._db = connection
        self._check = check
        self._raw = RawFolder(folder)

    @classmethod
    def open(
        cls,
        folder: str | Path,
        *,
        create: bool = True,
        read_only: bool = False,
        wait: float | None = None,
        check: Check | None = None,
    ) -> Self:
        """Open the databank in ``folder``, made and migrated if need be.

        create: make it when it is not there. read_only: never write. wait: seconds to wait for another writer
        (default: ``connection.BUSY_SECONDS``). check: what finds fault with a draft before it is saved; the databank's
        own rules unless given.
        Raises DatabankError: no databank there, locked, read-only, damaged, or of a newer version.
        """
        folder = Path(folder)
        path = folder / FILE_NAME
        with plain_errors(path):
            there = path.exists()
            if not there and (read_only or not create):
                raise DatabankError(
                    f"There is no databank in {folder}.", "Draft a report first, or name its folder with --databank."
                )
            if not there:
                folder.mkdir(parents=True, exist_ok=True)
        return cls(folder, connect(path, read_only=read_only, create=create, wait=wait), check or _check)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Raw bytes -------------------------------------------------------------------------------------------------------

    def keep_raw(self, raw: bytes, about: Mapping[str, Any]) -> str:
        """Keep the bytes of a source and where they came from; returns their SHA-256.

        Keeping the same again changes nothing. Safe in any process and thread. Raises DatabankError.
        """
        return self._raw.keep(raw, about)

    def raw(self, sha256: str) -> bytes:
        """The raw bytes with this SHA-256. Raises DatabankError."""
        return self._raw.read(sha256)

    def raw_about(self, sha256: str) -> list[dict[str, Any]]:
        """Where raw bytes came from, oldest first."""
        return self._raw.about(sha256)

    # Reports ---------------------------------------------------------------------------------------------------------

    def report(self, report_id: str) -> Report:
        """A report with its text, by its id. Raises DatabankError."""
        with plain_errors(self._path):
            row = self._db.execute("SELECT document FROM report WHERE id = ?", (report_id,)).fetchone()
        if row is None:
            raise DatabankError(f"There is no report {report_id[:80]!r} in {self.folder}.")
        return Report.from_dict(json.loads(row["document"]))

    def reports_of(self, draft: Draft) -> dict[str, Report]:
        """The reports a draft points into, by id. Raises DatabankError."""
        return {each["id"]: self.report(each["id"]) for each in draft.reports}


def _check(document: dict[str, Any], reports: Mapping[str, Report]) -> Sequence[Any]:
    """The databank's own checks; imported late, since most commands save nothing."""
    from extractor.databank import check

    found: Sequence[Any] = check(document, reports)
    return found
