"""What several features' tests share: the pipelines, loaded once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings
from spacy.language import Language

from extractor.pipeline import load_pipeline, make_doc
from extractor.pipeline.actors.component import ActorsComponent
from extractor.pipeline.actors.known import KnownNames
from extractor.pipeline.annotations import Actor
from extractor.report import Report

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


@pytest.fixture(scope="session")
def find_actors(base_nlp: Language) -> Callable[[str], list[Actor]]:
    """The actors of a text of which no databank knows a name."""
    component = ActorsComponent(KnownNames.from_table({"never": [], "names": [], "systems": []}))

    def find(text: str) -> list[Actor]:
        actors: list[Actor] = component(base_nlp(make_doc(base_nlp, Report.from_text(text))))._.actors
        return actors

    return find
