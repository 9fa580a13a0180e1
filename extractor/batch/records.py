"""What a job is, and the record that comes of each of its items."""

from __future__ import annotations

from typing import Any, Protocol

Record = dict[str, Any]
"""What comes of an item, in plain values: {"ok": True, ...} or {"ok": False, "code", "message", "sha256"}."""


class Job(Protocol):
    """Work on one item. Travels to the workers by pickle."""

    def prepare(self) -> None:
        """Load what every item needs; called once in each worker."""

    def __call__(self, item: Any, /) -> Record:
        """Turn an item into a record. May raise: that becomes the item's failure."""
