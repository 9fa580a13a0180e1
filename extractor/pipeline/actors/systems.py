"""Named systems and products: those the databank knows, and names that the wording marks as a system's."""

from __future__ import annotations

import re

from spacy.tokens import Doc

from extractor.pipeline.actors.cues import Cues, kind_by_head
from extractor.pipeline.actors.forms import clean_name, is_acronym_of, key_of, share_written
from extractor.pipeline.actors.known import Hit, KnownNames
from extractor.pipeline.actors.mentions import skip_openings
from extractor.pipeline.annotations import Actor, System, TextSpan

_PLAIN_NOUNS = (" app", " chatbot", " bot")
"""Nouns that make a product of a name even where the base model takes it for a place."""
_NOT_PRODUCTS = ("GPE", "NORP", "LOC", "DATE", "LANGUAGE", "LAW", "EVENT")
_BRACKET = re.compile(r"[ ]\(([A-Z][A-Za-z-]{1,9})\)")

_GOES_ON = re.compile(r"[ ][A-Z][a-z]+")
"""A name that goes on behind "Model" or "System" is somebody else's: "the Industrial Model Township"."""


def find_systems(
    doc: Doc, text: str, hits: list[Hit], actors: list[Actor], known: KnownNames, cues: Cues
) -> list[System]:
    """The named systems of a text, each with all its mentions and, where the databank knows it, its developer."""
    found: dict[str, System] = {}
    aliases: dict[str, str] = {}
    acting = {key_of(form): actor for actor in actors for form in (actor.name, *actor.aliases)}
    for hit in hits:
        record = known.system(hit.form)
        if record is not None and (hit.form not in record.acronyms or share_written(record.name, text) > 0.5):
            _add(found, record.name, TextSpan.cut(text, hit.start, hit.end), record.developer, record.rows[0])
    taken = {at for system in found.values() for span in system.mentions for at in range(span.start, span.end)}
    for first, end, sure in _candidates(doc, text, cues):
        start = first
        name = clean_name(text[start:end])
        if taken & set(range(start, end)) or not _may_be_system(name, sure, acting, cues):
            continue
        if _is_part_of_person(name, actors) or (not sure and _is_somebody(name, text)):
            continue
        start += text[start:end].find(name)
        record = known.system(name)
        _add(
            found, record.name if record else name, TextSpan.cut(text, start, start + len(name)),
            record.developer if record else None, record.rows[0] if record else None,
        )  # fmt: skip
        bracket = _BRACKET.match(text, start + len(name))
        if bracket and is_acronym_of(bracket.group(1), name):
            aliases[bracket.group(1)] = record.name if record else name
    _repeats(text, found, aliases)
    return sorted(found.values(), key=lambda s: s.mentions[0].start)


def _candidates(doc: Doc, text: str, cues: Cues) -> list[tuple[int, int, bool]]:
    places = {e.text for e in doc.ents if e.label_ in _NOT_PRODUCTS}
    peoples = {e.text for e in doc.ents if e.label_ == "NORP"}
    opening = {token.idx for token in doc if token.is_sent_start and token.pos_ not in ("PROPN", "X")}
    spans = []
    for pattern in (cues.system_named, cues.system_nouned, cues.system_apposed):
        for match in pattern.finditer(text):
            group = "quoted" if match.groupdict().get("quoted") else "bare"
            start, end = match.span(group)
            if group == "bare":
                start = skip_openings(text, start, end, cues)
            name = clean_name(text[start:end])
            sure = pattern is not cues.system_nouned or group == "quoted" or match.group().endswith(_PLAIN_NOUNS)
            sure |= any(c.isdigit() for c in name)  # "the Gaze-3 system" is no system of a Gaze-3
            if group == "bare" and _calls_somebody(doc, match.start(), cues):
                continue  # "called the UK company's director"
            if group == "bare" and (name in peoples or (start in opening and " " not in name)):
                continue  # "A South Korean chatbot", "Previous models"
            if sure or name not in places:
                spans.append((start, end, sure))
    for run in cues.run.finditer(text):
        if not cues.system_head_words.isdisjoint(run.group().split()):
            spans += [
                (skip_openings(text, match.start(), match.end(), cues), match.end(), False)
                for match in cues.system_headed.finditer(text, run.start(), run.end())
                if not _GOES_ON.match(text, match.end())
            ]
    spans += [(e.start_char, e.end_char, False) for e in doc.ents if e.label_ == "PRODUCT"]
    return spans


