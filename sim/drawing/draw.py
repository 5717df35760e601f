"""One replication of one plan, drawn: demand, roster and policy put together for an engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.drawing.arrivals import draw_demand
from sim.drawing.policy import policy_tables
from sim.drawing.roster import draw_roster
from sim.inputs import Drawn, Inputs

if TYPE_CHECKING:
    from sim.inputs import Demand
    from sim.scenario import Scenario


def draw(scenario: Scenario, plan: str, seed: int = 1, replication: int = 0, demand: Demand | None = None) -> Drawn:
    """Return replication *replication* (from 0) of *plan*: a pure function of its arguments.

    Every plan meets the same customers (common random numbers): pass the *demand* of the same scenario, seed and
    replication to draw it once for several plans. None: it is drawn here.

    Raises:
        ValueError: the scenario has no such plan.

    """
    if plan not in scenario.plans:
        raise ValueError(f"{plan!r} is no plan of this scenario; it has {', '.join(scenario.plans)}")
    wanted = draw_demand(scenario, seed, replication) if demand is None else demand
    roster = draw_roster(scenario, plan, seed, replication)
    policy = policy_tables(scenario, plan, wanted, roster)
    inputs = Inputs(
        conversations=wanted.conversations,
        work_types=policy.work_types,
        scoring=policy.scoring,
        access=policy.access,
        agents=roster.agents,
        duties=roster.duties,
        changes=roster.changes,
        team_order=policy.team_order,
        n_teams=len(roster.teams),
        n_open_at_start=wanted.n_open_at_start,
        horizon=wanted.horizon,
        queue_limit=policy.queue_limit,
        longest_idle_first=policy.longest_idle_first,
    )
    return Drawn(inputs, wanted, roster)
