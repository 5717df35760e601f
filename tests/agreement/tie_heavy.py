"""Small random inputs with every feature of the engine, most of them on a coarse grid of instants: full of ties."""

from __future__ import annotations

import numpy as np

from sim.durations import HOUR, MINUTE, SECOND
from sim.engine.events import DAY, OFF_DUTY, ON_DUTY, rank
from sim.inputs import (
    ACCESS,
    AGENT,
    CHANGE,
    CONVERSATION,
    DAY_LUCK,
    DOWNTIME,
    DUTY,
    FAR,
    FATIGUE_HOURS,
    FOLLOW_UP,
    GENERATIONS,
    MILLION,
    NEVER,
    NOBODY,
    RAMP,
    RAMP_DAYS,
    SCORING,
    TEAM,
    TOUCH,
    WORK_TYPE,
    Inputs,
    table,
)


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
        ends_shift = rng.integers(0, 2, len(pairs))
        shifts = len(duties) + np.concatenate(([0], np.cumsum(ends_shift)[:-1]))[: len(pairs)]
        duties += [(a, b, agent, s, e) for (a, b), s, e in zip(pairs, shifts, ends_shift, strict=True)]
        bounds.append(len(duties))
    return np.array(duties, DUTY) if duties else np.zeros(0, DUTY), bounds


def changes_of(duties, days):
    """Return the starts and ends of duty, and the days, as events in order."""
    numbers, n_days = np.arange(len(duties)), len(days) - 1
    changes = np.zeros(2 * len(duties) + n_days, CHANGE)
    changes["at"] = np.concatenate((duties["starts_at"], duties["ends_at"], days[:-1]))
    changes["rank"] = np.concatenate(
        (rank(ON_DUTY, 0) + numbers, rank(OFF_DUTY, 0) + numbers, rank(DAY, 0) + np.arange(n_days))
    )
    return np.sort(changes, order=("at", "rank"))


