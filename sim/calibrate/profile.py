"""From time stamps or counts to an arrival profile: 168 hourly rates, the weekly volume and the busyness factors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from scipy import stats

from sim import durations
from sim.calibrate import columns as csv_columns
from sim.calibrate import times
from sim.calibrate.busyness import Busyness, Estimate, busyness, variance_to_mean
from sim.calibrate.columns import ExportError
from sim.calibrate.days import DayTable, OddDay, OddHour, Sorted, day_table, sort_days
from sim.scenario.part import WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

WEEK_HOURS: Final = 168
_SHORT_DAYS: Final = 14


class Reading(NamedTuple):
    """How to read a file; what is None is found out."""

    time_column: str | None = None
    """Column of the time stamp; "date+slot" names two."""
    count_column: str | None = None
    """Column of the contacts per interval. None: found by its name, else a row is a contact."""
    zone: str | None = None
    """IANA zone whose clock the profile shows, and naive stamps show."""
    interval: int | None = None
    """Ticks of one interval of counts, or of one numbered slot."""
    first: date | None = None
    last: date | None = None
    skip_bad: bool = False


@dataclass(frozen=True)
class ArrivalProfile:
    """When contacts come and how many: what a scenario's profile, contact rate and busyness are made of."""

    zone: str
    first: date
    last: date
    n_days: int
    """Ordinary days, that the figures are made of (closed weekdays among them)."""
    n_contacts: int
    """All in the span, odd days and surges included."""
    weights: tuple[float, ...]
    """[168] mean contacts in each hour of the week, Monday 00:00 first."""
    weekly: Estimate
    """Mean contacts in an ordinary week, with the 95 % interval of the mean."""
    busyness: Busyness
    variance_to_mean: tuple[float, ...]
    """[24] by hour of the day, inside weekdays; 1 is Poisson. NaN where there are no contacts."""
    odd_days: tuple[OddDay, ...]
    odd_hours: tuple[OddHour, ...]
    missing_days: tuple[date, ...]
    notes: tuple[str, ...]
    """What a reader has to know, in sentences."""

    @property
    def closed_hours(self) -> tuple[int, ...]:
        """The hours of the week, 0 to 167 from Monday 00:00, in which there was never a contact."""
        return tuple(hour for hour, weight in enumerate(self.weights) if weight == 0)

    @property
    def weekdays(self) -> tuple[float, ...]:
        """[7] mean contacts of each weekday, Monday first."""
        return tuple(sum(self.weights[24 * day : 24 * day + 24]) for day in range(7))

    @property
    def hours(self) -> tuple[float, ...]:
        """[24] mean contacts of each hour of the day, over the seven weekdays."""
        return tuple(sum(self.weights[hour::24]) / 7 for hour in range(24))


def profile_of_file(path: str | Path, reading: Reading = Reading()) -> ArrivalProfile:  # noqa: B008 - immutable
    """Return the arrival profile of a CSV file (or .csv.gz) of time stamps, or of counts per interval.

    Raises:
        ExportError: the file cannot be read, its columns cannot be found, or it says too little.

    """
    return profile_of_text(csv_columns.read_text(path), reading)


def profile_of_text(text: str, reading: Reading = Reading()) -> ArrivalProfile:  # noqa: B008 - immutable
    """Return the arrival profile of the text of a CSV file; raises as `profile_of_file` does."""
    headers, delimiter = csv_columns.read_header(text)
    found = csv_columns.find_columns(headers, reading.time_column, reading.count_column)
    cells = csv_columns.read_cells(text, headers, delimiter, found)
    read = times.moments(cells, found, reading.zone, reading.interval, reading.skip_bad)
    notes = [f"times from {' and '.join(repr(name) for name in (found.time, found.within) if name)}", *read.notes]
    counts: NDArray[np.int64] | None = None
    if found.number and times.in_use(read, found):
        counts = read.counts
        notes += [f"contacts from {found.number!r}", *_check_intervals(read.local, reading.interval)]
    elif found.number:
        notes.append(f"a row is one contact; to use the numbers in {found.number!r}, pass --count {found.number}")
    zone = reading.zone or found.zone or "UTC"
    return arrival_profile(read.local, counts, zone, reading.first, reading.last, notes)


def _check_intervals(local: NDArray[np.datetime64], asked: int | None) -> list[str]:
    """Return a note on the interval of counts.

    Raises:
        ExportError: it is longer than an hour, or reaches over full hours.

    """
    interval = asked or times.usual_gap(local)
    text = durations.format_duration(interval)
    if interval > durations.HOUR:
        raise ExportError(f"counts every {text} do not tell the hours apart; an interval of at most 1h is needed")
    if durations.HOUR % interval or times.grid(local) % interval:
        raise ExportError(f"intervals of {text} do not fit into full hours; pass --interval, such as 5m, 15m or 1h")
    return [f"counts every {text}; where no row stands there were no contacts"]


