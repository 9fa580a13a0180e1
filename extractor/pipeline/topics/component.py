"""The topics component: predicts the controlled fields, and finds the purpose.

Algorithm:
- Stage one: words of text and heading, weighted by rarity, give each label a score (logistic regression per label).
- A second view, for sector and issue: where heading and opening lie among word vectors (a regression per label too), so
  that words of one meaning speak alike. A third, for sector: stage one over heading and opening alone.
- Stage two: per field, those scores, how they compare with its rivals, how common the label is, whether the
  technologies component found its words and, for sector, what the databank gives the actors and systems that the
  report names, and what entries that read like the report say, give a calibrated probability.
- Scores that clear the field's threshold are accepted; the next best are kept as candidates.
- Evidence is the term's own words where the text has them; otherwise the sentence that adds most to the score, marked
  inferred, with the words that decided.
- The purpose is one of the databank's frequent ones when it is likelier than not, else what the text says the system
  is for.
- A term with subterms ("Bias/discrimination") becomes the subterm whose words the text has.

Figures, weaknesses and what was tried are in models/README.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from extractor.errors import ModelError
from extractor.pipeline.annotations import TermHit, TextSpan, Topic
from extractor.pipeline.heading import heading_of
from extractor.pipeline.precedents import Near, Precedents, shipped_precedents
from extractor.pipeline.topics.evidence import Occurrences
from extractor.pipeline.topics.habits import Habits, load_habits
from extractor.pipeline.topics.lexical import lexical_hits
from extractor.pipeline.topics.model import FieldModel, Floats, Hit, TopicModel, databank_inputs, load_model
from extractor.pipeline.topics.purpose import find_purposes
from extractor.pipeline.topics.subterms import choose_term
from extractor.pipeline.word_counts import count_features, count_opening, grams

CANDIDATES = 4
"""How many labels below the threshold are kept for the editor."""
LEAST_SCORE = 0.03
"""Candidates below this probability are noise."""
MOST_MENTIONS = 3
"""How many mentions of a term's own words are given as evidence."""
BY = "topics.model"


class Topics:
    """Writes ``doc._.topics``: field name -> list[Topic], best first; other components' fields stay as they are."""

    def __init__(
        self,
        model: TopicModel,
        habits: Mapping[str, Habits] | None = None,
        precedents: Precedents | None = None,
    ) -> None:
        self._model, self._habits, self._precedents = model, habits or {}, precedents
        if precedents is None and any(field.precedents for field in model.fields.values()):
            raise ModelError("The topics model has no table of precedents.", "Train it again with models/train.py.")
        if any(field.habits and name not in self._habits for name, field in model.fields.items()):
            raise ModelError("The topics model has no table of habits.", "Train it again with models/train.py.")

    def __call__(self, doc: Doc) -> Doc:
        """Predict the fields of a Doc that the actors and technologies components have seen."""
        report = doc._.report
        topics: dict[str, list[Topic]] = dict(doc._.topics)
        text = doc.text
        words = list(grams(text))
        heading = heading_of(report)
        index, value = self._model.vector(count_features(text, heading, words))
        if len(index):
            logits = self._model.views(index, value, count_opening(text, heading, words))
            occurrences = Occurrences(doc, text, words, self._model, index, value)
            hits = lexical_hits(doc)
            near = self._precedents.near(doc) if self._precedents else None
            for name, field in self._model.fields.items():
                topics[name] = self._field(doc, text, field, logits, hits.get(name, {}), occurrences, near)
            topics["purpose"] = _purposes(topics.get("purpose", []), find_purposes(doc))
        doc._.topics = topics
        return doc

    def _field(
        self,
        doc: Doc,
        text: str,
        field: FieldModel,
        logits: Floats,
        hits: dict[str, Hit],
        occurrences: Occurrences,
        near: Near | None,
    ) -> list[Topic]:
        by_label = {
            label: hits[term]
            for label, terms in zip(field.labels, field.terms, strict=True)
            for term in reversed(terms)
            if term in hits
        }
        habits = self._habits[field.name].inputs(doc, field.labels) if field.habits else None
        lift = near.lift(field.name, field.labels) if near and field.precedents else None
        scores = field.scores(logits, by_label, databank_inputs(habits, lift))
        accepted = field.accept(scores)
        order = [int(i) for i in np.argsort(-scores, kind="stable")]
        rest = [i for i in order if i not in accepted and scores[i] >= LEAST_SCORE][:CANDIDATES]
        found = []
        for i in [*accepted, *rest]:
            topic = self._topic(doc, text, field, i, occurrences, near)
            if topic is not None:
                topic.score, topic.accepted = round(float(scores[i]), 4), i in accepted
                found.append(topic)
        return found

    def _topic(
        self, doc: Doc, text: str, field: FieldModel, i: int, occurrences: Occurrences, near: Near | None
    ) -> Topic | None:
        term, places = choose_term(field.name, field.labels[i], field.terms[i], text)
        own = [h for h in doc._.technologies if h.field == field.name and h.term in field.terms[i]]
        if own:
            hit = next((h for h in own if h.term == term), own[0])
            return Topic(field.name, hit.term if not places else term, 0.0, _spread(hit), hit.by)
        sentence, words = occurrences.best_sentence(int(field.columns[i]))
        if sentence is None:
            return None
        evidence = [TextSpan.cut(text, *places[0])] if places else [sentence]
        shown = ", ".join(f"“{word}”" for word in words) or "the text as a whole"
        name = self._habits[field.name].known_for(doc, field.labels[i]) if field.habits else None
        usual = f"; usual for {name} in the databank" if name else ""
        example = near.example(field.name, field.labels[i]) if near and field.precedents else None
        usual += f"; so has {example}, which reads like this" if example else ""
        return Topic(field.name, term, 0.0, evidence, BY, inferred=True, why=f"decided by {shown}{usual}")


def _purposes(usual: list[Topic], stated: list[Topic]) -> list[Topic]:
    """Purposes of one kind: the usual ones that are likelier than not, else what the text states; then the rest."""
    chosen = [topic for topic in usual if topic.accepted]
    for topic in stated:
        topic.accepted = topic.accepted and not chosen
    ranked = sorted([*usual, *stated], key=lambda topic: (not topic.accepted, -topic.score))
    return ranked[: len(chosen) + CANDIDATES + 1]


def _spread(hit: TermHit) -> list[TextSpan]:
    return hit.mentions[:MOST_MENTIONS]


@Language.factory("extractor_topics", default_config={"folder": None}, assigns=["doc._.topics"])
def make_topics(nlp: Language, name: str, folder: str | None) -> Topics:
    """The component as spaCy makes it from models/config.cfg. folder: another models folder than the shipped one."""
    place = Path(folder) if folder else None
    return Topics(
        load_model(place), load_habits(place), shipped_precedents(place / "precedents.json.gz" if place else None)
    )
