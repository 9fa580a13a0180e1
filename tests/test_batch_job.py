"""What a worker does with one source, with the shipped pipeline: a record of its draft, or of why there is none."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import pytest
from spacy.language import Language

from extractor.batch.job import DraftJob
from extractor.databank import check
from extractor.report import Report
from extractor.store import RawFolder

SAMPLES = Path(__file__).parent.parent / "samples"


@pytest.fixture
def job(tmp_path: Path, nlp: Language, monkeypatch: pytest.MonkeyPatch) -> DraftJob:
    monkeypatch.setattr("extractor.pipeline.load_pipeline", lambda model: nlp)
    job = pickle.loads(pickle.dumps(DraftJob(tmp_path)))
    job.prepare()
    return job


@pytest.mark.parametrize("name", ["naypyidaw.html", "exam-watch-report.pdf", "cascata-wire.txt"])
def test_a_report_becomes_the_record_of_a_valid_draft(job: DraftJob, tmp_path: Path, name: str) -> None:
    record = json.loads(json.dumps(job(str(SAMPLES / name))))
    assert record["ok"], record
    report = Report.from_dict(record["report"])
    assert [each for each in check(record["draft"], {report.id: report}) if each.severity == "error"] == []
    for found in record["draft"]["evidence"].values():
        assert all(report.text[each["start"] : each["end"]] == each["quote"] for each in found)
    assert RawFolder(tmp_path).read(record["sha256"]) == (SAMPLES / name).read_bytes()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, "not-found"),
        (b"", "empty"),
        (b"%PDF-1.7 nothing more", "unreadable"),
        (b"\x89PNG\r\n\x1a\n\0\0", "unreadable"),
    ],
)
def test_what_cannot_be_drafted_becomes_the_record_of_a_failure_with_its_raw_bytes(
    job: DraftJob, tmp_path: Path, content: bytes | None, code: str
) -> None:
    if content is not None:
        (tmp_path / "report.pdf").write_bytes(content)
    record = job(str(tmp_path / "report.pdf"))
    assert (record["ok"], record["code"]) == (False, code)
    assert record["message"]
    if content is None:
        assert record["sha256"] is None
    else:
        assert RawFolder(tmp_path).read(record["sha256"]) == content


def test_something_unexpected_is_a_failure_like_any_other(job: DraftJob, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("odd")

    monkeypatch.setattr("extractor.drafting.api.draft", fail)
    record = job(str(SAMPLES / "cascata-wire.txt"))
    assert (record["code"], record["message"]) == ("crash", "Unexpected ZeroDivisionError: odd")
    assert record["sha256"]
