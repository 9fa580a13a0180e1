"""The places component: names of places in the text and the countries they lie in (``doc._.places``).

1. every capitalised word that begins a known name is a candidate; the longest name wins;
2. candidates that are people, languages, newspapers or common words are left out, by entity label and neighbours;
3. a name of several countries goes to the one that a following state or country names, else to the one that the
   rest of the text speaks of, else to the one with the most inhabitants.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Token

from extractor.pipeline.annotations import Place, TextSpan
from extractor.pipeline.places.gazetteer import Cues, Gazetteer, Sense, load_cues, load_gazetteer

_CAPITALISED = re.compile(r"(?<![\w@#])[^\W\d_a-z][^\W\d_]*")
_QUALIFIER = re.compile(r",\s+([^\W\d_][^\W\d_]*)")
_NEXT_WORD = re.compile(r"['’]?s?[ \u00a0-]([^\W\d_]+)")
_PREVIOUS_WORD = re.compile(r"([^\W\d_]+)\.?[ \u00a0]\Z")
_DATELINE = re.compile(r"[^.!?\n]{0,40}?(?:\([A-Z][^)\n]{1,30}\)\s*)?\s*[—–-]{1,2}\s")
_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC", "NORP"})
_NAME_LABELS = frozenset({"ORG", "PRODUCT", "WORK_OF_ART", "EVENT", "LAW"})
_LARGE = 1_000
"""Thousands of inhabitants from which a city is believed without an entity label."""
_NAMESAKES = 300
"""Thousands of inhabitants below which a town is believed to have namesakes that are not in the tables."""
_HEADLINE_KINDS = frozenset({"country", "demonym", "state", "region"})


@dataclass(slots=True)
class _Candidate:
    start: int
    end: int
    name: str
    senses: list[Sense]
    qualifier: str | None = None
    in_name: bool = False


@Language.factory("extractor_places", assigns=["doc._.places"])
def make_places(nlp: Language, name: str) -> PlacesComponent:
    """The factory of the places component."""
    return PlacesComponent()


class PlacesComponent:
    """Writes ``doc._.places``: one Place per name and country, in order of first mention.

    Place.kind: "country", "demonym", "state", "region" or "city", or "name" where the place stands inside another
    name only ("Los Angeles Police Department"). Offsets are characters of the report's text.
    """

    def __init__(self) -> None:
        self.gazetteer: Gazetteer = load_gazetteer()
        self.cues: Cues = load_cues()

    def __call__(self, doc: Doc) -> Doc:
        """Find the places of one doc."""
        text = doc.text  # put together anew each time it is asked for
        candidates = self._candidates(doc, text)
        weights = self._weights(candidates)
        places: dict[tuple[str, str], Place] = {}
        for candidate in candidates:
            sense = self._resolve(candidate, weights)
            country = self.gazetteer.forms[sense.country]
            span = TextSpan.cut(text, candidate.start, candidate.end)
            kind = "name" if candidate.in_name else sense.kind
            place = places.setdefault((candidate.name, country), Place(candidate.name, country, [], kind))
            place.mentions.append(span)
            if place.kind == "name":
                place.kind = kind
        doc._.places = list(places.values())
        return doc

    def _candidates(self, doc: Doc, text: str) -> list[_Candidate]:
        found: list[_Candidate] = []
        after = 0
        tokens = _TokensByOffset(doc)
        for match in _CAPITALISED.finditer(text):
            if match.start() < after:
                continue
            name = self._name_at(text, match.start(), match.group())
            if name is None:
                continue
            known, end = name
            candidate = _Candidate(match.start(), end, known, self.gazetteer.senses[known])
            candidate.qualifier = self._qualifier(text, end)
            if self._is_place(text, candidate, tokens):
                found.append(candidate)
                after = end
        return found

    def _name_at(self, text: str, start: int, first: str) -> tuple[str, int] | None:
        """The known name at ``start`` and where it ends; capitals as in a dateline are read as a plain name."""
        known = self.gazetteer.at(text, start, first)
        if known:
            return known, start + len(known)
        if first.isupper() and len(first) > 1:
            stretch = re.sub(r"[^\W\d_]+", lambda word: word.group().capitalize(), text[start : start + 40])
            known = self.gazetteer.at(stretch, 0, first.capitalize())
            if known and len(known) > 3 and text[start : start + len(known)].isupper():
                return known, start + len(known)
        return None

    def _qualifier(self, text: str, end: int) -> str | None:
        """The ISO code of the state or country that stands after a comma."""
        match = _QUALIFIER.match(text, end)
        if not match:
            return None
        word = match.group(1)
        for short in self.gazetteer.state_codes:
            if short.startswith(word[:2]) and text.startswith(short, match.start(1)):
                tail = match.start(1) + len(short)
                if not text[tail : tail + 1].isalnum():
                    return "US"
        name = self.gazetteer.at(text, match.start(1), word)
        if name:
            for sense in self.gazetteer.senses[name]:
                if sense.kind in ("country", "state", "region"):
                    return "US" if name == "Georgia" else sense.country
        return None

    def _is_place(self, text: str, candidate: _Candidate, tokens: _TokensByOffset) -> bool:
        cues, name = self.cues, candidate.name
        kind = candidate.senses[0].kind
        before = _PREVIOUS_WORD.search(text, max(0, candidate.start - 30), candidate.start)
        previous = before.group(1) if before else ""
        following_match = _NEXT_WORD.match(text, candidate.end)
        following = following_match.group(1) if following_match else ""
        if name in cues.never or previous in cues.not_after.get(name, ()):
            return False
        if following in cues.streets or (following in cues.media and kind != "demonym"):
            return False
        if name in cues.languages and (
            following.lower() in cues.language_next or (previous.lower() == "in" and not following)
        ):
            return False
        token = tokens.at(candidate.start)
        if token.like_url or token.like_email:
            return False
        label = token.ent_type_
        if label == "PERSON":
            return self._survives_person(candidate, token, previous)
        if name in cues.person_names and self._touches_person(token, tokens.at(candidate.end - 1)):
            return False
        if label in _NAME_LABELS and _entity_length(token, tokens.doc) > candidate.end - candidate.start + 2:
            candidate.in_name = True
            if kind == "city" and (candidate.senses[0].people < 50 or name in cues.person_names):
                return False
            return name not in cues.common_words
        if kind in _HEADLINE_KINDS or candidate.qualifier:
            return name not in cues.common_words or candidate.qualifier is not None
        lead = previous.lower() in cues.leads
        if name in cues.common_words:
            return label in _PLACE_LABELS and lead
        if label in _PLACE_LABELS:
            return not (following[:1].isupper() and text[candidate.end : candidate.end + 1] == " ") or self._whole(
                token, tokens.doc, candidate
            )
        large = max(sense.people for sense in candidate.senses) >= _LARGE
        return large or (lead and label != "PERSON" and not following[:1].isupper()) or self._opens(text, candidate)

    @staticmethod
    def _whole(token: Token, doc: Doc, candidate: _Candidate) -> bool:
        """Whether the entity is the place alone ("Paris Agreement" is not), give or take an article."""
        return _entity_length(token, doc) <= candidate.end - candidate.start + 4

    def _survives_person(self, candidate: _Candidate, token: Token, previous: str) -> bool:
        """A PERSON label is believed, save for countries that are nobody's name and stand alone."""
        if candidate.name in self.cues.person_names and candidate.qualifier is None:
            return False
        alone = _entity_length(token, token.doc) <= candidate.end - candidate.start + 2
        if candidate.senses[0].kind in ("country", "demonym", "state"):
            return alone or candidate.qualifier is not None
        return alone and (previous.lower() in self.cues.leads or candidate.qualifier is not None)

    @staticmethod
    def _touches_person(first: Token, last: Token) -> bool:
        """Whether a name of a person stands right before or after."""
        doc = first.doc
        before = doc[first.i - 1] if first.i else None
        after = doc[last.i + 1] if last.i + 1 < len(doc) else None
        return any(t is not None and t.ent_type_ == "PERSON" and t.text[:1].isupper() for t in (before, after))

    @staticmethod
    def _opens(text: str, candidate: _Candidate) -> bool:
        """Whether the place is a dateline: at the start of a line, with a dash after it."""
        opens = candidate.start == 0 or text[candidate.start - 1] == "\n"
        return opens and bool(_DATELINE.match(text, candidate.end))

    def _weights(self, candidates: list[_Candidate]) -> Counter[str]:
        """How often the text names each country without doubt."""
        weights: Counter[str] = Counter()
        for candidate in candidates:
            if candidate.qualifier:
                weights[candidate.qualifier] += 2
            countries = {sense.country for sense in candidate.senses}
            if len(countries) == 1:
                weights[candidate.senses[0].country] += 1 if candidate.senses[0].kind == "city" else 2
        return weights

    def _resolve(self, candidate: _Candidate, weights: Counter[str]) -> Sense:
        if candidate.qualifier:
            for sense in candidate.senses:
                if sense.country == candidate.qualifier:
                    return sense
            if all(sense.kind == "city" and sense.people < _NAMESAKES for sense in candidate.senses):
                return Sense(candidate.qualifier, "city", 1)
        if candidate.senses[0].kind == "country" and all(s.kind in ("country", "city") for s in candidate.senses):
            return candidate.senses[0]

        def likely(sense: Sense) -> float:
            return 2 * math.log10(max(sense.people, 1)) + math.log1p(weights[sense.country])

        return max(candidate.senses, key=likely)


class _TokensByOffset:
    """The token at a character, for offsets asked in rising order or not."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self._starts = [token.idx for token in doc]

    def at(self, offset: int) -> Token:
        low, high = 0, len(self._starts)
        while high - low > 1:
            middle = (low + high) // 2
            if self._starts[middle] <= offset:
                low = middle
            else:
                high = middle
        return self.doc[low]


def _entity_length(token: Token, doc: Doc) -> int:
    """Characters of the entity that holds the token."""
    first = last = token.i
    while doc[first].ent_iob_ == "I" and first > 0:
        first -= 1
    while last + 1 < len(doc) and doc[last + 1].ent_iob_ == "I":
        last += 1
    return int(doc[last].idx + len(doc[last]) - doc[first].idx)
