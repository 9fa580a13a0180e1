"""From a Report to an annotated spaCy Doc: one folder per component.

Names load on first use: what only looks something up in this room (precedents) need not wait for spaCy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractor.pipeline.assembly import analyse, analyse_many, describe, load_pipeline, make_doc

__all__ = ["analyse", "analyse_many", "describe", "load_pipeline", "make_doc"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.assembly"), name)
    globals()[name] = value
    return value
