"""Learning without retraining: corrections propose, editors accept, and what is learned is used."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import review_samples as samples
from review_samples import signed_in

from extractor.cli import main
from extractor.errors import DatabankError, UsageError
from extractor.evaluate.gold import read_gold
from extractor.review import learning
from extractor.review.desk import Desk
from extractor.review.outcomes import gold, outcomes

ID = samples.naypyidaw()[0].id


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    other = samples.naypyidaw(text=samples.TEXT.replace("eight townships", "nine townships"), publisher="Another Paper")
    return Desk(samples.databank_with(tmp_path, samples.naypyidaw(), other))


def decide(desk: Desk, action: str, pointer: str, draft: str = ID, **more: Any) -> None:
    desk.decide(draft, "anna", desk.databank.version(draft), action, pointer, **more)


def approve(desk: Desk, draft: str = ID) -> None:
    for slot in desk.review(draft)[0].open_slots:
        decide(desk, "accept", slot.id, draft)
    desk.set_status(draft, "anna", "approve", desk.databank.version(draft))


def keys(desk: Desk) -> set[str]:
    return {each["key"] for each in learning.proposals(desk)}


def correct(desk: Desk) -> None:
    report = next(iter(desk.reports(desk.databank.draft(ID)).values()))
    start = report.text.index("track their movements")
    decide(desk, "edit", "/developer/1", value="Linn IT Solution Co.")
    decide(desk, "edit", "/developer/2", value="Somebody Else")
    decide(
        desk,
        "add",
        "/issue",
        value="Surveillance",
        typed="being watched",
        evidence=[{"report": report.id, "start": start, "end": start + 21}],
    )


def test_corrections_of_approved_entries_propose_aliases_names_and_hints(desk: Desk) -> None:
    correct(desk)
    assert keys(desk) == set()
    approve(desk)
    assert keys(desk) == {
        "aliases:developer:linn it solution:Linn IT Solution Co.",
        "aliases:issue:being watched:Surveillance",
        "hints:issue:track their movements:Surveillance",
    }


def test_what_was_undone_proposes_nothing(desk: Desk) -> None:
    correct(desk)
    for _ in range(3):
        desk.step(ID, "anna", "undo")
    approve(desk)
    assert keys(desk) == set()


def test_a_name_with_its_usual_role_is_proposed_when_entries_agree(desk: Desk) -> None:
    other = next(each.id for each in desk.databank.drafts() if each.id != ID)
    approve(desk)
    assert not any(key.startswith("names:") for key in keys(desk))
    approve(desk, other)
    [huawei] = [each for each in learning.proposals(desk) if each.get("name") == "Huawei"]
    assert (huawei["roles"], huawei["count"], huawei["drafts"]) == ({"developer": 2}, 2, sorted([ID, other]))


def test_an_accepted_alias_is_used_and_proposed_no_more_and_can_be_taken_back(desk: Desk) -> None:
    correct(desk)
    approve(desk)
    learning.settle(desk, "aliases:issue:being watched:Surveillance", accept=True)
    assert desk.learned.aliases() == {"issue": {"being watched": "Surveillance"}}
    assert "aliases:issue:being watched:Surveillance" not in keys(desk)
    other = next(each.id for each in desk.databank.drafts() if each.id != ID)
    decide(desk, "add", "/issue", other, value="Being watched")
    assert "Surveillance" in desk.databank.draft(other).entry["issue"]
    learning.forget(desk, "aliases", "issue", "being watched")
    assert "aliases:issue:being watched:Surveillance" in keys(desk)
    with pytest.raises(UsageError):
        learning.forget(desk, "aliases", "issue", "being watched")


def test_a_refused_proposal_does_not_come_back(desk: Desk) -> None:
    correct(desk)
    approve(desk)
    client, headers = signed_in(desk.folder)
    key = "hints:issue:track their movements:Surveillance"
    assert "track their movements" in client.get("/learning").text
    assert client.post("/api/learning", json={"key": key, "accept": False}, headers=headers).status_code == 200
    assert key not in {each["key"] for each in client.get("/api/learning").json()["proposals"]}
    assert client.post("/api/learning", json={"key": key, "accept": True}, headers=headers).status_code == 422
    accepted = "aliases:issue:being watched:Surveillance"
    assert client.post("/api/learning", json={"key": accepted, "accept": True}, headers=headers).status_code == 200
    assert "being watched" in client.get("/learning").text
    forgotten = {"kind": "aliases", "field": "issue", "words": "being watched"}
    assert client.post("/api/learning/forget", json=forgotten, headers=headers).status_code == 200
    assert client.post("/api/learning/forget", json=forgotten, headers=headers).status_code == 422
    client.close()


def test_outcomes_count_by_field_and_component_and_approved_drafts_are_gold(desk: Desk) -> None:
    correct(desk)
    decide(desk, "reject", "/country/0")
    approve(desk)
    figures = outcomes(desk)
    assert figures["fields"]["developer"]["edited"] == 2
    assert figures["fields"]["issue"] == {"kept": 1, "edited": 0, "rejected": 0, "added": 1, "kept_share": 1.0}
    assert figures["components"]["places"] == {"kept": 0, "edited": 0, "rejected": 1, "added": 0, "kept_share": 0.0}
    assert figures["components"]["editor"]["added"] == 1
    [row] = gold(desk)
    assert row["text"] == samples.TEXT
    assert row["entry_2024"]["issue"] == ["Privacy", "Surveillance"]
    assert row["entry_2024"]["system"] is None


def test_a_broken_file_is_one_clear_error(desk: Desk) -> None:
    (desk.folder / "learned.json").write_text("{")
    with pytest.raises(DatabankError, match=r"learned\.json"):
        desk.learned.content()


def test_the_command_tells_the_outcomes_and_writes_gold_that_evaluate_reads(
    desk: Desk, tmp_path: Path, capsys: Any
) -> None:
    correct(desk)
    approve(desk)
    file = tmp_path / "approved.jsonl"
    arguments = ["evaluate", "approved", "--databank", str(desk.folder)]
    assert main([*arguments, "--gold", str(file), "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["fields"]["developer"]["edited"] == 2
    [row] = read_gold(file)
    assert row.values["developer"] == ["Huawei", "Linn IT Solution Co.", "Somebody Else"]
    assert row.values["system"] is None
    assert row.report.text == samples.TEXT
    assert main(arguments) == 0
    assert "developer" in capsys.readouterr().out
    assert main(["evaluate", "approved", "--databank", str(tmp_path / "none")]) == 2
