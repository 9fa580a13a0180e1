"""Statements found from their verb: each cue verb of the lists, its frame, its source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from extractor.pipeline.claims.asides import parenthetical
from extractor.pipeline.claims.boundaries import cut_tail
from extractor.pipeline.claims.cues import Cue, Cues
from extractor.pipeline.claims.frames import charge, frame_of, hearsay
from extractor.pipeline.claims.sources import is_passive, source_of
from extractor.pipeline.claims.spans import Extent, Quotations, fit_to_quotations, noun_extent, to_chars, trim

_CUE_PARTS = frozenset({"aux", "auxpass", "neg", "prt"})
_CHARGES = frozenset({"alleges", "criticises", "admits", "warns"})


@dataclass(slots=True)
class Found:
    """A statement as found, before its stance and its speaker's name are known.

    cue, content: characters. source: the head of the speaker's phrase. by: the rule. word: the cue's main token.
    parts: the stretches that are said, where the content runs over words that are not.
    """

    word: Token | None
    entry: Cue | None
    cue: Extent | None
    content: Extent
    source: Token | None
    by: str
    direct: bool = False
    parts: list[Extent] = field(default_factory=list)


def find_verbal(doc: Doc, cues: Cues, quotations: Quotations, taken: set[int]) -> Iterator[Found]:
    """Statements of the verbs that no earlier rule has taken. taken: indices of tokens that are cues already."""
    for token in doc:
        if token.pos_ in ("VERB", "AUX") and token.i not in taken and not quotations.inside(token.idx):
            entry = cues.verb(token)
            if entry is not None:
                found = _statement(doc, token, entry, cues, quotations)
                if found is not None:
                    yield found


def _statement(doc: Doc, verb: Token, entry: Cue, cues: Cues, quotations: Quotations) -> Found | None:
    source = source_of(verb)
    if is_passive(verb):
        return _passive(doc, verb, entry, cues, quotations, source)
    if "quote" in entry.frames:
        around = parenthetical(verb, quotations)
        if around is not None:
            content = trim(fit_to_quotations(around, verb.idx, quotations), quotations)
            if content[1] - content[0] > 2:
                return Found(verb, entry, cue_chars(verb), content, source, "verb:aside")
    for name in entry.frames:
        if name == "quote":
            continue
        extent = frame_of(name)(verb)
        if extent is None:
            continue
        extent = cut_tail(verb, extent, cues)
        content = trim(fit_to_quotations(to_chars(doc, extent), verb.idx, quotations), quotations)
        if content[1] - content[0] < 2:
            continue
        return Found(verb, entry, cue_chars(verb, name), content, source, f"verb:{name}")
    return None


def _passive(
    doc: Doc, verb: Token, entry: Cue, cues: Cues, quotations: Quotations, source: Token | None
) -> Found | None:
    extent = hearsay(verb) if entry.lemma in cues.hearsay else None
    if extent is None and entry.stance in _CHARGES:
        extent = charge(verb)
    if extent is None and source is not None:
        subject = next((c for c in verb.lefts if c.dep_ == "nsubjpass"), None)
        extent = noun_extent(subject) if subject is not None and "object" in entry.frames else None
    if extent is None:
        return None
    content = trim(fit_to_quotations(to_chars(doc, extent), verb.idx, quotations), quotations)
    start, end = cue_chars(verb)
    agent = next((c for c in verb.rights if c.dep_ == "agent" and c.i == verb.i + 1), None)
    if agent is not None:
        end = agent.idx + len(agent)
    return Found(verb, entry, (start, end), content, source, "passive")


def cue_chars(verb: Token, frame: str = "") -> Extent:
    """Characters of a cue: the verb with the auxiliaries, negation and particle that stand right beside it.

    frame: when it is a preposition right behind the verb, that belongs to the cue too ("called for").
    """
    start = end = verb.i
    parts = {c.i for c in verb.children if c.dep_ in _CUE_PARTS}
    while start - 1 in parts:
        start -= 1
    while end + 1 in parts:
        end += 1
    if end + 1 < len(verb.doc) and verb.doc[end + 1].lower_ == frame:
        end += 1
    return to_chars(verb.doc, (start, end + 1))
