"""The setting component: in which country, when, and since when (``doc._.topics``: country, occurred, released).

1. candidates: for the country every country named, the USA, Global, the address's and those of the known names'
   incidents; for the year every year named and all in which the databank has incidents;
2. each candidate is described by numbers (country.py, year.py) and ranked by trained weights (models/setting.json);
3. the score is calibrated; candidates below the field's threshold are kept with ``accepted`` False.
"""

from __future__ import annotations

import json
from collections.abc import Container
from functools import cache
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from extractor.pipeline.actors.forms import key_of
from extractor.pipeline.annotations import TextSpan, Topic
from extractor.pipeline.places.gazetteer import load_gazetteer
from extractor.pipeline.precedents import Near, Precedents, shipped_precedents
from extractor.pipeline.setting import country, released, year
from extractor.pipeline.setting.known import KnownName, NameTable
from extractor.pipeline.setting.ranker import Ranker
from extractor.pipeline.setting.words import WordModel
from extractor.shipped import shipped_path

BY = "setting"
KEPT = 5
"""Candidates kept per field, for an editor to pick from."""


@Language.factory("extractor_setting", assigns=["doc._.topics"])
def make_setting(nlp: Language, name: str) -> SettingComponent:
    """The factory of the setting component."""
    return SettingComponent(load_model(), shipped_precedents())


SHORTEST_FOR_INFERENCE = 30
"""Texts of fewer tokens say too little for a value that no words name."""


class SettingModel:
    """The trained weights and tables of models/setting.json and models/setting.npz."""

    def __init__(self, data: dict[str, Any], words: WordModel) -> None:
        self.words = words
        self.names = NameTable.from_dict(data["known"])
        self.country = Ranker.from_dict(data["country"], country.FEATURES)
        self.year = Ranker.from_dict(data["year"], year.FEATURES)
        self.country_prior: dict[str, float] = data["country_prior"]
        self.year_prior: dict[int, float] = {int(y): p for y, p in data["year_prior"].items()}
        self.released: dict[str, Any] = data["released"]


@cache
def load_model() -> SettingModel:
    """The shipped model, once a process. Raises ModelError when its files are missing."""
    path = Path(shipped_path("models/setting.json"))
    data = json.loads(path.read_text(encoding="utf-8"))
    return SettingModel(data, WordModel.load(Path(shipped_path("models/setting.npz"))))


