"""What tuning an encoder takes, whatever it is to read for: batches, and the pace of learning."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import torch

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


def warm_and_fall(optimizer: Any, steps: int) -> Any:
    """The pace of learning over so many steps."""
    warm = steps * WARM
    return torch.optim.lr_scheduler.LambdaLR(optimizer, lambda n: min((n + 1) / warm, (steps - n) / (steps - warm)))
