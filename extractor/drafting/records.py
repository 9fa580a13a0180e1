"""The Draft: an entry with its evidence, claims and roles, as the JSON of the design."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, field
from typing import Any

STATUSES = ("draft", "in_review", "approved", "rejected")
HARM_KINDS = ("individual", "societal", "environmental")


def empty_entry() -> dict[str, Any]:
    """An entry with every field in databank order: null where a field takes one value, [] where it takes many."""
    return {
        "headline": None, "description": None, "type": None, "operator": [], "developer": [], "system": [],
        "country": [], "sector": [], "purpose": [], "technology": [], "issue": [], "transparency": [],
        "news_trigger": [], "harms": {kind: [] for kind in HARM_KINDS}, "risks_and_harms": None,
        "transparency_notes": None, "research_advocacy": [], "occurred": None, "released": None, "published": None,
        "last_updated": None,
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of a report that support a value: ``report.text[start:end] == quote``, always.

    report: the report's id. by: the rule or model that found it. inferred: the words do not state the value but led
    to it; ``why`` then says how (the words that decided, or the databank row).
    """

    report: str
    start: int
    end: int
    quote: str
    page: int | None
    by: str
    inferred: bool = False
    why: str | None = None


@dataclass(slots=True)
class Draft:
    """A databank entry as drafted, with what supports it.

    entry: values by field (``empty_entry`` gives the shape).
    evidence, confidence: by JSON pointer into the entry ("/operator/0", "/headline").
    empty: JSON pointer of an empty field -> why it is empty, with the candidates an editor may pick from.
    claims, roles, reports: as in the design, JSON-ready.
    """

    entry: dict[str, Any]
    evidence: dict[str, list[Evidence]] = field(default_factory=dict)
    confidence: dict[str, float] = field(default_factory=dict)
    empty: dict[str, str] = field(default_factory=dict)
    candidates: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    roles: list[dict[str, Any]] = field(default_factory=list)
    claims: list[dict[str, Any]] = field(default_factory=list)
    reports: list[dict[str, Any]] = field(default_factory=list)
    made_by: dict[str, Any] = field(default_factory=dict)
    status: str = "draft"
    id: str = ""

    def __post_init__(self) -> None:
        if not self.id:
            hashes = "".join(sorted(report["text_sha256"] for report in self.reports))
            self.id = f"d{hashlib.sha256(hashes.encode()).hexdigest()[:12]}"

    def to_dict(self) -> dict[str, Any]:
        """The draft as JSON-ready values, in the key order of the design."""
        return {
            "id": self.id,
            "status": self.status,
            "entry": self.entry,
            "evidence": {pointer: [asdict(e) for e in found] for pointer, found in self.evidence.items()},
            "confidence": self.confidence,
            "empty": self.empty,
            "candidates": self.candidates,
            "roles": self.roles,
            "claims": self.claims,
            "reports": self.reports,
            "made_by": self.made_by,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Draft:
        """Read what ``to_dict`` wrote."""
        data = dict(data)
        data["evidence"] = {
            pointer: [Evidence(**e) for e in found] for pointer, found in data.get("evidence", {}).items()
        }
        return cls(**data)
