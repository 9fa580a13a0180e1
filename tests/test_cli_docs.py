"""docs/cli.md says what the command line does: every command and every option, and no others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer

from extractor.cli.app import app

DOCS = (Path(__file__).parent.parent / "docs" / "cli.md").read_text(encoding="utf-8")
SECTIONS = {
    match["name"].strip(): match["text"]
    for match in re.finditer(
        r"^## extractor (?P<name>[a-z-]+(?: [a-z-]+)*).*?\n(?P<text>.*?)(?=^## |\Z)", DOCS, re.M | re.S
    )
}
COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]


def options_of(name: str) -> set[str]:
    return {
        flag for option in COMMANDS[name].params for flag in (*option.opts, *option.secondary_opts) if flag[:2] == "--"
    }


def test_every_command_has_its_section() -> None:
    assert set(SECTIONS) == set(COMMANDS)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_option_is_described_and_every_one_described_exists(name: str) -> None:
    table = "\n".join(line for line in SECTIONS[name].splitlines() if line.startswith("| `"))
    first_cells = " ".join(line.split("|")[1] for line in table.splitlines())
    assert set(re.findall(r"--[a-z-]+[a-z]", first_cells)) == options_of(name)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_example_in_the_help_stands_in_the_docs(name: str) -> None:
    examples = re.findall(r"^\s+(extractor .+)$", COMMANDS[name].callback.__doc__.split("Example:")[1], re.M)
    assert examples
    assert any(example in SECTIONS[name] for example in examples)


def test_the_options_of_the_program_as_a_whole_are_described() -> None:
    for option in ("--version", "--debug", "--help", "--install-completion", "--show-completion"):
        assert f"`{option}`" in DOCS
