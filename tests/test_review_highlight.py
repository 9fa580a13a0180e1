"""Evidence as segments: spans may overlap as they like, no character is lost, and time stays in proportion."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from extractor.report import Passage, Report
from extractor.review.highlight import blocks, key, pieces, segments
from extractor.review.pages import visible

SPANS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 30)).map(lambda one: (one[0], one[0] + one[1])), max_size=12
)


@given(st.integers(0, 50), st.integers(1, 40), SPANS)
def test_segments_cover_the_stretch_and_know_exactly_the_spans_they_lie_in(
    start: int, length: int, spans: list[tuple[int, int]]
) -> None:
    found = segments(start, start + length, spans)
    assert [found[0].start, *[each.end for each in found]] == [*[each.start for each in found], start + length]
    for each in found:
        for at in range(each.start, each.end):
            assert set(each.keys) == {key(*span) for span in spans if span[0] <= at < span[1]}


def test_overlapping_spans_become_three_segments() -> None:
    found = segments(0, 30, [(5, 15), (10, 20)])
    assert [(each.start, each.end, each.keys) for each in found] == [
        (0, 5, ()), (5, 10, ("5-15",)), (10, 15, ("5-15", "10-20")), (15, 20, ("10-20",)), (20, 30, ()),
    ]  # fmt: skip


@given(st.text(alphabet="ab \n\U0001f600\u202e", min_size=1, max_size=80), SPANS, st.integers(1, 90))
def test_every_word_of_a_report_is_shown_once_in_order_whatever_is_asked_for_at_a_time(
    text: str, spans: list[tuple[int, int]], limit: int
) -> None:
    report = Report.from_text(text)
    shown, at, rounds = [], 0, 0
    while True:
        found, rest = blocks(report, spans, at, limit)
        shown += [text[each.start : each.end] for block in found for each in block.segments]
        rounds += 1
        if rest is None:
            break
        assert rest > at
        at = rest
    assert "".join("".join(shown).split()) == "".join(text.split())
    assert rounds <= len(text) // limit + 1


def test_text_outside_all_passages_is_shown_too_and_new_pages_are_said() -> None:
    text = "A title\nloose words\nA paragraph"
    report = Report(
        text=text, passages=(Passage(0, 7, "title", 1), Passage(20, 31, "paragraph", 2)), page_starts=(0, 20)
    )
    found, rest = blocks(report, [])
    assert rest is None
    assert [(text[b.start : b.end], b.kind, b.page) for b in found] == [
        ("A title", "title", 1), ("loose words", "paragraph", None), ("A paragraph", "paragraph", 2),
    ]  # fmt: skip


def test_300_spans_in_100_000_characters_take_far_less_than_a_second() -> None:
    text = ("Words of a report that goes on and on. " * 20 + "\n\n") * 128
    report = Report.from_text(text[:100_000])
    spans = [(at, at + 40 + (at * 7) % 900) for at in range(0, 99_000, 330)]
    assert len(spans) == 300
    took = []
    for _ in range(3):
        began = time.perf_counter()
        blocks(report, spans)
        took.append(time.perf_counter() - began)
    assert min(took) < 0.3


def test_spans_that_all_overlap_everywhere_do_not_multiply_the_work() -> None:
    report = Report.from_text("word " * 20_000)
    began = time.perf_counter()
    found, _ = blocks(report, [(n, 99_000 - n) for n in range(300)])
    assert time.perf_counter() - began < 3
    assert len(found[0].segments) <= 601


def test_characters_that_would_act_are_shown_by_name_each_as_one_character() -> None:
    text = "a\u202eb\u0000c\U000e0041\ud800d"
    found = list(pieces(text))
    assert [name for _, name in found if name] == ["RLO", "00", "TAG", "D800"]
    assert sum(len(part) for part, _ in found) == len(text)
    assert "".join(part for part, name in found if name is None) == "abcd"


def test_text_in_pages_is_escaped_and_keeps_to_itself() -> None:
    assert str(visible("<b>\u202eevil</b>")) == (
        '<bdi>&lt;b&gt;<span class="mark-char" data-name="RLO">□</span>evil&lt;/b&gt;</bdi>'
    )
    assert str(visible(None)) == "<bdi></bdi>"
    assert str(visible("“Café” 😀")) == "<bdi>“Café” 😀</bdi>"
