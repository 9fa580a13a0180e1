"""Mentions of organisations and people: known names, name patterns, context, and spaCy's entities set right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from extractor.pipeline.actors.acting import acting_names, is_bare_subject
from extractor.pipeline.actors.apart import names_apart
from extractor.pipeline.actors.cues import Cues, kind_by_head
from extractor.pipeline.actors.forms import BASED, without_generation
from extractor.pipeline.actors.known import Hit, KnownName, KnownNames, stands_for_another
from extractor.pipeline.actors.plain import AUTHORITIES, plain_bodies
from extractor.pipeline.actors.recognised import is_false, recognised
from extractor.pipeline.actors.repeated import repeated_names
from extractor.pipeline.places.gazetteer import load_gazetteer

RANK = {"known": 4, "pattern": 3, "context": 2, "entity": 1, "repeated": 0}
_NAMING = ("called", "named", "dubbed")
_MISTAGGED = ("NOUN", "ADJ", "X", "VERB", "ADV")
_BEFORE = 40
"""Characters before a capitalised run in which words may open its name ("attorney general's office of Jalisco")."""
_NEXT_WORD = re.compile(r" (\w+(?:['’]s(?= office))?)")
_HAS = re.compile(r"(?P<place>[^'’]+)['’]s ")
_LIST_LINK = re.compile(r"\s*(?:\([^()\n]{0,80}\))?\s*(?:,\s*and|,|and|or|&)\s+(?:the\s+)?\Z")


@dataclass(slots=True)
class Mention:
    """Characters [start, end) that name an actor. by: a key of RANK; known: the databank's record of the name."""

    start: int
    end: int
    text: str
    kind: str
    by: str
    known: KnownName | None = None


def find_mentions(doc: Doc, text: str, hits: list[Hit], known: KnownNames, cues: Cues) -> list[Mention]:
    """All mentions found by any means, in text order and not overlapping.

    text: ``doc.text``, which spaCy would join anew at each use. hits: the known forms in it.
    """
    found = [*_known(doc, text, hits, known, cues), *_patterns(text, cues), *_context(doc, text, cues)]
    found += [*_described(text, cues), *_formed(text, cues), *_entities(doc, text, cues)]
    found += [Mention(s, e, text[s:e], "org", "repeated") for s, e in repeated_names(doc, cues)]
    found += [m for run in acting_names(doc, text, cues.acting) for m in _mention_of(doc, text, run[:2], run[2], cues)]
    named = [m.text for m in found if m.kind in AUTHORITIES]
    found += [Mention(s, e, text[s:e], kind, "context") for s, e, kind in plain_bodies(doc, text, named, cues)]
    found = [part for one in found for part in _each(doc, text, one, known, cues)]
    kept: list[Mention] = []
    taken: list[tuple[int, int]] = []
    for one in sorted(found, key=lambda m: (_weight(m), m.start)):
        if all(one.end <= s or one.start >= e for s, e in taken):
            kept.append(one)
            taken.append((one.start, one.end))
    told = {(one.start, one.end): one.kind for one in found if one.by == "context" and one.kind != "org"}
    for one in kept:
        if one.known is None:
            one.known = known.name(one.text)
        if one.known is not None and one.known.kind:
            one.kind = one.known.kind
        elif one.known is not None and one.kind == "org":
            one.kind = told.get((one.start, one.end), "org")
        if one.kind == "org" and without_generation(one.text) != one.text and one.text.count(" ") in (2, 3):
            one.kind = "person"  # "Rowan Setzer III"
    return sorted(kept, key=lambda m: m.start)


def _each(doc: Doc, text: str, mention: Mention, known: KnownNames, cues: Cues) -> list[Mention]:
    """A mention, or one for each of the names that it runs together."""
    names = [] if mention.known else names_apart(doc, text, mention.start, mention.end, known, cues)
    return [replace(mention, start=s, end=e, text=text[s:e], kind=kind) for s, e, kind in names] or [mention]


def _weight(mention: Mention) -> tuple[int, int]:
    """Patterns beat a known name inside them ("Amazon Labor Union"); bare entities never swallow a known name."""
    rank = 4 if mention.by in ("pattern", "known") else RANK[mention.by]
    return -rank, mention.start - mention.end


