"""Distributions: parameters -> quantile functions that turn uniforms into spans, counts and factors.

A quantile function keeps the order of the uniforms: a changed mean moves values, it reshuffles none of them.
"""

from __future__ import annotations

from functools import lru_cache
from math import exp, lgamma, log, log1p, pi, sqrt
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import special

from sim.inputs import FAR, PACE_UNIT

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from sim.scenario import Spread

    Floats = NDArray[np.float64]

_USUAL_CV: Final = {"lognormal": 1.2, "gamma": 1.0, "weibull": 1.0}
_OWN_CV: Final = {"exponential": 1.0, "constant": 0.0}
_SMALL_MEAN: Final = 12.0
"""Up to this mean a Poisson count is found by adding up probabilities, which is faster."""
_NO_CHANCE: Final = 1e-300
_ERROR_UNIT: Final = 1000
_MOST_ERRORS: Final = 1000 * _ERROR_UNIT
_NO_CV: Final = 1e-6
"""Less spread than this is none: it would be lost in rounding to ticks."""


def spans(spread: Spread, u: ArrayLike) -> NDArray[np.int64]:
    """Return the spans of time, in ticks (0 to FAR), whose chance of being shorter is *u*; a mean of 0 gives 0."""
    return _ticks(_beyond_chance(spread, np.log1p(-np.asarray(u, np.float64))))


def spans_beyond(spread: Spread, ages: ArrayLike, u: ArrayLike) -> NDArray[np.int64]:
    """Return total spans in ticks, given that they are longer than *ages* (ticks); *u* is uniform under that condition.

    A law that allows none so long (constant) gives the age itself.
    """
    old, luck = np.broadcast_arrays(np.asarray(ages, np.int64), np.log1p(-np.asarray(u, np.float64)))
    if _law(spread) == "gamma":
        total = _gamma_beyond_age(spread, old, luck)
    else:
        total = _beyond_chance(spread, luck + _log_chance_beyond(spread, old))
    return np.asarray(np.maximum(_ticks(total), old))


def poisson_counts(means: ArrayLike, u: ArrayLike) -> NDArray[np.int64]:
    """Return the smallest counts whose Poisson distribution function is at least *u*: inversion.

    For the same uniform a greater mean never gives a smaller count, so that more demand only adds.
    """
    mean, uniform = np.broadcast_arrays(np.asarray(means, np.float64), np.asarray(u, np.float64))
    small = mean <= _SMALL_MEAN
    counts = np.zeros(mean.shape, np.int64)
    counts[small] = _small_counts(mean[small], uniform[small])
    counts[~small] = _large_counts(mean[~small], uniform[~small])
    return counts


def gamma_factors(cv: float, u: ArrayLike) -> Floats:
    """Return gamma factors of mean 1 and coefficient of variation *cv*; exactly 1 for a cv of 0."""
    uniform = np.asarray(u, np.float64)
    if cv < _NO_CV:
        return np.ones(uniform.shape)
    shape = 1 / cv**2
    return np.asarray(special.gammaincinv(shape, uniform) / shape)


def paces(speed: float, speed_cv: float, u: ArrayLike) -> NDArray[np.int64]:
    """Return how fast people work, per mille, at least 1: *speed* over a handle-time multiplier.

    The multiplier is lognormal with mean 1 and coefficient of variation *speed_cv*, so that a team of average people
    needs on average the handle time that the topic says.
    """
    sigma, mu = _lognormal(1.0, speed_cv)
    multiplier = np.exp(mu + sigma * special.ndtri(np.asarray(u, np.float64)))
    return np.maximum(np.rint(PACE_UNIT * speed / multiplier).astype(np.int64), 1)


def error_factors(cv: float, u: ArrayLike) -> NDArray[np.int64]:
    """Return how many wrong answers people give, per mille of the average: lognormal factors with mean 1 and this
    coefficient of variation, at most a thousand times as many.
    """
    sigma, mu = _lognormal(1.0, cv)
    factors = np.exp(mu + sigma * special.ndtri(np.asarray(u, np.float64)))
    return np.asarray(np.minimum(np.rint(_ERROR_UNIT * factors), _MOST_ERRORS)).astype(np.int64)


def _ticks(values: Floats) -> NDArray[np.int64]:
    return np.rint(np.minimum(values, float(FAR))).astype(np.int64)


def _cv(spread: Spread) -> float:
    """Return the coefficient of variation: of the law itself, as written, or the usual one."""
    if spread.law in _OWN_CV:
        return _OWN_CV[spread.law]
    return _USUAL_CV[spread.law] if spread.cv is None else spread.cv


def _law(spread: Spread) -> str:
    return "constant" if spread.mean == 0 or _cv(spread) < _NO_CV else spread.law


