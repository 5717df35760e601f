"""Small random inputs with every feature of the engine, most of them on a coarse grid of instants: full of ties."""

from __future__ import annotations

import numpy as np

from sim.durations import MINUTE, SECOND
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
    WORK_TYPE,
    Inputs,
)


def table(length, shape, **values):
    """Return a table with the given columns, 0 elsewhere."""
    rows = np.zeros(length, shape)
    for name, value in values.items():
        rows[name] = value
    return rows


def draw_duties(rng, n_agents, horizon, tick):
    """Return the duties of all agents and where each one's begin: random pieces of time, some shifts with a break."""
    duties, bounds = [], [0]
    for agent in range(n_agents):
        n_cuts = 2 * int(rng.integers(0, 6))
        cuts = np.unique(rng.integers(0, horizon * 9 // 8 // tick, n_cuts)) * tick
        pairs = [(int(a), int(b)) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
        pairs = [(a, min(b, horizon)) for a, b in pairs if a < horizon]
        if rng.random() < 0.3:
            pairs = [(0, horizon)]
        duties += [(a, b, agent, len(duties) + k, int(rng.integers(0, 2))) for k, (a, b) in enumerate(pairs)]
        bounds.append(len(duties))
    return np.array(duties, DUTY) if duties else np.zeros(0, DUTY), bounds


def changes_of(duties):
    """Return the starts and ends of duty as events in order."""
    numbers = np.arange(len(duties))
    changes = np.zeros(2 * len(duties), CHANGE)
    changes["at"] = np.concatenate((duties["starts_at"], duties["ends_at"]))
    changes["rank"] = np.concatenate((rank(ON_DUTY, 0) + numbers, rank(OFF_DUTY, 0) + numbers))
    return np.sort(changes, order=("at", "rank"))


def draw_team_order(rng, access, n_types, n_teams):
    """Return teams in random order of preference for every work type, those that may never take it left out."""
    order = np.full((n_types, n_teams), NOBODY, np.int32)
    for work_type in range(n_types):
        may = [team for team in rng.permutation(n_teams) if access["may_take_after"][team * n_types + work_type] < FAR]
        order[work_type, : len(may)] = may
    return order.ravel()


def draw_tie_heavy(seed: int, n_most: int = 400) -> Inputs:
    """Return random inputs: up to *n_most* conversations, 5 work types, 4 teams, 12 agents."""
    rng = np.random.default_rng(seed)
    tick = int(rng.choice([1, SECOND, 30 * SECOND, 30 * SECOND, MINUTE]))
    n, n_types, n_teams, n_agents = (int(rng.integers(0, top)) for top in (n_most, 6, 5, 13))
    n_types, n_teams = max(n_types, 1), max(n_teams, 1)
    horizon = int(rng.integers(60, 600)) * MINUTE
    n_open = int(rng.integers(0, 20)) if rng.random() < 0.4 else 0
    n_open = min(n_open, n)

    def spans(minutes, size):
        return np.maximum(np.ceil(rng.exponential(minutes * MINUTE / tick, size)), 0).astype(np.int64) * tick

    duties, bounds = draw_duties(rng, n_agents, horizon, tick)
    access = table(n_teams * n_types, ACCESS, n_reserved=rng.integers(0, 3, n_teams * n_types) * rng.integers(0, 2))
    access["may_take_after"] = rng.choice([0, 0, MINUTE, 3 * MINUTE, FAR], len(access))
    arrivals = np.sort(rng.integers(0, horizon // tick + 1, n)) * tick
    arrivals[:n_open] = 0
    waited = np.zeros(n, np.int64)
    waited[:n_open] = -np.sort(-spans(20, n_open))
    arrivals = np.sort(np.minimum(arrivals, horizon - 1))
    waited[arrivals > 0] = 0
    patience = spans(rng.choice([1, 5, 30]), n)
    patience[rng.random(n) < rng.choice([0, 0.2, 1])] = FAR
    patience[rng.random(n) < rng.choice([0, 0.1])] = 0
    handle = spans(rng.choice([0.5, 2, 6]), n)
    handle[rng.random(n) < rng.choice([0, 0.1])] = 0
    return Inputs(
        conversations=table(
            n, CONVERSATION, arrival_at=arrivals, waited_time=waited, patience_time=patience, handle_time=handle,
            work_type=rng.integers(0, n_types, n),
        ),
        work_types=table(n_types, WORK_TYPE, served=(rng.random(n_types) > 0.04)),
        scoring=table(
            n_types, SCORING, base=rng.choice([0, 0, MINUTE * 1000, -5 * MINUTE * 1000, 1 << 55], n_types),
            slope=rng.choice([0, 1000, 1000, 3000], n_types),
        ),
        access=access,
        agents=table(
            n_agents, AGENT, team=np.sort(rng.integers(0, n_teams, n_agents)), first_duty=bounds[:-1],
            end_duty=bounds[1:], pace=1000 + rng.integers(-300, 400, n_agents) * rng.integers(0, 2),
        ),
        duties=duties,
        changes=changes_of(duties),
        team_order=draw_team_order(rng, access, n_types, n_teams),
        n_teams=n_teams,
        n_open_at_start=n_open,
        horizon=horizon,
        queue_limit=int(rng.choice([FAR, FAR, FAR, FAR, 3, 15, 0])),
        longest_idle_first=int(rng.integers(0, 2)),
    )  # fmt: skip
