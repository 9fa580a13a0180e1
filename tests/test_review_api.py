"""The endpoints: what the screen does, any program can do, and all of it is described."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import review_samples as samples
from review_samples import signed_in

from extractor.drafting.records import Draft
from extractor.report import Report
from extractor.review.fields import all_fields

ID = samples.naypyidaw()[0].id


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return samples.databank_with(tmp_path, samples.naypyidaw())


class Editor:
    """An editor at the endpoints."""

    def __init__(self, folder: Path, who: str = "anna") -> None:
        self.client, self.headers = signed_in(folder, who)
        self.state = self.client.get(f"/api/drafts/{ID}").json()

    def post(self, path: str, **body: Any) -> Any:
        return self.client.post(f"/api/drafts/{ID}/{path}", json=body or None, headers=self.headers)

    def decide(self, action: str, pointer: str, **more: Any) -> Any:
        answer = self.post("decisions", version=self.state["version"], action=action, pointer=pointer, **more)
        if answer.status_code == 200:
            told = answer.json()["state"]
            new = {field["pointer"]: field for field in told["fields"]}
            fields = [new.get(field["pointer"], field) for field in self.state["fields"]]
            self.state = {**told, "fields": fields}
        return answer


@pytest.fixture
def anna(folder: Path) -> Iterator[Editor]:
    editor = Editor(folder)
    yield editor
    editor.client.close()


def test_the_state_has_every_field_in_databank_order_with_words_for_the_confidence(anna: Editor) -> None:
    assert [field["pointer"] for field in anna.state["fields"]] == [field.pointer for field in all_fields()]
    developer = anna.state["fields"][4]
    huawei = developer["slots"][0]
    assert (huawei["words"], huawei["confidence_words"], huawei["doubtful"]) == ("Huawei", "doubtful", True)
    assert huawei["role"]["sides"]["asserts"][0]["by"] == "An official cited by Myanmar Now"
    assert anna.state["fields"][2]["slots"][0]["inferred"] is True
    assert anna.state["fields"][2]["slots"][0]["evidence"][0]["why"] == "cameras"
    assert anna.state["fields"][8]["empty"] == "no sentence states a purpose"


def test_a_report_comes_in_segments_that_are_its_text(anna: Editor) -> None:
    report_id = anna.state["reports"][0]["id"]
    answer = anna.client.get(f"/api/drafts/{ID}/reports/{report_id}").json()
    assert answer["rest"] is None
    for block in answer["blocks"]:
        assert "".join(text for text, _ in block["segments"]) == samples.TEXT[block["start"] : block["end"]]
    lit = {key for block in answer["blocks"] for _, keys in block["segments"] for key in keys}
    shown = {each["key"] for field in anna.state["fields"] for slot in field["slots"] for each in slot["evidence"]}
    assert shown <= lit
    assert anna.client.get(f"/api/drafts/{ID}/reports/rffff").status_code == 422


def test_a_review_from_first_field_to_export(anna: Editor) -> None:
    anna.decide("edit", "/developer/1", value="Linn IT Solution Co.")
    anna.decide("reject", "/type")
    for field in anna.state["fields"]:
        if any(slot["open"] for slot in field["slots"]):
            assert anna.decide("accept_field", field["pointer"]).status_code == 200
    assert anna.state["blockers"] == []
    assert anna.post("status", action="approve").status_code == 422
    answer = anna.post("status", action="approve", version=anna.state["version"])
    assert answer.json()["state"]["status"] == "approved"
    for shape, words in (("page", "Linn IT Solution Co."), ("sheet", "Linn IT Solution Co."), ("json", '"approved"')):
        file = anna.client.get(f"/api/drafts/{ID}/export/{shape}")
        assert words in file.text
        assert "attachment" in file.headers["content-disposition"]
        assert words in anna.client.get(f"/api/export/{shape}").text
    assert anna.client.get(f"/api/drafts/{ID}/export/docx").status_code == 422
    figures = anna.client.get("/api/outcomes").json()
    assert figures["drafts"] == 1
    assert figures["fields"]["developer"] == {"kept": 2, "edited": 1, "rejected": 0, "added": 0, "kept_share": 0.6667}
    assert figures["components"]["topics"]["rejected"] == 1
    assert anna.post("status", action="reopen").json()["state"]["status"] == "in_review"


def test_undo_and_redo_say_where_they_were(anna: Editor) -> None:
    assert anna.state["can_undo"] is None
    anna.decide("reject", "/country/0")
    assert "Country" in anna.state["can_undo"]
    undone = anna.post("undo").json()
    assert undone["pointer"] == "/country/0"
    assert undone["state"]["can_redo"]
    assert anna.post("redo").json()["state"]["can_undo"]
    anna.post("undo")
    assert anna.post("undo").status_code == 422


def test_a_conflict_is_409_with_the_others_change_and_a_way_on(folder: Path, anna: Editor) -> None:
    bo = Editor(folder, "bo")
    bo.decide("edit", "/developer/0", value="Huawei Technologies")
    answer = anna.decide("reject", "/developer/0")
    assert answer.status_code == 409
    error = answer.json()["error"]
    assert [(each["who"], each["from"], each["to"]) for each in error["changes"]] == [
        ("bo", "Huawei", "Huawei Technologies")
    ]
    anna.state["version"] = error["version"]
    assert anna.decide("reject", "/developer/0").status_code == 200
    # A decision on another field goes through, and tells what the other did meanwhile.
    answer = bo.decide("accept", "/country/0")
    assert [each["who"] for each in answer.json()["others"]] == ["anna"]
    changes = bo.client.get(f"/api/drafts/{ID}/changes?since=1").json()
    assert [each["who"] for each in changes["changes"]] == ["bo", "anna", "bo"]
    assert bo.client.get(f"/api/drafts/{ID}/changes?since={changes['version']}").json()["changes"] == []
    bo.client.close()


def test_a_free_term_is_refused_with_the_reason_and_the_nearest(anna: Editor) -> None:
    error = anna.decide("add", "/technology", value="Facial recogmition systm").json()["error"]
    assert "is not a term of Technology" in error["message"]
    assert "Facial recognition" in error["nearest"]


def values(anna: Editor, field: str, typed: str) -> list[str]:
    found = anna.client.get(f"/api/vocabulary/{field}", params={"q": typed, "draft": ID}).json()["found"]
    return [each["value"] for each in found]


def test_searching_finds_terms_aliases_candidates_and_near_terms(anna: Editor) -> None:
    assert "Facial recognition" in values(anna, "technology", "facial")
    assert values(anna, "country", "burma") == ["Myanmar"]
    assert values(anna, "country", "mianmar")[0] == "Myanmar"
    assert values(anna, "issue", "")[0] == "Surveillance"
    assert len(set(values(anna, "country", ""))) == len(values(anna, "country", "")) <= 40
    assert "Human Rights Watch" in values(anna, "operator", "human")
    assert anna.client.get("/api/vocabulary/nonsense").status_code == 422


def test_every_action_of_the_screen_is_described(anna: Editor) -> None:
    described = anna.client.get("/api/openapi.json").json()
    assert described["openapi"].startswith("3.")
    for path, methods in described["paths"].items():
        for method, about in methods.items():
            assert about.get("description"), (method, path)
    wanted = {"/api/drafts/{draft_id}/decisions", "/api/drafts/{draft_id}/undo", "/api/drafts/{draft_id}/redo",
              "/api/drafts/{draft_id}/status", "/api/bulk-reject", "/api/queue", "/api/learning", "/api/vocabulary/{field}"}  # fmt: skip
    assert wanted <= set(described["paths"])
    page = anna.client.get("/endpoints").text
    assert all(path in page for path in wanted)


def test_text_that_no_utf8_can_hold_is_still_shown(tmp_path: Path) -> None:
    text = "Cameras \ud800 go up in Kenya"
    report = Report.from_text(text, fetched="2024-01-01T00:00:00+00:00")
    make = samples.Maker(report)
    make.put("headline", "Cameras go up", "Cameras", by="drafting.headline")
    client, headers = signed_in(samples.databank_with(tmp_path, (make.draft, report)))
    answer = client.get(f"/api/drafts/{make.draft.id}/reports/{report.id}").json()
    assert "".join(part for part, _ in answer["blocks"][0]["segments"]) == text
    body = {"version": 1, "action": "accept", "pointer": "/headline"}
    assert client.post(f"/api/drafts/{make.draft.id}/decisions", json=body, headers=headers).status_code == 200


def test_two_reports_of_one_draft_are_both_at_hand(tmp_path: Path) -> None:
    draft, report = samples.naypyidaw()
    second = Report.from_text(
        "Mandalay follows\n\nMandalay Council bought the same cameras.", fetched="2024-01-01T00:00:00+00:00"
    )
    data = draft.to_dict()
    data["reports"].append(second.summary())
    data["id"] = ""
    both = Draft.from_dict(data)
    folder = tmp_path / "two"
    from extractor.store import Databank

    with Databank.open(folder) as databank:
        databank.save_draft(both, [report, second])
    client, headers = signed_in(folder)
    body = {"version": 1, "action": "add", "pointer": "/operator", "value": "Mandalay Council",
            "evidence": [{"report": second.id, "start": 18, "end": 34}]}  # fmt: skip
    answer = client.post(f"/api/drafts/{both.id}/decisions", json=body, headers=headers)
    assert answer.status_code == 200, answer.text
    evidence = answer.json()["state"]["fields"][0]["slots"][1]["evidence"][0]
    assert (evidence["report"], evidence["quote"]) == (second.id, "Mandalay Council")
    assert client.get(f"/api/drafts/{both.id}/reports/{second.id}").status_code == 200
