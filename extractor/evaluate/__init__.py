"""Drafts against curated entries: the figures. Names load on first use, so that help stays cheap."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractor.evaluate.run import Evaluation, evaluate, measure

__all__ = ["Evaluation", "evaluate", "measure"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from extractor.evaluate import run

    return getattr(run, name)
