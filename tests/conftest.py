"""What several features' tests share: the pipelines, loaded once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings
from spacy.language import Language

from extractor.pipeline import load_pipeline

SAMPLES = Path(__file__).parent.parent / "samples"


# A first example pays for imports, and machines are busy: what a property says does not hang on the clock.
settings.register_profile("clockless", deadline=None)
settings.load_profile("clockless")


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The whole shipped pipeline."""
    return load_pipeline()


@pytest.fixture(scope="session")
def base_nlp() -> Language:
    """The base model alone, with sentence starts at passages: for the specification of single components."""
    ours = ("actors", "technologies", "places", "dates", "claims", "disputes", "roles", "setting", "topics")
    return load_pipeline(exclude=ours)
