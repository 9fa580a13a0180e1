"""Reading values from a draft or a bare entry, whatever is left out of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)


def entry_of(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """The entry of a draft, or the record itself when it is a bare entry."""
    entry = record.get("entry")
    return entry if isinstance(entry, Mapping) else record


def value_at(entry: Mapping[str, Any], field: str) -> Any:
    """The value of a field by its dotted name ("harms.individual"), None when it is not there."""
    value: Any = entry
    for step in field.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def texts_at(entry: Mapping[str, Any], field: str) -> list[str]:
    """A field's values as texts: none, one, or as many as its list has."""
    value = value_at(entry, field)
    return [str(item) for item in (value if isinstance(value, list) else [value]) if item is not None]


def plain(text: str) -> str:
    """A text without characters that do not print: any line break is "\\n", and what would turn or hide text is "�"."""
    return _UNPRINTABLE.sub("�", _BREAKS.sub("\n", text))


def one_line(text: str) -> str:
    """A text on one line, with single spaces."""
    return " ".join(plain(text).split())
