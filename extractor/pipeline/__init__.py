"""From a Report to an annotated spaCy Doc: one folder per component."""

from extractor.pipeline.assembly import analyse, analyse_many, describe, load_pipeline, make_doc

__all__ = ["analyse", "analyse_many", "describe", "load_pipeline", "make_doc"]
