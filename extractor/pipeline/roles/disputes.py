"""Which sentences deny an actor's part in the matter: what is measured of a sentence, an actor and a role.

The rules of the claims component find denials whose grammar they know. This looks at the words of every sentence with a
word of denial or negation, and at how the actor stands to it: it speaks, is the subject, is meant by "the company".
``model.py`` beside this reads ``models/disputes.json``; models/training/disputes.py makes it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from spacy.tokens import Doc, Span, Token

from extractor.pipeline.annotations import Actor, Statement

ROLES = ("developer", "operator")
_BYSTANDERS = frozenset({"media", "ngo", "court", "person"})
_REACH = 8
"""Words at most between two words that are read as a pair."""
_PRONOUNS = frozenset({"it", "its", "they", "their", "them", "we", "our", "us"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
Statements = Mapping[tuple[str, str], Sequence[Statement]]


@dataclass(frozen=True, slots=True)
class Unit:
    """One sentence, one actor and one role, with what is measured of them (names of features that hold)."""

    sentence: Span
    actor: Actor
    role: str
    features: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Word classes by lemma or lower-cased word; those that open a look at a sentence; what kinds of actor are called."""

    classes: Mapping[str, tuple[str, ...]]
    triggers: frozenset[str]
    described: Mapping[str, frozenset[str]]


@cache
def load_words() -> Words:
    """Read disputes.toml."""
    data = tomllib.loads((Path(__file__).parent / "disputes.toml").read_text(encoding="utf-8"))
    classes: dict[str, list[str]] = {}
    for name, words in data["classes"].items():
        for word in words:
            classes.setdefault(word, []).append(name)
    return Words(
        {word: tuple(names) for word, names in classes.items()},
        frozenset(data["triggers"]["classes"]),
        {kind: frozenset(words) for kind, words in data["described"].items()},
    )


def units(doc: Doc, statements: Statements) -> Iterator[Unit]:
    """Every sentence with a word of denial, beside each organisation of the report and each role.

    statements: what the rules found, which counts among the features.
    """
    words = load_words()
    actors = [actor for actor in doc._.actors if actor.kind not in _BYSTANDERS]
    if not actors:
        return
    owner = _owners(doc, doc._.actors)
    before: Span | None = None
    for sentence in doc.sents:
        classes = [_classes(token, words) for token in sentence]
        if any(words.triggers & set(names) for names in classes):
            shared = _wording(sentence, classes, before, words)
            for actor in actors:
                own = _standing(sentence, actor, actors, owner, before, words)
                if own is None:
                    continue
                for role in ROLES:
                    yield Unit(sentence, actor, role, _features(sentence, actor, role, shared, own, statements))
        before = sentence


def _owners(doc: Doc, actors: Sequence[Actor]) -> dict[int, Actor]:
    """Token index -> the actor whose mention it belongs to."""
    at = {token.idx: token.i for token in doc}
    found: dict[int, Actor] = {}
    for actor in actors:
        for mention in actor.mentions:
            first = at.get(mention.start)
            while first is not None and first < len(doc) and doc[first].idx < mention.end:
                found[first] = actor
                first += 1
    return found


def _classes(token: Token, words: Words) -> tuple[str, ...]:
    return words.classes.get(token.lower_) or words.classes.get(token.lemma_.lower()) or ()


def _wording(
    sentence: Span, classes: Sequence[tuple[str, ...]], before: Span | None, words: Words
) -> tuple[list[str], list[str]]:
    """(words and pairs of words, pairs of classes) of a sentence."""
    plain = [t.lemma_.lower() for t in sentence if not (t.is_punct or t.is_space or t.is_quote)]
    found = [f"w {word}" for word in dict.fromkeys(plain)]
    found += [f"b {one} {other}" for one, other in pairwise(plain)]
    pairs: dict[str, None] = {}
    for at, names in enumerate(classes):
        for name in names:
            pairs.setdefault(name)
        if not words.triggers & set(names):
            continue
        for step in range(1, _REACH + 1):
            for name in names:
                if at + step < len(classes):
                    pairs |= {f"{name}>{other}": None for other in classes[at + step]}
                if at - step >= 0:
                    pairs |= {f"{other}<{name}": None for other in classes[at - step]}
    if before is not None:
        pairs |= {f"before {name}": None for token in before for name in _classes(token, words)}
    size = len(plain)
    pairs[f"size {0 if size < 8 else 1 if size < 16 else 2 if size < 30 else 3}"] = None
    return found, list(pairs)


