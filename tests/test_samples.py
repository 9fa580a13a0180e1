"""The samples and the short labelled texts: their labels are the schema's terms and say what the texts say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extractor.fetching import fetch

ROOT = Path(__file__).parent.parent
TERMS: dict[str, Any] = json.loads((ROOT / "schema.json").read_text(encoding="utf-8"))["$defs"]
SAMPLES = [path for path in sorted((ROOT / "samples").iterdir()) if path.suffix in {".html", ".pdf", ".txt"}]
SHORT = [
    json.loads(line)
    for line in (Path(__file__).parent / "short_entries.jsonl").read_text(encoding="utf-8").splitlines()
]
LISTS = ("country", "sector", "technology", "issue", "transparency", "news_trigger")


def expected(source: Path) -> dict[str, Any]:
    return dict(json.loads(source.with_suffix(".expected.json").read_text(encoding="utf-8")))


def assert_terms(entry: dict[str, Any]) -> None:
    for field in LISTS:
        assert set(entry.get(field) or []) <= set(TERMS[field]["enum"]), field
    for kind, values in (entry.get("harms") or {}).items():
        assert set(values or []) <= set(TERMS[f"harms.{kind}"]["enum"]), kind


@pytest.mark.parametrize("source", SAMPLES, ids=lambda path: path.name)
def test_what_is_expected_of_a_sample_stands_in_it(source: Path) -> None:
    entry, report = expected(source), fetch(source)
    assert entry["headline"] == report.title
    assert_terms(entry)
    for field in ("operator", "developer", "system", "country"):
        for name in entry[field]:
            assert name in report.text


def test_the_samples_cover_what_they_should() -> None:
    entries = [expected(source) for source in SAMPLES]
    assert len({term for entry in entries for term in entry["technology"]}) >= 3
    assert len({country for entry in entries for country in entry["country"]}) >= 4
    assert any(not set(entry["operator"]) & set(entry["developer"]) for entry in entries)


@pytest.mark.parametrize("row", SHORT, ids=lambda row: row["id"])
def test_the_short_texts_are_labelled_in_the_schemas_terms(row: dict[str, Any]) -> None:
    assert 80 <= len(row["text"].split()) <= 200
    assert_terms(row["entry_2024"])
    assert row["entry_2024"]["type"] in TERMS["type"]["enum"]
    words = f"{row['title']} {row['text']}".lower()
    for names in row["in_text"].values():
        for name, stated in names.items():
            assert (name.lower() in words) == stated


def test_there_are_forty_short_texts_in_groups_of_their_own() -> None:
    assert len({row["id"] for row in SHORT}) == len({row["group"] for row in SHORT}) == len(SHORT) == 40
