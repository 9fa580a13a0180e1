"""Decisions are appended, never overwritten, and nobody overwrites what they have not seen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from extractor.drafting.records import Draft, empty_entry
from extractor.errors import DatabankError
from extractor.report import Report
from extractor.store import Databank, VersionConflict


@pytest.fixture
def databank(tmp_path: Path):
    with Databank.open(tmp_path, check=lambda *_: []) as databank:
        yield databank


@pytest.fixture
def draft(databank: Databank) -> Draft:
    report = Report.from_text("A headline\n\nA text.")
    draft = Draft({**empty_entry(), "headline": "A headline", "country": ["Laos"]}, reports=[report.summary()])
    databank.save_draft(draft, [report])
    return draft


def test_a_decision_is_kept_with_who_when_what_and_from_what(databank: Databank, draft: Draft) -> None:
    made = databank.append_decision(
        draft.id, pointer="/country/0", action="edit", who="ann", value="Myanmar", from_suggestion="Laos", note="sic"
    )
    assert databank.decisions(draft.id) == [made]
    assert (made.who, made.value, made.from_suggestion, made.note, made.version) == ("ann", "Myanmar", "Laos", "sic", 2)
    assert made.decided.endswith("+00:00")


def test_a_later_decision_does_not_take_the_place_of_an_earlier_one(databank: Databank, draft: Draft) -> None:
    for action in ("accept", "reject", "accept"):
        databank.append_decision(draft.id, pointer="/headline", action=action, who="ann")
    assert [each.action for each in databank.decisions(draft.id)] == ["accept", "reject", "accept"]
    assert [each.version for each in databank.decisions(draft.id)] == [2, 3, 4]
    assert databank.version(draft.id) == 4


def test_the_draft_changes_with_the_decision_and_the_first_suggestion_stays(databank: Databank, draft: Draft) -> None:
    changed = replace(draft, entry={**draft.entry, "country": ["Myanmar"]}, status="in_review")
    databank.append_decision(draft.id, pointer="/country/0", action="edit", who="ann", document=changed)
    assert databank.draft(draft.id) == changed
    assert databank.suggestions(draft.id) == [draft]
    assert [each.id for each in databank.drafts(status="in_review", country="Myanmar")] == [draft.id]
    assert databank.drafts(country="Laos") == []


def test_a_second_editor_cannot_overwrite_unseen(databank: Databank, draft: Draft, tmp_path: Path) -> None:
    with Databank.open(tmp_path) as other:
        seen = other.version(draft.id)
        databank.append_decision(draft.id, pointer="/headline", action="accept", who="ann", expected_version=seen)
        with pytest.raises(VersionConflict) as conflict:
            other.append_decision(
                draft.id, pointer="/headline", action="reject", who="bob", expected_version=seen,
                document=replace(draft, status="rejected"),
            )  # fmt: skip
        assert (conflict.value.expected, conflict.value.found) == (1, 2)
        assert [each.who for each in other.decisions(draft.id)] == ["ann"]
        assert other.draft(draft.id).status == "draft"


def test_a_decision_on_a_draft_that_is_not_there_is_refused(databank: Databank) -> None:
    with pytest.raises(DatabankError, match="no draft"):
        databank.append_decision("dnone", pointer="", action="note", who="ann")


def test_decisions_outlive_their_draft(databank: Databank, draft: Draft) -> None:
    databank.append_decision(draft.id, pointer="/headline", action="accept", who="ann")
    databank.remove(draft.id)
    report = Report.from_text("A headline\n\nA text.")
    databank.save_draft(draft, [report])
    assert [each.action for each in databank.decisions(draft.id)] == ["accept"]
