"""Whether a confidence of 0.8 means that eight values in ten are right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

BINS = 10
COVERAGE = 0.8


@dataclass(frozen=True, slots=True)
class Bin:
    """Values whose confidence lies in [low, high): how many, their mean confidence, and the share that is right."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """values: how many were judged. ece: expected calibration error over the bins. precision_at_coverage: the share
    that is right among the 80 % of values with the highest confidence (None without values)."""

    values: int
    ece: float
    precision_at_coverage: float | None
    bins: tuple[Bin, ...]

    def to_dict(self) -> dict[str, Any]:
        """The figures, JSON-ready."""
        return {
            "values": self.values,
            "ece": self.ece,
            "precision_at_80_coverage": self.precision_at_coverage,
            "bins": [
                {"low": b.low, "high": b.high, "count": b.count, "confidence": b.confidence, "right": b.right}
                for b in self.bins
            ],
        }


def calibrate(judged: Sequence[tuple[float, bool]], bins: int = BINS) -> Calibration:
    """Calibration of (confidence, right) pairs, in bins of equal width; empty bins are left out.

    Raises ValueError for a confidence outside 0..1.
    """
    table: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for confidence, right in judged:
        if not 0.0 <= confidence <= 1.0:
            raise ValueError(f"confidence {confidence} is not between 0 and 1")
        table[min(int(confidence * bins), bins - 1)].append((confidence, right))
    found = tuple(_bin(i / bins, (i + 1) / bins, part) for i, part in enumerate(table) if part)
    total = len(judged)
    ece = sum(b.count * abs(b.confidence - b.right) for b in found) / total if total else 0.0
    return Calibration(total, ece, _precision_at(judged, COVERAGE), found)


def _precision_at(judged: Sequence[tuple[float, bool]], coverage: float) -> float | None:
    """Precision of the most confident share; values tied at the cut count by their mean, so order cannot matter."""
    if not judged:
        return None
    ranked = sorted((confidence for confidence, _ in judged), reverse=True)
    keep = max(1, round(coverage * len(ranked)))
    cut = ranked[keep - 1]
    above = [right for confidence, right in judged if confidence > cut]
    tied = [right for confidence, right in judged if confidence == cut]
    return (sum(above) + (keep - len(above)) * sum(tied) / len(tied)) / keep


def _bin(low: float, high: float, part: list[tuple[float, bool]]) -> Bin:
    return Bin(low, high, len(part), sum(c for c, _ in part) / len(part), sum(r for _, r in part) / len(part))
