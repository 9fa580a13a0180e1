"""What the reader of roles sees of a report: its heading and opening, with a mark before every candidate's name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from extractor.pipeline.roles.candidates import Candidate

PIECES = 128
"""Word pieces that are read, with the edges."""
HEADING = 40
"""Of these at most so many of the heading."""
MARKS = 12
"""How many candidates are marked, by first mention; later ones are not judged."""
_CHARACTERS = 6 * PIECES
"""Characters of a text that are looked at: no piece is longer on average."""
_SHORTEST = 3
"""Characters of a name that is looked for in the heading."""

Key = tuple[str, str]
Found = tuple[int, int, Key]
"""A mention: where it starts and ends in characters, and whose it is."""


@dataclass(frozen=True, slots=True)
class Opening:
    """ids: numbers of the word pieces in order, -1 - n for the mark of candidate n; marked: n of each key."""

    ids: list[int]
    marked: dict[Key, int]


def marked_as(candidate: Candidate) -> Key | None:
    """What a candidate is marked as: candidates that rest on the same names share a mark; classes have none."""
    if candidate.origin in ("actor", "product") and candidate.actor:
        return "actor", candidate.actor.name
    if candidate.origin in ("system", "maker") and candidate.system:
        return "system", candidate.system.name
    return None


def opening_of(
    heading: str, text: str, candidates: Iterable[Candidate], ids: Callable[[str], list[int]], end: int
) -> Opening:
    """The opening of a text. ids: text to numbers of word pieces; end: the piece that stands after the heading."""
    mentions: dict[Key, list[Found]] = {}
    forms: dict[Key, set[str]] = {}
    for one in candidates:
        key = marked_as(one)
        if key is None:
            continue
        mentions.setdefault(key, [(m.start, m.end, key) for m in one.mentions])
        forms.setdefault(key, set()).update(one.forms if one.origin != "maker" else ())
    order: dict[Key, int] = {}
    read: list[int] = []
    if heading and not text.strip().startswith(heading):
        titled = [
            (found.start(), found.end(), key)
            for key, names in forms.items()
            for name in names
            if len(name) >= _SHORTEST and name in heading
            for found in re.finditer(rf"\b{re.escape(name)}\b", heading)
        ]
        read = [*_marked(heading, titled, order, ids)[:HEADING], end]
    near = [one for found in mentions.values() for one in found if one[1] <= _CHARACTERS]
    read = (read + _marked(text[:_CHARACTERS], near, order, ids))[: PIECES - 2]
    there = {-1 - piece for piece in read if piece < 0}
    return Opening(read, {key: n for key, n in order.items() if n in there})


def _marked(text: str, mentions: Sequence[Found], order: dict[Key, int], ids: Callable[[str], list[int]]) -> list[int]:
    """The pieces of a text, a mark before each mention; of those that overlap the longer counts."""
    taken: list[Found] = []
    for one in sorted(mentions, key=lambda m: (m[0] - m[1], m[0])):
        if all(one[1] <= other[0] or one[0] >= other[1] for other in taken):
            taken.append(one)
    found: list[int] = []
    at = 0
    for start, end, key in sorted(taken):
        if key not in order and len(order) == MARKS:
            continue
        found += [*ids(text[at:start]), -1 - order.setdefault(key, len(order)), *ids(text[start:end])]
        at = end
    return found + ids(text[at:])
