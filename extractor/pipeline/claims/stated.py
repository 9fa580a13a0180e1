"""The relations that a report states, in its own voice and in its statements, with every actor's part in each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span, Token

from extractor.pipeline.annotations import Actor, Claim, TextSpan
from extractor.pipeline.claims.parties import Part, parts_of, roles_without_doer
from extractor.pipeline.claims.relation_words import load_relations
from extractor.pipeline.claims.relations import Related, is_soft, relations_in
from extractor.pipeline.claims.voices import Voices

UNDECIDED = frozenset({"declines to comment", "unclear", "calls for", "promises"})
"""Stances under which a relation is neither asserted nor denied."""
_EMPTY = frozenset(
    {"take", "have", "be", "do", "exist", "say", "find", "see", "make", "involve", "tell", "claim", "show", "include"}
)
_ASKING = frozenset({"what", "who", "whether", "how", "if", "when", "why", "where", "whom"})
_POINTING = frozenset({"no", "such", "the", "this", "that", "these", "any"})


@dataclass(frozen=True, slots=True)
class Stated:
    """A relation somewhere in a report.

    at: character of its word; sent: character where its sentence starts. holds: "asserts", "denies" or "unclear".
    by: who says so, None for the report itself; speaker: the organisation that speaks, where it is known.
    given: it is taken for granted, whatever is said of the rest ("the algorithm it runs is not …").
    worded: a word of denial says so ("which it called absurd"), whoever is taken for its speaker.
    roles: the roles denied where the clause names no actor ("no scanners were ordered"); parts is empty then.
    """

    at: int
    sent: int
    parts: tuple[Part, ...]
    holds: str
    by: str | None
    speaker: Actor | None
    span: TextSpan
    roles: tuple[str, ...] = ()
    given: bool = False
    worded: bool = False


def stated_in(doc: Doc, voices: Voices) -> list[Stated]:
    """Every relation with a known actor in it, in text order."""
    found: list[Stated] = []
    said: list[tuple[int, int]] = []
    for claim in doc._.claims:
        said.append((claim.content.start, claim.content.end))
        content = doc.char_span(claim.content.start, claim.content.end, alignment_mode="expand")
        if content is not None:
            found.extend(_of_claim(claim, content, voices))
    found.extend(_in_own_voice(doc, said, voices))
    return sorted(found, key=lambda s: s.at)


def is_question(content: Span) -> bool:
    """Whether a content only asks or supposes: "whether it sold them", "who was or was not responsible"."""
    return content[0].lower_ in _ASKING or not any(t.is_alpha for t in content)


def name_of(claim: Claim) -> str | None:
    """Who makes a claim: the actor, the speaker's words, or the outer source."""
    if claim.actor is not None:
        return claim.actor
    return claim.speaker.text if claim.speaker is not None else claim.reported_by


def _of_claim(claim: Claim, content: Span, voices: Voices) -> Iterator[Stated]:
    doc = content.doc
    speaker = voices.body_of(doc, claim)
    speakers = voices.speakers(doc, claim, speaker)
    for related in relations_in(doc, content.start, content.end):
        inner = voices.inner(related.word, content.start)
        if inner is not None and inner is not speaker:
            yield from _of_inner(related, inner, content, voices)
            continue
        flips = claim.stance == "denies" or (claim.stance == "criticises" and _statement_over(related.word, content))
        negated = related.negated != (bool(flips) and not related.given)
        open_ = related.open or claim.stance in UNDECIDED or _responds(claim)
        if negated and related.doer is None and not _is_of_it(related):
            continue
        alone = speakers if negated or _is_own_doing(related, content, claim) else []
        parts = parts_of(related, lambda t: voices.who(t, speaker), voices.entities, alone)
        if parts:
            open_ = open_ or (negated and (is_soft(related.word) or _is_beside(related.word, content)))
            holds = "unclear" if open_ else "denies" if negated else "asserts"
            word = related.word
            one = Stated(word.idx, word.sent.start_char, tuple(parts), holds, name_of(claim), speaker, claim.content)
            yield replace(one, given=related.given)
        elif not open_ and not related.given and _is_nobody(related.doer) and not (negated and not _is_of_it(related)):
            word, roles = related.word, roles_without_doer(related)
            holds = "denies" if negated else "asserts"
            yield Stated(word.idx, word.sent.start_char, (), holds, name_of(claim), speaker, claim.content, roles)
        yield from _of_owner(related, content, voices)


def _of_inner(related: Related, speaker: Actor, content: Span, voices: Voices) -> Iterator[Stated]:
    """What somebody says inside another's statement, as they mean it."""
    parts = parts_of(related, lambda t: voices.who(t, speaker), voices.entities, [])
    roles = () if parts or not _is_nobody(related.doer) else roles_without_doer(related)
    if (parts or roles) and not related.open:
        word, holds = related.word, "denies" if related.negated else "asserts"
        yield Stated(
            word.idx, word.sent.start_char, tuple(parts), holds, speaker.name, speaker, TextSpan.of(content), roles
        )


def _is_nobody(doer: Token | None) -> bool:
    """Whether a clause leaves open whose doing it denies: "officers do not use it", "no scanners were ordered"."""
    return doer is None or doer.pos_ == "PRON" or doer.lower_ in load_relations().people


def _is_of_it(related: Related) -> bool:
    """Whether a clause without a doer is of something spoken of: "no scanners were ordered", "the sale never …"."""
    word = related.word
    subject = next((c for c in word.children if c.dep_ == "nsubjpass"), word if word.pos_ == "NOUN" else None)
    if subject is None:
        return not is_soft(word)
    return any(c.dep_ in ("det", "amod") and c.lower_ in _POINTING for c in subject.children)


