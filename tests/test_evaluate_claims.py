"""``extractor evaluate`` on attributions: the claims of drafts against who said what."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractor.errors import SourceUnreadable
from extractor.evaluate import evaluate_attributions, holds_attributions

TEXT = "The mayor said the cameras are off. Residents doubt it."
GOLD = {"id": "a", "text": TEXT, "attributions": [{"source": [[0, 9]], "cue": [[10, 14]], "content": [[15, 34]]}]}


def write(path: Path, *rows: dict) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def claim(content: str, speaker: str | None) -> dict:
    def part(words: str | None) -> dict | None:
        return words and {"text": words, "start": TEXT.index(words), "end": TEXT.index(words) + len(words)}

    return {"content": part(content), "speaker": part(speaker), "cue": part("said")}


def test_a_file_of_attributions_is_known_by_its_rows(tmp_path: Path):
    assert holds_attributions(write(tmp_path / "a.jsonl", GOLD))
    assert not holds_attributions(write(tmp_path / "b.jsonl", {"id": "b", "text": "x", "entry_2024": {}}))


def test_a_claim_with_the_right_words_and_speaker_scores_fully(tmp_path: Path):
    gold = write(tmp_path / "gold.jsonl", GOLD)
    drafts = write(tmp_path / "drafts.jsonl", {"id": "a", "claims": [claim("the cameras are off", "The mayor")]})
    figures = evaluate_attributions(gold, drafts)
    assert figures["0.8"]["content_speaker"]["f1"] == 1.0


def test_the_wrong_speaker_counts_for_the_content_alone(tmp_path: Path):
    gold = write(tmp_path / "gold.jsonl", GOLD)
    drafts = write(tmp_path / "drafts.jsonl", {"id": "a", "claims": [claim("the cameras are off", "Residents")]})
    figures = evaluate_attributions(gold, drafts)
    assert (figures["0.5"]["content"]["f1"], figures["0.5"]["content_speaker"]["f1"]) == (1.0, 0.0)


def test_the_shipped_pipeline_drafts_the_texts_and_keeps_the_drafts(tmp_path: Path, nlp):
    from extractor.drafting import draft

    saved = tmp_path / "saved.jsonl"
    gold = write(tmp_path / "gold.jsonl", GOLD)
    figures = evaluate_attributions(gold, save=saved, drafter=lambda report: draft(report, nlp=nlp))
    kept = json.loads(saved.read_text(encoding="utf-8"))
    assert kept["id"] == "a" and kept["claims"][0]["content"]["text"] == "the cameras are off"
    assert figures["0.5"]["content_speaker"]["recall"] == 1.0


def test_a_row_without_text_is_refused_in_plain_words(tmp_path: Path):
    with pytest.raises(SourceUnreadable, match="without text"):
        evaluate_attributions(write(tmp_path / "gold.jsonl", {"id": "a", "attributions": []}))
