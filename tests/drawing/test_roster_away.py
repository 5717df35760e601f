"""What keeps people from the desk: meetings, scattered breaks, vacation, and not being hired yet."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from builders import a_scenario, a_team

from sim.drawing.roster import draw_roster
from sim.durations import DAY, HOUR, MINUTE

OFFICE = {"days": "mon-fri", "start": "09:00", "end": "17:00"}
NIGHT = {"days": "mon", "start": "22:00", "end": "06:00"}
YEAR = {"start": "2026-01-05", "length": "364d"}
"""The weeks that begin in 2026."""


def a_roster(team, seed=1, replication=0, **changes):
    """Return the roster of a plan with this team."""
    return draw_roster(a_scenario(plans={"as_is": {"teams": {"desk": team}}}, **changes), "as_is", seed, replication)


def an_office(headcount=1, **changes):
    """Return a team in UTC that works from nine to five."""
    return a_team(headcount, **({"shifts": [OFFICE]} | changes))


def duty_hours(roster, agent=0):
    """Return (start, end) of each duty of an agent, in hours since the start."""
    mine = roster.duties[roster.duties["agent"] == agent]
    return [(row["starts_at"] / HOUR, row["ends_at"] / HOUR) for row in mine]


def desk_share(roster):
    """Return the time at the desk over the time of the shifts."""
    desk = (roster.duties["ends_at"] - roster.duties["starts_at"]).sum()
    return desk / (roster.shifts["ends_at"] - roster.shifts["starts_at"]).sum()


def weeks_off(roster, agent=0):
    """Return the weeks (from Monday) in which an agent is absent, by their number since the year 1."""
    rows = roster.shifts[(roster.shifts["agent"] == agent) & (roster.shifts["absent"] == 1)]
    return sorted({(date(2026, 1, 5).toordinal() - 1 + int(row["starts_at"] // DAY)) // 7 for row in rows})


# ---- meetings ----


def test_meeting_takes_everybody_from_the_desk_paid():
    """10:00-11:00 on Monday: two pieces of work, eight hours' pay; Tuesday is whole."""
    roster = a_roster(an_office(meetings=[{"days": "mon", "start": "10:00", "end": "11:00"}]), length="2d")
    assert [(9, 10), (11, 17), (33, 41)] == duty_hours(roster)
    assert [0, 1, 1] == roster.duties["ends_shift"].tolist()
    assert [8 * HOUR, 8 * HOUR] == roster.shifts["paid_time"].tolist()


def test_meeting_of_some_leaves_the_others_at_the_desk():
    """Only the second of two takes part."""
    meeting = {"days": "mon", "start": "16:00", "end": "18:00", "agents": [2]}
    roster = a_roster(an_office(2, meetings=[meeting]), length="1d")
    assert [[(9, 17)], [(9, 16)]] == [duty_hours(roster, agent) for agent in (0, 1)]


def test_meeting_after_midnight_is_in_the_night_shift_of_the_day_before():
    """Tuesday 02:00-03:00 falls into the night that starts on Monday; one over midnight on Monday as well."""
    meetings = [{"days": "tue", "start": "02:00", "end": "03:00"}, {"days": "mon", "start": "23:30", "end": "00:30"}]
    roster = a_roster(an_office(shifts=[NIGHT], meetings=meetings), length="3d")
    assert [(22, 23.5), (24.5, 26), (27, 30)] == duty_hours(roster)


def test_meeting_that_began_before_the_shift_ends_in_it():
    """Monday 23:00-01:00 keeps who starts at midnight on Tuesday away for an hour."""
    shift = {"days": "tue", "start": "00:00", "end": "08:00"}
    meeting = {"days": "mon", "start": "23:00", "end": "01:00"}
    assert [(25, 32)] == duty_hours(a_roster(an_office(shifts=[shift], meetings=[meeting]), length="3d"))


# ---- scattered breaks ----


