"""PDFs: columns in reading order, furniture gone, words whole, pages right."""

from __future__ import annotations

from pathlib import Path

import pytest
from tiny_pdf import Line, column, tiny_pdf

from extractor.fetching import fetch, read_bytes
from extractor.fetching.pdf.hyphens import Hyphens
from extractor.report import Report

SAMPLE = Path(__file__).parent.parent / "samples" / "exam-watch-report.pdf"
LEFT = (
    "The police of the harbour town bought the first cameras in the spring of the year before last, without telling the "
    "council or the people who live there. They were made by a company in the south of the country that had never sold "
    "a camera before and that has since changed its name two times."
)
RIGHT = (
    "A lawyer for the residents says that nobody was asked, and that she will take the matter to court as soon as the "
    "contract has been made public. The company denies that it has broken any law, and it says that the pictures are "
    "kept for a day and are then deleted by a clerk."
)


def pieces(report: Report) -> list[tuple[str, int | None, str]]:
    return [(p.kind, p.page, report.text[p.start : p.end]) for p in report.passages]


def words(report: Report) -> list[str]:
    return [text for _, _, text in pieces(report)]


def read(pages: list[list[Line]], **more: str) -> Report:
    return read_bytes(tiny_pdf(pages, **more), name="a.pdf")


def check_pages(report: Report) -> None:
    for passage in report.passages:
        assert report.page_of(passage.start) == passage.page


def test_two_columns_are_read_one_after_the_other() -> None:
    report = read([[*column(LEFT, 60, 100), *column(RIGHT, 315, 100)]])
    assert words(report) == [LEFT, RIGHT]


def test_columns_whose_lines_are_not_level() -> None:
    report = read([[*column(LEFT, 60, 100), *column(RIGHT, 315, 105.5)]])
    assert words(report) == [LEFT, RIGHT]


def test_a_sentence_that_runs_on_in_the_next_column_stays_one_paragraph() -> None:
    whole = f"{LEFT[:-1]} and then {RIGHT}"
    lines = column(whole, 0, 0)
    half = len(lines) // 2
    left = [(60.0, 100 + 12.0 * n, 10.0, line[3]) for n, line in enumerate(lines[:half])]
    right = [(315.0, 100 + 12.0 * n, 10.0, line[3]) for n, line in enumerate(lines[half:])]
    assert words(read([[*left, *right]])) == [whole]


def test_headings_across_both_columns_part_what_is_above_from_what_is_below() -> None:
    first, second = LEFT.replace("harbour", "mountain"), RIGHT.replace("lawyer", "priest")
    report = read(
        [
            [
                (60, 80, 20, "Watched at the harbour and in the hills"),
                *column(LEFT, 60, 110), *column(RIGHT, 315, 110),
                (60, 250, 16, "What has happened since then, in every part of the country"),
                *column(first, 60, 280), *column(second, 315, 280),
            ]
        ]
    )  # fmt: skip
    assert [(kind, text) for kind, _, text in pieces(report)] == [
        ("title", "Watched at the harbour and in the hills"), ("paragraph", LEFT), ("paragraph", RIGHT),
        ("heading", "What has happened since then, in every part of the country"), ("paragraph", first), ("paragraph", second),
    ]  # fmt: skip


def test_a_single_column_is_not_cut() -> None:
    text = f"{LEFT} {RIGHT}"
    assert words(read([column(text, 60, 100, width=90)])) == [text]


def test_a_table_is_read_by_rows() -> None:
    rows = [("Lindau", "40 cameras", "2021"), ("Graz", "12 cameras", "2022"), ("Bregenz", "7 cameras", "2023"), ("Linz", "3 cameras", "2023"),
            ("Wels", "9 cameras", "2020"), ("Steyr", "11 cameras", "2019")]  # fmt: skip
    lines = [
        (x, 100 + 14.0 * n, 10.0, cell)
        for n, row in enumerate(rows)
        for x, cell in zip((60, 250, 420), row, strict=True)
    ]
    text = read([[*lines, *column(LEFT, 60, 220, width=90)]]).text
    for row in rows:
        assert " ".join(row) in text.replace("\n\n", " ")


def test_running_headers_footers_and_page_numbers_are_gone() -> None:
    pages = []
    for number in range(1, 5):
        text = column(
            f"This is the text of page {['one', 'two', 'three', 'four'][number - 1]}. {LEFT}", 60, 100, width=90
        )
        pages.append(
            [
                (60, 40, 8, "LAKE RIGHTS WATCH"),
                *text,
                (60, 800, 8, f"Report on cameras | {number}"),
                (290, 815, 8, f"{number}"),
            ]
        )
    report = read(pages)
    assert "LAKE RIGHTS" not in report.text
    assert "Report on cameras" not in report.text
    assert len(report.passages) == 4
    assert report.pages == 4
    check_pages(report)


def test_what_stands_at_the_edge_but_is_not_repeated_is_kept() -> None:
    report = read(
        [
            [(60, 60, 10, "The annex follows on the next page."), *column(LEFT, 60, 74, width=90)],
            column(RIGHT, 60, 100, width=90),
        ]
    )
    assert "The annex follows" in report.text


