"""Which sentence carries most of a prediction, and which of its words decided."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc

from extractor.pipeline.annotations import TextSpan
from extractor.pipeline.topics.model import Floats, TopicModel

WORDS_SHOWN = 4
TELLING = (2.0, 6.2)
"""Words of this range of idf explain a prediction to an editor: neither in a third of all texts, nor in fewer than one
in some hundred and eighty (names of one incident, which a model may know by heart, are no reason). Nor do words that
only hold a sentence together ("into", "such")."""
BESIDE = 0.3
"""Weight of a sentence in a caption or footnote as evidence."""


class Occurrences:
    """Where the features of a text stand, by sentence."""

    def __init__(
        self,
        doc: Doc,
        text: str,
        found: Iterable[tuple[str, int]],
        model: TopicModel,
        index: npt.NDArray[np.intp],
        value: Floats,
    ) -> None:
        self._text = text
        sentences = ((s.start_char, s.end_char) for s in doc.sents)
        self._spans = [(start, end) for start, end in sentences if not text[start:end].isspace()]
        starts = [start for start, _ in self._spans]
        slot = {int(feature): at for at, feature in enumerate(index)}
        self._names: list[str] = [""] * len(index)
        slots, places = [], []
        for feature, place in found:
            at = slot.get(model.vocabulary.get(feature, -1))
            if at is not None:
                self._names[at] = feature
                slots.append(at)
                places.append(place)
        self._slots = np.array(slots, dtype=np.intp)
        self._sentences = np.maximum(np.searchsorted(starts, places, side="right") - 1, 0) if starts else self._slots
        idf = model.idf[index]
        plain = np.array([bool(name) and doc.vocab[name].is_stop for name in self._names], dtype=bool)
        telling = (idf >= TELLING[0]) & (idf <= TELLING[1]) & ~plain
        self._value = telling * value / np.maximum(np.bincount(self._slots, minlength=len(index)), 1)
        self._place = np.array([_weight_of(doc, start) for start, _ in self._spans], dtype=np.float32)
        self._model, self._index = model, index

    def best_sentence(self, column: int) -> tuple[TextSpan | None, list[str]]:
        """The sentence whose words add most to a label's score (None for an empty text), and those words."""
        if not self._spans:
            return None, []
        shares = self._value * self._model.column(column, self._index)
        if not len(self._slots):
            return self._span(0), []
        totals = np.bincount(self._sentences, weights=shares[self._slots], minlength=len(self._spans))
        best = int(np.argmax(np.where(totals > 0, totals * self._place, totals)))
        here = {int(at) for at in self._slots[self._sentences == best]}
        ranked = sorted(here, key=lambda at: (-shares[at], self._names[at]))
        return self._span(best), [self._names[at] for at in ranked[:WORDS_SHOWN] if shares[at] > 0]

    def _span(self, number: int) -> TextSpan:
        return TextSpan.trimmed(self._text, *self._spans[number])


def _weight_of(doc: Doc, start: int) -> float:
    passage = doc._.report.passage_at(start) if doc._.report is not None else None
    return BESIDE if passage is not None and passage.kind in ("caption", "footnote") else 1.0
