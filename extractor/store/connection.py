"""Opening the SQLite file safely, and saying in plain words what SQLite has to complain about."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from extractor.errors import DatabankError
from extractor.store.migrating import migrate, newest_version, verify

BUSY_SECONDS = 5.0
"""How long to wait for another process that is writing."""


def connect(path: Path, *, read_only: bool, create: bool, wait: float | None = None) -> sqlite3.Connection:
    """Open the database at ``path``, migrated, in WAL mode, with foreign keys on.

    wait: seconds to wait for another process's lock (default: BUSY_SECONDS). Raises DatabankError.
    """
    wait = BUSY_SECONDS if wait is None else wait
    with plain_errors(path):
        if read_only:
            return _connect_read_only(path, wait)
        connection = _open(path, "rwc" if create else "rw", wait)
        try:
            verify(connection, path)
            _switch_to_wal(connection, wait)
            connection.execute("PRAGMA synchronous = NORMAL")
            migrate(connection, path)
            # Now rather than after minutes of drafting: can this process write here?
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
        except BaseException:
            connection.close()
            raise
        return connection


def _open(path: Path, mode: str, wait: float) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=wait, isolation_level=None
    )
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _connect_read_only(path: Path, wait: float) -> sqlite3.Connection:
    # "rw" where that is possible: a connection that may write tidies the log away when it is the last to close.
    for mode in ("rw", "ro"):
        connection = _open(path, mode, wait)
        try:
            version = verify(connection, path)
            break
        except sqlite3.OperationalError:
            connection.close()
    else:
        # A WAL database in a folder that cannot be written to: readable all the same when no log is left to replay.
        log = path.with_name(path.name + "-wal")
        connection = _open(path, "ro" if log.exists() and log.stat().st_size else "ro&immutable=1", wait)
        version = verify(connection, path)
    if version < newest_version():
        connection.close()
        # An older schema: migrating needs to write. Do so if possible, then read.
        connect(path, read_only=False, create=False, wait=wait).close()
        connection = _open(path, "rw", wait)
    connection.execute("PRAGMA query_only = ON")
    return connection


def _switch_to_wal(connection: sqlite3.Connection, wait: float) -> None:
    """Turn on WAL. SQLite does not wait for locks here, so this does."""
    until = time.monotonic() + wait
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return


@contextmanager
def transaction(connection: sqlite3.Connection, path: Path) -> Iterator[sqlite3.Connection]:
    """A short write transaction: all of it or nothing of it. Raises DatabankError."""
    with plain_errors(path):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


@contextmanager
def plain_errors(path: Path) -> Iterator[None]:
    """Turn SQLite's and the file system's errors into one clear line."""
    try:
        yield
    except sqlite3.Error as error:
        raise _explained(error, path) from error
    except PermissionError as error:
        raise DatabankError(
            f"No permission to use {path.parent}.", "Change its permissions or choose another with --databank."
        ) from error
    except OSError as error:
        raise DatabankError(f"{path.parent} cannot be used: {error.strerror or error}.") from error


def _explained(error: sqlite3.Error, path: Path) -> DatabankError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return DatabankError(
            f"The databank {path} is locked by another program.", "Nothing was changed; try again when it is done."
        )
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
        return DatabankError(
            f"The databank {path} is read-only.", "Change its permissions or choose another with --databank."
        )
    if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return DatabankError(
            f"{path} is damaged or not a SQLite file.", "Put back a copy of it, or choose another with --databank."
        )
    if code == sqlite3.SQLITE_FULL:
        return DatabankError(f"No space is left to write {path}.", "Free some space and try again.")
    if code == sqlite3.SQLITE_CANTOPEN:
        return DatabankError(
            f"The databank {path} cannot be opened or written.",
            "Check that the folder exists and may be written to, or choose another with --databank.",
        )
    return DatabankError(f"The databank {path} failed: {error}.")
