"""Sorts contacts into a table of days by hours, and tells ordinary days from odd, missing and closed ones."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from scipy import stats

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

LOW, HIGH = 0.4, 2.5
"""A day (an hour) that has less or more than so many times the usual may be odd."""
_BY_CHANCE: Final = 1e-4
"""... and is odd only if Poisson luck alone gives it less often than this: else few contacts a day look odd."""
_SPREADS: Final = 4.0
"""... and if it lies so many robust standard deviations of the logarithm from the usual: else a desk whose days
differ much loses its honest tails."""
_LEAST_USUAL: Final = 10
"""Hours that usually have fewer contacts hold no surge worth naming."""


class DayTable(NamedTuple):
    """Contacts by local day and clock hour: rows are the days from the first to the last."""

    ordinal: NDArray[np.int64]
    weekday: NDArray[np.int64]
    """0 is Monday."""
    counts: NDArray[np.int64]
    """[day x 24]"""
    exposure: NDArray[np.float64]
    """[day x 24] how many hours of real time that clock hour had: 1, or 0 and 2 where clocks change."""


class OddDay(NamedTuple):
    """A day that is left out because it is far from what its weekday usually has."""

    day: date
    n_contacts: int
    usual: float
    """Median of its weekday."""


class OddHour(NamedTuple):
    """An hour that is left out because it has many times what that hour of the week usually has: a surge."""

    day: date
    hour: int
    n_contacts: int
    usual: float


class Sorted(NamedTuple):
    """Which days and hours of a table are ordinary."""

    is_ordinary: NDArray[np.bool_]
    """[day]"""
    is_surge: NDArray[np.bool_]
    """[day x 24] on ordinary days"""
    odd_days: tuple[OddDay, ...]
    odd_hours: tuple[OddHour, ...]
    missing_days: tuple[date, ...]
    """Days without any contact, on weekdays that usually have some."""


def day_table(local: NDArray[np.datetime64], counts: NDArray[np.int64], first: date, last: date, zone: str) -> DayTable:
    """Return the table of the days *first* to *last*; contacts at other times are left out."""
    ordinal = np.arange(first.toordinal(), last.toordinal() + 1)
    seconds = local.astype("datetime64[s]").astype(np.int64)
    row = seconds // 86_400 + date(1970, 1, 1).toordinal() - ordinal[0]
    inside = (row >= 0) & (row < ordinal.size)
    cell = (row * 24 + seconds % 86_400 // 3600)[inside]
    table = np.bincount(cell, weights=counts[inside], minlength=ordinal.size * 24).astype(np.int64)
    exposure = _exposure(first, last, zone).reshape(-1)
    return DayTable(ordinal, (ordinal - 1) % 7, _out_of_gaps(table, exposure).reshape(-1, 24), exposure.reshape(-1, 24))


def _exposure(first: date, last: date, zone: str) -> NDArray[np.float64]:
    """Return [day x 24] the real hours of every clock hour, counted by quarters."""
    import pandas as pd  # noqa: PLC0415 - heavy, and only needed here

    n_days = (last - first).days + 1
    start = pd.Timestamp(first) - pd.Timedelta(days=1)
    quarters = pd.date_range(start, periods=(n_days + 2) * 96, freq="15min", tz="UTC").tz_convert(zone)
    seconds = quarters.tz_localize(None).to_numpy().astype("datetime64[s]").astype(np.int64)
    cell = seconds // 3600 - (first.toordinal() - date(1970, 1, 1).toordinal()) * 24
    inside = (cell >= 0) & (cell < n_days * 24)
    return np.bincount(cell[inside], minlength=n_days * 24).reshape(-1, 24) / 4


def _out_of_gaps(table: NDArray[np.int64], exposure: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the counts with those of clock hours that do not exist moved to the next hour."""
    moved = table.copy()
    for gap in np.flatnonzero((exposure == 0) & (table > 0)):
        moved[gap + 1] += moved[gap]
        moved[gap] = 0
    return moved


