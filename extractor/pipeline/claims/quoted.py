"""Statements found from their quotation: direct speech, and the words beside it that say whose it is."""

from __future__ import annotations

import bisect
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from extractor.pipeline.claims.cues import Cue, Cues
from extractor.pipeline.claims.quotes import Quotation
from extractor.pipeline.claims.sources import source_of
from extractor.pipeline.claims.spans import Extent, Quotations, widest
from extractor.pipeline.claims.titles import is_heading, is_title
from extractor.pipeline.claims.verbal import Found, cue_chars

_STOPS = frozenset({".", "!", "?", ";"})
_LONGEST_STRETCH = 45
"""The words beside a quotation are searched for a cue this many tokens far."""


@dataclass(frozen=True, slots=True)
class Beside:
    """The words between a quotation and the next stop: tokens start to end, and why they end there."""

    start: int
    end: int
    stop: str


class Reader:
    """A text with its quotations, read quotation by quotation."""

    def __init__(self, doc: Doc, cues: Cues, quotations: Quotations, passages: list[Extent]) -> None:
        self.doc = doc
        self.text = quotations.text
        self.cues = cues
        self.quotations = quotations
        self._passage_starts = [p[0] for p in passages]
        self._passages = passages
        self._token_starts = [t.idx for t in doc]

    def passage(self, offset: int) -> Extent:
        """The passage that holds an offset."""
        n = max(0, bisect.bisect_right(self._passage_starts, offset) - 1)
        return self._passages[n]

    def token(self, offset: int) -> int:
        """Index of the first token that starts at or after an offset."""
        return bisect.bisect_left(self._token_starts, offset)

    def quote_cue(self, token: Token) -> Cue | None:
        """The cue that a token is, when it is a verb that may stand beside a quotation."""
        if token.pos_ not in ("VERB", "AUX"):
            return None
        entry = self.cues.verb(token)
        return entry if entry is not None and "quote" in entry.frames else None

    def after(self, quotation: Quotation) -> Beside:
        """The words after a quotation, up to the end of their sentence or the next quotation."""
        doc, first = self.doc, self.token(quotation.end)
        end = self.passage(quotation.end - 1)[1]
        for i in range(first, min(first + _LONGEST_STRETCH, len(doc))):
            token = doc[i]
            if token.idx >= end:
                return Beside(first, i, "passage")
            if self.quotations.at(token.idx) is not None:
                return Beside(first, i, "quotation")
            if token.text in _STOPS:
                return Beside(first, i, "stop")
        return Beside(first, min(first + _LONGEST_STRETCH, len(doc)), "far")

    def before(self, quotation: Quotation) -> Beside:
        """The words before a quotation, back to the start of their sentence or the quotation before."""
        doc, last = self.doc, self.token(quotation.start)
        start = self.passage(quotation.start)[0]
        for i in range(last - 1, max(-1, last - _LONGEST_STRETCH), -1):
            token = doc[i]
            if token.idx < start:
                return Beside(i + 1, last, "passage")
            if self.quotations.at(token.idx) is not None:
                return Beside(i + 1, last, "quotation")
            if token.text in _STOPS:
                return Beside(i + 1, last, "stop")
        return Beside(max(0, last - _LONGEST_STRETCH), last, "far")


def find_quoted(reader: Reader) -> Iterator[Found]:
    """Every direct quotation with a cue beside it, as one statement with the quotations that go on from it."""
    quotations = reader.quotations.all
    n = 0
    while n < len(quotations):
        found, last = _from_quotation(reader, n)
        if found is not None:
            yield found
        n = last + 1


def _from_quotation(reader: Reader, n: int) -> tuple[Found | None, int]:
    quotation = reader.quotations.all[n]
    if not _is_speech(reader, quotation):
        return None, n
    cue = _cue_after(reader, quotation)
    if cue is not None:
        end, last = _follow(reader, n, cue)
        content = quotation.start, quotation.end
        if last > n:
            content = widest(content, (reader.quotations.all[n + 1].start, end))
        found = _found(reader, cue, content, "quote:after")
        if last > n:
            found.parts = [(quotation.start, quotation.end), (reader.quotations.all[n + 1].start, end)]
        return found, last
    cue = _cue_before(reader, quotation)
    if cue is not None:
        end, last = _follow_standing(reader, n)
        return _found(reader, cue, (quotation.start, end), "quote:before"), last
    return None, n


def _found(reader: Reader, cue: Token, content: Extent, by: str) -> Found:
    source = source_of(cue)
    if source is None or reader.quotations.at(source.idx) is not None or abs(source.i - cue.i) > _LONGEST_STRETCH:
        source = _source_beside(reader, cue)
    return Found(cue, reader.quote_cue(cue), cue_chars(cue), content, source, by, direct=True)


