"""Small JSON files of a databank folder: written whole or not at all, read again when they changed."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from extractor.errors import DatabankError


class JsonFile:
    """One JSON object in a file. private: readable by its owner only."""

    def __init__(self, path: Path, *, private: bool = False) -> None:
        self.path = path
        self._private = private
        self._read: tuple[tuple[int, int], dict[str, Any]] | None = None

    def content(self) -> dict[str, Any]:
        """What the file says, {} when there is none. Raises DatabankError when it cannot be read."""
        try:
            about = self.path.stat()
            stamp = (about.st_mtime_ns, about.st_ino)
            if self._read is None or self._read[0] != stamp:
                read = json.loads(self.path.read_text(encoding="utf-8"))
                if not isinstance(read, dict):
                    raise ValueError("not an object")
                self._read = (stamp, read)
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise DatabankError(f"{self.path} cannot be read.", "Mend it, or take it away.") from error
        return self._read[1]

    def write(self, content: Mapping[str, Any]) -> None:
        """Put new content in place of the old, at once or not at all. Raises DatabankError."""
        text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        try:
            handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=f".{self.path.stem}-")
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            if not self._private:
                Path(name).chmod(0o644)
            Path(name).replace(self.path)
        except OSError as error:
            raise DatabankError(f"{self.path} cannot be written: {error.strerror}.") from error
        self._read = None
