"""What editors let the program learn: a file in the databank folder that people can read and take back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from extractor.review.jsonfile import JsonFile

FILE_NAME = "learned.json"
KINDS = ("aliases", "names", "hints")


class Learned:
    """``learned.json``: aliases {field: {words: term}}, names {name: {role: count}}, hints {field: {words: term}}.

    ``refused`` lists proposals (by key) that an editor does not want to see again.
    """

    def __init__(self, folder: Path) -> None:
        self._file = JsonFile(folder / FILE_NAME)

    def content(self) -> dict[str, Any]:
        """All that was learned. Raises DatabankError when the file cannot be read."""
        empty: dict[str, Any] = {"aliases": {}, "names": {}, "hints": {}, "refused": []}
        return {**empty, **self._file.content()}

    def aliases(self) -> Mapping[str, Mapping[str, str]]:
        """Accepted aliases by field, their words in lower case."""
        found: Mapping[str, Mapping[str, str]] = self.content()["aliases"]
        return found

    def write(self, content: Mapping[str, Any]) -> None:
        """Put new content in place of the old. Raises DatabankError."""
        self._file.write(content)
