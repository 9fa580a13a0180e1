"""``extractor draft``: one report in, one valid draft out; bad input gets one clear line."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from stand_ins import quick_draft

from extractor.cli import main
from extractor.drafting.records import Evidence
from extractor.report import Report
from extractor.store import Databank

TEXT = (
    "Council buys cameras that scan faces\n\n"
    "Larkfield council has bought 40 cameras from Ocumetrix, a company that makes software for the police.\n\n"
    "The company said that it had not supplied the software, and that the council would have to answer questions.\n"
)


class Done(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Report]:
    """The reports that were drafted: without a model."""
    reports: list[Report] = []

    def make(report: Report, model: str | None) -> object:
        reports.append(report)
        return quick_draft(report)

    monkeypatch.setattr("extractor.cli.draft._make", make)
    return reports


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], made: object) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("EXTRACTOR_DATABANK", raising=False)
    (tmp_path / "report.txt").write_text(TEXT)

    def run(*arguments: str) -> Done:
        code = main(arguments)
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return Done(code, captured.out, captured.err)

    return run


def test_a_draft_is_printed_and_saved_with_its_raw_bytes(run: Run) -> None:
    done = run("draft", "report.txt")
    assert done.code == 0
    assert "Council buys cameras that scan faces" in done.out
    assert "no place is named" in done.out
    with Databank.open("databank", read_only=True) as databank:
        (draft,) = databank.drafts()
        assert draft.id in done.err
        report = databank.report(databank.draft(draft.id).reports[0]["id"])
        assert databank.raw(report.sha256) == TEXT.encode()
        assert Path(str(databank.raw_about(report.sha256)[0]["path"])).name == "report.txt"


def test_entries_that_the_databank_may_have_already_are_named(run: Run) -> None:
    Path("dog.txt").write_text("A robotaxi killed a dog\n\nA Waymo robotaxi hit and killed a dog in San Francisco.\n")
    shown = run("draft", "dog.txt").out
    assert re.search(r"read like this; is it one of them\?\s+AIAAIC\d+: .*robotaxi.* dog", shown)


def test_json_is_on_standard_output_alone(run: Run) -> None:
    done = run("draft", "report.txt", "--json")
    draft = json.loads(done.out)
    assert draft["entry"]["headline"] == "Council buys cameras that scan faces"
    with Databank.open("databank", read_only=True) as databank:
        assert databank.draft(draft["id"]).to_dict() == draft


def test_the_same_report_again_is_shown_and_not_drafted(run: Run, made: list[Report]) -> None:
    first = json.loads(run("draft", "report.txt", "--json").out)
    done = run("draft", "report.txt", "--json")
    assert (done.code, json.loads(done.out)) == (0, first)
    assert "drafted already" in done.err
    assert len(made) == 1


def test_two_at_once_save_one_draft(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def make(report: Report, model: str | None) -> object:
        with Databank.open("databank") as other:  # another process is quicker
            other.save_draft(quick_draft(report), [report])
        return quick_draft(report)

    monkeypatch.setattr("extractor.cli.draft._make", make)
    done = run("draft", "report.txt")
    assert done.code == 0
    assert "in the meantime" in done.err
    assert len(json.loads(run("list", "--json").out)) == 1


def test_again_drafts_it_anew(run: Run, made: list[Report]) -> None:
    run("draft", "report.txt")
    assert run("draft", "report.txt", "--again").code == 0
    assert len(made) == 2
    with Databank.open("databank", read_only=True) as databank:
        assert databank.count() == 1


def test_without_saving_nothing_is_kept(run: Run) -> None:
    assert run("draft", "report.txt", "--no-save").code == 0
    assert not Path("databank").exists()


@pytest.mark.parametrize("way", ["option", "environment"])
def test_the_databank_may_be_elsewhere(run: Run, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    if way == "environment":
        monkeypatch.setenv("EXTRACTOR_DATABANK", "elsewhere/bank")
        run("draft", "report.txt")
    else:
        run("draft", "report.txt", "--databank", "elsewhere/bank")
    assert Path("elsewhere/bank/databank.sqlite3").exists()
    assert not Path("databank").exists()


def test_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    done = run("draft", "-", "--json")
    assert json.loads(done.out)["entry"]["headline"].startswith("Council buys")


class TestBadInput:
    @pytest.mark.parametrize(
        ("name", "content", "said"),
        [
            ("none.txt", None, "no file"),
            ("empty.txt", b"", "empty"),
            ("page.html", b"\x89PNG\r\n\x1a\n" + b"\0" * 200, "PNG"),
            ("broken.pdf", b"%PDF-1.7 and nothing more", "PDF"),
            ("french.txt", ("Le conseil a décidé que les caméras seraient dans les rues de la ville. " * 9).encode(),
             "French"),
        ],
    )  # fmt: skip
    def test_is_one_clear_line_and_code_2(self, run: Run, name: str, content: bytes | None, said: str) -> None:
        if content is not None:
            Path(name).write_bytes(content)
        done = run("draft", name)
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith("error: ")
        assert done.err.count("\n") == 1
        assert said in done.err

    def test_loses_nothing(self, run: Run) -> None:
        Path("broken.pdf").write_bytes(b"%PDF-1.7 and nothing more")
        run("draft", "broken.pdf")
        assert [path.read_bytes() for path in Path("databank/raw").rglob("*.bin")] == [b"%PDF-1.7 and nothing more"]

    def test_a_mistyped_name_makes_no_databank(self, run: Run) -> None:
        run("draft", "reprot.txt")
        assert not Path("databank").exists()

    def test_a_file_name_cannot_command_the_terminal(self, run: Run) -> None:
        done = run("draft", "no\x1b[2Jsuch\nfile.txt")
        assert "\x1b" not in done.err
        assert done.err.count("\n") == 1

    def test_a_locked_databank(self, run: Run, monkeypatch: pytest.MonkeyPatch, made: list[Report]) -> None:
        monkeypatch.setattr("extractor.store.connection.BUSY_SECONDS", 0.05)
        Databank.open("databank").close()
        other = sqlite3.connect("databank/databank.sqlite3", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        done = run("draft", "report.txt")
        other.execute("ROLLBACK")
        other.close()
        assert done.code == 2
        assert "locked" in done.err
        assert made == []  # found out before the work, not after it
        assert [path.read_bytes() for path in Path("databank/raw").rglob("*.bin")] == [TEXT.encode()]

    def test_an_invalid_draft_is_refused_with_the_findings(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        def make(report: Report, model: str | None) -> object:
            draft = quick_draft(report)
            draft.entry["technology"] = ["Facial recogniton"]
            draft.evidence["/technology/0"] = [Evidence(report.id, 0, 7, report.text[:7], None, "test")]
            return draft

        monkeypatch.setattr("extractor.cli.draft._make", make)
        done = run("draft", "report.txt")
        assert done.code == 1
        assert "Facial recognition" in done.err
        assert run("list").err == "0 drafts.\n"

    def test_something_unexpected_is_one_line_with_a_hint(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(report: Report, model: str | None) -> object:
            raise KeyError("odd")

        monkeypatch.setattr("extractor.cli.draft._make", fail)
        done = run("draft", "report.txt")
        assert done.code == 2
        assert "KeyError" in done.err
        assert "--debug" in done.err
        with pytest.raises(KeyError):
            main(["draft", "report.txt", "--debug"])

    def test_an_interrupt_is_code_130(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupt(report: Report, model: str | None) -> object:
            raise KeyboardInterrupt

        monkeypatch.setattr("extractor.cli.draft._make", interrupt)
        assert run("draft", "report.txt").code == 130


class TestTheView:
    @pytest.fixture
    def rich(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def make(report: Report, model: str | None) -> object:
            draft = quick_draft(report)
            at = report.text.index("Ocumetrix")
            words = Evidence(report.id, at, at + 9, "Ocumetrix", None, "test")
            denial = "had not supplied the software"
            start = report.text.index(denial)
            draft.entry["developer"] = ["Ocumetrix"]
            draft.evidence["/developer/0"] = [words, words]
            draft.confidence["/developer/0"] = 0.5
            draft.roles = [
                {"actor": "Ocumetrix", "role": "developer", "status": "contested", "confidence": 0.5, "inferred": False,
                 "statements": [{"by": "Ocumetrix", "holds": "denies", "text": denial, "start": start,
                                 "end": start + len(denial), "report": report.id}]},
            ]  # fmt: skip
            content = {"text": denial, "start": start, "end": start + len(denial)}
            draft.claims = [
                {"speaker": {"text": "The company", "start": 0, "end": 3, "actor": "Ocumetrix"}, "cue": None,
                 "content": content, "stance": "denies", "quoted": "indirect", "about": [], "reported_by": None,
                 "polarity": "negative", "hedges": [], "report": report.id},
            ]  # fmt: skip
            return draft

        monkeypatch.setattr("extractor.cli.draft._make", make)

    @pytest.mark.parametrize("columns", ["20", "60", "200"])
    def test_shows_values_doubt_words_contested_roles_and_claims(
        self, run: Run, rich: None, monkeypatch: pytest.MonkeyPatch, columns: str
    ) -> None:
        monkeypatch.setenv("COLUMNS", columns)
        done = run("draft", "report.txt", "--no-save")
        shown = " ".join(done.out.split())
        assert done.code == 0
        assert all(len(line) <= int(columns) for line in done.out.split("\n"))
        for words in ("Developer: Ocumetrix", "doubtful", "contested", "Larkfield council has", "denies", "Country:"):
            assert words in shown

    def test_hostile_words_are_shown_as_words(self, run: Run, made: list[Report]) -> None:
        Path("hostile.txt").write_text(
            "Council [bold]buys[/] \x9b31m cameras \u202edesrever\n\n" + "The police said that it had the cameras. " * 9
        )
        done = run("draft", "hostile.txt", "--no-save")
        assert done.code == 0
        assert "[bold]buys[/]" in done.out
        assert not {"\x1b", "\x9b", "\u202e"} & set(done.out)
        as_json = run("draft", "hostile.txt", "--no-save", "--json").out
        assert not {"\x1b", "\x9b", "\u202e"} & set(as_json)
        assert json.loads(as_json)["entry"]["headline"] == quick_draft(made[-1]).entry["headline"]
