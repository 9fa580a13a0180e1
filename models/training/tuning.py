"""What tuning an encoder takes, whatever it is to read for: batches, and the pace of learning."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

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
