"""Statistics of agreement: weighted kappa with a bootstrap interval, rank correlation, shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.stats import rankdata

from trainee_exercises.statistics import weighted_kappa

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Interval", "by_length", "kappa_with_interval", "rank_correlation", "weighted_kappa", "within_groups"]

_DRAWS = 2000
_SEED = 20_260


class Interval(NamedTuple):
    """A figure with its 95 % bootstrap interval and how many replies it rests on; NaN where there are too few."""

    value: float
    low: float
    high: float
    n: int


def kappa_with_interval(left: Sequence[float], right: Sequence[float], groups: Sequence[str]) -> Interval:
    """Return the weighted kappa; whole questions are drawn again, since replies to one question hang together."""
    value = weighted_kappa(left, right)
    names = sorted(set(groups))
    if len(names) < 2:
        return Interval(value, float("nan"), float("nan"), len(left))
    one, other, group = np.asarray(left, float), np.asarray(right, float), np.asarray(groups)
    places = [np.flatnonzero(group == name) for name in names]
    random = np.random.default_rng(_SEED)
    drawn = []
    for _ in range(_DRAWS):
        at = np.concatenate([places[i] for i in random.integers(0, len(places), len(places))])
        drawn.append(weighted_kappa(one[at], other[at]))
    low, high = np.nanpercentile(drawn, [2.5, 97.5])
    return Interval(value, float(low), float(high), len(left))


def rank_correlation(left: Sequence[float], right: Sequence[float]) -> float:
    """Return Spearman's rank correlation, ties sharing their ranks; NaN where one of the two never varies."""
    ranks = np.array([rankdata(left), rankdata(right)]) if len(left) else np.zeros((2, 0))
    centred = ranks - ranks.mean(axis=1, keepdims=True) if ranks.size else ranks
    bottom = float(np.sqrt((centred[0] ** 2).sum() * (centred[1] ** 2).sum()))
    return float((centred[0] * centred[1]).sum() / bottom) if bottom else float("nan")


def within_groups(left: Sequence[float], right: Sequence[float], groups: Sequence[str]) -> float:
    """Return the mean rank correlation in each group whose labels vary; a score that never varies counts 0."""
    found = []
    for name in sorted(set(groups)):
        at = [i for i, group in enumerate(groups) if group == name]
        if len({right[i] for i in at}) > 1:
            value = rank_correlation([left[i] for i in at], [right[i] for i in at])
            found.append(0.0 if np.isnan(value) else value)
    return float(np.mean(found)) if found else float("nan")


def by_length(lengths: Sequence[float], labels: Sequence[float]) -> list[float]:
    """Return marks from length alone with the same shares as the labels: the longest get the highest. The floor."""
    order = np.argsort(np.asarray(lengths, float), kind="stable")
    marks = np.empty(len(lengths))
    marks[order] = np.sort(np.asarray(labels, float))
    return [float(mark) for mark in marks]
