"""How much busier or calmer days and hours are than their profile: the two gamma factors of the arrival model.

Contacts of day d and hour h are Poisson with mean m x D_d x H_dh, where m is the mean of that hour of the week and D, H
are independent with mean 1 and coefficients of variation `day_cv` and `hour_cv`. Method of moments (derived in
docs/profile.md): two hours of one day have relative covariance day_cv^2; one hour has relative variance, beyond
Poisson, of (1 + day_cv^2)(1 + hour_cv^2) - 1. Model: Avramidis, Deslauriers & L'Ecuyer 2004; Jongbloed & Koole 2001.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from scipy import stats

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

NEAR, FAR_APART = 1, 6
TREND_DAYS: Final = 15
"""Width of the running mean that counts as the trend."""
_FEWEST_AROUND: Final = 6
"""Days needed in that window for a trend."""


class Estimate(NamedTuple):
    """A figure and its 95 % interval (NaN where it cannot be told)."""

    value: float
    low: float
    high: float


class Busyness(NamedTuple):
    """What the counts say about the gamma factors. NaN: too few days."""

    day_cv: Estimate
    hour_cv: Estimate
    day_cv_without_trend: float
    """Around a running mean of 15 days: the part that is not a slow change of level."""
    next_hour_cv: float
    """Square root of the relative covariance of neighbouring hours; equals day_cv if the model is right."""
    far_hours_cv: float
    """The same for hours of one day that are six or more apart."""
    n_days: int


class _Moments(NamedTuple):
    """Sums over weekdays, with a weight of (days - 1) each: covariances, and what they are relative to."""

    between: Numbers
    """[24 x 24] covariance of two hours; on the diagonal the variance less the mean."""
    scale: Numbers
    """[24 x 24] product of their means."""


def busyness(counts: Numbers, weekday: NDArray[np.int64], ordinal: NDArray[np.int64]) -> Busyness:
    """Return the estimates from [day x 24] *counts* of ordinary days, with each day's weekday and date ordinal.

    Intervals are by the jackknife: weeks are left out one at a time (days, where there are fewer than 8 weeks). That of
    the day factor is the wider one of this and of the law of a variance, as the jackknife is short where days are few.
    """
    counts = counts.astype(np.float64)
    moments = _moments(counts, weekday)
    day, hour = _variances(moments)
    week = (ordinal - 1) // 7  # ordinal 1 was a Monday
    groups = week if np.unique(week).size >= 8 else ordinal
    keeps = [groups != one for one in np.unique(groups)]
    left_out = np.array([_variances(_moments(counts[keep], weekday[keep])) for keep in keeps])
    return Busyness(
        day_cv=_wider(_estimate(day, left_out[:, 0]), _by_chi_square(day, counts, weekday)),
        hour_cv=_estimate(hour, left_out[:, 1]),
        day_cv_without_trend=_root(_without_trend(counts, weekday, ordinal, hour)),
        next_hour_cv=_root(_relative(moments, _apart(NEAR, NEAR))),
        far_hours_cv=_root(_relative(moments, _apart(FAR_APART, 23))),
        n_days=len(counts),
    )


def _moments(counts: Numbers, weekday: NDArray[np.int64]) -> _Moments:
    between, scale = np.zeros((24, 24)), np.zeros((24, 24))
    for day in np.unique(weekday):
        mine = counts[weekday == day]
        n = len(mine)
        if n < 2:
            continue
        means = mine.mean(axis=0)
        off = mine - means
        products = off.T @ off / (n - 1)
        between += (n - 1) * (products - np.diag(means))
        # the product of two estimated means is too large by their covariance / n
        scale += (n - 1) * (np.outer(means, means) - products / n)
    return _Moments(between, scale)


def _variances(moments: _Moments) -> tuple[float, float]:
    """Return the variance of the day factor and of the hour factor; either may come out below 0 by chance."""
    day = _relative(moments, _apart(1, 23))
    both = _relative(moments, _apart(0, 0))
    return day, (1 + both) / (1 + max(day, 0.0)) - 1


def _relative(moments: _Moments, pairs: NDArray[np.bool_]) -> float:
    scale = moments.scale[pairs].sum()
    return float(moments.between[pairs].sum() / scale) if scale > 0 else float("nan")


def _apart(least: int, most: int) -> NDArray[np.bool_]:
    """Return which pairs of hours lie so far apart."""
    hours = np.arange(24)
    gap = np.abs(hours[:, None] - hours[None, :])
    return np.asarray((gap >= least) & (gap <= most))


def _root(variance: float) -> float:
    return float(np.sqrt(max(variance, 0.0))) if np.isfinite(variance) else float("nan")


def _estimate(variance: float, left_out: Numbers) -> Estimate:
    """Return the factor's cv with the jackknife's interval, made for the variance and then rooted."""
    n = len(left_out)
    if n < 3 or not np.isfinite(variance) or not np.isfinite(left_out).all():
        return Estimate(_root(variance), float("nan"), float("nan"))
    error = np.sqrt((n - 1) / n * np.square(left_out - left_out.mean()).sum())
    reach = float(stats.t.ppf(0.975, n - 1) * error)
    return Estimate(_root(variance), _root(variance - reach), _root(variance + reach))


def _wider(one: Estimate, other: Estimate) -> Estimate:
    """Return *one* with the lower and the higher end of both; NaN stays NaN."""
    if not np.isfinite(one.low) or not np.isfinite(other.low):
        return one
    return Estimate(one.value, min(one.low, other.low), max(one.high, other.high))


def _by_chi_square(variance: float, counts: Numbers, weekday: NDArray[np.int64]) -> Estimate:
    """Return the day factor's interval from the totals of days, whose variance follows chi square but for gamma tails.

    The rest of that variance (Poisson luck, hours) is taken off again.
    """
    totals = counts.sum(axis=1)
    mine = [totals[weekday == day] for day in np.unique(weekday)]
    many = [(one.size - 1, float(one.mean()), float(one.var(ddof=1))) for one in mine if one.size > 1 and one.any()]
    if not many or not np.isfinite(variance):
        return Estimate(_root(variance), float("nan"), float("nan"))
    beyond, mean, spread = np.array(many).T
    scale = (beyond * mean**2).sum()
    whole = float((beyond * spread).sum() / scale)
    share = max(0.0, variance) / max(whole, 1e-30)
    freedom = float(scale**2 / (beyond * mean**4).sum()) / (1 + 3 * max(0.0, variance) * min(1.0, share) ** 2)
    low, high = (whole * freedom / float(stats.chi2.ppf(at, freedom)) for at in (0.975, 0.025))
    return Estimate(_root(variance), _root(low - whole + variance), _root(high - whole + variance))


def _without_trend(
    counts: Numbers, weekday: NDArray[np.int64], ordinal: NDArray[np.int64], hour_variance: float
) -> float:
    """Return the variance of the day factor around the mean level of the days around it (itself left out)."""
    usual, spare = _weekday_means(counts, weekday)
    known = usual.sum(axis=1) > 0
    if known.sum() < 2 * TREND_DAYS:
        return float("nan")
    total = usual[known].sum(axis=1)
    level = counts[known].sum(axis=1) / total
    near = np.abs(ordinal[known][:, None] - ordinal[known][None, :]) <= TREND_DAYS // 2
    np.fill_diagonal(near, val=False)
    around = near.sum(axis=1)
    enough = around >= _FEWEST_AROUND
    if enough.sum() < TREND_DAYS:
        return float("nan")
    trend = (near @ level)[enough] / around[enough]
    # the running mean of k other days adds variance / k; a weekday's mean from n days takes variance / n away
    freed = around[enough] / (around[enough] + 1) * spare[known][enough]
    spread = np.square(level[enough] - trend) * freed
    noise = 1 / total + max(hour_variance, 0.0) * np.square(usual[known]).sum(axis=1) / np.square(total)
    weights = np.square(total[enough])
    return float(np.average(spread - noise[enough], weights=weights) / np.average(np.square(trend), weights=weights))


def _weekday_means(counts: Numbers, weekday: NDArray[np.int64]) -> tuple[Numbers, Numbers]:
    """Return the mean day of each day's weekday, and n / (n - 1) for the n days it is made of; 0 where it is alone."""
    usual, spare = np.zeros_like(counts), np.zeros(len(counts))
    for day in np.unique(weekday):
        mine = weekday == day
        n = int(mine.sum())
        if n > 1:
            usual[mine], spare[mine] = counts[mine].mean(axis=0), n / (n - 1)
    return usual, spare


def variance_to_mean(counts: Numbers, weekday: NDArray[np.int64]) -> tuple[float, ...]:
    """Return variance over mean of the contacts in each hour of the day, inside weekdays; NaN where there are none."""
    above, below = np.zeros(24), np.zeros(24)
    for day in np.unique(weekday):
        mine = counts[weekday == day]
        if len(mine) > 1:
            above += (len(mine) - 1) * mine.var(axis=0, ddof=1)
            below += (len(mine) - 1) * mine.mean(axis=0)
    return tuple(float(a / b) if b > 0 else float("nan") for a, b in zip(above, below, strict=True))
