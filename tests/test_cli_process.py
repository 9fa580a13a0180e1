"""The command as a process: what it imports, how it is interrupted, killed, and read from."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from extractor.cli.app import app
from extractor.store import Databank

ROOT = Path(__file__).parent.parent
ENVIRONMENT = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
HEAVY = ["spacy", "numpy", "httpx", "trafilatura", "pdfplumber"]


def run(*command: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, env=ENVIRONMENT, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    for number in range(24):
        (tmp_path / "in" / f"{number:02}.txt").write_text(f"Report {number}\n\nSLOW")
    return tmp_path


class TestWhatIsImported:
    @pytest.mark.parametrize(
        "arguments", [["--help"], ["draft", "--help"], ["check", "entry.json"], ["vocabulary", "issue"], ["list"]]
    )
    def test_nothing_heavy_where_it_is_not_needed(self, tmp_path: Path, arguments: list[str]) -> None:
        (tmp_path / "entry.json").write_text('{"headline": "x"}')
        Databank.open(tmp_path / "databank").close()
        code = (
            "import sys\nfrom extractor.cli import main\n"
            f"code = main({arguments!r})\nprint(code, sorted(set({HEAVY!r}) & set(sys.modules)))"
        )
        done = run(sys.executable, "-c", code, cwd=tmp_path)
        assert done.stdout.splitlines()[-1] == "0 []", done.stderr

    def test_help_needs_no_tables_either(self) -> None:
        done = run(
            sys.executable,
            "-c",
            "import sys, extractor.cli.app\nprint('rich' in sys.modules, 'sqlite3' in sys.modules)",
        )
        assert done.stdout.split() == ["False", "False"], done.stderr


class TestHelp:
    def test_of_the_program(self) -> None:
        done = run(sys.executable, "-m", "extractor", "--help")
        assert done.returncode == 0
        assert all(command.name in done.stdout for command in app.registered_commands)

    def test_without_a_command(self) -> None:
        done = run(sys.executable, "-m", "extractor")
        assert done.stdout.startswith("Usage: extractor")
        assert done.returncode == 0

    def test_version(self) -> None:
        assert re.match(r"extractor \d+\.\d+", run(sys.executable, "-m", "extractor", "--version").stdout)

    @pytest.mark.parametrize("command", app.registered_commands, ids=lambda command: command.name)
    def test_of_each_command_has_an_example(self, command: object) -> None:
        assert f"extractor {command.name}" in (command.callback.__doc__ or "")

    def test_a_command_that_does_not_exist_is_refused_with_the_nearest(self) -> None:
        done = run(sys.executable, "-m", "extractor", "drfat")
        assert done.returncode == 2
        assert "draft" in done.stderr

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["draft"], "SOURCE"),
            (["draft", "a.txt", "b.txt"], "b.txt"),
            (["list", "--colour"], "--colour"),
            (["list", "--limit", "many"], "--limit"),
            (["batch"], "source"),
        ],
    )
    def test_of_a_command_is_pointed_to_when_arguments_do_not_fit(self, arguments: list[str], said: str) -> None:
        done = run(sys.executable, "-m", "extractor", *arguments)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
        assert done.stderr.startswith("error: ")
        assert said in done.stderr

    def test_completion_for_the_shell(self) -> None:
        done = subprocess.run(
            [sys.executable, "-c", "import sys; from extractor.cli import main; sys.exit(main([]))"],
            env={**ENVIRONMENT, "_EXTRACTOR_COMPLETE": "complete_bash", "COMP_WORDS": "extractor voc", "COMP_CWORD": "1"},
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert "vocabulary" in done.stdout


def test_a_reader_that_leaves_early_is_no_error() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "extractor", "vocabulary", "country", "--json"],
        cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    assert process.stderr.read() == ""
    assert process.wait(timeout=60) == 0
    process.stderr.close()


def test_output_in_an_old_encoding(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "extractor", "vocabulary", "country", "--search", "ivoire", "--json"],
        cwd=ROOT, env={**ENVIRONMENT, "PYTHONIOENCODING": "ascii"}, capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert any("ô" in row["term"] + "".join(row["aliases"]) for row in json.loads(done.stdout.decode("ascii")))


class TestABatch:
    def start(self, folder: Path, *options: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "stand_ins", "batch", "in", "--workers", "2", *options],
            cwd=folder, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip

    def after_some(self, process: subprocess.Popen[str], lines: int = 3) -> list[str]:
        assert process.stderr
        return [process.stderr.readline() for _ in range(lines)]

    def finish(self, folder: Path) -> None:
        """A second run, after which everything is drafted once."""
        done = run(sys.executable, "-m", "stand_ins", "batch", "in", "--workers", "2", cwd=folder)
        assert done.returncode == 0, done.stderr
        with Databank.open(folder / "databank", read_only=True) as databank:
            assert sorted(each.headline for each in databank.drafts()) == sorted(f"Report {n}" for n in range(24))
            assert all(len(databank.suggestions(each.id)) == 1 for each in databank.drafts())
            assert databank.failures() == []

    def saved(self, folder: Path) -> int:
        with Databank.open(folder / "databank", read_only=True) as databank:
            return databank.count()

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_interrupted_says_so_keeps_what_is_done_and_goes_on_later(
        self, folder: Path, number: signal.Signals
    ) -> None:
        process = self.start(folder)
        self.after_some(process)
        os.killpg(process.pid, number) if number == signal.SIGINT else process.send_signal(number)
        _, err = process.communicate(timeout=30)
        assert process.returncode == 130
        assert "Traceback" not in err
        assert "the same command goes on" in err
        assert 3 <= self.saved(folder) < 24
        self.finish(folder)

    def test_killed_loses_and_doubles_nothing_and_leaves_no_process(self, folder: Path) -> None:
        process = self.start(folder)
        self.after_some(process)
        process.kill()
        process.communicate(timeout=30)
        for _ in range(100):
            try:
                os.killpg(process.pid, 0)
            except ProcessLookupError:
                break
            time.sleep(0.1)
        else:
            pytest.fail("workers outlived their parent")
        assert 3 <= self.saved(folder) < 24
        self.finish(folder)

    def test_in_a_pipe_writes_a_plain_line_for_each_report(self, folder: Path) -> None:
        (folder / "in" / "broken.txt").write_text("BROKEN")
        done = run(sys.executable, "-m", "stand_ins", "batch", "in", "--json", "--timeout", "60", cwd=folder)
        assert done.returncode == 1
        assert "\x1b" not in done.stderr
        assert len(re.findall(r"^\[\d+/25\] (?:drafted|failed)", done.stderr, re.M)) == 25
        summary = json.loads(done.stdout)
        assert (summary["drafted"], summary["failed"], summary["left"]) == (24, 1, 0)

    def test_with_a_model_that_is_not_there_is_one_line(self, folder: Path) -> None:
        done = run(sys.executable, "-m", "stand_ins", "batch", "in", "--model", "xx_none", cwd=folder)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
        assert "xx_none" in done.stderr
        assert self.saved(folder) == 0

    def test_without_a_source_is_refused(self, folder: Path) -> None:
        assert run(sys.executable, "-m", "stand_ins", "batch", cwd=folder).returncode == 2