def sort_days(table: DayTable) -> Sorted:
    """Return which days and hours are ordinary, and the others by kind."""
    totals = table.counts.sum(axis=1)
    usual, is_open = np.zeros(totals.size), np.zeros(totals.size, dtype=bool)
    by_weekday = [table.weekday == day for day in range(7)]
    for mine in by_weekday:
        some = totals[mine & (totals > 0)]
        is_open[mine] = some.size > 0.5 * mine.sum()
        usual[mine] = np.median(some) if some.size else 0
    is_missing = is_open & (totals == 0) & (usual > -np.log(_BY_CHANCE))
    spread = _robust_spread([totals[mine & (totals > 0), None] for mine in by_weekday])
    is_odd = is_open & ~is_missing & _is_far(totals, usual, spread)
    is_ordinary = ~is_missing & ~is_odd
    is_surge, hour_usual = _surges(table, is_ordinary)
    days = [date.fromordinal(int(one)) for one in table.ordinal]
    return Sorted(
        is_ordinary,
        is_surge,
        tuple(OddDay(days[row], int(totals[row]), float(usual[row])) for row in np.flatnonzero(is_odd)),
        tuple(
            OddHour(days[row], int(hour), int(table.counts[row, hour]), float(hour_usual[row, hour]))
            for row, hour in np.argwhere(is_surge)
        ),
        tuple(days[row] for row in np.flatnonzero(is_missing)),
    )


def _robust_spread(groups: Sequence[NDArray[np.int64]]) -> float:
    """Return the standard deviation of log(count / usual) over groups of [row x column] counts; 0: no contacts.

    From the distance to the median of the *other* rows: a median of three that holds the count itself lies too near it.
    Counts of 0 are left out.
    """
    apart = [np.zeros(0)]
    for counts in groups:
        others = len(counts) - 1
        for row in range(len(counts) if others > 0 else 0):
            usual = np.median(np.delete(counts, row, axis=0), axis=0)
            both = (counts[row] > 0) & (usual > 0)
            apart.append(np.log(counts[row][both] / usual[both]) / np.sqrt(1 + _variance_of_median(others)))
    logs = np.concatenate(apart)
    return float(1.4826 * np.median(np.abs(logs - np.median(logs)))) if logs.size else 0.0


def _variance_of_median(n: int) -> float:
    """Return the variance of the median of *n* normal numbers, by that of one of them."""
    return {1: 1.0, 2: 0.5}.get(n, np.pi / 2 / (n + np.pi / 2 - 1))


def _is_far(counts: NDArray[np.int64], usual: NDArray[np.float64], spread: float) -> NDArray[np.bool_]:
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(counts / usual)
    wild = np.abs(logs) > _SPREADS * spread
    low = (counts < LOW * usual) & (stats.poisson.cdf(counts, usual) < _BY_CHANCE)
    high = (counts > HIGH * usual) & (stats.poisson.sf(counts - 1, usual) < _BY_CHANCE)
    return np.asarray((low | high) & wild & (usual > 0))


def _surges(table: DayTable, is_ordinary: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Return [day x 24] which hours are surges, and what is usual: the median of that hour of that weekday.

    Where a weekday has fewer than 3 ordinary days, the weekdays of about its volume are taken together.
    """
    usual, groups = np.zeros(table.counts.shape), []
    for day in range(7):
        mine = table.weekday == day
        like = is_ordinary & (mine if (mine & is_ordinary).sum() >= 3 else _alike(table, mine & is_ordinary))
        if like.sum() >= 3:
            usual[mine] = np.median(table.counts[like], axis=0)
            busy = usual[mine][0] >= _LEAST_USUAL  # in the others Poisson luck would hide all else
            groups.append(table.counts[like & (table.exposure == 1).all(axis=1)][:, busy])
    plain = is_ordinary[:, None] & (table.exposure == 1)
    far = _is_far(table.counts.ravel(), usual.ravel(), _robust_spread(groups)).reshape(usual.shape)
    return far & plain & (table.counts > usual) & (usual >= _LEAST_USUAL), usual


def _alike(table: DayTable, mine: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which days have at most half more or a third less contacts than the days *mine*."""
    totals = table.counts.sum(axis=1)
    usual = np.median(totals[mine]) if mine.any() else 0
    return np.asarray((totals > usual / 1.5) & (totals < usual * 1.5))
