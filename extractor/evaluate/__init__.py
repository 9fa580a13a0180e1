"""Drafts against curated entries: the figures. Names load on first use, so that help stays cheap."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractor.evaluate.attributions import evaluate_attributions, holds_attributions
    from extractor.evaluate.figures import Evaluation
    from extractor.evaluate.run import evaluate, measure

__all__ = ["Evaluation", "evaluate", "evaluate_attributions", "holds_attributions", "measure"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from extractor.evaluate import attributions, run

    return getattr(attributions if name.endswith("attributions") else run, name)
