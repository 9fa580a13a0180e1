"""The claims component: every attributed statement of a report, with its speaker, cue, content, stance and target.

1. Quotation marks are paired by characters (quotes), and direct speech is given to the cue beside it (quoted).
2. Every other verb of cues.toml is tried with its frames on the parse (verbal), then "according to", lines of a
   transcript and cue nouns (phrases).
3. A statement inside another's content is dropped: the outer speaker says it all.
4. Quotations left over are joined to the statement they go on from (floating).
5. Stance, polarity and hedges are read off cue and content (stance), the speaker is resolved to an actor of the
   report (speakers), and the content to what it is about (about).
"""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc, Token

from extractor.pipeline.annotations import About, Claim, TextSpan, register_extensions
from extractor.pipeline.claims.about import Target, about_of, general_denials, own_voice, targets_of
from extractor.pipeline.claims.cues import Cues, load_cues
from extractor.pipeline.claims.entities import Entities
from extractor.pipeline.claims.floating import attach_floating
from extractor.pipeline.claims.light import find_light
from extractor.pipeline.claims.phrases import find_according, find_as, find_nominal, find_samples, find_turns
from extractor.pipeline.claims.quoted import Reader, find_quoted
from extractor.pipeline.claims.quotes import find_quotations
from extractor.pipeline.claims.refusals import find_refusals
from extractor.pipeline.claims.reporters import reported_by, without_relays
from extractor.pipeline.claims.sources import is_passive
from extractor.pipeline.claims.spans import Extent, Quotations, noun_extent, to_chars, trim
from extractor.pipeline.claims.speaker_words import load_words
from extractor.pipeline.claims.speakers import Resolver
from extractor.pipeline.claims.stance import hedges_of, polarity_of, stance_of
from extractor.pipeline.claims.verbal import Found, find_verbal
from extractor.report import split_passages

_EMPTY = re.compile(
    r"[\W_]*(?:(?:of|as|with|about|to|for|on|(?:it|him|her|my|your)self|(?:them|our|your)selves)[\W_]*)?", re.I
)
"""A content without words that say anything."""
_POINTING = re.compile(
    r"(?:it|this|that|these|those|them|they|he|him|she|her|me|us|you|we|what|whatever|which|who|whom|something|anything)\.?",
    re.I,
)
"""A content that is a pronoun and no more."""


def find_statements(doc: Doc, cues: Cues | None = None) -> tuple[list[Found], Reader]:
    """The statements of a text, in order, none inside another's content."""
    cues = cues or load_cues()
    text = doc.text
    report = doc._.report
    passages: list[Extent] = [
        (p.start, min(p.end, len(text)))
        for p in (report.passages if report is not None else split_passages(text))
        if p.start < len(text)
    ]
    quotations = Quotations(text, find_quotations(text, passages))
    reader = Reader(doc, cues, quotations, passages)
    found = list(find_quoted(reader))
    taken = {f.word.i for f in found if f.word is not None}
    for one in find_as(reader):
        if one.word is not None and one.word.i not in taken:
            taken.add(one.word.i)
            found.append(one)
    found.extend(find_refusals(doc, quotations, taken))
    taken.update(f.word.i for f in found if f.word is not None)
    found.extend(find_light(doc, cues, quotations, taken))
    taken.update(f.word.i for f in found if f.word is not None)
    found.extend(find_verbal(doc, cues, quotations, taken))
    found.extend(find_according(reader))
    found.extend(find_samples(reader))
    found.extend(find_turns(reader, passages))
    found.extend(find_nominal(doc, cues))
    found = [one for one in found if one.source is None or not _is_promotion(one.source)]
    return sorted(attach_floating(reader, outermost(found)), key=lambda f: f.content), reader


def _is_promotion(source: Token) -> bool:
    """Whether a paper speaks of its own letters, which say nothing of the matter: "Our morning email breaks down …"."""
    own = any(c.dep_ == "poss" and c.lower_ in ("our", "my") for c in source.children)
    return own and source.lemma_.lower() in load_words().promotions


def outermost(found: list[Found]) -> list[Found]:
    """The statements whose cue does not stand inside a longer statement's content."""
    kept: list[Found] = []
    for one in sorted(without_relays(found), key=lambda f: (f.content[0] - f.content[1], f.content)):
        at = one.cue[0] if one.cue is not None else one.content[0]
        if not any(k.content[0] <= at < k.content[1] for k in kept):
            kept.append(one)
    return kept


