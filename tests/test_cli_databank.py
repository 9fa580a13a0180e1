"""The verbs on a databank: list, show, export, remove; and batch failures."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest
from stand_ins import quick_draft

from extractor.cli import main
from extractor.report import Report
from extractor.store import Databank


class Done(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.delenv("EXTRACTOR_DATABANK", raising=False)

    def run(*arguments: str) -> Done:
        code = main(arguments)
        return Done(code, *capsys.readouterr())

    return run


@pytest.fixture
def ids(tmp_path: Path) -> list[str]:
    """Three drafts, the third approved."""
    ids = []
    with Databank.open(tmp_path / "databank", check=lambda *_: []) as databank:
        for number, country in enumerate(("Myanmar", "USA", "USA")):
            report = Report.from_text(f"Report {number}\n\nA text.", publisher="HRW", url=f"https://a.example/{number}")
            draft = quick_draft(report)
            draft.entry["country"] = [country]
            databank.save_draft(replace(draft, status="approved" if number == 2 else "draft"), [report])
            ids.append(draft.id)
        databank.record_failure("/in/a.pdf", "unreadable", "a.pdf is encrypted.")
    return ids


class TestList:
    def test_is_a_table_of_results_with_the_count_beside(self, run: Run, ids: list[str]) -> None:
        done = run("list")
        assert done.code == 0
        assert [line.split()[0] for line in done.out.splitlines()[2:]] == ids[::-1]
        assert done.err == "3 drafts.\n"

    def test_in_json_has_everything_a_program_needs(self, run: Run, ids: list[str]) -> None:
        first = json.loads(run("list", "--json", "--sort", "oldest").out)[0]
        assert (first["id"], first["country"], first["status"]) == (ids[0], ["Myanmar"], "draft")

    @pytest.mark.parametrize(
        ("options", "expected"),
        [
            (("--country", "usa"), 2),
            (("--status", "approved"), 1),
            (("--search", "report 1"), 1),
            (("--publisher", "HRW", "--country", "Myanmar"), 1),
            (("--limit", "2"), 2),
            (("--limit", "2", "--offset", "2"), 1),
            (("--technology", "none"), 0),
        ],
    )
    def test_is_filtered(self, run: Run, ids: list[str], options: tuple[str, ...], expected: int) -> None:
        assert len(json.loads(run("list", "--json", *options).out)) == expected

    @pytest.mark.parametrize("columns", ["20", "40", "80"])
    def test_fits_a_narrow_terminal(
        self, run: Run, ids: list[str], monkeypatch: pytest.MonkeyPatch, columns: str
    ) -> None:
        monkeypatch.setenv("COLUMNS", columns)
        lines = run("list").out.splitlines()
        assert all(len(line) <= int(columns) for line in lines)
        assert sum(line.startswith(draft_id) for line in lines for draft_id in ids) == 3

    @pytest.mark.parametrize("wrong", [("--status", "done"), ("--sort", "size"), ("--limit", "0"), ("--colour",)])
    def test_refuses_what_does_not_exist(self, run: Run, ids: list[str], wrong: tuple[str, ...]) -> None:
        done = run("list", *wrong)
        assert (done.code, done.out) == (2, "")
        assert done.err


class TestShow:
    def test_takes_the_beginning_of_an_id(self, run: Run, ids: list[str]) -> None:
        done = run("show", ids[0][:6])
        assert "Report 0" in done.out
        assert "Myanmar" in done.out

    def test_in_json_is_the_draft(self, run: Run, ids: list[str]) -> None:
        with Databank.open("databank", read_only=True) as databank:
            assert json.loads(run("show", ids[0], "--json").out) == databank.draft(ids[0]).to_dict()

    def test_gives_the_text_of_the_report(self, run: Run, ids: list[str]) -> None:
        assert run("show", ids[1], "--text").out == "Report 1\n\nA text.\n"
        assert json.loads(run("show", ids[1], "--text", "--json").out)[0]["text"] == "Report 1\n\nA text."

    @pytest.mark.parametrize("wrong", ["d", "x"])
    def test_refuses_an_id_that_is_none_or_several(self, run: Run, ids: list[str], wrong: str) -> None:
        done = run("show", wrong)
        assert done.code == 2
        assert done.err.startswith("error: ")


class TestExport:
    def test_of_all_as_json_lines_can_be_checked(self, run: Run, ids: list[str]) -> None:
        done = run("export", "--all", "--format", "jsonl", "-o", "drafts.jsonl")
        assert (done.code, done.out) == (0, "")
        lines = Path("drafts.jsonl").read_text().splitlines()
        assert [json.loads(line)["id"] for line in lines] == ids
        assert [path.name for path in Path().iterdir() if path.name.startswith(".")] == []

    def test_of_some(self, run: Run, ids: list[str]) -> None:
        assert len(json.loads(run("export", ids[0], ids[1][:8], "--format", "json").out)) == 2
        assert "Report 2" in run("export", "--status", "approved").out

    def test_as_a_page_shows_the_layout_of_the_databank(self, run: Run, ids: list[str]) -> None:
        page = run("export", ids[0], "--format", "page").out
        assert "Report 0" in page
        assert "Country: Myanmar" in page

    @pytest.mark.parametrize(
        "wrong", [(), ("--all", "dabc"), ("--all", "--format", "docx"), ("dnone",), ("--all", "-o", "no/such/folder")]
    )
    def test_refuses_what_does_not_fit_together(self, run: Run, ids: list[str], wrong: tuple[str, ...]) -> None:
        done = run("export", *wrong)
        assert (done.code, done.out) == (2, "")
        assert done.err.count("\n") == 1


class TestRemove:
    def test_takes_drafts_out(self, run: Run, ids: list[str]) -> None:
        done = run("remove", ids[0][:7], ids[1], "--note", "twice")
        assert done.code == 0
        with Databank.open("databank", read_only=True) as databank:
            assert [each.id for each in databank.drafts()] == [ids[2]]
            assert {each["note"] for each in databank.removals()} == {"twice"}

    def test_with_one_wrong_id_removes_nothing(self, run: Run, ids: list[str]) -> None:
        assert run("remove", ids[0], "dnone").code == 2
        with Databank.open("databank", read_only=True) as databank:
            assert databank.count() == 3


class TestFailures:
    def test_are_listed_with_their_reason(self, run: Run, ids: list[str]) -> None:
        done = run("batch", "failures")
        assert done.code == 0
        assert all(words in done.out for words in ("unreadable", "/in/a.pdf", "encrypted"))

    def test_in_json(self, run: Run, ids: list[str]) -> None:
        (failure,) = json.loads(run("batch", "failures", "--json").out)
        assert (failure["source"], failure["code"]) == ("/in/a.pdf", "unreadable")

    def test_also_when_the_options_come_first(self, run: Run, ids: list[str], tmp_path: Path) -> None:
        done = run("batch", "--databank", str(tmp_path / "databank"), "failures")
        assert "encrypted" in done.out


def test_a_batch_does_not_take_standard_input(run: Run) -> None:
    done = run("batch", "-")
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert "extractor draft -" in done.err


@pytest.mark.parametrize(
    "command", [("list",), ("show", "d1"), ("export", "--all"), ("remove", "d1"), ("batch", "failures")]
)
def test_without_a_databank_every_verb_says_so_and_makes_none(run: Run, command: tuple[str, ...]) -> None:
    done = run(*command)
    assert done.code == 2
    assert done.err.startswith("error: There is no databank in databank.")
    assert not Path("databank").exists()
