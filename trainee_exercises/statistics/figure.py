"""A figure of agreement with its interval, what it rests on, and what may be said about it."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Mapping

Table: TypeAlias = NDArray[np.float64]
"""One row a rater, one column a unit (such as a candidate), NaN where the rater gave no mark."""
Verdict = Literal["none", "too few", "discuss", "enough"]

DRAWS: Final = 2000
SEED: Final = 20_260
LEAST_SHARED: Final = 5  # below it, drawing units again says how few they are, not how sure the figure is; assumption
LEAST_UNITS: Final = 10
ENOUGH: Final = 0.6  # below it raters should talk about what their marks mean; a convention, not a law of nature
NAN: Final = float("nan")


class Figure(NamedTuple):
    """A figure with its 95 % bootstrap interval. n: units with two marks or more; reason: why the value is NaN."""

    value: float
    low: float
    high: float
    n: int
    reason: str | None = None


def table(marks: Mapping[str, Mapping[str, float]]) -> Table:
    """Return the table of {rater: {unit: mark}}; raters and units in the order of their names."""
    units = sorted({unit for given in marks.values() for unit in given})
    rows = [[marks[rater].get(unit, NAN) for unit in units] for rater in sorted(marks)]
    return np.array(rows, float).reshape(len(marks), len(units))


def shared_units(marks: Table) -> Table:
    """Return the columns in which at least two raters gave a mark: the others say nothing about agreement."""
    return np.asarray(marks[:, (~np.isnan(marks)).sum(axis=0) >= 2], float)


def why_none(marks: Table) -> str | None:
    """Return why no agreement can be worked out from *marks*, or None if it can."""
    given = ~np.isnan(marks)
    if int(given.any(axis=1).sum()) < 2:
        return "fewer than two people have rated"
    shared = shared_units(marks)
    if not shared.shape[1]:
        return "no candidate was rated by two people"
    n = shared.shape[1]
    if n < LEAST_SHARED:
        few = "1 candidate was" if n == 1 else f"{n} candidates were"
        return f"only {few} rated by two people; below {LEAST_SHARED} that is too few to say"
    if len(np.unique(shared[~np.isnan(shared)])) < 2:
        return "everybody gave the same mark, so chance alone would agree as well"
    return None


def verdict(figure: Figure) -> Verdict:
    """Return what may be said: none without a value, "too few" below 10 units, "discuss" below 0.6."""
    if isnan(figure.value):
        return "none"
    if figure.n < LEAST_UNITS:
        return "too few"
    return "discuss" if figure.value < ENOUGH else "enough"


def middle_95(drawn: Table) -> tuple[float, float]:
    """Return the 2.5th and 97.5th percentile of what was drawn; draws that came out NaN are left out."""
    found = drawn[~np.isnan(drawn)]
    if not len(found):
        return NAN, NAN
    low, high = np.percentile(found, [2.5, 97.5])
    return float(low), float(high)
