"""``extractor check`` and ``extractor vocabulary``: entries written elsewhere, and the terms they may use."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from stand_ins import quick_draft

from extractor.cli import main
from extractor.report import Report

GOOD = {"headline": "Council buys cameras", "country": ["UK"], "technology": ["Facial recognition"]}
BAD = {"headline": "Council buys cameras", "country": ["Grate Britain"], "technology": ["Facial recogniton"]}


class Done(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> Done:
        code = main(arguments)
        return Done(code, *capsys.readouterr())

    return run


def write(name: str, *documents: object) -> str:
    Path(name).write_text("\n".join(json.dumps(each) for each in documents))
    return name


def test_a_good_entry_and_a_good_draft_pass(run: Run) -> None:
    draft = quick_draft(Report.from_text("Council buys cameras\n\nA text.")).to_dict()
    done = run("check", write("entry.json", GOOD), write("draft.json", draft))
    assert done.code == 0, done
    assert "2 checked, 0 with errors" in done.err


def test_what_is_wrong_is_said_with_place_and_nearest_term_and_code_1(run: Run) -> None:
    done = run("check", write("entry.json", BAD))
    assert done.code == 1
    assert "entry.json" in done.out
    assert "/technology/0" in done.out
    assert "Facial recognition" in done.out


def test_in_json(run: Run) -> None:
    done = run("check", write("entry.json", BAD), "--json")
    (checked,) = json.loads(done.out)
    assert {finding["pointer"] for finding in checked["findings"]} == {"/country/0", "/technology/0"}


@pytest.mark.parametrize("shape", ["lines", "list"])
def test_a_file_may_hold_many(run: Run, shape: str) -> None:
    name = write("many.jsonl", GOOD, BAD, GOOD) if shape == "lines" else write("many.json", [GOOD, BAD, GOOD])
    done = run("check", name)
    assert done.code == 1
    assert "3 checked, 1 with errors" in done.err
    assert ("line 2" if shape == "lines" else "number 2") in done.out


def test_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(GOOD).encode())))
    assert run("check", "-").code == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "no file"),
        (b"", "empty"),
        (b"\xff\xfe{}", "not UTF-8"),
        (b'{"headline": "x",\n "country": [}', "line 2: not JSON"),
        (b'{"headline": "x"}\n{"headline": "y"}\n{"headline"', "line 3: not JSON"),
        (b'{"headline": NaN}', "not JSON"),
        (b"[" * 100_000, "nested too deeply"),
    ],
)
def test_what_cannot_be_read_is_one_line_and_code_2(run: Run, content: bytes | None, said: str) -> None:
    if content is not None:
        Path("bad.json").write_bytes(content)
    done = run("check", "bad.json")
    assert done.code == 2
    assert said in done.err
    assert "Traceback" not in done.err


def test_one_bad_file_does_not_hide_the_findings_of_the_others(run: Run) -> None:
    done = run("check", "none.json", write("entry.json", BAD))
    assert done.code == 2
    assert "/technology/0" in done.out


def test_hostile_values_cannot_command_the_terminal(run: Run) -> None:
    done = run("check", write("entry.json", {**BAD, "country": ["\x1b[2J\u202e[red]x"]}))
    assert not {"\x1b", "\u202e"} & set(done.out)


class TestVocabulary:
    def test_lists_the_fields(self, run: Run) -> None:
        out = run("vocabulary").out
        assert all(field in out for field in ("technology", "country", "harms.individual"))

    def test_lists_the_terms_of_a_field_with_their_aliases(self, run: Run) -> None:
        terms = {row["term"]: row["aliases"] for row in json.loads(run("vocabulary", "country", "--json").out)}
        assert "Myanmar" in terms
        assert "Burma" in terms["Myanmar"]

    def test_searches_terms_and_aliases(self, run: Run) -> None:
        found = {row["term"] for row in json.loads(run("vocabulary", "--search", "PLATE", "--json").out)}
        assert "Automated license plate/number recognition (ALPR/ANPR)" in found
        assert "Facial recognition" not in found

    def test_names_the_nearest_term(self, run: Run) -> None:
        assert (
            run("vocabulary", "technology", "--nearest", "facial recogniton").out.splitlines()[0]
            == "Facial recognition"
        )

    @pytest.mark.parametrize("wrong", [("colour",), ("--nearest", "x")])
    def test_refuses_a_field_without_terms(self, run: Run, wrong: tuple[str, ...]) -> None:
        done = run("vocabulary", *wrong)
        assert (done.code, done.out) == (2, "")
        assert done.err.count("\n") == 1
