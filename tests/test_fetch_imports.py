"""Each kind of source loads only the libraries it needs, so that a short command stays short."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parent.parent / "samples"
HEAVY = {"httpcore", "httpx", "pdfplumber", "pypdfium2", "trafilatura", "lxml", "dateparser", "spacy"}


@pytest.mark.parametrize(
    ("source", "allowed"),
    [
        ("", set()),
        ("cascata-wire.txt", set()),
        ("naypyidaw.html", {"trafilatura", "lxml"}),
        ("exam-watch-report.pdf", {"pdfplumber", "pypdfium2"}),
    ],
)
def test_libraries_load_only_when_a_source_needs_them(source: str, allowed: set[str]) -> None:
    read = f"; fetch({str(SAMPLES / source)!r})" if source else ""
    code = f"import sys; from extractor.fetching import fetch{read}; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parent.parent
    )
    assert HEAVY & set(done.stdout.split()) == allowed