def test_shrinkage_takes_its_share_of_the_time_at_the_desk_paid():
    """30 % of the time outside lunch goes, in quarters of an hour on the grid of the shift; the pay stays."""
    lunch = {"start": "12:00", "end": "13:00", "paid": False}
    plain, shrunk = (
        a_roster(an_office(20, shifts=[OFFICE | {"breaks": [lunch]}], shrinkage=share), length="28d")
        for share in (0.0, 0.3)
    )
    assert pytest.approx(0.7, abs=0.005) == desk_share(shrunk) / desk_share(plain)
    assert plain.shifts.tolist() == shrunk.shifts.tolist()
    assert {0} == set((shrunk.duties["starts_at"] % (15 * MINUTE)).tolist())
    lunches = [(at["starts_at"] % DAY < 13 * HOUR) & (at["ends_at"] % DAY > 12 * HOUR) for at in shrunk.duties]
    assert not any(lunches)


@pytest.mark.parametrize("share", [0.3, 0.9])
def test_shrinkage_takes_its_share_between_breaks_off_the_quarter_hour(share):
    """Five breaks of ten minutes leave pieces that begin at any minute: quarters of an hour are cut from each."""
    starts = ("10:07", "11:22", "12:41", "14:07", "15:38")
    breaks = [{"start": at, "end": f"{at[:3]}{int(at[3:]) + 10}"} for at in starts]
    plain, shrunk = (
        a_roster(an_office(20, shifts=[OFFICE | {"breaks": breaks}], shrinkage=taken), length="28d")
        for taken in (0.0, share)
    )
    assert pytest.approx(1 - share, abs=0.005) == desk_share(shrunk) / desk_share(plain)


