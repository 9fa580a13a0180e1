"""Which relation a clause asserts or denies: who supplied, developed, operates, or caused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from extractor.pipeline.claims.doers import doer_of, source_of
from extractor.pipeline.claims.lemmas import verb_lemma
from extractor.pipeline.claims.polarity import polarity_of
from extractor.pipeline.claims.relation_words import PARTIES, Lexicon, load_relations
from extractor.pipeline.claims.stance import is_negated


@dataclass(frozen=True, slots=True)
class Related:
    """A relation as a clause states it.

    doer: the token that names who supplies, develops, operates; None where the clause leaves it to its context.
    open: the clause asks or supposes ("whether it sold"), and neither asserts nor denies.
    disputed: what denies it is a word of denial ("false", "denied that"), and no mere "not".
    given: the clause is taken for granted ("the cameras it sold were faulty"), whatever is said of the rest.
    """

    word: Token
    relation: str
    doer: Token | None
    negated: bool
    open: bool
    given: bool = False
    disputed: bool = False


def relations_in(doc: Doc, start: int, end: int) -> Iterator[Related]:
    """The relations stated by the tokens start to end."""
    lexicon = load_relations()
    for i in range(start, end):
        token = doc[i]
        if token.pos_ == "VERB":
            relation = lexicon.verbs.get(verb_lemma(token))
            if verb_lemma(token) in lexicon.lets and _takes(token):
                relation = "operates"
        elif token.pos_ == "NOUN":
            relation = lexicon.nouns.get(token.lower_)
            if relation is None and token.lemma_.lower() in PARTIES:
                relation = lexicon.nouns[token.lemma_.lower()]
            if any(c.dep_ == "agent" for c in token.rights):
                relation = lexicon.verbs.get(token.lower_, relation)  # "a chatbot run by Acme", taken for a noun
        else:
            continue
        if relation is None or (token.pos_ == "VERB" and not is_meant(token, lexicon)):
            continue
        doer = doer_of(token, start, end)
        if (
            token.pos_ == "NOUN"
            and token.lemma_.lower() in PARTIES
            and not (
                token.dep_ in ("attr", "appos", "oprd")
                or (token.dep_ == "pobj" and _is_one_of(token.head))
                or (token.dep_ == "nsubj" and token.head.lemma_ == "be")
            )
        ):
            continue  # "the vendor said": a party of the matter, not a statement that it is one
        if token.pos_ == "NOUN" and doer is None and not _stands_as_clause(token, start, end):
            continue
        negated, is_open, given, disputed = polarity_of(token, start, end)
        yield Related(token, relation, doer, negated, is_open, given, disputed)


def is_meant(verb: Token, lexicon: Lexicon) -> bool:
    """Whether a verb that may mean much else is used of the things the lists are about."""
    if verb.lemma_ in lexicon.loose:
        return _has_thing(verb, lexicon)
    return not any(c.dep_ == "dobj" and c.lemma_.lower() in lexicon.not_goods for c in verb.rights)


def _takes(verb: Token) -> bool:
    """Whether somebody is given a thing by a verb of giving and taking: "rents it from Acme", "leased by the mall"."""
    beside = {c.lower_ for c in verb.children if c.dep_ in ("prep", "agent", "dative", "prt")}
    return bool(beside & {"from", "by"}) and not beside & {"to", "out"}


def is_soft(word: Token) -> bool:
    """Whether a verb is done to data and the like, and not to a system."""
    soft = load_relations().soft
    things = [c for c in word.rights if c.dep_ in ("dobj",)]
    marks = load_relations().marks
    things = [c for c in things if not any(m.lower_ in marks for m in c.subtree)] or things[:0]
    return bool(things) and all(c.lower_ in soft or c.lemma_.lower() in soft for c in things)


def _is_one_of(prep: Token) -> bool:
    """ "As a supplier", "among its suppliers", "one of our clients"."""
    return prep.lower_ in ("as", "among") or (
        prep.lower_ == "of" and prep.head.lower_ in ("one", "list", "any", "none", "number")
    )


def _has_thing(verb: Token, lexicon: Lexicon) -> bool:
    """Whether a verb of many uses has a thing for its object: "wrote the software", and not "wrote a letter"."""
    if verb_lemma(verb) in lexicon.sources:
        return any(is_thing(c, lexicon) for c in verb.children if c.dep_ == "nsubj") and source_of(verb) is not None
    for child in verb.children:
        if child.dep_ in ("dobj", "nsubjpass", "pobj") and is_thing(child, lexicon):
            return True
        if child.dep_ == "conj" and child.pos_ == "VERB" and _has_thing(child, lexicon):
            return True
        by_means = (
            child.children if child.dep_ == "prep" and child.lower_ in ("with", "using", "via", "through") else ()
        )
        if any(c.dep_ == "pobj" and is_thing(c, lexicon) for c in by_means):
            return True  # "tracked claimants with the tool"
    if (
        verb.dep_ == "acl"
        and verb.tag_ == "VBN"
        and verb.head.pos_ == "PROPN"
        and any(c.dep_ == "agent" for c in verb.rights)
    ):
        return True  # "Garuda, made by Acme"
    if verb.dep_ in ("relcl", "acl") and is_thing(verb.head, lexicon):
        return True
    for after in verb.doc[verb.i + 1 : min(verb.i + 5, verb.sent.end)]:  # where the parse has lost the object
        if after.is_punct or after.pos_ in ("VERB", "AUX", "SCONJ"):
            break
        if (
            after.pos_ == "NOUN"
            and after.lemma_.lower() in lexicon.objects
            and after.dep_ not in ("pobj", "dobj", "nsubj", "nsubjpass")
        ):
            return True
    return bool(
        verb.dep_ == "conj"
        and any(c.dep_ == "dobj" and c.lemma_.lower() in lexicon.objects for c in verb.head.children)
    )


def is_thing(noun: Token, lexicon: Lexicon) -> bool:
    """Whether a noun is one of the things that the relations are about."""
    return (
        noun.lower_ in lexicon.objects
        or noun.lemma_.lower() in lexicon.objects
        or noun.ent_type_ == "PRODUCT"
        or (noun.pos_ == "PROPN" and _is_system(noun))
        or any(c.lower_ in lexicon.marks for c in noun.lefts if c.dep_ in ("compound", "amod", "nmod"))
        or _goes_on(noun, lexicon)
    )


def _is_system(noun: Token) -> bool:
    """Whether a word names a system that was found in the report ("ChatGPT", "Pegasus")."""
    return any(m.start <= noun.idx < m.end for system in noun.doc._.systems for m in system.mentions)


def _goes_on(noun: Token, lexicon: Lexicon) -> bool:
    """Whether the next word is the thing, in headlines that the parse cuts: "building deportation algorithm"."""
    after = noun.i + 1
    return (
        after < noun.sent.end
        and noun.doc[after].pos_ in ("NOUN", "PROPN")
        and (noun.doc[after].lower_ in lexicon.objects)
    )


def _stands_as_clause(noun: Token, start: int, end: int) -> bool:
    """Whether a noun stands for a clause of its context: "there is no contract", "denied any sale"."""
    if not start <= noun.head.i < end:
        return True
    if noun.dep_ == "pobj" and noun.head.lower_ == "in" and noun.head.head.lemma_ == "be":
        return True  # "no product of ours is in use"
    if noun.dep_ == "nsubj" and is_negated(noun.head) and any(c.dep_ == "det" for c in noun.children):
        return True  # "the sale never took place"
    return noun.dep_ in ("attr", "dobj", "pobj", "nsubj") and any(
        c.lower_ in ("no", "any", "such") for c in noun.children if c.dep_ == "det"
    )
