"""What stands around an article on its page and is no part of it, as patterns: page_rules.toml, read once."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Rules:
    """The patterns of page_rules.toml."""

    drop: re.Pattern[str]
    byline: re.Pattern[str]
    containers: re.Pattern[str]
    never: frozenset[str]
    unseen: re.Pattern[str]


@cache
def load_rules() -> Rules:
    """The shipped patterns."""
    data = tomllib.loads(Path(__file__).with_name("page_rules.toml").read_text(encoding="utf-8"))
    return Rules(
        drop=re.compile("|".join(data["passages"]["drop"]), re.I),
        byline=re.compile(data["passages"]["byline"]),
        containers=re.compile("|".join(data["containers"]["drop"]), re.I),
        never=frozenset(data["containers"]["never"]),
        unseen=re.compile("|".join(data["links"]["unseen"]), re.I),
    )
