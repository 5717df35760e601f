"""Estimates with an interval from independent replications: ratios of expectations, means, paired differences."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Numbers = Sequence[float] | NDArray[np.float64]

CONFIDENCE: Final = 0.95
Kind = Literal["ratio", "value"]
Counted = Literal["", "share", "number"]
"""What a figure counts: a share of conversations, a number of conversations or people, or neither."""
Thin = Literal["", "conversations", "replications"]
"""What a difference rests on too few of, so that its interval was widened until it holds 0; "": on enough."""
FEWEST: Final = 6
"""Replications that must differ before an interval may leave out 0: six that differ the same way by chance are 1 in 32,
five 1 in 16, which is more than an interval of 95 % may miss."""


class Sample(NamedTuple):
    """One figure over the replications: value of each = top / bottom, undefined where bottom is 0."""

    top: NDArray[np.float64]
    bottom: NDArray[np.float64]


class Estimate(NamedTuple):
    """A value, and half the width of its 95 % interval."""

    value: float
    """NaN where no replication defines it."""
    half: float
    """NaN where fewer than two replications define it: there is a value without an interval."""
    n: int
    """Replications that define it."""
    n_undefined: int = 0
    """Replications that don't: nobody to take the mean over."""

    @property
    def low(self) -> float:
        """Lower end of the interval; NaN where there is none."""
        return self.value - self.half

    @property
    def high(self) -> float:
        """Upper end of the interval; NaN where there is none."""
        return self.value + self.half


class _Spread(NamedTuple):
    """A value and what each replication adds to its error (influence); undefined replications are NaN in a mean."""

    value: float
    influence: NDArray[np.float64]


def t_quantile(df: int) -> float:
    """Return the two-sided 95 % quantile of Student's t; NaN for *df* below 1."""
    from scipy.special import stdtrit  # noqa: PLC0415  # scipy is slow to load, and a single replication needs none

    return float(stdtrit(df, (1 + CONFIDENCE) / 2)) if df >= 1 else math.nan


def sample(top: Numbers, bottom: Numbers | None = None) -> Sample:
    """Return a Sample of one number (and one divisor) per replication; without divisors every one is defined."""
    tops = np.asarray(top, dtype=np.float64)
    return Sample(tops, np.ones_like(tops) if bottom is None else np.asarray(bottom, dtype=np.float64))


def values(of: Sample) -> NDArray[np.float64]:
    """Return top / bottom of each replication, NaN where bottom is 0."""
    each = np.full(of.top.shape, np.nan)
    np.divide(of.top, of.bottom, out=each, where=of.bottom != 0)
    return each


def _ratio(of: Sample) -> _Spread:
    """Linearise a ratio of expectations (delta method; Law, Simulation Modeling and Analysis, ratio estimators)."""
    total = of.bottom.sum()
    if total == 0:
        return _Spread(math.nan, np.full(of.top.shape, np.nan))
    value = float(of.top.sum() / total)
    return _Spread(value, (of.top - value * of.bottom) / of.bottom.mean())


def _mean(of: Sample) -> _Spread:
    each = values(of)
    value = float(np.nanmean(each)) if np.isfinite(each).any() else math.nan
    return _Spread(value, each - value)


def _spread(kind: Kind, of: Sample) -> _Spread:
    return _ratio(of) if kind == "ratio" else _mean(of)


def _half(influence: NDArray[np.float64], n: int) -> float:
    """Return the half-width from the errors of replications, of which *n* carry information; NaN below two."""
    known = influence[np.isfinite(influence)]
    if n < 2:
        return math.nan
    return t_quantile(n - 1) * math.sqrt(float(np.square(known).sum()) / (len(known) * (len(known) - 1)))


def estimate(kind: Kind, of: Sample) -> Estimate:
    """Return the value with its 95 % t interval.

    "ratio": sum(top) / sum(bottom), a ratio of expectations (total wait / total customers, not the mean of daily
    means), standard error from linearised residuals; replications with bottom 0 count with their 0 / 0.
    "value": the mean of top / bottom over the replications that define it.
    Degrees of freedom: the replications that define it, less one.
    """
    n = int(np.count_nonzero(of.bottom))
    found = _spread(kind, of)
    return Estimate(found.value, _half(found.influence, n), n, len(of.bottom) - n)


