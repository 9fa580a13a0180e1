"""JSON pointers (RFC 6901): writing them, and finding what they point at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

_INDEX = re.compile(r"0|[1-9][0-9]*")
NOTHING: Any = object()
"""What ``resolve`` returns for a pointer that points at nothing."""


def pointer(*steps: str | int, under: str = "") -> str:
    """The pointer that takes these steps, below ``under``."""
    return under + "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in steps)


def pointer_of(path: Iterable[str | int]) -> str:
    """The pointer for a path of keys and indexes."""
    return pointer(*path)


def resolve(document: Any, at: str) -> Any:
    """What stands at a pointer, or ``NOTHING``."""
    if at and not at.startswith("/"):
        return NOTHING
    for raw in at.split("/")[1:]:
        step = raw.replace("~1", "/").replace("~0", "~")
        if isinstance(document, dict) and step in document:
            document = document[step]
        elif isinstance(document, list) and _INDEX.fullmatch(step) and len(step) < 10 and int(step) < len(document):
            document = document[int(step)]
        else:
            return NOTHING
    return document


def is_empty(value: Any) -> bool:
    """Whether a field with this value counts as empty: null, blank, or nothing in it at any depth."""
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, dict):
        return all(is_empty(part) for part in value.values())
    return value is None or value == []


def values(entry: dict[str, Any], under: str = "") -> Iterator[tuple[str, Any]]:
    """Every single value of an entry with its pointer: scalars, and each item of each list; empty ones left out."""
    for name, value in entry.items():
        at = pointer(name, under=under)
        if is_empty(value):
            continue
        if isinstance(value, list):
            yield from ((pointer(i, under=at), item) for i, item in enumerate(value))
        elif isinstance(value, dict):
            yield from values(value, at)
        else:
            yield at, value
