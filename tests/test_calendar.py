"""Clocks and calendars: clock changes, odd offsets, gaps and folds, holidays."""

from __future__ import annotations

import zoneinfo
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from builders import a_scenario

from sim.calendar import (
    Timeline,
    country_of,
    has_holidays,
    local_hours,
    local_times,
    measured_from,
    public_holidays,
    ticks_of,
    timeline,
)
from sim.durations import DAY, HOUR, MINUTE

NEW_YORK, LONDON, LORD_HOWE = "America/New_York", "Europe/London", "Australia/Lord_Howe"
ZONES = (
    "UTC", NEW_YORK, LONDON, "Asia/Kolkata", "Asia/Kathmandu", LORD_HOWE, "Pacific/Chatham", "Africa/Casablanca",
    "Asia/Beirut", "America/St_Johns", "Pacific/Kiritimati", "America/Santiago",
)  # fmt: skip


def a_year(year: int = 2026, days: int = 365) -> Timeline:
    """Return the clock of a year that starts at midnight UTC."""
    return Timeline(datetime(year, 1, 1, tzinfo=UTC), days * DAY)


def of_day(zone: str, year: int, month: int, day: int):
    """Return the rows of one local day: (hour, UTC start, minutes)."""
    clock = a_year(year, 366)
    rows = local_hours(clock, zone)
    chosen = np.flatnonzero(rows.day == date(year, month, day).toordinal())
    return [
        (
            int(rows.hour[row]),
            f"{clock.start + timedelta(milliseconds=int(rows.starts_at[row])):%d %H:%M}",
            int(rows.ends_at[row] - rows.starts_at[row]) // MINUTE,
        )
        for row in chosen
    ]


def lasts(zone: str, start: datetime, end: datetime) -> float:
    """Return the hours between two local times."""
    first, last = ticks_of(a_year(start.year), [start, end], zone)
    return (last - first) / HOUR


def local(day: date, hour: int) -> datetime:
    """Return the wall time *hour* hours after midnight of *day*."""
    return wall(f"{day}") + timedelta(hours=hour)


def wall(text: str) -> datetime:
    """Return a local time without zone."""
    return datetime.fromisoformat(text)


def test_a_day_of_23_hours_has_no_two_o_clock():
    """New York, 9 March 2025: 02:xx does not exist."""
    rows = of_day(NEW_YORK, 2025, 3, 9)
    assert [hour for hour in range(24) if hour != 2] == [hour for hour, _, _ in rows]
    assert (3, "09 07:00", 60) == rows[2]


def test_a_day_of_25_hours_has_one_o_clock_twice():
    """New York, 2 November 2025: 01:xx comes twice, an hour apart."""
    rows = of_day(NEW_YORK, 2025, 11, 2)
    assert 25 == len(rows)
    assert [(0, "02 04:00", 60), (1, "02 05:00", 60), (1, "02 06:00", 60), (2, "02 07:00", 60)] == rows[:4]


def test_half_hour_zones_change_the_hour_at_half_past():
    """In Kolkata (+5:30) an hour starts at UTC :30, in Kathmandu (+5:45) at UTC :15."""
    assert (9, "10 03:30", 60) == of_day("Asia/Kolkata", 2026, 6, 10)[9]
    assert (9, "10 03:15", 60) == of_day("Asia/Kathmandu", 2026, 6, 10)[9]


def test_lord_howe_changes_its_clocks_by_half_an_hour():
    """Forward: 02:30 to 03:00 is all that is left of 02:xx. Back: 01:30 to 02:00 comes a second time."""
    assert [(1, "03 14:30", 60), (2, "03 15:30", 30), (3, "03 16:00", 60)] == of_day(LORD_HOWE, 2026, 10, 4)[1:4]
    assert [(1, "04 14:00", 60), (1, "04 15:00", 30), (2, "04 15:30", 60)] == of_day(LORD_HOWE, 2026, 4, 5)[1:4]


@pytest.mark.parametrize("zone", ZONES)
def test_hours_tile_the_scenario(zone):
    """Rows follow each other without gap or overlap from 0 to the horizon, and each has a key of its own."""
    clock = a_year()
    rows = local_hours(clock, zone)
    assert (0, clock.horizon) == (rows.starts_at[0], rows.ends_at[-1])
    assert np.array_equal(rows.starts_at[1:], rows.ends_at[:-1])
    assert (rows.ends_at > rows.starts_at).all()
    assert len(rows.key) == len(np.unique(rows.key))


