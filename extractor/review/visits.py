"""When each editor last had the queue open, so that it can say what changed since."""

from __future__ import annotations

from pathlib import Path

from extractor.review.jsonfile import JsonFile


class Visits:
    """``visits.json`` in the databank folder: editor -> id of the last decision they have seen."""

    def __init__(self, folder: Path) -> None:
        self._file = JsonFile(folder / "visits.json")

    def seen(self, who: str) -> int | None:
        """The last decision an editor has seen, None on the first visit."""
        found = self._file.content().get(who)
        return found if isinstance(found, int) else None

    def mark(self, who: str, decision: int) -> None:
        """Remember what an editor has seen."""
        self._file.write({**self._file.content(), who: decision})
