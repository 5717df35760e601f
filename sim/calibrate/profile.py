"""From time stamps or counts to an arrival profile: 168 hourly rates, the weekly volume and the busyness factors."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.calibrate import columns as csv_columns
from sim.calibrate import times
from sim.calibrate.busyness import Busyness, Estimate, busyness, variance_to_mean
from sim.calibrate.days import OddDay, OddHour, day_table, sort_days
from sim.calibrate.doubts import doubts_about_days, doubts_about_volume
from sim.calibrate.intervals import interval_notes
from sim.calibrate.rates import hourly_rates
from sim.calibrate.span import observed_span
from sim.calibrate.weekly import Weeks, weekly_mean, weeks_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from numpy.typing import NDArray


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
    """The first day that was observed, also if it has no contact. None: that of the first contact."""
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
    """[168] mean contacts in each hour of the week, Monday 00:00 first; see `rates` for hours with few."""
    weekly: Estimate
    """Mean contacts in an ordinary week of the span, with the 95 % interval of the mean."""
    weeks: Weeks
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
        """The hours of the week, 0 to 167 from Monday 00:00, that never had a contact, and not by luck alone."""
        return tuple(hour for hour, weight in enumerate(self.weights) if weight == 0)

    @property
    def has_trend(self) -> bool:
        """Whether the volume clearly rises or falls over the span."""
        return math.isfinite(self.weeks.at_end.value)

    @property
    def volume(self) -> float:
        """Contacts a week for a scenario: of the last 4 weeks where there is a trend, else the mean."""
        return self.weeks.at_end.value if self.has_trend else self.weekly.value

    @property
    def day_cv(self) -> float:
        """The factor of days for a scenario: without the trend where there is one; NaN: cannot be told."""
        free = self.busyness.day_cv_without_trend
        return free if self.has_trend and math.isfinite(free) else self.busyness.day_cv.value

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
    zone, counts = reading.zone or found.zone or "UTC", None
    if found.number and times.in_use(read, found):
        counts = read.counts
        notes += [f"contacts from {found.number!r}", *interval_notes(read.local, reading.interval, zone)]
    elif found.number:
        notes.append(f"a row is one contact; to use the numbers in {found.number!r}, pass --count {found.number}")
    return arrival_profile(read.local, counts, zone, reading.first, reading.last, notes)


def arrival_profile(  # noqa: PLR0913, PLR0917 - what a file says, and which part of it
    local: Sequence[Any] | NDArray[np.datetime64],
    counts: Sequence[int] | NDArray[np.int64] | None = None,
    zone: str = "UTC",
    first: date | None = None,
    last: date | None = None,
    notes: Sequence[str] = (),
) -> ArrivalProfile:
    """Return the profile of contacts at *local* wall times of *zone* (naive datetimes, in any order).

    *counts*: contacts at each time; None: one. *first*, *last*: the days that were
    observed, also where they have no contact; else all from the first to the last contact.

    Raises:
        ExportError: less than a day of data.

    """
    when = np.asarray(local, dtype="datetime64[s]")
    number = np.ones(when.size, dtype=np.int64) if counts is None else np.asarray(counts, dtype=np.int64)
    span = observed_span(when, number, first, last)
    table = day_table(when, number, span.first, span.last, zone)
    sorted_days = sort_days(table)
    rates, thin = hourly_rates(table, sorted_days)
    use = sorted_days.is_ordinary & (table.exposure == 1).all(axis=1) & ~sorted_days.is_surge.any(axis=1)
    plain = table.counts[use].astype(np.float64)
    busy = busyness(plain, table.weekday[use], table.ordinal[use])
    weekly, weeks = weekly_mean(table, sorted_days, rates), weeks_of(table, sorted_days, rates, busy)
    doubts = (*doubts_about_days(table, sorted_days), *doubts_about_volume(weekly, weeks, thin))
    return ArrivalProfile(
        zone=zone,
        first=span.first,
        last=span.last,
        n_days=int(sorted_days.is_ordinary.sum()),
        n_contacts=int(table.counts.sum()),
        weights=tuple(rates),
        weekly=weekly,
        weeks=weeks,
        busyness=busy,
        variance_to_mean=variance_to_mean(plain, table.weekday[use]),
        odd_days=sorted_days.odd_days,
        odd_hours=sorted_days.odd_hours,
        missing_days=sorted_days.missing_days,
        notes=(*notes, *span.notes, *doubts),
    )
