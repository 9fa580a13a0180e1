"""What a rule looks at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from extractor.databank.findings import Severity
from extractor.databank.pointers import pointer
from extractor.report import Report

NAME_FIELDS = ("operator", "developer", "system", "purpose")


@dataclass(frozen=True)
class Subject:
    """An entry, alone or within its draft.

    entry: values by field; kinds are not vouched for. draft: the whole draft when its shape is sound, else None.
    under: what stands before a pointer into the entry ("/entry" in a draft). reports: those at hand, by id.
    """

    entry: dict[str, Any]
    draft: dict[str, Any] | None = None
    under: str = ""
    reports: Mapping[str, Report] = field(default_factory=dict)

    def texts(self, name: str) -> Iterator[tuple[str, str]]:
        """The texts of a list field ("operator", "harms.individual") with their pointers, other kinds left out."""
        steps = name.split(".")
        value: Any = self.entry
        for step in steps:
            value = value.get(step) if isinstance(value, dict) else None
        if isinstance(value, list):
            for i, item in enumerate(value):
                if isinstance(item, str):
                    yield pointer(*steps, i, under=self.under), item

    def text(self, name: str) -> str | None:
        """The text of a scalar field, None when it has none."""
        value = self.entry.get(name)
        return value if isinstance(value, str) else None

    @property
    def untouched(self) -> Severity:
        """Severity of what a machine's draft must never lack; in an editor's hands a value may be the editor's own."""
        return "error" if self.draft is not None and self.draft["status"] == "draft" else "warning"
