"""Who speaks in a report, and whom the words of a statement mean."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

from extractor.pipeline.annotations import Actor, Claim
from extractor.pipeline.claims.about import who_is
from extractor.pipeline.claims.entities import Entities
from extractor.pipeline.claims.relation_words import load_relations
from extractor.pipeline.claims.speaker_words import load_words
from extractor.pipeline.claims.speakers import Resolver

_AHEAD = 400
"""A pronoun may stand at most this many characters before the name that it means."""
_PEOPLE_OF = frozenset({"officials", "authorities", "the authorities", "officers", "staff", "officials there"})
_PUBLIC = frozenset({"police", "government", "council", "university", "school", "hospital"})
_OF = ("of", "in", "at", "for", "from")
_FROM = ("from", "by")
_SAYING = ("say", "claim", "state", "insist", "maintain", "tell", "write")
_OTHERS = frozenset({"subsidiary", "affiliate", "distributor", "reseller"})
_EMPLOYS_EXPERTS = frozenset({"university", "hospital"})
"""Whose people mostly speak for themselves: "a law professor at American University"."""
_LEADERS = frozenset(
    {"president", "chancellor", "rector", "dean", "registrar", "provost", "director", "head", "chief", "officials",
     "executive", "lawyer", "lawyers", "administrators", "leaders", "press", "management"}
)  # fmt: skip
_OBSERVERS = frozenset({"ngo", "media"})


def _holds_office(speaker: Span) -> bool:
    """Whether somebody speaks for a body, and does not only work there: "a spokesperson for", "the rector of"."""
    words = load_words()
    return any(t.lower_ in words.voices or t.lower_ in words.offices or t.lower_ in _LEADERS for t in speaker)


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
            body = self.bodies.get(actor.name)
        if span and body is None:
            body = self._of_office(span)
        if body is None:
            return None
        if body is not None and actor is not None:
            self.bodies[actor.name] = body
        return body

    def _of_office(self, speaker: Span) -> Actor | None:
        """Whom somebody speaks for by office: the one police force of the report for its chief constable."""
        if speaker.root.lower_ == "police" and not any(c.dep_ == "compound" for c in speaker.root.children):
            forces = [a for a in self.by_name.values() if a.kind == "police"]
            return forces[0] if len(forces) == 1 else None
        if speaker.text.lower() in _PEOPLE_OF:
            public = [a for a in self.by_name.values() if a.kind in _PUBLIC]
            return public[0] if len(public) == 1 else None
        for token in speaker.doc[max(0, speaker.start - 2) : speaker.end]:
            kinds = load_words().offices.get(token.lower_)
            bodies = [a for a in self.by_name.values() if a.kind in kinds] if kinds else []
            if len(bodies) == 1:
                return bodies[0]
        return None

    def speakers(self, doc: Doc, claim: Claim, body: Actor | None) -> list[Actor]:
        """All organisations that make a claim together: "both Acme and the police have denied"."""
        span = claim.speaker and doc.char_span(claim.speaker.start, claim.speaker.end, alignment_mode="expand")
        found = [body] if body is not None and body.kind != "media" else []
        if span and body is not None and any(t.dep_ == "conj" for t in span):
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
                return actor if actor.kind not in _EMPLOYS_EXPERTS or _holds_office(speaker) else None
            if token.dep_ == "poss" and token.i < root.right_edge.i:
                actor = self.resolver.peek(token) or self._named_next(token)
                if actor is not None and actor.kind != "person":
                    return actor
        return None

    def who(self, token: Token, speaker: Actor | None) -> list[Actor]:
        """The actors that a phrase means: those it names or refers to, in apposition and in a row."""
        found: list[Actor] = []
        heads = [token, *(c for c in token.rights if c.dep_ in ("conj", "appos") and c.pos_ in ("NOUN", "PROPN"))]
        for head in (*heads, *(c for h in heads[1:] for c in h.rights if c.dep_ in ("appos", "conj"))):
            actor = self._one(head, speaker)
            if actor is not None and actor not in found:
                found.append(actor)
        return found

    def inner(self, word: Token, start: int) -> Actor | None:
        """Who says a clause inside a statement: "according to the Courier, the army has denied that it used them"."""
        lexicon, step = load_relations(), word
        while step.head != step and step.head.i >= start:
            above = step.head
            if step.dep_ in ("ccomp", "xcomp", "pcomp") and above.lemma_ in (*lexicon.deniers, *_SAYING):
                subject = next((c for c in above.lefts if c.dep_ == "nsubj" and c.i >= start), None)
                actor = self.entities.actor_of(subject) if subject is not None else None
                if actor is not None and actor.kind not in ("person", "media"):
                    return actor
            step = above
        return None

    def _one(self, head: Token, speaker: Actor | None) -> Actor | None:
        if head.lower_ in ("us", "ours", "our") and speaker is not None:
            return speaker
        if head.lower_ in _OTHERS and speaker is not None and speaker.kind == "company":
            return self._other(head, speaker)
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

    def _other(self, head: Token, speaker: Actor) -> Actor | None:
        """Whom a company means by "the subsidiary", "our client": another one, named before it."""
        for mention in self.entities.actors_before(head.idx):
            actor = mention.actor
            if mention.start < head.idx - _AHEAD:
                return None
            if actor is not None and actor is not speaker and actor.kind in ("company", "org"):
                return actor
        return None

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
        thing = head.lemma_.lower() in lexicon.objects
        own = thing or head.lower_ in lexicon.people or head.lower_ in words.members or head.lower_ in words.kinds
        for child in head.children:
            if child.dep_ == "poss" and (own or child.pos_ == "PRON" or head.lemma_.lower() in lexicon.objects):
                return self._one(child, speaker)
            if own and child.dep_ == "prep" and child.lower_ in (_FROM if thing else _OF):
                for noun in child.children:
                    actor = self.entities.actor_of(noun) if noun.dep_ == "pobj" else None
                    if actor is not None and actor.kind not in ("person", "media"):
                        return actor
        return None
