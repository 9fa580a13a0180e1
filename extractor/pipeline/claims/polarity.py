"""Whether a relation is asserted, denied, left open or taken for granted, by what stands above it."""

from __future__ import annotations

from spacy.tokens import Token

from extractor.pipeline.claims.lemmas import verb_lemma
from extractor.pipeline.claims.relation_words import load_relations
from extractor.pipeline.claims.stance import is_negated, load_lists
from extractor.pipeline.tags import SUBJECTS

_CLAUSAL = frozenset({"VERB", "AUX"})
_OWN = frozenset({"nsubj", "nsubjpass", "expl", "aux", "auxpass", "neg"})
_SAYING = frozenset({"say", "claim", "allege", "state", "assert", "suggest", "find", "accuse", "name", "list"})
_DEEP = 8


def polarity_of(token: Token, start: int, end: int) -> tuple[bool, bool, bool, bool]:
    """Whether a word is denied, left open, taken for granted, or disputed in so many words, by what stands above."""
    lists = load_lists()
    is_open = refuted = given = disputed = in_prospect = False
    lexicon = load_relations()
    negated = token.pos_ == "VERB" and any(_is_nothing(c) for c in token.rights if c.dep_ == "dobj")
    step: Token | None = token
    deep = 0
    below: Token | None = None
    while step is not None and start <= step.i < end and deep < _DEEP:
        deep += 1
        if _denied_here(step) and not (below is not None and below.dep_ in SUBJECTS and _denied_here(below)):
            negated = not negated
            is_open = is_open or is_wish(step) or _is_partial(step) or in_prospect
        if below is not None and step.pos_ == "NOUN" and step.lower_ in ("denial", "denials"):
            negated, disputed = not negated, True
        if below is not None and step.pos_ == "VERB" and _denies_below(step, below, lists):
            negated, disputed = not negated, True
        elif _is_false(step, below, lists):
            negated, refuted = not negated, True
        in_prospect = in_prospect or (step.pos_ == "NOUN" and step != token and step.lower_ in lexicon.prospects)
        is_open = is_open or is_aim(step, below)
        if below is not None and step.pos_ == "VERB" and step.lemma_ in ("fail", "neglect", "forget"):
            is_open = True
        if any(c.dep_ == "mark" and c.lower_ in ("whether", "if", "unless") for c in step.children):
            is_open = True
        if step.head == step:
            break
        if step.dep_ == "conj" and any(c.dep_ in _OWN for c in step.children):
            break  # a clause of its own beside the one above, not under its negation
        if step.dep_ == "relcl" and step.head.lower_ in load_relations().statements:
            below, step = step, step.head  # "refuted suggestions it had built them"
            continue
        if step.dep_ == "relcl" and step.lemma_ in _SAYING and (noun := _report_over(step, start)) is not None:
            below, step = step, noun  # "disputed a report by X which said that it sold them"
            continue
        if (step == token and _is_used_thing(step, start)) or _is_told_by(step, start):
            given = True
            break
        if step.dep_ in ("relcl", "advcl"):
            given = step.dep_ == "relcl" and start <= step.head.i < end
            break
        below, step = step, step.head
    if not refuted and _called_false(token, start, end, lists):
        negated, refuted = not negated, True
    return negated, is_open, given, disputed or refuted


def _report_over(verb: Token, start: int) -> Token | None:
    """The noun for a statement that a relative clause with a word of saying belongs to, over the name of its maker."""
    noun = verb.head
    while noun.i > start and noun.pos_ in ("PROPN", "ADP") and noun.head != noun:
        noun = noun.head
    return noun if noun.i >= start and noun.lower_ in load_relations().statements else None


def _denies_below(step: Token, below: Token, lists: dict[str, frozenset[str]]) -> bool:
    if verb_lemma(step) not in lists["negative_verbs"]:
        return False
    return (
        below.dep_ in ("ccomp", "xcomp", "pcomp", "csubj", "csubjpass") or below.lower_ in load_relations().statements
    )


def _is_told_by(verb: Token, start: int) -> bool:
    """ "Policies identifying how it stores them": what a participle tells of a noun."""
    noun = verb.head
    if verb.dep_ != "acl" or verb.tag_ != "VBG" or noun.pos_ != "NOUN" or noun.i < start:
        return False
    return noun.lower_ not in load_relations().statements and not _denied_here(noun)


def _is_used_thing(verb: Token, start: int) -> bool:
    """ "The system used by the police": a participle that only says which thing is meant."""
    noun = verb.head
    if verb.dep_ != "acl" or verb.tag_ != "VBN" or noun.i < start or noun.lower_ in load_relations().statements:
        return False
    if any(c.dep_ in ("nsubj", "nsubjpass", "aux", "auxpass") for c in verb.children):
        return False
    return not any(c.lower_ in ("any", "no", "such", "a") for c in noun.lefts)


def is_aim(step: Token, below: Token | None) -> bool:
    """ "Works to ensure it is not used", "told people not to use it": what should be, not what is."""
    if step.pos_ != "VERB":
        return False
    if below is not None and step.lemma_ in load_relations().aims:
        return True
    return is_negated(step) and step.tag_ == "VB" and any(t.tag_ == "TO" for t in step.lefts)


def _is_partial(verb: Token) -> bool:
    """ "Not enough", "not only", "not always": part of it is so."""
    return any(t.lower_ in load_relations().partial for t in verb.subtree if 0 < t.i - verb.i < 4 or t.head == verb)


def is_wish(verb: Token) -> bool:
    """ "Cannot use it", "is not intended to be used": denied is what may be done, and not what was done."""
    lexicon = load_relations()
    if (
        verb.pos_ == "VERB"
        and verb.lemma_ in lexicon.wish_verbs
        and (
            any(c.dep_ in ("xcomp", "ccomp") for c in verb.rights)
            or any(t.tag_ == "TO" for t in verb.doc[verb.i + 1 : verb.i + 5])
        )
    ):
        return True
    if (
        verb.tag_ == "VB"
        and verb.dep_ in ("ROOT", "ccomp", "parataxis")
        and not any(c.dep_ in SUBJECTS or c.lower_ == "to" for c in verb.lefts)
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
        return is_negated(token) or at_no_time(token) or (token.pos_ == "AUX" and _no_attribute(token))
    return any(c.lower_ in ("no", "neither", "not") for c in token.children if c.dep_ in ("det", "neg", "preconj"))


def at_no_time(verb: Token) -> bool:
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
    if below is not None and below.dep_ == "ccomp" and step.lower_ in lists["false_predicates"]:
        return not is_negated(step.head)  # "it is false that we use it"
    if (
        below is not None
        and below.dep_ == "ccomp"
        and not any(c.lower_ == "it" and c.dep_ in ("nsubj", "expl") for c in step.lefts)
    ):
        return False
    if below is None or below.dep_ not in ("nsubj", "csubj", "nsubjpass", "dobj", "ccomp") or step.pos_ not in _CLAUSAL:
        return False
    return any(
        c.lower_ in lists["false_predicates"]
        for child in step.children
        if child.dep_ in ("acomp", "attr", "oprd", "ccomp", "xcomp", "prep")
        for c in ((child,) if child.dep_ != "prep" else child.children if child.lower_ == "as" else ())
    )
