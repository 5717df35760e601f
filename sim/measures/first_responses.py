"""First responses by hour of the week, week and day, counted in bins, and the percentiles of all that was counted.

Counts add up over replications; percentiles do not. The 90th percentile of each of many replications is the longest of
a handful where few are answered, and so is the mean of them: too short a promise. That of all taken together is not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from sim.durations import DAY, MINUTE, SECOND

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from sim.measures.intervals import Ints

    Table = Mapping[tuple[str, str], "Counts"]
    """Plan and scope -> what was counted."""

WEEK_HOURS: Final = 168
LAST_DAYS: Final = 31
"""Days at the end that are looked at one by one: of a whole year they would be most of what is counted."""
_FIRST_WEEK: Final = WEEK_HOURS + LAST_DAYS
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
    least_for_range: int
    """Nor is its interval, of fewer answers ..."""
    least_parts: int
    """... or of fewer replications that have any: it would be as wide as all waits are, or too narrow."""


ENOUGH_TO_PROMISE: Final = 50
"""Answers over all replications from which a 90th percentile is shown (assumption). The share of those who come next
that waits longer than the 90th percentile of n is 10 % on average, give or take sqrt(0.09 / (n + 2)) (a beta
distribution): 4 in 100 for 50 answers, 9 in 100 for 10."""
PERCENTILES: Final[Mapping[str, Percentile]] = {
    "first_response_median": Percentile(0.5, 0, 1, 6, 5),
    "first_response_p90": Percentile(0.9, 1, ENOUGH_TO_PROMISE, ENOUGH_TO_PROMISE, 10),
}


class Counts(NamedTuple):
    """How many first responses fell into each bin of each row; what is not named is 0."""

    place: Ints
    """Rising: row * N_BINS + bin. Rows are the hours of the week, then the last days, then the weeks."""
    number: Ints

    def by_hour_of_week(self) -> Ints:
        """Return the counts as a histogram: [168, N_BINS]."""
        cells = np.zeros((WEEK_HOURS, N_BINS), np.int64)
        inside = self.place < cells.size
        cells.ravel()[self.place[inside]] = self.number[inside]
        return cells


def counted(waits: Ints, hour_of_week: Ints, week: Ints, day: Ints) -> Counts:
    """Return the counts of *waits* (ticks) of customers who wrote in that hour of the week, week and day.

    day: among the last ones, from 0 on; one that is not among them is left out.
    """
    bins, is_last = np.searchsorted(BIN_ENDS[:-1], waits), (day >= 0) & (day < LAST_DAYS)
    rows = np.concatenate([hour_of_week, WEEK_HOURS + day[is_last], _FIRST_WEEK + week])
    place, number = np.unique(rows * N_BINS + np.concatenate([bins, bins[is_last], bins]), return_counts=True)
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


# ---- slots and percentiles ----


class Slots(NamedTuple):
    """Which rows of counts make up the slots of one way to slice time."""

    row: Ints
    slot: Ints
    """Of each row, from 0 on."""
    n: int
    """Slots."""


def ways_to_slice(n_weeks: int, n_days: int) -> dict[str, Slots]:
    """Return each `by` of the breakdowns with its slots."""
    hours = np.arange(WEEK_HOURS)
    return {
        "hour_of_day": Slots(hours, hours % 24, 24),
        "day_of_week": Slots(hours, hours // 24, 7),
        "week": Slots(_FIRST_WEEK + np.arange(n_weeks), np.arange(n_weeks), n_weeks),
        "hour_of_week": Slots(hours, hours, WEEK_HOURS),
        "day": Slots(WEEK_HOURS + np.arange(n_days), np.arange(n_days), n_days),
    }


def by_slot(counts: Counts, slots: Slots) -> Counts:
    """Return the counts with slots in place of rows."""
    row, bins = np.divmod(counts.place, N_BINS)
    slot_of = np.full(max(int(row.max(initial=0)), int(slots.row.max(initial=0))) + 1, -1)
    slot_of[slots.row] = slots.slot
    chosen = slot_of[row] >= 0
    return _gathered(slot_of[row[chosen]] * N_BINS + bins[chosen], counts.number[chosen])


def number_in(counts: Counts, n_slots: int) -> Ints:
    """Return how many were counted in each of *n_slots* slots."""
    n = np.zeros(n_slots, np.int64)
    np.add.at(n, counts.place // N_BINS, counts.number)
    return n


def rank_of(n: Ints, chosen: Percentile) -> Ints:
    """Return the how manieth of *n* waits the percentile is, from 1 on; 0 where too few were answered."""
    rank: Ints = (np.ceil(chosen.share * (n + chosen.n_next) - 1e-9).clip(1) * (n >= chosen.least)).astype(np.int64)
    return rank


def waits_at(counts: Counts, rank: Ints) -> NDArray[np.float64]:
    """Return the waits of that *rank* [..., slot] in minutes; NaN where there are not so many, or rank is below 1.

    Waits are taken to lie evenly in their bin.
    """
    n = number_in(counts, rank.shape[-1])
    some = (rank >= 1) & (rank <= n)
    target = (np.cumsum(n) - n + rank)[some]
    upto = np.cumsum(counts.number)
    at = np.searchsorted(upto, target)
    bins, inside = counts.place[at] % N_BINS, (target - upto[at] - 0.5) / counts.number[at] + 1
    start = BIN_ENDS[np.maximum(bins - 1, 0)]
    found = np.full(rank.shape, np.nan)
    found[some] = (start + (BIN_ENDS[bins] - start) * inside) / MINUTE
    return found


class Parts(NamedTuple):
    """Counts of several parts in one, each after the other."""

    place: Ints
    """Rising: (part * n_rows + row) * N_BINS + bin."""
    upto: Ints
    """How many were counted before each place; one more than places."""
    start: Ints
    """Where the places of each row begin: [part, row]."""

    def number_within(self, row: Ints, last_bin: Ints) -> Ints:
        """Return how many of each *row* waited no longer than the end of the last bin [..., row]: [..., part, row]."""
        first = (np.arange(len(self.start))[:, np.newaxis] * self.start.shape[1] + row) * N_BINS
        end = np.searchsorted(self.place, first + last_bin[..., np.newaxis, :], side="right")
        within: Ints = self.upto[end] - self.upto[self.start[:, row]]
        return within


def side_by_side(parts: Sequence[Counts], n_weeks: int) -> Parts:
    """Return the counts of *parts* over so many weeks in one."""
    shape = len(parts), _FIRST_WEEK + n_weeks
    first = np.arange(shape[0] * shape[1]).reshape(shape) * N_BINS
    place = np.concatenate(
        [np.zeros(0, np.int64), *(each.place + at for each, at in zip(parts, first[:, 0], strict=True))]
    )
    number = np.concatenate([np.zeros(1, np.int64), *(each.number for each in parts)])
    return Parts(place, np.cumsum(number), np.searchsorted(place, first))
