"""A sentence with its neighbours as the reader sees it: each actor's mentions are a mark of their own, not a name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span

from extractor.pipeline.annotations import Actor

BEFORE, AFTER = 2, 1
"""Sentences that are read before and after the one in question."""
MARKS = 12
"""How many actors of a window are marked; later ones keep their names and are not judged."""


@dataclass(frozen=True, slots=True)
class Window:
    """Part of a text, characters [start, end). actors: those named in it, by first mention.

    pieces: the text in order, a number where the actor of that place in ``actors`` stands.
    """

    start: int
    end: int
    actors: list[Actor]
    pieces: list[str | int]


def window_of(doc: Doc, first: Span, last: Span) -> Window:
    """The window from one sentence to another."""
    return marked(doc.text, first.start_char, last.end_char, doc._.actors)


def marked(text: str, start: int, end: int, actors: Sequence[Actor]) -> Window:
    """The window text[start:end]; of mentions that overlap the longer counts."""
    inside = [(m.start, m.end, actor) for actor in actors for m in actor.mentions if start <= m.start and m.end <= end]
    taken: list[tuple[int, int, Actor]] = []
    for mention in sorted(inside, key=lambda m: (m[0] - m[1], m[0])):
        if all(mention[1] <= other[0] or mention[0] >= other[1] for other in taken):
            taken.append(mention)
    taken.sort(key=lambda m: m[0])
    found: list[Actor] = []
    for _, _, actor in taken:
        if all(actor is not one for one in found):
            found.append(actor)
    del found[MARKS:]
    pieces: list[str | int] = []
    at = start
    for begin, stop, actor in taken:
        number = next((n for n, one in enumerate(found) if one is actor), None)
        if number is not None:
            pieces += [text[at:begin], number]
            at = stop
    return Window(start, end, found, [*pieces, text[at:end]])


def ids_of(window: Window, ids: Callable[[str], list[int]], marks: Sequence[int]) -> list[int]:
    """The numbers of a window's word pieces, with ``marks`` for its actors."""
    found: list[int] = []
    for piece in window.pieces:
        found += [marks[piece]] if isinstance(piece, int) else ids(piece)
    return found
