"""A claim told as one neutral, attributed sentence: "Human Rights Watch warned that …"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Span, Token

from extractor.drafting.prose import as_prose
from extractor.drafting.wording import is_furniture, load_wording, pattern
from extractor.pipeline.annotations import Claim, TextSpan
from extractor.pipeline.claims.quotes import leaves_open
from extractor.pipeline.tags import FINITE

_QUOTES = "\"'“”‘’«»„‟`"
_DOUBLE = '"“”„«»'
_DATELINE = re.compile(r"\A[A-Z][A-Z .'-]+(?:, [A-Z][\w. ]+)?(?: \([A-Z][\w ]+\))? ?(?:—|–|---?) ")
_UNNAMED = ("DATE", "TIME", "CARDINAL", "ORDINAL", "QUANTITY", "PERCENT", "MONEY")
"""Entities that are written small within a sentence: "later this month"."""
_VERBATIM = ("declines to comment", "calls for")
"""What is declined or called for stands under no "said that"."""
_SUBJECTS = ("nsubj", "nsubjpass", "expl", "csubj")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A drafted sentence and the words of the report it tells. retold: as what somebody said, not in its own words."""

    text: str
    evidence: TextSpan
    retold: bool = False

    def repeats(self, other: Sentence) -> bool:
        """Whether both tell the same words of the report, in one place or where the report says them again."""
        mine, its = self.evidence, other.evidence
        return (mine.start < its.end and its.start < mine.end) or _letters(self.text) == _letters(other.text)


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()


def attributed(doc: Doc, claim: Claim) -> Sentence | None:
    """Tell a claim as a sentence, or None when it has no speaker who can be named or no words to tell."""
    settings = load_wording()
    speaker = speaker_name(claim)
    evidence = _stretch(doc, claim)
    if speaker is None or evidence is None or is_furniture(evidence.text):
        return None
    that, quoting = _verbs(claim)
    content = _bare(_quoted_parts(claim) if claim.quoted == "direct" else _without_aside(claim))
    if len(content) > settings["sections"]["longest_quote"] or not re.search(r"\w", content):
        return None
    told = doc.char_span(claim.content.start, claim.content.end, alignment_mode="contract")
    if claim.quoted == "direct" and len(content.split()) > 3 and _says_something(told):
        return Sentence(f"{speaker} {quoting}: ‘{content}’.", evidence, retold=True)
    telling = pattern("sections", "telling_pattern", re.I)
    if claim.stance == "asserts" and claim.cue is not None and not telling.search(claim.cue.text):
        return _verbatim(doc, claim)
    clause = re.sub(r"^that\s+", "", content, flags=re.I)
    clause = clause[match.end() :] if (match := _loose_opening().match(clause)) else clause
    if clause.split(" ", maxsplit=1)[0].lower() in settings["sections"]["indirect_questions"]:
        return _verbatim(doc, claim)
    if told and told[0].sent != told[-1].sent:
        return None  # it goes on into another sentence: "complain about it. “But I need it”"
    if _first_person().search(_unquoted(content)):
        span = doc.char_span(claim.content.start, claim.content.end, alignment_mode="expand")
        return own_voice(doc, span.sent) if span is not None else None  # the author's "I" is not the speaker's
    if _means_another(doc, claim, clause):
        return None
    if claim.stance not in _VERBATIM and told and _is_clause(told):
        return Sentence(f"{speaker} {that} that {_lowered(doc, claim, clause)}.", evidence, retold=True)
    return _verbatim(doc, claim)


def _says_something(told: Span | None) -> bool:
    """Whether quoted words have a verb, and are not only what somebody calls a thing: “unreliable news sites”."""
    return told is None or any(token.pos_ in ("VERB", "AUX") for token in told)


def _means_another(doc: Doc, claim: Claim, clause: str) -> bool:
    """Whether words of an organisation, not of a person who speaks for it, are on a "he" or "she" they do not name."""
    opening = clause.split(" ", maxsplit=1)[0].lower()
    if claim.speaker is None or opening not in load_wording()["speakers"]["personal"]:
        return False
    speaker = re.sub(r"^the ", "", claim.speaker.text, flags=re.I)
    bodies = [actor for actor in doc._.actors if actor.name == claim.actor and actor.kind != "person"]
    return any(mention.text == speaker for actor in bodies for mention in actor.mentions)


def _verbs(claim: Claim) -> tuple[str, str]:
    """How to tell a claim before "that …" and before a quotation: by its own cue where that says enough, by stance."""
    settings = load_wording()
    cue = claim.cue.text.lower() if claim.cue else ""
    own = next((verbs for stem, verbs in settings["cue_verbs"].items() if stem in cue), None)
    that, quoting = own or settings["verbs"].get(claim.stance, ("said", "said"))
    if claim.stance == "denies" and not pattern("sections", "denying_pattern", re.I).search(cue):
        return "said", "said"  # "said that it disagrees with the allegations": the words deny, not the verb
    return that, quoting


