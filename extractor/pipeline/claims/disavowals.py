"""Denials in an organisation's own name that state no relation of the lists: what it denies of the things, it contests.

"Denied tenants were being scored", "said it was untrue that pupils were profiled", "our cameras are not in that camp",
"insists another vendor wrote it", "distanced itself from the calls". Recall comes first where the organisation speaks
itself; a denial of another matter (harm, law, bias, leaks) is none, nor is one of how its own things work.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from extractor.pipeline.annotations import Actor, Claim, TextSpan
from extractor.pipeline.claims.lemmas import verb_lemma
from extractor.pipeline.claims.nearby import SPEAKERS, load_nearby
from extractor.pipeline.claims.polarity import is_wish
from extractor.pipeline.claims.relation_words import load_relations
from extractor.pipeline.claims.relations import is_meant, is_soft, is_thing
from extractor.pipeline.claims.sources import is_passive
from extractor.pipeline.claims.stance import is_negated, load_lists
from extractor.pipeline.claims.stated import UNDECIDED, is_question
from extractor.pipeline.claims.subjects import subject_of
from extractor.pipeline.claims.voices import Voices

_OWN = frozenset({"its", "our", "their", "my"})
_PLACES = frozenset({"in", "at", "on", "there", "here", "among"})
_GESTURES = {"distance": "itself", "dissociate": "itself", "disassociate": "itself", "wash": "hands"}
_LONGEST = 40
"""A content of more tokens is more than a denial."""


def disavowals(doc: Doc, voices: Voices) -> Iterator[tuple[Actor, str | None, TextSpan]]:
    """(organisation, who says so, words) of what organisations deny in their own name."""
    for claim in doc._.claims:
        content = doc.char_span(claim.content.start, claim.content.end, alignment_mode="expand")
        if content is None or len(content) > _LONGEST or claim.stance in UNDECIDED or is_question(content):
            continue
        body = voices.body_of(doc, claim)
        if body is None or body.kind not in SPEAKERS or _is_other_matter(claim, content):
            continue
        if any(denies(content, claim) for denies in _WAYS):
            for actor in voices.speakers(doc, claim, body) or [body]:
                if actor.kind in SPEAKERS:
                    yield actor, claim.actor or body.name, claim.content
    for token in doc:
        gesture = _GESTURES.get(token.lemma_)
        if gesture and any(c.lower_ == gesture for c in token.rights if c.dep_ == "dobj"):
            subject = next((c for c in token.lefts if c.dep_ == "nsubj"), None)
            named = voices.entities.actor_of(subject) if subject is not None else None
            if named is not None and named.kind in SPEAKERS and not is_negated(token):
                yield named, named.name, TextSpan.of(doc[token.left_edge.i : token.right_edge.i + 1])


def _is_other_matter(claim: Claim, content: Span) -> bool:
    lexicon, lists = load_relations(), load_lists()
    others = lexicon.other_matters - lexicon.statements - lists["false_predicates"]
    if any(t.lower_ in others for t in content):
        return True
    said = claim.content.text.lower()
    return any(stem in said for stem in load_nearby().elsewhere)


def _denies_things(content: Span, claim: Claim) -> bool:
    """A clause denied with a word of denial, which has a verb of the lists, of anybody but a person's doings."""
    if claim.stance != "denies" or claim.polarity == "negative":
        return False
    lexicon = load_relations()
    verb = next((t for t in content if t.pos_ == "VERB" and (verb_lemma(t) in lexicon.verbs or _is_of_thing(t))), None)
    if verb is None or lexicon.verbs.get(verb_lemma(verb)) == "caused" or is_soft(verb) or is_wish(verb):
        return False
    if verb_lemma(verb) in lexicon.verbs and not is_passive(verb) and not is_meant(verb, lexicon):
        return False  # "that it ranks women lower"
    if verb.dep_ in ("relcl", "acl", "advcl") and verb.head.i >= content.start:
        return False
    subject = subject_of(verb)
    if subject is None:
        return verb.tag_ == "VBG" and not any(c.dep_ == "dobj" and c.pos_ == "PROPN" for c in verb.rights)
    works = subject.dep_ == "nsubj" and is_thing(subject, lexicon) and any(c.lower_ in _OWN for c in subject.lefts)
    return not works and subject.lower_ not in ("he", "she", "who", "which", "that")


def _is_of_thing(verb: Token) -> bool:
    """ "An algorithm decided": whatever it is that the thing is said to do."""
    lexicon = load_relations()
    return any(c.dep_ in ("nsubj", "agent") and is_thing(c, lexicon) for c in verb.children)


def _is_untrue(content: Span, _: Claim) -> bool:
    """ "It was untrue that jobseekers were profiled", "claims about a lie detector were made up"."""
    false, statements = load_lists()["false_predicates"], load_relations().statements
    if any(t.pos_ in ("NOUN", "VERB") and t.lower_ in statements for t in content[:3]):
        made_up = any(t.lower_ == "up" and t.head.lower_ == "made" for t in content)
        return made_up or any(t.lower_ in false and t.dep_ in ("acomp", "attr") for t in content[3:])
    head = next((t for t in content[:6] if t.lower_ in false), None)
    if head is None or content[0].lower_ not in ("it", "that", '"', "“") or is_negated(head.head):
        return False
    return any(t.lower_ == "that" for t in content.doc[head.i + 1 : head.i + 3])


def _is_unused(content: Span, _: Claim) -> bool:
    """ "Its software was not used in the strike": the maker denies that its thing had a part."""
    lexicon = load_relations()
    for verb in content:
        if verb.pos_ != "VERB" or verb_lemma(verb) not in lexicon.uses or not (is_passive(verb) and is_negated(verb)):
            continue
        subject = next((c for c in verb.children if c.dep_ == "nsubjpass"), None)
        if subject is not None and is_thing(subject, lexicon) and any(c.lower_ in _OWN for c in subject.lefts):
            return True
    return False


def _is_elsewhere(content: Span, _: Claim) -> bool:
    """ "Our cameras are not in that camp", "the drones are not its drones"."""
    lexicon = load_relations()
    for verb in content:
        if verb.lemma_ != "be" or verb.pos_ != "AUX" or not is_negated(verb) or is_wish(verb):
            continue
        subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
        if subject is None or not is_thing(subject, lexicon):
            continue
        if any(c.lower_ in _OWN for c in subject.lefts) and any(c.lower_ in _PLACES for c in verb.rights):
            return True
        if any(c.dep_ == "attr" and any(g.lower_ in _OWN for g in c.lefts) for c in verb.rights):
            return True
    return False


def _is_anothers(content: Span, _: Claim) -> bool:
    """ "Another vendor wrote it": what a list has a verb for, done by somebody else."""
    lexicon = load_relations()
    for token in content:
        if token.pos_ != "NOUN" or token.dep_ not in ("nsubj", "pobj"):
            continue
        if any(c.lower_ in ("another", "different") for c in token.lefts):
            verb: Token = token.head if token.dep_ == "nsubj" else token.head.head
            if verb.pos_ == "VERB" and verb_lemma(verb) in lexicon.verbs and not is_negated(verb):
                return lexicon.verbs[verb_lemma(verb)] != "caused"
    return False


_WAYS = (_denies_things, _is_untrue, _is_unused, _is_elsewhere, _is_anothers)
