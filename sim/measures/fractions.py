"""Figures as fractions, top over bottom: means and percentiles of spans, in minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.durations import MINUTE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.measures.intervals import Ints

    Fraction = tuple[float, float]


def inverted_cdf(ordered: NDArray[np.int64] | NDArray[np.float64], share: float) -> Fraction:
    """Return the least of *ordered* (sorted values) that at least *share* of them do not exceed, over 1.

    (0, 0): there are none. It is always a wait that somebody had. Source: definition 1 of Hyndman & Fan 1996, numpy's
    "inverted_cdf".
    """
    if not ordered.size:
        return 0.0, 0.0
    place = max(int(np.ceil(share * ordered.size - 1e-9)) - 1, 0)  # 0.9 x 10 is 9, whatever its last bit
    return float(ordered[place]), 1.0


def mean_minutes(spans: Ints) -> Fraction:
    """Return the sum of *spans* (ticks) in minutes, over their number."""
    return float(spans.sum()) / MINUTE, float(spans.size)


def minutes(fraction: Fraction) -> Fraction:
    """Return a fraction of ticks in minutes."""
    return fraction[0] / MINUTE, fraction[1]
