"""The bank of 1999 as trace-driven inputs: measured arrivals, agents and handle times; drawn patience.

Data: collected by I. Guedj and A. Mandelbaum, Technion. They lie beside the project, never in it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from plain_inputs import PLAIN_ROUTING, calm_people, one_touch

from sim.drawing import distributions, streams
from sim.engine import events
from sim.inputs import (
    ACCESS,
    AGENT,
    CHANGE,
    CONVERSATION,
    DUTY,
    FAR,
    FOLLOW_UP,
    NOBODY,
    SCORING,
    SLOPE_UNIT,
    TOUCH,
    WORK_TYPE,
    Inputs,
)
from sim.record import ABANDONED, RESOLVED
from sim.runs import simulate
from sim.scenario import Spread

FIRST_DAY = pd.Timestamp("1999-02-01")
N_DAYS = 14
TYPES = ("IN", "NE", "NW", "PE", "PS", "TT")
CREDIT = 90
MAIN = 0.1
LONGEST_GAP = 15 * 60
"""Seconds without a call after which an agent has left (the rule of the availability file)."""
FITS = {"PS": (4.876, 0.872), "NE": (5.255, 0.968), "NW": (4.288, 0.912), "IN": (5.133, 1.045), "PE": (5.185, 0.965),
        "TT": (4.432, 1.176)}  # fmt: skip
"""mu and sigma of log seconds of service, published with the data."""


class World(NamedTuple):
    """What was measured, in seconds since the first midnight."""

    calls: pd.DataFrame
    """Calls that asked for an agent and whose agent, if served, is known: in order of joining."""
    skills: dict[str, frozenset[str]]
    """Agent -> types that the agent takes: 1 % or more of their calls; of types that are themselves below 2 % of all
    calls (IN, PE), half of that share is enough."""
    main_types: dict[str, frozenset[str]]
    """Agent -> types that are 10 % or more of the agent's calls: those the agent surely takes at any time."""


def read_world(path) -> World:
    """Return the calls that asked for an agent. Out: phantoms, hang-ups inside the VRU, calls without a known agent."""
    calls = pd.read_csv(path)
    inside_vru = (calls.outcome == "hang") & (calls.queued == 0)
    nobody = (calls.outcome == "agent") & calls.agent.isna()
    calls = calls[(calls.outcome != "phantom") & ~inside_vru & ~nobody].copy()
    midnight = (pd.to_datetime(calls.date) - FIRST_DAY).dt.days * 86_400
    calls["joined"] = midnight + calls.request_s
    calls["served"] = calls.outcome == "agent"
    calls["wait"] = calls.wait_s.clip(lower=0)
    calls["started"] = calls.joined + calls.wait  # the log's own start is the same to 2 s, and 0 in some rows
    calls["ended"] = calls.started + calls.service_s.clip(lower=0)
    calls = calls.sort_values(["joined", "call"], kind="stable").reset_index(drop=True)
    served = calls[calls.served]
    shares = pd.crosstab(served.agent, served.type, normalize="index")
    least = np.minimum(0.01, served.type.value_counts(normalize=True).reindex(shares.columns) / 2)
    skills = {agent: frozenset(row.index[row >= least]) for agent, row in shares.iterrows()}
    return World(calls, skills, {agent: frozenset(row.index[row >= MAIN]) for agent, row in shares.iterrows()})


class Staff(NamedTuple):
    """Who was there when, and how long a call keeps an agent."""

    duties: list[tuple[str, int, int]]
    """Agent, first and last second at the desk."""
    not_ready: np.ndarray
    """[call] seconds after the service in which its agent took no call though one waited; 0 where unknown."""


def staff_from_spells(path, world: World) -> Staff:
    """Return the availability spells as they are on file."""
    spells = pd.read_csv(path)
    midnight = (pd.to_datetime(spells.date) - FIRST_DAY).dt.days * 86_400
    rows = zip(spells.agent, midnight + spells.start_s, midnight + spells.end_s, strict=True)
    return Staff([(agent, int(start), int(end)) for agent, start, end in rows], np.zeros(len(world.calls)))


