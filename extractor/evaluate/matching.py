"""When a drafted value counts as the curated one: names by alias and shared words, terms by their folded label."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).with_name("matching.toml")
_SHARE_INSIDE = 0.34
"""When all words of one name are in the other, at least this share of the other must be covered."""
_SHARE_COMMON = 0.6
"""Otherwise the common words must make up this share of all words of both."""


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(_DATA.read_text(encoding="utf-8"))


@cache
def _aliases() -> dict[str, str]:
    return {name: group[0] for group in _data()["aliases"] for name in group}


@cache
def _stop() -> frozenset[str]:
    return frozenset(_data()["stop"])


@cache
def plain(text: str) -> str:
    """Lower case, without accents, bracketed parts, possessives and marks at the ends."""
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    text = re.sub(r"\([^)]*\)", " ", text)
    text = re.sub(r"'s\b", "", text).strip(" .,;")
    return re.sub(r"\s+", " ", text).strip()


@cache
def variants(name: str) -> frozenset[str]:
    """All forms a name goes by: itself, what it has in brackets, the parts between slashes; aliases resolved."""
    found = {plain(name), *(plain(inner) for inner in re.findall(r"\(([^)]*)\)", name))}
    if "/" in name:
        found |= {plain(part) for part in name.split("/")}
    return frozenset(_aliases().get(form, form) for form in found if form)


@cache
def _words(form: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"[a-z0-9]+", form) if word not in _stop())


def same_name(one: str, other: str) -> bool:
    """Whether two names are taken for one: a shared form, or enough shared words."""
    ones, others = variants(one), variants(other)
    return bool(ones & others) or any(_alike(_words(a), _words(b)) for a in ones for b in others)


def _alike(a: frozenset[str], b: frozenset[str]) -> bool:
    if not a or not b:
        return False
    if (a <= b or b <= a) and min(len(a), len(b)) / max(len(a), len(b)) >= _SHARE_INSIDE:
        return True
    return len(a & b) / len(a | b) >= _SHARE_COMMON


def match_names(drafted: Sequence[str], gold: Sequence[str]) -> list[tuple[int, int]]:
    """Pair drafted names with gold names, each used once, in order. Returns (drafted index, gold index) pairs."""
    used: set[int] = set()
    pairs = []
    for i, name in enumerate(drafted):
        for j, wanted in enumerate(gold):
            if j not in used and same_name(name, wanted):
                used.add(j)
                pairs.append((i, j))
                break
    return pairs


@cache
def label(field: str, term: str) -> str:
    """The folded label under which a controlled term is compared: subterms and spellings of one term are one."""
    if field == "technology":
        text = re.sub(r"\s+", " ", term.lower()).strip()
        text = re.sub(r"\s*\([^)]*\)", "", text)
    else:
        text = plain(term)
    for head in _data()["subterms"].get(field, ()):
        text = re.sub(rf"^{re.escape(head)}\b.*", head, text)
    if field == "country":
        return str(_data()["country"].get(text, text))
    if field == "transparency":
        return str(_data()["transparency"].get(text) or text.split(" - ")[0])
    return text
