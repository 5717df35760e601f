"""The volume of a week: its mean and how far off that may be, how much weeks differ, and the level at the end.

Derived in docs/profile.md. From 4 whole weeks on, the mean's error is read off how weeks differ; below, off how days of
one weekday differ, where some weekdays were seen more than once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from scipy import stats

from sim.calibrate.busyness import Estimate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.calibrate.busyness import Busyness
    from sim.calibrate.days import DayTable, Sorted

    Numbers = NDArray[np.float64]

UNKNOWN: Final = Estimate(float("nan"), float("nan"), float("nan"))
FEWEST_WEEKS: Final = 4
"""Whole weeks from which on weeks, not days, say how far off the mean is."""
_FEWEST_TWICE: Final = 3
"""Days beyond the first of their weekday, below which no interval is given: it would be wider than it helps."""
_WEEKS_FOR_SPREAD: Final = 8
_WHOLE: Final = 0.7
"""Seven days are a week of their own if they hold such a share of its contacts; else they join the week before."""
_BY_CHANCE: Final = 0.01
"""A slope is a trend if chance alone gives it less often."""
LAST_WEEKS: Final = 4
"""Weeks of which the level at the end is made."""


class Weeks(NamedTuple):
    """How whole weeks, counted from the first day, differ from each other. NaN: too few weeks to tell (below 8)."""

    n: int
    cv: Estimate
    """Standard deviation of a week's contacts by their mean, all luck included; around the trend, where that is clear.
    """
    cv_of_model: float
    """The same for weeks that a scenario draws with this profile and busyness."""
    at_end: Estimate
    """Contacts a week in the last 4 weeks, where a trend is clear."""


class _Days(NamedTuple):
    """The days that count, with contacts outside surges."""

    seen: Numbers
    expected: Numbers
    weekday: NDArray[np.int64]
    ordinal: NDArray[np.int64]


class _Groups(NamedTuple):
    """Whole weeks."""

    ratio: Numbers
    """Contacts by those expected of an ordinary week."""
    expected: Numbers


class _Line(NamedTuple):
    """A straight line through the logarithms of the weeks."""

    slope: float
    by_chance: float
    """How often chance alone gives such a slope, with weeks alike that follow each other."""
    variance: float
    """Of the weeks around it, relative to their level."""
    widening: float
    """By how much likeness of neighbouring weeks widens the variance of a mean."""


def weekly_mean(table: DayTable, sorted_days: Sorted, rates: Numbers) -> Estimate:
    """Return the contacts of an ordinary week from [168] *rates*, with the 95 % interval of the mean over the span.

    NaN for the interval where fewer than 3 days are the second or a later one of their weekday.
    """
    days = _days(table, sorted_days, rates)
    weekly = float(rates.sum())
    weeks = _groups(days, weekly)
    error, freedom = _error_by_weeks(weeks) if weeks.ratio.size >= FEWEST_WEEKS else _error_by_days(days, weekly)
    if not np.isfinite(error):
        return UNKNOWN._replace(value=weekly)
    reach = float(stats.t.ppf(0.975, freedom)) * error
    return Estimate(weekly, weekly * max(0.0, 1 - reach), weekly * (1 + reach))


def _days(table: DayTable, sorted_days: Sorted, rates: Numbers) -> _Days:
    counted = ~sorted_days.is_surge
    expected = (rates.reshape(7, 24)[table.weekday] * table.exposure * counted).sum(axis=1)
    use = sorted_days.is_ordinary & (expected > 0)
    seen = (table.counts * counted).sum(axis=1).astype(np.float64)
    return _Days(seen[use], expected[use], table.weekday[use], table.ordinal[use] - table.ordinal[0])


def _groups(days: _Days, weekly: float) -> _Groups:
    """Return the weeks from the first day on; too little of one is part of the week before."""
    expected = np.bincount(days.ordinal // 7, weights=days.expected)
    place = np.maximum(np.cumsum(expected >= _WHOLE * weekly) - 1, 0)[days.ordinal // 7]
    below: Numbers = np.bincount(place, weights=days.expected).astype(np.float64)
    return _Groups(np.bincount(place, weights=days.seen) / below, below)


def _error_by_weeks(weeks: _Groups) -> tuple[float, float]:
    """Return the relative standard error of the mean, which is never below Poisson's, and its degrees of freedom."""
    n, share = weeks.ratio.size, weeks.expected / weeks.expected.sum()
    variance = n / (n - 1) * (share**2 * np.square(weeks.ratio - 1)).sum()
    return float(np.sqrt(max(variance, 1 / weeks.expected.sum()))), n - 1