@pytest.mark.parametrize("seed", [11])
@pytest.mark.parametrize("zone", ZONES)
def test_clocks_agree_with_the_standard_library(zone, seed):
    """At random instants, and around every clock change, rows and times show what `zoneinfo` shows."""
    clock = a_year()
    rows = local_hours(clock, zone)
    starts = rows.starts_at
    changed = np.flatnonzero((np.diff(rows.hour) % 24 != 1) | (np.diff(starts) != HOUR)) + 1
    around = np.concatenate([starts[changed - 1], starts[changed] - 1, starts[changed], rows.ends_at[changed] - 1])
    ticks = np.concatenate([np.random.default_rng(seed).integers(0, clock.horizon, 500), around])
    shown = local_times(clock, ticks, zone)
    row = np.searchsorted(rows.starts_at, ticks, side="right") - 1
    for index, tick in enumerate(ticks.tolist()):
        moment = (clock.start + timedelta(milliseconds=tick)).astimezone(zoneinfo.ZoneInfo(zone))
        expected = (moment.toordinal(), moment.weekday(), moment.hour)
        assert expected == (shown.day[index], shown.weekday[index], shown.hour[index]), moment
        assert expected == (rows.day[row[index]], rows.weekday[row[index]], rows.hour[row[index]]), moment
        assert moment.month == rows.month[row[index]]


def test_a_row_that_is_cut_knows_its_whole_hour():
    """A scenario that starts at midnight in Kolkata cuts London's 18:xx; key and full length stay those of the hour."""
    clock = timeline(a_scenario(start="2026-01-05", length="1d", zone="Asia/Kolkata"))
    rows = local_hours(clock, LONDON)
    assert (0, 30 * MINUTE, 18, HOUR) == (rows.starts_at[0], rows.ends_at[0], rows.hour[0], rows.full_time[0])
    assert int(datetime(2026, 1, 4, 18, tzinfo=UTC).timestamp()) == rows.key[0] * 15 * 60
    assert (clock.horizon - 30 * MINUTE, 18, HOUR) == (rows.starts_at[-1], rows.hour[-1], rows.full_time[-1])


def test_a_leap_day_exists():
    """29 February 2028 has 24 hours, and hour 24 is the next day's midnight."""
    assert 24 == len(of_day("UTC", 2028, 2, 29))
    assert 24.0 == lasts("UTC", wall("2028-02-29"), wall("2028-03-01"))


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        (NEW_YORK, date(2026, 3, 8), 7),
        (LONDON, date(2026, 3, 29), 7),
        (NEW_YORK, date(2026, 11, 1), 9),
        (LONDON, date(2026, 10, 25), 9),
        (LONDON, date(2026, 10, 26), 8),
    ],
)
def test_a_night_shift_across_a_clock_change(zone, day, hours):
    """Published case C6: 00:00 to 08:00 lasts 7 h when the clocks go forward and 9 h when they go back."""
    assert hours == lasts(zone, local(day, 0), local(day, 8))


def test_day_shifts_keep_their_length_and_night_shifts_do_not():
    """New York 2025: 09-17 is 8 h on both days of change; 22-06 is 7 h and 9 h in the nights before."""
    for day, night in ((date(2025, 3, 9), 7), (date(2025, 11, 2), 9)):
        assert 8 == lasts(NEW_YORK, local(day, 9), local(day, 17))
        assert night == lasts(NEW_YORK, local(day, -2), local(day, 6))


def test_how_long_new_york_and_london_both_work():
    """Published case C6: 09-17 overlaps by 3 h, by 4 h while only one of the two has changed its clocks."""
    clock = a_year()
    four = []
    for number in range(365):
        day = date(2026, 1, 1) + timedelta(days=number)
        starts, ends = (
            [ticks_of(clock, [local(day, hour)], zone).item() for zone in (NEW_YORK, LONDON)] for hour in (9, 17)
        )
        overlap = (min(ends) - max(starts)) / HOUR
        assert overlap in {3, 4}
        four += [day] if overlap == 4 else []
    spring = [date(2026, 3, 8) + timedelta(days=number) for number in range(21)]
    autumn = [date(2026, 10, 25) + timedelta(days=number) for number in range(7)]
    assert spring + autumn == four


def test_a_time_that_does_not_exist_moves_forward():
    """02:30 on the day without 02:xx is 03:30, the same distance after the change."""
    skipped, moved = ticks_of(a_year(), [wall("2026-03-08T02:30"), wall("2026-03-08T03:30")], NEW_YORK)
    assert skipped == moved


