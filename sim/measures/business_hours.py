"""Business hours: the hours in which customers may expect an answer, as intervals of ticks."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import numpy as np

from sim.calendar import local_times, ticks_of, timeline
from sim.measures.intervals import Spans, time_before
from sim.scenario import DAY_MINUTES, WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.measures.intervals import Ints
    from sim.scenario import Scenario


def business_hours(scenario: Scenario, first: int, last: int) -> Spans:
    """Return the business hours that overlap with [first, last) (ticks, also before 0), uncut, in order; owner 0.

    An end at or before the start is on the next day, as for shifts. Public holidays are business days (assumption).
    """
    hours, clock = scenario.business_hours, timeline(scenario)
    zone = hours.zone or scenario.zone
    days = local_times(clock, np.array([first, last], np.int64), zone).day
    mornings = list(_business_days(scenario, int(days[0]) - 1, int(days[1])))
    end = hours.end if hours.end > hours.start else hours.end + DAY_MINUTES
    starts_at = ticks_of(clock, [day + timedelta(minutes=hours.start) for day in mornings], zone)
    ends_at = ticks_of(clock, [day + timedelta(minutes=end) for day in mornings], zone)
    return Spans(np.zeros(len(mornings), np.int64), starts_at, ends_at)


def business_time(scenario: Scenario, starts_at: Ints, ends_at: Ints) -> Ints:
    """Return the ticks of business hours in each span [starts_at, ends_at)."""
    if not starts_at.size:
        return np.zeros(0, np.int64)
    open_hours = business_hours(scenario, int(starts_at.min()), int(ends_at.max()))
    return time_before(open_hours, ends_at) - time_before(open_hours, starts_at)


def _business_days(scenario: Scenario, first: int, last: int) -> Iterator[datetime]:
    """Return the midnights of the business days from one date ordinal to another, both included."""
    for ordinal in range(first, last + 1):
        day = date.fromordinal(ordinal)
        if WEEKDAYS[day.weekday()] in scenario.business_hours.days:
            yield datetime.combine(day, time())