def test_words_broken_at_the_end_of_a_line_are_whole_again() -> None:
    lines = ["The report speaks of wide sur-", "veillance of the town and of a", "long-term plan to make a long-", "term use of the big COVID-",
             "19 app, but surveillance was no", "matter for the town and its coun-", "cil, which met on the first day."]  # fmt: skip
    report = read([[(60, 100 + 12.0 * n, 10.0, line) for n, line in enumerate(lines)]])
    assert words(report) == [
        "The report speaks of wide surveillance of the town and of a long-term plan to make a long-term use of the big "
        "COVID-19 app, but surveillance was no matter for the town and its council, which met on the first day."
    ]


@pytest.mark.parametrize(
    ("end", "start", "joined"),
    [
        ("the sur-", "veillance of", "the surveillance of"),
        ("a state-", "owned firm", "a state-owned firm"),
        ("the Anglo-", "American firm", "the Anglo-American firm"),
        ("in sec\u00ad", "tion two", "in section two"),
        ("see https://a.example/", "b/c.html now", "see https://a.example/b/c.html now"),
        ("he said –", "and left", "he said – and left"),
        ("by e-", "mail only", "by e-mail only"),
        ("the end", "of it", "the end of it"),
    ],
)
def test_joining_lines(end: str, start: str, joined: str) -> None:
    head, tail = Hyphens(["a text that is bro-", "ken at its line ends"]).join(end, start)
    assert head + tail == joined


def test_footnotes_stand_apart_and_their_marks_are_not_in_the_text() -> None:
    body = column(LEFT, 60, 400, width=90)
    end = body[-1]
    mark = (end[0] + 4.7 * len(end[3]), end[1] - 4, 6.0, "7")
    notes = [(60.0, 700.0, 7.5, "7 Interview with a clerk of the harbour town, on the third of"), (60.0, 709.0, 7.5, "May, by telephone."),
             (60.0, 718.0, 7.5, "8 The contract is on file with us.")]  # fmt: skip
    report = read([[*body, mark, *notes]])
    assert [(kind, text) for kind, _, text in pieces(report)] == [
        ("paragraph", LEFT),
        ("footnote", "7 Interview with a clerk of the harbour town, on the third of May, by telephone."),
        ("footnote", "8 The contract is on file with us."),
    ]


def test_a_paragraph_over_two_pages_is_one_and_its_pages_are_exact() -> None:
    whole = f"{LEFT[:-1]} and then {RIGHT}"
    lines = column(whole, 0, 0, width=80)
    half = len(lines) // 2
    note = (60.0, 780.0, 7.0, "1 A note on the first page.")
    first = [*((60.0, 690 + 12.0 * n, 10.0, line[3]) for n, line in enumerate(lines[:half])), note]
    second = [(60.0, 60 + 12.0 * n, 10.0, line[3]) for n, line in enumerate(lines[half:])]
    report = read([first, second, column(LEFT, 60, 100, width=80)])
    assert [(kind, page) for kind, page, _ in pieces(report)] == [("footnote", 1), ("paragraph", 1), ("paragraph", 3)]
    assert words(report)[1] == whole
    start = report.text.index(lines[half][3].split()[0] + " " + lines[half][3].split()[1], report.passages[1].start)
    assert report.page_starts[1] == start
    assert (report.page_of(start - 1), report.page_of(start)) == (1, 2)
    check_pages(report)


def test_an_empty_page_has_no_characters_but_counts() -> None:
    report = read([column(LEFT, 60, 100, width=80), [], column(RIGHT, 60, 100, width=80)])
    assert report.pages == 3
    assert [page for _, page, _ in pieces(report)] == [1, 3]
    check_pages(report)


def test_bulleted_lines_are_items() -> None:
    lines = [
        "We call on the town council to do three things:",
        "• stop the cameras that recognise faces at once;",
        "• publish the contract with the company.",
        "• ask the people who live there.",
    ]
    report = read([[(60, 100 + 14.0 * n, 10.0, line) for n, line in enumerate(lines)]])
    assert [kind for kind, _, _ in pieces(report)] == ["paragraph", "item", "item", "item"]
    assert words(report)[1] == "stop the cameras that recognise faces at once;"


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        ("Watched at the Harbour: a Report", "Watched at the Harbour: a Report"),
        ("Microsoft Word - final_v3.docx", "Watched at the Harbour"),
        ("untitled", "Watched at the Harbour"),
        ("", "Watched at the Harbour"),
    ],
)
def test_the_title_of_the_metadata_counts_only_when_it_looks_real(stated: str, title: str) -> None:
    page = [
        (60.0, 80.0, 24.0, "Watched at the Harbour"),
        (60.0, 110.0, 10.0, "March 2022"),
        *column(LEFT, 60, 160, width=80),
    ]
    report = read([page], title=stated, author="admin")
    assert report.title == title
    assert words(report)[0] == title
    assert (report.author, report.published) == (None, "2022-03")


def test_the_sample_report() -> None:
    report = fetch(SAMPLE)
    assert report.title == "Watched While They Write: Emotion Recognition in University Exams in Kenya and Uganda"
    assert (report.author, report.published, report.pages) == ("Open Classroom Trust", "2023-09", 2)
    kinds = [kind for kind, _, _ in pieces(report)]
    assert (kinds.count("heading"), kinds.count("footnote"), kinds.count("item")) == (6, 7, 3)
    assert "WATCHED WHILE" not in report.text
    assert "| September 2023" not in report.text
    headings = [text for kind, _, text in pieces(report) if kind == "heading"]
    assert [heading[:2] for heading in headings] == ["1.", "2.", "3.", "4.", "5.", "6."]
    check_pages(report)
    assert not report.warnings
