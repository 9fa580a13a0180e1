"""Decisions: appended, replayed, undone and redone; conflicts are shown; nothing invalid is stored."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import review_samples as samples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.databank import check
from extractor.review.desk import Conflict, Desk
from extractor.review.outcome import standing_draft
from extractor.review.screen import claims_by_speaker, state_of
from extractor.review.slots import replay
from extractor.review.values import Refused
from extractor.store import Databank


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(samples.databank_with(tmp_path, samples.naypyidaw()))


ID = samples.naypyidaw()[0].id


def stored(desk: Desk) -> Any:
    return desk.databank.draft(ID)


def decide(desk: Desk, action: str, pointer: str, who: str = "anna", **more: Any) -> Any:
    return desk.decide(ID, who, desk.databank.version(ID), action, pointer, **more)


def slot(desk: Desk, name: str, who: str = "anna") -> dict[str, Any]:
    return next(each for field in state_of(desk, ID, who)["fields"] for each in field["slots"] if each["id"] == name)


def test_nothing_is_accepted_before_an_editor_accepts_it(desk: Desk) -> None:
    state = state_of(desk, ID, "anna")
    assert state["progress"] == {"decided": 0, "total": 13}
    assert {each["state"] for field in state["fields"] for each in field["slots"]} == {"undecided"}


def test_a_decision_is_saved_with_who_when_what_and_from_which_suggestion(desk: Desk) -> None:
    decide(desk, "edit", "/developer/0", value="Huawei Technologies")
    [one] = desk.databank.decisions(ID)
    assert (one.who, one.action, one.pointer, one.from_suggestion) == ("anna", "edit", "/developer/0", "Huawei")
    assert one.value["value"] == "Huawei Technologies"
    assert one.decided.startswith("20")
    assert stored(desk).entry["developer"] == ["Huawei Technologies", "Linn IT Solution", "Naung Yoe"]
    assert slot(desk, "/developer/0")["suggested"] == "Huawei"
    assert stored(desk).status == "in_review"


def test_a_rejected_value_leaves_the_entry_and_its_neighbours_keep_their_evidence(desk: Desk) -> None:
    before = stored(desk).evidence
    decide(desk, "reject", "/developer/0")
    after = stored(desk)
    assert after.entry["developer"] == ["Linn IT Solution", "Naung Yoe"]
    assert after.evidence["/developer/0"] == before["/developer/1"]
    assert after.evidence["/developer/1"] == before["/developer/2"]
    assert "/developer/2" not in after.evidence
    assert [role["actor"] for role in after.roles if role["role"] == "developer"] == ["Linn IT Solution", "Naung Yoe"]
    # Accepting it again later brings it back where it was.
    decide(desk, "accept", "/developer/0")
    assert stored(desk).entry["developer"][0] == "Huawei"
    assert stored(desk).roles[1]["status"] == "contested"


def test_an_added_value_has_evidence_a_role_and_a_name_that_lasts(desk: Desk) -> None:
    report = next(iter(desk.reports(stored(desk)).values()))
    start = report.text.index("The authorities have published")
    decide(
        desk,
        "add",
        "/operator",
        value="The authorities",
        evidence=[{"report": report.id, "start": start, "end": start + 15}],
    )
    [name] = [each["id"] for each in state_of(desk, ID, "anna")["fields"][3]["slots"] if each["suggested"] is None]
    assert name.startswith("/operator/+")
    draft = stored(desk)
    assert draft.entry["operator"] == ["Naypyitaw Council", "The authorities"]
    assert draft.evidence["/operator/1"][0].quote == "The authorities"
    assert [r["actor"] for r in draft.roles if r["role"] == "operator"] == ["Naypyitaw Council", "The authorities"]
    decide(desk, "reject", "/operator/0")
    decide(desk, "edit", name, value="Naypyitaw authorities")
    assert stored(desk).entry["operator"] == ["Naypyitaw authorities"]


def test_a_changed_value_that_was_rejected_comes_back_as_changed(desk: Desk) -> None:
    decide(desk, "edit", "/developer/0", value="Huawei Technologies")
    decide(desk, "reject", "/developer/0")
    decide(desk, "accept", "/developer/0")
    assert (slot(desk, "/developer/0")["state"], slot(desk, "/developer/0")["value"]) == (
        "edited",
        "Huawei Technologies",
    )


def test_a_picked_candidate_brings_its_own_evidence_and_leaves_the_list(desk: Desk) -> None:
    decide(desk, "pick", "/issue", value="Surveillance")
    draft = stored(desk)
    assert draft.entry["issue"] == ["Privacy", "Surveillance"]
    assert draft.evidence["/issue/1"][0].quote == "identify people on the streets"
    assert "/issue" not in draft.candidates


def test_the_same_value_is_not_put_in_twice(desk: Desk) -> None:
    with pytest.raises(Refused, match="already"):
        decide(desk, "add", "/country", value="Burma")


def test_the_editor_settles_a_contested_role(desk: Desk) -> None:
    assert slot(desk, "/developer/0")["role"]["sides"]["denies"][0]["by"] == "Huawei"
    decide(desk, "role", "/developer/0", value="asserted")
    assert slot(desk, "/developer/0")["role"]["status"] == "asserted"
    assert stored(desk).roles[1]["status"] == "asserted"
    with pytest.raises(Refused):
        decide(desk, "role", "/country/0", value="asserted")


def test_other_words_for_a_value_replace_its_evidence_and_accept_it(desk: Desk) -> None:
    report = next(iter(desk.reports(stored(desk)).values()))
    start = report.text.index("read faces")
    decide(desk, "evidence", "/technology/0", evidence=[{"report": report.id, "start": start, "end": start + 10}])
    assert [each.quote for each in stored(desk).evidence["/technology/0"]] == ["read faces"]
    assert slot(desk, "/technology/0")["state"] == "accepted"


ACTIONS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["accept", "reject"]), st.sampled_from(["/headline", "/developer/0", "/developer/1", "/issue/0", "/country/0"])),
        st.tuples(st.just("edit"), st.sampled_from(["/developer/0", "/developer/2", "/operator/0"])),
        st.tuples(st.just("add"), st.sampled_from(["/system", "/operator", "/purpose"])),
        st.tuples(st.sampled_from(["undo", "redo"]), st.just("")),
    ),
    max_size=14,
)  # fmt: skip


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTIONS)
def test_undo_takes_everything_back_and_redo_brings_everything_again(
    tmp_path_factory: Any, actions: list[tuple[str, str]]
) -> None:
    desk = Desk(samples.databank_with(tmp_path_factory.mktemp("databank"), samples.naypyidaw()))
    done = 0
    for number, (action, pointer) in enumerate(actions):
        if action in ("undo", "redo"):
            try:
                desk.step(ID, "anna", action)
            except Refused:
                continue
            done += 1 if action == "redo" else -1
        else:
            value = f"Name {number}" if action in ("edit", "add") else None
            decide(desk, action, pointer, value=value)
            done += 1
    after = standing_draft(desk.review(ID)[0], "in_review")
    for _ in range(done):
        desk.step(ID, "anna", "undo")
    with pytest.raises(Refused):
        desk.step(ID, "anna", "undo")
    assert standing_draft(desk.review(ID)[0], "draft").to_dict() == samples.naypyidaw()[0].to_dict()
    for _ in range(done):
        desk.step(ID, "anna", "redo")
    assert standing_draft(desk.review(ID)[0], "in_review") == after
    # Whatever is stored is valid, and an appended log gives the same state when it is read anew.
    draft = stored(desk)
    assert [each for each in check(draft.to_dict(), desk.reports(draft)) if each.severity == "error"] == []
    assert standing_draft(Desk(desk.folder).review(ID)[0], "in_review") == after
    desk.close()


def test_a_new_decision_after_an_undo_is_where_redo_ends(desk: Desk) -> None:
    decide(desk, "accept", "/headline")
    desk.step(ID, "anna", "undo")
    decide(desk, "reject", "/type")
    with pytest.raises(Refused, match="nothing to redo"):
        desk.step(ID, "anna", "redo")


def test_editors_undo_their_own_decisions_only(desk: Desk) -> None:
    decide(desk, "accept", "/headline")
    decide(desk, "reject", "/country/0", who="bo")
    desk.step(ID, "anna", "undo")
    assert slot(desk, "/headline")["state"] == "undecided"
    assert slot(desk, "/country/0")["state"] == "rejected"


def test_a_decision_on_a_field_somebody_else_changed_is_refused_and_the_change_shown(desk: Desk) -> None:
    seen = desk.databank.version(ID)
    desk.decide(ID, "bo", seen, "reject", "/developer/0")
    with pytest.raises(Conflict) as conflict:
        desk.decide(ID, "anna", seen, "accept", "/developer/1")
    [change] = conflict.value.changes
    assert (change["who"], change["told"], change["from"], change["field"]) == ("bo", "rejected", "Huawei", "Developer")
    assert len(desk.databank.decisions(ID)) == 1
    desk.decide(ID, "anna", conflict.value.found, "accept", "/developer/1")


def test_a_decision_on_another_field_is_not_in_the_way(desk: Desk) -> None:
    seen = desk.databank.version(ID)
    desk.decide(ID, "bo", seen, "reject", "/developer/0")
    desk.decide(ID, "anna", seen, "accept", "/country/0")
    assert slot(desk, "/developer/0")["state"] == "rejected"
    assert slot(desk, "/country/0")["state"] == "accepted"
    # What has a name that begins alike is another field.
    desk.decide(ID, "anna", seen, "accept", "/type")


def test_undo_of_the_others_change_conflicts_too(desk: Desk) -> None:
    decide(desk, "accept", "/country/0", who="bo")
    seen = desk.databank.version(ID)
    desk.step(ID, "bo", "undo")
    with pytest.raises(Conflict):
        desk.decide(ID, "anna", seen, "reject", "/country/0")


def test_an_entry_that_is_wrong_for_a_while_is_not_stored_but_its_decisions_are(desk: Desk) -> None:
    decide(desk, "reject", "/headline")
    assert slot(desk, "/headline")["state"] == "rejected"
    assert stored(desk).entry["headline"]
    blockers = state_of(desk, ID, "anna")["blockers"]
    assert any(each["pointer"] == "/headline" and each["rule"] != "undecided" for each in blockers)
    decide(desk, "edit", "/headline", value="Cameras in Naypyidaw")
    assert stored(desk).entry["headline"] == "Cameras in Naypyidaw"


def accept_all(desk: Desk, who: str = "anna") -> None:
    for field in state_of(desk, ID, who)["fields"]:
        if any(each["open"] for each in field["slots"]):
            decide(desk, "accept_field", field["pointer"], who=who)


def test_an_entry_is_approved_only_when_every_value_is_decided_and_the_rules_hold(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        desk.set_status(ID, "anna", "approve", desk.databank.version(ID))
    assert {each["rule"] for each in refused.value.blockers} == {"undecided"}
    assert len(refused.value.blockers) == 13
    accept_all(desk)
    decide(desk, "add", "/occurred", value="2022-01")
    with pytest.raises(Refused) as refused:
        desk.set_status(ID, "anna", "approve", desk.databank.version(ID))
    [blocker] = refused.value.blockers
    assert (blocker["pointer"], blocker["rule"]) == ("/occurred", "date-order")
    decide(desk, "edit", "/occurred", value="2021-03")
    desk.set_status(ID, "anna", "approve", desk.databank.version(ID))
    draft = stored(desk)
    assert draft.status == "approved"
    assert len(draft.entry["last_updated"]) == 10
    assert set(draft.confidence.values()) == {1.0}


def test_an_approval_needs_that_nothing_changed_unseen(desk: Desk) -> None:
    accept_all(desk)
    seen = desk.databank.version(ID)
    decide(desk, "reject", "/issue/0", who="bo")
    with pytest.raises(Conflict):
        desk.set_status(ID, "anna", "approve", seen)


def test_an_approved_entry_is_closed_until_it_is_reopened(desk: Desk) -> None:
    accept_all(desk)
    desk.set_status(ID, "anna", "approve", desk.databank.version(ID))
    for attempt in (lambda: decide(desk, "reject", "/country/0"), lambda: desk.step(ID, "anna", "undo"),
                    lambda: desk.set_status(ID, "anna", "approve", None)):  # fmt: skip
        with pytest.raises(Refused, match="approved"):
            attempt()
    desk.set_status(ID, "bo", "reopen")
    assert stored(desk).status == "in_review"
    decide(desk, "reject", "/country/0", who="bo")
    assert stored(desk).entry["country"] == []


def test_claim_and_release(desk: Desk) -> None:
    desk.set_status(ID, "anna", "claim")
    assert stored(desk).status == "in_review"
    with pytest.raises(Refused, match="anna has claimed"):
        desk.set_status(ID, "bo", "claim")
    desk.set_status(ID, "anna", "release")
    assert stored(desk).status == "draft"
    desk.set_status(ID, "bo", "claim")
    assert state_of(desk, ID, "anna")["claimed_by"] == "bo"


def test_history_and_notes_stay_with_the_field(desk: Desk) -> None:
    decide(desk, "accept", "/developer/0")
    decide(desk, "note", "/developer/0", note="ask HRW")
    desk.step(ID, "anna", "undo")
    field = next(each for each in state_of(desk, ID, "bo")["fields"] if each["pointer"] == "/developer")
    assert [(each["told"], each["undone"]) for each in field["history"]] == [
        ("accepted", True), ("noted on", False), ("undid: accepted", False),
    ]  # fmt: skip
    assert [note["text"] for note in field["notes"]] == ["ask HRW"]


def test_a_draft_removed_and_drafted_anew_starts_without_the_old_decisions(desk: Desk) -> None:
    decide(desk, "reject", "/country/0")
    desk.databank.remove(ID)
    draft, report = samples.naypyidaw()
    desk.databank.save_draft(draft, [report])
    assert slot(desk, "/country/0")["state"] == "undecided"


def test_claims_are_grouped_by_speaker_with_stance(desk: Desk) -> None:
    groups = claims_by_speaker(stored(desk))
    assert [(group["speaker"], [claim["stance"] for claim in group["claims"]]) for group in groups] == [
        ("Huawei", ["denies"]), ("Human Rights Watch", ["warns"]), ("Manny Maung", ["asserts"]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("action", "pointer", "more"),
    [
        ("accept", "/nonsense/0", {}),
        ("accept", "/developer/9", {}),
        ("accept", "/purpose", {}),
        ("explode", "/developer/0", {}),
        ("edit", "/technology/0", {"value": "Magic mirrors of doom"}),
        ("evidence", "/developer/0", {}),
        ("note", "/developer/0", {"note": "  "}),
        ("add", "/research_advocacy", {"value": {"title": "x" * 5000, "url": None}}),
        ("add", "/system", {"value": "X", "evidence": [{"report": "r000", "start": 0, "end": 1}]}),
        ("add", "/system", {"value": "X", "evidence": [{"report": samples.naypyidaw()[1].id, "start": 5, "end": 10**9}]}),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_nothing_is_written(
    desk: Desk, action: str, pointer: str, more: dict[str, Any]
) -> None:
    with pytest.raises(Refused):
        decide(desk, action, pointer, **more)
    assert desk.databank.decisions(ID) == []


def test_two_processes_of_the_review_share_one_databank(desk: Desk) -> None:
    other = Desk(desk.folder)
    decide(desk, "accept", "/headline")
    assert slot(other, "/headline")["state"] == "accepted"
    with Databank.open(desk.folder) as databank:
        assert databank.version(ID) == 2


def test_replaying_an_unknown_action_does_no_harm(desk: Desk) -> None:
    desk.databank.append_decision(ID, pointer="/headline", action="sing", who="bo")
    review, _ = desk.review(ID)
    assert replay(review.base, review.decisions).slots["/headline"].state == "undecided"