def _is_beside(noun: Token, content: Span) -> bool:
    """Whether a noun only stands in what is denied of something else: "did not inform customers of its use"."""
    if noun.pos_ != "NOUN" or noun.head.lower_ == "as":
        return False
    lexicon = load_relations()
    step = noun.head
    while content.start <= step.i < content.end:
        lemma, word = step.lemma_.lower(), step.lower_
        known = lemma in lexicon.verbs or word in lexicon.nouns or lemma in lexicon.light or word in lexicon.connections
        if step.pos_ == "VERB" and not (known or lemma in lexicon.deniers or lemma in _EMPTY):
            return True
        if word in lexicon.other_matters and word not in lexicon.statements:
            return True
        if step.head == step:
            return False
        step = step.head
    return False


def _is_own_doing(related: Related, content: Span, claim: Claim) -> bool:
    """ "admitted selling them": what the speaker says of itself without a subject."""
    word = related.word
    outside = not content.start <= word.head.i < content.end
    return outside and word.tag_ == "VBG" and claim.stance in ("asserts", "admits", "announces")


def _responds(claim: Claim) -> bool:
    """ "was responding to a report that": what somebody responds to is not what they say."""
    return claim.cue is not None and any(w in claim.cue.text for w in ("respon", "react", "answer", "asked about"))


def _in_own_voice(doc: Doc, said: list[tuple[int, int]], voices: Voices) -> Iterator[Stated]:
    at = 0
    for sent in doc.sents:
        for related in relations_in(doc, sent.start, sent.end):
            word = related.word
            while at < len(said) and said[at][1] <= sent.start_char:
                at += 1
            if any(s <= word.idx < e for s, e in said[at : at + 8]):
                continue
            if not _is_said(word):
                continue  # "asked about the tender": a noun alone states nothing in the report's own voice
            parts = parts_of(related, lambda t: voices.who(t, None), voices.entities, [])
            if parts:
                holds = "unclear" if related.open else "denies" if related.negated else "asserts"
                if holds == "denies" and not (related.disputed or _after_denial(word)):
                    holds = "unclear"  # what a report itself says is not so, it says of much
                yield Stated(word.idx, sent.start_char, tuple(parts), holds, None, None, TextSpan.of(sent))
            elif word.pos_ == "VERB" and not related.open and _is_nobody(related.doer) and _is_of_it(related):
                roles = roles_without_doer(related)
                if related.negated and not related.disputed:
                    continue
                holds = "denies" if related.negated else "asserts"
                yield Stated(word.idx, sent.start_char, (), holds, None, None, TextSpan.of(sent), roles)
            yield from _of_owner(related, sent, voices)


def _after_denial(word: Token) -> bool:
    """ "Issued a blanket denial: it does not scan": the denial's words stand behind it."""
    return any(t.lower_ in ("denial", "denied", "denials") for t in word.doc[word.sent.start : word.i])


def _is_said(word: Token) -> bool:
    """Whether a word states a relation by itself, and does not only speak of one ("asked about the tender")."""
    if word.pos_ != "NOUN" or word.dep_ in ("attr", "appos", "compound") or word.head.lower_ == "as":
        return True
    if word.dep_ == "nsubj" and (word.head.lemma_ == "be" or any(c.dep_ == "agent" for c in word.rights)):
        return True
    return (
        word.dep_ == "dobj" and word.head.lemma_ in load_relations().light and word.lower_ in load_relations().by_kind
    )


def _of_owner(related: Related, inside: Span, voices: Voices) -> Iterator[Stated]:
    """What a statement named by a noun says for whom it belongs to: "the union's claim that it sold them"."""
    noun = _statement_over(related.word, inside)
    if noun is None:
        return
    owner = _owner(noun)
    if owner is None:
        return
    actors = voices.who(owner, None)
    speaker = actors[0] if actors else None
    clause = next(
        c
        for c in noun.rights
        if (c.dep_ in ("acl", "relcl", "ccomp") and c.is_ancestor(related.word)) or c == related.word
    )
    again = next(
        (r for r in relations_in(noun.doc, clause.left_edge.i, clause.right_edge.i + 1) if r.word == related.word), None
    )
    if again is None or again.open:
        return
    parts = parts_of(again, lambda t: voices.who(t, speaker), voices.entities, actors if again.negated else [])
    if parts:
        negated = again.negated != (noun.lemma_.lower() == "denial")
        by = speaker.name if speaker is not None else owner.text
        span = TextSpan.of(noun.doc[clause.left_edge.i : clause.right_edge.i + 1])
        word = related.word
        yield Stated(
            word.idx, word.sent.start_char, tuple(parts), "denies" if negated else "asserts", by, speaker, span
        )


def _statement_over(word: Token, inside: Span) -> Token | None:
    """The noun for a statement that has the word in its clause."""
    lexicon = load_relations()
    step = word
    for _ in range(8):
        if step.head == step or step.head.i < inside.start - 1:
            return None
        if (
            step.dep_ in ("acl", "relcl", "ccomp")
            and step.head.pos_ == "NOUN"
            and step.head.lower_ in lexicon.statements
        ):
            return step.head
        step = step.head
    return None


def _owner(noun: Token) -> Token | None:
    for child in noun.children:
        if child.dep_ == "poss":
            return child
        if child.dep_ in ("prep", "agent") and child.lower_ in ("of", "by", "from"):
            return next((c for c in child.children if c.dep_ == "pobj"), None)
        if child.dep_ == "compound" and child.pos_ == "PROPN":
            return child
    return None