def make_claims(doc: Doc) -> list[Claim]:
    """The statements of a text as claims."""
    found, reader = find_statements(doc)
    entities = Entities(doc)
    resolver = Resolver(entities, reader.quotations.inside)
    claims: list[Claim] = []
    said: list[tuple[int, Target]] = []
    own: list[tuple[int, Target]] | None = None
    for one in found:
        if _EMPTY.fullmatch(reader.text, *one.content):
            continue  # marks are no words, and "was accused of", "defended itself" say nothing
        if _from_within(one):
            one.source = _named_before(one, entities)
            if one.source is None:
                continue
        if one.source is None:
            one.source = _named_beside(one, entities)
        stance, polarity = stance_of(doc, one), polarity_of(doc, one)
        if stance != "denies" and _POINTING.fullmatch(reader.text, *one.content):
            continue  # "everyone knows that": what is meant stands elsewhere, or nowhere
        actor = resolver.resolve(one.source) if one.source is not None and entities.actors else None
        about: tuple[About, ...] = ()
        if entities.all:
            targets = targets_of(doc, one, stance, actor, entities, resolver)
            if not targets and actor is not None:
                what = general_denials(one, doc, stance, polarity)
                if what is not None and own is None:
                    own = own_voice(doc, found, entities)
                targets = _denied(what, actor.name, [*said, *(own or ())], one.content[0])
            said.extend((one.content[0], target) for target in targets)
            about = about_of(one, targets, entities, doc)
        claims.append(
            Claim(
                content=TextSpan.cut(reader.text, *one.content),
                speaker=_speaker(doc, one, reader, entities),
                cue=TextSpan.cut(reader.text, *one.cue) if one.cue is not None else None,
                stance=stance,
                polarity=polarity,
                quoted=_quoted(reader.text, one, reader),
                hedges=hedges_of(doc, one),
                actor=actor.name if actor is not None else None,
                about=about,
                reported_by=reported_by(one, entities),
                parts=tuple(TextSpan.cut(reader.text, *part) for part in one.parts),
            )
        )
    return claims


def _is_headline(doc: Doc, claim: Claim) -> bool:
    """Whether a colon in a title was taken for speech ("Myanmar: Facial Recognition Puts Protesters at Risk")."""
    report = doc._.report
    passage = report.passage_at(claim.content.start) if report is not None else None
    in_title = passage is not None and passage.kind in ("title", "heading")
    return in_title and claim.actor is None and claim.cue is not None and claim.cue.text == ":"


def _denied(what: str | None, actor: str, said: list[tuple[int, Target]], offset: int) -> list[Target]:
    """The targets of a denial that names none: those asserted before it, or every part in the matter."""
    if what is None:
        return []
    before = [t for at, t in said if t.actor == actor and at < offset and not t.negated and not t.open]
    if before:
        return list(dict.fromkeys(Target(actor, t.relation, True, False) for t in before))
    return [Target(actor, None, True, False)] if what == "involvement" else []


def _from_within(one: Found) -> bool:
    """Whether the parse takes for the speaker who stands in a content that is told from outside it."""
    if one.source is None or one.cue is None:
        return False
    start, end = one.content
    return start <= one.source.idx < end and not start <= one.cue[0] < end


def _named_before(one: Found, entities: Entities) -> Token | None:
    """The name right before a cue: "…, a representative of Acme said"."""
    token = one.word.nbor(-1) if one.word is not None and one.word.i else None
    return token if token is not None and entities.mention_of(token) is not None else None


def _named_beside(one: Found, entities: Entities) -> Token | None:
    """A name right before or behind a cue that the parse found no subject for."""
    if one.word is None or not entities.actors or is_passive(one.word):
        return None
    near = [one.word.i - 1, one.word.i + 1, one.word.i - 2]
    for i in near:
        if 0 <= i < len(one.word.doc):
            token = one.word.doc[i]
            if not one.content[0] <= token.idx < one.content[1] and entities.mention_of(token) is not None:
                return token
    return None


def _speaker(doc: Doc, one: Found, reader: Reader, entities: Entities) -> TextSpan | None:
    """The words that name the source; a name is never cut in two, whatever the parse makes of it."""
    if one.source is None:
        return None
    start, end = trim(to_chars(doc, noun_extent(one.source)), reader.quotations)
    for part in (one.content, one.cue):  # "“…” Ada Li told", "tweeted Ada Li": the words before are no part of it
        if part is not None and start < part[1] <= one.source.idx:
            start, end = trim((part[1], end), reader.quotations)
    for part in (one.content, one.cue):  # "a notice by X stating that …": what is said, and the cue, are no part of it
        if part is not None and start < part[0] < end:
            start, end = trim((start, part[0]), reader.quotations)
    mention = entities.mention_of(one.source)
    if mention is not None:
        start, end = min(start, mention.start), max(end, mention.end)
    return TextSpan.cut(reader.text, start, end) if end > start else None


def _quoted(text: str, one: Found, reader: Reader) -> str:
    """ "direct", "indirect", or "mixed" where some of the content's words are quoted."""
    if one.direct:
        return "direct"
    inside = reader.quotations.between(*one.content)
    if not inside:
        return "indirect"
    if any(q.start <= one.content[0] and q.end >= one.content[1] for q in inside):
        return "direct"
    return "mixed"


@Language.factory("extractor_claims", assigns=["doc._.claims"])
class ClaimsComponent:
    """Writes ``doc._.claims``. Needs a parse; uses the actors, systems and technologies where they are found."""

    def __init__(self, nlp: Language, name: str) -> None:
        register_extensions()
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        """Find the claims of a parsed Doc."""
        doc._.claims = [claim for claim in make_claims(doc) if not _is_headline(doc, claim)]
        return doc
