"""A run as a table of touches: each piece of work, when it was due, when it was done, and by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.inputs import NOBODY
from sim.measures.facts import customers_of, measured, team_of_agent
from sim.measures.touches import touches_of
from sim.personas import conversation_id
from sim.tables.columns import agent_names, instants, minutes, named, texts

if TYPE_CHECKING:
    from sim.runs import Run


def touch_table(run: Run) -> pd.DataFrame:
    """Return one row per touch that was due before the horizon: by conversation, in the order of `conversation_table`.

    Who is turned away or deflected has none. wait: minutes until it was begun, or until the customer left or the
    horizon came. work: minutes, until the horizon if in hand. What is_ours nobody waited for.
    """
    touches, customers = touches_of(run), customers_of(run)
    place = np.zeros(len(run.drawn.inputs.conversations), np.int64)
    place[customers.row] = np.arange(customers.row.size)
    touches = touches.of(np.argsort(place[touches.conversation], kind="stable"))
    of_it, started = place[touches.conversation], touches.is_started
    ids = np.array([conversation_id(int(key)) for key in run.drawn.demand.details["key"][customers.row]], dtype=object)
    ends_at = np.where(touches.ended_at == NOBODY, run.drawn.inputs.horizon, touches.ended_at)
    teams = np.append(team_of_agent(run), NOBODY)[touches.agent]
    return pd.DataFrame(
        {
            "conversation": texts(ids[of_it]),
            "number": touches.number,
            "measured": measured(customers, run.scenario)[of_it],
            "ready_at": instants(run, touches.ready_at),
            "started_at": instants(run, touches.started_at, started),
            "ended_at": instants(run, touches.ended_at, touches.ended_at != NOBODY),
            "agent": named(agent_names(run), touches.agent),
            "team": named(run.drawn.roster.teams, teams),
            "wait": minutes(touches.left_at - touches.ready_at, np.ones(started.size, np.bool_)),
            "work": minutes(ends_at - touches.started_at, started),
            "is_hand_off": touches.is_hand_off,
            "is_escalation": touches.is_escalation,
            "is_ours": touches.is_ours,
        }
    )
