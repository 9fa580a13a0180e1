"""A Finding: one thing that is wrong with an entry or draft, as data."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, or doubtful.

    pointer: JSON pointer into what was checked ("/technology/0" in an entry, "/entry/technology/0" in a draft).
    value: what stands there (None when nothing does). rule: short name of the rule.
    message: one line in plain words, for an editor. nearest: up to three valid terms, nearest first.
    severity: "error" keeps a draft from being stored, "warning" does not.
    """

    pointer: str
    value: Any
    rule: str
    message: str
    nearest: tuple[str, ...] = ()
    severity: Severity = "error"

    def to_dict(self) -> dict[str, Any]:
        """The finding as JSON-ready values."""
        return {**asdict(self), "nearest": list(self.nearest)}
