"""Proactive work: the time it takes is cut out of duties, for the teams that do it."""

from __future__ import annotations

import numpy as np
import pytest
from builders import a_scenario, a_segment, a_team

from sim.drawing.demand import Draw
from sim.drawing.outreach import MOST, outreach_shares, with_outreach
from sim.drawing.roster import draw_roster
from sim.durations import HOUR
from sim.runs import run_once

SHIFTS = [{"days": "all", "start": "08:00", "end": "16:00", "breaks": [{"start": "12:00", "end": "12:30"}]}]


def a_world(time="60m", teams=None, customers=168, growth=0.0, length="28d"):
    """Return four weeks in which so much proactive work is done per customer and month."""
    proactive = {"avoids": 0.0, "time": time} | ({"teams": teams} if teams else {})
    plan = {
        "teams": {name: a_team(2, shifts=SHIFTS) for name in ("desk", "other")},
        "support": {"trial": {"proactive": proactive}},
    }
    segment = a_segment(customers=customers, contact_rate=1, growth_per_month=growth)
    return a_scenario({"trial": segment}, None, {"as_is": plan}, length=length)


def rosters(scenario):
    """Return the roster before and after proactive work is cut out."""
    before = draw_roster(scenario, "as_is", 1, 0)
    return before, with_outreach(scenario, "as_is", before, Draw(1, 0))


def desk_hours(roster):
    """Return the hours of duty of each agent."""
    time = (roster.duties["ends_at"] - roster.duties["starts_at"]) / HOUR
    return np.bincount(roster.duties["agent"], time, len(roster.agents))


def test_without_time_the_roster_is_the_very_same() -> None:
    """Nothing is copied."""
    before, after = rosters(a_world("0s"))
    assert before is after


def test_the_hours_that_it_takes_leave_the_desk() -> None:
    """168 customers, an hour a month each: 28 days are 0.92 months, 154.5 hours of four people's 840; paid as ever."""
    before, after = rosters(a_world())
    gone = desk_hours(before) - desk_hours(after)
    assert [168 * 28 / (365.25 / 12) / 4] * 4 == pytest.approx(gone.tolist(), abs=0.01)
    assert before.shifts.tolist() == after.shifts.tolist()


def test_only_the_named_teams_do_it() -> None:
    """All of it falls on the people of one team."""
    before, after = rosters(a_world(teams=["other"]))
    gone = desk_hours(before) - desk_hours(after)
    assert [0, 0] == gone[:2].tolist()
    assert 168 * 28 / (365.25 / 12) == pytest.approx(gone.sum(), abs=0.01)


def test_more_customers_and_growth_take_more() -> None:
    """The share doubles with the customers, and is greater where they become more."""
    shares = [
        outreach_shares(scenario, scenario.plans["as_is"], draw_roster(scenario, "as_is", 1, 0))["desk"]
        for scenario in (a_world(), a_world(customers=336), a_world(growth=0.2), a_world("100h"))
    ]
    assert 2 * shares[0] == pytest.approx(shares[1])
    assert shares[0] * 1.05 < shares[2] < shares[0] * 1.2
    assert MOST == shares[3]


def test_pieces_of_duties_fit_together() -> None:
    """Each agent's duties stand together in order, do not touch, and end the same shifts; days stay."""
    before, after = rosters(a_world())
    for number, agent in enumerate(after.agents):
        mine = after.duties[agent["first_duty"] : agent["end_duty"]]
        assert {number} == set(mine["agent"].tolist())
        assert (mine["ends_at"] > mine["starts_at"]).all()
        assert (mine["starts_at"][1:] > mine["ends_at"][:-1]).all()
    assert before.duties["ends_shift"].sum() == after.duties["ends_shift"].sum()
    assert len(after.duties) == 2 * len(before.duties)
    assert len(after.changes) == len(before.changes) + 2 * len(before.duties)
    order = after.changes[["at", "rank"]].tolist()
    assert order == sorted(order)


def test_where_it_falls_does_not_hang_on_other_teams() -> None:
    """With a team less, named to do nothing, the others' pieces are the same."""
    scenario = a_world(teams=["desk"])
    plan = scenario.plans["as_is"]
    alone = scenario.model_copy(
        update={"plans": {"as_is": plan.model_copy(update={"teams": {"desk": plan.teams["desk"]}})}}
    )
    desk = rosters(scenario)[1].duties
    assert rosters(alone)[1].duties["starts_at"].tolist() == desk["starts_at"][desk["agent"] < 2].tolist()


def test_time_for_proactive_work_is_missing_at_the_desk() -> None:
    """The more time it takes, the longer customers wait."""
    waits = []
    for time in ("0s", "1h", "3h"):
        told = run_once(a_world(time), "as_is").record.conversations
        answered = told["started_at"] >= 0
        waits.append((told["started_at"] - told["arrived_at"])[answered].mean())
    assert waits[0] < waits[1] < waits[2]
