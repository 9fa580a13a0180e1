"""The wordings that deny a statement without saying it again: "No.", "it did not", "called the report inaccurate"."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from extractor.pipeline.annotations import Claim
from extractor.pipeline.claims.connections import connects, under_negation
from extractor.pipeline.claims.parties import prepositions
from extractor.pipeline.claims.relation_words import load_relations
from extractor.pipeline.claims.relations import is_thing
from extractor.pipeline.claims.sources import is_passive
from extractor.pipeline.claims.speaker_words import load_words
from extractor.pipeline.claims.stance import is_negated, load_lists
from extractor.pipeline.claims.subjects import subject_of

LONGEST = 16
"""A denial by reference has at most this many tokens in the sentence that makes it one."""

_COMPLEMENTS = frozenset({"dobj", "xcomp", "ccomp", "acomp", "attr", "prep", "oprd", "advcl", "agent", "nsubjpass"})
_EVIDENCE = ("invoice", "document", "documents", "email", "emails", "records", "evidence", "letter", "files")
_WRONG = ("company", "firm", "address", "people", "man", "party", "supplier", "vendor", "culprit", "place")
_WHOLE = 80
"""A statement of more tokens is more than a denial."""
_SELF = frozenset(
    {"we", "it", "they", "i", "he", "she", "this", "that", "there", "none", "nothing", "nobody", "neither"}
)
ANSWERS = ("answer", "reply", "respond")
_ELLIPTIC = frozenset({"do", "have", "be"})


def refers(doc: Doc, claim: Claim) -> str | None:
    """ "denies" for a statement that denies another without saying it again, "asserts" for one that affirms it so."""
    content = doc.char_span(claim.content.start, claim.content.end, alignment_mode="expand")
    if content is None or len(content) > _WHOLE:
        return None
    if claim.stance == "denies":
        return "denies" if _names_statement(content) else None
    if claim.quoted != "direct" and claim.stance not in ("asserts", "alleges", "criticises", "announces"):
        return None
    for sent in content.sents:
        start, end = max(sent.start, content.start), min(sent.end, content.end)
        words = [t for t in doc[start:end] if not (t.is_punct or t.is_quote or t.is_space)]
        if words and denies(words, doc[start:end]):
            return "denies"
        if words and len(words) < 6 and _elliptic(words[-1], negated=False):
            return "asserts"
    return None


def _names_statement(content: Span) -> bool:
    """Whether what is denied is a statement, of which nothing is said: "the report", "this", not "claims of bias"."""
    lexicon = load_relations()
    if len(content) > LONGEST:
        return False
    if len(content) <= 2 and content[0].lower_ in lexicon.statements:
        return True
    for token in content:
        if token.pos_ in ("NOUN", "PRON", "DET") and token.dep_ != "det" and token.lower_ in lexicon.statements:
            if token.pos_ == "NOUN" and _is_other_claim(token):
                return False
            if token.pos_ == "NOUN" and any(
                c.dep_ in ("acl", "relcl", "ccomp") or (c.dep_ == "prep" and c.lower_ in ("of", "about", "on", "over"))
                for c in token.rights
                if c.i < content.end
            ):
                return False
            return bool(token.pos_ == "NOUN" or len(content) <= 3)
        if token.pos_ in ("VERB",):
            return False
    return False


def _is_other_claim(noun: Token) -> bool:
    """ "Denied 300,000 payment claims": claims for money, and reports of something, are no statements."""
    if any(c.lower_ in ("their", "his", "her", "your") for c in noun.lefts):
        return True
    if any(
        c.dep_ == "nummod" or (c.dep_ == "compound" and c.pos_ == "NOUN" and c.lower_ != "media") for c in noun.lefts
    ):
        return True
    claim = noun.lemma_.lower() == "claim"
    return claim and any(t.lower_ in load_relations().claiming for t in noun.doc)


def denies(words: list[Token], sent: Span) -> bool:
    """Whether the words of a sentence (without its marks) deny what was said before it."""
    first = words[0]
    if first.lower_ in ("no", "never", "nope") and (len(words) == 1 or sent.doc[first.i + 1].is_punct):
        return True
    if [w.lower_ for w in words[-2:]] in (["not", "us"], ["not", "ours"], ["not", "it"]):
        return True  # "the previous owner sold it, not us"
    if first.lower_ == "not" and len(words) > 1 and words[1].lower_ in ("so", "true", "us", "ours"):
        return True
    lists, lexicon = load_lists(), load_relations()
    if len(words) < 5 and words[-1].lower_ == "none" and any(w.dep_ == "expl" for w in words):
        return True  # "there is none"
    if any(w.lower_ == "wrong" and w.nbor(1).lower_ in _WRONG for w in words[-4:-1]):
        return True
    if first.lower_ in ("whoever", "anyone") and any(w.lower_ in lists["false_predicates"] for w in words[:LONGEST]):
        return True
    for word in words[: LONGEST + 6]:
        if word.dep_ == "compound" or not (
            word.lower_ in lexicon.unconnected or connects(word) or _is_own(word, lexicon.goods)
        ):
            continue
        nouns = [n for _, n in prepositions(word if word.pos_ != "ADP" else word.head)] if connects(word) else []
        if nouns and not any(n.pos_ != "NOUN" or is_thing(n, lexicon) or n.lower_ in lexicon.affairs for n in nouns):
            continue  # "not part of the official corpus"
        if under_negation(word, words[0].i) and _of_self(word):
            return True
    if len(words) > LONGEST:
        return False
    for word in words:
        if word.lower_ in lists["false_predicates"] and word.dep_ in ("acomp", "attr", "oprd", "ROOT", "ccomp", "conj"):
            clause = word.head if word.head.pos_ in ("AUX", "VERB") else word
            subject = next((c for c in clause.children if c.dep_ in ("nsubj", "nsubjpass", "csubj")), None)
            if clause.dep_ == "relcl":
                continue
            if (subject is None and len(words) < 4) or (
                subject is not None and _stands_for_statement(subject, lexicon.statements)
            ):
                return not is_negated(clause)
        if word.lower_ in lexicon.owned and is_negated(word.head):
            return True
        if word.lower_ == "else" and word.nbor(-1).lower_ in ("somebody", "someone", "anybody", "anyone"):
            return True  # "the fingerprints are somebody else's"
        if word.lower_ in lexicon.bare and under_negation(word) and len(words) < 9 and not _is_of_other(word):
            return True
        if (
            word.lemma_ == "do"
            and is_negated(word)
            and any(c.dep_ == "dobj" and c.lower_ in ("that", "this", "it", "so") for c in word.children)
        ):
            return True
        if word.lower_ == "merely" and any(c.pos_ == "PRON" for c in word.head.lefts if c.dep_ == "nsubj"):
            return True  # "it merely hosts the servers"
        if word.lower_ == "own" and word.dep_ in ("attr", "acomp") and is_negated(word.head):
            return True
    if len(words) < 4 and any(
        w.lower_ in lists["false_predicates"] or w.lemma_.lower() in lists["fables"] for w in words
    ):
        return not any(w.dep_ == "neg" for w in words)
    if len(words) < 4 and words[-1].lower_ in ("not", "no", "never"):
        return True
    return _elliptic(words[-1], negated=True)


def _is_of_other(word: Token) -> bool:
    """ "No such directive exists": what does not exist is none of the things of the matter."""
    lexicon = load_relations()
    verb = word if word.pos_ in ("VERB", "AUX") else word.head
    subject = subject_of(verb)
    if subject is None or subject.pos_ != "NOUN":
        return False
    known = lexicon.statements | lexicon.affairs | lexicon.connections | lexicon.unconnected | lexicon.nouns.keys()
    return not (subject.lower_ in known or subject.lower_ == "thing" or is_thing(subject, lexicon))


def _of_self(word: Token) -> bool:
    """Whether the clause of a word speaks of whoever speaks: "we", "it", a name, "the firm", "our system", nobody."""
    step, kinds = word, load_words().kinds
    known = {noun for noun, of in kinds.items() if of != {"person"}} | load_relations().people
    for _ in range(5):
        subject = subject_of(step)
        if subject is not None:
            own = any(c.lower_ in ("our", "its", "their", "no", "none") for c in subject.subtree)
            if subject.lower_ in load_relations().unconnected | load_relations().goods:
                return True
            return own or subject.lower_ in _SELF or subject.pos_ == "PROPN" or subject.lower_ in known
        if step.head == step:
            break
        step = step.head
    return True


def _is_own(word: Token, goods: frozenset[str]) -> bool:
    """ "Not our equipment", "not one of its products"."""
    if word.dep_ != "attr" and not (word.head.lower_ == "of" and word.head.head.lower_ in ("one", "any", "none")):
        return False
    return word.lower_ in goods and any(c.lower_ in ("our", "its", "their") for c in word.lefts)


def _stands_for_statement(subject: Token, statements: frozenset[str]) -> bool:
    if subject.dep_ == "csubj" or subject.lower_ in ("whoever", "anyone"):
        return True
    return subject.lower_ in (*statements, *_EVIDENCE) and not any(
        c.dep_ in ("acl", "relcl", "ccomp") for c in subject.rights
    )


def _elliptic(last: Token, negated: bool) -> bool:
    """Whether a clause ends in its auxiliary: "it did not", "both did", "it never has"."""
    verb = last if last.pos_ in ("AUX", "VERB") else last.head
    if verb.lemma_ not in _ELLIPTIC or abs(verb.i - last.i) > 2:
        return False
    if negated and any(
        c.lower_ in ("another", "other", "others", "else")
        for s in verb.children
        if s.dep_ == "nsubj"
        for c in s.subtree
    ):
        return True  # "another company did"
    if any(c.dep_ in _COMPLEMENTS for c in verb.children) or not any(c.dep_ == "nsubj" for c in verb.children):
        return False
    return bool(verb.dep_ not in ("aux", "auxpass") and is_negated(verb) == negated)


def is_denier(verb: Token) -> bool:
    """Whether a verb denies a statement that it does not repeat: "disputes this", "called the report inaccurate"."""
    lexicon, false = load_relations(), load_lists()["false_predicates"]
    if verb.tag_ == "VB" and any(t.tag_ == "TO" for t in verb.lefts):
        return False  # "to dispute the charge": said of what may be done
    if is_negated(verb) or verb.dep_ in ("amod", "compound") or any(t.lower_ in ("nor", "neither") for t in verb.lefts):
        return False
    if verb.dep_ == "conj" and verb.head.lemma_ == "confirm":
        return False  # "would neither confirm nor deny this"
    if verb.lemma_ in ANSWERS:
        return any(t.lower_ == "no" and t.dep_ in ("pobj", "dobj") for c in verb.rights for t in c.subtree)
    if verb.lemma_ in lexicon.callers:
        below = [t for c in verb.rights if c.dep_ in _COMPLEMENTS for t in c.subtree if t.i - verb.i < LONGEST]
        if any(t.lower_ in lexicon.other_matters - lexicon.statements - false for t in below):
            return False
        said = lexicon.statements | {"as"}
        if any(
            t.lower_ in false and (t.dep_ != "amod" or {t.head.lower_, t.nbor(-1).lower_, t.nbor(-2).lower_} & said)
            for t in below
            if t.i > 1
        ):
            if verb.dep_ == "relcl" and verb.head.lower_ in lexicon.statements:
                return True
            return any(t.lower_ in lexicon.statements and t.dep_ != "mark" for t in below)
    if verb.lemma_ not in lexicon.deniers:
        return False
    if not any(c.dep_ in _COMPLEMENTS for c in verb.rights) and not is_passive(verb):
        return _denies_before(verb)
    objects = [c for c in verb.rights if c.dep_ in ("dobj", "nsubjpass")]
    objects += [c for c in verb.lefts if c.dep_ == "nsubjpass"]
    return any(_names_statement(verb.doc[c.left_edge.i : c.right_edge.i + 1]) for c in objects)


def _denies_before(verb: Token) -> bool:
    """ "…, a charge its chief has denied": the statement stands before a verb without an object."""
    lexicon = load_relations()
    for i in range(verb.i - 1, max(verb.sent.start, verb.i - LONGEST), -1):
        noun = verb.doc[i]
        if noun.lower_ == "something" and noun.nbor(-1).text in (",", "—", "–"):
            return True
        if (
            noun.pos_ == "NOUN"
            and noun.lower_ in lexicon.statements
            and noun.nbor(-1).lower_ in ("a", "an", "which", "the")
        ):
            return i > 1 and noun.nbor(-2).text in (",", "—", "–")
    return False