def halves_of_sums(sums: Mapping[str, Numbers], replications: int) -> NDArray[np.float64]:
    """Return half the width of the 95 % interval of each of many ratios over *replications*; NaN where there is none.

    sums: over the replications those of top, bottom, top_top, top_bottom and bottom_bottom (squares and products) and
    n (how many define it). It is what `estimate` gives of the replications themselves.
    """
    top, bottom, squares, products, others, n = (
        np.asarray(sums[name], np.float64) for name in ("top", "bottom", "top_top", "top_bottom", "bottom_bottom", "n")
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        value = top / bottom
        spread = squares - 2 * value * products + value**2 * others
        spread = np.where(spread < _ROUNDED * squares, 0.0, spread)
        half = t_quantiles(n - 1) * np.sqrt(spread * (replications / (replications - 1))) / bottom
    return np.where(n >= 2, half, np.nan)


def shares_between(sums: Mapping[str, Numbers]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return both ends of the 95 % intervals of many shares of conversations, given as to `halves_of_sums`; NaN where
    there are none.

    Wilson's interval (Journal of the American Statistical Association 22, 1927) of as many independent conversations
    as tell as much: their number over the design effect (`_design_effect`), with the quantile of t.
    """
    bottom, n = (np.asarray(sums[name], np.float64) for name in ("bottom", "n"))
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.asarray(sums["top"], np.float64) / bottom
        square = np.where(n >= 2, t_quantiles(n - 1), np.nan) ** 2 * _design_effect(share, sums) / bottom
        middle = (share + square / 2) / (1 + square)
        half = np.sqrt(square * (share * (1 - share) + square / 4)) / (1 + square)
    return (middle - half).clip(0), (middle + half).clip(None, 1)


def _design_effect(share: NDArray[np.float64], sums: Mapping[str, Numbers]) -> NDArray[np.float64]:
    """Return how much more shares differ from replication to replication than if conversations were independent, 1 at
    least. Where all were alike nothing is seen of it: the root of the conversations per replication, between 1
    (independent) and all of them (one replication, one outcome).
    """
    top_top, top_bottom, both, bottom, n = (
        np.asarray(sums[name], np.float64) for name in ("top_top", "top_bottom", "bottom_bottom", "bottom", "n")
    )
    apart = (top_top - 2 * share * top_bottom + share**2 * both) * n / (n - 1)
    chance = bottom * share * (1 - share)
    return np.maximum(np.where(chance > _ROUNDED * bottom, apart / chance, np.sqrt(bottom / n)), 1.0)


_ROUNDED: Final = 1e-12
"""What is left of equal numbers, over their squares."""


def t_quantiles(df: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return `t_quantile` of each of many; that of 1 for those below."""
    from scipy.special import stdtrit  # noqa: PLC0415  # as above

    some, place = np.unique(np.maximum(df, 1), return_inverse=True)
    return np.asarray(stdtrit(some, (1 + CONFIDENCE) / 2)[place], np.float64)


class Paired(NamedTuple):
    """The difference of two plans that met the same customers."""

    difference: Estimate
    """Other plan less baseline."""
    variance_ratio: float
    """Variance of the paired difference over that of independent runs: below 1, common random numbers help. NaN where
    neither varies or fewer than two replications define both."""
    thin: Thin = ""


def paired(kind: Kind, other: Sample, base: Sample, counted: Counted = "") -> Paired:
    """Return other - base, replication by replication: common random numbers make the interval narrow.

    A "ratio" is the difference of the two ratios, its error from the paired residuals; a "value" the mean of the
    differences over the replications that define both. Equal samples give exactly 0 with the interval [0, 0].

    Plans that meet the same customers may differ by a few of them alone, and what has not happened yet is in no
    residual. An interval of what is *counted* leaves out 0 only if it would do so were the outcomes that differ
    independent, and any only if `FEWEST` replications differ (all, of fewer); else it is widened to hold 0.
    """
    both = (other.bottom != 0) & (base.bottom != 0)
    n = int(np.count_nonzero(both))
    if kind == "value":
        other, base = Sample(other.top[both], other.bottom[both]), Sample(base.top[both], base.bottom[both])
    a, b = _spread(kind, other), _spread(kind, base)
    change = Estimate(a.value - b.value, _half(a.influence - b.influence, n), n, len(both) - n)
    found, thin = _with_least(change, _least_error(counted, other, base), _n_apart(other, base))
    return Paired(found, _variance_ratio(a.influence, b.influence), thin)


def _with_least(change: Estimate, error: float, n_apart: int) -> tuple[Estimate, Thin]:
    """Return the difference with an interval that leaves out 0 only if that of the *error* does too, and if enough
    replications are apart.
    """
    claims, least = change.half < abs(change.value), t_quantile(change.n - 1) * error
    if claims and n_apart < min(FEWEST, change.n):
        return change._replace(half=abs(change.value)), "replications"
    return (change._replace(half=least), "conversations") if claims and least >= abs(change.value) else (change, "")


def _n_apart(other: Sample, base: Sample) -> int:
    """Return in how many replications the two are not the same, up to rounding."""
    tops, bottoms = (
        np.abs(one - two) > _ROUNDED * (np.abs(one) + np.abs(two)) for one, two in zip(other, base, strict=True)
    )
    return int(np.count_nonzero(tops | bottoms))


def _least_error(counted: Counted, other: Sample, base: Sample) -> float:
    """Return the standard error of a difference of counts if the outcomes that differ were independent; 0: none known.

    Of a share *p*, one more that counts shifts the sum of residuals by 1 - p, one more that does not by -p. At least as
    many of both differ as the conversations that only one plan has let expect: none may have happened yet.
    """
    if counted == "number":
        return math.sqrt(float(np.abs(values(other) - values(base)).sum())) / max(len(other.top), 1)
    smaller = min(other.bottom.sum(), base.bottom.sum())
    if counted != "share" or not smaller > 0:
        return 0.0
    share = (other.top.sum() + base.top.sum()) / (other.bottom.sum() + base.bottom.sum())
    n_more = np.abs(other.bottom - base.bottom).sum()
    n_in = max(np.abs(other.top - base.top).sum(), share * n_more)
    n_out = max(np.abs((other.bottom - other.top) - (base.bottom - base.top)).sum(), (1 - share) * n_more)
    return math.sqrt((1 - share) ** 2 * n_in + share**2 * n_out) / float(smaller)


def _variance_ratio(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    apart = float(np.square(a).sum() + np.square(b).sum())
    return float(np.square(a - b).sum()) / apart if len(a) > 1 and apart > 0 else math.nan
