"""The house: imports run only forwards along the corridor, and the cheap doors stay cheap."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "extractor"
# Export stands before review, which exports what it approves; errors, report and shipped are open to every room.
CORRIDOR = ["fetching", "pipeline", "drafting", "databank", "store", "export", "review", "batch", "evaluate", "cli"]


def room_of(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in CORRIDOR else None


def imports(path: Path) -> set[str]:
    """The modules of ours that a file imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in found if name.startswith("extractor.")}


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_room_never_imports_a_later_one(path: Path):
    room = room_of("extractor." + ".".join(path.relative_to(PACKAGE).with_suffix("").parts))
    if room is None:
        return
    later = set(CORRIDOR[CORRIDOR.index(room) + 1 :])
    assert not {name for name in imports(path) if room_of(name) in later}


def test_only_the_command_line_and_the_review_print():
    printing = [
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        if path.relative_to(PACKAGE).parts[0] not in ("cli", "review", "__main__.py")
        and any(
            isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        )
    ]
    assert printing == []


@pytest.mark.parametrize(
    ("statement", "spared"),
    [
        ("import extractor", ["spacy", "httpx", "trafilatura", "pdfplumber", "jsonschema"]),
        ("from extractor import check", ["spacy", "httpx", "trafilatura", "pdfplumber"]),
        ("from extractor import fetch", ["spacy", "httpx", "pdfplumber"]),
        ("from extractor import Draft, Report", ["spacy", "jsonschema"]),
        ("from extractor.pipeline.precedents import entries_like", ["spacy", "httpx", "jsonschema"]),
        ("from extractor import draft", ["sklearn", "scipy", "pandas", "dateparser", "pycountry"]),
    ],
)
def test_importing_one_name_does_not_load_what_it_does_not_need(statement: str, spared: list[str]):
    code = f"{statement}; import sys; print(sorted(set({spared!r}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_no_module_has_outgrown_its_room():
    long = {
        str(path.relative_to(PACKAGE)): lines
        for path in PACKAGE.rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert long == {}
