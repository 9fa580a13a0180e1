"""What a worker does with a source: fetch it, keep its raw bytes, draft it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.batch.records import Record
from extractor.batch.worker import failure_of
from extractor.store import RawFolder

if TYPE_CHECKING:
    from spacy.language import Language


@dataclass(slots=True)
class DraftJob:
    """From a source to the record of its draft. Saving is the parent's, who alone writes to the database.

    databank: its folder, for the raw bytes. model, force: as in ``load_pipeline`` and ``fetch``.
    """

    databank: Path
    model: str | None = None
    force: bool = False
    _nlp: Language | None = field(default=None, repr=False)

    def prepare(self) -> None:
        """Load the pipeline. Raises ModelError."""
        from extractor.pipeline import load_pipeline

        self._nlp = load_pipeline(self.model)

    def __call__(self, source: str, /) -> Record:
        """{"ok": True, "draft", "report", "sha256"}, or the record of a failure."""
        from extractor.drafting import draft
        from extractor.fetching import fetch

        kept: list[str] = []

        def keep(raw: bytes, about: dict[str, str]) -> str:
            kept.append(RawFolder(self.databank).keep(raw, about))
            return kept[0]

        record: dict[str, Any]
        try:
            report = fetch(source, force=self.force, keep=keep)
            record = {"ok": True, "draft": draft(report, nlp=self._nlp).to_dict(), "report": report.to_dict()}
        except Exception as error:
            record = failure_of(error)
        return {**record, "sha256": kept[0] if kept else None}
