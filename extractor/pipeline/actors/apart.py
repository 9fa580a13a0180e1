"""Two names that were taken for one: "Jack Tame and Auckland University", "Ford and General Motors"."""

from __future__ import annotations

import re

from spacy.tokens import Doc

from extractor.pipeline.actors.cues import Cues, kind_by_head
from extractor.pipeline.actors.known import KnownNames
from extractor.pipeline.places.gazetteer import load_gazetteer

_INNER_CAPITAL = re.compile(r"\w*[a-z][A-Z]\w*|[A-Z]{4,}")
"""A name told by its letters alone ("NetSafe", "UCSF")."""


def names_apart(doc: Doc, text: str, start: int, end: int, known: KnownNames, cues: Cues) -> list[tuple[int, int, str]]:
    """(start, end, kind) of each name that the characters [start, end) run together; empty where they are one name.

    Both sides of an "and" must show that they stand for themselves: "Department of Health and Human Services" and
    "Food and Drug Administration" stay whole. A place beside a body ("Frisco and Starship Technologies") is left out.
    """
    maker, link, buyer = text[start:end].partition(" for ")
    if link and known.name(maker) and " " in buyer and (kind := kind_by_head(buyer, cues)):
        return [(start, start + len(maker), "org"), (end - len(buyer), end, kind)]
    left, link, right = text[start:end].partition(" and ")
    if not link or " and " in right or not _is_one(left, right, known):
        return []
    right_kind = kind_by_head(right, cues) if " " in right else None
    if not right_kind and not known.name(right) and not _INNER_CAPITAL.fullmatch(right):
        return []
    second = (end - len(right), end, right_kind or "org")
    places = load_gazetteer().senses
    if left in places:
        return [] if right.split()[0] in places else [second]  # "How Russia and Ukraine Used Social Media"
    if known.name(left) or _INNER_CAPITAL.fullmatch(left):
        return [(start, start + len(left), "org"), second]
    if len(left.split()) in (2, 3) and (_described(doc, start) or _alone(text, left)):
        return [(start, start + len(left), kind_by_head(left, cues) or "person"), second]
    return []


def _is_one(left: str, right: str, known: KnownNames) -> bool:
    """Whether the left side can be a name that is over: it has no "of" that may reach beyond the "and"."""
    whole = bool(known.name(left) and known.name(right))
    return whole or not (re.search(r"(?:^| )(?:of|for|on|de)(?: |$)|,", left) or re.search(r"[A-Z]{2,}'s", left))


def _described(doc: Doc, start: int) -> bool:
    """Whether a noun stands right before a name and says who it is ("journalist Jack Tame")."""
    token = doc.char_span(start, start + 1, alignment_mode="expand")
    before = token[0].i - 1 if token is not None else -1
    return before >= 0 and doc[before].pos_ == "NOUN" and doc[before].text.islower()


def _alone(text: str, name: str) -> bool:
    """Whether a name, or its last word, stands elsewhere with nothing joined to it."""
    last = name.rsplit(maxsplit=1)[-1]
    found = re.finditer(rf"(?<![\w’'-])(?:{re.escape(name)}|(?:(?<=[.!?”\"] )|(?<=\n)){re.escape(last)})(?!\w)", text)
    return any(not re.match(r" (?:and\b|&|[A-Z])", text[m.end() :]) for m in found)
