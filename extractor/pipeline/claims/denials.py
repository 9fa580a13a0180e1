"""Denials by reference: "No.", "said it did not", "called the report inaccurate", and what they deny."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from extractor.pipeline.annotations import Actor, Claim, TextSpan
from extractor.pipeline.claims.connections import connects, under_negation
from extractor.pipeline.claims.parties import Part, role_by_kind
from extractor.pipeline.claims.relation_words import load_relations
from extractor.pipeline.claims.sources import is_passive, source_of
from extractor.pipeline.claims.stance import is_negated, load_lists
from extractor.pipeline.claims.stated import Stated, Voices, name_of

_LONGEST = 16
"""A denial by reference has at most this many tokens in the sentence that makes it one."""
_NEAR = 2
"""It denies what stands at most this many sentences away."""
_COMPLEMENTS = frozenset({"dobj", "xcomp", "ccomp", "acomp", "attr", "prep", "oprd", "advcl", "agent", "nsubjpass"})
_EVIDENCE = ("invoice", "document", "documents", "email", "emails", "records", "evidence", "letter", "files")
_ANSWERS = ("answer", "reply", "respond")
_ELLIPTIC = frozenset({"do", "have", "be"})


def refers(doc: Doc, claim: Claim) -> str | None:
    """ "denies" for a statement that denies another without saying it again, "asserts" for one that affirms it so."""
    content = doc.char_span(claim.content.start, claim.content.end, alignment_mode="expand")
    if content is None:
        return None
    if claim.stance == "denies":
        return "denies" if _names_statement(content) else None
    if claim.quoted != "direct" and claim.stance not in ("asserts", "alleges", "criticises", "announces"):
        return None
    for sent in content.sents:
        start, end = max(sent.start, content.start), min(sent.end, content.end)
        words = [t for t in doc[start:end] if not (t.is_punct or t.is_quote or t.is_space)]
        if words and _denies(words, doc[start:end]):
            return "denies"
        if words and len(words) < 6 and _elliptic(words[-1], negated=False):
            return "asserts"
    return None


def _names_statement(content: Span) -> bool:
    """Whether what is denied is a statement, of which nothing is said: "the report", "this", not "claims of bias"."""
    lexicon = load_relations()
    if len(content) > _LONGEST:
        return False
    if len(content) <= 2 and content[0].lower_ in lexicon.statements:
        return True
    for token in content:
        if token.pos_ in ("NOUN", "PRON", "DET") and token.lower_ in lexicon.statements:
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


def _denies(words: list[Token], sent: Span) -> bool:
    first = words[0]
    if first.lower_ in ("no", "never", "nope") and (len(words) == 1 or sent.doc[first.i + 1].is_punct):
        return True
    if first.lower_ == "not" and len(words) > 1 and words[1].lower_ in ("so", "true", "us", "ours"):
        return True
    lists, lexicon = load_lists(), load_relations()
    if first.lower_ in ("whoever", "anyone") and any(w.lower_ in lists["false_predicates"] for w in words[:_LONGEST]):
        return True
    for word in words[: _LONGEST + 6]:
        if (word.lower_ in lexicon.unconnected or connects(word) or _is_own(word, lexicon.goods)) and under_negation(
            word, words[0].i
        ):
            return True
    if len(words) > _LONGEST:
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
        if word.lower_ in lexicon.bare and under_negation(word) and len(words) < 9:
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
    if len(words) < 4 and any(w.lower_ in lists["false_predicates"] for w in words):
        return not any(w.dep_ == "neg" for w in words)
    if len(words) < 4 and words[-1].lower_ in ("not", "no", "never"):
        return True
    return _elliptic(words[-1], negated=True)


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


def by_reference(doc: Doc, stated: list[Stated], voices: Voices) -> Iterator[Stated]:
    """What the denials by reference of a report deny: the relations stated near them, as their speakers hold them."""
    order = {sent.start_char: n for n, sent in enumerate(doc.sents)}
    for claim in doc._.claims:
        holds = refers(doc, claim)
        if holds is None:
            continue
        body = voices.body_of(doc, claim)
        yield from _targets(doc, claim.content, holds, name_of(claim), body, stated, order)
    for one in stated:
        if not one.parts and one.holds == "denies":
            yield from _targets(doc, one.span, "denies", one.by, one.speaker, stated, order, one.at, one.roles)
    lexicon = load_relations()
    said = [(c.content.start, c.content.end, c.stance) for c in doc._.claims]
    for token in doc:
        if token.lower_ in ("denial", "denials") and token.pos_ == "NOUN":
            yield from _noun(doc, token, stated, voices, order)
        elif (
            token.pos_ == "VERB"
            and (token.lemma_ in lexicon.deniers or token.lemma_ in lexicon.callers or token.lemma_ in _ANSWERS)
            and _is_denier(token)
        ):
            yield from _verb(doc, token, stated, voices, order)
    for claim_less in _quoted_alone(doc, said):
        words = [t for t in claim_less if not (t.is_punct or t.is_quote or t.is_space)]
        if words and _denies(words, claim_less):
            yield from _targets(doc, TextSpan.of(claim_less), "denies", None, None, stated, order)


def _is_denier(verb: Token) -> bool:
    """Whether a verb denies a statement that it does not repeat: "disputes this", "called the report inaccurate"."""
    lexicon, false = load_relations(), load_lists()["false_predicates"]
    if is_negated(verb) or verb.dep_ in ("amod", "compound"):
        return False
    if verb.lemma_ in _ANSWERS:
        return any(t.lower_ == "no" and t.dep_ in ("pobj", "dobj") for c in verb.rights for t in c.subtree)
    if verb.lemma_ in lexicon.callers:
        below = [t for c in verb.rights if c.dep_ in _COMPLEMENTS for t in c.subtree if t.i - verb.i < _LONGEST]
        if any(t.lower_ in false for t in below):
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
    for i in range(verb.i - 1, max(verb.sent.start, verb.i - _LONGEST), -1):
        noun = verb.doc[i]
        if (
            noun.pos_ == "NOUN"
            and noun.lower_ in lexicon.statements
            and noun.nbor(-1).lower_ in ("a", "an", "which", "the")
        ):
            return i > 1 and noun.nbor(-2).text in (",", "—", "–")
    return False


def _verb(doc: Doc, verb: Token, stated: list[Stated], voices: Voices, order: dict[int, int]) -> Iterator[Stated]:
    source = source_of(verb)
    actors = voices.who(source, None) if source is not None else []
    if not actors and source is not None and source.pos_ == "NOUN" and source.dep_ == "dobj":
        source = source_of(source.head)  # "filed a motion denying the allegations"
        actors = voices.who(source, None) if source is not None else []
    body = next((a for a in actors if a.kind != "person"), None)
    by = body.name if body is not None else source.text if source is not None else None
    span = TextSpan.of(doc[verb.left_edge.i : verb.right_edge.i + 1])
    yield from _targets(doc, span, "denies", by, body, stated, order, verb.idx)


def _quoted_alone(doc: Doc, said: list[tuple[int, int, str]]) -> Iterator[Span]:
    """Sentences in quotation marks that no speaker was found for."""
    at = 0
    for sent in doc.sents:
        while at < len(said) and said[at][1] <= sent.start_char:
            at += 1
        if any(t.is_quote for t in (sent[0], sent[-1])) and not any(
            s < sent.end_char and e > sent.start_char for s, e, _ in said[at : at + 4]
        ):
            yield sent


def _noun(doc: Doc, noun: Token, stated: list[Stated], voices: Voices, order: dict[int, int]) -> Iterator[Stated]:
    """ "despite denials from the ministry", "the firm's denials"."""
    if any(c.dep_ in ("acl", "relcl", "ccomp") for c in noun.rights):
        return
    for child in noun.children:
        owner = child if child.dep_ == "poss" else None
        if child.dep_ == "prep" and child.lower_ in ("from", "by", "of"):
            owner = next((c for c in child.children if c.dep_ == "pobj"), None)
        if owner is not None:
            actors = voices.who(owner, None)
            if actors:
                span = TextSpan.of(noun.doc[min(noun.i, owner.left_edge.i) : max(noun.i, owner.right_edge.i) + 1])
                yield from _targets(doc, span, "denies", actors[0].name, actors[0], stated, order)


def _targets(
    doc: Doc,
    span: TextSpan,
    holds: str,
    by: str | None,
    body: Actor | None,
    stated: list[Stated],
    order: dict[int, int],
    at_verb: int | None = None,
    roles: tuple[str, ...] = (),
) -> Iterator[Stated]:
    inside = doc.char_span(span.start, span.end, alignment_mode="expand")
    if inside is None:
        return
    first, last = order[doc[inside.start].sent.start_char], order[doc[inside.end - 1].sent.start_char]
    opposite = {"denies": ("asserts", "unclear"), "asserts": ("denies",)}[holds]
    near: list[tuple[int, Stated]] = []
    for one in stated:
        at = order[one.sent]
        far = max(first - at, at - last, 0)
        if far > _NEAR or one.holds not in opposite or (at_verb is None and span.start <= one.at < span.end):
            continue
        own = one.by is not None and one.by == by and not roles and not (at_verb is not None and far == 0)
        if own or one.at == at_verb:
            continue
        if not one.parts:
            if body is None or one.holds == "denies" or role_by_kind(body) not in one.roles:
                continue
            meant = replace(one, parts=(Part(body, role_by_kind(body), True, True),))  # "officers used them"
        else:
            meant = one
        if roles and not any(p.doer and p.role in roles for p in meant.parts):
            continue
        near.append((far, meant))
    mine = [(far, s) for far, s in near if body is not None and any(p.actor is body for p in s.parts)]
    if not mine:
        mine = [(far, s) for far, s in near if far <= 1]
    nearest = min((far for far, _ in mine), default=0)
    for _, one in _each(mine, nearest):
        yield Stated(span.start, one.sent, one.parts, holds, by, body, span)


def _each(mine: Iterable[tuple[int, Stated]], nearest: int) -> Iterator[tuple[int, Stated]]:
    return ((far, s) for far, s in mine if far == nearest)
