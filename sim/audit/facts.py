"""Inputs and record side by side: one array per fact, one entry per conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.inputs import NOBODY, PACE_UNIT
from sim.record import OPEN, RESOLVED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.inputs import Inputs
    from sim.record import Record

    Numbers = NDArray[np.int64]
    Flags = NDArray[np.bool_]


class Facts(NamedTuple):
    """What a conversation wanted and what became of it. Instants and spans in ticks; NOBODY where there is none."""

    wanted_at: Numbers
    """Since when it waits: before 0 for what was open at the start."""
    arrival_at: Numbers
    deadline_at: Numbers
    """When its customer gives up unless answered."""
    work_type: Numbers
    started_at: Numbers
    ended_at: Numbers
    agent: Numbers
    outcome: Numbers
    arrives: Flags
    """Before the horizon."""
    knows_agent: Flags
    """The agent of the record is in the inputs."""
    team: Numbers
    work_time: Numbers
    """What the agent of the record needs for it, in ticks, rounded up."""
    may_take_after: Numbers
    """The wait after which the team of that agent may take it."""
    starts: Flags
    """The start in the record is one that can be put in order with others: a known agent, after arrival, before the
    horizon, not turned away nor abandoned."""


def facts_of(inputs: Inputs, record: Record) -> Facts:
    """Return the facts of a run; *record* must have as many rows as *inputs*."""
    wanted, became = inputs.conversations, record.conversations
    arrival_at, work_type = _numbers(wanted["arrival_at"]), _numbers(wanted["work_type"])
    wanted_at = arrival_at - wanted["waited_time"]
    started_at, agent, outcome = (_numbers(became[name]) for name in ("started_at", "agent", "outcome"))
    arrives = arrival_at < inputs.horizon
    knows_agent = (agent >= 0) & (agent < len(inputs.agents))
    team = _of_agent(inputs.agents["team"], agent, knows_agent)
    pace = _of_agent(inputs.agents["pace"], agent, knows_agent)
    after = inputs.access["may_take_after"].reshape(inputs.n_teams, len(inputs.work_types))
    in_time = (started_at >= arrival_at) & (started_at < inputs.horizon)
    return Facts(
        wanted_at=wanted_at,
        arrival_at=arrival_at,
        deadline_at=np.maximum(arrival_at, wanted_at + wanted["patience_time"]),
        work_type=work_type,
        started_at=started_at,
        ended_at=_numbers(became["ended_at"]),
        agent=agent,
        outcome=outcome,
        arrives=arrives,
        knows_agent=knows_agent,
        team=team,
        work_time=np.where(knows_agent, -(-wanted["handle_time"] * PACE_UNIT // np.maximum(pace, 1)), NOBODY),
        may_take_after=_of_agent(after, agent, knows_agent, team, work_type),
        starts=arrives & knows_agent & in_time & ((outcome == RESOLVED) | (outcome == OPEN)),
    )


def _numbers(column: NDArray[np.void]) -> Numbers:
    return np.ascontiguousarray(column, dtype=np.int64)


def _of_agent(values: NDArray[np.void], agent: Numbers, knows_agent: Flags, *index: Numbers) -> Numbers:
    """Return values[index] where the agent is known, values[agent] without an index; NOBODY elsewhere."""
    found = np.full(len(agent), NOBODY, dtype=np.int64)
    places = index or (agent,)
    found[knows_agent] = values[tuple(place[knows_agent] for place in places)]
    return found
