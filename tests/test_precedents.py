"""Precedents: incidents of the databank that read like a report, and whom they name."""

import gzip
import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import ModelError
from extractor.pipeline import make_doc
from extractor.pipeline.annotations import TextSpan
from extractor.pipeline.precedents import (
    ALIKE,
    OPENING_COUNTS,
    SHOWN,
    Precedents,
    entries_like,
    report_words,
    shipped_precedents,
)
from extractor.pipeline.roles.candidates import Candidate
from extractor.pipeline.roles.features import Measured
from extractor.pipeline.roles.likeness import LAST, measure_likeness
from extractor.report import Report

WORDS = ["robotaxi", "hits", "dog", "cyclist", "school", "deepfakes"]
TABLE = {
    "labels": {"sector": ["automotive", "education"], "year": ["2023"]},
    "words": [[word, 2.0] for word in WORDS],
    "rows": [
        [
            "X1",
            "Robotaxi hits dog",
            [0, 1, 2],
            [1, 1, 1],
            {"operator": ["Varn"], "system": ["Varn Driver"], "sector": [0], "year": [0]},
        ],
        [
            "X2",
            "Robotaxi hits cyclist",
            [0, 1, 3],
            [1, 1, 1],
            {"operator": ["Varn", "Tarn"], "system": ["TD 2"], "sector": [0]},
        ],
        ["X3", "School deepfakes", [4, 5], [1, 1], {"operator": ["Students"], "developer": ["Orm"], "sector": [1]}],
    ],
}
PRECEDENTS = Precedents.from_table(TABLE)


def near(text):
    return PRECEDENTS.near_counts(report_words(text, None))


def test_a_report_is_nearest_to_the_incident_that_shares_its_words():
    found = near("On Monday a robotaxi ran over a dog and did not stop.")
    assert list(found.likeness.argsort()[::-1]) == [0, 1, 2]
    assert found.likeness[2] == 0


def test_an_incident_in_the_same_words_has_likeness_one():
    assert near("Robotaxi hits dog").likeness[0] == pytest.approx(1.0, abs=1e-6)


def test_a_name_is_as_near_as_its_nearest_incident_and_says_which():
    found = near("A robotaxi hits a cyclist.")
    varn, tarn = found.of("operator", "Varn"), found.of("operator", "the Tarn Corp.")
    assert varn.row == tarn.row == "X2"
    assert varn.best == tarn.best > varn.mean
    assert varn.vote > tarn.vote, "two near incidents name Varn, one names Tarn"


@pytest.mark.parametrize(("part", "name"), [("operator", "Nobody"), ("developer", "Varn"), ("system", "Varn")])
def test_who_has_no_such_part_in_any_incident_has_no_likeness(part, name):
    assert near("A robotaxi hits a dog.").of(part, name) is None


def test_a_report_without_a_known_word_is_like_nothing():
    found = near("Völlig andere Wörter.")
    assert not found.likeness.any()
    assert set(found.pull.tolist()) == {1.0}


def test_near_entries_raise_what_they_say_and_lower_the_rest():
    automotive, education, other = near("A robotaxi hits a dog.").lift("sector", ["automotive", "education", "other"])
    assert automotive > 0 > education
    assert other < 0, "an entry that fills the field and has another label speaks against this one"


def test_a_field_that_no_entry_fills_says_nothing():
    assert near("A robotaxi hits a dog.").lift("purpose", ["Drive"]).tolist() == [0.0]
    assert near("A robotaxi hits a dog.").lifts("purpose") == {}
    assert set(near("A robotaxi hits a dog.").lifts("year")) == {"2023"}


@pytest.mark.parametrize(
    ("text", "label", "row"),
    [("A robotaxi hits a dog.", "automotive", "X1"), ("A robotaxi hits a dog at school.", "education", None), ("A robotaxi hits a dog.", "other", None)],
)  # fmt: skip
def test_the_entry_that_led_to_a_label_is_one_that_the_editor_is_shown(text, label, row):
    assert near(text).example("sector", label) == row