def test_a_time_that_comes_twice_is_the_first():
    """01:30 on the day with two of them is in daylight-saving time, whatever its fold says."""
    first, second = (wall("2026-11-01T01:30").replace(fold=fold) for fold in (0, 1))
    expected = (datetime(2026, 11, 1, 5, 30, tzinfo=UTC) - a_year().start) // timedelta(milliseconds=1)
    assert [expected] * 2 == ticks_of(a_year(), [first, second], NEW_YORK).tolist()


def test_the_horizon_follows_the_clocks():
    """A week with the clocks going forward has 167 hours, back 169; the next week starts at midnight again."""
    forward, back = (
        timeline(a_scenario(start=start, length="1w", zone=LONDON)) for start in ("2026-03-23", "2026-10-19")
    )
    assert [167 * HOUR, 169 * HOUR] == [forward.horizon, back.horizon]
    assert datetime(2026, 10, 18, 23, tzinfo=UTC) == back.start


def test_a_scenario_may_start_on_a_day_without_midnight():
    """In Beirut the clocks go forward at midnight: the day starts at 01:00 and lasts 23 hours."""
    clock = timeline(a_scenario(start="2026-03-29", length="1d", zone="Asia/Beirut"))
    assert 23 * HOUR == clock.horizon
    assert 1 == local_hours(clock, "Asia/Beirut").hour[0]


def test_times_outside_the_scenario_are_shown_too():
    """Instants before 0 and after the horizon have a local time, as overtime needs; none at all is fine as well."""
    shown = local_times(a_year(), np.array([[-1, 365 * DAY + 5 * HOUR]]), NEW_YORK)
    assert [[18, 0]] == shown.hour.tolist()
    assert (0,) == local_times(a_year(), np.zeros(0, np.int64), NEW_YORK).hour.shape


def test_offsets_that_are_no_quarters_are_refused():
    """Liberia was 44.5 minutes off UTC until 1972; the message says from when and what to do."""
    with pytest.raises(ValueError, match=r"-0\.741667 hours off UTC.*choose a later start or another zone"):
        local_hours(Timeline(datetime(1971, 6, 1, tzinfo=UTC), DAY), "Africa/Monrovia")


def test_public_holidays_are_those_of_the_country():
    """The United States in July 2026: the fourth, and the Friday on which it is made up for; nothing outside."""
    assert {date(2026, 7, 3), date(2026, 7, 4)} == public_holidays("US", date(2026, 7, 1), date(2026, 7, 31))
    assert frozenset() == public_holidays("US", date(2026, 7, 5), date(2026, 7, 31))


def test_regions_have_their_own_holidays():
    """Women's Day is a holiday in Berlin and not in Germany as a whole."""
    day = date(2027, 3, 8)
    assert {day} == public_holidays("DE-BE", day, day)
    assert frozenset() == public_holidays("DE", day, day)


def test_holidays_reach_over_the_turn_of_the_year():
    """From Christmas to New Year both are found."""
    found = public_holidays("GB", date(2026, 12, 20), date(2027, 1, 5))
    assert {date(2026, 12, 25), date(2027, 1, 1)} <= found


@pytest.mark.parametrize("country", ["XX", "DE-XX"])
def test_an_unknown_country_or_region_is_named(country):
    """The error quotes it, and `has_holidays` tells beforehand."""
    assert not has_holidays(country)
    with pytest.raises(ValueError, match=f"'{country}': no public holidays are known"):
        public_holidays(country, date(2026, 1, 1), date(2026, 1, 2))


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        (NEW_YORK, "US"), ("Europe/Stockholm", "SE"), ("US/Eastern", "US"), ("Asia/Calcutta", "IN"), ("Japan", "JP"),
        ("UTC", None), ("Etc/GMT+5", None), ("EST", None), ("CET", None),
    ],
)  # fmt: skip
def test_zones_lie_in_countries(zone, country):
    """Old names of a zone lie where the zone does; fixed offsets and abbreviations lie nowhere."""
    assert country == country_of(zone)
    assert country is None or has_holidays(country)


def test_a_warm_up_ends_at_local_midnight_also_when_the_clocks_change():
    """New York goes forward on 2026-03-08: the first week from Monday 2 March has 167 hours."""
    scenario = a_scenario(start="2026-03-02", length="14d", warm_up="7d", zone="America/New_York")
    assert 167 * HOUR == measured_from(scenario)
