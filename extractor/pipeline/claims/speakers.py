"""Which actor of the report a speaker's words mean. When unsure: none, and the words stay as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from spacy.tokens import Token

from extractor.pipeline.actors.forms import without_generation
from extractor.pipeline.annotations import Actor
from extractor.pipeline.claims.called import called_so
from extractor.pipeline.claims.entities import Entities
from extractor.pipeline.claims.named_near import (
    BODIES,
    NEAR,
    UNSORTED,
    is_definite,
    is_subject,
    named_by_word,
    named_near,
    subject_named,
)
from extractor.pipeline.claims.spans import noun_extent
from extractor.pipeline.claims.speaker_words import Words, load_words
from extractor.pipeline.claims.subjects import answers_asker, asked_before, is_dummy, subjects_before

_CALLED = 2500
"""Characters back in which somebody was called "chief", whom "the chief" then means."""
_BACK_PERSON, _BACK_BODY, _BACK_MANY = 5, 3, 2
"""Sentences back in which a subject is looked for that "she", "it", "they" may go on from."""
_DEEPEST = 6
"""Steps from words to what they go on from: each may have several to try, and a text may go on for ever."""
_PEOPLE = frozenset({"person"})


@dataclass(slots=True)
class Resolver:
    """Resolves the speakers of one text, in the order in which they speak.

    is_quoted: whether a character stands inside quotation marks.
    last_person, last_body: the actors that spoke last, for the pronouns of the next speaker. last_voice: the body
    that somebody spoke for last. voices: the names of all such bodies. last_aside: where the last person spoke, in a
    clause about that person (else -1).
    bodies: the organisation that a person, by name, was said to belong to. depth: how deep ``_resolve`` is now.
    """

    entities: Entities
    is_quoted: Callable[[int], bool] = lambda _: False
    words: Words = field(default_factory=load_words)
    last_person: tuple[Actor, int] | None = None
    last_body: tuple[Actor, int] | None = None
    last_voice: tuple[Actor, int] | None = None
    voices: set[str] = field(default_factory=set)
    last_aside: int = -1
    bodies: dict[str, Actor] = field(default_factory=dict)
    depth: int = 0

    def resolve(self, head: Token) -> Actor | None:
        """The actor that the phrase headed by ``head`` means; remembered for the pronouns that follow."""
        actor = self._resolve(head)
        if actor is not None:
            if actor.kind in _PEOPLE:
                again = self.last_person is not None and self.last_person[0] is actor
                self.last_aside = head.idx if head.lower_ == "who" else self.last_aside if again else -1
                self.last_person = (actor, head.idx)
            else:
                self.last_body = (actor, head.idx)
                if self._voice(head) is not None:
                    self.last_voice = (actor, head.idx)
                    self.voices.add(actor.name)
        return actor

    def body_of(self, head: Token, actor: Actor | None) -> Actor | None:
        """Whom a speaker means by "we": the speaker itself, or the organisation the speaker's words name."""
        if actor is not None and actor.kind not in _PEOPLE:
            return actor
        start, end = noun_extent(head)
        for i in range(start, end):
            named = self.entities.actor_of(head.doc[i])
            if named is not None and named.kind not in _PEOPLE:
                if actor is not None:
                    self.bodies[actor.name] = named
                return named
        return self.bodies.get(actor.name) if actor is not None else None

    def peek(self, head: Token) -> Actor | None:
        """As ``resolve``, for words that are no speaker: nothing is remembered."""
        return self._resolve(head)

    def _resolve(self, head: Token) -> Actor | None:
        """Whom a phrase means. What it goes on from may go on from something else, and so on: up to a depth."""
        if self.depth == _DEEPEST:
            return None
        self.depth += 1
        try:
            return self._meant(head)
        finally:
            self.depth -= 1

    def _meant(self, head: Token) -> Actor | None:
        word = head.lower_
        if word in self.words.relatives and head.pos_ in ("PRON", "DET", "SCONJ"):
            return self._antecedent(head)
        if word in self.words.person or word in self.words.thing or word in self.words.many:
            asked = asked_before(head, self.words.contacts)
            if asked is not None:
                return self._resolve(asked)
            if answers_asker(head, self.words.contacts, self.words.replies):
                return None
        if word in self.words.person:
            return self._recent_person(head)
        if word in self.words.thing or word in self.words.many:
            return self._recent_body(head) if word in self.words.thing else self._recent_many(head)
        spoken_for = self._spoken_for(head)
        if spoken_for is not None:
            return spoken_for
        named = self.entities.actor_of(head)
        if named is not None:
            return named
        if head.pos_ == "PROPN":
            return self._surname(head)
        named = self._in_apposition(head)
        if named is not None:
            return named
        holder = self._called(head, _PEOPLE)
        if holder is not None:
            return holder
        if word in self.words.members or word in self.words.documents:
            named_person = any(c.dep_ == "appos" and c.pos_ == "PROPN" for c in head.children)
            return None if named_person else self._belongs(head)
        return self._described(head)

    def _in_apposition(self, head: Token) -> Actor | None:
        """The actor whose name explains the head: "the company behind it, X"."""
        named = (self.entities.actor_of(child) for child in head.rights if child.dep_ == "appos")
        return next((actor for actor in named if actor is not None), None)

    def _antecedent(self, head: Token) -> Actor | None:
        clause = head.head
        while clause.dep_ in ("conj", "xcomp", "ccomp") and clause.head is not clause:
            clause = clause.head
        noun = clause.head
        if noun is clause or noun.i >= head.i:
            return None
        if head.lower_ == "who" and noun.dep_ == "pobj" and noun.head.head.pos_ == "PROPN":
            person = self._resolve(noun.head.head)  # "Lena Fuchs of Data Watch, who …"
            if person is not None and person.kind in _PEOPLE:
                return person
        return self._resolve(noun)

    def _spoken_for(self, head: Token) -> Actor | None:
        """The organisation, when the phrase says that somebody speaks for it: "Acme spokesman Li", "a rep for Acme"."""
        voice = self._voice(head)
        if voice is None:
            return None
        body = self._belongs(voice)
        if body is None and voice is head and is_definite(head) and head.n_rights == 0 and head.n_lefts == 1:
            last = self.last_voice  # "the spokesperson", once it was said whose
            if last is None or head.idx < last[1]:
                return None
            return last[0] if len(self.voices) == 1 or head.idx - last[1] <= NEAR else None
        return body

    def _voice(self, head: Token) -> Token | None:
        """The word of a phrase that says that somebody speaks for others."""
        said = (t for t in head.subtree if t.lower_ in self.words.voices and (t is head or abs(t.i - head.i) < 8))
        return next(said, None)

    def _belongs(self, noun: Token) -> Actor | None:
        """The organisation a noun belongs to: "X's lawyer", "an X official", "officials of X"."""
        for child in noun.children:
            if child.dep_ in ("poss", "compound", "nmod", "amod"):
                actor = self.entities.actor_of(child)
                if actor is not None and actor.kind != "person":
                    return actor
                if child.dep_ == "compound" and actor is None and child.lower_ in self.words.kinds:
                    body = self._one_body(child, self.words.kinds[child.lower_])  # "a police spokesperson"
                    if body is not None:
                        return body
                if child.dep_ == "poss" and actor is None:
                    owner = self._resolve(child)
                    if owner is not None:
                        return owner
            if child.dep_ == "prep" and child.lower_ in ("for", "of", "at", "from", "by", "with"):
                for grandchild in child.children:
                    if grandchild.dep_ == "pobj":
                        return self.entities.actor_of(grandchild) or self._resolve(grandchild)
        return None

    def _surname(self, head: Token) -> Actor | None:
        found = {
            m.name: m.actor
            for m in self.entities.actors
            if m.actor is not None and m.actor.kind == "person" and without_generation(m.name).split()[-1] == head.text
        }
        return next(iter(found.values())) if len(found) == 1 else None

    def _foregoing(self, head: Token, back: int) -> Iterator[tuple[Token, Actor | None]]:
        """The subjects before a pronoun, nearest first, and whom each means; pronouns among them say nothing new."""
        for subject in subjects_before(head, self.is_quoted, back):
            yield subject, self._resolve(subject) if subject.pos_ not in ("PRON", "DET") else None

    def _recent_person(self, head: Token) -> Actor | None:
        """The person who is the subject before; else who spoke or acted last; the only one named, where none did."""
        for subject, actor in self._foregoing(head, _BACK_PERSON):
            if self.last_person and subject.idx < self.last_aside and head.idx - self.last_aside <= NEAR:
                return self.last_person[0]  # "… of Ada Li, who said so. She also …"
            if actor is not None and actor.kind in _PEOPLE:
                return actor
            if actor is None and subject.pos_ == "PROPN":
                return None
        last = self.last_person if self.last_person and 0 <= head.idx - self.last_person[1] <= NEAR else None
        for mention in self.entities.actors_before(head.idx):
            if mention.start < (last[1] if last else head.idx - NEAR):
                break
            if (
                mention.actor is not None
                and mention.actor.kind in _PEOPLE
                and is_subject(head, mention.start, mention.end)
            ):
                return mention.actor
        if last is not None:
            return last[0]
        people = named_near(head, self.entities, _PEOPLE)
        return people[0] if len(set(map(id, people))) == 1 else None

    def _recent_body(self, head: Token) -> Actor | None:
        """Whom "it" means: the body that is the subject before it; nobody, where that is something else."""
        if is_dummy(head):
            return None
        other: Token | None = None
        for subject, actor in self._foregoing(head, _BACK_BODY):
            if other is not None and subject.sent != other.sent:
                return None
            if actor is not None and actor.kind not in _PEOPLE:
                return actor
            if actor is None and subject.tag_ in ("NN", "NNP"):
                other = subject
        return self._one_body(head, BODIES - {"group"}) if other is None else None

    def _recent_many(self, head: Token) -> Actor | None:
        """Whom "they" means: the body that is the subject before it; nobody, where those are several others."""
        for subject, actor in self._foregoing(head, _BACK_MANY):
            if actor is not None and actor.kind not in _PEOPLE:
                return actor
            if subject.tag_ in ("NNS", "NNPS") or any(c.dep_ == "conj" for c in subject.children):
                return None
        return None

    def _called(self, head: Token, kinds: frozenset[str]) -> Actor | None:
        """Whom a bare "the chief", "the bank" means, as the report has called somebody so."""
        bare = is_definite(head) and head.n_lefts == 1
        return called_so(head, self.entities, kinds, _CALLED) if bare else None

    def _described(self, head: Token) -> Actor | None:
        """ "the company", "the ministry": the one actor of such a kind that was named last."""
        if not is_definite(head):
            return None
        kinds = self.words.kinds.get(head.lower_)
        named = named_by_word(head, self.entities) if kinds is None or "company" not in kinds else None
        if named is None and head.lower_ not in self.words.loose:
            named = self._called(head, BODIES)
        if kinds is None or named is not None:
            return named
        sure = kinds - UNSORTED
        if sure == _PEOPLE:
            return self._one_body(head, sure)  # "the driver" is no body of whatever kind
        return (self._one_body(head, sure) if named_near(head, self.entities, sure) else None) or (
            self._one_body(head, kinds | UNSORTED) or named_by_word(head, self.entities)
        )

    def _one_body(self, head: Token, kinds: frozenset[str]) -> Actor | None:
        told = [self.entities.actor_of(c) for c in head.head.rights if c.dep_ in ("dobj", "dative")]
        near = [a for a in named_near(head, self.entities, kinds) if all(a is not one for one in told)]
        if not near:
            return None
        if len(set(map(id, near))) == 1:
            return near[0]
        # Several: the one that spoke last, else the subject of the sentence before, else nobody.
        if self.last_body and self.last_body[0].kind in kinds and head.idx - self.last_body[1] <= NEAR // 2:
            between = [
                a for a in named_near(head, self.entities, kinds, since=self.last_body[1]) if a is not self.last_body[0]
            ]
            if not between:
                return self.last_body[0]
        return self._subjects(head, kinds)

    def _subjects(self, head: Token, kinds: frozenset[str]) -> Actor | None:
        """The actor that is the subject before the head; a subject in the head's own words goes on from one too."""
        for subject in subjects_before(head, self.is_quoted, _BACK_BODY):
            actor = self.entities.actor_of(subject) or self._spoken_for(subject) or self._in_apposition(subject)
            if actor is not None and actor.kind in kinds:
                return actor
            if subject.lower_ != head.lower_:
                break
        return subject_named(head, self.entities, kinds)
