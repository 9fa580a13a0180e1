"""Quotation marks of every kind, paired by characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.pipeline.claims.quotes import find_quotations
from extractor.report import split_passages


def quoted(text: str) -> list[str]:
    passages = [(p.start, p.end) for p in split_passages(text)]
    return [text[q.start : q.end] for q in find_quotations(text, passages)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('He said "no" twice.', ['"no"']),
        ("He said “no” twice.", ["“no”"]),
        ("He said ‘no’ twice.", ["‘no’"]),
        ("He said 'no' twice.", ["'no'"]),
        ("He said «no» twice.", ["«no»"]),
        ("He said ''no'' twice.", ["''no''"]),
        ("He said „no” twice.", ["„no”"]),
        ('She wrote: "We sold it.” Nobody did.', ['"We sold it.”']),
    ],
)
def test_every_kind_of_mark_opens_and_closes(text: str, found: list[str]) -> None:
    assert quoted(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "The firm's cameras watch the workers' homes.",
        "It’s the users’ data, and the ministry’s.",
        "Back in the '90s and the ’80s it wasn't so.",
        "The 6' fence and the 12\" screen stood in the guards' way.",
    ],
)
def test_apostrophes_are_no_quotations(text: str) -> None:
    assert quoted(text) == []


def test_apostrophes_inside_single_marks_do_not_close_them() -> None:
    assert quoted("‘It’s the patients’ data, not ours,’ she said.") == ["‘It’s the patients’ data, not ours,’"]
    assert quoted("'We don't sell people's faces,' he said.") == ["'We don't sell people's faces,'"]


def test_marks_inside_marks_belong_to_the_outer_quotation() -> None:
    assert quoted("“They said ‘trust us’ and left,” she said.") == ["“They said ‘trust us’ and left,”"]


def test_a_quotation_over_paragraphs_leaves_its_closing_marks_out() -> None:
    text = "“The first day was bad.\n\n“The second was worse.”\n\nShe stopped."
    assert quoted(text) == ["“The first day was bad.\n\n“The second was worse.”"]


def test_a_mark_never_closed_spoils_only_its_own_paragraph() -> None:
    assert quoted("He said “no and left.\n\nShe said “yes” and stayed.")[-1] == "“yes”"


marks = st.text(alphabet="ab .,'\"“”‘’«»\n", max_size=200)


@given(marks)
def test_quotations_lie_in_the_text_in_order_and_never_overlap(text: str) -> None:
    passages = [(p.start, p.end) for p in split_passages(text)]
    end = 0
    for quotation in find_quotations(text, passages):
        assert end <= quotation.start < quotation.end <= len(text)
        end = quotation.end
