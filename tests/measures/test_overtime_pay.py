"""What staying on after a shift costs, by hand: desk-1 of the worked tickets is there until 17:30 instead of 17:00."""

from __future__ import annotations

import numpy as np
import pytest
from builders import a_team
from pydantic import ValidationError
from staffed_runs import BUSY, a_run
from worked_run import DESK_1, worked_run, worked_scenario
from worked_tickets import worked_tickets

from sim.durations import HOUR, MINUTE
from sim.inputs import NOBODY
from sim.measures.figures import figures
from sim.measures.workdays import shifts_of
from sim.scenario.teams import Overtime
from sim.tables.conversations import agent_day_table

STAYING = {"from_waiting": 1, "time": "30m"}


def of_plan(overtime):
    """Return the plan of the worked day, whose desk may stay on."""
    teams = {"desk": a_team(2, rate=30, overtime=overtime), "late": a_team(1, rate=40, role="specialist")}
    return {"as_is": {"teams": teams}}


def money_of(run, scope="all"):
    """Return paid_hours, people_cost and cost_per_conversation as fractions."""
    found = {figure.measure: (figure.top, figure.bottom) for figure in figures(run) if figure.scope == scope}
    return [found[name] for name in ("paid_hours", "people_cost", "cost_per_conversation")]


def test_the_time_stayed_on_is_paid_at_its_own_factor():
    """desk: 16 hours and half an hour at double pay, (16 + 0.5 x 2) x 30 = 510 for 5 answers; late: 8 hours at 40, 320
    for 1.
    """
    run = worked_tickets(plans=of_plan(STAYING | {"pay_factor": 2}))
    run.drawn.roster.shifts["pay_permille"] = 1000
    assert [(24.5, 1), (830, 1), (830, 6)] == money_of(run)
    assert [(16.5, 1), (510, 1), (510, 5)] == money_of(run, "team:desk")
    assert [(8, 1), (320, 1), (320, 1)] == money_of(run, "role:specialist")
    assert [8.5, 8, 8] == agent_day_table(run)["paid_hours"].tolist()


def test_the_factor_of_the_shift_is_not_that_of_overtime():
    """desk-1 on a day paid threefold: 8 x 3 x 30 + 0.5 x 1.5 x 30, and desk-2 8 x 30."""
    run = worked_tickets(plans=of_plan(STAYING))
    run.drawn.roster.shifts["pay_permille"][DESK_1] = 3000
    assert (720 + 22.5 + 240, 1) == money_of(run, "team:desk")[1]


def test_the_time_stayed_on_is_paid_also_where_it_costs_nothing():
    """A factor of 0: the hours are paid hours, and there is no money for them."""
    run = worked_tickets(plans=of_plan(STAYING | {"pay_factor": 0}))
    assert [(16.5, 1), (480, 1), (480, 5)] == money_of(run, "team:desk")


def test_a_touch_finished_after_the_end_is_not_paid():
    """desk-2 works 20 minutes longer on what is in hand, with overtime allowed or not: 8 hours each are paid."""
    run = worked_run(scenario=worked_scenario(plans=of_plan(STAYING)))
    assert [(16, 1), (480, 1)] == money_of(run, "team:desk")[:2]


def test_a_touch_that_outlasts_the_time_stayed_on_is_paid_until_that_ends():
    """desk-2 stays until 17:10 and works until 17:20: ten minutes are paid."""
    run = worked_run(scenario=worked_scenario(plans=of_plan(STAYING)))
    run.record.duties["ended_at"][2] += 10 * MINUTE
    assert (16 + 10 / 60, 1) == pytest.approx(money_of(run, "team:desk")[0])


def test_only_what_lies_in_the_window_is_paid():
    """A warm-up until 17:15 leaves a quarter of an hour of it, at time and a half: 0.25 x 1.5 x 30."""
    run = worked_tickets(plans=of_plan(STAYING))
    run = run._replace(scenario=worked_scenario(plans=of_plan(STAYING), warm_up="17h15m"))
    assert [(0.25, 1), (11.25, 1)] == money_of(run, "team:desk")[:2]
    assert [15 * MINUTE, 0, 0] == shifts_of(run, (17 * 60 + 15) * MINUTE).stayed_time.tolist()


def test_who_stays_on_in_the_paid_break_at_the_end_of_a_shift_is_not_paid_twice():
    """desk-1 would have a break from 16:45, and stays until 17:30 instead: half an hour more is paid, not 45 min."""
    run = worked_tickets(plans=of_plan(STAYING))
    run.drawn.roster.duties["ends_at"][DESK_1] -= 15 * MINUTE
    assert (16.5, 1) == money_of(run, "team:desk")[0]
    assert [30 * MINUTE, 0, 0] == shifts_of(run).stayed_time.tolist()


def test_what_a_simulated_team_is_paid_is_its_roster_and_what_it_stayed_on():
    """Four weeks of a desk that cannot keep up: hours by the record, and the second half of the money by the factor."""
    settings = {"length": "28d", "topics": BUSY, "rate": 20}
    plain, staying = (a_run(**settings, **each) for each in ({}, {"overtime": STAYING | {"pay_factor": 1.25}}))
    ended_at, inputs = staying.record.duties["ended_at"], staying.drawn.inputs
    stayed = np.where(ended_at == NOBODY, 0, ended_at - inputs.duties["ends_at"]).sum() / HOUR
    (hours, _), (cost, _), _ = money_of(staying)
    (hours_before, _), (cost_before, _), _ = money_of(plain)
    assert 0 < stayed == pytest.approx(hours - hours_before)
    assert stayed * 20 * 1.25 == pytest.approx(cost - cost_before)
    assert hours == pytest.approx(agent_day_table(staying)["paid_hours"].sum())


def test_staying_on_is_time_and_a_half_unless_the_plan_says_otherwise():
    """1.5; a factor from 0 to 10."""
    assert 1.5 == Overtime(**STAYING).pay_factor
    assert [0, 10] == [Overtime(**STAYING, pay_factor=factor).pay_factor for factor in (0, 10)]
    for factor in (-0.1, 10.1):
        with pytest.raises(ValidationError, match="pay_factor"):
            Overtime(**STAYING, pay_factor=factor)
