"""The words that drafting uses and looks for: wording.toml, read once."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from extractor.fetching.page_rules import load_rules


@cache
def load_wording() -> dict[str, Any]:
    """The tables of wording.toml by name."""
    return tomllib.loads((Path(__file__).parent / "wording.toml").read_text(encoding="utf-8"))


@cache
def pattern(table: str, key: str, flags: int = 0) -> re.Pattern[str]:
    """The regular expression that a table of wording.toml has under a key; of a list any one may match."""
    found = load_wording()[table][key]
    return re.compile(found if isinstance(found, str) else "|".join(found), flags)


def is_furniture(text: str) -> bool:
    """Whether a sentence belongs to the page around a report ("By clicking “Sign Up”, you accept our Terms").

    What fetching drops from a web page is told by the same patterns where the page was copied.
    """
    return bool(load_rules().drop.match(text) or pattern("page", "furniture_pattern", re.I).search(text))
