"""What several features' tests share: the pipelines, loaded once."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

from extractor.pipeline import load_pipeline

SAMPLES = Path(__file__).parent.parent / "samples"


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The whole shipped pipeline."""
    return load_pipeline()


@pytest.fixture(scope="session")
def base_nlp() -> Language:
    """The base model alone, with sentence starts at passages: for the specification of single components."""
    return load_pipeline(exclude=["actors", "technologies", "places", "dates", "claims", "roles", "setting", "topics"])
