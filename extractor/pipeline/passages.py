"""The passages component: where sentences may start, told to the parser before it runs.

A sentence never runs from one passage into the next, nor from a dateline ("YANGON (Reuters) - ") into the story, and
none starts with a small letter in the middle of a passage, where nothing ended before it, behind a possessive, or
behind a name's short form in brackets ("the Police Department (BHPD) Sergeant").
"""

from __future__ import annotations

import bisect
import re
from collections import deque
from collections.abc import Iterable

import numpy as np
from spacy.attrs import SENT_START
from spacy.language import Language
from spacy.tokens import Doc, Token

from extractor.report import Passage, split_passages

_DATELINE = re.compile(
    r"""
    \([A-Z][^()\n]{1,60}\)\s*[–—-]+\s+                                  # (Bangkok) –
    | [A-Z][^()\n]{0,80}\([A-Z][\w\ .&]{1,30}\)\s*[–—-]+\s+             # YANGON, May 3 (Reuters) -
    | (?:[A-Z]{3,}|ST\.|MT\.|FT\.)[A-Z\ .]{0,30}(?:,\ [^\n.;:]{1,40}?\.?)?\s[–—-]{1,3}\s+  # SAN DIEGO —
    """,
    re.X,
)
_DATELINE_IN_FIRST = 6
"""Datelines are looked for in this many passages at the report's beginning."""
_STARTS, _NO_START = 1, -1
"""spaCy's values of SENT_START."""
_IN_NAMES = frozenset("?!")
"""With a small letter behind them they are part of a name, or of what somebody cries: "When Which? researchers …"."""
_POSSESSIVE = frozenset({"'s", "’s"})
_ENDS = frozenset(".?!:;…)]}\"'”’»|•·*–—-")


@Language.component("extractor_passages", assigns=["token.is_sent_start"])
def mark_passages(doc: Doc) -> Doc:
    """Fix where sentences start and where they cannot; the parser decides on the rest."""
    report = doc._.report
    text = doc.text
    passages = report.passages if report is not None else split_passages(text)
    tokens = list(doc)
    marks = np.array(_forbidden(tokens), dtype=np.int64)
    starts = [token.idx for token in tokens]
    for offset, end in _sentence_starts(text, passages):
        at = bisect.bisect_left(starts, offset)
        if at < len(starts) and starts[at] < end:
            marks[at] = _STARTS
    doc.from_array([SENT_START], marks.astype(np.uint64))  # token by token it takes seventy times as long
    return doc


def _sentence_starts(text: str, passages: tuple[Passage, ...]) -> list[tuple[int, int]]:
    """Offsets at which a sentence must start, each with the end of its passage."""
    found = [(passage.start, passage.end) for passage in passages]
    for passage in passages[:_DATELINE_IN_FIRST]:
        dateline = _DATELINE.match(text, passage.start, passage.end)
        if dateline and dateline.end() < passage.end:
            found.append((dateline.end(), passage.end))
    return found


def _forbidden(tokens: list[Token]) -> list[int]:
    """For each token ``_NO_START`` where no sentence can start, else 0."""
    marks = [0] * len(tokens)
    last = deque(("",) * 4, maxlen=4)
    for at, token in enumerate(tokens):
        if token.is_space:
            continue
        text, before = token.text, last[-1]
        goes_on = before and (before[-1] not in _ENDS or before in _IN_NAMES) and text[0].islower()
        if goes_on or before in _POSSESSIVE or (before and text in _POSSESSIVE) or _is_short_form(last):
            marks[at] = _NO_START
        last.append(text)
    return marks


def _is_short_form(words: Iterable[str]) -> bool:
    """Whether four words are the end of a name and its short form in brackets."""
    name, opening, short, closing = words
    return (opening, closing) == ("(", ")") and short.isupper() and len(short) > 1 and name[:1].isupper()
