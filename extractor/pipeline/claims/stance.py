"""The stance of a statement, its polarity and its hedges."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from spacy.tokens import Doc, Span, Token

from extractor.pipeline.claims.lemmas import verb_lemma
from extractor.pipeline.claims.subjects import subject_of
from extractor.pipeline.claims.verbal import Found


@cache
def load_lists() -> dict[str, frozenset[str]]:
    """The lists of stances.toml."""
    data = tomllib.loads((Path(__file__).parent / "stances.toml").read_text(encoding="utf-8"))
    return {name: frozenset(words) for name, words in data.items()}


def stance_of(doc: Doc, found: Found) -> str:
    """The stance that a statement's cue gives, as its negation and its content change it."""
    lists = load_lists()
    stance = found.entry.stance if found.entry is not None else "asserts"
    word = found.word
    if word is None or found.entry is None:
        return stance
    content = doc.char_span(*found.content, alignment_mode="expand")
    if stance == "declines to comment" and (found.by == "refusal" or found.entry.lemma == "ignore"):
        return stance
    if stance == "declines to comment":
        return (
            stance if content is None or _is_silence(content, lists) else "denies" if _admission(content) else "unclear"
        )
    if word.dep_ == "conj" and word.head.lemma_ == "confirm" and is_negated(word.head):
        return "declines to comment"  # "would neither confirm nor deny"
    if is_negated(word) and not _apart(word, found):
        if word.lemma_.lower() in lists["silent_when_negated"]:
            return "unclear" if word.lemma_ == "say" and word.tag_ == "VBG" else "declines to comment"
        if stance in ("denies", "admits", "promises", "warns", "alleges", "announces", "criticises"):
            return "unclear"
        return stance
    if stance == "denies" and content is not None and word.lemma_.lower() in (*lists["turning_away"], "deny"):
        other = lists["withheld" if word.lemma_.lower() == "deny" else "turned_away"]
        return "unclear" if content.root.lower_ in other else stance
    if found.by in ("verb:as", "verb:object+as") and content is not None:
        stance = "asserts" if stance == "calls for" else stance
        words = {t.lower_ for t in content}
        if words & lists["false_predicates"]:
            return "denies"
        if words & lists["harsh_predicates"]:
            return "criticises"
    return "denies" if stance == "asserts" and content is not None and _denies_itself(content, lists) else stance


def _denies_itself(content: Span, lists: dict[str, frozenset[str]]) -> bool:
    """Whether what is said is a denial: "We disagree with the allegations"."""
    root = content.root
    subject = next((c for c in root.lefts if c.dep_ == "nsubj"), None)
    mine = subject is not None and subject.pos_ == "PRON" and subject.i >= content.start
    return mine and verb_lemma(root) in lists["own_denials"] and not is_negated(root)


def _apart(word: Token, found: Found) -> bool:
    """Whether the negation that the parse gives a cue stands in the content: "It is not used, he said"."""
    negations = [c for c in word.children if c.dep_ == "neg"]
    return bool(negations) and all(found.content[0] <= c.idx < found.content[1] for c in negations)


def _is_silence(content: Span, lists: dict[str, frozenset[str]]) -> bool:
    verb = content.root
    return verb_lemma(verb) in lists["speaking"] or any(verb_lemma(t) in lists["speaking"] for t in content[:4])


def _admission(content: Span) -> bool:
    return any(t.lemma_ in ("admit", "acknowledge", "accept", "concede") for t in content[:3])


def is_negated(token: Token) -> bool:
    """Whether a verb is negated: "did not say", "never said", "nor did it say"."""
    for child in token.children:
        if child.dep_ == "neg" or (
            child.i < token.i
            and child.dep_ in ("advmod", "preconj", "cc")
            and child.lower_ in ("never", "nor", "neither")
        ):
            return True
    subject = subject_of(token)
    if subject is None:
        return False
    if any(c.lower_ in ("no", "neither", "none", "nothing", "nobody") for c in (subject, *subject.children)):
        return True
    return any(c.lower_ == "not" and c.nbor(1).lower_ in ("a", "one", "any") for c in subject.children)


def polarity_of(doc: Doc, found: Found) -> str:
    """ "negative" when the main clause of the content is negated, else "positive"."""
    extent = found.parts[0] if found.parts else found.content
    content = doc.char_span(*extent, alignment_mode="contract")
    if content is None or not len(content):
        return "positive"
    negations = load_lists()["negations"]
    sent = next(iter(content.sents), content)
    start, end = max(content.start, sent.start), min(content.end, sent.end)
    if end <= start:
        return "positive"
    root = doc[start:end].root
    if root.dep_ == "conj" and content.start <= root.head.i < content.end:
        root = root.head
    inside = [c for c in root.children if start <= c.i < end]
    negative = is_negated(root) or any(
        c.lower_ in negations
        or (c.dep_ in {"dobj", "attr"} and any(g.lower_ == "no" for g in c.children))
        or (c.lower_ == "longer" and doc[c.i - 1].lower_ == "no")
        for c in inside
    )
    return "negative" if negative else "positive"


def hedges_of(doc: Doc, found: Found) -> tuple[str, ...]:
    """The hedging words of a content, in order, each once."""
    content = doc.char_span(*found.content, alignment_mode="contract")
    if content is None:
        return ()
    hedges = load_lists()["hedges"]
    seen: dict[str, None] = {}
    for token in content:
        if token.lower_ in hedges and (token.lower_ != "may" or token.pos_ == "AUX"):
            seen.setdefault(token.lower_)
    return tuple(seen)
