"""Percentiles of the first responses of all replications together, by slot of time, with intervals.

Woodruff's interval (Journal of the American Statistical Association 47, 1952): the share of answers within the value is
a ratio of sums over replications, which are the independent units; its error in replications, read back from the
distribution of waits, is the error of the value. Waits of one replication go together (whoever meets the same queue
waits alike), so the answers alone would make it too narrow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.durations import MINUTE
from sim.experiments.estimate import t_quantiles
from sim.measures.first_responses import (
    BIN_ENDS,
    N_BINS,
    PERCENTILES,
    by_slot,
    number_in,
    rank_of,
    side_by_side,
    waits_at,
    ways_to_slice,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from sim.measures.first_responses import Counts, Parts, Slots, Table

    Numbers = NDArray[np.float64]


def percentile_table(found: Table, n_weeks: int, days: range = range(0), batches: Sequence[Table] = ()) -> pd.DataFrame:
    """Return `PERCENTILES` by slot of time: plan, by, slot, scope, measure, top, bottom, low, high (minutes).

    bottom is 1, or 0 (as is top) where too few were answered. low and high are the 95 % interval, NaN where there is
    none: too few answers, or too few *batches*. days: the last days, as slots; batches: independent parts whose sum is
    *found*.
    """
    ways, blocks = ways_to_slice(n_weeks, len(days)), []
    for (plan, scope), counts in found.items():
        parts = side_by_side([batch[plan, scope] for batch in batches if (plan, scope) in batch], n_weeks)
        for by, slots in ways.items():
            values, low, high = _with_range(by_slot(counts, slots), parts, slots)
            number = np.arange(slots.n) + (days.start if by == "day" else 0)
            for measure, *columns in zip(PERCENTILES, values, low, high, strict=True):
                blocks.append(((plan, by, scope, measure), (number, *columns)))
    return _frame(blocks)


def _frame(blocks: Sequence[tuple[tuple[str, ...], tuple[Numbers, ...]]]) -> pd.DataFrame:
    """Return the rows of blocks that each have a plan, way to slice, scope and measure, and columns."""
    sizes = [columns[0].size for _, columns in blocks]
    names = (
        np.repeat(np.array(column, dtype=object), sizes) for column in zip(*(about for about, _ in blocks), strict=True)
    )
    slot, value, low, high = (
        np.concatenate(column) for column in zip(*(columns for _, columns in blocks), strict=True)
    )
    plan, by, scope, measure = names
    known = np.isfinite(value)
    return pd.DataFrame({
        "plan": plan, "by": by, "slot": slot, "scope": scope, "measure": measure, "top": np.where(known, value, 0.0),
        "bottom": known.astype(np.float64), "low": low, "high": high,
    })  # fmt: skip


def _with_range(counts: Counts, parts: Parts, slots: Slots) -> tuple[Numbers, Numbers, Numbers]:
    """Return `PERCENTILES` and both ends of their intervals in minutes: [percentile, slot] each.

    An interval ends at the shortest and at the longest wait at most.
    """
    n, share = number_in(counts, slots.n), _column("share")
    values = waits_at(counts, np.stack([rank_of(n, one) for one in PERCENTILES.values()]))
    half = _half(values, share, parts, slots)
    half = np.where(np.isfinite(values) & (n >= _column("least_for_range")), half, np.nan)
    ends = np.floor(n * (share - half) + 0.5).clip(1), np.minimum(np.ceil(n * (share + half) + 0.5), n)
    low, high = waits_at(counts, np.nan_to_num(np.stack(ends)).astype(np.int64))
    return values, low, high


def _column(name: str) -> Numbers:
    """Return a field of all `PERCENTILES`: [percentile, 1]."""
    return np.array([[getattr(one, name)] for one in PERCENTILES.values()], np.float64)


def _half(values: Numbers, share: Numbers, parts: Parts, slots: Slots) -> Numbers:
    """Return half the width of the interval of the share of answers within *values*: [percentile, slot].

    It is that of independent answers times the root of their design effect: how much more the share differs from part
    to part than it would if answers were. Below 1 that is chance: customers come independently of each other.
    """
    numbers, within = _of_parts(values, parts, slots)
    n, n_parts = numbers.sum(axis=0), np.count_nonzero(numbers, axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        seen = within.sum(axis=1) / n
        apart = within - seen[:, np.newaxis] * numbers
        spread = np.square(apart).sum(axis=1) * n_parts / (n_parts - 1)
        effect = np.where(seen * (1 - seen) > 0, spread / (n * seen * (1 - seen)), 1.0)
        error = np.sqrt(np.maximum(effect, 1.0) * share * (1 - share) / n)
    return np.where(n_parts >= _column("least_parts"), t_quantiles(n_parts - 1.0) * error, np.nan)


def _of_parts(values: Numbers, parts: Parts, slots: Slots) -> tuple[Numbers, Numbers]:
    """Return how many were answered [part, slot], and how many of them within *values* [percentile, part, slot]."""
    bins = np.searchsorted(BIN_ENDS, np.nan_to_num(values) * MINUTE)[:, slots.slot]
    everybody = np.full((1, slots.row.size), N_BINS - 1)
    found = parts.number_within(slots.row, np.concatenate([everybody, bins]))
    order = np.argsort(slots.slot, kind="stable")
    starts = np.searchsorted(slots.slot[order], np.arange(slots.n))
    sums = (
        np.add.reduceat(found[..., order], starts, axis=-1).astype(np.float64) if slots.n else found.astype(np.float64)
    )
    return sums[0], sums[1:]
