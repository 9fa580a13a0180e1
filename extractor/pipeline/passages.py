"""The passages component: where sentences may start, told to the parser before it runs.

A sentence never runs from one passage into the next, nor from a dateline ("YANGON (Reuters) - ") into the story, and
none starts with a small letter in the middle of a passage, where nothing ended before it.
"""

from __future__ import annotations

import bisect
import re

from spacy.language import Language
from spacy.tokens import Doc

from extractor.report import Passage, split_passages

_DATELINE = re.compile(
    r"""
    \([A-Z][^()\n]{1,60}\)\s*[–—-]+\s+                                  # (Bangkok) –
    | [A-Z][^()\n]{0,80}\([A-Z][\w\ .&]{1,30}\)\s*[–—-]+\s+             # YANGON, May 3 (Reuters) -
    | [A-Z]{3,}[A-Z\ .]{0,30}(?:,\ [^\n.;:]{1,40}?)?\s[–—-]{1,2}\s+     # SAN DIEGO —
    """,
    re.X,
)
_DATELINE_IN_FIRST = 6
"""Datelines are looked for in this many passages at the report's beginning."""
_ENDS = frozenset(".?!:;…)]}\"'”’»|•·*–—-")


@Language.component("extractor_passages", assigns=["token.is_sent_start"])
def mark_passages(doc: Doc) -> Doc:
    """Fix where sentences start and where they cannot; the parser decides on the rest."""
    report = doc._.report
    text = doc.text
    passages = report.passages if report is not None else split_passages(text)
    _forbid_starts(doc)
    starts = [token.idx for token in doc]
    for offset, end in _sentence_starts(text, passages):
        at = bisect.bisect_left(starts, offset)
        if at < len(doc) and starts[at] < end:
            doc[at].is_sent_start = True
    return doc


def _sentence_starts(text: str, passages: tuple[Passage, ...]) -> list[tuple[int, int]]:
    """Offsets at which a sentence must start, each with the end of its passage."""
    found = [(passage.start, passage.end) for passage in passages]
    for passage in passages[:_DATELINE_IN_FIRST]:
        dateline = _DATELINE.match(text, passage.start, passage.end)
        if dateline and dateline.end() < passage.end:
            found.append((dateline.end(), passage.end))
    return found


def _forbid_starts(doc: Doc) -> None:
    before = ""
    for token in doc:
        if token.is_space:
            continue
        if before and before[-1] not in _ENDS and token.text[0].islower():
            token.is_sent_start = False
        before = token.text
