"""The relations that a report states, in its own voice and in its statements, with every actor's part in each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

from extractor.pipeline.annotations import Actor, Claim, TextSpan
from extractor.pipeline.claims.about import who_is
from extractor.pipeline.claims.entities import Entities
from extractor.pipeline.claims.parties import Part, parts_of, roles_without_doer
from extractor.pipeline.claims.relation_words import load_relations
from extractor.pipeline.claims.relations import Related, relations_in
from extractor.pipeline.claims.speakers import Resolver, load_words

UNDECIDED = frozenset({"declines to comment", "unclear", "calls for", "promises"})
"""Stances under which a relation is neither asserted nor denied."""
_AHEAD = 400
_EMPTY = frozenset(
    {"take", "have", "be", "do", "exist", "say", "find", "see", "make", "involve", "tell", "claim", "show", "include"}
)
_POINTING = frozenset({"no", "such", "the", "this", "that", "these", "any"})
_OBSERVERS = frozenset({"ngo", "media"})
"""A pronoun may stand at most this many characters before the name that it means."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A relation somewhere in a report.

    at: character of its word; sent: character where its sentence starts. holds: "asserts", "denies" or "unclear".
    by: who says so, None for the report itself; speaker: the organisation that speaks, where it is known.
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


@dataclass(slots=True)
class Voices:
    """Who speaks in a report, and whom words in a statement mean."""

    entities: Entities
    resolver: Resolver
    by_name: dict[str, Actor]
    bodies: dict[str, Actor] = field(default_factory=dict)

    @classmethod
    def of(cls, doc: Doc, entities: Entities) -> Voices:
        """For one text."""
        return cls(entities, Resolver(entities), {a.name: a for a in doc._.actors})

    def body_of(self, doc: Doc, claim: Claim) -> Actor | None:
        """The organisation that a claim is made for: the speaker, or the one that the speaker belongs to."""
        actor = self.by_name.get(claim.actor) if claim.actor is not None else None
        if actor is not None and actor.kind != "person":
            self.resolver.last_body = (actor, claim.content.start)
            return actor
        span = claim.speaker and doc.char_span(claim.speaker.start, claim.speaker.end, alignment_mode="expand")
        body = self._beside(span) if span else None
        if span and body is None and actor is None:
            body = self._by_part_of_name(span.root) or self._named_next(span.root)
        if body is None and actor is not None:
            return self.bodies.get(actor.name)
        if body is not None and actor is not None:
            self.bodies[actor.name] = body
        return body

    def speakers(self, doc: Doc, claim: Claim, body: Actor | None) -> list[Actor]:
        """All organisations that make a claim together: "both Acme and the police have denied"."""
        span = claim.speaker and doc.char_span(claim.speaker.start, claim.speaker.end, alignment_mode="expand")
        found = [body] if body is not None and body.kind != "media" else []
        if span and body is not None and any(c.dep_ == "conj" for c in span.root.children):
            found += [a for a in self.who(span.root, None) if a is not body and a.kind not in ("person", "media")]
        return found

    def _beside(self, speaker: Span) -> Actor | None:
        """The organisation in the words for a person: "Ada Li, head of sales at Acme", "its registrar"."""
        root = speaker.root
        for token in speaker.doc[min(root.left_edge.i, speaker.start) : max(root.right_edge.i + 1, speaker.end)]:
            if token.dep_ in ("relcl", "advcl", "ccomp") and token.i > root.i:
                break
            actor = self.entities.actor_of(token)
            if actor is not None and actor.kind not in ("person", "media"):
                return actor
            if token.dep_ == "poss" and token.i < root.right_edge.i:
                actor = self.resolver.peek(token)
                if actor is not None and actor.kind != "person":
                    return actor
        return None

    def who(self, token: Token, speaker: Actor | None) -> list[Actor]:
        """The actors that a phrase means: those it names or refers to, in apposition and in a row."""
        found: list[Actor] = []
        heads = [token, *(c for c in token.rights if c.dep_ in ("conj", "appos") and c.pos_ in ("NOUN", "PROPN"))]
        for head in (*heads, *(c for h in heads[1:] for c in h.rights if c.dep_ == "appos")):
            actor = self._one(head, speaker)
            if actor is not None and actor not in found:
                found.append(actor)
        return found

    def _one(self, head: Token, speaker: Actor | None) -> Actor | None:
        if head.lower_ in ("us", "ours", "our") and speaker is not None:
            return speaker
        if speaker is not None and speaker.kind in _OBSERVERS and head.lower_ in ("it", "its"):
            spoken_of = self._before(head, speaker)
            if spoken_of is not None:
                return spoken_of
        actor = who_is(head, speaker, self.entities, self.resolver)
        if actor is None and head.pos_ in ("PRON", "DET"):
            actor = self.resolver.peek(head)
        if actor is None:
            actor = self._of_people(head, speaker) or self._by_part_of_name(head) or self._named_next(head)
        if actor is not None and actor.kind == "person":
            return self.bodies.get(actor.name, actor)
        return actor

    def _before(self, head: Token, speaker: Actor) -> Actor | None:
        """Whom an observer's "it" means: the organisation named last before, other than the observer."""
        for mention in self.entities.actors_before(head.idx):
            if mention.start < head.idx - _AHEAD:
                return None
            if (
                mention.actor is not None
                and mention.actor.kind not in (*_OBSERVERS, "person")
                and mention.actor is not speaker
            ):
                return mention.actor
        return None

    def _by_part_of_name(self, head: Token) -> Actor | None:
        """ "the Trust", "the Ministry": the one organisation with the word in its name."""
        if not head.is_title or head.is_sent_start or not any(c.lower_ == "the" for c in head.lefts):
            return None
        found = [a for a in self.by_name.values() if a.kind != "person" and head.text in a.name.split()]
        return found[0] if len(found) == 1 else None

    def _named_next(self, head: Token) -> Actor | None:
        """ "Its denial … critics of Acme", "The company … engineers at Acme": the name behind, where none is before."""
        pronoun = head.lower_ in ("it", "its")
        kinds = load_words().kinds.get(head.lower_, frozenset()) if head.pos_ == "NOUN" else frozenset()
        if not (pronoun or (kinds and any(c.lower_ == "the" for c in head.lefts))):
            return None
        if any(m.start < head.idx for m in self.entities.actors):
            return None
        ahead = [
            m.actor for m in self.entities.actors
            if m.actor is not None and m.start - head.idx < _AHEAD and m.actor.kind in (kinds or {"company"})
        ]  # fmt: skip
        return ahead[0] if ahead and all(a is ahead[0] for a in ahead) else None

    def _of_people(self, head: Token, speaker: Actor | None) -> Actor | None:
        """Whose people a phrase means: "its engineers", "police in Sorrel City", "engineers at Acme"."""
        if head.pos_ not in ("NOUN", "PROPN"):
            return None
        lexicon, words = load_relations(), load_words()
        own = head.lower_ in lexicon.people or head.lower_ in words.members or head.lower_ in words.kinds
        for child in head.children:
            if child.dep_ == "poss" and (own or child.pos_ == "PRON" or head.lemma_.lower() in lexicon.objects):
                return self._one(child, speaker)
            if own and child.dep_ == "prep" and child.lower_ in ("of", "in", "at", "for", "from"):
                for noun in child.children:
                    actor = self.entities.actor_of(noun) if noun.dep_ == "pobj" else None
                    if actor is not None and actor.kind not in ("person", "media"):
                        return actor
        return None


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
        flips = claim.stance == "denies" or (claim.stance == "criticises" and _statement_over(related.word, content))
        negated = related.negated != (bool(flips) and not related.given)
        open_ = related.open or claim.stance in UNDECIDED or _responds(claim)
        if negated and related.doer is None and not _is_of_it(related):
            continue
        alone = speakers if negated or _is_own_doing(related, content, claim) else []
        parts = parts_of(related, lambda t: voices.who(t, speaker), voices.entities, alone)
        if parts:
            open_ = open_ or (negated and (_is_soft(related.word) or _is_beside(related.word, content)))
            holds = "unclear" if open_ else "denies" if negated else "asserts"
            word = related.word
            yield Stated(word.idx, word.sent.start_char, tuple(parts), holds, name_of(claim), speaker, claim.content)
        elif not open_ and not related.given and _is_nobody(related.doer) and not (negated and not _is_of_it(related)):
            word, roles = related.word, roles_without_doer(related)
            holds = "denies" if negated else "asserts"
            yield Stated(word.idx, word.sent.start_char, (), holds, name_of(claim), speaker, claim.content, roles)
        yield from _of_owner(related, content, voices)


