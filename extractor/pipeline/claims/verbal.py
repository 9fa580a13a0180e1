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
_SIGNS = frozenset({"evidence", "proof", "indication", "sign"})
_CHARGES = frozenset({"alleges", "criticises", "admits", "warns"})


@dataclass(slots=True)
class Found:
    """A statement as found, before its stance and its speaker's name are known.

    cue, content: characters. source: the head of the speaker's phrase. by: the rule. word: the cue's main token.
    parts: the stretches that are said, where the content runs over words that are not. relay: the head of the phrase
    for who reports that it was said.
    """

    word: Token | None
    entry: Cue | None
    cue: Extent | None
    content: Extent
    source: Token | None
    by: str
    direct: bool = False
    parts: list[Extent] = field(default_factory=list)
    relay: Token | None = None


def find_verbal(doc: Doc, cues: Cues, quotations: Quotations, taken: set[int]) -> Iterator[Found]:
    """Statements of the verbs that no earlier rule has taken. taken: indices of tokens that are cues already."""
    for token in doc:
        if not (token.pos_ in ("VERB", "AUX") or (token.pos_ == "NOUN" and _is_verb(token))):
            continue
        if token.i not in taken and not quotations.inside(token.idx) and not _is_ruled_out(token):
            entry = cues.verb(token)
            if entry is not None:
                found = _statement(doc, token, entry, cues, quotations)
                if found is not None:
                    yield found


def _is_ruled_out(verb: Token) -> bool:
    """Whether nobody says it: "using them will warn you that …", "no evidence that she ever blamed him".

    Nor what somebody is tricked "into believing", or what the authors say with "let us tell you".
    """
    if any(child.dep_ == "csubj" and child.tag_ == "VBG" for child in verb.lefts):
        return True
    if (verb.dep_ == "pcomp" and verb.head.lower_ == "into") or (verb.dep_ == "ccomp" and verb.head.lower_ == "let"):
        return True
    noun = next((t for t in verb.ancestors if t.lemma_ in _SIGNS), None)
    return noun is not None and noun.i < verb.i and any(c.lower_ in ("no", "any", "little") for c in noun.lefts)


def _is_verb(noun: Token) -> bool:
    """Whether what was tagged a noun has the subject and the clause of a verb: "the League claims it copied them"."""
    if noun.dep_ not in ("ROOT", "ccomp", "conj", "advcl") or noun.tag_ != "NNS":
        return False
    kinds = {c.dep_ for c in noun.children}
    return "nsubj" in kinds and "ccomp" in kinds


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
    extent = cut_tail(verb, extent, cues)
    content = trim(fit_to_quotations(to_chars(doc, extent), verb.idx, quotations), quotations)
    start, end = cue_chars(verb)
    agent = next((c for c in verb.rights if c.dep_ == "agent" and c.i == verb.i + 1), None)
    if agent is not None:
        end = agent.idx + len(agent)
    return Found(verb, entry, (start, end), content, source, "passive")


def cue_chars(verb: Token, frame: str = "") -> Extent:
    """Characters of a cue: the verb with the auxiliaries, adverbs, negation and particle that stand beside it.

    frame: when it is a preposition right behind the verb or its particle, that belongs to the cue too ("called for").
    """
    start = end = verb.i
    parts = {c.i for c in verb.children if c.dep_ in _CUE_PARTS}
    adverbs = {c.i for c in verb.lefts if c.dep_ in ("advmod", "neg", "preconj")}
    first = min(parts, default=start)
    while start - 1 in parts or (start - 1 in adverbs and start - 1 > first):
        start -= 1
    while end + 1 in parts:
        end += 1
    for ahead in (1, 2):
        if end + ahead < len(verb.doc) and verb.doc[end + ahead].lower_ == frame:
            if (
                ahead == 1
                or verb.doc[end + 1].dep_ in ("prt", "advmod")
                or verb.doc[end + 1].lower_.endswith(("self", "selves"))
            ):
                end += ahead
            break
    if verb.dep_ == "conj" and verb.head.lemma_ == "confirm" and verb.i - verb.head.i == 2:
        start = min((c.i for c in verb.head.lefts if c.dep_ in (*_CUE_PARTS, "preconj", "cc")), default=start)
    return to_chars(verb.doc, (start, end + 1))