def staff_from_presence(world: World) -> Staff:
    """Return presence from first to last call (gaps over 15 minutes: gone), and measured time not ready after calls.

    Duty ends at the last start, since the engine lets a call in hand be finished. An agent was not ready at any
    moment at which a caller of a type that the agent takes was waiting; so until the next start where that caller had
    queued, else until somebody last waited before it.
    """
    calls = world.calls
    not_ready, duties = np.zeros(len(calls)), []
    for agent, rows in calls[calls.served].sort_values("started", kind="stable").groupby("agent"):
        waiting = calls[calls.type.isin(world.main_types[agent]) & (calls.wait > 0)]
        last_waited = np.maximum.accumulate(waiting.started.to_numpy())
        start, end, where = rows.started.to_numpy(), rows.ended.to_numpy(), rows.index.to_numpy()
        before = np.searchsorted(waiting.joined.to_numpy(), start, side="left") - 1
        seen = np.where(before >= 0, last_waited[np.maximum(before, 0)], 0)
        ready = np.where(rows.wait.to_numpy() > 0, start, np.minimum(seen, start))
        leaves = start[1:] - end[:-1] > LONGEST_GAP
        not_ready[where[:-1]] = np.where(leaves, 0, np.maximum(ready[1:] - end[:-1], 0))
        first = np.append(True, leaves)
        duties += [
            (agent, int(a), int(b) + 1) for a, b in zip(start[first], start[np.append(leaves, True)], strict=True)
        ]
    return Staff(duties, not_ready)


def high_priority(world: World, seed: int) -> np.ndarray:
    """Return [call] whether it has priority 2: recorded for who queued, drawn from their type's share for the others.

    Whether somebody is free at the moment of joining does not depend on the class, so the queued are a fair sample.
    """
    calls = world.calls
    queued = calls.queued == 1
    share = (calls.priority[queued] == 2).groupby(calls.type[queued]).mean()
    luck = streams.uniforms(seed, "priority", calls.call.to_numpy())
    return np.where(queued, calls.priority == 2, luck < calls.type.map(share).to_numpy())


def patience_means(world: World, high: np.ndarray) -> dict[tuple[str, bool], float]:
    """Return the exponential MLE by type and class: seconds in queue over abandonments, of who queued.

    A class of a type with fewer than 20 abandonments has its type's, a type with fewer than 5 that of all.
    """
    calls = world.calls.assign(high=high)
    queued = calls[calls.queued == 1]
    everybody = queued.wait.sum() / (~queued.served).sum()
    means = {}
    for kind in TYPES:
        mine = queued[queued.type == kind]
        lost = (~mine.served).sum()
        of_type = mine.wait.sum() / lost if lost >= 5 else everybody
        for is_high in (False, True):
            some = mine[mine.high == is_high]
            n = (~some.served).sum()
            means[kind, is_high] = some.wait.sum() / n if n >= 20 else of_type
    return means


def patience(world: World, high: np.ndarray, seed: int, *, conditional: bool) -> np.ndarray:
    """Return [call] seconds of patience from the fitted exponential law.

    *conditional*: who hung up has the wait at which they did, the others more than their wait (as the data say, but
    then the outcome is partly put in). Else all are drawn afresh, which is a prediction.
    """
    calls, means = world.calls, patience_means(world, high)
    luck = streams.uniforms(seed, "patience", calls.call.to_numpy())
    drawn = np.zeros(len(calls))
    for (kind, is_high), mean in means.items():
        mine = ((calls.type == kind) & (high == is_high)).to_numpy()
        law = Spread(mean=round(1000 * mean), law="exponential")
        ages = 1000 * calls.wait.to_numpy()[mine] if conditional else 0
        drawn[mine] = distributions.spans_beyond(law, ages, luck[mine]) / 1000
    return np.where(~calls.served, calls.wait, drawn) if conditional else drawn


def handle_times(world: World, staff: Staff, seed: int) -> np.ndarray:
    """Return [call] seconds: the measured service and time not ready; of who hung up, drawn by type."""
    calls = world.calls
    numbers = calls.call.to_numpy()
    service = calls.service_s.clip(lower=1).to_numpy().astype(float)
    idle = staff.not_ready.copy()
    for kind, (mu, sigma) in FITS.items():
        lost = ((calls.type == kind) & ~calls.served).to_numpy()
        law = Spread(mean=round(1000 * np.exp(mu + sigma**2 / 2)), cv=np.sqrt(np.expm1(sigma**2)))
        service[lost] = distributions.spans(law, streams.uniforms(seed, "handle_time", numbers[lost])) / 1000
        measured = np.sort(staff.not_ready[((calls.type == kind) & calls.served).to_numpy()])
        luck = streams.uniforms(seed, "not_ready", numbers[lost])
        idle[lost] = measured[(luck * measured.size).astype(int)]
    return service + idle


