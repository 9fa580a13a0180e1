"""A draft in the making: values go in with their evidence, so that no value can lack it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from extractor.drafting.records import Evidence, empty_entry
from extractor.pipeline.annotations import TextSpan
from extractor.report import Report

EVIDENCE_PER_VALUE = 5
CANDIDATES_PER_FIELD = 5
CANDIDATE_FLOOR = 0.1
"""A value less likely than this is not worth an editor's look."""


class DraftBuilder:
    """Collects an entry of one report. Fields are named by dotted path ("operator", "harms.individual")."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.entry = empty_entry()
        self.evidence: dict[str, list[Evidence]] = {}
        self.confidence: dict[str, float] = {}
        self.empty: dict[str, str] = {}
        self.candidates: dict[str, list[dict[str, Any]]] = {}

    def put(
        self,
        field: str,
        value: Any,
        spans: Sequence[TextSpan],
        by: str,
        *,
        score: float | None = None,
        inferred: bool = False,
        why: str | None = None,
    ) -> bool:
        """Set a field, or append to a field that takes many, with the words that support the value.

        Returns False, and sets nothing, when there are no words or the field has the value already.
        """
        evidence = self._evidence(spans, by, inferred, why)
        if not evidence or value in (None, ""):
            return False
        pointer = pointer_of(field)
        holder, key = self._place(field)
        if isinstance(holder[key], list):
            if value in holder[key]:
                return False
            holder[key].append(value)
            pointer += f"/{len(holder[key]) - 1}"
        else:
            holder[key] = value
        self.evidence[pointer] = evidence
        if score is not None:
            self.confidence[pointer] = round(float(score), 3)
        return True

    def suggest(
        self, field: str, value: str, spans: Sequence[TextSpan], by: str, score: float, why: str | None = None
    ) -> None:
        """Keep a value that is too doubtful for the entry as a candidate that the editor may pick."""
        if score < CANDIDATE_FLOOR:
            return
        kept = self.candidates.setdefault(pointer_of(field), [])
        evidence = self._evidence(spans, by, inferred=True, why=why)
        if evidence and len(kept) < CANDIDATES_PER_FIELD and all(value != one["value"] for one in kept):
            shown = [asdict(one) for one in evidence[:2]]
            kept.append({"value": value, "confidence": round(float(score), 3), "evidence": shown})

    def get(self, field: str) -> Any:
        """The field's value so far."""
        holder, key = self._place(field)
        return holder[key]

    def _place(self, field: str) -> tuple[dict[str, Any], str]:
        holder = self.entry
        *path, key = field.split(".")
        for part in path:
            holder = holder[part]
        return holder, key

    def _evidence(self, spans: Sequence[TextSpan], by: str, inferred: bool, why: str | None) -> list[Evidence]:
        found: list[Evidence] = []
        for span in spans:
            quote = self.report.text[span.start : span.end]
            if quote.strip() and all((span.start, span.end) != (one.start, one.end) for one in found):
                page = self.report.page_of(span.start)
                found.append(Evidence(self.report.id, span.start, span.end, quote, page, by, inferred, why))
        return found[:EVIDENCE_PER_VALUE]


def pointer_of(field: str) -> str:
    """The JSON pointer of a field in the entry: "harms.individual" -> "/harms/individual"."""
    return "/" + field.replace(".", "/")
