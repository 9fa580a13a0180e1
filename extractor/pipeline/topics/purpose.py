"""The purpose of a system, in the text's own words: "used to detect welfare fraud" gives "Detect welfare fraud"."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Container, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from spacy.tokens import Doc, Span, Token

from extractor.pipeline.annotations import TextSpan, Topic
from extractor.pipeline.claims.quotes import leaves_open
from extractor.pipeline.tags import FINITE, SUBJECTS

_DATA = Path(__file__).with_name("purpose.toml")
BY = "topics.purpose"
SCORES = (0.45, 0.35, 0.25)
"""Confidence of the first, second and third phrase; purposes are free text, so no gold calibrates them."""
_INSIDE = "-–'’\"“”/"
_OBJECTS = frozenset({"dobj", "attr", "oprd"})
_HOLLOW_AT_MOST = 3
_ASKING = frozenset({"whether", "what", "how"})
_NEVER_LAST = frozenset({"ADP", "DET", "CCONJ", "PART", "AUX", "PRON", "SCONJ"})


@cache
def _cues() -> dict[str, Any]:
    data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    return {key: frozenset(value) if isinstance(value, list) else value for key, value in data.items()}


def find_purposes(doc: Doc) -> list[Topic]:
    """Purpose phrases of the text, the likeliest first: plainly stated, near the top, beside a technology's name.

    Only a purpose that is plainly stated ("a tool designed to VERB") is accepted, and one at the most.
    """
    named = [m.start for hit in doc._.technologies for m in hit.mentions]
    named += [m.start for system in doc._.systems for m in system.mentions]
    named.sort()
    found: list[tuple[bool, float, int, Span]] = []
    for number, sentence in enumerate(doc.sents):
        if not _speaks_of_system(sentence, named):
            continue
        for span in _phrases(sentence):
            weight = 1.0 / (1 + number / 8) + (0.5 if _names_any(sentence, named) else 0.0)
            found.append((not _is_stated(span), -weight, span.start, span))
    topics: list[Topic] = []
    for loose, _, _, span in sorted(found, key=lambda item: item[:3]):
        term = _as_term(span)
        if len(topics) < len(SCORES) and all(term.lower() != topic.term.lower() for topic in topics):
            at = len(topics)
            score = SCORES[max(at, int(loose))]
            topics.append(Topic("purpose", term, score, [TextSpan.of(span)], BY, accepted=at == 0 and not loose))
    return topics


def _is_stated(span: Span) -> bool:
    """Whether the words before a phrase plainly say what something is for.

    "is used to …", "software built for …", "a tool for …", "use the algorithm to …".
    """
    cues = _cues()
    if span.start < 2:
        return False
    cue, verb = span.doc[span.start - 2], span[0]
    if verb.tag_ == "VBG" and cue.lower_ in cues["system_words"]:
        return True
    user = verb.head
    if user.lemma_ == "use" and user.tag_ != "VBN" and user.i < verb.i:
        return any(child.dep_ == "dobj" and child.lower_ in cues["system_words"] for child in user.children)
    passive = any(child.dep_ == "auxpass" for child in cue.children) or cue.dep_ in ("acl", "amod")
    return cue.lower_ in cues["stated"] and cue.tag_ == "VBN" and passive and _is_of_system(cue)


def _is_of_system(cue: Token) -> bool:
    """Whether what is used or designed is a thing that works, and no study, law or meeting about it."""
    subject = next((c for c in cue.lefts if c.dep_ in SUBJECTS), None)
    if subject is None and cue.dep_ in ("acl", "amod", "relcl"):
        subject = cue.head
    return subject is None or subject.lemma_.lower() not in _cues()["not_used"]


def _names_any(sentence: Span, named: list[int]) -> bool:
    return any(sentence.start_char <= at < sentence.end_char for at in named)


def _speaks_of_system(sentence: Span, named: list[int]) -> bool:
    return any(token.lower_ in _cues()["system_words"] for token in sentence) or _names_any(sentence, named)


def _phrases(sentence: Span) -> Iterator[Span]:
    cues = _cues()
    for token in sentence:
        if token.i + 1 >= sentence.end or token.i <= sentence.start:
            continue
        verb = token.nbor(1)
        if token.lower_ == "to" and verb.tag_ == "VB" and _cue_before(token, cues["before_to"], sentence):
            ok = True
        else:
            before = token.nbor(-1)
            ok = token.lower_ in cues["before_ing"] and verb.tag_ == "VBG" and before.lower_ in cues["ing_after"]
        if ok and verb.lemma_.lower() not in cues["not_verbs"]:
            span = _phrase_from(verb, sentence)
            if span is not None:
                yield span


def _cue_before(token: Token, cues: frozenset[str], sentence: Span) -> bool:
    """One of the cue words within the three words before, not negated."""
    window = [token.doc[i] for i in range(max(sentence.start, token.i - 3), token.i)]
    return any(w.lower_ in cues for w in window) and not any(w.dep_ == "neg" for w in window)


def _phrase_from(verb: Token, sentence: Span) -> Span | None:
    """The verb with its object and what belongs to it; cut back to the object's head when that is too long."""
    cues = _cues()
    end = verb.i + 1
    while end < sentence.end and end - verb.i <= cues["words_at_most"]:
        token = verb.doc[end]
        if token.lower_ in cues["stop_at"] or (token.is_punct and token.text not in _INSIDE):
            break
        if token.tag_ in FINITE and not any(before.lower_ in _ASKING for before in verb.doc[verb.i : end]):
            break  # a verb of its own, and no "determine whether it should"
        end += 1
    if end - verb.i > cues["words_at_most"]:
        objects = [child for child in verb.children if child.dep_ in _OBJECTS and child.i > verb.i]
        if not objects:
            return None
        whole = objects[0].right_edge.i + 1
        end = whole if whole - verb.i <= cues["words_at_most"] else objects[0].i + 1
    while end > verb.i + 1 and _is_loose(verb.doc[end - 1], cues["never_last"]):
        end -= 1
    span = verb.doc[verb.i : end]
    if not cues["words_at_least"] <= len(span) <= cues["words_at_most"]:
        return None
    if any(token.lower_ in cues["pointing"] for token in span):
        return None
    if len(span) <= _HOLLOW_AT_MOST and span[-1].lower_ in cues["hollow"]:
        return None
    return span if any(token.pos_ in ("NOUN", "PROPN") and token.head.i >= verb.i for token in span[1:]) else None


def _is_loose(token: Token, never_last: Container[str]) -> bool:
    """Whether a purpose cannot end with a word."""
    return token.is_punct or token.pos_ in _NEVER_LAST or token.lower_ in never_last


def _as_term(span: Span) -> str:
    verb = span[0].lemma_ if span[0].tag_ == "VBG" else span[0].text
    term = " ".join(f"{verb.capitalize()} {span[1:].text}".split())
    return re.sub(r'[“”"]', "", term) if leaves_open(term) else term
