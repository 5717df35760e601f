"""Business hours: nights, weekends, clock changes, other zones, hours that end on the next day."""

from __future__ import annotations

import numpy as np
import pytest
from builders import a_scenario

from sim.calendar import ticks_of, timeline
from sim.durations import HOUR, MINUTE
from sim.measures.business_hours import business_hours, business_time


def hours_between(first: str, last: str, **business: object) -> float:
    """Return the business hours between two local times of a scenario in New York that starts on Friday 2026-03-06."""
    scenario = a_scenario(start="2026-03-06", zone="America/New_York", business_hours=business)
    texts = np.array([first, last], "datetime64[ms]").tolist()
    at = ticks_of(timeline(scenario), texts, "America/New_York")
    return business_time(scenario, at[:1], at[1:])[0] / HOUR


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-03-06T10:00", "2026-03-06T10:45", 0.75),  # within a day
        ("2026-03-06T16:30", "2026-03-09T09:30", 1.0),  # over the weekend, and over the clock change
        ("2026-03-06T18:00", "2026-03-09T08:00", 0.0),  # nobody could expect an answer
        ("2026-03-05T16:00", "2026-03-06T09:01", 1 + 1 / 60),  # written before the scenario starts
        ("2026-02-20T09:00", "2026-03-06T09:00", 80.0),  # open for two weeks
        ("2026-03-07T12:00", "2026-03-07T12:00", 0.0),
    ],
)
def test_only_business_hours_count(start, end, expected):
    """Monday to Friday, 09:00 to 17:00."""
    assert expected == pytest.approx(hours_between(start, end), abs=1e-12)


def test_a_business_day_on_which_the_clocks_go_forward_is_an_hour_shorter():
    """Round the clock, Sunday 2026-03-08 in New York has 23 hours, Sunday 2026-11-01 has 25."""
    always = {"days": "all", "start": "00:00", "end": "24:00"}
    assert 23 == hours_between("2026-03-08T00:00", "2026-03-09T00:00", **always)
    assert 25 == hours_between("2026-11-01T00:00", "2026-11-02T00:00", **always)


def test_hours_that_end_before_they_start_end_on_the_next_day():
    """22:00 to 06:00 on weekdays: Friday's last until Saturday, Sunday night has none."""
    night = {"days": "mon-fri", "start": "22:00", "end": "06:00"}
    assert 8 == hours_between("2026-03-13T12:00", "2026-03-14T12:00", **night)
    assert 6 == hours_between("2026-03-13T00:00", "2026-03-13T12:00", **night)  # Thursday's, after midnight
    assert 0 == hours_between("2026-03-15T12:00", "2026-03-16T12:00", **night)


def test_business_hours_have_a_zone_of_their_own():
    """09:00 to 17:00 in London is 04:00 to 12:00 in New York, but 05:00 to 13:00 while only New York has changed."""
    london = {"zone": "Europe/London"}
    assert 8 == hours_between("2026-03-06T04:00", "2026-03-06T12:00", **london)
    assert 8 == hours_between("2026-03-09T05:00", "2026-03-09T13:00", **london)
    assert 7 == hours_between("2026-03-09T04:00", "2026-03-09T12:00", **london)


def test_no_spans_need_no_hours():
    """Nobody was answered."""
    assert 0 == business_time(a_scenario(), np.zeros(0, np.int64), np.zeros(0, np.int64)).size


def test_business_time_is_exact_to_the_tick():
    """A millisecond before 09:00 to a millisecond after."""
    at = np.array([9 * HOUR - 1, 9 * HOUR + 1])
    assert [1] == business_time(a_scenario(), at[:1], at[1:]).tolist()
    assert [0] == business_time(a_scenario(), at[:1] - 5 * MINUTE, at[:1]).tolist()


def test_hours_that_end_when_they_start_last_until_that_time_on_the_next_day():
    """09:00 to 09:00 on Fridays is a day and a night, not nothing."""
    friday = {"days": "fri", "start": "09:00", "end": "09:00"}
    assert 24 == hours_between("2026-03-13T00:00", "2026-03-15T00:00", **friday)


def test_business_hours_are_whole_ticks_of_owner_zero():
    """Monday's of a scenario that starts on a Monday; no spans have no time, in ticks as well."""
    open_hours = business_hours(a_scenario(), 10 * HOUR, 11 * HOUR)
    assert (0, 9 * HOUR, 17 * HOUR) == tuple(column[-1] for column in open_hours)
    none = np.zeros(0, np.int64)
    assert {np.dtype(np.int64)} == {column.dtype for column in (*open_hours, business_time(a_scenario(), none, none))}
