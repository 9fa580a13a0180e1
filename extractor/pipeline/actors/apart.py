"""Two names that were taken for one: "Jack Tame and Auckland University", "Ford and General Motors"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from spacy.tokens import Doc

from extractor.pipeline.actors.cues import Cues, kind_by_head
from extractor.pipeline.actors.known import KnownNames
from extractor.pipeline.places.gazetteer import load_gazetteer

if TYPE_CHECKING:
    from extractor.pipeline.actors.mentions import Mention

_INNER_CAPITAL = re.compile(r"\w*[a-z][A-Z]\w*|[A-Z]{4,}")
"""A name told by its letters alone ("NetSafe", "UCSF")."""


def apart(doc: Doc, text: str, mention: Mention, known: KnownNames, cues: Cues) -> list[Mention]:
    """The mention itself, or the names on both sides of its "and" where each stands for itself.

    Both sides must show it: "Department of Health and Human Services" and "Food and Drug Administration" stay whole.
    """
    maker, link, buyer = mention.text.partition(" for ")
    if link and known.name(maker) and " " in buyer and (kind := kind_by_head(buyer, cues)):
        first = replace(mention, end=mention.start + len(maker), text=maker, kind="org")
        return [first, replace(mention, start=mention.end - len(buyer), text=buyer, kind=kind)]
    left, link, right = mention.text.partition(" and ")
    if not link or mention.by == "known" or mention.known or " and " in right or not _is_one(left, right, known):
        return [mention]
    right_kind = kind_by_head(right, cues) if " " in right else None
    if not right_kind and not known.name(right) and not _INNER_CAPITAL.fullmatch(right):
        return [mention]
    start = mention.end - len(right)
    second = replace(mention, start=start, text=right, kind=right_kind or "org")
    places = load_gazetteer().senses
    if left in places and right.split()[0] in places:
        return [mention]  # "How Russia and Ukraine Used Social Media"
    if left in places:
        return [second]
    first = replace(mention, end=mention.start + len(left), text=left, kind="org")
    if known.name(left) or _INNER_CAPITAL.fullmatch(left):
        return [first, second]
    if len(left.split()) in (2, 3) and (_described(doc, mention.start) or _alone(text, left)):
        return [replace(first, kind=kind_by_head(left, cues) or "person"), second]
    return [mention]


def _is_one(left: str, right: str, known: KnownNames) -> bool:
    """Whether the left side can be a name that is over: it has no "of" that may reach beyond the "and"."""
    whole = bool(known.name(left) and known.name(right))
    return whole or not (re.search(r"(?:^| )(?:of|for|on|de)(?: |$)|,", left) or re.search(r"[A-Z]{2,}\'s", left))


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
