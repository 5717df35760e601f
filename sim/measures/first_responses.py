"""First responses by hour of the week and by week, counted in bins, and the percentiles of all that was counted.

Counts add up over replications; percentiles do not. The 90th percentile of each of many replications is the longest of
a handful where few are answered, and so is the mean of them: too short a promise. That of all taken together is not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pandas as pd

from sim.durations import DAY, MINUTE, SECOND

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from sim.measures.intervals import Ints

    Cells = NDArray[np.float64]
    Table = Mapping[tuple[str, str], "Counts"]
    """Plan and scope -> what was counted."""

WEEK_HOURS: Final = 168
BIN_RATIO: Final = 1.019
"""Upper end of a bin over its lower end: a wait read from within a bin is less than 2 % off, mostly less than 1 %."""
_LONGEST: Final = 50 * 366 * DAY
"""More than twice the longest scenario."""
_N_RATIOS: Final = int(np.ceil(np.log(_LONGEST / SECOND) / np.log(BIN_RATIO)))
BIN_ENDS: Final = np.append(0, np.round(SECOND * BIN_RATIO ** np.arange(_N_RATIOS + 1))).astype(np.int64)
"""Ticks: the longest wait of each bin. In the first are those of 0, in the second those of up to a second."""
N_BINS: Final = BIN_ENDS.size


class Percentile(NamedTuple):
    """A wait that a share of customers do not exceed."""

    share: float
    n_next: int
    """1: it is told to somebody who comes next, whose wait may as likely be the longest of the n + 1 as any other."""
    least: int
    """It is not shown of fewer answers."""


ENOUGH_TO_PROMISE: Final = 50
"""Answers over all replications from which a 90th percentile is shown (assumption). The share of those who come next
that waits longer than the 90th percentile of n is 10 % on average, give or take sqrt(0.09 / (n + 2)) (a beta
distribution): 4 in 100 for 50 answers, 9 in 100 for 10."""
PERCENTILES: Final[Mapping[str, Percentile]] = {
    "first_response_median": Percentile(0.5, 0, 1),
    "first_response_p90": Percentile(0.9, 1, ENOUGH_TO_PROMISE),
}


class Counts(NamedTuple):
    """How many first responses fell into each bin of each slot; what is not named is 0."""

    place: Ints
    """Rising: slot * N_BINS + bin. Slots are the hours of the week, then the weeks."""
    number: Ints

    def by_hour_of_week(self) -> Ints:
        """Return the counts as a histogram: [168, N_BINS]."""
        cells = np.zeros((WEEK_HOURS, N_BINS), np.int64)
        inside = self.place < cells.size
        cells.ravel()[self.place[inside]] = self.number[inside]
        return cells


def counted(waits: Ints, hour_of_week: Ints, week: Ints) -> Counts:
    """Return the counts of *waits* (ticks) of customers who wrote in that hour of the week and that week."""
    bins = np.searchsorted(BIN_ENDS[:-1], waits)
    place, number = np.unique(np.concatenate([hour_of_week, WEEK_HOURS + week]) * N_BINS + np.tile(bins, 2),
                              return_counts=True)  # fmt: skip
    return Counts(place.astype(np.int64), number.astype(np.int64))


def added(total: Table, more: Table) -> Table:
    """Return the counts of both, in whatever order and however often they were added before."""
    return {**total, **{key: _sum(total[key], each) if key in total else each for key, each in more.items()}}


def _sum(one: Counts, other: Counts) -> Counts:
    return _gathered(np.concatenate([one.place, other.place]), np.concatenate([one.number, other.number]))


def _gathered(place: Ints, number: Ints) -> Counts:
    """Return the counts with each place once."""
    found, which = np.unique(place, return_inverse=True)
    total = np.zeros(found.size, np.int64)
    np.add.at(total, which, number)
    return Counts(found, total)


# ---- percentiles ----


def percentile_table(found: Table, n_weeks: int) -> pd.DataFrame:
    """Return `PERCENTILES` by slot of time: plan, by, slot, scope, measure, top (minutes), bottom.

    bottom is 1, or 0 (as is top) where too few were answered.
    """
    frames = []
    for by, n_slots in {"hour_of_day": 24, "day_of_week": 7, "week": n_weeks, "hour_of_week": WEEK_HOURS}.items():
        slots = [_slots(counts, by) for counts in found.values()]
        for measure, chosen in PERCENTILES.items():
            each = [percentiles_of(counts, n_slots, chosen) for counts in slots]
            frames.append(_frame(by, measure, list(found), each))
    return pd.concat(frames, ignore_index=True)


def _slots(counts: Counts, by: str) -> Counts:
    """Return the counts by slots of another kind, numbered from 0."""
    row, bins = np.divmod(counts.place, N_BINS)
    is_week = by == "week"
    chosen = (row >= WEEK_HOURS) == is_week
    row, bins, number = row[chosen], bins[chosen], counts.number[chosen]
    slot = {"hour_of_day": row % 24, "day_of_week": row // 24, "week": row - WEEK_HOURS, "hour_of_week": row}[by]
    return _gathered(slot * N_BINS + bins, number)


def percentiles_of(counts: Counts, n_slots: int, chosen: Percentile) -> tuple[Cells, Cells]:
    """Return for each of *n_slots* slots the percentile in minutes over 1; 0 / 0 where too few were answered.

    Waits are taken to lie evenly in their bin.
    """
    n = np.zeros(n_slots, np.int64)
    np.add.at(n, counts.place // N_BINS, counts.number)
    rank = np.ceil(chosen.share * (n + chosen.n_next) - 1e-9).astype(np.int64).clip(1)
    some = n >= chosen.least
    target = (np.cumsum(n) - n + rank)[some]
    upto = np.cumsum(counts.number)
    at = np.searchsorted(upto, target)
    bins, inside = counts.place[at] % N_BINS, (target - upto[at] - 0.5) / counts.number[at] + 1
    start = BIN_ENDS[np.maximum(bins - 1, 0)]
    tops = np.zeros(n_slots)
    tops[some] = (start + (BIN_ENDS[bins] - start) * inside) / MINUTE
    return tops, some.astype(np.float64)


def _frame(by: str, measure: str, keys: list[tuple[str, str]], each: list[tuple[Cells, Cells]]) -> pd.DataFrame:
    top, bottom = (np.stack(column) for column in zip(*each, strict=True))
    plans, scopes = (np.array(column, dtype=object) for column in zip(*keys, strict=True))
    n_slots = top.shape[1]
    return pd.DataFrame(
        {
            "plan": np.repeat(plans, n_slots),
            "by": by,
            "slot": np.tile(np.arange(n_slots), len(keys)),
            "scope": np.repeat(scopes, n_slots),
            "measure": measure,
            "top": top.ravel(),
            "bottom": bottom.ravel(),
        }
    )
