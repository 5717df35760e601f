"""Krippendorff's alpha for ordinal and interval marks, missing ones allowed, with a bootstrap over units."""

from __future__ import annotations

from typing import Literal

import numpy as np

from trainee_exercises.statistics.figure import DRAWS, NAN, SEED, Figure, Table, middle_95, shared_units, why_none

Level = Literal["ordinal", "interval"]


def alpha(marks: Table, level: Level = "ordinal") -> float:
    """Return alpha: 1 - observed / expected disagreement (Krippendorff 2011). NaN where nothing can vary."""
    values, of_units = _coincidences(marks)
    return float(_alphas(of_units.sum(axis=0)[None], values, level)[0])


def alpha_with_interval(marks: Table, level: Level = "ordinal", seed: int = SEED) -> Figure:
    """Return alpha with its interval from drawing whole units again; NaN with the reason where there is none."""
    values, of_units = _coincidences(marks)
    n = len(of_units)
    reason = why_none(marks)
    if reason:
        return Figure(NAN, NAN, NAN, n, reason)
    times = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=DRAWS).astype(float)
    drawn = _alphas(np.tensordot(times, of_units, axes=1), values, level)
    return Figure(alpha(marks, level), *middle_95(drawn), n)


def _coincidences(marks: Table) -> tuple[Table, Table]:
    """Return the values that occur and, for each shared unit, how often each pair of them meets (n x values x values).

    A unit of m marks gives each of its ordered pairs the weight 1 / (m - 1), so that it weighs as much as its marks.
    """
    shared = shared_units(marks)
    values = np.unique(shared[~np.isnan(shared)])
    counts = (shared.T[:, :, None] == values).sum(axis=1).astype(float)
    pairs = counts[:, :, None] * counts[:, None, :] - counts[:, :, None] * np.eye(len(values))
    return values, pairs / np.maximum(counts.sum(axis=1) - 1, 1)[:, None, None]


def _alphas(coincidences: Table, values: Table, level: Level) -> Table:
    """Return one alpha for each of the tables *coincidences* (draws x values x values)."""
    totals = coincidences.sum(axis=2)
    n = totals.sum(axis=1)
    apart = _squared_steps(totals, values, level)
    seen = (coincidences * apart).sum(axis=(1, 2))
    by_chance = (totals[:, :, None] * totals[:, None, :] * apart).sum(axis=(1, 2))
    possible = by_chance > 0
    return np.where(possible, 1 - (n - 1) * seen / np.where(possible, by_chance, 1.0), NAN)


def _squared_steps(totals: Table, values: Table, level: Level) -> Table:
    """Return how far apart two values are, squared: by how many marks lie between them if ordinal."""
    if level == "interval":
        return np.broadcast_to((values[:, None] - values) ** 2, (*totals.shape, len(values)))
    below = np.cumsum(totals, axis=1) - totals / 2  # the middle of each value's marks when all are put in order
    return np.asarray((below[:, :, None] - below[:, None, :]) ** 2, float)
