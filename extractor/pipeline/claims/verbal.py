"""Statements found from their verb: each cue verb of the lists, its frame, its source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from extractor.pipeline.claims.asides import parenthetical
from extractor.pipeline.claims.boundaries import cut_tail
from extractor.pipeline.claims.cues import Cue, Cues
from extractor.pipeline.claims.frames import frame_of
from extractor.pipeline.claims.lemmas import verb_lemma
from extractor.pipeline.claims.sources import source_of
from extractor.pipeline.claims.spans import Extent, Quotations, fit_to_quotations, to_chars, trim

_CUE_PARTS = frozenset({"aux", "auxpass", "neg", "prt"})


@dataclass(slots=True)
class Found:
    """A statement as found, before its stance and its speaker's name are known.

    cue, content: characters. source: the head of the speaker's phrase. by: the rule. word: the cue's main token.
    """

    word: Token | None
    entry: Cue | None
    cue: Extent | None
    content: Extent
    source: Token | None
    by: str
    direct: bool = False


def find_verbal(doc: Doc, cues: Cues, quotations: Quotations, taken: set[int]) -> Iterator[Found]:
    """Statements of the verbs that no earlier rule has taken. taken: indices of tokens that are cues already."""
    for token in doc:
        if token.pos_ in ("VERB", "AUX") and token.i not in taken:
            entry = cues.verbs.get(verb_lemma(token))
            if entry is not None:
                found = _statement(doc, token, entry, cues, quotations)
                if found is not None:
                    yield found


def _statement(doc: Doc, verb: Token, entry: Cue, cues: Cues, quotations: Quotations) -> Found | None:
    if "quote" in entry.frames:
        aside = parenthetical(verb, quotations)
        if aside is not None:
            content = trim(doc.text, fit_to_quotations(aside, verb.idx, quotations), quotations)
            if content[1] - content[0] > 2:
                return Found(verb, entry, cue_chars(verb), content, source_of(verb), "verb:aside")
    for name in entry.frames:
        if name == "quote":
            continue
        extent = frame_of(name)(verb)
        if extent is None:
            continue
        extent = cut_tail(verb, extent, cues)
        content = fit_to_quotations(to_chars(doc, extent), verb.idx, quotations)
        content = trim(doc.text, content, quotations)
        if content[1] - content[0] < 2:
            continue
        return Found(verb, entry, cue_chars(verb), content, source_of(verb), f"verb:{name}")
    return None


def cue_chars(verb: Token) -> Extent:
    """Characters of a cue: the verb with the auxiliaries, negation and particle that stand right beside it."""
    start = end = verb.i
    parts = {c.i for c in verb.children if c.dep_ in _CUE_PARTS}
    while start - 1 in parts:
        start -= 1
    while end + 1 in parts:
        end += 1
    return to_chars(verb.doc, (start, end + 1))
