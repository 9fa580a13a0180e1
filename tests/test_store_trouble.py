"""A databank in trouble: locked, read-only, damaged, newer, shared. One clear line, and nothing lost."""

from __future__ import annotations

import multiprocessing
import sqlite3
from pathlib import Path

import pytest

from extractor.drafting.records import Draft, empty_entry
from extractor.errors import DatabankError
from extractor.report import Report
from extractor.store import FILE_NAME, Databank
from extractor.store.migrating import newest_version, statements, steps


def nothing_wrong(document: object, reports: object) -> list[object]:
    return []


def save(databank: Databank, text: str, source: str | None = None) -> bool:
    report = Report.from_text(text)
    draft = Draft({**empty_entry(), "headline": text}, reports=[report.summary()])
    return databank.save_draft(draft, [report], source=source)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Databank.open(tmp_path / "bank", check=nothing_wrong) as databank:
        save(databank, "The first")
    return tmp_path / "bank"


def one_line(error: pytest.ExceptionInfo[DatabankError]) -> str:
    assert "\n" not in str(error.value)
    return str(error.value)


def test_there_is_none(tmp_path: Path) -> None:
    for way in ({"create": False}, {"read_only": True}):
        with pytest.raises(DatabankError) as error:
            Databank.open(tmp_path / "none", **way)
        assert "no databank in" in one_line(error)
    assert not (tmp_path / "none").exists()


def test_the_folder_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DatabankError) as error:
        Databank.open(tmp_path / "file")
    one_line(error)


@pytest.mark.parametrize("content", [b"not a database at all, but a text long enough to look at\n" * 40, b"\0" * 4096])
def test_the_file_is_not_a_database(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    for read_only in (False, True):
        with pytest.raises(DatabankError) as error:
            Databank.open(tmp_path, read_only=read_only)
        assert "damaged or not a SQLite file" in one_line(error)
    assert (tmp_path / FILE_NAME).read_bytes() == content


def test_the_file_was_cut_short(folder: Path) -> None:
    path = folder / FILE_NAME
    path.write_bytes(path.read_bytes()[:20_000])
    with pytest.raises(DatabankError) as error, Databank.open(folder, check=nothing_wrong) as databank:
        save(databank, "Another")
        databank.draft("d")
    assert "damaged" in one_line(error)


def test_the_file_belongs_to_another_program(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / FILE_NAME)
    other.execute("CREATE TABLE bookmarks (url TEXT)")
    other.close()
    with pytest.raises(DatabankError) as error:
        Databank.open(tmp_path)
    assert "another program" in one_line(error)


def test_it_is_of_a_newer_version(folder: Path) -> None:
    newer = sqlite3.connect(folder / FILE_NAME)
    newer.execute(f"PRAGMA user_version = {newest_version() + 1}")
    newer.close()
    for read_only in (False, True):
        with pytest.raises(DatabankError) as error:
            Databank.open(folder, read_only=read_only)
        assert "newer version" in one_line(error)


def test_it_is_locked(folder: Path) -> None:
    other = sqlite3.connect(folder / FILE_NAME, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabankError) as error:
        Databank.open(folder, wait=0.05)
    assert "locked" in one_line(error)
    with Databank.open(folder, read_only=True, wait=0.05) as reader:
        assert reader.count() == 1
    other.execute("ROLLBACK")
    other.close()
    with Databank.open(folder, wait=0.05, check=nothing_wrong) as databank:
        assert save(databank, "The second")


def test_it_is_locked_in_the_middle_of_the_work(folder: Path) -> None:
    other = sqlite3.connect(folder / FILE_NAME, isolation_level=None)
    with Databank.open(folder, wait=0.05, check=nothing_wrong) as databank:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabankError, match="locked"):
            save(databank, "The second")
        other.execute("ROLLBACK")
        assert save(databank, "The second")
    other.close()


def test_opened_to_read_it_is_never_written(folder: Path) -> None:
    before = (folder / FILE_NAME).read_bytes()
    with Databank.open(folder, read_only=True, check=nothing_wrong) as databank:
        assert databank.count() == 1
        with pytest.raises(DatabankError) as error:
            save(databank, "Another")
    assert "read-only" in one_line(error)
    assert (folder / FILE_NAME).read_bytes() == before


def test_a_write_that_fails_halfway_leaves_nothing_behind(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    with Databank.open(folder, check=nothing_wrong) as databank:
        with monkeypatch.context() as patch:
            patch.setattr("extractor.store.rows.append_suggestion", fail)
            with pytest.raises(DatabankError, match="disk I/O error"):
                save(databank, "Another")
        assert databank.count() == 1
        assert save(databank, "Another")


class TestMigrations:
    def test_are_numbered_without_a_gap(self) -> None:
        assert sorted(steps()) == list(range(1, newest_version() + 1))

    def test_are_cut_into_statements_that_lose_nothing(self) -> None:
        for script in steps().values():
            assert "".join(statements(script)) == script.rstrip("\n") + "\n"

    def test_bring_an_older_databank_up_to_date_with_its_rows(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        later = {**steps(), newest_version() + 1: "ALTER TABLE draft ADD COLUMN mood TEXT DEFAULT 'calm';\n"}
        monkeypatch.setattr("extractor.store.migrating.steps", lambda: later)
        for read_only in (True, False):
            with Databank.open(folder, read_only=read_only) as databank:
                assert databank.count() == 1
        connection = sqlite3.connect(folder / FILE_NAME)
        assert connection.execute("SELECT mood FROM draft").fetchall() == [("calm",)]
        connection.close()

    def test_happen_whole_or_not_at_all(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        broken = "ALTER TABLE draft ADD COLUMN mood TEXT;\nALTER TABLE nowhere ADD COLUMN x TEXT;\n"
        later = {**steps(), newest_version() + 1: broken}
        with monkeypatch.context() as patch:
            patch.setattr("extractor.store.migrating.steps", lambda: later)
            with pytest.raises(DatabankError, match="nowhere"):
                Databank.open(folder)
        with Databank.open(folder) as databank:
            assert databank.count() == 1


def _save_many(folder: str, names: list[str], results: multiprocessing.Queue[int]) -> None:
    with Databank.open(folder, wait=30, check=nothing_wrong) as databank:
        for name in names:
            databank.keep_raw(name.encode() * 1000, {"source": name})
        results.put(sum(save(databank, name, source=name) for name in names))


def test_processes_that_write_at_once_lose_and_double_nothing(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    shared = [f"Shared {number}" for number in range(20)]
    processes = [
        context.Process(
            target=_save_many, args=(str(tmp_path), [*shared, *(f"Own {own} {n}" for n in range(20))], results)
        )
        for own in range(3)
    ]
    for process in processes:
        process.start()
    saved = sum(results.get(timeout=60) for _ in processes)
    for process in processes:
        process.join(60)
        assert process.exitcode == 0
    with Databank.open(tmp_path, read_only=True) as databank:
        assert saved == databank.count() == 20 + 3 * 20
        assert {each.headline for each in databank.drafts()} >= set(shared)
    assert len(list((tmp_path / "raw").rglob("*.bin"))) == 80