def _calls_somebody(doc: Doc, start: int, cues: Cues) -> bool:
    """Whether the word of naming at a character names no thing.

    A "called" that has a subject ("they called the bank"); any behind a noun for a person ("a student named Ada Li").
    """
    before = doc.char_span(max(start - 2, 0), start, alignment_mode="expand")
    if before is not None and len(before) and before[0].lower_ in cues.people:
        return True
    word = doc.char_span(start, start + len("called"))
    if word is None or word.text.lower() != "called" or word[0].tag_ != "VBD":
        return False
    return any(child.dep_ == "nsubj" and child.pos_ in ("NOUN", "PROPN", "PRON") for child in word[0].lefts)


def _may_be_system(name: str, sure: bool, acting: dict[str, Actor], cues: Cues) -> bool:
    if (
        len(name) < 2
        or len(name) > 60
        or name in cues.not_systems
        or (len(name) == 2 and name.istitle())
        or kind_by_head(name, cues) in ("police", "government", "court")
        or name.rsplit(maxsplit=1)[-1] in cues.documents
        or "\n" in name
        or not any(c.isupper() for c in name)
    ):
        return False
    if (
        (name in cues.false_whole and " " not in name)
        or name.endswith(cues.adjectives)
        or name.startswith(("A.I", "AI-"))
    ):
        return False
    actor = acting.get(key_of(name))
    if actor is not None and sure and _may_share(actor, name):
        return True
    if actor is not None and (actor.known or actor.kind != "org" or not cues.system_headed.fullmatch(name)):
        return False
    return not name.isdigit()


def _may_share(actor: Actor, name: str) -> bool:
    """Whether a name that is taken for an actor's may be a system's: "an app called Chai", by Chai Research."""
    if actor.known:
        return False
    return actor.kind in ("org", "person") or (actor.kind == "company" and key_of(name) != key_of(actor.name))


def _is_part_of_person(name: str, actors: list[Actor]) -> bool:
    """Whether a name is that of a person of the text who has several, or one of these: "they called Adam Griffin"."""
    people = (a.name for a in actors if a.kind == "person" and not a.known and " " in a.name)
    return any(name == person or name in person.split() for person in people)


def _is_somebody(name: str, text: str) -> bool:
    """Whether a text speaks of a name as of a person: "Latta, who lives in Vermont"."""
    return bool(re.search(rf"(?<!\w){re.escape(name)}, who(?:se|['’]s)?\b", text))


def _add(found: dict[str, System], name: str, span: TextSpan, developer: str | None, row: str | None) -> None:
    system = found.setdefault(key_of(name), System(name, [], developer, row))
    if span not in system.mentions:
        system.mentions.append(span)


def _repeats(text: str, found: dict[str, System], aliases: dict[str, str]) -> None:
    """Add the later bare mentions of each system and of its acronym."""
    owner = {span.text: key for key, system in found.items() for span in system.mentions}
    owner |= {short: key_of(name) for short, name in aliases.items()}
    if not owner:
        return
    forms = "|".join(re.escape(form) for form in sorted(owner, key=len, reverse=True))
    for match in re.finditer(rf"(?<!\w)(?:{forms})(?!\w)", text):
        system = found[owner[match.group()]]
        span = TextSpan(match.start(), match.end(), match.group())
        if all(span.end <= s.start or span.start >= s.end for s in system.mentions):
            system.mentions.append(span)
    for system in found.values():
        system.mentions.sort(key=lambda s: s.start)
