"""One replication of one plan, drawn: demand, roster and policy put together for an engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.calendar import timeline
from sim.drawing.arrivals import draw_demand
from sim.drawing.demand import Draw
from sim.drawing.entries import with_support
from sim.drawing.incidents import downtimes
from sim.drawing.outreach import with_outreach
from sim.drawing.policy import policy_tables
from sim.drawing.roster import draw_errors, draw_roster
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
    drawing = Draw(seed, replication)
    customers = draw_demand(scenario, seed, replication) if demand is None else demand
    wanted = with_support(scenario, plan, customers, drawing)
    roster = with_outreach(scenario, plan, draw_roster(scenario, plan, seed, replication), drawing)
    policy, routing = policy_tables(scenario, plan, wanted, roster), scenario.plans[plan].routing
    inputs = Inputs(
        conversations=wanted.conversations,
        touches=wanted.touches,
        follow_ups=wanted.follow_ups,
        work_types=policy.work_types,
        scoring=policy.scoring,
        access=policy.access,
        teams=roster.team_terms,
        agents=roster.agents,
        paces=roster.paces,
        errors=draw_errors(scenario, plan, drawing),
        ramps=roster.ramps,
        fatigue=roster.fatigue,
        day_luck=roster.day_luck,
        duties=roster.duties,
        changes=roster.changes,
        downtimes=downtimes(scenario, drawing, timeline(scenario)),
        team_order=policy.team_order,
        n_first=wanted.n_first,
        n_open_at_start=wanted.n_open_at_start,
        days=wanted.days,
        horizon=wanted.horizon,
        queue_limit=policy.queue_limit,
        longest_idle_first=policy.longest_idle_first,
        returns_to_owner=int(routing.returns_to_owner),
        owner_away_limit=routing.owner_away,
        reread_time=routing.reread_time,
        switch_time=routing.switch_time,
        nudge_work_time=routing.read_again_time,
    )
    return Drawn(inputs, wanted, roster)
