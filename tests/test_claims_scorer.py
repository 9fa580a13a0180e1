"""Scoring claims: what counts as found, with the right speaker, and what counts neither way."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.errors import UsageError
from extractor.evaluate.claims import read_marked, read_rows, score_claims, stance_figures

TEXT = "x" * 100


def gold(*attributions: tuple[list[list[int]], list[list[int]], list[list[int]]]) -> list[dict]:
    return [
        {"id": "a", "text": TEXT, "attributions": [{"source": s, "cue": c, "content": x} for s, c, x in attributions]}
    ]


def pred(*claims: tuple[list[int] | None, list[int]]) -> list[dict]:
    return [{"id": "a", "claims": [{"speaker": s, "cue": None, "content": x} for s, x in claims]}]


FULL = ([[0, 5]], [[6, 10]], [[10, 30]])
NOBODY = ([], [[40, 44]], [[50, 70]])


def test_a_perfect_prediction() -> None:
    figures = score_claims(gold(FULL), pred(([0, 5], [10, 30])))
    assert figures["0.8"]["content_speaker"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0}


def test_overlap_decides_at_each_threshold() -> None:
    figures = score_claims(gold(FULL), pred(([0, 5], [10, 22])))
    assert [figures[t]["content"]["recall"] for t in ("0.3", "0.5", "0.8")] == [1.0, 1.0, 0.0]


def test_content_without_the_speaker() -> None:
    figures = score_claims(gold(FULL), pred(([90, 95], [10, 30])))
    assert (figures["0.5"]["content"]["f1"], figures["0.5"]["content_speaker"]["f1"]) == (1.0, 0.0)
    assert figures["0.5"]["speaker_accuracy"] == 0.0


def test_gold_without_a_source_counts_neither_way() -> None:
    figures = score_claims(gold(FULL, NOBODY), pred(([0, 5], [10, 30]), (None, [50, 70])))["0.5"]
    assert (figures["gold"], figures["predicted"], figures["content"]["f1"]) == (1, 1, 1.0)


def test_a_gold_claim_is_matched_once() -> None:
    figures = score_claims(gold(FULL), pred(([0, 5], [10, 30]), ([0, 5], [10, 29])))["0.5"]
    assert figures["content"] == {"precision": 0.5, "recall": 1.0, "f1": pytest.approx(2 / 3)}


def test_a_draft_s_spans_are_taken_as_they_are() -> None:
    claim = {
        "speaker": {"start": 0, "end": 5, "text": "x"},
        "cue": None,
        "content": {"start": 10, "end": 30, "text": "x"},
    }
    figures = score_claims(gold(FULL), [{"id": "a", "claims": [claim]}])
    assert figures["0.5"]["content_speaker"]["f1"] == 1.0


def test_a_text_without_predictions_lowers_recall() -> None:
    figures = score_claims(gold(FULL), [])["0.5"]
    assert (figures["content"]["recall"], figures["predicted"]) == (0.0, 0)


def test_a_separator_of_lines_inside_a_text_ends_no_row(tmp_path: Path) -> None:
    (tmp_path / "gold.jsonl").write_text('{"id": "a", "text": "one\u2028two"}\n', encoding="utf-8")
    assert read_rows(tmp_path / "gold.jsonl") == [{"id": "a", "text": "one\u2028two"}]


def test_rows_without_an_id_are_refused() -> None:
    with pytest.raises(UsageError, match="no id"):
        score_claims([{"attributions": []}], [])


def test_stances_by_precision_and_recall() -> None:
    figures = stance_figures([("denies", "denies"), ("denies", "asserts"), ("asserts", "asserts")])
    assert figures["accuracy"] == pytest.approx(2 / 3)
    assert figures["by"]["denies"] == {"precision": 1.0, "recall": 0.5, "gold": 2, "predicted": 1}


def test_inline_marks_become_offsets() -> None:
    row = read_marked({"text": "{X1|No,} {S1|she} {C1|said}. {X1|Never.}", "claims": [{"n": 1, "stance": "denies"}]})
    assert row["text"] == "No, she said. Never."
    assert row["attributions"] == [
        {"n": 1, "stance": "denies", "source": [[4, 7]], "cue": [[8, 12]], "content": [[0, 3], [14, 20]]}
    ]