def _known(doc: Doc, text: str, hits: list[Hit], known: KnownNames, cues: Cues) -> Iterator[Mention]:
    for hit in hits:
        record = known.name(hit.form)
        if record is None or _is_plain_word(doc, hit.first, hit.last, cues):
            continue
        if not stands_for_another(hit.form, record, text):
            yield Mention(hit.start, hit.end, hit.form, record.kind or "org", "known", record)


def _is_plain_word(doc: Doc, first: int, last: int, cues: Cues) -> bool:
    """A single capitalised word that the tagger takes for an ordinary word ("Target" at a sentence's start)."""
    token = doc[first]
    if first != last or not token.text.istitle() or token.ent_type_ in ("ORG", "PERSON", "PRODUCT", "GPE"):
        return False
    if is_bare_subject(token, cues.acting):
        return False
    return token.pos_ not in ("PROPN", "NOUN", "ADJ", "X") or (token.pos_ != "PROPN" and bool(token.is_sent_start))


def _patterns(text: str, cues: Cues) -> Iterator[Mention]:
    for match in _pattern_matches(text, cues):
        groups = match.groupdict()
        head = groups.get("head") or groups.get("open") or ""
        kind = cues.kind_of_head.get(head) or cues.kind_of_opener.get(head) or "org"
        start = skip_openings(text, match.start(), match.end(), cues)
        end = match.start() + len(match.group().rstrip("’'.-"))
        name = text[start:end]
        if name.endswith(("'s", "’s")):
            name, end = name[:-2], end - 2
        if " and " in name:
            left, _, right = name.partition(" and ")
            if groups.get("open") and kind != "government":
                name, end = left, start + len(left)
            elif groups.get("head") and (by_head := kind_by_head(left, cues)):
                yield Mention(start, start + len(left), left, by_head, "pattern")
                name, start = right, end - len(right)
                if " " not in name:
                    continue
        if head.endswith("Police") and name.removesuffix(head).endswith(" of ") and text[end : end + 2].strip():
            continue  # "Chief Constable Ada Strand of Police Scotland"
        if len(name) <= len(head) or name == head or (" " not in name and "of" not in head):
            continue
        if not is_false(name, cues) and not cues.system_headed.fullmatch(name):
            by_head = kind_by_head(name, cues) if groups.get("head") else None
            if "company" in (by_head, kind):
                start += _owning_place(name)
                if " " not in text[start:end]:
                    continue  # "Ostrava's Hotel"
            yield Mention(start, end, text[start:end], by_head or kind, "pattern")


def _owning_place(name: str) -> int:
    """How many characters of a firm's name say only which place has it ("Ostrava's Hotel Imperium")."""
    owner = _HAS.match(name)
    return owner.end() if owner and owner["place"] in load_gazetteer().senses else 0


def _formed(text: str, cues: Cues) -> Iterator[Mention]:
    """Names told by their form: Romance ones after an article ("the Fundo Nacional do Emprego"), "Pak ‘n’ Save"."""
    for match in (*cues.romance.finditer(text), *cues.joined.finditer(text)):
        name = match["name"]
        if not is_false(name, cues):
            yield Mention(match.start("name"), match.end("name"), name, "org", "pattern")


def _pattern_matches(text: str, cues: Cues) -> Iterator[re.Match[str]]:
    """Matches of the name patterns, tried only around capitalised runs that hold a head word."""
    for run in cues.run.finditer(text):
        start, end = run.span()
        words = set(run.group().replace(",", "").split())
        if words & cues.head_words:
            yield from cues.headed.finditer(text, start, end + 1)
        following = _NEXT_WORD.match(text, end)
        if following and following.group(1) in cues.lower_head_words:
            yield from cues.lower_headed.finditer(text, start, end + 24)
        before = text[max(0, start - 20) : start].split()[-3:]
        if (words | set(before)) & cues.opener_words:
            yield from cues.opened.finditer(text, max(text.rfind("\n", 0, start) + 1, start - _BEFORE), end)


def skip_openings(text: str, start: int, end: int, cues: Cues) -> int:
    """Move past what only opens a sentence or says where ("But Detroit police", "London-based Acme")."""
    while True:
        if based := BASED.match(text, start, end):
            start = based.end()
        word = re.match(r"[\w’']+", text[start:end])
        if (
            word is None
            or word.group() not in cues.openings
            or text.startswith("-", start + word.end())
            or text.startswith(cues.kept_openings, start)
        ):
            return start
        following = start + word.end()
        while following < end and not text[following].isalnum():
            following += 1
        if following >= end:
            return start
        start = following