class SettingComponent:
    """Writes ``country``, ``occurred`` and ``released`` into ``doc._.topics``, best first.

    Runs after places, dates and roles (of whose systems the release counts). Evidence is in characters of the report's
    text: the words that name the place or date, or, for inferred values, the words that led to it, with ``why``.
    """

    def __init__(self, model: SettingModel, precedents: Precedents) -> None:
        self.model = model
        self.precedents = precedents
        self.gazetteer = load_gazetteer()

    def __call__(self, doc: Doc) -> Doc:
        """Set the three fields of one doc."""
        topics: dict[str, list[Topic]] = {"country": [], "occurred": [], "released": []}
        text = doc.text  # spaCy joins it anew at each use
        if text.strip():
            known = self.model.names.find(text)
            vector = self.model.words.vector(text)
            scores = {question: self.model.words.scores(question, vector) for question in ("country", "year")}
            near = self.precedents.near(doc)
            topics["country"] = self._countries(doc, known, scores["country"])
            clues = year.read_clues(doc, known, scores["year"], near)
            topics["occurred"] = self._years(doc, clues, near)
            latest = next((t.term for t in topics["occurred"] if t.accepted), None)
            topics["released"] = self._released(clues, latest, drafted_systems(doc))
        doc._.topics = {**doc._.topics, **topics}
        return doc

    def _countries(self, doc: Doc, known: list[KnownName], words: dict[str, float]) -> list[Topic]:
        ranker = self.model.country
        clues = country.read_clues(doc, self.gazetteer, known, words)
        names = country.candidates(clues)
        rows = [country.features(name, clues, self.model.country_prior) for name in names]
        ranked = sorted(zip(ranker.probabilities(rows), names, strict=True), key=lambda pair: (-pair[0], pair[1]))
        found = []
        for at, (probability, name) in enumerate(ranked[:KEPT]):
            score = ranker.calibrated(float(probability))
            spans = country.supporting(name, clues)
            why = None
            if not spans:
                spans, why = self._inferred_country(doc, name, clues)
            accepted = ranker.accepts(at, score) and (at == 0 or country.GLOBAL not in (name, ranked[0][1]))
            accepted = accepted and (why is None or len(doc) >= SHORTEST_FOR_INFERENCE)
            found.append(Topic("country", name, score, spans, BY, why is not None, accepted, why))
        return found

    def _inferred_country(self, doc: Doc, name: str, clues: country.Clues) -> tuple[list[TextSpan], str]:
        """What led to a country that no words name, with the words nearest to a reason."""
        if name in (clues.domain, clues.publisher):
            return [lead_sentence(doc)], f"the report's address: {doc._.report.url}"
        if name == country.GLOBAL and len(clues.counts) > 1:
            spans = [places[0].mentions[0] for places in clues.places.values()]
            return sorted(spans, key=lambda s: s.start)[:KEPT], f"{len(clues.counts)} countries are named"
        sources = sorted(clues.sources.get(name, []), key=lambda known: -len(known.mentions))
        if sources:
            rows = [i.id for i in sources[0].incidents if name in i.countries][:3]
            return sources[0].mentions[:3], f"incidents of {sources[0].name} in the databank: {', '.join(rows)}"
        return [lead_sentence(doc)], "no place is named; the most frequent country of such reports"

    def _years(self, doc: Doc, clues: year.Clues, near: Near) -> list[Topic]:
        ranker = self.model.year
        years = year.candidates(clues)
        rows = [year.features(y, clues, self.model.year_prior) for y in years]
        ranked = sorted(zip(ranker.probabilities(rows), years, strict=True), reverse=True)
        found = []
        for at, (probability, candidate) in enumerate(ranked[:KEPT]):
            score = ranker.calibrated(float(probability))
            value, spans = year.value_of(candidate, clues)
            why = None
            if not spans:
                spans, why = self._inferred_year(doc, candidate, clues, near.example("year", str(candidate)))
            accepted = ranker.accepts(at, score) and (why is None or len(doc) >= SHORTEST_FOR_INFERENCE)
            found.append(Topic("occurred", value, score, spans, BY, why is not None, accepted, why))
        return found

    @staticmethod
    def _inferred_year(doc: Doc, candidate: int, clues: year.Clues, example: str | None) -> tuple[list[TextSpan], str]:
        """What led to a year that no words name, with the words nearest to a reason."""
        if clues.anchor is not None and clues.anchor.year == candidate:
            return [lead_sentence(doc)], f"the report is of {candidate}"
        eras = [era for era in clues.eras if era.first <= candidate <= era.last]
        if eras:
            best = max(eras, key=lambda era: (era.first, -era.last))
            return [best.span], f"reports write so from {best.first} to {best.last}"
        for name in clues.sources:
            rows = [i.id for i in name.incidents if i.year == candidate][:3]
            if rows:
                return name.mentions[:3], f"incidents of {name.name} in the databank: {', '.join(rows)}"
        if example:
            return [lead_sentence(doc)], f"so has databank row {example}, which reads like this"
        return [lead_sentence(doc)], "no date is named; the wording is most like reports of that year"

    def _released(self, clues: year.Clues, latest: str | None, systems: Container[str]) -> list[Topic]:
        rule = self.model.released
        found: list[Topic] = []
        for release in released.releases(clues, latest, systems)[:KEPT]:
            score = float(rule["stated" if release.stated else "known"])
            accepted = not found and score >= float(rule["threshold"])
            found.append(
                Topic(
                    "released", release.value, score, list(release.spans), BY, not release.stated, accepted, release.why
                )
            )
        return found


def drafted_systems(doc: Doc) -> set[str]:
    """Keys of the systems that the entry will name, by every form the text has of them."""
    taken = {role.actor for role in doc._.roles if role.role == "system" and role.accepted}
    forms = {mention.text for system in doc._.systems if system.name in taken for mention in system.mentions}
    return {key_of(form) for form in taken | forms}


def lead_sentence(doc: Doc) -> TextSpan:
    """The first sentence of some length, for values that nothing in particular led to."""
    for sentence in doc.sents:
        if len(sentence) >= 6 and sentence.text.strip():
            return TextSpan.trimmed(doc.text, sentence.start_char, sentence.end_char)
    return TextSpan.trimmed(doc.text, 0, len(doc.text))
