"""Figures of people over time: three days worked out by hand, days cut by a warm-up, weeks."""

from __future__ import annotations

import numpy as np
import pytest
from worked_run import DESK_1, worked_run, worked_scenario
from worked_tickets import lives, random_tickets

from sim.durations import HOUR
from sim.measures.breakdowns import breakdowns
from sim.measures.figures import figures
from sim.measures.people import sick_days
from sim.measures.workdays import shifts_of

BY_HAND = {
    "all": {
        "headcount_mean": ((2 + 1 + 2) / 3, 1),
        "headcount_end": (2, 1),
        "vacancies_mean": (2 / 3, 1),  # desk-1 on Tuesday and Wednesday; desk-2 is not late, but expected on Wednesday
        "quits": (1, 1),
        "turnover": (1, 5 / 365.25),
        "sick_days": (1, 1),
        "tenure_mean": (5 + 100 + 101 + 0 + 102, 5),
        "exhaustion_mean": (0.1 + 0.2 + 0.4 + 0 + 0.6, 5),
        "disengagement_mean": (0.65, 5),
        "paid_hours": (8 + 8 + 24, 1),  # who is ill is paid, an empty seat is not
        "per_agent_worked_day": (0, 4),
        "per_agent_calendar_day": (0, 9 - 4),
        "on_duty_mean": (4 * 8 / 72, 1),
    },
    "team:desk": {"headcount_mean": (2 / 3, 1), "headcount_end": (1, 1), "sick_days": (0, 1), "quits": (1, 1)},
    "team:late": {
        "turnover": (0, 3 / 365.25),
        "headcount_mean": (1, 1),
        "vacancies_mean": (0, 1),
        "sick_days": (1, 1),
        "tenure_mean": (303, 3),
    },
}


def by_scope(run):
    """Return (scope, measure) -> (top, bottom)."""
    return {(figure.scope, figure.measure): (figure.top, figure.bottom) for figure in figures(run)}


@pytest.mark.parametrize("scope", BY_HAND)
def test_three_days_of_people_are_what_a_hand_finds(scope):
    """One leaves, one comes, one is ill for a day."""
    found = by_scope(lives())
    for name, fraction in BY_HAND[scope].items():
        assert fraction == pytest.approx(found[scope, name]), name


def test_a_day_that_the_warm_up_cuts_weighs_as_much_as_is_left_of_it():
    """Warm-up until Tuesday noon: half of Tuesday, with one person, and Wednesday, with two. Who left on Tuesday
    morning left before; who missed a shift on Tuesday afternoon missed it now.
    """
    run = lives()
    run = run._replace(scenario=worked_scenario(length="3d", warm_up="1d12h"))
    found = by_scope(run)
    assert (pytest.approx(2.5 / 1.5), 1) == found["all", "headcount_mean"]
    assert (pytest.approx(0.4 / 2 + 0.6), pytest.approx(2.5)) == found["all", "exhaustion_mean"]
    assert (0, 1) == found["all", "quits"]
    assert (0, pytest.approx(2.5)) == found["all", "per_agent_calendar_day"]
    assert [0, 1] == sick_days(run, 36 * HOUR).tolist()


def test_missed_shifts_are_absences_of_the_ill_and_of_nobody():
    """desk-1's seat is empty on two days, desk-2's on two, late-1 is ill on one."""
    shifts = shifts_of(lives())
    assert [False, True, True, True, True, False, False, True, False] == shifts.absent.tolist()
    assert [7] == shifts.ill.nonzero()[0].tolist()


def test_weeks_add_up_to_the_figures():
    """Person-hours by week, and who left in it: as the figures of the whole run."""
    run = lives()
    table = breakdowns(run).query("by == 'week' and scope == 'all'").set_index("measure")[["top", "bottom"]]
    assert (5 * 24, 72) == tuple(table.loc["headcount_mean"])
    assert (pytest.approx(1.3 * 24), 5 * 24) == tuple(table.loc["exhaustion_mean"])
    assert (2 * 24, 72) == tuple(table.loc["vacancies_mean"])
    assert 1 == table.loc["quits", "top"]
    assert (1, pytest.approx(5 / 365.25)) == tuple(table.loc["turnover"])
    day = breakdowns(run).query("by == 'day_of_week' and scope == 'team:desk' and measure == 'quits'")
    assert [0, 1, 0, 0, 0, 0, 0] == day["top"].tolist()


@pytest.mark.parametrize("seed", range(12))
def test_heads_and_empty_seats_are_all_seats_that_have_begun(seed):
    """On every day somebody sits there, or nobody does any more, or nobody does yet, or the contract is over."""
    run = random_tickets(seed)
    inputs, found = run.drawn.inputs, by_scope(run)
    lengths = inputs.days[1:] - inputs.days[:-1]
    there = run.record.agent_days["is_there"].reshape(len(inputs.agents), len(lengths)) == 1
    day, ends_on = np.arange(len(lengths)), inputs.agents["ends_on"][:, None]
    is_wanted = (day >= inputs.agents["starts_on"][:, None]) & ((ends_on == 0) | (day < ends_on))
    expected = int(((is_wanted | there) * lengths).sum())
    whole = found["all", "headcount_mean"][0] + found["all", "vacancies_mean"][0]
    assert expected == pytest.approx(whole * inputs.horizon)
    assert run.record.agent_days["quits"].sum() == found["all", "quits"][0]


def test_fewer_people_of_whom_fewer_leave_may_leave_at_the_higher_rate():
    """Who compares 4 of 8 with 3.5 of 5 by the number of quits takes the worse for the better."""
    run = lives()
    found = by_scope(run)
    (all_quits, years), (quits, of_desk) = found["all", "turnover"], found["team:desk", "turnover"]
    assert all_quits == quits == 1
    assert quits / of_desk == pytest.approx(2.5 * all_quits / years)


def test_without_people_there_is_nothing_to_take_a_mean_over():
    """No seats at all: no head, and no exhaustion."""
    found = by_scope(worked_run([], [], [], ()))
    assert (0, 1) == found["all", "headcount_mean"]
    assert (0, 0) == found["all", "exhaustion_mean"]


def test_who_stays_on_after_the_shift_is_on_duty_and_has_overtime():
    """desk-1 stays until 17:30 on Monday: half an hour more on duty, all of it overtime."""
    run = worked_run([])
    before = by_scope(run)
    run.record.duties["ended_at"][DESK_1] += HOUR // 2
    after = by_scope(run)
    assert (0.5, 1) == after["all", "overtime_hours"]
    assert (0, before["all", "occupancy"][1] + 0.5) == after["all", "occupancy"]
    assert before["all", "per_agent_worked_day"] == after["all", "per_agent_worked_day"]