def draw_downtimes(rng, horizon, tick):
    """Return none, or a few downtimes in order."""
    cuts = np.unique(rng.integers(0, horizon // tick, 2 * int(rng.choice([0, 0, 1, 3])))) * tick
    return table(len(cuts) // 2, DOWNTIME, starts_at=cuts[: len(cuts) // 2 * 2 : 2], ends_at=cuts[1::2])


def draw_team_order(rng, access, n_types, n_teams):
    """Return teams in random order of preference for every work type, those that may never take it left out."""
    order = np.full((n_types, n_teams), NOBODY, np.int32)
    for work_type in range(n_types):
        may = [team for team in rng.permutation(n_teams) if access["may_take_after"][team * n_types + work_type] < FAR]
        order[work_type, : len(may)] = may
    return order.ravel()


def draw_follow_ups(rng, n_first, chance):
    """Return every row's follow-up row, three generations deep, and from which first contact every row comes."""
    origins, follow_up, n_rows = [np.arange(n_first)], [], n_first
    for _ in range(3):
        comes = rng.random(len(origins[-1])) < chance
        follow_up.append(np.where(comes, n_rows - 1 + np.cumsum(comes), NOBODY))
        origins.append(origins[-1][comes])
        n_rows += int(comes.sum())
    return np.concatenate([*follow_up, np.full(len(origins[-1]), NOBODY)]), np.concatenate(origins)


def draw_tie_heavy(seed: int, n_most: int = 300) -> Inputs:  # noqa: PLR0915 -- one draw after the other
    """Return random inputs: up to *n_most* first contacts, 5 work types, 4 teams, 12 agents, with every feature."""
    rng = np.random.default_rng(seed)
    tick = int(rng.choice([1, SECOND, 30 * SECOND, 30 * SECOND, MINUTE]))
    n_first, n_types, n_teams, n_agents = (int(rng.integers(0, top)) for top in (n_most, 6, 5, 13))
    n_types, n_teams = max(n_types, 1), max(n_teams, 1)
    horizon = int(rng.integers(60, 600)) * MINUTE
    n_open = min(int(rng.integers(0, 20)) if rng.random() < 0.4 else 0, n_first)

    def spans(minutes, size, least=0):
        return np.maximum(np.ceil(rng.exponential(minutes * MINUTE / tick, size)), least).astype(np.int64) * tick

    def sometimes(size, *chances):
        return rng.random(size) < rng.choice(chances)

    def ppm(size, *tops):
        return (rng.random(size) * rng.choice(tops) * MILLION).astype(np.int64)

    duties, bounds = draw_duties(rng, n_agents, horizon, tick)
    access = table(n_teams * n_types, ACCESS, n_reserved=rng.integers(0, 3, n_teams * n_types) * rng.integers(0, 2))
    access["may_take_after"] = rng.choice([0, 0, MINUTE, 3 * MINUTE, FAR], len(access))
    arrivals = np.sort(rng.integers(0, horizon // tick + 1, n_first)) * tick
    arrivals[:n_open] = 0
    waited = np.zeros(n_first, np.int64)
    waited[:n_open] = -np.sort(-spans(20, n_open))
    arrivals = np.sort(np.minimum(arrivals, horizon - 1))
    waited[arrivals > 0] = 0

    follow_up, origin = draw_follow_ups(rng, n_first, rng.choice([0, 0.3, 0.8]))
    n = len(origin)
    is_follow_up = np.arange(n) >= n_first
    work_type = rng.integers(0, n_types, n_first)[origin]
    escalated_to = rng.integers(0, n_types, n)
    escalates = sometimes(n, 0, 0, 0.3) & (escalated_to != work_type)
    by_mail = rng.random() < 0.3  # everybody waits, and most conversations go back to their owners
    n_touches = rng.integers(1, 7 if by_mail else rng.choice([2, 2, 4, 7]), n)
    end_touch = np.cumsum(n_touches)
    n_own = int(n_touches.sum())
    escalation_touch = np.where(escalates, n_own - 1 + np.cumsum(escalates), NOBODY)
    n_all = n_own + int(escalates.sum())
    patience = spans(rng.choice([1, 5, 30]), n)
    patience[sometimes(n, 0, 0.2, 1)] = FAR
    patience[sometimes(n, 0, 0.1)] = 0
    reply_patience = spans(rng.choice([1, 5, 30]), n)
    reply_patience[sometimes(n, 0, 0.2, 1)] = FAR
    if by_mail:
        patience[:], reply_patience[:] = FAR, FAR
    nudge = spans(rng.choice([1, 10]), n, least=1)
    nudge[sometimes(n, 0.5, 1)] = FAR
    handle = spans(rng.choice([0.5, 2, 6]), n_all)
    handle[sometimes(n_all, 0, 0.1)] = 0
    think = spans(rng.choice([1, 10]), n_all)
    think[sometimes(n_all, 0, 0.1)] = 0
    is_ours = sometimes(n_all, 0, 0, 0.2)
    is_ours[np.concatenate(([0], end_touch[:-1]))[:n]] = False
    n_later = n - n_first
    days = np.append(np.arange(0, horizon, int(rng.choice([30, 60, 1440])) * MINUTE), horizon)
    n_days, ramp_rows = len(days) - 1, 2 * RAMP_DAYS
    gains = dict.fromkeys(("sick_gain", "slow_gain", "quit_gain"))
    states = ("exhaustion", "disengagement")
    fixed_at = rng.integers(0, horizon // tick + 1, n) * tick
    fixed_at[~sometimes(n, 0, 0, 0.3)] = FAR
    late = np.random.default_rng((seed, 1))  # what came later, so that all else stays as it was
    macro_from = (late.random(n) < late.choice([0, 0, 0.5])) * late.integers(0, horizon // tick + 1, n) * tick
    n_people = n_agents * GENERATIONS
    return Inputs(
        conversations=table(
            n, CONVERSATION, arrival_at=np.where(is_follow_up, FAR, arrivals[origin]),
            waited_time=np.where(is_follow_up, 0, waited[origin]), patience_time=patience,
            reply_patience_time=reply_patience, nudge_time=nudge, fixed_at=fixed_at, first_touch=end_touch - n_touches,
            end_touch=end_touch, work_type=work_type, escalation_touch=escalation_touch,
            escalated_to=np.where(escalates, escalated_to, NOBODY), follow_up=follow_up, wrong_luck=ppm(n, 1),
            wrong_chance=ppm(n, 0, 0.5), passes_on=sometimes(n, 0, 0.1),
            entry=rng.choice(5, n, p=[0.9, 0.03, 0.05, 0.01, 0.01]) * rng.integers(0, 2), macro_from=macro_from,
            macro_time=late.integers(0, 3, n) * tick,
        ),
        touches=table(n_all, TOUCH, handle_time=handle, think_time=think, is_ours=is_ours),
        follow_ups=table(
            n_later, FOLLOW_UP, redial_time=spans(10, n_later), reopen_time=spans(10, n_later),
            next_time=spans(10, n_later), luck=ppm(n_later, 1), redial_chance=ppm(n_later, 0, 1),
            reopen_chance=ppm(n_later, 0, 0.5), reopen_if_wrong_chance=ppm(n_later, 0, 1),
            next_chance=ppm(n_later, 0, 0.5), next_if_wrong_chance=late.integers(0, MILLION, n_later),
        ),
        work_types=table(
            n_types, WORK_TYPE, served=rng.random(n_types) > 0.04, is_live=(rng.random(n_types) < 0.5) & (not by_mail),
        ),
        scoring=table(
            3 * n_types, SCORING, base=rng.choice([0, 0, MINUTE * 1000, -5 * MINUTE * 1000, 1 << 55], 3 * n_types),
            slope=rng.choice([0, 1000, 1000, 3000], 3 * n_types),
        ),
        access=access,
        teams=table(
            n_teams, TEAM, live_limit=rng.integers(1, 4, n_teams), error_permille=rng.choice([0, 500, 1000], n_teams),
            overtime_time=rng.choice([0, 0, 10 * MINUTE, HOUR], n_teams), overtime_from=rng.integers(0, 4, n_teams),
            ramp=rng.integers(0, 2, n_teams), lead_time=rng.choice([0, 1, 2, NEVER], n_teams),
            sick_stays=late.choice([0, 0, 500_000, 900_000], n_teams),
            sick_chance=ppm(n_teams, 0, 0.6), quit_chance=ppm(n_teams, 0, 0.6), mentor_share=ppm(n_teams, 0, 0.5),
            **{name: ppm(n_teams, 0, 2) for name in gains},
            **{f"{name}_from": ppm(n_teams, 0.5) for name in states},
            **{f"{name}_full": 500_000 + ppm(n_teams, 1) for name in states},
            **{f"{name}_rate": ppm(n_teams, 0, 1) for name in states},
        ),
        agents=table(
            n_agents, AGENT, team=np.sort(rng.integers(0, n_teams, n_agents)), first_duty=bounds[:-1],
            end_duty=bounds[1:], starts_on=rng.integers(0, 3, n_agents) * rng.integers(0, 2),
            tenure=rng.integers(0, 20, n_agents), ends_on=late.integers(1, 9, n_agents) * late.integers(0, 2, n_agents),
        ),
        paces=(1000 + rng.integers(-300, 400, n_agents * GENERATIONS) * rng.integers(0, 2)).astype(np.int32),
        errors=late.choice([1000, 500, 2500], n_people).astype(np.int32),
        ramps=table(
            ramp_rows, RAMP, speed_permille=rng.choice([1000, 1000, 500], ramp_rows),
            error_permille=rng.choice([1000, 3000], ramp_rows), is_new=rng.integers(0, 2, ramp_rows),
        ),
        fatigue=ppm(FATIGUE_HOURS, 0, 0.5).astype(np.int32),
        day_luck=table(n_agents * n_days, DAY_LUCK, sick=ppm(n_agents * n_days, 1), quit=ppm(n_agents * n_days, 1)),
        duties=duties,
        changes=changes_of(duties, days),
        downtimes=draw_downtimes(rng, horizon, tick),
        team_order=draw_team_order(rng, access, n_types, n_teams),
        n_first=n_first,
        n_open_at_start=n_open,
        days=days,
        horizon=horizon,
        queue_limit=int(rng.choice([FAR, FAR, FAR, FAR, 3, 15, 0])),
        longest_idle_first=int(rng.integers(0, 2)),
        returns_to_owner=int(by_mail or rng.random() < 0.6),
        owner_away_limit=FAR if by_mail else int(rng.choice([0, 5 * MINUTE, HOUR, FAR])),
        reread_time=int(rng.integers(0, 2)) * MINUTE,
        switch_time=int(rng.integers(0, 2)) * 30 * SECOND,
        nudge_work_time=int(rng.integers(0, 2)) * MINUTE,
    )  # fmt: skip
