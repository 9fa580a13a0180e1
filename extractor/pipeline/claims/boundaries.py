"""Where a content ends: the sentence often goes on in the reporter's own voice, or in another speaker's."""

from __future__ import annotations

from spacy.tokens import Token

from extractor.pipeline.claims.cues import Cues
from extractor.pipeline.claims.spans import Extent
from extractor.pipeline.tags import SUBJECTS

_ASIDES = frozenset({"which"})
_BREAKS = frozenset({",", "—", "–", "--", "-", ";"})
_TAILS = frozenset({"relcl", "advcl", "conj", "parataxis", "ccomp"})
_SPEAKING = frozenset({"quote", "clause"})


def cut_tail(cue: Token, extent: Extent, cues: Cues) -> Extent:
    """The content without what follows it in its sentence but is not said by its speaker, or not in the same breath.

    Cut are: a closing clause with "which" after a comma, a participle that is a cue of its own ("…, adding that"),
    a clause joined after a comma in which somebody else speaks ("…, while others said"), and a second verb of
    saying that shares the cue's form and speaker ("said it would stop and warned that …").
    """
    start, end = extent
    if end <= cue.i:
        return extent
    doc = cue.doc
    for i in range(max(start + 1, cue.i + 1), end):
        token = doc[i]
        if token.dep_ not in _TAILS:
            continue
        left = token.left_edge.i
        before = doc[left - 1]
        if left <= start or left <= cue.i:
            continue
        if token.dep_ == "conj" and _second_cue(token, cue, cues):
            return _strip(cue, start, min(left, token.i))
        if token.dep_ == "relcl" and _denies(token, cues):
            noun = token.head
            if noun.dep_ == "appos" and start < noun.left_edge.i - 1 and noun.i < token.i:
                return _strip(cue, start, noun.left_edge.i)  # "…, a claim the company denies"
            if before.text in _BREAKS:
                return _strip(cue, start, left)
        if before.text not in _BREAKS and not (before.dep_ == "cc" and doc[left - 2].text in _BREAKS):
            continue
        if token.dep_ == "relcl":
            if (token.right_edge.i >= end - 1 and doc[left].lower_ in _ASIDES) or _speaks(token, cues):
                return _strip(cue, start, left)
        elif _speaks(token, cues) and (
            (token.dep_ == "advcl" and token.tag_ == "VBG")
            or any(c.dep_ in SUBJECTS and c.i < token.i for c in token.children)
        ):
            return _strip(cue, start, left)
    return extent


def _strip(cue: Token, start: int, end: int) -> Extent:
    while end > start + 1 and (cue.doc[end - 1].dep_ == "cc" or cue.doc[end - 1].is_punct):
        end -= 1
    return start, end


def _second_cue(token: Token, cue: Token, cues: Cues) -> bool:
    """Whether a joined verb is a second cue of the same speaker and no part of what is said."""
    if token.tag_ != cue.tag_ or token.pos_ != "VERB" or token.head.tag_ == token.tag_:
        return False
    if any(c.dep_ in ("nsubj", "nsubjpass", "aux") for c in token.children):
        return False
    return cues.verb(token) is not None


def _denies(verb: Token, cues: Cues) -> bool:
    entry = cues.verb(verb) if verb.pos_ == "VERB" else None
    return entry is not None and entry.stance == "denies"


def _speaks(verb: Token, cues: Cues) -> bool:
    entry = cues.verb(verb) if verb.pos_ == "VERB" else None
    if entry is None or not _SPEAKING & set(entry.frames):
        return False
    return any(c.dep_ == "ccomp" for c in verb.children) or (verb.dep_ == "relcl" and verb.lemma_ in ("say", "argue"))