def _is_nobody(doer: Token | None) -> bool:
    """Whether a clause leaves open whose doing it denies: "officers do not use it", "no scanners were ordered"."""
    return doer is None or doer.pos_ == "PRON" or doer.lower_ in load_relations().people


def _is_of_it(related: Related) -> bool:
    """Whether a clause without a doer is of something spoken of: "no scanners were ordered", "the sale never …"."""
    word = related.word
    subject = next((c for c in word.children if c.dep_ == "nsubjpass"), word if word.pos_ == "NOUN" else None)
    if subject is None:
        return not _is_soft(word)
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


def _is_soft(word: Token) -> bool:
    """Whether a verb is done to data and the like, and not to a system."""
    soft = load_relations().soft
    things = [c for c in word.rights if c.dep_ in ("dobj",)]
    return bool(things) and all(c.lower_ in soft or c.lemma_.lower() in soft for c in things)


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
                if holds == "denies" and not related.disputed:
                    holds = "unclear"  # what a report itself says is not so, it says of much
                yield Stated(word.idx, sent.start_char, tuple(parts), holds, None, None, TextSpan.of(sent))
            elif word.pos_ == "VERB" and not related.open and _is_nobody(related.doer) and _is_of_it(related):
                roles = roles_without_doer(related)
                if related.negated and not related.disputed:
                    continue
                holds = "denies" if related.negated else "asserts"
                yield Stated(word.idx, sent.start_char, (), holds, None, None, TextSpan.of(sent), roles)
            yield from _of_owner(related, sent, voices)


def _is_said(word: Token) -> bool:
    """Whether a word states a relation by itself, and does not only speak of one ("asked about the tender")."""
    if word.pos_ != "NOUN" or word.dep_ in ("attr", "appos", "compound") or word.head.lower_ == "as":
        return True
    if word.dep_ == "nsubj" and word.head.lemma_ == "be":
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