def test_a_doc_is_compared_once_with_each_table(nlp):
    doc = make_doc(nlp, Report.from_text("A robotaxi hits a dog."))
    first = PRECEDENTS.near(doc)
    assert PRECEDENTS.near(doc).likeness is first.likeness
    assert len(shipped_precedents().near(doc).likeness) != len(first.likeness)
    assert PRECEDENTS.near(doc).likeness.tolist() == first.likeness.tolist()


def test_the_opening_counts_more_than_what_comes_later():
    words = report_words("robotaxi " + "filler " * 200 + "dog", None)
    assert words["robotaxi"] == OPENING_COUNTS and words["dog"] == 1


@given(st.dictionaries(st.sampled_from([*WORDS, "other"]), st.integers(1, 50)))
def test_likeness_is_a_share_and_the_nearest_counts_as_one(counts):
    found = PRECEDENTS.near_counts(Counter(counts))
    assert ((found.likeness >= 0) & (found.likeness <= 1 + 1e-5)).all()
    assert found.pull.max() == 1.0
    for part, names in PRECEDENTS.named.items():
        for name in names:
            one = found.of(part, name)
            assert one.best + 1e-6 >= one.three >= one.mean - 1e-6
            assert one.vote >= 0


def measured(*names):
    return [Measured(Candidate(name, "actor", "company", [TextSpan(0, 1, "x")]), {}) for name in names]


def test_candidates_are_measured_against_each_other():
    varn, tarn, stranger = found = measured("Varn", "Tarn", "Stranger")
    measure_likeness(found, near("A robotaxi hits a dog."))
    assert varn.numbers["near operator lead"] == 0 > tarn.numbers["near operator lead"]
    assert [one.numbers["near operator rank"] for one in found] == [0, 1, LAST]
    assert "near operator best" not in stranger.numbers


def test_no_candidates_are_no_trouble():
    measure_likeness([], near("A robotaxi hits a dog."))


def test_the_shipped_table_names_whom_similar_incidents_name():
    found = shipped_precedents().near_counts(
        report_words("A robotaxi without a driver hit a dog in San Francisco.", None)
    )
    robotaxis, chatbots = found.of("system", "Waymo Driver"), found.of("system", "ChatGPT")
    assert robotaxis.best > chatbots.best


def test_an_editor_is_shown_the_entries_that_read_most_like_a_report():
    text = "A Waymo robotaxi hit and killed a dog in San Francisco on Monday, the company said."
    found = entries_like([Report.from_text(text), Report.from_text(text + " Nobody was hurt.")])
    assert 0 < len(found) <= SHOWN
    assert "robotaxi" in found[0].headline and found[0].id.startswith("AIAAIC")
    assert [one.likeness for one in found] == sorted((one.likeness for one in found), reverse=True)
    assert len({one.id for one in found}) == len(found)


def test_where_none_reads_like_it_none_is_shown():
    assert near("A bakery opened on Monday and sold bread.").nearest == []
    assert near("The school.").likeness.max() > ALIKE
    assert near("The school.").nearest == [], "one word in common is no likeness"
    assert entries_like([]) == []


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"{}",
        *(gzip.compress(one, mtime=0) for one in (b"", b"{}", b'{"words": [], "rows": [["X1"]]}', b"[1]")),
        gzip.compress(b"{}", mtime=0)[:-9],
    ],
    ids=["empty", "not zipped", "zipped empty", "no words", "short rows", "a list", "cut off"],
)
def test_a_broken_table_says_what_to_do(tmp_path, broken):
    path = tmp_path / "precedents.json.gz"
    path.write_bytes(broken)
    with pytest.raises(ModelError, match=r"table of precedents cannot be read.*models/train\.py"):
        shipped_precedents(path)


def test_a_table_without_rows_is_like_nothing(tmp_path):
    path = tmp_path / "precedents.json.gz"
    path.write_bytes(gzip.compress(json.dumps({"words": [], "rows": [], "labels": {}}).encode()))
    assert shipped_precedents(path).near_counts(Counter(["dog"])).of("operator", "Varn") is None
