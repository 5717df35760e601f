"""The 168 hourly rates of an ordinary week; hours with few contacts lean on the hours of the whole week."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.calibrate.days import DayTable, Sorted

    Numbers = NDArray[np.float64]

THIN: Final = 20
"""Contacts expected of an hour of the week over all weeks, from which on it stands on its own."""
_LEANING: Final = 5.0
"""Contacts' worth of what the hours of the whole week say, added to a thin hour."""
_BY_CHANCE: Final = 1e-4
"""An hour without contacts is closed if it would be empty by luck less often."""


class Rates(NamedTuple):
    """What an hour of the week has."""

    per_hour: Numbers
    """[168] contacts per real hour; 0 for a weekday that has no ordinary day."""
    thin: float
    """The share of the contacts that lie in hours which lean on others."""


def hourly_rates(table: DayTable, sorted_days: Sorted) -> Rates:
    """Return the rates of ordinary days without surges. What the thin hours of a weekday have in all is as counted."""
    used = sorted_days.is_ordinary[:, None] & ~sorted_days.is_surge
    seen, hours = np.zeros((7, 24)), np.zeros((7, 24))
    for day in range(7):
        mine = table.weekday == day
        hours[day] = (table.exposure * used)[mine].sum(axis=0)
        seen[day] = (table.counts * used)[mine].sum(axis=0)
    plain = seen / np.where(hours > 0, hours, 1)
    leaning, is_thin = _leaning(seen, hours, plain)
    kept, had = ((one * is_thin).sum(axis=1, keepdims=True) for one in (leaning, plain))
    rates = np.where(is_thin, leaning * had / np.where(kept > 0, kept, 1), plain)
    return Rates(rates.ravel(), float(rates[is_thin].sum() / max(rates.sum(), 1e-30)))


def _leaning(seen: Numbers, hours: Numbers, plain: Numbers) -> tuple[Numbers, NDArray[np.bool_]]:
    """Return [7 x 24] rates in which thin hours lean on the hours of all weekdays, and which are thin."""
    shape = plain.sum(axis=0) / max(plain.sum(), 1e-30)
    usual = plain.sum(axis=1, keepdims=True) * shape
    expected = usual * hours
    is_closed = (seen == 0) & (np.exp(-expected) < _BY_CHANCE)
    is_thin = (expected > 0) & (np.maximum(expected, seen) < THIN) & ~is_closed
    with np.errstate(divide="ignore", invalid="ignore"):
        leaning = (seen + _LEANING) / (hours + _LEANING / usual)
    return np.where(is_thin, leaning, plain), is_thin
