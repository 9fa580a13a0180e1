"""Which relation a clause asserts or denies: who supplied, developed, operates, or caused."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from spacy.tokens import Doc, Token

from extractor.pipeline.claims.lemmas import verb_lemma
from extractor.pipeline.claims.sources import is_passive
from extractor.pipeline.claims.stance import is_negated, load_lists

_CLAUSAL = frozenset({"VERB", "AUX"})
_LINKS = frozenset(
    {
        "xcomp",
        "ccomp",
        "pcomp",
        "prep",
        "acl",
        "advcl",
        "conj",
        "dobj",
        "pobj",
        "attr",
        "acomp",
        "relcl",
        "nmod",
        "compound",
    }
)
_OWN = frozenset({"nsubj", "nsubjpass", "expl", "aux", "auxpass", "neg"})
_DEEP = 8
_PARTIES = frozenset(
    {
        "client", "customer", "user", "buyer", "operator", "owner", "supplier", "vendor", "provider", "seller", "maker",
        "contractor", "subcontractor", "distributor", "developer", "manufacturer", "designer", "builder", "creator",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lexicon:
    """relations.toml: relation by verb lemma and by noun, and the other lists."""

    verbs: dict[str, str]
    nouns: dict[str, str]
    loose: frozenset[str]
    objects: frozenset[str]
    not_goods: frozenset[str]
    involved: frozenset[str]
    statements: frozenset[str]
    involvement: frozenset[str]
    marks: frozenset[str]
    by_kind: frozenset[str]
    equips: frozenset[str]
    hires: frozenset[str]
    uses: frozenset[str]
    sources: frozenset[str]
    products: frozenset[str]
    controls: frozenset[str]
    people: frozenset[str]
    owned: frozenset[str]
    deniers: frozenset[str]
    connections: frozenset[str]
    bare_connections: frozenset[str]
    bare: frozenset[str]
    other_matters: frozenset[str]
    light: frozenset[str]
    soft: frozenset[str]
    wishes: frozenset[str]
    wish_verbs: frozenset[str]
    works: frozenset[str]
    goods: frozenset[str]
    claiming: frozenset[str]
    callers: frozenset[str]
    unconnected: frozenset[str]
    prepositions: dict[str, dict[str, str]]


@cache
def load_relations() -> Lexicon:
    """The shipped relation cues."""
    data: dict[str, Any] = tomllib.loads((Path(__file__).parent / "relations.toml").read_text(encoding="utf-8"))
    return Lexicon(
        verbs={verb: group["name"] for group in data["relations"] for verb in group["verbs"]},
        nouns={noun: group["name"] for group in data["relations"] for noun in group["nouns"]},
        loose=frozenset(data["objects"]["loose"]),
        objects=frozenset(data["objects"]["things"]),
        **{name: frozenset(words) for name, words in data["carriers"].items()},
        statements=frozenset(data["anaphora"]["statements"]),
        involvement=frozenset(data["anaphora"]["involvement"]),
        marks=frozenset(data["objects"]["marks"]),
        not_goods=frozenset(data["objects"]["not_goods"]),
        prepositions=data["parties"]["prepositions"],
        **{name: frozenset(words) for name, words in data["parties"].items() if name != "prepositions"},
    )


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
        elif token.pos_ == "NOUN":
            relation = lexicon.nouns.get(token.lower_)
            if relation is None and token.lemma_.lower() in _PARTIES:
                relation = lexicon.nouns[token.lemma_.lower()]
        else:
            continue
        if relation is None or (token.pos_ == "VERB" and not _is_meant(token, lexicon)):
            continue
        doer = _doer(token, start, end)
        if (
            token.pos_ == "NOUN"
            and token.lemma_.lower() in _PARTIES
            and not (
                token.dep_ in ("attr", "appos", "oprd")
                or (token.dep_ == "pobj" and _is_one_of(token.head))
                or (token.dep_ == "nsubj" and token.head.lemma_ == "be")
            )
        ):
            continue  # "the vendor said": a party of the matter, not a statement that it is one
        if token.pos_ == "NOUN" and doer is None and not _stands_as_clause(token, start, end):
            continue
        negated, is_open, given, disputed = _polarity(token, start, end)
        yield Related(token, relation, doer, negated, is_open, given, disputed)


def _is_meant(verb: Token, lexicon: Lexicon) -> bool:
    """Whether a verb that may mean much else is used of the things the lists are about."""
    if verb.lemma_ in lexicon.loose:
        return _has_thing(verb, lexicon)
    return not any(c.dep_ == "dobj" and c.lemma_.lower() in lexicon.not_goods for c in verb.rights)


def _is_one_of(prep: Token) -> bool:
    """ "As a supplier", "among its suppliers", "one of our clients"."""
    return prep.lower_ in ("as", "among") or (
        prep.lower_ == "of" and prep.head.lower_ in ("one", "list", "any", "none", "number")
    )


def _has_thing(verb: Token, lexicon: Lexicon) -> bool:
    """Whether a verb of many uses has a thing for its object: "wrote the software", and not "wrote a letter"."""
    if verb_lemma(verb) in lexicon.sources:
        return any(is_thing(c, lexicon) for c in verb.children if c.dep_ == "nsubj") and _from(verb) is not None
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
    if verb.dep_ in ("relcl", "acl") and verb.head.lemma_.lower() in lexicon.objects:
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
        or any(c.lower_ in lexicon.marks for c in noun.lefts if c.dep_ in ("compound", "amod", "nmod"))
        or _goes_on(noun, lexicon)
    )


def _goes_on(noun: Token, lexicon: Lexicon) -> bool:
    """Whether the next word is the thing, in headlines that the parse cuts: "building deportation algorithm"."""
    after = noun.i + 1
    return (
        after < noun.sent.end
        and noun.doc[after].pos_ in ("NOUN", "PROPN")
        and (noun.doc[after].lower_ in lexicon.objects)
    )


def _of(noun: Token) -> Token | None:
    """The noun behind "of", where it is a name."""
    for child in noun.rights:
        if child.dep_ == "prep" and child.lower_ == "of":
            return next((c for c in child.children if c.dep_ == "pobj" and c.pos_ == "PROPN"), None)
    return None


def _from(verb: Token) -> Token | None:
    """The noun behind "from"."""
    for child in verb.rights:
        if child.dep_ == "prep" and child.lower_ == "from":
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None


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


def _doer(token: Token, start: int, end: int) -> Token | None:
    lexicon = load_relations()
    if token.pos_ == "VERB":
        if verb_lemma(token) in lexicon.sources:
            return _from(token)
        if is_passive(token):
            return _agent(token)
        return _subject(token, start, end, _DEEP)
    party = token.lemma_.lower() in _PARTIES
    if token.lower_ in lexicon.works:
        return _of(token) if token.dep_ == "attr" else None
    if party and token.dep_ == "nsubj" and token.head.lemma_ == "be":  # "the app's developer is Acme"
        return next((c for c in token.head.rights if c.dep_ == "attr" and c.i < end), None)
    for child in token.children:
        if child.dep_ == "poss" and not party:
            return child
        if child.dep_ == "prep" and child.lower_ == "by":
            return next((c for c in child.children if c.dep_ == "pobj"), None)
        if child.dep_ == "appos" and child.pos_ == "PROPN":
            return child  # "its maker, Acme"
    if token.lower_ in lexicon.products:
        return next((c for c in token.lefts if c.dep_ == "compound" and c.pos_ == "PROPN"), None)
    if token.dep_ in ("appos", "compound") and token.head.pos_ == "PROPN":
        return token.head if start <= token.head.i < end else None  # "Acme, the maker of", "the vendor Acme"
    if token.dep_ == "pobj" and token.head.lower_ == "as":  # "named Acme as the developer", "was named as"
        over = token.head.head
        while over.pos_ in ("NOUN", "PROPN", "ADP") and over.head != over and over.head.i >= start:
            over = over.head
        return next((c for c in over.children if c.dep_ in ("dobj", "nsubjpass") and start <= c.i < end), None)
    if token.dep_ in ("attr", "dobj", "pobj", "conj", "appos", "nmod"):
        return _subject(token, start, end, _DEEP)
    return None


def _agent(verb: Token) -> Token | None:
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None


def _subject(token: Token, start: int, end: int, deep: int) -> Token | None:
    """The subject of a word, or of the nearest word above it that has one, inside the stretch."""
    for child in token.children:
        if child.dep_ in ("nsubj", "nsubjpass") and start <= child.i < end:
            return child
        if child.dep_ in ("aux", "auxpass"):  # an odd mark inside may hang the subject on the auxiliary
            for below in child.children:
                if below.dep_ in ("nsubj", "nsubjpass") and start <= below.i < end:
                    return below
    if token.dep_ in ("relcl",) and start <= token.head.i:
        return None
    head = token.head
    if deep == 0 or head == token or not start <= head.i < end or token.dep_ not in _LINKS:
        if token.dep_ == "acl" and start <= head.i < end:
            return head
        if token.dep_ == "ccomp" and token.tag_ != "VB":
            return None  # a clause of its own: the cue's object is whom it was told
        # "accused X of selling": the cue's object does it
        over = head.head if head.pos_ == "ADP" else head
        return next((c for c in over.children if c.dep_ in ("dobj", "nsubjpass") and c.i < token.i), None)
    if token.dep_ == "acl" and token.tag_ == "VBG":
        return head
    if token.dep_ in ("xcomp", "ccomp", "advcl") and verb_lemma(head) in load_relations().controls:
        handed = _controlled(head, token)
        if handed is not None:
            return handed
    return _subject(head, start, end, deep - 1)


def _controlled(verb: Token, below: Token) -> Token | None:
    """Whom a verb makes do what stands under it: "called on firms to stop", "urged Acme to explain"."""
    for child in verb.rights:
        if child.i >= below.i:
            break
        if child.dep_ in ("dobj", "dative"):
            return child
        if child.dep_ == "prep" and child.lower_ in ("on", "for", "upon", "to", "from"):
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return next((c for c in below.children if c.dep_ == "nsubj"), None)


def _polarity(token: Token, start: int, end: int) -> tuple[bool, bool, bool, bool]:
    """Whether a word is denied, left open, taken for granted, or disputed in so many words, by what stands above."""
    lists = load_lists()
    is_open = refuted = given = disputed = False
    negated = token.pos_ == "VERB" and any(_is_nothing(c) for c in token.rights if c.dep_ == "dobj")
    step: Token | None = token
    deep = 0
    below: Token | None = None
    while step is not None and start <= step.i < end and deep < _DEEP:
        deep += 1
        if _denied_here(step):
            negated = not negated
            is_open = is_open or _is_wish(step)
        if below is not None and step.pos_ == "NOUN" and step.lower_ in ("denial", "denials"):
            negated, disputed = not negated, True
        if below is not None and step.pos_ == "VERB" and _denies_below(step, below, lists):
            negated, disputed = not negated, True
        elif _is_false(step, below, lists):
            negated, refuted = not negated, True
        if any(c.dep_ == "mark" and c.lower_ in ("whether", "if", "unless") for c in step.children):
            is_open = True
        if step.head == step:
            break
        if step.dep_ == "conj" and any(c.dep_ in _OWN for c in step.children):
            break  # a clause of its own beside the one above, not under its negation
        if step.dep_ == "relcl" and step.head.lower_ in load_relations().statements:
            below, step = step, step.head  # "refuted suggestions it had built them"
            continue
        if step.dep_ in ("relcl", "advcl"):
            given = step.dep_ == "relcl" and start <= step.head.i < end
            break
        below, step = step, step.head
    if not refuted and _called_false(token, start, end, lists):
        negated, refuted = not negated, True
    return negated, is_open, given, disputed or refuted


def _denies_below(step: Token, below: Token, lists: dict[str, frozenset[str]]) -> bool:
    if verb_lemma(step) not in lists["negative_verbs"]:
        return False
    return (
        below.dep_ in ("ccomp", "xcomp", "pcomp", "csubj", "csubjpass") or below.lower_ in load_relations().statements
    )


def _is_wish(verb: Token) -> bool:
    """ "Cannot use it", "is not intended to be used": denied is what may be done, and not what was done."""
    lexicon = load_relations()
    if (
        verb.pos_ == "VERB"
        and verb.lemma_ in lexicon.wish_verbs
        and any(c.dep_ in ("xcomp", "ccomp") for c in verb.rights)
    ):
        return True
    if (
        verb.tag_ == "VB"
        and verb.dep_ in ("ROOT", "ccomp", "parataxis")
        and not any(c.dep_ in ("nsubj", "nsubjpass") or c.lower_ == "to" for c in verb.lefts)
    ):
        return True  # "do not ask them to"
    aux = {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")}
    return bool(aux & lexicon.wishes) and not ("have" in aux and aux & {"could", "can", "may", "might"})


def _no_attribute(token: Token) -> bool:
    return any(c.dep_ == "attr" and c.lower_ in ("nothing", "none") for c in token.children)


def _is_nothing(noun: Token) -> bool:
    return noun.lower_ in ("none", "nothing", "neither") or any(
        c.dep_ == "det" and c.lower_ in ("no", "neither") for c in noun.children
    )


def _called_false(token: Token, start: int, end: int, lists: dict[str, frozenset[str]]) -> bool:
    """As ``_is_false`` where the parse has lost the thread: "claims it had supplied them were baseless"."""
    lexicon = load_relations()
    doc = token.doc
    if not any(doc[i].pos_ == "NOUN" and doc[i].lower_ in lexicon.statements for i in range(start, token.i)):
        return False
    return any(
        doc[i].lower_ in lists["false_predicates"] and doc[i - 1].lemma_ == "be" for i in range(token.i + 1, end)
    )


def _denied_here(token: Token) -> bool:
    if token.pos_ in _CLAUSAL or token.pos_ == "ADJ":
        return is_negated(token) or _at_no_time(token) or (token.pos_ == "AUX" and _no_attribute(token))
    return any(c.lower_ in ("no", "neither", "not") for c in token.children if c.dep_ in ("det", "neg", "preconj"))


def _at_no_time(verb: Token) -> bool:
    """ "At no point has", "in no way does", "was wrongly named"."""
    for child in verb.lefts:
        if child.dep_ == "prep" and any(g.lower_ == "no" for c in child.children for g in c.lefts):
            return True
        if child.dep_ == "advmod" and child.lower_ in (
            "wrongly",
            "falsely",
            "mistakenly",
            "incorrectly",
            "erroneously",
        ):
            return verb.lemma_ in ("name", "identify", "report", "claim", "link", "list", "say", "state", "describe")
    return False


def _is_false(step: Token, below: Token | None, lists: dict[str, frozenset[str]]) -> bool:
    """Whether a statement named below is called false here: "reports that it sold cameras are untrue"."""
    if below is None or below.dep_ not in ("nsubj", "csubj", "nsubjpass", "dobj") or step.pos_ not in _CLAUSAL:
        return False
    return any(
        c.lower_ in lists["false_predicates"]
        for child in step.children
        if child.dep_ in ("acomp", "attr", "oprd", "ccomp", "xcomp", "prep")
        for c in ((child,) if child.dep_ != "prep" else child.children if child.lower_ == "as" else ())
    )