def _beyond_chance(spread: Spread, log_chance: Floats) -> Floats:
    """Return the spans that are exceeded with the chance exp(*log_chance*): exact also far out in the tail."""
    law = _law(spread)
    if law == "constant":
        return np.full(log_chance.shape, float(spread.mean))
    if law == "exponential":
        return -spread.mean * log_chance
    with np.errstate(over="ignore"):  # what is too long for a float is too long for FAR
        if law == "lognormal":
            sigma, mu = _lognormal(spread.mean, _cv(spread))
            return np.asarray(np.exp(mu - sigma * special.ndtri_exp(log_chance)))
        if law == "weibull":
            shape, scale = _weibull(spread.mean, _cv(spread))
            return np.asarray(scale * (-log_chance) ** (1 / shape))
        shape, scale = _gamma(spread.mean, _cv(spread))
        return np.asarray(scale * special.gammaincinv(shape, -np.expm1(log_chance)))


def _log_chance_beyond(spread: Spread, ages: NDArray[np.int64]) -> Floats:
    """Return the logarithm of the chance that a span is longer than *ages*."""
    law = _law(spread)
    if law == "constant":
        return np.zeros(ages.shape)
    if law == "exponential":
        return np.asarray(-ages / spread.mean)
    with np.errstate(divide="ignore", over="ignore"):  # an age of 0 is always exceeded, a huge one never
        if law == "weibull":
            shape, scale = _weibull(spread.mean, _cv(spread))
            return np.maximum(-((ages / scale) ** shape), -1 / _NO_CHANCE)
        sigma, mu = _lognormal(spread.mean, _cv(spread))
        return np.asarray(special.log_ndtr((mu - np.log(ages)) / sigma))


def _gamma_beyond_age(spread: Spread, ages: NDArray[np.int64], luck: Floats) -> Floats:
    """Return total gamma spans longer than *ages*, of which the share exp(*luck*) is longer still.

    Where the chance is too small for a float the tail is that of an exponential law, which it approaches.
    """
    shape, scale = _gamma(spread.mean, _cv(spread))
    chance = np.exp(luck) * special.gammaincc(shape, ages / scale)
    return np.where(
        chance < _NO_CHANCE,
        ages - scale * luck,
        scale * special.gammainccinv(shape, np.maximum(chance, _NO_CHANCE)),
    )


def _lognormal(mean: float, cv: float) -> tuple[float, float]:
    """Return sigma and mu of the logarithm."""
    variance = log1p(cv**2)
    return sqrt(variance), log(mean) - variance / 2


def _gamma(mean: float, cv: float) -> tuple[float, float]:
    return 1 / cv**2, mean * cv**2


@lru_cache(maxsize=1024)
def _weibull(mean: float, cv: float) -> tuple[float, float]:
    """Return shape and scale: log(1 + cv^2) = lgamma(1 + 2/shape) - 2 lgamma(1 + 1/shape), solved for the shape."""
    if cv < 1e-4:  # the difference drowns in rounding; the limit for large shapes is right to four digits
        shape = pi / (sqrt(6) * cv)
    else:
        low, high, target = log(0.05), log(1e6), log1p(cv**2)
        for _ in range(64):  # bisection, to the last bit: the left-hand side falls with the shape
            middle = (low + high) / 2
            spread = lgamma(1 + 2 * exp(-middle)) - 2 * lgamma(1 + exp(-middle))
            low, high = (middle, high) if spread > target else (low, middle)
        shape = exp(low)
    return shape, mean / exp(lgamma(1 + 1 / shape))


def _small_counts(mean: Floats, u: Floats) -> NDArray[np.int64]:
    """Return Poisson counts by adding up probabilities until they reach *u*."""
    counts = np.zeros(mean.shape, np.int64)
    term = np.exp(-mean)
    left = np.flatnonzero(u > term)
    mean, u, term = mean[left], u[left], term[left]
    total, count = term, 0
    while left.size:
        count += 1
        term = term * mean / count
        total = total + term
        counts[left] = count
        more = (u > total) & ((count < mean) | (term > 1e-18))  # no float between the sum and 1 is left to reach
        left, mean, u, term, total = left[more], mean[more], u[more], term[more], total[more]
    return counts


def _large_counts(mean: Floats, u: Floats) -> NDArray[np.int64]:
    """Return Poisson counts: a guess (Cornish & Fisher 1938), corrected with the distribution function."""
    z = special.ndtri(u)
    guess = mean + z * np.sqrt(mean) + (z * z - 1) / 6 - 0.5
    counts = np.maximum(np.ceil(guess), 0.0)
    low = np.flatnonzero(special.pdtr(counts, mean) < u)
    while low.size:
        counts[low] += 1
        low = low[special.pdtr(counts[low], mean[low]) < u[low]]
    high = np.flatnonzero((counts > 0) & (special.pdtr(counts - 1, mean) >= u))
    while high.size:
        counts[high] -= 1
        high = high[(counts[high] > 0) & (special.pdtr(counts[high] - 1, mean[high]) >= u[high])]
    return counts.astype(np.int64)
