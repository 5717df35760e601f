"""Chances and luck as engines compare them: whole parts per million."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.inputs import MILLION

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray


def ppm(chances: Iterable[float]) -> NDArray[np.int64]:
    """Return *chances* (0 to 1) in parts per million."""
    return np.rint(np.array(list(chances), np.float64) * MILLION).astype(np.int64)


def luck_of(u: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return uniforms as luck: 0 to below a million."""
    return np.floor(u * MILLION).astype(np.int64)
