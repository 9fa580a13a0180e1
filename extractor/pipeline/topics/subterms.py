"""Choosing the subterm that the words of the text support: race, gender; video, audio."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).with_name("subterms.toml")


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(_DATA.read_text(encoding="utf-8"))


@cache
def _pattern(cues: tuple[str, ...]) -> re.Pattern[str]:
    parts = (re.escape(c[:-1]) + r"\w*" if c.endswith("*") else re.escape(c) for c in cues)
    return re.compile(r"\b(?:" + "|".join(parts) + r")\b", re.IGNORECASE)


def choose_term(field: str, label: str, terms: tuple[str, ...], text: str) -> tuple[str, list[tuple[int, int]]]:
    """(term, where its words stand): the best supported subterm of a label, or its plain term without words.

    text: the report's text; positions are characters of it.
    """
    known = _table().get(field, {}).get(label)
    if known is None:
        return terms[0], []
    best, places = known["plain"], list[tuple[int, int]]()
    for term, cues in known["subterms"].items():
        found = [m.span() for m in _pattern(tuple(cues)).finditer(text)]
        if len(found) >= _table()["least"] and len(found) > len(places):
            best, places = term, found
    return best, places
