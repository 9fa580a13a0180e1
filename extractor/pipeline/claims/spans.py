"""From tokens and quotations to the exact characters of a speaker, a cue and a content."""

from __future__ import annotations

import bisect
import re

from spacy.tokens import Doc, Token

from extractor.pipeline.claims.quotes import Quotation

Extent = tuple[int, int]
"""Start and end, in characters or in tokens as the name of the variable says; the end is exclusive."""

_TRIM_LEFT = " \t\r\n\u00a0,;:.…-–—)]*\\"
_TRIM_RIGHT = " \t\r\n\u00a0,;:.-–—([*\\"
_LOOSE_END = re.compile(r"[\s,;]+(?:and|but|or)\Z")
_CLAUSES_CUT = frozenset({"relcl", "advcl", "parataxis"})


class Quotations:
    """A text and its quotations, to be asked for the one at an offset."""

    def __init__(self, text: str, quotations: list[Quotation]) -> None:
        self.text = text
        self.all = quotations
        self._starts = [q.start for q in quotations]

    def at(self, offset: int) -> Quotation | None:
        """The quotation that holds the character at ``offset``."""
        n = bisect.bisect_right(self._starts, offset) - 1
        return self.all[n] if n >= 0 and self.all[n].holds(offset) else None

    def inside(self, offset: int) -> bool:
        """Whether a closed quotation holds an offset: behind a mark that is never closed anything may stand."""
        quotation = self.at(offset)
        return quotation is not None and quotation.closed

    def between(self, start: int, end: int) -> list[Quotation]:
        """The quotations that share a character with start..end."""
        n = max(0, bisect.bisect_right(self._starts, start) - 1)
        found = []
        while n < len(self.all) and self.all[n].start < end:
            if self.all[n].end > start:
                found.append(self.all[n])
            n += 1
        return found


def subtree_extent(token: Token, without: Token | None = None) -> Extent:
    """Token extent of a token's subtree; with ``without``, of the part of it that lies beside that token."""
    start, end = token.left_edge.i, token.right_edge.i + 1
    if without is not None and start <= without.i < end:
        return (start, without.i) if token.i < without.i else (without.i + 1, end)
    return start, end


def noun_extent(token: Token) -> Extent:
    """Token extent of a noun phrase: its subtree, cut before a relative clause and before an aside after a dash."""
    start, end = token.left_edge.i, token.right_edge.i + 1
    for child in token.rights:
        aside = child.dep_ == "punct" and child.text in ("—", "–", "--", "-", "(") and not _joins(child)
        if aside or child.dep_ in _CLAUSES_CUT:
            end = min(end, max(token.i + 1, child.left_edge.i))
            break
    doc = token.doc
    for i in range(token.i + 2, end):
        if doc[i].tag_ in ("WP", "WDT", "WP$") and doc[i - 1].text == ",":
            return start, i - 1
    while end + 1 < len(doc) and _joins(doc[end]):
        end += 2
    return start, end


def _joins(dash: Token) -> bool:
    """Whether a dash stands inside a word ("her co-workers") and opens no aside."""
    return dash.text == "-" and dash.i > 0 and not dash.whitespace_ and not dash.nbor(-1).whitespace_


def to_chars(doc: Doc, extent: Extent) -> Extent:
    """Characters of a token extent."""
    start, end = extent
    return doc[start].idx, doc[end - 1].idx + len(doc[end - 1])


def trim(extent: Extent, quotations: Quotations) -> Extent:
    """Without the white space, punctuation and joining words at either end that belong to the sentence around it."""
    text = quotations.text
    start, end = extent
    while start < end and text[start] in _TRIM_LEFT:
        start += 1
    while end > start and text[end - 1] in _TRIM_RIGHT:
        end -= 1
    loose = _LOOSE_END.search(text, start, end)
    if loose is not None:
        end = loose.start()
    if text[start:end].count("(") > text[start:end].count(")") and text[end : end + 1] == ")":
        end += 1
    held = quotations.at(end - 1) if end > start else None
    if held is not None and held.start >= start and text[end : held.end].strip(",.?!…;:’'”\"»") == "":
        end = held.end
    return start, end


def fit_to_quotations(extent: Extent, cue: int, quotations: Quotations) -> Extent:
    """Widen a content to the whole of every quotation it cuts, and keep it inside the quotation its cue stands in.

    cue: offset of the cue's first character.
    """
    start, end = extent
    for quotation in quotations.between(start, end):
        if quotation.holds(cue):
            if not quotation.closed:
                continue
            start, end = max(start, quotation.start + 1), min(end, quotation.end)
            end = min(end, quotation.end - 1)
        elif (quotation.start < start or quotation.end > end) and (quotation.start < cue) == (start < cue):
            start, end = min(start, quotation.start), max(end, quotation.end)
    return start, end


def widest(first: Extent, second: Extent) -> Extent:
    """One extent for two parts of a content: both with what lies between, or the larger when more lies between."""
    gap = second[0] - first[1]
    sizes = first[1] - first[0], second[1] - second[0]
    total = sum(sizes)
    if total / (total + gap) >= max(sizes) / total:
        return first[0], second[1]
    return first if sizes[0] >= sizes[1] else second