def test_scattered_breaks_differ_from_person_to_person_and_from_day_to_day():
    """Nobody's breaks are those of a colleague or of yesterday, and another replication has others."""
    team = an_office(2, shrinkage=0.3)
    roster, other = (a_roster(team, length="2d", replication=replication) for replication in (0, 1))
    of_days = [
        tuple((at - 24 * day, to - 24 * day) for at, to in duty_hours(drawn, agent) if at // 24 == day)
        for drawn in (roster, other)
        for agent in (0, 1)
        for day in (0, 1)
    ]
    assert 8 == len(set(of_days))


def test_scattered_breaks_stay_when_the_team_grows_and_the_scenario_is_longer():
    """A third person and a second week change nothing for the others in the first."""
    few = a_roster(an_office(2, shrinkage=0.3, vacation={"days_per_year": 60}), length="7d")
    more = a_roster(an_office(3, shrinkage=0.3, vacation={"days_per_year": 60}), length="14d")
    for agent in (0, 1):
        assert duty_hours(few, agent) == [span for span in duty_hours(more, agent) if span[1] <= 7 * 24]


def test_shift_shorter_than_a_scattered_break_loses_nothing():
    """Ten minutes have no room for a quarter of an hour."""
    short = {"days": "mon", "start": "09:00", "end": "09:10"}
    assert 1 == desk_share(a_roster(an_office(shifts=[short], shrinkage=0.9)))


# ---- vacation ----


def test_vacation_is_whole_weeks_paid_and_differs():
    """25 working days of five a week are five weeks of the calendar year, off and paid, not the same for everybody."""
    roster = a_roster(an_office(12, vacation={"days_per_year": 25}), **YEAR)
    weeks = [tuple(week for week in weeks_off(roster, agent)) for agent in range(12)]
    assert [5] * 12 == [len(mine) for mine in weeks]
    assert 12 == len(set(weeks))
    assert {8 * HOUR} == set(roster.shifts["paid_time"].tolist())
    assert 12 * 25 == roster.shifts["absent"].sum()


@pytest.mark.parametrize(("at_once", "most"), [(0.1, 1), (0.25, 3), (1.0, 12)])
def test_no_more_than_a_share_of_the_team_is_on_vacation_at_once(at_once, most):
    """Of twelve at most one, three, or as many as luck has it."""
    roster = a_roster(an_office(12, vacation={"days_per_year": 20, "at_once": at_once}), **YEAR)
    _, n_away = np.unique(np.concatenate([weeks_off(roster, agent) for agent in range(12)]), return_counts=True)
    assert n_away.max() <= most
    assert 12 * 4 == n_away.sum()


def test_everybody_has_their_vacation_even_if_more_must_be_away():
    """Twelve people with 130 days each, half of the year: six are away at any time, whatever the wish."""
    roster = a_roster(an_office(12, vacation={"days_per_year": 130, "at_once": 0.1}), **YEAR)
    assert [26] * 12 == [len(weeks_off(roster, agent)) for agent in range(12)]


def test_part_of_a_block_is_a_matter_of_luck():
    """12.5 days are two weeks or three, two and a half on average; blocks of a day lose less to rounding."""
    team = an_office(40, vacation={"days_per_year": 12.5})
    n_weeks = [len(weeks_off(a_roster(team, **YEAR), agent)) for agent in range(40)]
    assert {2, 3} == set(n_weeks)
    assert pytest.approx(2.5, abs=0.26) == np.mean(n_weeks)  # 99.9 %: 3.29 x 0.5 / sqrt(40)


def test_longer_blocks_make_fewer_and_longer_vacations():
    """20 days in blocks of two weeks: two vacations of ten working days."""
    roster = a_roster(an_office(1, vacation={"days_per_year": 20, "block": "2w"}), **YEAR)
    weeks = weeks_off(roster)
    assert 4 == len(weeks)
    assert [1, 1] == [second - first for first, second in zip(weeks[::2], weeks[1::2], strict=True)]


# ---- who comes later, and single dates ----


def test_seat_of_a_later_hire_has_no_shifts_before():
    """The second comes on Wednesday: no shift, no pay, no duty on Monday and Tuesday."""
    roster = a_roster(an_office(2, hires=[{"agents": [2], "start": "2026-03-04", "tenure": "30d"}]))
    assert [0, 1, 2, 3, 4] == [int(at // 24) for at, _ in duty_hours(roster, 0)]
    assert [2, 3, 4] == [int(at // 24) for at, _ in duty_hours(roster, 1)]
    assert [5, 3] == np.bincount(roster.shifts["agent"]).tolist()
    assert [0, 2] == roster.agents["starts_on"].tolist()
    assert [365, 30] == roster.agents["tenure"].tolist()


@pytest.mark.parametrize(("zone", "day"), [("Asia/Tokyo", 1), ("America/New_York", 2)])
def test_first_day_of_a_hire_is_by_the_clocks_of_the_team(zone, day):
    """Midnight of Wednesday in Tokyo is still Tuesday in UTC, and in New York already Wednesday."""
    team = an_office(zone=zone, hires=[{"agents": [1], "start": "2026-03-04"}])
    roster = a_roster(team)
    assert [day] == roster.agents["starts_on"].tolist()
    assert 3 == len(roster.shifts)


def test_hire_on_the_first_day_is_there_from_the_start():
    """Day 0, but a newcomer."""
    roster = a_roster(an_office(hires=[{"agents": [1], "start": "2026-03-02"}]))
    assert [(0, 0)] == [(int(row["starts_on"]), int(row["tenure"])) for row in roster.agents]


def test_shift_on_single_dates_is_beside_those_on_weekdays():
    """A customer day on Saturday, beside the shifts of the week; another team works on that day only."""
    day = {"dates": ["2026-03-07"], "start": "09:00", "end": "17:00"}
    both = a_roster(an_office(shifts=[OFFICE, day]))
    only = a_roster(an_office(3, shifts=[day]))
    either = a_roster(an_office(shifts=[OFFICE | {"dates": ["2026-03-07", "2026-03-06"]}]))
    assert [0, 1, 2, 3, 4, 5] == [int(at // 24) for at, _ in duty_hours(both)]
    assert [[5]] * 3 == [[int(at // 24) for at, _ in duty_hours(only, agent)] for agent in range(3)]
    assert duty_hours(both) == duty_hours(either)
