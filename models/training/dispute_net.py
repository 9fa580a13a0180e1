"""An encoder that judges windows for disputes: its head, and windows as numbers. Teacher and reader are both one."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from torch import Tensor, nn

from extractor.pipeline.disputes.model import ROLES
from extractor.pipeline.disputes.windows import MARKS, Window, ids_of
from extractor.pipeline.encoder.wordpiece import WordPieces
from training.tuning import means_of, tensors_of

Floats = npt.NDArray[np.float32]
Ids = list[int]
"""The word pieces of a window in the reader's numbers; actor n stands as -1 - n."""
LONGEST = 192
"""Word pieces of a window, with its edges."""


class Net(nn.Module):  # type: ignore[misc]  # torch is skipped where it is not installed
    """An encoder (its embeddings stay as they are), and one linear head over the whole and an actor's marks.

    frozen: so many of its first layers stay as they are too.
    """

    def __init__(self, encoder: Any, frozen: int = 0) -> None:
        super().__init__()
        for part in (encoder.embeddings, *encoder.encoder.layer[:frozen]):
            for weights in part.parameters():
                weights.requires_grad = False
        self.encoder = encoder
        self.head = nn.Linear(2 * encoder.config.hidden_size, len(ROLES))

    def forward(self, ids: Tensor, mask: Tensor, own: Tensor) -> tuple[Tensor, Tensor]:
        """Logits (windows x actors x roles), and each piece's vector (windows x pieces x width).

        own: windows x actors x pieces, one where a mark of the actor stands.
        """
        found = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        return self.head(means_of(found, mask, own)[1]), found

    def tuned(self) -> list[Tensor]:
        """The encoder's weights that are learned."""
        return [weights for weights in self.encoder.parameters() if weights.requires_grad]


class Numbers:
    """Windows as numbers, for a vocabulary of word pieces. marks: the pieces that stand for actors."""

    def __init__(self, vocabulary: Sequence[str], marks: Sequence[str]) -> None:
        ids = {piece: n for n, piece in enumerate(vocabulary)}
        self._pieces = WordPieces(ids)
        self._marks = [ids[mark] for mark in marks]
        self._edges = (ids["[CLS]"], ids["[SEP]"])

    def of(self, window: Window) -> Ids:
        """A window's pieces, without edges, as many as are read."""
        return ids_of(window, self._pieces.ids, range(-1, -MARKS - 1, -1))[: LONGEST - 2]

    def tensors(self, rows: Sequence[Ids], draw: random.Random) -> tuple[Tensor, Tensor, Tensor]:
        """(ids, mask, places of each actor's marks). Which mark an actor has is drawn anew, for it says nothing."""
        return tensors_of(rows, [draw.sample(self._marks, len(self._marks)) for _ in rows], self._edges)


def loss_of(logits: Tensor, wanted: Tensor, own: Tensor) -> Tensor:
    """Mean cross entropy of the actors that stand in the windows. wanted: windows x actors x roles."""
    there = (own.sum(-1) > 0).float().unsqueeze(-1)
    losses = nn.functional.binary_cross_entropy_with_logits(logits.float(), wanted, reduction="none")
    mean: Tensor = (losses * there).sum() / (len(ROLES) * there.sum())
    return mean
