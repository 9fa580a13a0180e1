"""The raw bytes of every source, kept by their SHA-256 beside the database: ``raw/ab/abcdef….bin``.

Next to each lies ``abcdef….jsonl``: one JSON object per place the bytes came from (source, headers, time).
Any number of processes may write at once: files appear whole or not at all, and lines are appended in one write.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from extractor.errors import DatabankError
from extractor.store.connection import plain_errors

_SHA256 = re.compile(r"[0-9a-f]{64}\Z")


class RawFolder:
    """Raw bytes by hash, under a databank folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "raw"

    def path(self, sha256: str) -> Path:
        """Where the bytes with this hash are kept, or would be. Raises DatabankError for what is not a hash."""
        if not _SHA256.match(sha256):
            raise DatabankError(f"{sha256[:80]!r} is not a SHA-256.")
        return self.folder / sha256[:2] / f"{sha256}.bin"

    def keep(self, raw: bytes, about: Mapping[str, Any]) -> str:
        """Keep bytes and where they came from; returns their SHA-256. Keeping the same again changes nothing.

        about: JSON-ready facts such as source, url, status and headers. Raises DatabankError.
        """
        sha256 = hashlib.sha256(raw).hexdigest()
        path = self.path(sha256)
        with plain_errors(self.folder):
            path.parent.mkdir(parents=True, exist_ok=True)
            # A file of another length was cut short by a full disk or a crash of the machine: write it again.
            if not path.exists() or path.stat().st_size != len(raw):
                _write_whole(path, raw)
            _note(path.with_suffix(".jsonl"), {"sha256": sha256, "size": len(raw), **about})
        return sha256

    def read(self, sha256: str) -> bytes:
        """The bytes with this hash. Raises DatabankError when they are not kept here or no longer the same."""
        try:
            raw = self.path(sha256).read_bytes()
        except OSError as error:
            raise DatabankError(f"The raw bytes {sha256[:12]}… are not in {self.folder}.") from error
        if hashlib.sha256(raw).hexdigest() != sha256:
            raise DatabankError(f"The raw bytes {sha256[:12]}… in {self.folder} were changed.")
        return raw

    def about(self, sha256: str) -> list[dict[str, Any]]:
        """Where the bytes with this hash came from, oldest first."""
        path = self.path(sha256).with_suffix(".jsonl")
        return _notes(path) if path.exists() else []


def _write_whole(path: Path, raw: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    try:
        with temporary.open("xb") as stream:
            stream.write(raw)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()


def _notes(path: Path) -> list[dict[str, Any]]:
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        with suppress(json.JSONDecodeError):  # a line cut short by a crash says nothing
            found.append(json.loads(line))
    return found


def _note(path: Path, about: Mapping[str, Any]) -> None:
    """Add one line about a source, unless the same is noted already, times apart."""
    if path.exists() and any(_without_times(note) == _without_times(about) for note in _notes(path)):
        return
    note = {**about, "kept": datetime.now(UTC).isoformat(timespec="seconds")}
    line = json.dumps(note, ensure_ascii=True, default=str).encode("ascii") + b"\n"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        os.write(handle, line)
    finally:
        os.close(handle)


def _without_times(about: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in about.items() if name not in {"kept", "fetched"}}
