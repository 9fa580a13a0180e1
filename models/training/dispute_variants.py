"""Windows made from others, which nobody has to label: the teachers of the reader of disputes judge them.

Words give way to near ones, negations go, and two windows become one (after TinyBERT, Jiao et al. 2020, which learns
from sentences with words replaced).
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import torch
from torch import Tensor

from extractor.pipeline.disputes.windows import MARKS
from training.dispute_net import LONGEST, Ids

SEED = 5
REPLACED = 0.18
"""Share of the words that give way."""
REWORDED = 2
"""So often each window is reworded."""
NEAR = 12
FIRST_WORD = 1000
"""Pieces before that are marks and single characters."""
UNNEGATED, DROPPED = 2000, 0.6
"""Windows that lose negations, and the share of those that go."""
JOINED, SHORT = 1500, 95
"""Pairs that are tried, of windows of fewer pieces."""
NEGATIONS = ("not", "never", "no", "without", "neither", "nor")


class Variants:
    """Makes windows from others. embedded: the vectors of a vocabulary's pieces, for which words are near."""

    def __init__(self, vocabulary: Sequence[str], embedded: Tensor) -> None:
        self._vocabulary = vocabulary
        self._vectors = torch.nn.functional.normalize(embedded, dim=1)
        enough = (n for n, piece in enumerate(vocabulary) if n > FIRST_WORD and len(piece) > 2)
        self._words = [n for n in enough if vocabulary[n].isalpha()]
        self._is_word = frozenset(self._words)
        self._of_words = self._vectors[torch.tensor(self._words)]
        self._negations = frozenset(n for n, piece in enumerate(vocabulary) if piece in NEGATIONS)
        self._near: dict[int, list[int]] = {}
        self._draw = random.Random(SEED)

    def of(self, rows: Sequence[Ids]) -> Iterator[Ids]:
        """For each window two with other words; then some with fewer negations, then some pairs."""
        draw = self._draw
        yield from [self._reworded(row) for row in REWORDED * list(rows)]
        for row in draw.sample(rows, min(UNNEGATED, len(rows))):
            if not self._negations.isdisjoint(row):
                yield [piece for piece in row if not (piece in self._negations and draw.random() < DROPPED)]
        short = [row for row in rows if len(row) < SHORT]
        for _ in range(JOINED):
            first, second = draw.choice(short), draw.choice(short)
            actors, more = (max((-piece for piece in row if piece < 0), default=0) for row in (first, second))
            if len(first) + len(second) <= LONGEST - 2 and actors + more <= MARKS:
                yield first + [piece - actors if piece < 0 else piece for piece in second]

    def _reworded(self, row: Ids) -> Ids:
        found = []
        for n, piece in enumerate(row):
            goes_on = n + 1 < len(row) and row[n + 1] >= 0 and self._vocabulary[row[n + 1]].startswith("##")
            may = piece in self._is_word and not goes_on and piece not in self._negations
            found.append(self._draw.choice(self._near_to(piece)) if may and self._draw.random() < REPLACED else piece)
        return found

    def _near_to(self, piece: int) -> list[int]:
        if piece not in self._near:
            ranked = torch.topk(self._of_words @ self._vectors[piece], NEAR).indices.tolist()
            self._near[piece] = [self._words[n] for n in ranked[1:]]
        return self._near[piece]
