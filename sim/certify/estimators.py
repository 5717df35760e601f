"""Estimates with a standard error from batches that are nearly independent, in plain numpy.

Written apart from `sim.experiments.estimate` and `sim.measures`: what judges the simulator shares no statistics with
it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Sums = NDArray[np.float64]


class Estimate(NamedTuple):
    """A value, its standard error, and what it rests on."""

    value: float
    standard_error: float
    n: int
    """Batches."""
    lag1: float
    """Correlation of the influences of neighbouring batches: near 0 if the batches are long enough."""


def ratio(top: Sums, bottom: Sums) -> Estimate:
    """Return sum of top / sum of bottom, a ratio of expectations: total wait / total customers.

    Source: the ratio (regenerative) estimator, Crane & Iglehart 1975.
    """
    value = float(top.sum() / bottom.sum())
    return _linearised(value, (top - value * bottom) / bottom.mean())


def deviation(counts: Sums) -> Estimate:
    """Return the standard deviation of *counts* over batches."""
    spread = float(counts.std())
    return _linearised(spread, (np.square(counts - counts.mean()) - spread**2) / (2 * spread))


def dispersion(counts: Sums) -> Estimate:
    """Return variance over mean of *counts* over batches."""
    mean, variance = float(counts.mean()), float(counts.var())
    influence = (np.square(counts - mean) - variance) / mean - variance * (counts - mean) / mean**2
    return _linearised(variance / mean, influence)


def correlation(first: Sums, second: Sums) -> Estimate:
    """Return the correlation of two counts over batches."""
    x, y = ((counts - counts.mean()) / counts.std() for counts in (first, second))
    value = float((x * y).mean())
    return _linearised(value, x * y - value * (x * x + y * y) / 2)


def _linearised(value: float, influence: Sums) -> Estimate:
    """Return an estimate whose error is the mean of *influence* (the delta method)."""
    n = len(influence)
    centred = influence - influence.mean()
    spread = float((centred * centred).sum())
    error = math.sqrt(spread / max(n - 1, 1) / n)
    lag1 = float((centred[1:] * centred[:-1]).sum()) / spread if spread > 0 else 0.0
    return Estimate(value, error, n, lag1)
