"""Refusals to speak without a cue verb: "had no comment", "could not be reached", "did not answer questions"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from extractor.pipeline.claims.cues import Cue
from extractor.pipeline.claims.sources import source_of
from extractor.pipeline.claims.spans import Quotations, subtree_extent, to_chars, trim
from extractor.pipeline.claims.stance import is_negated, load_lists
from extractor.pipeline.claims.subjects import subject_of
from extractor.pipeline.claims.verbal import Found, cue_chars

_REFUSAL = Cue("refusal", "declines to comment", ("object",))
_OBJECTS = ("dobj", "attr", "pobj", "nsubjpass")


def find_refusals(doc: Doc, quotations: Quotations, taken: set[int]) -> Iterator[Found]:
    """Statements that say nobody spoke. taken: indices of tokens that are cues already."""
    lists = load_lists()
    for token in doc:
        if token.i in taken or token.pos_ not in ("VERB", "AUX") or quotations.inside(token.idx):
            continue
        lemma = token.lemma_.lower()
        if lemma in ("reach", "be"):
            content = _unreachable(token)
        elif lemma in lists["silent_when_negated"] or lemma in ("have", "make"):
            content = _unanswered(token, lists)
        elif lemma in lists["silent"]:
            content = next((c for c in token.rights if c.dep_ == "dobj" and c.lemma_.lower() in lists["answers"]), None)
        else:
            continue
        source = (subject_of(token) if lemma == "reach" else source_of(token)) if content is not None else None
        if content is None or source is None or source.lower_ in ("it", "there"):
            continue
        start, end = trim(to_chars(doc, subtree_extent(content, token)), quotations)
        cue = cue_chars(token, "to")
        if lemma == "be" and content.i > token.i:
            before = doc[content.i - 1]
            cue = cue[0], before.idx + len(before)  # "was not immediately available"
        yield Found(token, _REFUSAL, cue, (max(start, cue[1] + 1), end), source, "refusal")


def _unreachable(verb: Token) -> Token | None:
    """ "could not be reached for comment", "was unavailable for comment"."""
    unavailable = any(c.lower_ == "unavailable" for c in verb.rights)
    available = any(c.lower_ in ("available", "reachable") for c in verb.rights)
    if not (unavailable or (is_negated(verb) and (available or verb.lemma_ == "reach"))):
        return None
    for start in (verb, *verb.rights):
        for child in start.rights:
            if child.dep_ == "prep" and child.lower_ == "for":
                return child
    return None


def _unanswered(verb: Token, lists: dict[str, frozenset[str]]) -> Token | None:
    """ "had no comment", "did not answer questions", "did not provide an answer"."""
    negated = is_negated(verb)
    for child in verb.rights:
        things = [child] if child.dep_ in _OBJECTS else list(child.rights) if child.lower_ == "to" else []
        for thing in things:
            if thing.lemma_.lower() in lists["answers"]:
                none = any(c.lower_ == "no" for c in thing.children)
                if negated != none:
                    return thing
    return None
