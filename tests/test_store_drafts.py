"""The store keeps drafts with the reports they point into, each report once, and nothing that is not valid."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.drafting.records import Draft, Evidence, empty_entry
from extractor.errors import DatabankError, InvalidDraft, UsageError
from extractor.report import Report
from extractor.store import Databank, confidence_words
from extractor.store.summary import DOUBTFUL_BELOW

TEXT = "Cameras watch the capital\n\nHuawei sold 335 cameras to the Naypyitaw Council, Human Rights Watch said."


def a_report(text: str = TEXT, **more: object) -> Report:
    known = {"title": text.split("\n", maxsplit=1)[0], "url": None, "published": "2021-03-12", "publisher": "HRW"}
    return Report.from_text(text, **{**known, **more})


def a_draft(report: Report, **entry: object) -> Draft:
    headline = report.text.split("\n")[0]
    words = Evidence(report.id, 0, len(headline), headline, None, "title")
    return Draft(
        {**empty_entry(), "headline": headline, **entry},
        evidence={"/headline": [words]},
        confidence={"/headline": 0.9, "/country/0": 0.5},
        reports=[report.summary()],
    )


@dataclass(frozen=True)
class Finding:
    pointer: str
    message: str
    severity: str = "error"


def nothing_wrong(document: object, reports: object) -> list[Finding]:
    return []


@pytest.fixture
def databank(tmp_path: Path):
    with Databank.open(tmp_path / "bank", check=nothing_wrong) as databank:
        yield databank


def test_a_saved_draft_reads_back_the_same_with_its_report(databank: Databank) -> None:
    report = a_report()
    draft = a_draft(report, country=["Myanmar"])
    assert databank.save_draft(draft, [report])
    assert databank.draft(draft.id) == draft
    assert databank.report(report.id) == report
    assert databank.reports_of(draft) == {report.id: report}
    assert databank.version(draft.id) == 1


@settings(max_examples=30, deadline=None)
@given(st.text(min_size=1))
def test_any_text_is_kept_as_it_is(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    report = Report.from_text("A headline\n\n" + text)
    with Databank.open(tmp_path_factory.mktemp("any"), check=nothing_wrong) as databank:
        assert databank.save_draft(a_draft(report), [report])
        assert databank.report(report.id).text == report.text


def test_half_of_a_surrogate_pair_does_no_harm(databank: Databank) -> None:
    report = a_report("A headline \ud83d\n\nof broken text", publisher="P\udcff")
    draft = a_draft(report)
    databank.save_draft(draft, [report], source="b\udcff.txt")
    assert databank.report(report.id) == report
    assert databank.draft(draft.id) == draft
    assert databank.outcome("b\udcff.txt") == "drafted"


def test_a_draft_is_found_by_the_beginning_of_its_id(databank: Databank) -> None:
    report = a_report()
    draft = a_draft(report)
    databank.save_draft(draft, [report])
    assert databank.draft(draft.id[:5]).id == draft.id


def test_a_beginning_that_fits_several_drafts_names_them(databank: Databank) -> None:
    ids = []
    for number in range(3):
        report = a_report(f"Report {number}")
        ids.append(a_draft(report).id)
        databank.save_draft(a_draft(report), [report])
    with pytest.raises(DatabankError) as refused:
        databank.draft("d")
    assert all(draft_id in str(refused.value) for draft_id in ids)


@pytest.mark.parametrize("wrong", ["dffffffffffff", "%", "_" * 13, "", "'; DROP TABLE draft; --"])
def test_an_id_that_is_not_there_is_refused(databank: Databank, wrong: str) -> None:
    with pytest.raises(DatabankError, match="no draft"):
        databank.draft(wrong)


class TestTheSameReportTwice:
    def test_with_the_same_text(self, databank: Databank) -> None:
        first, again = a_report(), a_report(url="https://other.example/copy")
        assert databank.save_draft(a_draft(first), [first])
        assert databank.draft_of(again) == a_draft(first).id
        assert not databank.save_draft(a_draft(again), [again])
        assert databank.count() == 1

    def test_with_the_same_raw_bytes_but_another_reading_of_them(self, databank: Databank) -> None:
        first, again = a_report(sha256="ab" * 32), a_report(TEXT + " (a later reading)", sha256="ab" * 32)
        databank.save_draft(a_draft(first), [first])
        assert not databank.save_draft(a_draft(again), [again])
        assert databank.draft_of_raw("ab" * 32) == a_draft(first).id

    def test_a_new_text_at_the_same_address_is_a_new_report(self, databank: Databank) -> None:
        first, later = a_report(url="https://a.example/1"), a_report("Another story", url="https://a.example/1")
        databank.save_draft(a_draft(first), [first])
        assert databank.save_draft(a_draft(later), [later])
        assert databank.count() == 2

    def test_can_be_drafted_anew_and_the_first_suggestion_stays(self, databank: Databank) -> None:
        report = a_report()
        databank.save_draft(a_draft(report, country=["Laos"]), [report])
        assert databank.save_draft(a_draft(report, country=["Myanmar"]), [report], replace=True)
        (draft_id,) = [each.id for each in databank.drafts()]
        assert databank.draft(draft_id).entry["country"] == ["Myanmar"]
        assert [each.entry["country"] for each in databank.suggestions(draft_id)] == [["Laos"], ["Myanmar"]]
        assert databank.version(draft_id) == 2

    def test_another_reading_takes_the_place_of_the_draft_and_leaves_it_in_the_log(self, databank: Databank) -> None:
        first, again = a_report(sha256="ab" * 32), a_report(TEXT + " (a later reading)", sha256="ab" * 32)
        databank.save_draft(a_draft(first), [first])
        assert databank.save_draft(a_draft(again), [again], replace=True)
        assert [each.id for each in databank.drafts()] == [a_draft(again).id]
        assert [each["draft_id"] for each in databank.removals()] == [a_draft(first).id]

    def test_is_not_drafted_anew_once_an_editor_has_decided(self, databank: Databank) -> None:
        report = a_report()
        draft = a_draft(report)
        databank.save_draft(draft, [report])
        databank.append_decision(draft.id, pointer="/headline", action="accept", who="ann")
        with pytest.raises(DatabankError, match="under review"):
            databank.save_draft(draft, [report], replace=True)


class TestWhatIsNotValid:
    def test_is_refused_with_the_findings_and_not_saved(self, tmp_path: Path) -> None:
        found = Finding("/country/0", "Burmma is not a country")
        with Databank.open(tmp_path, check=lambda document, reports: [found]) as databank:
            report = a_report()
            with pytest.raises(InvalidDraft, match="/country/0: Burmma is not a country") as refused:
                databank.save_draft(a_draft(report), [report])
            assert refused.value.findings == (found,)
            assert databank.count() == 0
            with pytest.raises(DatabankError):
                databank.report(report.id)

    def test_warnings_do_not_stand_in_the_way(self, tmp_path: Path) -> None:
        with Databank.open(tmp_path, check=lambda *_: [Finding("/type", "is empty", "warning")]) as databank:
            report = a_report()
            assert databank.save_draft(a_draft(report), [report])

    def test_the_check_sees_the_draft_and_its_reports(self, tmp_path: Path) -> None:
        seen: list[tuple[object, object]] = []
        with Databank.open(tmp_path, check=lambda *given: seen.append(given) or []) as databank:
            report = a_report()
            databank.save_draft(a_draft(report), [report])
        assert seen == [(a_draft(report).to_dict(), {report.id: report})]

    def test_a_draft_without_its_report_is_refused(self, databank: Databank) -> None:
        with pytest.raises(InvalidDraft, match="reports that are not given"):
            databank.save_draft(a_draft(a_report()), [])


class TestLists:
    @pytest.fixture
    def three(self, databank: Databank) -> Databank:
        for name, country, publisher, date, sure in (
            ("Alpha", "Myanmar", "HRW", "2021-03-12", 0.9),
            ("beta 100%", "USA", "The Verge", "2023", 0.2),
            ("Gamma", "USA", "HRW", "2022-01", 0.7),
        ):
            report = a_report(name, publisher=publisher, published=date)
            databank.save_draft(replace(a_draft(report, country=[country]), confidence={"/headline": sure}), [report])
        return databank

    @pytest.mark.parametrize(
        ("sort", "expected"),
        [
            ("newest", ["Gamma", "beta 100%", "Alpha"]),
            ("oldest", ["Alpha", "beta 100%", "Gamma"]),
            ("published", ["beta 100%", "Gamma", "Alpha"]),
            ("headline", ["Alpha", "beta 100%", "Gamma"]),
        ],
    )
    def test_are_sorted(self, three: Databank, sort: str, expected: list[str]) -> None:
        assert [each.headline for each in three.drafts(sort=sort)] == expected

    def test_put_the_doubtful_first_when_asked(self, three: Databank) -> None:
        assert three.drafts(sort="doubt")[0].headline == "beta 100%"

    @pytest.mark.parametrize(
        ("wanted", "expected"),
        [
            ({"country": "usa"}, {"beta 100%", "Gamma"}),
            ({"country": "USA", "publisher": "hrw"}, {"Gamma"}),
            ({"text": "verge BETA"}, {"beta 100%"}),
            ({"text": "0%"}, {"beta 100%"}),
            ({"text": "%"}, {"beta 100%"}),
            ({"text": "_"}, set()),
            ({"status": "approved"}, set()),
            ({"status": "draft", "country": None}, {"Alpha", "beta 100%", "Gamma"}),
        ],
    )
    def test_are_filtered(self, three: Databank, wanted: dict[str, str], expected: set[str]) -> None:
        assert {each.headline for each in three.drafts(**wanted)} == expected
        assert three.count(**wanted) == len(expected)

    def test_come_in_pages(self, three: Databank) -> None:
        pages = [three.drafts(sort="headline", limit=2, offset=offset) for offset in (0, 2, 4)]
        assert [[each.headline for each in page] for page in pages] == [["Alpha", "beta 100%"], ["Gamma"], []]

    def test_show_what_a_line_needs(self, three: Databank) -> None:
        (line,) = three.drafts(text="beta")
        assert (line.status, line.publisher, line.published, line.doubt) == ("draft", "The Verge", "2023", 1.0)
        assert line.values["country"] == ["USA"]
        assert json.loads(json.dumps(line.to_dict()))["country"] == ["USA"]

    def test_count_the_values_of_a_field(self, three: Databank) -> None:
        assert three.values("country") == [("USA", 2), ("Myanmar", 1)]

    @pytest.mark.parametrize("wrong", [{"sort": "size"}, {"status": "done"}, {"colour": "red"}])
    def test_refuse_what_does_not_exist(self, three: Databank, wrong: dict[str, str]) -> None:
        with pytest.raises(UsageError, match="Choose from"):
            three.drafts(**wrong)


class TestRemoving:
    def test_takes_the_draft_out_and_keeps_it_in_the_log(self, databank: Databank) -> None:
        report = a_report()
        draft = a_draft(report, country=["Myanmar"])
        databank.save_draft(draft, [report])
        assert databank.remove(draft.id[:6], who="ann", note="not an incident") == draft.id
        assert databank.count() == 0
        assert databank.values("country") == []
        (removal,) = databank.removals()
        assert removal["document"] == draft.to_dict()
        assert (removal["who"], removal["note"]) == ("ann", "not an incident")
        assert databank.report(report.id) == report

    def test_a_removed_report_can_be_drafted_again(self, databank: Databank) -> None:
        report = a_report()
        databank.save_draft(a_draft(report), [report])
        databank.remove(a_draft(report).id)
        assert databank.draft_of(report) is None
        assert databank.save_draft(a_draft(report), [report])
        assert len(databank.suggestions(a_draft(report).id)) == 2

    def test_what_is_not_there_cannot_be_removed(self, databank: Databank) -> None:
        with pytest.raises(DatabankError, match="no draft"):
            databank.remove("dabc")
        assert databank.removals() == []


def test_the_log_cannot_be_rewritten(databank: Databank, tmp_path: Path) -> None:
    report = a_report()
    databank.save_draft(a_draft(report), [report])
    databank.remove(a_draft(report).id)
    other = sqlite3.connect(tmp_path / "bank" / "databank.sqlite3")
    for statement in ("UPDATE removal SET note = 'x'", "DELETE FROM removal", "DELETE FROM suggestion"):
        with pytest.raises(sqlite3.IntegrityError, match="never"):
            other.execute(statement)
    other.close()


def test_confidence_in_words_agrees_with_what_is_counted_as_doubtful() -> None:
    assert "doubtful" not in confidence_words(DOUBTFUL_BELOW)
    assert "doubtful" in confidence_words(DOUBTFUL_BELOW - 0.001)
    assert confidence_words(0.0) == "very doubtful"
    assert confidence_words(1.0) == "very likely"
