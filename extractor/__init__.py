"""Drafts incident-databank entries from reports, every value with the words that support it.

    from extractor import fetch, draft, check
    report = fetch("report.html")
    print(draft(report).to_dict())

Names load on first use, so that importing the package stays cheap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.lazily import lazily

if TYPE_CHECKING:
    from extractor.databank import Finding, check
    from extractor.drafting import Draft, draft, draft_many
    from extractor.errors import ExtractorError
    from extractor.fetching import fetch
    from extractor.pipeline import load_pipeline
    from extractor.report import Passage, Report

__version__ = "0.1.0"

_HOMES = {
    "Finding": "databank", "check": "databank", "Draft": "drafting", "draft": "drafting", "draft_many": "drafting",
    "ExtractorError": "errors", "fetch": "fetching", "load_pipeline": "pipeline", "Passage": "report",
    "Report": "report",
}  # fmt: skip

__all__ = [
    "Draft", "ExtractorError", "Finding", "Passage", "Report", "check", "draft", "draft_many", "fetch",
    "load_pipeline",
]  # fmt: skip

__getattr__ = lazily(__name__, _HOMES)
