"""The raw bytes of every source are kept by their SHA-256, whole or not at all."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.errors import DatabankError
from extractor.store import RawFolder

RAW = b"<html>\x00\xff a page</html>"


@settings(max_examples=30, deadline=None)
@given(st.binary())
def test_what_is_kept_reads_back(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    folder = RawFolder(tmp_path_factory.mktemp("raw"))
    sha256 = folder.keep(raw, {"source": "a.html"})
    assert sha256 == hashlib.sha256(raw).hexdigest()
    assert folder.read(sha256) == raw


def test_bytes_lie_in_a_folder_named_by_the_start_of_their_hash(tmp_path: Path) -> None:
    sha256 = RawFolder(tmp_path).keep(RAW, {})
    assert (tmp_path / "raw" / sha256[:2] / f"{sha256}.bin").read_bytes() == RAW


def test_keeping_the_same_again_changes_nothing(tmp_path: Path) -> None:
    folder = RawFolder(tmp_path)
    sha256 = folder.keep(RAW, {"source": "a.html"})
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    assert folder.keep(RAW, {"source": "a.html"}) == sha256
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()} == before


def test_each_place_the_bytes_came_from_is_noted(tmp_path: Path) -> None:
    folder = RawFolder(tmp_path)
    for source in ("a.html", "https://a.example/", "a.html"):
        sha256 = folder.keep(RAW, {"source": source, "status": 200})
    assert [note["source"] for note in folder.about(sha256)] == ["a.html", "https://a.example/"]
    assert folder.about(sha256)[0]["size"] == len(RAW)


def test_a_file_cut_short_is_written_again(tmp_path: Path) -> None:
    folder = RawFolder(tmp_path)
    sha256 = folder.keep(RAW, {})
    folder.path(sha256).write_bytes(RAW[:5])
    folder.keep(RAW, {})
    assert folder.read(sha256) == RAW


def test_bytes_that_were_changed_are_not_handed_out(tmp_path: Path) -> None:
    folder = RawFolder(tmp_path)
    sha256 = folder.keep(RAW, {})
    folder.path(sha256).write_bytes(b"?" * len(RAW))
    with pytest.raises(DatabankError, match="changed"):
        folder.read(sha256)


def test_nothing_but_a_hash_becomes_a_path(tmp_path: Path) -> None:
    with pytest.raises(DatabankError, match="not a SHA-256"):
        RawFolder(tmp_path).read("../../etc/passwd")


def test_a_write_that_fails_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(DatabankError, match="No space left"):
        RawFolder(tmp_path).keep(RAW, {})
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_folder_that_cannot_be_made_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "raw").write_text("a file stands where the folder should be")
    with pytest.raises(DatabankError, match="cannot be used"):
        RawFolder(tmp_path).keep(RAW, {})