def inputs_of(
    world: World, staff: Staff, seed: int, *, conditional: bool, credit: int = CREDIT, work: float = 1
) -> Inputs:
    """Return one replication for the engine: only patience, missing classes and missing handle times are drawn.

    *credit*: seconds that callers of high priority go ahead. *work*: factor on all handle times.
    """
    high = high_priority(world, seed)
    teams = sorted(set(world.skills.values()), key=sorted)
    work_types = [(kind, is_high) for kind in TYPES for is_high in (False, True)]
    conversations = np.zeros(len(world.calls), CONVERSATION)
    conversations["arrival_at"] = 1000 * world.calls.joined
    conversations["patience_time"] = np.rint(1000 * patience(world, high, seed, conditional=conditional))
    conversations["work_type"] = 2 * world.calls.type.map(TYPES.index) + high
    for name, values in one_touch(len(world.calls)).items():
        conversations[name] = values
    touches = np.zeros(len(world.calls), TOUCH)
    touches["handle_time"] = np.rint(1000 * work * handle_times(world, staff, seed))
    types, scoring = np.zeros(len(work_types), WORK_TYPE), np.zeros(3 * len(work_types), SCORING)
    types["segment"], types["skill"], types["served"] = np.arange(len(work_types)), NOBODY, 1
    scoring["base"] = [1000 * credit * SLOPE_UNIT * is_high for _, is_high in work_types] * 3
    scoring["slope"] = SLOPE_UNIT
    access = np.zeros(len(teams) * len(work_types), ACCESS)
    access["may_take_after"] = [0 if kind in team else FAR for team in teams for kind, _ in work_types]
    order = np.full((len(work_types), len(teams)), NOBODY, np.int32)
    for number, (kind, _) in enumerate(work_types):
        able = [place for place, team in enumerate(teams) if kind in team]
        order[number, : len(able)] = able
    agents, duties, changes = _roster(world, staff, teams)
    horizon = N_DAYS * 86_400_000 + 6 * 3_600_000
    return Inputs(
        conversations=conversations, touches=touches, follow_ups=np.zeros(0, FOLLOW_UP), work_types=types,
        scoring=scoring, access=access, agents=agents, duties=duties, changes=changes, team_order=order.ravel(),
        n_first=len(world.calls), n_open_at_start=0, horizon=horizon, queue_limit=FAR, longest_idle_first=1,
        **calm_people([1000] * len(agents), len(teams), horizon), **PLAIN_ROUTING,
    )  # fmt: skip


def _roster(world: World, staff: Staff, teams: list[frozenset[str]]):
    """Return agents team by team, their duties (those that touch or overlap made one), and the roster's events."""
    names = sorted(world.skills, key=lambda agent: (teams.index(world.skills[agent]), agent))
    rows = []
    for number, name in enumerate(names):
        for start, end in sorted((start, end) for agent, start, end in staff.duties if agent == name):
            if rows and rows[-1][0] == number and start <= rows[-1][2]:
                rows[-1][2] = max(rows[-1][2], end)
            elif end > start:
                rows.append([number, start, end])
    table = np.array(rows)
    duties = np.zeros(len(rows), DUTY)
    duties["agent"], duties["shift"], duties["ends_shift"] = table[:, 0], np.arange(len(rows)), 1
    duties["starts_at"], duties["ends_at"] = 1000 * table[:, 1], 1000 * table[:, 2]
    agents = np.zeros(len(names), AGENT)
    agents["team"] = [teams.index(world.skills[name]) for name in names]
    agents["first_duty"] = np.searchsorted(table[:, 0], np.arange(len(names)), side="left")
    agents["end_duty"] = np.searchsorted(table[:, 0], np.arange(len(names)), side="right")
    numbers = np.arange(len(rows))
    changes = np.zeros(2 * len(rows) + 1, CHANGE)
    changes["at"] = np.concatenate(([0], duties["ends_at"], duties["starts_at"]))
    ranks = (events.rank(events.OFF_DUTY, 0) + numbers, events.rank(events.ON_DUTY, 0) + numbers)
    changes["rank"] = np.concatenate(([events.rank(events.DAY, 0)], *ranks))
    return agents, duties, changes[np.lexsort((changes["rank"], changes["at"]))]


def replay(
    world: World, staff: Staff, seed: int, *, conditional: bool, credit: int = CREDIT, work: float = 1
) -> pd.DataFrame:
    """Return the calls with simulated `wait` (seconds, NaN: still open at the end), `served` and class."""
    inputs = inputs_of(world, staff, seed, conditional=conditional, credit=credit, work=work)
    record = simulate(inputs).conversations
    done = np.isin(record["outcome"], (RESOLVED, ABANDONED)) | (record["started_at"] != NOBODY)
    left_at = np.where(record["started_at"] != NOBODY, record["started_at"], record["ended_at"])
    return world.calls.assign(
        high=high_priority(world, seed),
        wait=np.where(done, (left_at - inputs.conversations["arrival_at"]) / 1000, np.nan),
        served=record["started_at"] != NOBODY,
    )
