"""Names that nobody knows, given away by how often a report repeats them."""

from __future__ import annotations

import pytest
from spacy.language import Language

from extractor.pipeline import make_doc
from extractor.pipeline.actors.cues import load_cues
from extractor.pipeline.actors.repeated import repeated_names
from extractor.report import Report


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Teachers sell essays made with accessiWrite. Pupils buy accessiWrite too.", {"accessiWrite"}),
        (
            "A suit says that Workday screens people. Lawyers for Workday answered, and Workday has until May.",
            {"Workday"},
        ),
        ("A suit says that Workday screens people.", set()),
        ("Software decides. Software fails. Software rules, and good software is rare.", set()),
        ("They flew to Paris, loved Paris, and left Paris.", set()),
    ],
)
def test_a_capitalised_word_that_returns_is_a_name(base_nlp: Language, text: str, names: set[str]) -> None:
    doc = base_nlp(make_doc(base_nlp, Report.from_text(text)))
    assert {doc.text[start:end] for start, end in repeated_names(doc, load_cues())} == names
