"""The shipped components do not fall below the figures they once had on the small labelled set."""

import json
from pathlib import Path

import pytest

from extractor.drafting import draft
from extractor.evaluate import evaluate
from extractor.evaluate.gold import FIELDS

HERE = Path(__file__).parent
CORPUS = HERE / "short_entries.jsonl"
MARGIN = 0.0005
WAY_OUT = "If this is meant: python benchmarks/quality_floor.py --update --allow-regression, and say why in the commit."


@pytest.fixture(scope="module")
def stored():
    return json.loads((HERE / "quality_floor.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def result(nlp, tmp_path_factory):
    saved = tmp_path_factory.mktemp("floor") / "drafts.jsonl"
    measured = evaluate(CORPUS, drafter=lambda report: draft(report, nlp=nlp), save=saved)
    return measured, [json.loads(line) for line in saved.read_text(encoding="utf-8").splitlines()]


def test_the_floor_is_of_this_set(stored):
    from hashlib import sha256

    assert sha256(CORPUS.read_bytes()).hexdigest() == stored["corpus_sha256"], (
        "run benchmarks/quality_floor.py --update"
    )
    assert set(stored["floor"]) == {*FIELDS, "mean", "calibration"}
    assert all(0 < least <= 1 for least in stored["floor"].values())


@pytest.mark.parametrize("field", FIELDS)
def test_no_field_is_below_its_floor(result, stored, field):
    measured, _ = result
    assert measured.fields[field].f1 >= stored["floor"][field] - MARGIN, WAY_OUT


def test_neither_the_mean_nor_the_calibration_is_below_its_floor(result, stored):
    measured, _ = result
    assert measured.missing == 0 and not measured.failed
    assert measured.mean_f1 >= stored["floor"]["mean"] - MARGIN, WAY_OUT
    assert 1 - measured.calibration.ece >= stored["floor"]["calibration"] - MARGIN, WAY_OUT


def test_all_evidence_of_these_drafts_is_in_the_texts(result):
    _, drafts = result
    texts = {row["id"]: row["text"] for row in map(json.loads, CORPUS.read_text(encoding="utf-8").splitlines())}
    assert len(drafts) == len(texts)
    for one in drafts:
        for found in one["evidence"].values():
            assert all(texts[one["id"]][e["start"] : e["end"]] == e["quote"] for e in found)
