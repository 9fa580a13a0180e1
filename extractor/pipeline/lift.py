"""By how much counts raise the log-odds of something over its share at large."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
PRIOR = 2.0
"""How many cases at large are added to those that were counted: one case is no habit yet."""


def lift_of(count: npt.NDArray[Any], total: Any, share: npt.NDArray[Any], prior: float = PRIOR) -> Floats:
    """The difference in log-odds, element by element: of ``count`` cases among ``total``, over ``share`` (0 to 1)."""
    given = np.clip((count + prior * share) / (total + prior), 1e-4, 1 - 1e-4)
    lift: Floats = (np.log(given / (1 - given)) - np.log(share / (1 - share))).astype(np.float32)
    return lift
