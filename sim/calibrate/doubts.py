"""What weakens the figures of an arrival profile, in sentences."""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.calibrate.weekly import FEWEST_WEEKS, LAST_WEEKS
from sim.scenario.part import WEEKDAYS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.calibrate.busyness import Estimate
    from sim.calibrate.days import DayTable, Sorted
    from sim.calibrate.weekly import Weeks

_SHORT_DAYS: Final = 14
_MUCH_THIN: Final = 0.1
"""The share of contacts in thin hours from which on they are named."""


def doubts_about_days(table: DayTable, sorted_days: Sorted) -> list[str]:
    """Return what is wrong with the span: short, without some weekdays, or mostly empty."""
    doubts = []
    n_days, totals = table.ordinal.size, table.counts.sum(axis=1)
    if n_days < _SHORT_DAYS:
        doubts.append(f"only {n_days} days: the pattern of the weekdays is weak; use 4 weeks or more")
    absent = [WEEKDAYS[day] for day in range(7) if not (table.weekday == day).any()]
    if absent:
        doubts.append(f"no {', '.join(absent)} in the span: the profile has no contacts then")
    lost = [
        WEEKDAYS[day] for day in range(7)
        if (table.weekday == day).any() and not (sorted_days.is_ordinary & (table.weekday == day)).any()
    ]  # fmt: skip
    if lost:
        doubts.append(f"no ordinary {', '.join(lost)} in the span: the profile has no contacts then")
    core = _core(totals)
    if core[1] - core[0] + 1 < 0.5 * n_days:
        begin, end = (date.fromordinal(int(table.ordinal[0])) + timedelta(days=day) for day in core)
        doubts.append(f"98 % of the contacts lie between {begin} and {end}, few outside: pass --from and --to")
    return doubts


def _core(totals: NDArray[np.int64]) -> tuple[int, int]:
    """Return the rows between which the middle 98 % of the contacts lie."""
    cumulated = np.cumsum(totals) / totals.sum()
    return int(np.searchsorted(cumulated, 0.01)), int(np.searchsorted(cumulated, 0.99))


def doubts_about_volume(weekly: Estimate, weeks: Weeks, thin: float) -> list[str]:
    """Return what limits the weekly volume, and which share of the contacts (*thin*) lies in hours with few."""
    doubts = []
    if not math.isfinite(weekly.low):
        doubts.append("no interval of the weekly volume: too few weekdays were seen twice; use 2 weeks or more")
    elif weeks.n < FEWEST_WEEKS:
        doubts.append("the interval of the weekly volume is from days; below 4 weeks it is unknown how weeks differ")
    if math.isfinite(weeks.at_end.value):
        doubts.append(_trend(weekly.value, weeks.at_end))
    if weeks.cv.low > weeks.cv_of_model:
        doubts.append(
            f"weeks vary by {100 * weeks.cv.value:.1f} %, those of a scenario drawn from this by"
            f" {100 * weeks.cv_of_model:.1f} %: here days near each other are alike, which a scenario does not know, so"
            " its weeks differ too little"
        )
    if thin > _MUCH_THIN:
        doubts.append(
            f"hours of the week with few contacts (below 20 in all; {100 * thin:.0f} % of the contacts) lean on"
            " the same hour of the other weekdays"
        )
    return doubts


def _trend(mean: float, at_end: Estimate) -> str:
    moves = "rises" if at_end.value > mean else "falls"
    return (
        f"the volume {moves}: {volume(at_end.value)} contacts a week ({volume(at_end.low)} to {volume(at_end.high)}) in"
        f" the last {LAST_WEEKS} weeks, {volume(mean)} over the whole span; a scenario takes those last weeks"
    )


def volume(contacts: float) -> str:
    """Return contacts a week as one says them: whole from 100 on."""
    return f"{contacts:,.0f}" if contacts >= 100 else f"{contacts:.1f}"
