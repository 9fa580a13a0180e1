"""A Report's text is frozen, its passages exact and in order, its pages right at every character."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.report import PASSAGE_KINDS, Passage, Report, split_passages

WORDS = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=400)
LINES = st.lists(
    st.sampled_from(["", " ", "One sentence.", "a line that is not closed", "\t", "x" * 120, "“Quoted.”", "\r"]),
    max_size=30,
)
TEXTS = WORDS | LINES.map("\n".join)


@given(TEXTS)
def test_passages_are_exact_ordered_and_cover_all_that_is_not_white_space(text: str) -> None:
    passages = split_passages(text)
    covered = set()
    end = 0
    for passage in passages:
        assert end <= passage.start < passage.end <= len(text)
        words = text[passage.start : passage.end]
        assert words == words.strip()
        covered.update(range(passage.start, passage.end))
        end = passage.end
    assert all(text[at].isspace() for at in range(len(text)) if at not in covered)


@given(TEXTS)
def test_from_text_keeps_the_callers_characters(text: str) -> None:
    report = Report.from_text(text, title="T", url="https://example.org/a", published="2021-03")
    assert report.text == text
    assert (report.title, report.url, report.published) == ("T", "https://example.org/a", "2021-03")
    for passage in report.passages:
        assert report.passage_at(passage.start) == passage
        assert report.passage_at(passage.end - 1) == passage


@given(TEXTS)
def test_a_report_survives_json(text: str) -> None:
    report = Report.from_text(text, links=(("words", "https://example.org"),), warnings=("cut",))
    assert Report.from_dict(json.loads(json.dumps(report.to_dict()))) == report


@given(TEXTS, st.lists(st.integers(0, 400), max_size=6))
def test_every_character_is_on_the_last_page_that_starts_at_or_before_it(text: str, cuts: list[int]) -> None:
    starts = tuple(sorted({0, *(min(cut, len(text)) for cut in cuts)}))
    report = Report(text=text, page_starts=starts)
    assert report.pages == len(starts)
    for offset in range(len(text)):
        page = report.page_of(offset)
        assert page is not None
        assert starts[page - 1] <= offset
        assert page == len(starts) or offset < starts[page]


def test_a_text_without_pages_has_none() -> None:
    report = Report.from_text("Words.")
    assert report.pages is None
    assert report.page_of(2) is None


def test_between_passages_there_is_no_passage() -> None:
    report = Report.from_text("One.\n\nTwo.")
    assert report.passage_at(4) is None
    assert report.passage_at(6) == Passage(6, 10)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Robots put together a car at a factory in Tarvik. Credit: Ada Strand", "caption"),
        ("Visitors at the gate. Photograph: Ada Strand/Getty Images", "caption"),
        ("The mayor at a rally on May 6 (Credit: Town of Tarvik).", "caption"),
        ("A. Strand/AFP via Getty Images", "caption"),
        ("The tool tags faces in photos, videos and other pictures.", "paragraph"),
        ("He was given credit for the idea.", "paragraph"),
        ("Here is the first image:", "paragraph"),
        ("She sued Getty Images over the picture.", "paragraph"),
    ],
)
def test_who_took_a_picture_ends_a_caption(text: str, kind: str) -> None:
    assert [passage.kind for passage in split_passages(text)] == [kind]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("One.\n \t\nTwo.", ["One.", "Two."]),
        ("\n\n  One.  \n\n", ["One."]),
        ("First paragraph.\nSecond paragraph.", ["First paragraph.", "Second paragraph."]),
        (
            "The police of the city said on Tuesday that they\nhad bought the cameras in spring without telling\nthe council.",
            [
                "The police of the city said on Tuesday that they\nhad bought the cameras in spring without telling\nthe council."
            ],
        ),
        ("", []),
    ],
)
def test_blank_lines_part_passages_and_hard_wrapped_lines_do_not(text: str, expected: list[str]) -> None:
    assert [text[p.start : p.end] for p in split_passages(text)] == expected


@pytest.mark.parametrize(
    "passages", [(Passage(0, 3), Passage(2, 4)), (Passage(2, 2),), (Passage(0, 99),), (Passage(3, 1),)]
)
def test_passages_that_overlap_or_leave_the_text_are_refused(passages: tuple[Passage, ...]) -> None:
    with pytest.raises(ValueError, match="overlaps or leaves"):
        Report(text="Words", passages=passages)


def test_a_changed_text_is_refused() -> None:
    stored = Report.from_text("What was said.").to_dict()
    stored["text"] = "What was not said."
    with pytest.raises(ValueError, match="not the hash"):
        Report.from_dict(stored)


def test_the_same_text_has_the_same_id_and_another_text_another() -> None:
    assert Report.from_text("One.").id == Report.from_text("One.", title="x").id
    assert Report.from_text("One.").id != Report.from_text("Two.").id


def test_a_warning_is_added_once() -> None:
    report = Report.from_text("One.").with_warning("cut").with_warning("cut")
    assert report.warnings == ("cut",)
    assert report.summary()["warnings"] == ["cut"]


def test_the_default_kind_is_a_known_kind() -> None:
    assert {p.kind for p in split_passages("One.\n\nTwo.")} <= set(PASSAGE_KINDS)