def _source_beside(reader: Reader, cue: Token) -> Token | None:
    """The noun phrase nearest to a cue outside the quotation, where the parse finds no subject."""
    doc, sent_at = reader.doc, reader.passage(cue.idx)
    for step in (1, -1):
        i = cue.i + step
        while 0 <= i < len(doc) and sent_at[0] <= doc[i].idx < sent_at[1] and abs(i - cue.i) < 12:
            token = doc[i]
            if reader.quotations.at(token.idx) is not None or token.text in (".", ":", ";", "!", "?"):
                break
            if token.pos_ in ("PROPN", "NOUN", "PRON") and token.dep_ not in ("npadvmod", "pobj", "compound", "poss"):
                return token
            if step == 1 and token.text == ",":
                break
            i += step
    return None


def _is_speech(reader: Reader, quotation: Quotation) -> bool:
    """Whether a quotation is speech of its own and not words quoted inside somebody's sentence."""
    inner = reader.text[quotation.start + 1 : quotation.end - 1].strip("'’\"” ")
    if not inner or (" " not in inner and inner[-1] not in ",.?!…"):
        return False
    if is_heading(reader.text, quotation, reader.passage(quotation.start)):
        return False
    if is_title(reader.text, quotation, reader.cues.titled):
        return False
    before = reader.text[reader.passage(quotation.start)[0] : quotation.start].rstrip()
    if not before or before[-1] in ".?!:,;”\"'’—–-)…":
        return True
    return reader.quote_cue(reader.doc[reader.token(quotation.start) - 1]) is not None


def _open_ended(reader: Reader, quotation: Quotation) -> bool:
    """Whether the sentence goes on after a quotation: it ends in a comma, or in a question or exclamation mark."""
    inner = reader.text[quotation.start : quotation.end].rstrip("'’\"”»› ")
    rest = reader.text[quotation.end : quotation.end + 2].lstrip()
    return inner[-1:] in ",?!—–-…" or rest[:1] in (",", "—", "–") or (rest[:1].islower() and inner[-1:] != ".")


def _cue_after(reader: Reader, quotation: Quotation) -> Token | None:
    if not _open_ended(reader, quotation):
        return None
    beside = reader.after(quotation)
    inner = reader.text[quotation.start : quotation.end].rstrip("'’\"”»› ")
    for i in range(beside.start, beside.end):
        token = reader.doc[i]
        if reader.quote_cue(token) is None or (token.dep_ in ("relcl", "acl") and i > beside.start + 1):
            continue
        if inner[-1:] in "?!" and any(c.dep_ in ("ccomp", "dobj") and c.i > i for c in token.children):
            return None  # "Who sold it?" The firm said that …: a new sentence
        return token
    return None


def _cue_before(reader: Reader, quotation: Quotation) -> Token | None:
    beside = reader.before(quotation)
    for i in range(beside.end - 1, beside.start - 1, -1):
        token = reader.doc[i]
        if reader.quote_cue(token) is None:
            continue
        if any(c.dep_ == "ccomp" and i < c.i < beside.end for c in token.children):
            return None
        return token
    return None


def _follow(reader: Reader, n: int, cue: Token) -> tuple[int, int]:
    """End of the content and the number of its last quotation, for a quotation with its cue behind it."""
    quotations = reader.quotations.all
    beside = reader.after(quotations[n])
    if n + 1 < len(quotations):
        after = quotations[n + 1]
        gap = reader.text[quotations[n].end : after.start]
        same_sentence = beside.stop == "quotation" and gap.rstrip().endswith((",", ":", "—", "–", "-"))
        if same_sentence and not any(reader.quote_cue(reader.doc[i]) for i in range(cue.i + 1, beside.end)):
            return _follow_standing(reader, n + 1)
        next_sentence = beside.stop == "stop" and beside.end + 1 < len(reader.doc)
        if next_sentence and reader.doc[beside.end + 1].idx == after.start and _stands_alone(reader, after):
            return _follow_standing(reader, n + 1)
    return quotations[n].end, n


def _follow_standing(reader: Reader, n: int) -> tuple[int, int]:
    """Past the quotations that follow one another with nothing between them."""
    quotations = reader.quotations.all
    while n + 1 < len(quotations):
        here, after = quotations[n], quotations[n + 1]
        gap = reader.text[here.end : after.start]
        if gap.strip() or "\n" in gap or not _stands_alone(reader, after):
            break
        n += 1
    return quotations[n].end, n


def _stands_alone(reader: Reader, quotation: Quotation) -> bool:
    """Whether a quotation is a sentence of its own with no cue behind it."""
    return _cue_after(reader, quotation) is None and not _goes_on(reader, quotation)


def _goes_on(reader: Reader, quotation: Quotation) -> bool:
    rest = reader.text[quotation.end : quotation.end + 2].lstrip(" ")
    inner = reader.text[quotation.start : quotation.end].rstrip("'’\"”»› ")
    return rest[:1].islower() or (inner[-1:] not in ".?!…" and rest[:1] not in (".", "?", "!", "\n", ""))
