"""Statements in an object or a predicate: "voiced concern that", "made clear that", "is adamant that"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from extractor.pipeline.claims.boundaries import cut_tail
from extractor.pipeline.claims.cues import Cue, Cues
from extractor.pipeline.claims.lemmas import verb_lemma
from extractor.pipeline.claims.sources import source_of
from extractor.pipeline.claims.spans import Extent, Quotations, fit_to_quotations, subtree_extent, to_chars, trim
from extractor.pipeline.claims.verbal import Found, cue_chars


def find_light(doc: Doc, cues: Cues, quotations: Quotations, taken: set[int]) -> Iterator[Found]:
    """Statements of light verbs with a cue noun as their object, and of cue adjectives. taken: cues already found."""
    for token in doc:
        if token.i in taken or token.pos_ not in ("VERB", "AUX") or quotations.inside(token.idx):
            continue
        lemma = verb_lemma(token)
        if lemma == "be" or lemma in ("feel", "remain", "become", "seem"):
            found = _predicate(token, cues)
        elif lemma in cues.light_verbs:
            found = _made_clear(token) if lemma == "make" else None
            found = found or _object(token, cues)
        else:
            continue
        if found is None:
            continue
        word, entry, extent = found
        extent = cut_tail(token, extent, cues)
        content = trim(fit_to_quotations(to_chars(doc, extent), token.idx, quotations), quotations)
        source = source_of(token)
        if source is None or source.lower_ in ("it", "there", "this", "that") or content[1] - content[0] < 3:
            continue
        end = to_chars(doc, (word.i, word.i + 1))[1]
        yield Found(token, entry, (cue_chars(token)[0], max(end, cue_chars(token)[1])), content, source, "light")


def _predicate(verb: Token, cues: Cues) -> tuple[Token, Cue, Extent] | None:
    for child in verb.rights:
        if child.dep_ in ("acomp", "attr", "oprd", "advcl", "ccomp") or child.tag_ == "VBN":
            entry = cues.adjectives.get(child.lower_)
            if entry is not None:
                extent = complement(child, entry.frames) or _clause_of(verb, child)
                return (child, entry, extent) if extent is not None else None
    if verb.pos_ == "AUX" and verb.dep_ == "auxpass" and verb.head.i > verb.i:
        entry = cues.adjectives.get(verb.head.lower_)
        if entry is not None:
            extent = complement(verb.head, entry.frames)
            return (verb.head, entry, extent) if extent is not None else None
    return None


def _clause_of(verb: Token, after: Token) -> Extent | None:
    for child in verb.rights:
        if child.dep_ == "ccomp" and child.i > after.i:
            return subtree_extent(child)
    return None


def _made_clear(verb: Token) -> tuple[Token, Cue, Extent] | None:
    clear = [c for c in verb.subtree if c.lower_ in ("clear", "plain", "known") and verb.i < c.i <= verb.i + 4]
    if not clear:
        return None
    for start in (verb, *clear, clear[0].head):
        for child in start.children:
            if child.dep_ in ("ccomp", "advcl", "acl") and child.i > clear[0].i:
                extent = max(child.left_edge.i, clear[0].i + 1), child.right_edge.i + 1
                return clear[0], Cue("make clear", "asserts", ("clause",)), extent
    return None


def _object(verb: Token, cues: Cues) -> tuple[Token, Cue, Extent] | None:
    for child in verb.rights:
        if child.dep_ == "dobj":
            entry = cues.nouns.get(child.lemma_.lower())
            if entry is not None:
                extent = complement(child, entry.frames)
                if extent is None:
                    extent = complement(verb, ("clause", "about", "for", "over", "against"))
                return (child, entry, extent) if extent is not None and extent[0] > child.i else None
    return None


def complement(word: Token, frames: tuple[str, ...]) -> Extent | None:
    """What stands under a noun or adjective, in the first of the frames that fits, as an extent of tokens."""
    for frame in frames:
        for child in word.rights:
            if frame == "clause":
                if child.dep_ in ("acl", "relcl", "ccomp") and any(
                    c.lower_ in ("that", "how", "whether") and c.dep_ in ("mark", "advmod", "nsubj") and c.i < child.i
                    for c in child.children
                    if child.dep_ != "relcl" or c.dep_ == "mark"
                ):
                    return subtree_extent(child)
                if child.dep_ == "ccomp" and child.tag_ != "VB":
                    return subtree_extent(child)
            elif frame == "infinitive":
                if child.dep_ in ("acl", "xcomp", "ccomp") and child.tag_ == "VB":
                    return subtree_extent(child)
            elif child.dep_ in ("prep", "agent") and child.lower_ == frame and child.right_edge.i > child.i:
                return child.i + 1, child.right_edge.i + 1
    return None
