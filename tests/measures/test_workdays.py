"""Shifts: the date each belongs to, what of it is paid, in which of them somebody was at the desk."""

from __future__ import annotations

from datetime import date

import numpy as np
from builders import a_team
from staffed_runs import a_run, with_people
from worked_run import DESK_1, DESK_2, DUTIES, LATE_1, SHIFTS, worked_run, worked_scenario

from sim.durations import HOUR, MINUTE
from sim.measures.facts import desk_of
from sim.measures.people import sick_days
from sim.measures.workdays import shift_days, shifts_of, shifts_worked

MONDAY = date(2026, 3, 2).toordinal()


def paid_minutes(shifts) -> list[float]:
    """Return the paid minutes of each shift."""
    return (shifts.paid_time / MINUTE).tolist()


def test_a_shift_belongs_to_the_date_of_its_own_teams_clocks():
    """16:00 UTC is Monday for the desk, and 01:00 on Tuesday for the late team in Tokyo."""
    teams = {"desk": a_team(2), "late": a_team(1, zone="Asia/Tokyo")}
    shifts = [(DESK_1, 960, 1440, 480, 1000, 0), (LATE_1, 960, 1440, 480, 1000, 0)]
    run = worked_run(shifts=shifts, scenario=worked_scenario(plans={"as_is": {"teams": teams}}))
    assert [MONDAY, MONDAY + 1] == shift_days(run).tolist()


def test_shifts_keep_all_that_is_known_of_them_when_some_are_chosen():
    """Numbers 2 and 0 of three that differ in everything."""
    shifts = [(DESK_1, 0, 60, 50, 1000, 0), (DESK_2, 540, 1020, 480, 1000, 0), (LATE_1, 960, 1440, 450, 1500, 1)]
    chosen = shifts_of(worked_run(shifts=shifts)).of(np.array([2, 0]))
    assert [LATE_1, DESK_1] == chosen.agent.tolist() == chosen.span.owner.tolist()
    assert [16 * HOUR, 0] == chosen.span.starts_at.tolist()
    assert [24 * HOUR, HOUR] == chosen.span.ends_at.tolist()
    assert [450, 50] == paid_minutes(chosen)
    assert [1500, 1000] == chosen.pay_permille.tolist()
    assert [True, False] == chosen.absent.tolist()


def test_the_pay_of_a_shift_is_cut_at_the_start_and_only_there():
    """Eight hours of which seven are paid: 420 minutes whole, 210 from their middle on, 0 from their end on."""
    shifts = [(DESK_1, 0, 480, 420, 1000, 0)]
    run = worked_run(duties=[(DESK_1, 0, 480, 0)], shifts=shifts)
    assert [420] == paid_minutes(shifts_of(run)) == paid_minutes(shifts_worked(run, desk_of(run)))
    for start, expected in ((240, 210), (480, 0), (500, 0)):
        assert [expected] == paid_minutes(shifts_of(run, start * MINUTE))
    assert [210] == paid_minutes(shifts_worked(run, desk_of(run), 240 * MINUTE))


def test_pay_and_spans_are_whole_ticks():
    """Also where a share of the pay does not come out even: it is rounded down."""
    shifts = shifts_of(worked_run(), 9 * HOUR + 1)
    columns = [shifts.agent, shifts.day, *shifts.span, shifts.paid_time, shifts.pay_permille]
    assert {np.dtype(np.int64)} == {column.dtype for column in columns}


def test_a_shift_that_the_run_cut_to_nothing_is_paid_nothing():
    """No length, no pay, no warning; beside two that have both."""
    shifts = [(DESK_1, 0, 0, 0, 1000, 0), *SHIFTS[1:]]
    assert [0, 480, 480] == paid_minutes(shifts_of(worked_run(duties=DUTIES[1:], shifts=shifts)))


def test_a_shift_missed_is_no_day_at_the_desk_though_it_begins_when_the_duty_before_it_ends():
    """At the desk on Monday round the clock, ill on Tuesday from midnight: one day worked."""
    shifts = [(DESK_1, 0, 1440, 1440, 1000, 0), (DESK_1, 1440, 2880, 1440, 1000, 1)]
    run = worked_run([], [(DESK_1, 0, 1440, 0)], shifts, (0,), worked_scenario(length="2d"))
    assert [MONDAY] == shifts_worked(run, desk_of(run)).day.tolist()


def test_a_night_shift_of_an_empty_seat_is_no_illness_though_somebody_new_sits_there_after_midnight():
    """Nobody can fall ill. People leave and follow each other, and every shift has a part before and after midnight."""
    night = {"days": "all", "start": "22:00", "end": "06:00", "breaks": [{"start": "02:00", "end": "02:30"}]}
    run = a_run(headcount=6, shifts=[night], **with_people(quits={"per_year": 12}, lead_time="5d"))
    assert run.record.agent_days["quits"].sum() > 5
    assert not shifts_of(run).ill.any()
    assert 0 == sick_days(run, 0).sum()


def test_a_night_shift_missed_through_illness_is_paid_whole_though_the_next_day_begins_in_it():
    """Everybody is ill every day, and paid; nobody leaves."""
    night = {"days": "all", "start": "22:00", "end": "06:00", "breaks": [{"start": "02:00", "end": "02:30"}]}
    shifts = shifts_of(a_run(length="7d", shifts=[night], **with_people(sickness={"per_day": 1})))
    whole = shifts.span.lengths() == 8 * HOUR
    assert shifts.ill.all()
    assert {8 * HOUR} == set(shifts.paid_time[whole].tolist())
