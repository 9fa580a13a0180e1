"""Names that act as organisations do, which the entity recogniser misses or takes for people.

The words around a name tell: who supplies, makes or sells a thing, whose spokesperson speaks, what "it" denies.
Invented and little-known names seldom come out of the recogniser right.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from spacy.tokens import Doc, Token

from extractor.pipeline.actors.cues import ActingCues
from extractor.pipeline.annotations import TextSpan
from extractor.pipeline.places.gazetteer import load_gazetteer
from extractor.pipeline.tags import SUBJECTS

_NOT_OURS = frozenset({"NORP", "DATE", "TIME", "LANGUAGE", "LAW", "EVENT", "WORK_OF_ART", "LOC", "MONEY", "CARDINAL"})
_DOUBTFUL = frozenset({"NORP", "DATE", "EVENT", "LOC"})
"""Labels that an unknown name of one word often gets by mistake ("Adhese", "Dashly's lawyers")."""
_PEOPLE = frozenset({"he", "she", "his", "her", "him"})
_PARTS = frozenset({"nsubj", "nsubjpass", "pobj", "dobj", "poss", "compound", "conj", "appos"})
_LONGEST = 4


def acting_names(doc: Doc, text: str, cues: ActingCues) -> Iterator[tuple[int, int, str]]:
    """(first token, last token, kind) of the names of organisations that their part in a sentence gives away."""
    bodies = [entity.start for entity in doc.ents if entity.label_ == "ORG"]
    surnames = {entity[-1].text for entity in doc.ents if entity.label_ == "PERSON" and len(entity) > 1}
    of_people = any(token.lower_ in _PEOPLE for token in doc)
    small = {token.text for token in doc if token.text.islower()}
    inside = _names_inside(doc, small)
    for token in doc:
        if token.dep_ not in _PARTS or not token.text[0].isupper():
            continue
        if token.pos_ != "PROPN" and not is_bare_subject(token, cues) and not _is_repeated_subject(token, inside):
            continue
        if token.dep_ == "compound" and token.head.i == token.i + 1 and token.head.pos_ == "PROPN":
            continue  # the head of the name is asked
        run = _run(doc, token.i)
        doubtful = token.ent_type_ in _DOUBTFUL and run == (token.i, token.i)
        if run is None or (token.ent_type_ in _NOT_OURS and not doubtful):
            continue
        name = text[doc[run[0]].idx : doc[run[1]].idx + len(doc[run[1]])]
        if name in cues.not_names or name in surnames:
            continue
        if name in load_gazetteer().senses:
            if _governs(token, name, cues):
                yield *run, "org"
            continue
        kind = _kind(token, run, cues, bodies, of_people)
        if kind is None and not doubtful and _stands_as_body(token, run, small, cues.ranks):
            kind = "org"
        if kind is not None:
            yield *run, kind


def has_spokespeople(doc: Doc, mentions: Iterable[TextSpan], cues: ActingCues) -> bool:
    """Whether somebody speaks or works for a name: the KFC app may be a system, KFC is a company all the same."""
    spans = (doc.char_span(m.start, m.end, alignment_mode="expand") for m in mentions)
    return any(span is not None and _is_spoken_for(span.root, cues) for span in spans)


def is_bare_subject(token: Token, cues: ActingCues) -> bool:
    """Whether a word tagged as a common noun stands as names do: "Hikvision denied" has no article."""
    if token.dep_ != "nsubj" or not token.text[0].isupper() or token.n_lefts or token.ent_type_ in _NOT_OURS:
        return False
    return bool(token.tag_ == "NN" and token.head.lemma_ in (cues.deny | cues.supply))


def _is_repeated_subject(token: Token, inside: Container[str]) -> bool:
    """Whether a word that opens a sentence without an article, tagged as a noun, is a name elsewhere in the text."""
    return token.dep_ == "nsubj" and token.tag_ == "NN" and not token.n_lefts and token.text in inside


def _names_inside(doc: Doc, small: Container[str]) -> set[str]:
    """Words tagged as names that stand right behind another word, and nowhere in lower case."""
    return {
        token.text
        for token in doc
        if token.pos_ in ("PROPN", "ADJ") and token.text.istitle() and token.lower_ not in small
        if token.i and token.nbor(-1).text.islower()
    }


def _run(doc: Doc, at: int) -> tuple[int, int] | None:
    """The capitalised words in a row around a token, inside its sentence and its entity."""
    first = last = at
    while first > doc[at].sent.start and _belongs(doc[first - 1], doc[at]):
        first -= 1
    while last + 1 < doc[at].sent.end and _belongs(doc[last + 1], doc[at]):
        last += 1
    return (first, last) if last - first < _LONGEST else None


def _belongs(other: Token, token: Token) -> bool:
    return bool(other.pos_ == "PROPN" and other.text[0].isupper() and other.ent_type_ == token.ent_type_)


def _kind(token: Token, run: tuple[int, int], cues: ActingCues, bodies: Iterable[int], of_people: bool) -> str | None:
    doc, label = token.doc, token.ent_type_
    words = run[1] - run[0] + 1
    if token.text in cues.heads and words > 1 and label in ("PERSON", "GPE", ""):
        return "company" if label == "PERSON" or _acts(token, cues) else None
    if label in ("ORG", "PRODUCT") or (label == "GPE" and words > 1):
        return None
    human = label == "PERSON" and words > 1 and of_people
    if _is_sold_by(token, cues) or _is_named_as_party(doc[run[1]], cues):
        return "company"
    if not human and (_has_sites(token, cues) or _makes(token, cues) or _owns_thing(token, cues)):
        return "company"
    if _is_spoken_for(token, cues):
        return "org"
    if not human and _speaks_as_we(token, cues):
        return "org"
    if _denies_as_it(token, cues) and (words == 1 or not any(start < run[0] for start in bodies)):
        return "org"
    if (label in ("", "GPE") or words == 1) and token.dep_ == "nsubj" and token.head.lemma_ in cues.deny:
        return "org"
    return None


def _governs(token: Token, name: str, cues: ActingCues) -> bool:
    """Whether a place stands for its government: it denies something, or says that "it" does not do it."""
    if token.dep_ != "nsubj" or all(sense.kind == "demonym" for sense in load_gazetteer().senses[name]):
        return False
    return token.head.lemma_ in cues.deny or _denies_as_it(token, cues)


def _acts(token: Token, cues: ActingCues) -> bool:
    return token.dep_ in ("nsubj", "pobj", "poss", "dobj")


def _stands_as_body(token: Token, run: tuple[int, int], small: Container[str], ranks: Container[str]) -> bool:
    """Whether capitalised words that the recogniser has no label for, or takes for a place no gazetteer knows, act.

    small: the words that the text writes in lower case, which are no names ("Facial Recognition"); ranks: words of
    titles of people ("Prime Minister").
    """
    label, words = token.ent_type_, token.doc[run[0] : run[1] + 1]
    if label not in ("", "GPE") or any(w.lower_ in small or w.text in ranks or w.text.isupper() for w in words):
        return False
    if len(words) > 1:
        return label == "" and (not words[0].is_sent_start or token.dep_ in ("nsubj", "poss"))
    first = _first_of_list(token)
    if first.dep_ == "nsubj":
        return bool(first.head.pos_ == "VERB" or first.head.lemma_ == "have")
    return bool(token.dep_ == "poss" or (token.dep_ == "pobj" and token.head.lower_ in ("by", "from")))


def _first_of_list(token: Token) -> Token:
    """The name that opens the list a token stands in ("Telenet" of "Telenet, Proximus and Adhese")."""
    while token.dep_ == "conj" and token.head.pos_ == "PROPN":
        token = token.head
    return token


def _is_sold_by(token: Token, cues: ActingCues) -> bool:
    """ "Supplied by X", "bought from X"."""
    prep = token.head
    if token.dep_ != "pobj" or prep.dep_ not in ("agent", "prep"):
        return False
    verb = prep.head
    if prep.lower_ == "by":
        return verb.pos_ == "VERB" and verb.lemma_ in cues.supply
    return prep.lower_ == "from" and verb.pos_ == "VERB" and verb.lemma_ in cues.buy


def _is_named_as_party(last: Token, cues: ActingCues) -> bool:
    """ "Lists X as the supplier", "named X as one of its vendors"."""
    if last.dep_ == "nsubjpass" and last.head.lemma_ in ("name", "list", "identify", "describe"):
        rest = last.doc[last.head.i + 1 : min(last.head.i + 10, last.sent.end)]
        return any(t.lower_ == "as" for t in rest) and any(t.lemma_.lower() in cues.parties for t in rest)
    after = last.doc[last.i + 1 : min(last.i + 6, last.sent.end)]
    return (
        len(after) > 1
        and after[0].lower_ in ("as", "among")
        and any(t.lemma_.lower() in cues.parties for t in after[1:])
    )


def _makes(token: Token, cues: ActingCues) -> bool:
    """ "X built the software", "software made by X", "software from X"."""
    if token.dep_ == "nsubj" and token.head.pos_ == "VERB":
        verb = token.head
        things = [c for c in verb.rights if c.dep_ == "dobj"]
        if verb.dep_ == "relcl":
            things.append(verb.head)
        return verb.lemma_ in (cues.supply | cues.make) and any(c.lemma_.lower() in cues.things for c in things)
    prep = token.head
    if token.dep_ != "pobj" or prep.lower_ not in ("by", "from"):
        return False
    if prep.lower_ == "by":
        return prep.head.pos_ == "VERB" and prep.head.lemma_ in cues.make
    return prep.head.pos_ == "NOUN" and prep.head.lemma_.lower() in cues.things


def _owns_thing(token: Token, cues: ActingCues) -> bool:
    return token.dep_ == "poss" and token.head.lemma_.lower() in cues.things


def _has_sites(token: Token, cues: ActingCues) -> bool:
    """ "Four Ravenhill gyms", "three branches of Mercabuena"."""
    if token.dep_ == "compound":
        return token.head.tag_ == "NNS" and token.head.lemma_.lower() in cues.sites
    return token.dep_ == "pobj" and token.head.lower_ == "of" and token.head.head.lemma_.lower() in cues.sites


def _is_spoken_for(token: Token, cues: ActingCues) -> bool:
    """ "A spokesperson for X", "X spokeswoman Ada Li"."""
    head = token.head
    if token.dep_ == "pobj" and head.lower_ in ("at", "of") and head.head.lower_ in cues.workers:
        return True
    if token.dep_ == "pobj" and head.lower_ in ("for", "of"):
        return head.head.lower_ in cues.voices
    if token.dep_ == "poss" and head.lower_ in cues.workers:
        return True
    return token.dep_ in ("compound", "poss") and head.lower_ in cues.voices


def _speaks_as_we(token: Token, cues: ActingCues) -> bool:
    """ "X said: “This is not our product.”": of a name that is nobody's surname."""
    if token.dep_ != "nsubj" or token.head.lemma_ not in cues.say:
        return False
    return any(t.lower_ in ("we", "our", "us", "ours") for t in token.sent)


def _denies_as_it(token: Token, cues: ActingCues) -> bool:
    """ "X denies it sold them", "X said it does not use it": people are no "it"."""
    verb = token.head
    if token.dep_ != "nsubj" or verb.lemma_ not in (cues.deny | cues.say):
        return False
    for clause in verb.rights:
        if clause.dep_ == "ccomp":
            subject = next((c for c in clause.lefts if c.dep_ in SUBJECTS), None)
            denied = verb.lemma_ in cues.deny
            doing = clause.lemma_ in cues.own_doings and any(c.dep_ == "neg" for c in clause.children)
            if subject is not None and subject.lower_ == "it" and (denied or doing):
                return True
    return False
