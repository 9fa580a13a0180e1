"""Denials of any connection: "has nothing to do with the tool", "was not behind the cameras", "has no access to it"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from extractor.pipeline.annotations import Actor, Claim
from extractor.pipeline.claims.parties import Part, prepositions, role_by_kind
from extractor.pipeline.claims.polarity import at_no_time, is_wish
from extractor.pipeline.claims.relation_words import load_relations
from extractor.pipeline.claims.relations import is_thing
from extractor.pipeline.claims.stance import is_negated, load_lists
from extractor.pipeline.claims.stated import UNDECIDED, Stated, is_question, name_of
from extractor.pipeline.claims.subjects import subject_of
from extractor.pipeline.claims.voices import Voices
from extractor.pipeline.tags import SUBJECTS

_HANDING = frozenset({"be", "say", "believe", "think", "claim", "deny", "have"})
"""Verbs whose negation reaches into the clause under them: "do not believe it was involved"."""
_HOLDINGS = frozenset({"account", "accounts", "licence", "license", "licences", "licenses", "subscription"})
_HOLDING = frozenset({"have", "hold", "own", "possess", "get", "buy", "use", "maintain", "open"})
_NEVER = frozenset({"person", "media", "ngo", "court"})


def connections_denied(doc: Doc, voices: Voices) -> Iterator[Stated]:
    """The parts that statements deny by denying a connection to the thing, or to the other party."""
    for claim in doc._.claims:
        if claim.stance in UNDECIDED or claim.stance == "criticises":
            continue
        content = doc.char_span(claim.content.start, claim.content.end, alignment_mode="expand")
        if content is None or is_question(content):
            continue
        denied = claim.stance == "denies" or _refuted(content)
        if denied and claim.polarity != "negative":
            yield from _matter(content, claim, voices)
        for word in content:
            if connects(word) and not _is_aside(word, claim) and _is_denied(word, content, claim):
                yield from _of(word, content, claim, voices)


def _refuted(content: Span) -> bool:
    """ "claims that … are pure fiction"."""
    lists, lexicon = load_lists(), load_relations()
    if not any(t.lower_ in lexicon.statements and t.pos_ == "NOUN" for t in content[:4]):
        return False
    return any(t.lower_ in lists["false_predicates"] and t.dep_ in ("acomp", "attr", "oprd") for t in content[4:])


def _matter(content: Span, claim: Claim, voices: Voices) -> Iterator[Stated]:
    """The parts denied by a denial in words that no list has, where it is of one of the things and of nothing else."""
    lexicon = load_relations()
    words = [t for t in content if t.pos_ in ("NOUN", "VERB", "ADJ", "ADV", "PROPN")]
    if any(t.lower_ in lexicon.other_matters for t in words if t.lower_ not in lexicon.statements):
        return
    if any(t.dep_ == "relcl" for t in content) or not any(t.pos_ == "NOUN" and is_thing(t, lexicon) for t in words):
        return
    said = any(t.lower_ in lexicon.statements and t.pos_ == "NOUN" for t in content)
    if not said and any(t.dep_ == "nsubj" and is_thing(t, lexicon) and _is_owned(t) for t in content):
        return  # "denied that its algorithms use gender": how they work, not whose they are
    speaker = voices.body_of(content.doc, claim)
    named = [a for t in content if t.dep_ in SUBJECTS and (a := voices.entities.actor_of(t)) is not None]
    selves = (
        any(t.lower_ in ("it", "its", "they", "their", "them", "we", "our") for t in content)
        or claim.content.text[-4:] == "ing"
    )
    doers = [speaker] if speaker is not None and (selves or content[0].tag_ == "VBG") else []
    if speaker is not None and not doers and not named:
        doers = voices.who(content[0], None)[:1]
    parts = [Part(a, role_by_kind(a), True, True) for a in _each(doers, named) if a.kind not in _NEVER]
    if parts:
        at = content[0]
        yield Stated(at.idx, at.sent.start_char, tuple(parts), "denies", name_of(claim), speaker, claim.content)


def _is_owned(thing: Token) -> bool:
    return any(c.lower_ in ("its", "our", "their") for c in thing.lefts)


def connects(word: Token) -> bool:
    """Whether a word is for a connection: "access", "involved"; "work" only with somebody."""
    if word.lower_ not in load_relations().connections:
        return False
    if word.lemma_ == "work":
        return bool(
            word.pos_ == "VERB" and any(c.lower_ in ("with", "for") and c.dep_ == "prep" for c in word.children)
        )
    if word.lower_ == "do":
        return any(c.lower_ == "with" for c in word.children)
    return bool(word.pos_ != "ADP" or word.dep_ != "prep" or word.head.lemma_ == "be")


def _of(word: Token, content: Span, claim: Claim, voices: Voices) -> Iterator[Stated]:
    doc = content.doc
    reached = [noun for _, noun in prepositions(word if word.pos_ != "ADP" else word.head)]
    if word.pos_ in ("VERB", "ADP"):
        reached += [c for c in word.children if c.dep_ in ("dobj", "pobj")]
    elif word.head.pos_ in ("VERB", "AUX", "ADP"):
        reached += [noun for _, noun in prepositions(word.head)]
    lexicon = load_relations()
    others = [a for noun in reached if noun.pos_ != "PRON" for a in voices.who(noun, None) if a.kind not in _NEVER]
    if not others and reached and not any(noun.pos_ == "NOUN" and is_thing(noun, lexicon) for noun in reached):
        return  # "denied any link to the deaths"
    if not reached and not (word.lower_ in lexicon.bare_connections and claim.stance == "denies"):
        return
    speaker = voices.body_of(doc, claim)
    owner = next((c for c in word.children if c.dep_ == "poss"), None)
    doers = voices.who(owner, speaker) if owner is not None else voices.speakers(doc, claim, speaker)
    if claim.stance != "denies" and not _of_speaker(word, content, speaker, voices):
        doers = _third(word, content, voices)
        if not doers:
            return
    parts = [Part(a, role_by_kind(a), True, True) for a in _each(doers, others) if a.kind not in _NEVER]
    if parts:
        sent = word.sent.start_char
        yield Stated(word.idx, sent, tuple(parts), "denies", name_of(claim), speaker, claim.content)


def _of_speaker(word: Token, content: Span, speaker: Actor | None, voices: Voices) -> bool:
    """Whether the clause of a word speaks of its speaker: "it had no part in", and not "no one involved was hurt"."""
    step = word
    while content.start <= step.i < content.end:
        for child in step.children:
            if child.dep_ in SUBJECTS:
                if child.lower_ in ("nothing", "there") or any(c.lower_ in ("our", "its") for c in child.subtree):
                    return True
                return speaker is not None and speaker in voices.who(child, speaker)
        if step.head == step:
            return False
        step = step.head
    return False


def _is_aside(word: Token, claim: Claim) -> bool:
    """Whether a noun only says of what something else is: "not a substitute for a subscription"."""
    if word.pos_ != "NOUN" or claim.stance == "denies":
        return False
    if word.dep_ == "dobj":
        return word.lower_ in _HOLDINGS and word.head.lemma_ not in _HOLDING  # "does not terminate their account"
    if word.dep_ != "pobj":
        return False
    over = word.head.head
    return over.pos_ == "NOUN" and over.lower_ not in load_relations().connections


def _third(word: Token, content: Span, voices: Voices) -> list[Actor]:
    """Of whom somebody else says it: "The border guard has never worked with it, the minister insisted"."""
    verb = word if word.pos_ in ("VERB", "AUX") else word.head
    subject = subject_of(verb)
    if subject is None or not content.start <= subject.i < content.end:
        return []
    actor = voices.entities.actor_of(subject)
    return [actor] if actor is not None and actor.kind not in _NEVER else []


def _each(doers: list[Actor], others: list[Actor]) -> Iterator[Actor]:
    seen: list[Actor] = []
    for actor in (*doers, *others):
        if all(actor is not s for s in seen):
            seen.append(actor)
            yield actor


def _is_denied(word: Token, content: Span, claim: Claim) -> bool:
    denied = claim.stance == "denies"
    if under_negation(word, content.start):
        denied = not denied
    lists, lexicon = load_lists(), load_relations()
    if claim.stance != "denies" and any(t.lower_ in lists["false_predicates"] for t in content):
        before = content.doc[content.start : word.i]
        if any(t.lower_ in lexicon.statements and t.pos_ == "NOUN" for t in before):
            denied = not denied
    return denied


def under_negation(word: Token, start: int = 0) -> bool:
    """Whether a word or one of those above it is negated, inside its clause."""
    step = word
    for _ in range(5):
        if is_negated(step) or at_no_time(step) or step.lower_ == "nothing":
            return not is_wish(step)
        if any(c.lower_ in ("no", "neither", "nothing") for c in step.children):
            return True
        if step != word and (step.lower_ in load_relations().prospects or step.dep_ == "acl"):
            return False
        if step.dep_ in ("ccomp", "acl") and step.head.lemma_ not in _HANDING:
            return False
        if step.head == step or step.dep_ in ("relcl", "advcl") or step.head.i < start:
            return bool(step.dep_ == "relcl" and step.head.lower_ == "nothing")
        step = step.head
    return False
