"""Quadratic weighted kappa of marks from 1 to 4, for two raters and as the mean over all pairs."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final

import numpy as np

from trainee_exercises.statistics.figure import DRAWS, NAN, SEED, Figure, Table, middle_95, shared_units, why_none

if TYPE_CHECKING:
    from collections.abc import Sequence

_N_MARKS: Final = 4
_WEIGHTS: Final = (np.arange(_N_MARKS)[:, None] - np.arange(_N_MARKS)) ** 2


def weighted_kappa(left: Sequence[float] | Table, right: Sequence[float] | Table) -> float:
    """Return the quadratic weighted kappa of marks 1 to 4, decimals rounded to the nearest mark (Cohen 1968).

    NaN: no pairs, or both always give one and the same mark.
    """
    rows, columns = (_places(np.asarray(ones, float)) for ones in (left, right))
    if not len(rows):
        return NAN
    seen = np.zeros((_N_MARKS, _N_MARKS))
    np.add.at(seen, (rows, columns), 1.0)
    by_chance = np.outer(seen.sum(axis=1), seen.sum(axis=0)) / seen.sum()
    bottom = float((_WEIGHTS * by_chance).sum())
    return 1.0 - float((_WEIGHTS * seen).sum()) / bottom if bottom else NAN


def mean_kappa(marks: Table, seed: int = SEED) -> Figure:
    """Return the mean kappa over all pairs of raters who share a unit; the interval draws whole units again.

    Pairs whose kappa is no number are left out of the mean. Value NaN with the reason where no pair is left, or where
    `why_none` has one.
    """
    shared = shared_units(marks)
    n, reason = shared.shape[1], why_none(marks)
    if reason:
        return Figure(NAN, NAN, NAN, n, reason)
    value = _mean_over_pairs(shared)
    if np.isnan(value):
        return Figure(NAN, NAN, NAN, n, "each pair gave one and the same mark to all they share")
    random = np.random.default_rng(seed)
    drawn = np.array([_mean_over_pairs(shared[:, random.integers(0, n, n)]) for _ in range(DRAWS)])
    return Figure(value, *middle_95(drawn), n)


def _mean_over_pairs(marks: Table) -> float:
    found = []
    for one, other in combinations(marks, 2):
        both = ~np.isnan(one) & ~np.isnan(other)
        value = weighted_kappa(one[both], other[both])
        if not np.isnan(value):
            found.append(value)
    return float(np.mean(found)) if found else NAN


def _places(values: Table) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    return np.clip(np.floor(values + 0.5), 1, _N_MARKS).astype(np.int64) - 1
