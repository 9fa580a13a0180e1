"""Which sentence carries most of a prediction, and which of its words decided."""

from __future__ import annotations

from bisect import bisect_right

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc

from extractor.pipeline.annotations import TextSpan
from extractor.pipeline.topics.features import grams
from extractor.pipeline.topics.model import Floats, TopicModel

WORDS_SHOWN = 4


class Occurrences:
    """Where the features of a text stand, by sentence."""

    def __init__(self, doc: Doc, model: TopicModel, index: npt.NDArray[np.intp], value: Floats) -> None:
        self._doc = doc
        self._spans = [(s.start_char, s.end_char) for s in doc.sents if s.text.strip()]
        starts = [start for start, _ in self._spans]
        slot = {int(feature): at for at, feature in enumerate(index)}
        self._names: list[str] = [""] * len(index)
        slots, sentences = [], []
        for feature, at in grams(doc.text):
            known = model.vocabulary.get(feature)
            if known is not None and known in slot and starts:
                self._names[slot[known]] = feature
                slots.append(slot[known])
                sentences.append(max(0, bisect_right(starts, at) - 1))
        self._slots = np.array(slots, dtype=np.intp)
        self._sentences = np.array(sentences, dtype=np.intp)
        counts = np.bincount(self._slots, minlength=len(index)) if slots else np.zeros(len(index))
        self._value = value / np.maximum(counts, 1)
        self._model, self._index = model, index

    def best_sentence(self, column: int) -> tuple[TextSpan | None, list[str]]:
        """The sentence whose words add most to a label's score (None for an empty text), and those words."""
        if not self._spans:
            return None, []
        shares = self._value * self._model.column(column, self._index)
        if not len(self._slots):
            return self._span(0), []
        totals = np.bincount(self._sentences, weights=shares[self._slots], minlength=len(self._spans))
        best = int(np.argmax(totals))
        here = np.unique(self._slots[self._sentences == best])
        ranked = sorted(here, key=lambda at: (-shares[at], self._names[at]))
        return self._span(best), [self._names[at] for at in ranked[:WORDS_SHOWN] if shares[at] > 0]

    def _span(self, number: int) -> TextSpan:
        start, end = self._spans[number]
        text = self._doc.text[start:end]
        start += len(text) - len(text.lstrip())
        return TextSpan.cut(self._doc.text, start, start + len(text.strip()))
