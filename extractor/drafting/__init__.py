"""From an annotated Doc to a Draft. Names load on first use: the records need no spaCy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from extractor.drafting.records import Draft, Evidence, empty_entry

if TYPE_CHECKING:
    from extractor.drafting.api import draft, draft_doc, draft_many

__all__ = ["Draft", "Evidence", "draft", "draft_doc", "draft_many", "empty_entry"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from extractor.drafting import api

    return getattr(api, name)
