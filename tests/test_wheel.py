"""The wheel carries what the installed program needs: schema, models, cues."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def names(tmp_path_factory) -> set[str]:
    wheel = pytest.importorskip("hatchling.builders.wheel")
    folder = tmp_path_factory.mktemp("wheel")
    built = next(wheel.WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"]))
    with zipfile.ZipFile(built) as packed:
        return set(packed.namelist())


def test_schema_and_models_ship(names: set[str]):
    models = {f"models/{path.name}" for path in (ROOT / "models").iterdir() if path.is_file()}
    assert len(models) > 5
    for name in {"schema.json", "models/training/folds.py"} | models:
        assert f"extractor/_shipped/{name}" in names


def test_no_cache_ships(names: set[str]):
    assert [name for name in names if "_cache/" in name] == []


def test_the_models_fit_into_25_megabytes():
    assert sum(path.stat().st_size for path in (ROOT / "models").iterdir() if path.is_file()) < 25_000_000


def test_every_data_file_beside_the_code_ships(names: set[str]):
    package = ROOT / "extractor"
    data = [
        p for p in package.rglob("*") if p.is_file() and p.suffix in (".toml", ".json", ".sql", ".html", ".css", ".js")
    ]
    assert data
    assert {p.relative_to(ROOT).as_posix() for p in data if "_shipped" not in p.parts} <= names


def test_typing_and_the_command_ship(names: set[str]):
    assert "extractor/py.typed" in names
    assert any(name.endswith("entry_points.txt") for name in names)
