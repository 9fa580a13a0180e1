"""The Python API: a few names, the same objects that the commands use."""

from __future__ import annotations

import re
from pathlib import Path

import extractor
from extractor import ExtractorError, Report, check, draft, draft_many, errors

ROOT = Path(__file__).parent.parent

TEXT = (
    "Police in Leeds are testing a facial recognition system made by NEC.\r\n\r\n"
    "  The force said it would publish its results. Campaigners warned of “false matches”.\t\n"
)


def test_the_names_are_the_documented_ones():
    assert set(extractor.__all__) >= {"fetch", "Report", "load_pipeline", "draft", "draft_many", "check"}
    assert all(hasattr(extractor, name) for name in extractor.__all__)


def test_from_text_keeps_the_characters_as_they_are():
    assert Report.from_text(TEXT).text == TEXT


def test_a_draft_of_a_callers_text_has_the_callers_offsets_and_is_valid(nlp):
    report = Report.from_text(TEXT, title="Leeds tests face matching", url="https://example.org/a", published="2024-02")
    made = draft(report, nlp=nlp)
    data = made.to_dict()
    assert made.evidence
    for found in made.evidence.values():
        assert all(TEXT[e.start : e.end] == e.quote for e in found)
    assert [f for f in check(data, {report.id: report}) if f.severity == "error"] == []
    assert list(data)[:3] == ["id", "status", "entry"]


def test_draft_many_streams_in_order_and_agrees_with_draft(nlp):
    reports = [Report.from_text(TEXT), Report.from_text("Tesla recalled its Autopilot software in Norway.")]
    streamed = list(draft_many(iter(reports), nlp=nlp))
    assert [one.to_dict()["entry"] for one in streamed] == [draft(r, nlp=nlp).to_dict()["entry"] for r in reports]


def test_every_error_is_an_extractor_error():
    classes = [value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, Exception)]
    assert len(classes) > 5
    assert all(issubclass(one, ExtractorError) for one in classes)


def test_an_error_is_one_line_with_the_way_out():
    error = errors.SourceEmpty("Nothing\nto read.", "Save the page\nagain.")
    assert str(error) == "Nothing to read. Save the page again."


def test_the_readmes_python_runs(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.S)
    assert blocks
    for block in blocks:
        exec(compile(block, "README.md", "exec"), {})
    assert "[]" in capsys.readouterr().out
