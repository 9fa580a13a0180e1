"""Which actors a stated relation gives a part: who supplies and who is supplied, who uses and whose product it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from extractor.pipeline.annotations import Actor
from extractor.pipeline.claims.entities import Entities
from extractor.pipeline.claims.lemmas import verb_lemma
from extractor.pipeline.claims.relation_words import load_relations
from extractor.pipeline.claims.relations import Related
from extractor.pipeline.tags import SUBJECTS

ROLE_OF = {"supplied": "developer", "developed": "developer", "operates": "operator"}
"""The role that a relation speaks for."""
_THINGS = frozenset({"dobj", "nsubjpass", "attr", "pobj", "conj", "appos", "oprd"})
_NEVER = frozenset({"person", "media"})
_OBSERVERS = frozenset({"ngo", "media", "court"})
_ONE_WAY = frozenset({"supply", "export", "sell"})
"""Verbs, written as a noun of both parties is, whose subject supplies whatever it is."""
_CHAIN = 4
"""How many nouns and prepositions deep a party may stand under its verb."""

Who = Callable[[Token], list[Actor]]
"""The actors that the phrase headed by a token means."""


@dataclass(frozen=True, slots=True)
class Part:
    """An actor's role in a relation. doer: it is whom the clause speaks of; named: its name stands there, as a party.

    against: its part alone is negated ("sold them to shops, not to the police").
    """

    actor: Actor
    role: str
    doer: bool
    named: bool
    against: bool = False


def parts_of(related: Related, who: Who, entities: Entities, speakers: list[Actor]) -> list[Part]:
    """Every actor's part in a relation, the doer's first. speakers: they do it where the clause names nobody."""
    doers = who(related.doer) if related.doer is not None else []
    if related.doer is None:
        doers = speakers
    named = _named(related.doer, entities)
    doers = [a for a in doers if named or a.kind not in _OBSERVERS]  # "it" is seldom who reports on the matter
    if related.word.lemma_ in load_relations().examines:
        doers = [a for a in doers if a.kind not in (*_OBSERVERS, "university")]
    parts = [Part(actor, _role_of_doer(related, actor), True, named) for actor in doers]
    for token, role, against in _others(related):
        named = _named(token, entities) and not (token.dep_ == "dobj" and _is_use(related))
        for actor in who(token):
            if actor.kind not in _NEVER and all(p.actor is not actor for p in parts):
                parts.append(Part(actor, role or role_by_kind(actor), False, named, against))
    for actor, role in _owners(related, who, entities):
        if all(p.actor is not actor for p in parts):
            parts.append(Part(actor, role, False, role == "operator" or not _is_use(related)))
    return parts


def _is_use(related: Related) -> bool:
    """Whether a relation is the use of a thing, which who denies it says nothing of the maker by."""
    return related.relation == "operates" and related.word.lemma_ not in load_relations().deals


def role_by_kind(actor: Actor) -> str:
    """The part of somebody in a contract: a company supplies, a public body is supplied."""
    if actor.kind == "org":
        return "operator" if load_relations().public & set(actor.name.lower().split()) else "developer"
    return "developer" if actor.kind == "company" else "operator"


def _named(token: Token | None, entities: Entities) -> bool:
    return token is not None and any(entities.actor_of(t) is not None for t in (token, *token.children))


def _role_of_doer(related: Related, actor: Actor) -> str:
    lexicon = load_relations()
    lemma = verb_lemma(related.word) if related.word.pos_ == "VERB" else related.word.lower_
    if lemma in lexicon.by_kind and not (related.word.pos_ == "VERB" and lemma in _ONE_WAY):
        return role_by_kind(actor)
    return ROLE_OF.get(related.relation, "")


def _others(related: Related) -> Iterator[tuple[Token, str | None, bool]]:
    """The tokens that name other parties, their role (None: by kind of actor), and whether they alone are negated."""
    lexicon = load_relations()
    word = related.word
    lemma = verb_lemma(word) if word.pos_ == "VERB" else word.lower_
    for child in word.children:
        if child.dep_ == "dative" and child.pos_ != "ADP" and related.relation == "supplied":
            yield child, "operator", False
        if child.dep_ in ("dobj", "nsubjpass"):
            if lemma in lexicon.equips or lemma in lexicon.hires:
                yield child, "developer" if lemma in lexicon.hires else "operator", False
            elif lemma in lexicon.uses or (lemma == "award" and child.dep_ == "nsubjpass"):
                yield child, "developer", False
    reached = list(prepositions(word))
    if word.pos_ == "NOUN" and word.dep_ == "pobj" and word.head.lower_ == "in":
        reached += prepositions(word.head.head)  # "is in use at"
    if word.pos_ == "NOUN":
        for child in word.lefts:
            if child.dep_ == "poss" and child is not related.doer and ROLE_OF.get(related.relation) is not None:
                yield child, "operator" if related.relation != "operates" else "developer", False
        if word.dep_ == "dobj" and word.head.lemma_ in lexicon.light:
            reached += prepositions(word.head)  # "signed a contract with"
    for prep, noun in reached:
        frame = lexicon.prepositions.get(lemma) or lexicon.prepositions.get(related.relation, {})
        role = frame.get(prep)
        if role is not None:
            yield noun, role if role != "kind" else None, _is_against(noun.head)


def _is_against(prep: Token) -> bool:
    return prep.i > 0 and (prep.nbor(-1).lower_ in ("not", "nor") or any(c.dep_ == "neg" for c in prep.children))


def prepositions(word: Token) -> Iterator[tuple[str, Token]]:
    """Prepositions under a word and under its objects, with their nouns; clauses of their own are left out."""
    open_: list[tuple[Token, int]] = [(word, 0)]
    while open_:
        token, deep = open_.pop()
        for child in token.children:
            if child.dep_ in ("prep", "dative", "agent") and child.pos_ in ("ADP", "SCONJ", "VERB"):
                for noun in child.children:
                    if noun.dep_ == "pobj":
                        yield child.lower_, noun
                        if deep < _CHAIN:
                            open_.append((noun, deep + 1))
            elif (
                deep < _CHAIN
                and child.dep_ in _THINGS
                and child.pos_ in ("NOUN", "PROPN", "PRON")
                and token.pos_ != "PROPN"
            ):
                open_.append((child, deep + 1))


def roles_without_doer(related: Related) -> tuple[str, ...]:
    """The roles that a relation speaks for where its clause names nobody: "the sale never took place"."""
    lexicon = load_relations()
    lemma = verb_lemma(related.word) if related.word.pos_ == "VERB" else related.word.lower_
    role = ROLE_OF.get(related.relation)
    if lemma in lexicon.by_kind or related.word.pos_ == "NOUN":
        return ("developer", "operator")
    return (role,) if role is not None else ()


def _is_of_machine(related: Related) -> bool:
    """Whether a clause's "it" and "its" are a machine's: "the car crashed as it ran on its autopilot"."""
    it = any(c.lower_ == "it" and c.dep_ in SUBJECTS for c in related.word.lefts)
    return it and related.doer is not None and related.doer.lower_ in load_relations().machines


def _owners(related: Related, who: Who, entities: Entities) -> Iterator[tuple[Actor, str]]:
    """Owners named with the thing itself: "used Acme's cameras", "built the ministry's filter", "a Cam Ltd product"."""
    word = related.word
    if word.pos_ != "VERB":
        return
    nouns = [c for c in word.children if c.dep_ in ("dobj", "nsubjpass")]
    nouns += [noun for _, noun in prepositions(word)]
    things = load_relations().objects
    for noun in nouns:
        own = entities.mention_of(noun)
        if own is not None or noun.lemma_.lower() not in things:
            continue
        for child in noun.children:
            actor = entities.actor_of(child) if child.dep_ in ("poss", "compound", "nmod", "amod") else None
            if child.dep_ == "poss" and child.pos_ == "PRON" and not _is_of_machine(related):
                actor = next(iter(who(child)), None)  # "its software was installed by the prison service"
            if actor is not None and actor.kind not in _NEVER:
                role = role_by_kind(actor)
                if role == "operator" or related.relation == "operates" or noun.dep_ == "nsubjpass":
                    yield actor, role
