"""Dates: as precise as the words. [12 March 2021|2021-03-12] marks a date and the value expected of it."""

from __future__ import annotations

import re
from datetime import date

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.pipeline.annotations import register_extensions
from extractor.pipeline.dates.anchor import date_in_address, date_in_byline, find_anchor
from extractor.pipeline.dates.component import DatesComponent, find_dates
from extractor.pipeline.dates.resolve import Anchor
from extractor.report import Report

register_extensions()
MARK = re.compile(r"\[(?P<text>[^\]|]*)\|(?P<value>[\d-]+)\]")
WEDNESDAY = Anchor(2021, 7, 14)


def read(marked: str) -> tuple[str, list[tuple[int, int, str]]]:
    text, expected, at = "", [], 0
    for match in MARK.finditer(marked):
        text += marked[at : match.start()]
        expected.append((len(text), len(text) + len(match["text"]), match["value"]))
        text += match["text"]
        at = match.end()
    return text + marked[at:], expected


def found(text: str, anchor: Anchor | None) -> list[tuple[int, int, str]]:
    return [(d.span.start, d.span.end, d.value) for d in find_dates(text, anchor)]


ABSOLUTE = [
    "On [12 March 2021|2021-03-12] it crashed.",
    "On [March 12, 2021|2021-03-12], it crashed.",
    "On the [12th of March 2021|2021-03-12] it crashed.",
    "On [Sept. 3, 2020|2020-09-03] and [3 Sep 2020|2020-09-03].",
    "In [March 2021|2021-03], in [March of 2021|2021-03] and in [2021|2021].",
    "Dated [2021-03-12|2021-03-12].",
    "Either order: [03/12/2021|2021]. One order: [25/12/2021|2021-12-25], [12/25/2021|2021-12-25], [25.12.2021|2021-12-25].",
    "Between [2019|2019]-[2021|2021] and in mid-[2022|2022].",
    "From [March 12–14, 2019|2019-03-12].",
    "A [2018|2018] study.",
]


@pytest.mark.parametrize("marked", ABSOLUTE)
def test_dates_with_a_year_need_no_anchor(marked: str) -> None:
    text, expected = read(marked)
    assert found(text, None) == expected


RELATIVE = [
    "It crashed [yesterday|2021-07-13].",
    "It crashed on [Friday|2021-07-09].",
    "It crashed on [Wednesday|2021-07-14], not [last Wednesday|2021-07-07].",
    "It crashed [last week|2021-07] and [last month|2021-06], or [last year|2020].",
    "It crashed [two years ago|2019], [three months ago|2021-04] or [10 days ago|2021-07-04].",
    "It crashed in [March|2021-03], or in [December|2020-12].",
    "It crashed on [May 5|2021-05-05] or on [30 November|2020-11-30].",
    "It crashed earlier [this month|2021-07].",
    "It crashed [last summer|2020] or [this spring|2021].",
]


@pytest.mark.parametrize("marked", RELATIVE)
def test_other_dates_count_from_the_day_of_the_report(marked: str) -> None:
    text, expected = read(marked)
    assert found(text, WEDNESDAY) == expected


@pytest.mark.parametrize("marked", RELATIVE)
def test_without_that_day_they_are_left_out(marked: str) -> None:
    assert found(read(marked)[0], None) == []


def test_a_day_is_not_made_up_from_a_month() -> None:
    month = Anchor(2021, 7)
    assert found("It crashed yesterday, on Friday, last week.", month) == []
    assert [d.value for d in find_dates("It crashed last month, in May, last year.", month)] == [
        "2021-06",
        "2021-05",
        "2020",
    ]


def test_a_week_over_two_months_is_a_year_only() -> None:
    assert [d.value for d in find_dates("It crashed last week.", Anchor(2021, 7, 7))] == ["2021"]


@pytest.mark.parametrize(
    "text", ["31 February 2021", "February 30, 2021", "2021-13-01", "2021-02-29", "45/13/2021", "32 May 2020"]
)
def test_dates_that_do_not_exist_are_left_out(text: str) -> None:
    assert not [d for d in find_dates(f"On {text}.", WEDNESDAY) if len(d.value) > 4]


@pytest.mark.parametrize(
    "text",
    ["$2021 was paid", "2,021 people", "2000 cameras", "about 2020 users", "call 555-2019", "you may 5 times", "they march on",
     "Black Friday sales", "version 3.2019", "ID 20190401", "2021% more", "he may in march", "the 2010s"],
)  # fmt: skip
def test_other_numbers_and_words_are_not_dates(text: str) -> None:
    assert found(text, WEDNESDAY) == []


@pytest.mark.parametrize(
    ("url", "value"),
    [
        ("https://www.example.com/2021/07/05/business/x.html", "2021-07-05"),
        ("https://example.com/news/2022-06-06/panel/1", "2022-06-06"),
        ("http://example.com/view.php?ud=20210122000620", "2021-01-22"),
        ("https://example.com/world/2021/dec/06/mp", "2021-12-06"),
        ("https://example.com/tech/2024/01/lazy", "2024-01"),
        ("https://example.com/articles/voice-case-11567157402", "2019-08-30"),
        ("https://arxiv.org/abs/2106.01234", "2021-06"),
        ("https://arxiv.org/ftp/arxiv/papers/1507/1507.03518.pdf", "2015-07"),
        ("https://example.com/news/misuse-report-aug-2025", "2025-08"),
        ("https://example.com/story/4004698", None),
        ("https://example.com/how-a-network-outs-people-1818861596", None),
        ("https://example.com/the-year-in-elections-2020", None),
        (None, None),
    ],
)
def test_the_date_in_an_address(url: str | None, value: str | None) -> None:
    assert date_in_address(url) == value


def test_the_byline_is_believed_only_near_the_start() -> None:
    assert date_in_byline("Title\n\nPublished 12 March 2021\n\nText.") == "2021-03-12"
    assert (
        date_in_byline(
            "A long sentence that tells what happened in the town on 12 March 2021 when all the cars stopped."
        )
        is None
    )
    assert date_in_byline("x\n" * 400 + "Published 12 March 2021") is None


def test_the_publication_date_wins_over_the_address() -> None:
    report = Report.from_text("Text.", url="https://example.com/2020/01/01/x", published="2021-07-14")
    assert find_anchor(report, report.text) == Anchor(2021, 7, 14)


def test_the_component_reads_the_reports_own_date() -> None:
    report = Report.from_text("The car crashed on Friday.", published="2021-07-14T09:00:00Z")
    doc = spacy.blank("en")(report.text)
    doc._.report = report
    (mention,) = DatesComponent()(doc)._.dates
    assert (mention.value, mention.kind, mention.span.text) == ("2021-07-09", "relative", "Friday")


WORDS = st.sampled_from(
    ["last", "week", "Friday", "March", "12", "2021", "31", "February", "two", "years", "ago", ",", "/", "-", "\n"]
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.one_of(WORDS, st.text(max_size=5)), max_size=14).map(" ".join),
    st.dates(date(1990, 1, 1), date(2040, 1, 1)),
)
def test_offsets_are_exact_and_values_are_dates(text: str, day: date) -> None:
    end = 0
    for mention in find_dates(text, Anchor(day.year, day.month, day.day)):
        assert text[mention.span.start : mention.span.end] == mention.span.text
        assert mention.span.start >= end
        end = mention.span.end
        assert Anchor.parse(mention.value) is not None
