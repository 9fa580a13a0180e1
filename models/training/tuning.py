"""What tuning an encoder takes, whatever it is to read for: batches, and the pace of learning."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import numpy as np
import torch
from torch import Tensor, nn

T = TypeVar("T")
WARM = 0.1
"""Share of the steps in which the pace rises; then it falls to nothing."""


def batches(rows: Sequence[T], length: Callable[[T], int], size: int, draw: random.Random) -> list[list[T]]:
    """Batches of rows of about one length, in random order."""
    mixed = draw.sample(list(rows), len(rows))
    chunks = (sorted(mixed[n : n + 16 * size], key=length) for n in range(0, len(mixed), 16 * size))
    found = [chunk[n : n + size] for chunk in chunks for n in range(0, len(chunk), size)]
    draw.shuffle(found)
    return found


def tensors_of(
    rows: Sequence[Sequence[int]], marks: Sequence[Sequence[int]], edges: tuple[int, int]
) -> tuple[Tensor, Tensor, Tensor]:
    """(ids, mask, places of each mark) of texts as word pieces, in which mark n stands as -1 - n.

    marks: the pieces of each text's marks. places: texts x marks x pieces, one where the mark stands.
    """
    width = max(map(len, rows)) + 2
    ids, mask = np.zeros((2, len(rows), width), dtype=np.int64)
    own = np.zeros((len(rows), len(marks[0]), width), dtype=np.float32)
    for n, pieces in enumerate(rows):
        row = [edges[0], *(marks[n][-1 - piece] if piece < 0 else piece for piece in pieces), edges[1]]
        ids[n, : len(row)], mask[n, : len(row)] = row, 1
        for at, piece in enumerate(pieces, start=1):
            if piece < 0:
                own[n, -1 - piece, at] = 1
    return torch.from_numpy(ids), torch.from_numpy(mask), torch.from_numpy(own)


def means_of(found: Tensor, mask: Tensor, own: Tensor) -> tuple[Tensor, Tensor]:
    """Means of what was read (texts x pieces x width): of each text, and of each of its marks (beside the text's)."""
    every = mask.unsqueeze(-1).float()
    whole = (found * every).sum(1) / every.sum(1)
    at = own @ found / own.sum(-1, keepdim=True).clamp(min=1)
    return whole, torch.cat([whole.unsqueeze(1).expand_as(at), at], -1)


class Pace:
    """The steps of learning: how fast, rising first and falling then, and one after the other.

    groups: what is learned, as torch's optimizers take it.
    """

    def __init__(self, groups: Iterable[Any], steps: int, **options: Any) -> None:
        self._optimizer = torch.optim.AdamW(groups, weight_decay=0.01, **options)
        warm = steps * WARM
        self._schedule = torch.optim.lr_scheduler.LambdaLR(
            self._optimizer, lambda n: min((n + 1) / warm, (steps - n) / (steps - warm))
        )

    def step(self, loss: Tensor, net: nn.Module) -> None:
        """Learn from a loss; what ``net`` would learn at once is bounded."""
        self._optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        self._optimizer.step()
        self._schedule.step()