def arrival_profile(  # noqa: PLR0913, PLR0917 - what a file says, and which part of it
    local: Sequence[Any] | NDArray[np.datetime64],
    counts: Sequence[int] | NDArray[np.int64] | None = None,
    zone: str = "UTC",
    first: date | None = None,
    last: date | None = None,
    notes: Sequence[str] = (),
) -> ArrivalProfile:
    """Return the profile of contacts at *local* wall times of *zone* (naive datetimes, in any order).

    *counts*: contacts at each time; None: one. *first*, *last*: the days to use, else all from first to last contact.

    Raises:
        ExportError: less than a day of data.

    """
    when = np.asarray(local, dtype="datetime64[s]")
    number = np.ones(when.size, dtype=np.int64) if counts is None else np.asarray(counts, dtype=np.int64)
    begin, end = _span(when, number, first, last)
    table = day_table(when, number, begin, end, zone)
    sorted_days = sort_days(table)
    rates = _rates(table, sorted_days)
    use = sorted_days.is_ordinary & (table.exposure == 1).all(axis=1) & ~sorted_days.is_surge.any(axis=1)
    plain = table.counts[use].astype(np.float64)
    return ArrivalProfile(
        zone=zone,
        first=begin,
        last=end,
        n_days=int(sorted_days.is_ordinary.sum()),
        n_contacts=int(table.counts.sum()),
        weights=tuple(rates),
        weekly=_weekly(table, sorted_days, rates),
        busyness=busyness(plain, table.weekday[use], table.ordinal[use]),
        variance_to_mean=variance_to_mean(plain, table.weekday[use]),
        odd_days=sorted_days.odd_days,
        odd_hours=sorted_days.odd_hours,
        missing_days=sorted_days.missing_days,
        notes=(*notes, *_doubts(table, sorted_days)),
    )


def _span(
    when: NDArray[np.datetime64], counts: NDArray[np.int64], first: date | None, last: date | None
) -> tuple[date, date]:
    """Return the first and the last day to use.

    Raises:
        ExportError: no contacts in the span, or less than a day.

    """
    days = when.astype("datetime64[D]")
    inside = np.ones(when.size, dtype=bool)
    inside &= days >= np.datetime64(first) if first else True
    inside &= days <= np.datetime64(last) if last else True
    if not counts[inside].sum():
        asked = f" from {first or 'the start'} to {last or 'the end'}" if first or last else ""
        had = f": the file has {days.min()} to {days.max()}" if when.size else ""
        raise ExportError(f"there are no contacts{asked}{had}")
    begin, end = when[inside].min(), when[inside].max()
    if end - begin < np.timedelta64(12, "h") or days[inside].min() == days[inside].max():
        raise ExportError(f"the contacts run from {begin} to {end}: less than a day shows no profile of the week")
    return days[inside].min().astype(object), days[inside].max().astype(object)


def _rates(table: DayTable, sorted_days: Sorted) -> NDArray[np.float64]:
    """Return [168] contacts per real hour, of ordinary days without surges; 0 for a weekday that has none."""
    used = sorted_days.is_ordinary[:, None] & ~sorted_days.is_surge
    rates = np.zeros((7, 24))
    for day in range(7):
        mine = table.weekday == day
        hours = (table.exposure * used)[mine].sum(axis=0)
        rates[day] = (table.counts * used)[mine].sum(axis=0) / np.where(hours > 0, hours, 1)
    return rates.ravel()


def _weekly(table: DayTable, sorted_days: Sorted, rates: NDArray[np.float64]) -> Estimate:
    """Return the contacts of an ordinary week; its interval from how weeks (or days, below 4 weeks) vary."""
    weekly = float(rates.sum())
    expected = (rates.reshape(7, 24)[table.weekday] * table.exposure * ~sorted_days.is_surge).sum(axis=1)
    seen = (table.counts * ~sorted_days.is_surge).sum(axis=1)
    use = sorted_days.is_ordinary & (expected > 0)
    week = (table.ordinal - 1) // 7
    group = week if np.unique(week[use]).size >= 4 else table.ordinal
    _, place = np.unique(group[use], return_inverse=True)
    below = np.bincount(place, weights=expected[use])
    ratio, n = np.bincount(place, weights=seen[use]) / below, below.size
    if n < 3:
        return Estimate(weekly, float("nan"), float("nan"))
    share = below / below.sum()
    error = float(np.sqrt(n / (n - 1) * (share**2 * np.square(ratio - 1)).sum()))
    reach = float(stats.t.ppf(0.975, n - 1)) * error
    return Estimate(weekly, weekly * max(0.0, 1 - reach), weekly * (1 + reach))


def _doubts(table: DayTable, sorted_days: Sorted) -> list[str]:
    """Return what weakens the figures, in sentences."""
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
