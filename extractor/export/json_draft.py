"""The JSON of the design: all of a draft, nothing left out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from itertools import chain, islice
from typing import Any, TextIO

_TROUBLE = re.compile(r"[\x85\u2028\u2029\ud800-\udfff]")
"""Characters that break lines for some readers, and halves of pairs that cannot be written as UTF-8."""


def write_json(drafts: Iterable[Mapping[str, Any]], stream: TextIO) -> None:
    """One draft as an object, any other number of them as a list; indented for reading."""
    rest = iter(drafts)
    first = list(islice(rest, 2))
    if len(first) == 1:
        stream.write(_text(first[0], indent=2) + "\n")
        return
    opening = "["
    for draft in chain(first, rest):
        stream.write(f"{opening}\n{_text(draft, indent=2)}")
        opening = ","
    stream.write("[]\n" if opening == "[" else "\n]\n")


def write_jsonl(drafts: Iterable[Mapping[str, Any]], stream: TextIO) -> None:
    """One draft a line."""
    for draft in drafts:
        stream.write(_text(draft) + "\n")


def _text(draft: Mapping[str, Any], indent: int | None = None) -> str:
    text = json.dumps(draft, ensure_ascii=False, indent=indent)
    return _TROUBLE.sub(lambda character: f"\\u{ord(character.group()):04x}", text)