def _context(doc: Doc, text: str, cues: Cues) -> Iterator[Mention]:
    """Names beside a noun that tells their kind: "local companies A (...) and B", "A, a Chinese company"."""
    for token in doc:
        word = token.lower_
        kind = cues.kind_of_noun.get(word)
        if kind is None and word in cues.noun_ends and token.i:
            kind = cues.kind_of_noun.get(f"{token.nbor(-1).lower_} {word}")  # "the hospital group X"
        if kind is None:
            continue
        at = token.i + 1
        if at + 1 < len(doc) and doc[at].lower_ in ("such", "like", "including"):
            at += 2 if doc[at].lower_ == "such" else 1
        elif at + 1 < len(doc) and doc[at].lower_ in _NAMING:
            at += 1
        run = _run(doc, at)
        while run is not None:
            yield from _mention_of(doc, text, run, kind, cues)
            if token.lower_.endswith("s") is False or (run := _next_run(doc, text, run[1] + 1)) is None:
                break
        for name in _appositions(token):
            span = _run(doc, name.left_edge.i) if name.left_edge.pos_ == "PROPN" else _run_around(doc, name.i)
            if span is not None:
                yield from _mention_of(doc, text, span, kind, cues)


def _described(text: str, cues: Cues) -> Iterator[Mention]:
    """Names that the words behind them describe: "Glimmerly, a Danish start-up"."""
    for match in cues.described.finditer(text):
        start = skip_openings(text, *match.span("name"), cues)
        name = text[start : match.end("name")]
        if len(name) > 2 and not is_false(name, cues) and name not in cues.openings:
            yield Mention(start, match.end("name"), name, cues.kind_of_noun[match["noun"]], "context")


def _mention_of(doc: Doc, text: str, run: tuple[int, int], kind: str, cues: Cues) -> Iterator[Mention]:
    first = run[0]
    if doc[first].text in cues.honorifics and first < run[1]:
        first, kind = first + 1, "person"
    start, end = doc[first].idx, doc[run[1]].idx + len(doc[run[1]])
    name = text[start:end]
    if len(name) > 2 and not is_false(name, cues) and name not in cues.openings:
        yield Mention(start, end, name, kind, "context")


def _is_name_token(token: Token) -> bool:
    text = token.text
    if any(c.isupper() for c in text[1:]):
        return True
    return text[0].isupper() and (token.pos_ == "PROPN" or (not token.is_sent_start and token.pos_ in _MISTAGGED))


def _run(doc: Doc, at: int) -> tuple[int, int] | None:
    """The run of name tokens that starts at ``at``."""
    end = at
    while end < len(doc) and end - at < 6 and _is_name_token(doc[end]) and (end == at or not doc[end].is_sent_start):
        end += 1
    return (at, end - 1) if end > at else None


def _run_around(doc: Doc, at: int) -> tuple[int, int] | None:
    if not _is_name_token(doc[at]):
        return None
    first = at
    while first > 0 and at - first < 5 and _is_name_token(doc[first - 1]) and not doc[first].is_sent_start:
        first -= 1
    return _run(doc, first)


def _next_run(doc: Doc, text: str, at: int) -> tuple[int, int] | None:
    """The next name of a list: over a bracket, a comma, an "and"."""
    for step in range(at, min(at + 25, len(doc))):
        if _is_name_token(doc[step]) and step > at:
            between = text[doc[at - 1].idx + len(doc[at - 1]) : doc[step].idx]
            if _LIST_LINK.match(between):
                return _run(doc, step)
            if "(" not in between:
                return None
    return None


def _appositions(noun: Token) -> Iterator[Token]:
    """Proper names that the noun describes: "A, a company", "A is a company"."""
    if noun.dep_ == "appos" and noun.head.pos_ == "PROPN":
        yield noun.head
    if noun.dep_ == "attr":
        yield from (t for t in noun.head.lefts if t.dep_ == "nsubj" and t.pos_ == "PROPN")
    yield from (t for t in noun.rights if t.dep_ == "appos" and t.pos_ == "PROPN")


def _entities(doc: Doc, text: str, cues: Cues) -> Iterator[Mention]:
    for start, end, kind in recognised(doc, text, cues):
        yield Mention(start, end, text[start:end], kind, "entity")
