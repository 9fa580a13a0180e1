"""Statements found from words that are not verbs: "according to", "X:" at the start of a line, nouns as cues."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Token

from extractor.pipeline.claims.cues import Cues
from extractor.pipeline.claims.quoted import Reader
from extractor.pipeline.claims.spans import Extent, noun_extent, subtree_extent, to_chars, trim
from extractor.pipeline.claims.verbal import Found

_TURN = re.compile(r"(?:[A-Z][\w.’'-]*|Q|A)(?: [A-Z][\w.’'-]*){0,3}:(?= *\S)")


_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


def find_according(reader: Reader) -> Iterator[Found]:
    """ "According to X, it sold nothing", "It sold nothing, according to X", "as X put it"."""
    doc = reader.doc
    for token in doc:
        if token.lower_ == "according" and token.i + 2 < len(doc) and doc[token.i + 1].lower_ == "to":
            source = _object(doc[token.i + 1]) or _object(token)
            if source is not None:
                yield from _around(reader, token, doc[token.i + 1], source)


def _object(preposition: Token) -> Token | None:
    for child in preposition.children:
        if child.dep_ == "pobj" and child.i > preposition.i:
            return child
        if child.dep_ == "prep" and child.lower_ == "to":
            return _object(child)
    return None


def _around(reader: Reader, first: Token, last: Token, source: Token) -> Iterator[Found]:
    doc, sent = reader.doc, first.sent
    cue = (first.idx, last.idx + len(last))
    end = noun_extent(source)[1]
    sent_end = sent.end
    if first.i - sent.start <= 2:
        # the sentence opens with it: what follows is said
        content = (end, sent_end)
    elif any(t.tag_ in _FINITE for t in doc[sent.start : first.i]):
        content = (sent.start, first.i)
    else:
        # "The reason, according to X, is …": the sentence goes on behind
        content = (sent.start, sent_end)
    if content[1] <= content[0]:
        return
    chars = to_chars(doc, content)
    quotation = reader.quotations.at(chars[1] - 1)
    if quotation is not None and quotation.start < chars[0] and not quotation.holds(first.idx):
        chars = (quotation.start, chars[1])
    if first.i - sent.start <= 2:
        for quotation in reader.quotations.between(*chars):
            chars = (chars[0], max(chars[1], quotation.end))
    extent = trim(reader.text, chars, reader.quotations)
    if extent[1] - extent[0] > 2:
        yield Found(first, None, cue, extent, source, "according", direct=False)


def find_turns(reader: Reader, passages: list[Extent]) -> Iterator[Found]:
    """A line that opens with a name and a colon, as in a transcript: "Clinton: I support it."."""
    for start, end in passages:
        match = _TURN.match(reader.text, start, end)
        if match is None:
            continue
        extent = trim(reader.text, (match.end(), end), reader.quotations)
        if extent[1] - extent[0] > 10:
            first = reader.doc[reader.token(start)]
            span = reader.doc.char_span(start, match.end() - 1)
            source = span.root if span is not None else first
            yield Found(None, None, (match.end() - 1, match.end()), extent, source, "turn", direct=True)


def find_nominal(doc: Doc, cues: Cues) -> Iterator[Found]:
    """Nouns that attribute: "the firm's claim that …", "a report by X that …", "X's call for …"."""
    for token in doc:
        if token.pos_ != "NOUN":
            continue
        entry = cues.nouns.get(token.lemma_.lower())
        if entry is None:
            continue
        source = _noun_source(token)
        if source is None:
            continue
        content = _noun_content(token, entry.frames)
        if content is not None:
            chars = to_chars(doc, content)
            yield Found(token, entry, (token.idx, token.idx + len(token)), chars, source, "noun")


def _noun_source(noun: Token) -> Token | None:
    for child in noun.children:
        if child.dep_ == "poss":
            return child
        if child.dep_ == "prep" and child.lower_ in ("by", "from"):
            for grandchild in child.children:
                if grandchild.dep_ == "pobj":
                    return grandchild
    return None


def _noun_content(noun: Token, frames: tuple[str, ...]) -> Extent | None:
    for frame in frames:
        for child in noun.rights:
            if (
                frame == "clause"
                and child.dep_ in ("acl", "relcl", "ccomp")
                and any(c.lower_ == "that" and c.dep_ == "mark" for c in child.children)
            ):
                return subtree_extent(child)
            if frame == "infinitive" and child.dep_ == "acl" and child.tag_ == "VB":
                return subtree_extent(child)
            if child.dep_ == "prep" and child.lower_ == frame and child.right_edge.i > child.i:
                return child.i + 1, child.right_edge.i + 1
    return None
