"""Where a content ends: the sentence often goes on in the reporter's own voice, or in another speaker's."""

from __future__ import annotations

from spacy.tokens import Token

from extractor.pipeline.claims.cues import Cues
from extractor.pipeline.claims.lemmas import verb_lemma
from extractor.pipeline.claims.spans import Extent

_ASIDES = frozenset({"which"})
_SPEAKING = frozenset({"quote", "clause"})


def cut_tail(cue: Token, extent: Extent, cues: Cues) -> Extent:
    """The content without what follows it in its sentence but is not said by its speaker.

    Cut are: a closing clause with "which" after a comma, a participle that is a cue of its own ("…, adding that"),
    and a clause joined after a comma in which somebody else speaks ("…, while others said").
    """
    start, end = extent
    if end <= cue.i:
        return extent
    doc = cue.doc
    for i in range(start + 1, end):
        token = doc[i]
        left = token.left_edge.i
        if left <= start or left <= cue.i or doc[left - 1].text not in (",", "—", "–", "--", "-", ";"):
            continue
        if token.dep_ == "relcl":
            closing = token.right_edge.i >= end - 1
            if (closing and doc[left].lower_ in _ASIDES) or _speaks(token, cues):
                return start, left - 1
        elif token.dep_ in ("advcl", "conj", "parataxis", "ccomp") and left < token.i + 1 and _speaks(token, cues):
            if token.dep_ == "advcl" and token.tag_ == "VBG":
                return start, left - 1
            if any(c.dep_ in ("nsubj", "nsubjpass") and c.i < token.i for c in token.children):
                return start, left - 1
    return extent


def _speaks(verb: Token, cues: Cues) -> bool:
    entry = cues.verbs.get(verb_lemma(verb)) if verb.pos_ == "VERB" else None
    if entry is None or not _SPEAKING & set(entry.frames):
        return False
    return any(c.dep_ == "ccomp" for c in verb.children) or (verb.dep_ == "relcl" and verb.lemma_ in ("say", "argue"))
