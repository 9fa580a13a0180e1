"""Statements found from words that are not verbs: "according to", "X:" at the start of a line, nouns as cues."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Token

from extractor.pipeline.claims.cues import Cues
from extractor.pipeline.claims.light import complement
from extractor.pipeline.claims.quoted import Reader
from extractor.pipeline.claims.spans import Extent, noun_extent, to_chars, trim
from extractor.pipeline.claims.speaker_words import load_words
from extractor.pipeline.claims.verbal import Found, cue_chars
from extractor.pipeline.tags import FINITE

_TURN = re.compile(r"(?:[A-Z][\w.’'-]*|Q|A)(?: [A-Z][\w.’'-]*){0,3}:(?= *\S)")


_JOINING = frozenset({"but", "and", "yet", "while", "because", "although"})


def find_according(reader: Reader) -> Iterator[Found]:
    """ "According to X, it sold nothing", "It sold nothing, according to X", "as X put it"."""
    doc = reader.doc
    for token in doc:
        if token.lower_ == "according" and token.i + 2 < len(doc) and doc[token.i + 1].lower_ == "to":
            source = _object(doc[token.i + 1]) or _object(token)
            if source is not None:
                yield from _around(reader, token, doc[token.i + 1], source)


def find_as(reader: Reader) -> Iterator[Found]:
    """ "As X reported, it sold nothing", "It sold nothing, as X put it"."""
    doc = reader.doc
    for token in doc:
        if token.lower_ != "as" or token.dep_ not in ("mark", "prep", "advmod"):
            continue
        verb = token.head
        if verb.pos_ != "VERB" or not token.i < verb.i <= token.i + 12 or reader.quotations.at(verb.idx) is not None:
            continue
        entry = reader.cues.verb(verb)
        if (entry is None or "quote" not in entry.frames) and verb.lemma_ != "put":
            continue
        subject = next((c for c in verb.children if c.dep_ == "nsubj" and c.i > token.i), None)
        right = verb.right_edge.i
        if subject is None or any(c.dep_ in ("ccomp", "xcomp") for c in verb.children) or right + 2 >= verb.sent.end:
            continue
        if doc[right + 1].text == "," and right - token.i < 14:
            last = doc[verb.sent.end - 1]
            chars = doc[right + 2].idx, last.idx + len(last)
            for quotation in reader.quotations.between(*chars):
                chars = (chars[0], max(chars[1], quotation.end))
            extent = trim(chars, reader.quotations)
            if extent[1] - extent[0] > 10:
                yield Found(verb, entry, cue_chars(verb), extent, subject, "as")


def find_samples(reader: Reader) -> Iterator[Found]:
    """ "In a poll, half said so", "Half said so in a poll"."""
    doc = reader.doc
    for token in doc:
        if token.lower_ in reader.cues.samples and token.dep_ == "pobj" and token.head.lower_ == "in":
            preposition, sent = token.head, token.sent
            end = noun_extent(token)[1]
            if reader.quotations.at(token.idx) is not None:
                continue
            if preposition.i == sent.start:
                content = (end, sent.end)
            elif any(t.tag_ in FINITE for t in doc[sent.start : preposition.i]):
                content = (sent.start, preposition.i)
            else:
                continue
            if content[1] > content[0]:
                extent = trim(to_chars(doc, content), reader.quotations)
                if extent[1] - extent[0] > 10:
                    cue = preposition.idx, preposition.idx + len(preposition)
                    yield Found(preposition, None, cue, extent, token, "sample")


def _behind_clause(source: Token, end: int) -> int:
    """Where the content begins behind a clause on the source: "According to Onfido, which analyses trends, …".

    A short form in brackets between them belongs to the source: "the Department of Motor Vehicles (DMV), which …".
    """
    doc = source.doc
    if end + 2 < source.sent.end and doc[end].text == "(" and doc[end + 2].text == ")":
        end += 3
    named = (source, *(c for c in source.subtree if c.dep_ == "appos" and c.i <= end))
    clause = next(
        (
            c
            for noun in named
            for c in noun.rights
            if c.dep_ == "relcl" and c.left_edge.i <= end + 1 <= c.right_edge.i + 1
        ),
        None,
    )
    behind = clause.right_edge.i + 1 if clause is not None else end
    return behind if behind + 1 < source.sent.end and doc[behind].text == "," else end


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
        if end < sent_end and doc[end].tag_ in FINITE:
            # the parse took the subject that follows for a second name of the source
            commas = [i for i in range(source.i + 1, end) if doc[i].text == ","]
            end = commas[-1] + 1 if commas else end
        # the sentence opens with it: what follows is said
        content = (_behind_clause(source, end), sent_end)
    elif first.i > sent.start and doc[first.i - 1].lower_ in _JOINING and end < sent_end and doc[end].text == ",":
        content = (end, sent_end)  # "…, but according to X, it was not": what follows too
    elif any(t.tag_ in FINITE for t in doc[sent.start : first.i]):
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
    extent = trim(chars, reader.quotations)
    if extent[1] - extent[0] > 2:
        yield Found(first, None, cue, extent, source, "according", direct=False)


def find_turns(reader: Reader, passages: list[Extent]) -> Iterator[Found]:
    """A line that opens with a name and a colon, as in a transcript: "Clinton: I support it.".

    No speaker is a label ("Update:"), or the place in capitals that a single line opens with ("LONDON:"); nor any place
    in capitals that the text has as a place.
    """
    labels = load_words().labels
    places = {(span.start, span.end) for place in reader.doc._.places or () for span in place.mentions}
    opened = [(match, end) for start, end in passages if (match := _TURN.match(reader.text, start, end))]
    for match, end in opened:
        start, words = match.start(), match.group()[:-1]
        if words.lower() in labels or (len(opened) == 1 and len(words) > 1 and words.isupper()):
            continue
        if words.isupper() and (start, start + len(words)) in places:
            continue
        extent = trim((match.end(), end), reader.quotations)
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
        content = complement(token, entry.frames)
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
