"""The figures of a set of drafts: by field, and how far their confidence can be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from extractor.evaluate.calibration import Calibration
from extractor.evaluate.scores import FieldScore


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures of a set of drafts.

    articles: curated entries measured against; missing: those without a draft; failed: (id, reason) of reports that
    could not be drafted. fields: by field, in databank order, those that any curator filled. calibration: over all
    fields together; by_field: per field. confidence is only judged where a draft states one.
    """

    articles: int
    missing: int
    failed: tuple[tuple[str, str], ...]
    fields: dict[str, FieldScore]
    calibration: Calibration
    by_field: dict[str, Calibration]

    @property
    def mean_f1(self) -> float:
        """Mean of the fields' F1."""
        return sum(score.f1 for score in self.fields.values()) / max(len(self.fields), 1)

    def to_dict(self) -> dict[str, Any]:
        """All figures, JSON-ready."""
        return {
            "articles": self.articles,
            "missing": self.missing,
            "failed": [{"id": name, "reason": reason} for name, reason in self.failed],
            "mean_f1": self.mean_f1,
            "fields": {
                name: {**score.to_dict(), "calibration": self.by_field[name].to_dict()}
                for name, score in self.fields.items()
            },
            "calibration": self.calibration.to_dict(),
        }
