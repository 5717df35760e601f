"""Tiny inputs written by hand, in whole minutes, and their record in whole minutes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.durations import MINUTE
from sim.engine.events import OFF_DUTY, ON_DUTY, rank
from sim.inputs import (
    ACCESS,
    AGENT,
    CHANGE,
    CONVERSATION,
    DUTY,
    FAR,
    NOBODY,
    SCORING,
    SLOPE_UNIT,
    WORK_TYPE,
    Inputs,
)
from sim.record import OUTCOMES
from sim.runs import simulate

DAY = 24 * 60


class Customer(NamedTuple):
    """One conversation: minutes, and the work type."""

    at: int
    handle: int
    patience: int | None = None
    kind: int = 0
    waited: int = 0


class Agent(NamedTuple):
    """One agent: pieces of time at the desk in minutes; the last of `shift_ends` go home, the others go on a break."""

    duties: tuple[tuple[int, int], ...] = ((0, DAY),)
    team: int = 0
    pace: int = 1000


class House(NamedTuple):
    """Everything else: work types by team; None: may never take it; a number: minutes of wait before it may."""

    access: tuple[tuple[int | None, ...], ...] = ((0,),)  # [team][work type]
    reserved: tuple[int, ...] = ()  # [work type]
    base: tuple[int, ...] = ()  # [work type] minutes
    slope: tuple[float, ...] = ()
    served: tuple[int, ...] = ()
    queue_limit: int | None = None
    longest_idle_first: int = 1
    n_open: int = 0
    horizon: int = DAY


def rows(shape, columns):
    """Return a table from lists of equal length."""
    length = len(next(iter(columns.values())))
    table = np.zeros(length, shape)
    for name, values in columns.items():
        table[name] = values
    return table


def inputs_of(customers, agents=(Agent(),), house=House()):
    """Return the inputs that these people make."""
    n_teams, n_types = len(house.access), len(house.access[0])
    duties = [(a * MINUTE, b * MINUTE, number, 0, 1) for number, one in enumerate(agents) for a, b in one.duties]
    duties = np.array(duties, DUTY) if duties else np.zeros(0, DUTY)
    ends = np.cumsum([len(one.duties) for one in agents]).astype(int)
    numbers = np.arange(len(duties))
    changes = rows(CHANGE, {
        "at": np.concatenate((duties["starts_at"], duties["ends_at"])),
        "rank": np.concatenate((rank(ON_DUTY, 0) + numbers, rank(OFF_DUTY, 0) + numbers)),
    })  # fmt: skip
    order = [
        [team for team in range(n_teams) if house.access[team][kind] is not None] for kind in range(n_types)
    ]  # fmt: skip
    return Inputs(
        conversations=rows(CONVERSATION, {
            "arrival_at": [c.at * MINUTE for c in customers],
            "waited_time": [c.waited * MINUTE for c in customers],
            "patience_time": [FAR if c.patience is None else c.patience * MINUTE for c in customers],
            "handle_time": [c.handle * MINUTE for c in customers],
            "work_type": [c.kind for c in customers],
        }),
        work_types=rows(WORK_TYPE, {"served": house.served or [1] * n_types}),
        scoring=rows(SCORING, {
            "base": np.array(house.base or [0] * n_types) * MINUTE * SLOPE_UNIT,
            "slope": np.array(house.slope or [1] * n_types) * SLOPE_UNIT,
        }),
        access=rows(ACCESS, {
            "may_take_after": [FAR if wait is None else wait * MINUTE for team in house.access for wait in team],
            "n_reserved": list(house.reserved or [0] * n_types) * n_teams,
        }),
        agents=rows(AGENT, {
            "team": [one.team for one in agents], "pace": [one.pace for one in agents],
            "first_duty": ends - [len(one.duties) for one in agents], "end_duty": ends,
        }) if agents else np.zeros(0, AGENT),
        duties=duties,
        changes=np.sort(changes, order=("at", "rank")),
        team_order=np.array([teams + [NOBODY] * (n_teams - len(teams)) for teams in order], np.int32).ravel(),
        n_teams=n_teams,
        n_open_at_start=house.n_open,
        horizon=house.horizon * MINUTE,
        queue_limit=FAR if house.queue_limit is None else house.queue_limit,
        longest_idle_first=house.longest_idle_first,
    )  # fmt: skip


def story(customers, agents=(Agent(),), house=House()):
    """Return (agent, started, ended, outcome) of every conversation, in minutes; both engines must tell it."""
    inputs = inputs_of(customers, agents, house)
    told = []
    for engine in ("reference", "compiled"):
        record = simulate(inputs, engine).conversations
        told.append([
            (
                None if row["agent"] == NOBODY else int(row["agent"]),
                None if row["started_at"] == NOBODY else int(row["started_at"]) / MINUTE,
                None if row["ended_at"] == NOBODY else int(row["ended_at"]) / MINUTE,
                OUTCOMES[row["outcome"]],
            )
            for row in record
        ])  # fmt: skip
    assert told[0] == told[1]
    return told[0]
