"""Risks and harms, transparency notes, and research and advocacy: sections drafted from attributed statements."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from spacy.tokens import Doc

from extractor.drafting.builder import DraftBuilder
from extractor.drafting.prose import as_prose
from extractor.drafting.sentences import Sentence, attributed, is_made, own_voice
from extractor.drafting.wording import load_wording, pattern
from extractor.pipeline.annotations import Claim, TextSpan

TEXT_SECTIONS = ("risks_and_harms", "transparency_notes")


def put_sections(build: DraftBuilder, doc: Doc) -> None:
    """Write the sections that claims support, each sentence with its evidence and in one section only."""
    chosen = {field: _choose(doc, field) for field in TEXT_SECTIONS}
    for field in TEXT_SECTIONS:
        sentences = [one for one in chosen[field] if not _told_elsewhere(one, field, chosen)]
        if sentences:
            spans = [sentence.evidence for sentence in sentences]
            build.put(field, " ".join(sentence.text for sentence in sentences), spans, f"drafting.{field}")
    _put_research(build, doc)


def _told_elsewhere(sentence: Sentence, field: str, chosen: dict[str, list[Sentence]]) -> bool:
    """Whether another section tells the same, and is more what the sentence is about; of two as near the first."""
    return any(
        sentence.repeats(told)
        and (_strength(told.text, other), -TEXT_SECTIONS.index(other))
        > (_strength(sentence.text, field), -TEXT_SECTIONS.index(field))
        for other, sentences in chosen.items()
        if other != field
        for told in sentences
    )


def _choose(doc: Doc, field: str) -> list[Sentence]:
    """The statements that carry most of what the section is about, in text order, none told twice."""
    settings = load_wording()["sections"]
    section = settings[field]
    parties = {role.actor for role in doc._.roles if role.accepted and role.role in ("operator", "developer")}
    scored: list[tuple[float, Sentence]] = []
    for claim in doc._.claims:
        strength = _strength(f"{claim.cue.text if claim.cue else ''} {claim.content.text}", field)
        own = claim.actor in parties
        boasts = own and claim.stance == "alleges"
        if own and claim.stance == "denies" and section.get("answers"):
            strength += section["answers"]
        elif claim.stance in section["stances"] and not boasts:
            strength += 1.5
        elif strength and (boasts or claim.stance in section["also"]):
            strength -= section.get("own", 0.0) * own  # who speaks well of the own product tells no harm
        else:
            continue
        if claim.stance != "declines to comment" and not is_made(doc, claim):
            continue
        sentence = attributed(doc, claim)
        if sentence is not None and strength >= 1 and not (sentence.retold and _is_counterfeit(claim)):
            scored.append((strength, sentence))
    if section.get("own_voice"):
        told = [(c.content.start, c.content.end) for c in doc._.claims]
        for sent in doc.sents:
            if any(start < sent.end_char and sent.start_char < end for start, end in told):
                continue
            strength = _strength(sent.text, field)
            sentence = own_voice(doc, sent) if strength else None
            if sentence is not None:
                scored.append((strength - 0.5, sentence))
    chosen: list[Sentence] = []
    for _, sentence in sorted(scored, key=lambda one: (-one[0], one[1].evidence.start)):
        if len(chosen) < settings["sentences"] and not any(sentence.repeats(other) for other in chosen):
            chosen.append(sentence)
    return sorted(chosen, key=lambda sentence: sentence.evidence.start)


def _is_counterfeit(claim: Claim) -> bool:
    """Whether the words are those of a fake: what a cloned voice or a scam's advertisement says tells no harm."""
    fake = pattern("speakers", "counterfeit_pattern", re.I)
    return claim.speaker is not None and bool(fake.search(claim.speaker.text))


@cache
def _words(field: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(word, re.I) for word in load_wording()["sections"][field]["words"])


def _strength(text: str, field: str) -> float:
    return float(min(3, sum(1 for word in _words(field) if word.search(text))))


def _put_research(build: DraftBuilder, doc: Doc) -> None:
    """Offer the research and advocacy that the report links to: address and words of the link."""
    settings: dict[str, Any] = load_wording()["research"]
    address, words = re.compile("|".join(settings["address"]), re.I), re.compile("|".join(settings["text"]), re.I)
    seen: set[str] = set()
    for text, url in build.report.links:
        title = as_prose(text)
        if (
            not re.fullmatch(r"https?://[\w.-]+(:\d+)?/[^?#\s\"\'<>@\\][^\s\"\'<>@\\]*", url)
            or len(title) < settings["shortest_title"]
            or url in seen
        ):
            continue
        at = doc._.report.text.find(text)
        if at < 0 or not (address.search(url) or words.search(title)):
            continue
        seen.add(url)
        span = TextSpan.cut(doc._.report.text, at, at + len(text))
        build.put("research_advocacy", {"title": title, "url": url}, [span], "drafting.research_advocacy")
        if len(seen) >= settings["at_most"]:
            return
