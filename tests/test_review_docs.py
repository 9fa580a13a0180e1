"""docs/review.md names every key of the screen and of the queue, and no others."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
DOCS = (ROOT / "docs" / "review.md").read_text(encoding="utf-8")
STATIC = ROOT / "extractor" / "review" / "static"


def keys_in(script: str) -> set[str]:
    """Keys of a script's table that are named to people: the first of each row that has words."""
    text = (STATIC / script).read_text(encoding="utf-8")
    rows = re.findall(
        r'row\(\["(.+?)"[^\]]*\], "\w+", "\w+", "\w', text.replace('["]"]', '["CLOSE"]').replace('["["]', '["OPEN"]')
    )
    return {{"CLOSE": "]", "OPEN": "["}.get(key, key) for key in rows}


def test_every_key_of_the_screen_is_described_and_every_one_described_exists() -> None:
    table = DOCS.split("## Keys")[1].split("In the queue:")[0]
    described = {key for row in re.findall(r"^\| (`.+?) \|", table, re.M) for key in re.findall(r"`(.+?)`", row)}
    keys = keys_in("actions.js")
    assert len(keys) > 25
    assert keys - described == {"?"}
    assert described - keys == {"Enter", "1", "9", "Ctrl+Z", "Ctrl+Shift+Z"}


def test_every_key_of_the_queue_is_described() -> None:
    described = set(re.findall(r"`(.+?)`", DOCS.split("In the queue:")[1].split("## Decisions")[0]))
    assert keys_in("queue.js") - described == {"?"}


def test_the_pictures_of_the_page_are_there() -> None:
    for name in re.findall(r"\]\((img/.+?)\)", DOCS):
        assert (ROOT / "docs" / name).read_bytes()[:4] == b"\x89PNG"
