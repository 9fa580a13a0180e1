"""The shipped passages: figures below which a change must not fall, with the actors given."""

from __future__ import annotations

from pathlib import Path

import pytest
from claims_marked import analyse
from spacy.language import Language
from spacy.tokens import Doc

from extractor.evaluate.claims import read_marked, read_rows, score_claims
from extractor.pipeline.claims.contested import role_statements, status_of

ROWS = [read_marked(row) for row in read_rows(Path(__file__).parent / "claims" / "passages.jsonl")]


@pytest.fixture(scope="module")
def docs(base_nlp: Language) -> list[Doc]:
    return [analyse(base_nlp, r["text"], {a["name"]: a["kind"] for a in r["actors"]}) for r in ROWS]


def test_the_set_is_large_enough_and_mostly_about_denials() -> None:
    assert len(ROWS) >= 60
    assert sum(row["kind"] in ("denial", "refusal", "contested", "double negation") for row in ROWS) >= 40


def test_content_speaker_and_stance_hold_their_floor(docs: list[Doc]) -> None:
    def span(one: object) -> list[int] | None:
        return [one.start, one.end] if one is not None else None  # type: ignore[attr-defined]

    predicted = [
        {
            "id": row["id"],
            "claims": [
                {"speaker": span(c.speaker), "cue": span(c.cue), "content": span(c.content), "stance": c.stance}
                for c in doc._.claims
            ],
        }
        for row, doc in zip(ROWS, docs, strict=True)
    ]
    figures = score_claims(ROWS, predicted)
    assert figures["0.5"]["content"]["f1"] >= 0.90
    assert figures["0.5"]["content_speaker"]["f1"] >= 0.88
    assert figures["stance"]["accuracy"] >= 0.90


def test_no_denied_or_contested_role_is_left_plain(docs: list[Doc]) -> None:
    plain = []
    for row, doc in zip(ROWS, docs, strict=True):
        statements = role_statements(doc)
        for key, status in row["roles"].items():
            name, role = key.rsplit("/", 1)
            if status != "asserted" and status_of(statements.get((name, role), [])) == "asserted":
                plain.append((row["id"], key))
    assert plain == []
