"""One replication put together: the same customers in every plan, the same draw for the same arguments."""

from __future__ import annotations

import numpy as np
import pytest
from builders import a_scenario, a_segment, a_team

from sim.drawing.arrivals import draw_demand
from sim.drawing.draw import draw
from sim.durations import DAY, HOUR, MINUTE
from sim.inputs import FAR, GENERATIONS

SEGMENTS = {
    "free": a_segment(stage="trial", patience="20m"),
    "paid": a_segment(zones={"America/New_York": 1, "Asia/Tokyo": 1}),
}
PLANS = {
    "as_is": {"teams": {"desk": a_team(2, speed_cv=0.22)}},
    "more": {
        "teams": {"back": a_team(1), "desk": a_team(3, speed_cv=0.22)},
        "routing": {"strict": [["paid"]], "segments": {"free": {"served": False}}, "queue_limit": 5},
    },
}


def a_world(**changes):
    """Return a scenario of two segments and two plans."""
    return a_scenario(**({"segments": SEGMENTS, "plans": PLANS} | changes))


def contents(drawn):
    """Return all that is drawn, as plain values."""
    parts = drawn.inputs._asdict() | {"details": drawn.demand.details, "shifts": drawn.roster.shifts}
    return {name: part.tolist() if isinstance(part, np.ndarray) else part for name, part in parts.items()}


def test_same_arguments_give_the_same_draw_and_others_another():
    """Seed and replication decide about everything random (invariants 31, 32)."""
    scenario = a_world()
    first = contents(draw(scenario, "as_is", seed=3, replication=2))
    assert first == contents(draw(scenario, "as_is", seed=3, replication=2))
    for seed, replication in ((3, 1), (4, 2)):
        other = contents(draw(scenario, "as_is", seed=seed, replication=replication))
        assert first["conversations"] != other["conversations"]
        assert first["paces"] != other["paces"]


def test_every_plan_meets_the_same_customers():
    """Conversations, their keys and the people's speed are the same in both plans (common random numbers)."""
    scenario = a_world()
    as_is, more = (draw(scenario, plan) for plan in ("as_is", "more"))
    assert as_is.inputs.conversations.tolist() == more.inputs.conversations.tolist()
    assert as_is.demand.details.tolist() == more.demand.details.tolist()
    assert as_is.inputs.paces.tolist() == more.inputs.paces[GENERATIONS : 3 * GENERATIONS].tolist()


def test_demand_that_is_passed_on_is_used_and_not_changed():
    """Drawn once, it serves every plan with the result of drawing it anew."""
    scenario = a_world()
    demand = draw_demand(scenario, 7, 1)
    before = demand.work_types.tolist()
    passed = draw(scenario, "more", 7, 1, demand)
    assert contents(draw(scenario, "more", 7, 1)) == contents(passed)
    assert demand.conversations is passed.inputs.conversations
    assert before == demand.work_types.tolist()


def test_inputs_are_those_of_the_plan():
    """Teams, horizon, what is open at the start, the limit of the queue, who is served and who works."""
    opened = [{"segment": "paid", "ages": ["1h", "2h"]}]
    scenario = a_scenario(
        plans=PLANS, world={"segments": SEGMENTS, "open_at_start": opened}, length="2d", start="2026-03-07"
    )
    inputs, _, roster = draw(scenario, "more")
    served = {(int(row["segment"]), int(row["served"])) for row in inputs.work_types}
    assert ("back", "desk") == roster.teams
    assert [2, 2, 2 * DAY, 5, 1] == [
        len(inputs.teams), inputs.n_open_at_start, inputs.horizon, inputs.queue_limit, inputs.longest_idle_first,
    ]  # fmt: skip
    assert {(0, 0), (1, 1)} == served
    assert [0, 1, 1, 1] == inputs.agents["team"].tolist()
    assert FAR == draw(scenario, "as_is").inputs.queue_limit
    assert len(inputs.access) == len(inputs.team_order) == 2 * len(inputs.work_types)


def test_terms_of_returning_are_those_of_the_routing():
    """Whether replies go to their owner, for how long they wait, and what costs more work; by default little of it."""
    names = ("returns_to_owner", "owner_away_limit", "reread_time", "switch_time", "nudge_work_time")
    usual = draw(a_world(), "as_is").inputs
    assert [1, 16 * HOUR, 0, 0, 0] == [getattr(usual, name) for name in names]
    routing = {
        "returns_to_owner": False, "owner_away": "2h", "reread_time": "4m", "switch_time": "30s",
        "read_again_time": "1m",
    }  # fmt: skip
    inputs = draw(a_world(plans={"as_is": {"teams": {"desk": a_team()}, "routing": routing}}), "as_is").inputs
    assert [0, 2 * HOUR, 4 * MINUTE, MINUTE // 2, MINUTE] == [getattr(inputs, name) for name in names]


def test_horizon_of_roster_and_demand_is_the_same():
    """A week over the change of clocks in the scenario's zone is 167 hours for people and customers."""
    inputs = draw(a_world(start="2026-03-08", zone="America/New_York"), "as_is").inputs
    assert 167 * HOUR == inputs.horizon
    assert 167 * HOUR == int(inputs.changes["at"].max())
    assert inputs.horizon > int(inputs.conversations["arrival_at"].max()) > 160 * HOUR


def test_order_of_segments_and_teams_in_the_file_changes_nothing():
    """The same draw from a file whose entries are turned round (invariant 31)."""
    turned = {name: plan | {"teams": dict(reversed(plan["teams"].items()))} for name, plan in PLANS.items()}
    other = a_world(segments=dict(reversed(SEGMENTS.items())), plans=dict(reversed(turned.items())))
    assert contents(draw(a_world(), "more")) == contents(draw(other, "more"))


def test_unknown_plan_is_an_error_that_names_those_there_are():
    """A slip of the pen is answered with the plans of the scenario."""
    with pytest.raises(ValueError, match="'les' is no plan of this scenario; it has as_is, more"):
        draw(a_world(), "les")
