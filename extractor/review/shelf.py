"""The shelf: drafts read with all that was decided on them, and what follows from them remembered."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

from extractor.databank import Finding
from extractor.drafting.records import Draft
from extractor.report import Report
from extractor.review.blocking import errors_in
from extractor.review.history import told
from extractor.review.learned import Learned
from extractor.review.slots import Review, replay
from extractor.store import Databank, DraftSummary

T = TypeVar("T")
KEPT_REPORTS = 24
"""Reports, and first suggestions of drafts, that are kept in memory."""


class Shelf:
    """Drafts of one databank folder, as they stand under review. Each thread has its own way into the databank."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.learned = Learned(folder)
        self._here = threading.local()
        self._reports: OrderedDict[str, Report] = OrderedDict()
        self._known: dict[tuple[str, str], tuple[tuple[int, str], Any]] = {}
        self._checked: tuple[str, int, list[Finding]] | None = None
        self._bases: OrderedDict[str, tuple[str, Draft]] = OrderedDict()

    @property
    def databank(self) -> Databank:
        """The databank, opened once in each thread."""
        found: Databank | None = getattr(self._here, "databank", None)
        if found is None:
            found = self._here.databank = Databank.open(self.folder)
        return found

    def close(self) -> None:
        """Close this thread's databank."""
        found: Databank | None = getattr(self._here, "databank", None)
        if found is not None:
            found.close()
            self._here.databank = None

    def review(self, draft_id: str) -> tuple[Review, DraftSummary]:
        """A draft under review, and its summary with status and version. Raises DatabankError."""
        summary = self.databank.summary(draft_id)
        # Decisions on a draft of the same name that was removed since are not about this one.
        decisions = [each for each in self.databank.decisions(summary.id) if each.decided >= summary.created]
        return replay(self._base(summary, bool(decisions)), decisions), summary

    def _base(self, summary: DraftSummary, decided: bool) -> Draft:
        """What the program suggested; it can only change while nothing is decided."""
        if not decided:
            self._bases.pop(summary.id, None)
            return self.databank.suggestions(summary.id)[-1]
        kept = self._bases.pop(summary.id, None)
        if kept is None or kept[0] != summary.created:
            kept = (summary.created, self.databank.suggestions(summary.id)[-1])
        self._bases[summary.id] = kept
        if len(self._bases) > KEPT_REPORTS:
            self._bases.popitem(last=False)
        return kept[1]

    def reports(self, draft: Draft) -> dict[str, Report]:
        """The reports of a draft, by id; kept in memory, since a report never changes."""
        found: dict[str, Report] = {}
        for each in draft.reports:
            name = str(each["id"])
            report = self._reports.pop(name, None) or self.databank.report(name)
            found[name] = self._reports[name] = report
        while len(self._reports) > max(KEPT_REPORTS, len(found)):
            self._reports.popitem(last=False)
        return found

    def errors(self, review: Review, stored: DraftSummary, document: Draft) -> list[Finding]:
        """What is wrong with a draft as it stands; after a decision this is known already."""
        if self._checked is not None and self._checked[:2] == (stored.id, stored.version):
            return self._checked[2]
        return errors_in(review, document, self.reports(document))

    def once(self, what: str, stored: DraftSummary, work: Callable[[], T]) -> T:
        """What is worked out from a draft, worked out again only when the draft has changed."""
        known = self._known.get((what, stored.id))
        if known is None or known[0] != (stored.version, stored.created):
            known = self._known[(what, stored.id)] = ((stored.version, stored.created), work())
        return cast(T, known[1])

    def changes(self, draft_id: str, since: int) -> list[dict[str, Any]]:
        """What was decided on a draft after version ``since``, in words, oldest first."""
        review, _ = self.review(draft_id)
        return [told(review, each) for each in review.decisions if each.version > since]
