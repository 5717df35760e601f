"""What a run's record says of each customer and of each agent's time: facts for tables and measures, no statistics.

Instants and spans are ticks since the scenario's start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from sim.calendar import measured_from
from sim.inputs import NOBODY
from sim.measures.business_hours import business_time
from sim.measures.intervals import Spans, meetings, total_by
from sim.record import ABANDONED, RESOLVED, TURNED_AWAY
from sim.scenario import PAID_STAGES

if TYPE_CHECKING:
    from typing import Self

    from numpy.typing import NDArray

    from sim.measures.intervals import Ints, Meetings
    from sim.runs import Run
    from sim.scenario import Scenario

LEFT_AWAY, STILL_WAITING, GAVE_UP, IN_HAND, DONE = range(5)
"""States at the end of the run; from IN_HAND on: answered."""
N_STATES: Final = 5


class Customers(NamedTuple):
    """One row per conversation that came to the desk before the horizon, in the order of the tables of the run."""

    row: Ints
    """Its place in the tables of the run."""
    wanted_at: Ints
    """When the customer wrote; before 0 for most of what was open at the start."""
    arrival_at: Ints
    """When it came to the desk."""
    left_at: Ints
    """When it left the queue: first response, giving up, turned away; the horizon if it still waits."""
    wait_time: Ints
    """From wanted_at to left_at; 0 for those turned away; so far, for those who still wait."""
    business_time: Ints
    """The business hours in wait_time of those answered; 0 for the others."""
    state: NDArray[np.int8]
    was_open: NDArray[np.bool_]
    """Open at the start."""
    segment: Ints
    team: Ints
    """Who answered; NOBODY: none."""

    def of(self, chosen: NDArray[np.bool_] | Ints) -> Self:
        """Return the chosen customers (a mask or indices)."""
        return self._replace(**{name: column[chosen] for name, column in self._asdict().items()})

    @property
    def answered(self) -> NDArray[np.bool_]:
        """Who has had a first response."""
        return self.state >= IN_HAND

    @property
    def waiting(self) -> Spans:
        """Return everybody's time in the queue, cut to the run; owner: the segment. Empty for those turned away."""
        return Spans(self.segment, self.arrival_at, self.left_at)


class Desk(NamedTuple):
    """The agents' time, cut to the run; the owner of every span is the agent."""

    touches: Spans
    """Work, one row per conversation answered, in the order of `Customers`; until the horizon if still in hand."""
    duties: Spans
    """Time at the desk."""
    busy: Meetings
    """Work inside duty: touches (first) that meet duties (second). The rest of a touch is overtime."""


def measured(customers: Customers, scenario: Scenario) -> NDArray[np.bool_]:
    """Return whose experience counts: who wrote at the end of the warm-up or later; without a warm-up everybody.

    Without a warm-up that includes what was open at the start: this period begins with that backlog.
    """
    if not scenario.warm_up:
        return np.ones(customers.row.size, np.bool_)
    return customers.wanted_at >= measured_from(scenario)


def customers_of(run: Run) -> Customers:
    """Return the customers of *run*."""
    inputs = run.drawn.inputs
    asked, told = inputs.conversations, run.record.conversations
    index = np.flatnonzero(asked["arrival_at"] < inputs.horizon)
    asked, told = asked[index], told[index]
    state = _states(told)
    left_at = np.select(
        [state >= IN_HAND, state == STILL_WAITING], [told["started_at"], inputs.horizon], told["ended_at"]
    )
    arrival_at = asked["arrival_at"].astype(np.int64)
    wanted_at = arrival_at - asked["waited_time"]
    agent = told["agent"]
    return Customers(
        row=index,
        wanted_at=wanted_at,
        arrival_at=arrival_at,
        left_at=left_at,
        wait_time=np.where(state == LEFT_AWAY, 0, left_at - wanted_at),
        business_time=_business_time(run.scenario, wanted_at, left_at, state >= IN_HAND),
        state=state,
        was_open=index < inputs.n_open_at_start,
        segment=inputs.work_types["segment"][asked["work_type"]].astype(np.int64),
        team=np.where(agent == NOBODY, NOBODY, team_of_agent(run)[agent])
        if inputs.agents.size
        else agent.astype(np.int64),
    )


def desk_of(run: Run) -> Desk:
    """Return the agents' time in *run*."""
    horizon, told = run.drawn.inputs.horizon, run.record.conversations
    told = told[told["started_at"] != NOBODY]
    ends_at = np.where(told["ended_at"] == NOBODY, horizon, told["ended_at"])
    touches = Spans(told["agent"].astype(np.int64), told["started_at"].astype(np.int64), ends_at)
    rows = run.drawn.roster.duties
    duties = Spans(rows["agent"].astype(np.int64), rows["starts_at"].astype(np.int64), rows["ends_at"].astype(np.int64))
    duties = duties.within(0, horizon)
    return Desk(touches, duties, meetings(touches, duties))


def overtime_of(desk: Desk) -> Ints:
    """Return the ticks of each touch that lie outside its agent's duty."""
    return desk.touches.lengths() - total_by(desk.busy.first, desk.busy.spans.lengths(), desk.touches.owner.size)


def team_of_agent(run: Run) -> Ints:
    """Return the team number of each agent."""
    return run.drawn.roster.agents["team"].astype(np.int64)


def role_of_team(run: Run) -> tuple[str, ...]:
    """Return the role of each team."""
    teams = run.scenario.plans[run.plan].teams
    return tuple(teams[name].role for name in run.drawn.roster.teams)


def segment_scopes(run: Run) -> dict[str, tuple[int, ...]]:
    """Return which segment numbers a scope of customers holds: all, paid, free, segment:NAME; paid and free where
    there are any.
    """
    names, segments = run.drawn.demand.names.segments, run.scenario.world.segments
    pays = [segments[name].stage in PAID_STAGES for name in names]
    scopes = {
        "all": tuple(range(len(names))),
        "paid": tuple(number for number, paying in enumerate(pays) if paying),
        "free": tuple(number for number, paying in enumerate(pays) if not paying),
    }
    single = {f"segment:{name}": (number,) for number, name in enumerate(names)}
    return {scope: held for scope, held in scopes.items() if held} | single


def team_scopes(run: Run) -> dict[str, tuple[int, ...]]:
    """Return which team numbers a scope of agents holds: all, team:NAME, role:NAME."""
    names, roles = run.drawn.roster.teams, role_of_team(run)
    single = {f"team:{name}": (number,) for number, name in enumerate(names)}
    by_role = {
        f"role:{role}": tuple(number for number, other in enumerate(roles) if other == role)
        for role in sorted(set(roles))
    }
    return {"all": tuple(range(len(names)))} | single | by_role


def _states(told: NDArray[np.void]) -> NDArray[np.int8]:
    outcome, started = told["outcome"], told["started_at"] != NOBODY
    chosen = [outcome == RESOLVED, outcome == ABANDONED, outcome == TURNED_AWAY, started]
    return np.select(chosen, [DONE, GAVE_UP, LEFT_AWAY, IN_HAND], STILL_WAITING).astype(np.int8)


def _business_time(scenario: Scenario, wanted_at: Ints, left_at: Ints, answered: NDArray[np.bool_]) -> Ints:
    found = np.zeros(wanted_at.size, np.int64)
    found[answered] = business_time(scenario, wanted_at[answered], left_at[answered])
    return found