def _error_by_days(days: _Days, weekly: float) -> tuple[float, float]:
    """Return the same from days around the mean of their weekday, which takes a degree of freedom each.

    A day's variance is taken as mean + c^2 mean^2, with c from the data, scaled to fit; it is never below Poisson's.
    """
    _, place, n = np.unique(days.weekday, return_inverse=True, return_counts=True)
    freedom = days.seen.size - n.size
    if freedom < _FEWEST_TWICE:
        return float("nan"), 0
    mean = np.bincount(place, weights=days.seen) / n
    off = np.square(days.seen - days.expected)
    beyond = (off.sum() - ((n - 1) * mean).sum()) / ((n - 1) * mean**2).sum()
    shape = mean + max(0.0, beyond) * mean**2
    scale = (off / shape[place]).sum() / freedom
    variance = max(scale * (shape / n).sum(), (mean / n).sum())
    return float(np.sqrt(variance)) / weekly, freedom


def weeks_of(table: DayTable, sorted_days: Sorted, rates: Numbers, busy: Busyness) -> Weeks:
    """Return how weeks differ, what a scenario with [168] *rates* and *busy* makes of it, and the level at the end."""
    weekly = float(rates.sum())
    weeks = _groups(_days(table, sorted_days, rates), weekly)
    n = int(weeks.ratio.size)
    if n < _WEEKS_FOR_SPREAD:
        return Weeks(n, UNKNOWN, float("nan"), UNKNOWN)
    line = _line(weeks)
    at_end = _at_end(weeks, line, weekly)
    trend = bool(np.isfinite(at_end.value))
    freedom = n - 2 if trend else n - 1
    day_cv = busy.day_cv_without_trend if trend and np.isfinite(busy.day_cv_without_trend) else busy.day_cv.value
    variance = line.variance if trend else float(np.var(weeks.ratio, ddof=1))
    return Weeks(n, _spread(variance, freedom), _cv_of_model(rates, day_cv, busy.hour_cv.value), at_end)


def _spread(variance: float, freedom: int) -> Estimate:
    low, high = np.sqrt(variance * freedom / stats.chi2.ppf([0.975, 0.025], freedom))
    return Estimate(float(np.sqrt(variance)), float(low), float(high))


def _cv_of_model(rates: Numbers, day_cv: float, hour_cv: float) -> float:
    """Return the coefficient of variation of a week's contacts if days are independent."""
    by_day = rates.reshape(7, 24)
    hours = (1 + day_cv**2) * hour_cv**2 * np.square(rates).sum()
    variance = rates.sum() + day_cv**2 * np.square(by_day.sum(axis=1)).sum() + hours
    return float(np.sqrt(variance) / rates.sum())


def _line(weeks: _Groups) -> _Line:
    """Return the line through logarithms, as growth multiplies; weeks vary around it by Poisson luck at least."""
    ratio, n = np.log(np.maximum(weeks.ratio, 0.5 / weeks.expected)), weeks.ratio.size
    week = np.arange(n) - (n - 1) / 2
    slope = float((week * ratio).sum() / np.square(week).sum())
    off = ratio - ratio.mean() - slope * week
    variance = max(float(np.square(off).sum() / (n - 2)), float((1 / weeks.expected).mean()))
    alike = min(0.9, max(0.0, float((off[1:] * off[:-1]).sum()) / max(float(np.square(off).sum()), 1e-30)))
    widening = (1 + alike) / (1 - alike)
    error = float(np.sqrt(widening * variance / np.square(week).sum()))
    freedom = max(1.0, n / widening - 2)
    return _Line(slope, 2 * float(stats.t.sf(abs(slope) / max(error, 1e-30), freedom)), variance, widening)


def _at_end(weeks: _Groups, line: _Line, weekly: float) -> Estimate:
    """Return the contacts a week of the last 4 weeks; NaN where there is no clear trend that they are part of."""
    expected = weeks.expected[-LAST_WEEKS:]
    level = float((weeks.ratio[-LAST_WEEKS:] * expected).sum() / expected.sum())
    spread = np.sqrt(line.variance * min(line.widening, LAST_WEEKS) / LAST_WEEKS)
    reach = level * float(stats.t.ppf(0.975, weeks.ratio.size - 2) * spread)
    if line.by_chance >= _BY_CHANCE or (level - 1) * np.sign(line.slope) <= reach:
        return UNKNOWN
    return Estimate(weekly * level, weekly * max(0.0, level - reach), weekly * (level + reach))
