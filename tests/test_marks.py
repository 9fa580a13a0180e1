"""Marks of emphasis in a plain text: read as blanks, kept in what is quoted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from extractor.pipeline import analyse
from extractor.pipeline.marks import without_marks
from extractor.report import Report


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("As _The Lark_ wrote,", "As  The Lark  wrote,"),
        ("It is **very** old.", "It is   very   old."),
        (r"Lisa\*, a nurse", "Lisa  , a nurse"),
        ("**Background:** It is old.", "**Background:** It is old."),
        ("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"),
    ],
)
def test_marks_are_read_as_blanks(text: str, read: str) -> None:
    assert without_marks(text) == read


@given(st.text(alphabet="ab A_*\\[]:\n", max_size=60))
def test_every_offset_stays(text: str) -> None:
    read = without_marks(text)
    assert len(read) == len(text)
    assert all(one == other or (one == " " and other in "*_\\") for one, other in zip(read, text, strict=True))


def test_who_speaks_between_marks_is_found_and_quoted_with_them(nlp: Language) -> None:
    text = "_The Larkfield Post_ reported that the city of *Larkfield* had bought forty **cameras** from Ocumetrix."
    claim = analyse(nlp, Report.from_text(text))._.claims[0]
    assert "Larkfield Post" in claim.speaker.text
    assert claim.content.text == text[claim.content.start : claim.content.end]
    assert "**cameras**" in claim.content.text
