"""What was tried is remembered, so that a second run goes on where the first stopped."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.drafting.records import Draft, empty_entry
from extractor.report import Report
from extractor.store import Databank


@pytest.fixture
def databank(tmp_path: Path):
    with Databank.open(tmp_path, check=lambda *_: []) as databank:
        yield databank


def save(databank: Databank, text: str, source: str, sha256: str) -> bool:
    report = Report.from_text(text, sha256=sha256)
    return databank.save_draft(
        Draft({**empty_entry(), "headline": text}, reports=[report.summary()]), [report], source=source
    )


def test_nothing_is_known_of_what_was_never_tried(databank: Databank) -> None:
    assert databank.outcome("a.html", "ab" * 32) is None
    assert databank.failures() == []


def test_a_draft_and_its_attempt_are_saved_together(databank: Databank) -> None:
    save(databank, "A", "a.html", "ab" * 32)
    assert databank.outcome("a.html", "ab" * 32) == "drafted"


def test_other_bytes_under_the_same_name_are_another_piece_of_work(databank: Databank) -> None:
    save(databank, "A", "a.html", "ab" * 32)
    assert databank.outcome("a.html", "cd" * 32) is None


def test_a_source_that_cannot_be_hashed_is_known_by_its_name(databank: Databank) -> None:
    save(databank, "A", "https://a.example/", "ab" * 32)
    assert databank.outcome("https://a.example/") == "drafted"


def test_a_copy_under_another_name_is_known(databank: Databank) -> None:
    save(databank, "A", "a.html", "ab" * 32)
    assert not save(databank, "A", "copy.html", "ab" * 32)
    assert databank.outcome("copy.html", "ab" * 32) == "known"


def test_failures_stand_with_their_reason_until_the_source_succeeds(databank: Databank) -> None:
    databank.record_failure("a.pdf", "unreadable", "a.pdf is encrypted.", "ab" * 32)
    databank.record_failure("b.pdf", "timeout", "b.pdf took longer than 60 s.")
    first, second = databank.failures()
    assert (first.source, first.code, first.message, first.sha256) == (
        "a.pdf", "unreadable", "a.pdf is encrypted.", "ab" * 32,
    )  # fmt: skip
    assert second.sha256 is None
    save(databank, "B", "b.pdf", "cd" * 32)
    assert [each.source for each in databank.failures()] == ["a.pdf"]


def test_a_failure_before_any_bytes_were_read_counts_for_the_source(databank: Databank) -> None:
    databank.record_failure("a.pdf", "timeout", "too slow")
    assert databank.outcome("a.pdf", "ab" * 32) == "failed"


def test_only_the_last_failure_of_a_source_is_listed(databank: Databank) -> None:
    for message in ("first", "second"):
        databank.record_failure("a.pdf", "error", message)
    assert [each.message for each in databank.failures()] == ["second"]
