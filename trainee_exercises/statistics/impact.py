"""Rates between groups: impact ratio, Fisher's exact test and chi-square, with small cells marked."""

from __future__ import annotations

from math import comb, erfc, sqrt
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

import numpy as np

from trainee_exercises.statistics.figure import NAN

if TYPE_CHECKING:
    from collections.abc import Sequence

TwoByTwo: TypeAlias = tuple[tuple[int, int], tuple[int, int]]
LEAST_PEOPLE: Final = 5
LEAST_SHARE: Final = 0.02


class Count(NamedTuple):
    """A group: how many there are, and how many of them were chosen (or scored above the median)."""

    group: str
    n: int
    chosen: int


class ChiSquare(NamedTuple):
    """Pearson's chi-square of a 2 x 2 table without correction; NaN where a row or column is empty."""

    value: float
    p: float


class Cell(NamedTuple):
    """A group beside the one with the highest rate.

    rate: chosen / n; ratio: rate / highest rate; fisher: two-sided p against that group; small: by which rule the group
    is too small to read, or None. NaN where there is nothing to divide by; the highest group has no p of its own.
    """

    group: str
    n: int
    chosen: int
    rate: float
    ratio: float
    fisher: float
    chi: ChiSquare
    is_highest: bool
    small: str | None


def impact(counts: Sequence[Count]) -> list[Cell]:
    """Return the groups in the order given, each beside the one with the highest rate (29 CFR 1607.4 D, NYC LL144).

    Small groups are not taken as the highest unless all are small.
    """
    total = sum(one.n for one in counts)
    filled = [one for one in counts if one.n]
    large = [one for one in filled if not _small(one, total)]
    highest = max(large or filled, key=lambda one: (_rate(one), one.n), default=None)
    return [_cell(one, highest, total) for one in counts]


def above_median(scores: Sequence[float]) -> list[bool]:
    """Return for each score if it lies above the median of all: what NYC LL144 calls the scoring rate's numerator."""
    middle = float(np.median(scores)) if len(scores) else NAN
    return [score > middle for score in scores]


def fisher_exact(table: TwoByTwo) -> float:
    """Return the two-sided p: the chance of all tables with these margins that are at most as likely (Fisher 1935)."""
    (a, b), (c, d) = table
    row, column, n = a + b, a + c, a + b + c + d
    ways = [comb(row, k) * comb(n - row, column - k) for k in range(max(0, row + column - n), min(row, column) + 1)]
    mine = ways[a - max(0, row + column - n)]
    return sum(one for one in ways if one <= mine) / comb(n, column)


def chi_square(table: TwoByTwo) -> ChiSquare:
    """Return Pearson's chi-square with one degree of freedom, without continuity correction, and its p."""
    (a, b), (c, d) = table
    bottom = (a + b) * (c + d) * (a + c) * (b + d)
    if not bottom:
        return ChiSquare(NAN, NAN)
    value = (a + b + c + d) * (a * d - b * c) ** 2 / bottom
    return ChiSquare(value, erfc(sqrt(value / 2)))


def _cell(one: Count, highest: Count | None, total: int) -> Cell:
    rate = _rate(one)
    is_highest = highest is not None and one.group == highest.group
    if highest is None or is_highest or not one.n:
        return Cell(*one, rate, _ratio(rate, highest), NAN, ChiSquare(NAN, NAN), is_highest, _small(one, total))
    both: TwoByTwo = ((one.chosen, one.n - one.chosen), (highest.chosen, highest.n - highest.chosen))
    return Cell(*one, rate, _ratio(rate, highest), fisher_exact(both), chi_square(both), is_highest, _small(one, total))


def _rate(one: Count) -> float:
    return one.chosen / one.n if one.n else NAN


def _ratio(rate: float, highest: Count | None) -> float:
    return rate / _rate(highest) if highest is not None and highest.chosen else NAN


def _small(one: Count, total: int) -> str | None:
    if one.n < LEAST_PEOPLE:
        return f"fewer than {LEAST_PEOPLE} people"
    return "under 2 % of all" if one.n < LEAST_SHARE * total else None
