"""From a Report to an annotated spaCy Doc: one folder per component.

Names load on first use: what only looks something up in this room (precedents) need not wait for spaCy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.lazily import lazily

if TYPE_CHECKING:
    from extractor.pipeline.assembly import analyse, analyse_many, describe, load_pipeline, make_doc

__all__ = ["analyse", "analyse_many", "describe", "load_pipeline", "make_doc"]

__getattr__ = lazily(__name__, dict.fromkeys(__all__, "assembly"))