def is_made(doc: Doc, claim: Claim) -> bool:
    """Whether a statement was made, and is none that somebody should, could or needs to make ("must explain how …")."""
    settings = load_wording()["sections"]
    span = doc.char_span(claim.cue.start, claim.cue.end, alignment_mode="expand") if claim.cue else None
    cue = next((token for token in span or () if token.pos_ == "VERB"), None)
    if cue is None:
        return True
    helpers = {child.lower_ for child in cue.lefts if child.dep_ == "aux"}
    under = cue.head.lemma_.lower() if cue.dep_ in ("xcomp", "ccomp", "advcl") and "to" in helpers else ""
    return under not in settings["asking"] and helpers.isdisjoint(settings["modals"])


@cache
def _first_person() -> re.Pattern[str]:
    words = "|".join(load_wording()["speakers"]["first_person"])
    return re.compile(rf"(?<![\w’'.-])(?:{words})(?![\w.-])")


def _unquoted(text: str) -> str:
    return re.sub(r"[“\"][^“”\"]*[”\"]", "", text)


def own_voice(doc: Doc, sent: Span) -> Sentence | None:
    """A sentence of the report's own, told as the publisher's; None for fragments and long ones."""
    settings = load_wording()["sections"]
    text = as_prose(sent.text)
    passage = doc._.report.passage_at(sent.start_char + len(sent.text) - len(sent.text.lstrip()))
    if len(text) > settings["longest_quote"] or passage is None or passage.kind in ("title", "heading", "caption"):
        return None
    first = _alone(text).split(" ", maxsplit=1)[0].lower()
    if sent[0].pos_ == "PRON" or sent[0].is_space or first in load_wording()["speakers"]["pronouns"]:
        return None
    if set(text) & set(_QUOTES) - {"'", "’", "‘"} or not any(token.dep_ in _SUBJECTS for token in sent):
        return None
    if is_furniture(text):
        return None
    if not text.endswith((".", "!", ".”", ".’")):
        return None
    publisher = doc._.report.publisher
    told = settings["own_voice"].format(publisher=publisher) if publisher else settings["own_voice_unknown"]
    return Sentence(f"{told}: ‘{_bare(text)}’.", _edged(sent))


def speaker_name(claim: Claim) -> str | None:
    """How to name a speaker: the resolved actor for a pronoun, a bare surname or "the company", else its words."""
    if claim.speaker is None:
        return claim.actor
    words = as_prose(claim.speaker.text).strip(" ,;:")
    if not _opens_with_title(words):
        words = words.strip(" ,;:" + _QUOTES)
    first = words.split(" ")[0].lower() if words else ""
    settings = load_wording()["speakers"]
    if first == "our":
        return settings["own"] if pattern("speakers", "own_pattern", re.I).match(words) else claim.actor
    if len(words) > settings["longest"]:  # "Acme employees, a coalition of …" are not Acme
        return claim.actor if claim.actor and words.startswith(f"{claim.actor},") else None
    if not words or first in settings["pronouns"] or words.lower() in settings["pointing"]:
        return claim.actor
    if claim.actor and (" " not in words or first in ("the", "his", "her", "its", "their")):
        return claim.actor
    return words[0].upper() + words[1:] + ("," if ", " in words else "")


def _opens_with_title(words: str) -> bool:
    """Whether words open with a title in quotation marks, and go on after it: "“Risks and Limits” document"."""
    return bool(re.match(r"“[^“”]+” \w|\"[^\"]+\" \w", words))


def _quoted_parts(claim: Claim) -> str:
    """A direct quotation without the words that attribute it in its middle ("…," she said, "…")."""
    text, cue = claim.content.text, claim.cue
    if cue is None or not claim.content.start < cue.start < claim.content.end:
        return text
    said = [part.text.strip(" ,;" + _DOUBLE) for part in claim.parts]
    return " […] ".join(part for part in said if part) or text


def _without_aside(claim: Claim) -> str:
    """An indirect content without the words that attribute it in its middle ("…, they said, …")."""
    text, base = claim.content.text, claim.content.start
    inner = [part for part in (claim.speaker, claim.cue) if part and base < part.start and part.end < claim.content.end]
    if claim.cue not in inner:
        return text
    start, end = min(part.start for part in inner) - base, max(part.end for part in inner) - base
    return f"{text[:start].rstrip(' ,–—-')} {text[end:].lstrip(' ,–—-')}"