def _standing(
    sentence: Span, actor: Actor, actors: Sequence[Actor], owner: Mapping[int, Actor], before: Span | None, words: Words
) -> list[str] | None:
    """How an actor stands to a sentence; None where nothing ties them."""
    found: list[str] = []
    claims = [
        c for c in sentence.doc._.claims
        if c.content.start < sentence.end_char and sentence.start_char < c.content.end
    ]  # fmt: skip
    found += [f"speaks {c.stance} {c.polarity}" for c in claims if c.actor == actor.name]
    if any(c.actor not in (None, actor.name) for c in claims):
        found.append("another speaks")
    inside = [token for token in sentence if owner.get(token.i) is actor]
    if inside:
        found.append("inside")
        found += [f"inside as {token.dep_}" for token in inside[:2] if token.dep_ != "compound"]
        if any(token.dep_ in _SUBJECTS and token.head == sentence.root for token in inside):
            found.append("main subject")
    others = {id(owner[t.i]) for t in sentence if t.i in owner and owner[t.i] is not actor}
    found.append(f"others {min(len(others), 3)}")
    latest = _latest(sentence, actors, owner)
    if latest is actor and not inside:
        found.append("latest")
        called = words.described.get(actor.kind, frozenset())
        found += [f"called {t.lower_}" for t in sentence if t.lower_ in called and t.i and t.nbor(-1).lower_ == "the"]
        found += [f"pronoun {t.lower_} {t.dep_}" for t in sentence if t.lower_ in _PRONOUNS]
    if before is not None and any(owner.get(token.i) is actor for token in before):
        found.append("before")
    if len(actors) == 1:
        found.append("alone")
    tied = inside or latest is actor or any(c.actor == actor.name for c in claims) or "before" in found
    return found if tied else None


def _latest(sentence: Span, actors: Sequence[Actor], owner: Mapping[int, Actor]) -> Actor | None:
    """The organisation that was named last before a sentence."""
    for at in range(sentence.start - 1, -1, -1):
        actor = owner.get(at)
        if actor is not None and any(actor is one for one in actors):
            return actor
    return None


def _features(
    sentence: Span, actor: Actor, role: str, shared: tuple[list[str], list[str]], own: list[str], statements: Statements
) -> tuple[str, ...]:
    words, pairs = shared
    kind = "company" if actor.kind in ("company", "org", "group") else "public"
    how = "speaks" if any(o.startswith("speaks") for o in own) else "subject" if "main subject" in own else ""
    how = how or ("inside" if "inside" in own else "latest" if "latest" in own else "near")
    found = [*words, *pairs, *own]
    found += [f"{role} {one}" for one in (*pairs, *own, *words)]
    found += [f"{how} {one}" for one in pairs]
    found += [f"{role} {kind} {how} {one}" for one in pairs]
    found += [f"{role} {kind}", f"{role} {kind} {how}", f"{role} kind {actor.kind}"]
    said = statements.get((actor.name, role), ())
    around = [s for s in said if s.span.start < sentence.end_char and sentence.start_char < s.span.end]
    found += [f"rule {role} {s.holds}" for s in around] + [f"rule anywhere {s.holds}" for s in said]
    other = statements.get((actor.name, "operator" if role == "developer" else "developer"), ())
    start, end = sentence.start_char, sentence.end_char
    found += [f"rule other {s.holds}" for s in other if s.span.start < end and start < s.span.end]
    return tuple(dict.fromkeys(found))
