"""A team with more or fewer people: where seats are added and taken, and who is who afterwards."""

from __future__ import annotations

import pytest
from builders import a_team

from sim.scenario import Team
from sim.scenario.seats import with_people
from sim.scenario.staffing import head_count

DAY = {"days": "mon-fri", "start": "09:00", "end": "17:00"}
LATE = {"days": "mon-fri", "start": "13:00", "end": "21:00"}


def in_shifts(*sizes, **changes):
    """Return a team whose shifts have so many people each."""
    shifts = [
        {**(DAY if n % 2 == 0 else LATE), "agents": size} for n, size in enumerate(sizes)
    ]  # fmt: skip
    return Team.model_validate({"zone": "UTC", "shifts": shifts} | changes)


def sizes_of(team):
    """Return start and people of every shift."""
    return [(shift.start // 60, shift.agents) for shift in team.shifts]


def test_no_change_is_the_very_team():
    """Nothing is written anew."""
    team = in_shifts(3, 3)
    assert with_people(team, 0) is team


@pytest.mark.parametrize(("change", "left"), [(2, 4), (-1, 1), (-2, 0), (-9, 0)])
def test_a_team_with_a_headcount(change, left):
    """Two people: more, fewer, and never below nobody."""
    assert left == with_people(Team.model_validate(a_team(2)), change).headcount


def test_newcomers_come_behind_everybody_else_in_the_shifts_with_the_fewest():
    """Three early, six late: of three newcomers one is early, two are late, in shifts of their own at the end."""
    team = with_people(in_shifts(3, 6), 3)

    assert [(9, 3), (13, 6), (9, 1), (13, 2)] == sizes_of(team)
    assert 12 == head_count(team)


def test_people_go_from_the_largest_shift_first():
    """Three early, six late, four go: three of the late ones until it is no larger, then one of the last shift."""
    assert [(9, 3), (13, 2)] == sizes_of(with_people(in_shifts(3, 6), -4))


def test_a_headcount_beside_shifts_stays_their_sum():
    """A team that says both says both afterwards."""
    team = in_shifts(3, 3, headcount=6)
    assert [8, 5] == [with_people(team, change).headcount for change in (2, -1)]


def test_what_is_said_of_somebody_stays_with_them():
    """Two early (1, 2) and two late (3, 4); one late person goes. Who was 3 is 3, and of 4 nothing is said any more."""
    away = {"start": "2026-03-02", "end": "2026-03-06"}
    team = with_people(
        in_shifts(2, 2, absences=[{"agents": [4], **away}, {"agents": [3, 4], **away}],
                  meetings=[{"agents": [1, 4], "days": "mon", "start": "10:00", "end": "11:00"},
                            {"days": "tue", "start": "10:00", "end": "11:00"}],
                  hires=[{"agents": [4], "start": "2026-04-01"}]), -1,
    )  # fmt: skip

    assert [(3,)] == [one.agents for one in team.absences]
    assert [(1,), None] == [one.agents for one in team.meetings]
    assert () == team.hires


def test_those_behind_whoever_goes_move_up():
    """Three early (1 to 3), two late (4, 5); an early person, number 3, goes: the late ones are now 3 and 4."""
    away = {"start": "2026-03-02", "end": "2026-03-06"}
    team = with_people(in_shifts(3, 2, absences=[{"agents": [1, 3, 5], **away}]), -1)

    assert (1, 4) == team.absences[0].agents