def _bare(content: str) -> str:
    """Content without the quotation marks around it and the punctuation after it."""
    text = as_prose(content).strip(" ,;:")
    while text and text[0] in _QUOTES and (text[-1] in _QUOTES or not set(text[1:]) & set(_QUOTES)):
        text = text.strip(_QUOTES).strip(" ,;:")
    text = re.sub(r"(?<=[.!?…] )[\"“](?=\w)", "", text)  # a quotation's mark, set again at each of its paragraphs
    if text.startswith("(") and ")" not in text:
        text = text[1:]
    if text.count("“") > text.count("”"):
        text += "”"
    return re.sub(r"[ .,;:]+([\"”’]?)$", r"\1", text)


def _is_clause(span: Span) -> bool:
    root: Token = span.root
    subjects = [child for child in root.children if child.dep_ in _SUBJECTS and span.start <= child.i < span.end]
    finite = any(t.tag_ in FINITE for t in (root, *root.lefts) if t.pos_ in ("VERB", "AUX"))
    return root.pos_ in ("VERB", "AUX") and finite and bool(subjects) and subjects[0].i <= root.i


def _lowered(doc: Doc, claim: Claim, clause: str) -> str:
    """A clause with its first letter lowered, unless it is a name, an acronym or "I"."""
    start = doc._.report.text.find(clause.split(" ", maxsplit=1)[0], claim.content.start)
    span = doc.char_span(start, start + 1, alignment_mode="expand")
    token = span[0] if span is not None and len(span) else None
    named = token is not None and bool(token.ent_type_) and token.ent_type_ not in _UNNAMED
    actor = any(m.start == start for a in (*doc._.actors, *doc._.systems) for m in a.mentions)
    if token is None or token.pos_ == "PROPN" or named or actor or token.text == "I" or token.text[1:2].isupper():
        return clause
    return clause[0].lower() + clause[1:]


def _stretch(doc: Doc, claim: Claim) -> TextSpan | None:
    """The words that tell the claim: from speaker to content where they stand together, else the content alone."""
    parts = [part for part in (claim.speaker, claim.cue, claim.content) if part is not None]
    start, end = min(part.start for part in parts), max(part.end for part in parts)
    if end - start > load_wording()["sections"]["longest_evidence"] or "\n\n" in doc._.report.text[start:end]:
        start, end = claim.content.start, claim.content.end
    return TextSpan.cut(doc._.report.text, start, end) if end > start else None


def _verbatim(doc: Doc, claim: Claim) -> Sentence | None:
    """The report's own sentence, when it names its speaker and is short enough to quote."""
    span = doc.char_span(claim.content.start, claim.content.end, alignment_mode="expand")
    if span is None or not len(span) or claim.speaker is None:
        return None
    sent = span[0].sent
    words = claim.speaker.text.split()
    named = bool(words) and words[0].lower() not in load_wording()["speakers"]["pronouns"]
    text = as_prose(sent.text)
    inside = sent.start_char <= claim.speaker.start and claim.content.end <= sent.end_char
    if not named or not inside or len(text) > load_wording()["sections"]["longest_quote"] or text[-1:] not in '.!”’"':
        return None
    if _first_person().search(_unquoted(text)):
        return None  # the author's "we" is not the entry's
    if sent[0].pos_ == "PRON" and sent[0].lower_ in load_wording()["speakers"]["pronouns"]:
        return None  # whom it is on stands in the sentence before
    evidence = with_closing_mark(doc._.report.text, _edged(sent))
    told = as_prose(evidence.text)
    return None if leaves_open(told) else Sentence(_alone(told), evidence)


def _edged(sent: Span) -> TextSpan:
    """The words of a sentence, without white space and marks of emphasis at either end."""
    inner = TextSpan.trimmed(sent.doc.text, sent.start_char, sent.end_char)  # where such marks are blanks
    return TextSpan.cut(sent.doc._.report.text, inner.start, inner.end)


def with_closing_mark(text: str, span: TextSpan) -> TextSpan:
    """A sentence with the mark that closes its quotation, which sentences are cut before."""
    if leaves_open(span.text) and text[span.end : span.end + 1] in ('"', "”"):
        return TextSpan.cut(text, span.start, span.end + 1)
    return span


@cache
def _loose_opening() -> re.Pattern[str]:
    settings = load_wording()["sections"]
    words = "|".join(re.escape(word) for word in settings["loose_openings"])
    return re.compile(rf"(?i:{'|'.join(settings['loose_words'])}),?\s+|(?i:{words})(?:,\s+|\s+(?=[A-Z]))")


def _alone(text: str) -> str:
    """A sentence without the words that tie it to the one before ("However, …")."""
    text = _DATELINE.sub("", text)
    match = _loose_opening().match(text)
    rest = re.sub(r"(?<!\.)\.\.$", ".", text[match.end() :] if match else text)
    return rest[:1].upper() + rest[1:]
