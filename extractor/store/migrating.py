"""The database's schema, as numbered SQL files, and bringing an older database up to date."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from extractor.errors import DatabankError

APPLICATION_ID = 0x41494142
"""Marks a SQLite file as a databank ("AIAB"), so that another program's file is not taken for one."""

_FOLDER = Path(__file__).with_name("migrations")


@cache
def steps() -> dict[int, str]:
    """The migrations: number (the ``user_version`` that it leads to) -> SQL."""
    return {int(p.name[:4]): p.read_text(encoding="utf-8") for p in sorted(_FOLDER.glob("[0-9]*.sql"))}


def newest_version() -> int:
    """The schema version this program writes."""
    return max(steps())


def statements(script: str) -> Iterator[str]:
    """The single statements of an SQL script, so that they can run inside one transaction."""
    buffer = ""
    for line in script.splitlines(keepends=True):
        buffer += line
        if sqlite3.complete_statement(buffer):
            yield buffer
            buffer = ""
    if buffer.strip():
        raise ValueError(f"unfinished SQL statement: {buffer.strip()[:60]!r}")


def verify(connection: sqlite3.Connection, path: Path) -> int:
    """The schema version of an opened database, 0 for a new one.

    Raises DatabankError for a newer database, and for a SQLite file that is not a databank.
    """
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    marked = int(connection.execute("PRAGMA application_id").fetchone()[0])
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if marked != APPLICATION_ID and (tables or marked or version):
        raise DatabankError(
            f"{path} is a SQLite file of another program, not a databank.", "Choose another folder with --databank."
        )
    if version > newest_version():
        raise DatabankError(
            f"{path} was written by a newer version of extractor (schema {version}; known here: {newest_version()}).",
            "Install the newer version to use it.",
        )
    return version


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring a database to the newest schema, all steps in one transaction.

    Safe when several processes open the same new or old database at once: the first one migrates.
    """
    if verify(connection, path) == newest_version():
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = verify(connection, path)
        for number in range(version + 1, newest_version() + 1):
            for statement in statements(steps()[number]):
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {newest_version()}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
