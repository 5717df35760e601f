"""Inputs made by hand, for theory that no scenario can say: numpy draws, agents always there, all else left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from sim.durations import MINUTE
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
    NOBODY,
    SCORING,
    SLOPE_UNIT,
    TOUCH,
    WORK_TYPE,
    Inputs,
    calm_teams,
    flat_ramp,
    table,
)

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

    from sim.inputs import Table

    Integers = NDArray[np.int64]

__all__ = ["AHEAD", "House", "Wanted", "chained", "inputs_of", "numbers", "poisson", "spans", "table", "wanted"]

AHEAD: Final = 1 << 50
"""A base score that no wait of a run makes up for."""


# ---- draws; means in minutes, results in ticks ----


def poisson(rng: Generator, per_minute: float, horizon: int) -> Integers:
    """Return the instants before *horizon* at which customers come, in order."""
    n = rng.poisson(per_minute * horizon / MINUTE)
    return np.sort(rng.integers(0, horizon, n))


def spans(rng: Generator, mean: float, n: int, *, is_constant: bool = False) -> Integers:
    """Return *n* exponential times, or constant ones."""
    drawn = np.full(n, mean) if is_constant else rng.exponential(mean, n)
    return np.rint(drawn * MINUTE).astype(np.int64)


def numbers(rng: Generator, mean: float, n: int, *, is_constant: bool = False) -> Integers:
    """Return *n* geometric numbers of touches, from 1, or constant ones."""
    return np.full(n, round(mean)) if is_constant else rng.geometric(1 / mean, n)


# ---- customers ----


class Wanted(NamedTuple):
    """What customers bring."""

    conversations: Table
    touches: Table
    follow_ups: Table
    n_first: int


def wanted(
    arrival_at: Integers, n_touches: Integers, handle_time: Integers, think_time: Integers | int = 0, **columns: Any
) -> Wanted:
    """Return first contacts from which nothing follows, with the times of all their touches; *columns*: others of
    CONVERSATION.
    """
    n, end_touch = len(arrival_at), np.cumsum(n_touches)
    none = dict.fromkeys(("escalation_touch", "escalated_to", "follow_up"), NOBODY)
    never = dict.fromkeys(("patience_time", "reply_patience_time", "nudge_time", "fixed_at"), FAR)
    spanned = {"first_touch": end_touch - n_touches, "end_touch": end_touch}
    rows = table(n, CONVERSATION, **none | never | spanned | {"arrival_at": arrival_at} | columns)
    touches = table(len(handle_time), TOUCH, handle_time=handle_time, think_time=think_time)
    return Wanted(rows, touches, np.zeros(0, FOLLOW_UP), n)


def chained(each: Wanted, n_first: int, links: Integers, **terms: Any) -> Wanted:
    """Return *each* with all rows from *n_first* on as follow-ups, on *terms*; *links*: [conversation] its follow-up
    row or NOBODY.
    """
    each.conversations["follow_up"] = links
    each.conversations["arrival_at"][n_first:] = FAR
    return each._replace(follow_ups=table(len(links) - n_first, FOLLOW_UP, **terms), n_first=n_first)


# ---- the house ----


class House(NamedTuple):
    """Who works, and by which rules."""

    teams: tuple[int, ...]
    """Agents of each."""
    may_take: tuple[tuple[int, ...], ...] | None = None
    """[team] its work types; None: all teams take all work, which is of one type."""
    live_limit: int = 0
    """Chats that an agent may have open; 0: all is asynchronous."""
    first: int = NOBODY
    """The place in the queue (NEW, OWN) that goes before the others; NOBODY: who has waited longest."""
    returns_to_owner: int = 1
    days: tuple[int, ...] = ()
    """When each day begins, and the end of the last; (): all is one day."""
    shifts: tuple[tuple[int, int], ...] = ()
    """When everybody is at the desk; (): always."""


def inputs_of(each: Wanted, house: House, horizon: int) -> Inputs:
    """Return the inputs that customers and a house make: nobody tires, leaves or learns."""
    may_take = house.may_take or ((0,),) * len(house.teams)
    n_types = 1 + max(kind for kinds in may_take for kind in kinds)
    n_teams, n_agents = len(house.teams), sum(house.teams)
    days = np.array(house.days or (0, horizon), np.int64)
    duties, per_agent = _duties(n_agents, house.shifts or ((0, horizon),))
    scoring, teams = table(3 * n_types, SCORING, slope=SLOPE_UNIT), calm_teams(n_teams)
    teams["live_limit"] = max(house.live_limit, 1)
    if house.first != NOBODY:
        scoring["base"][house.first * n_types : (house.first + 1) * n_types] = AHEAD
    return Inputs(
        **each._asdict(),
        work_types=table(n_types, WORK_TYPE, skill=NOBODY, served=1, is_live=min(house.live_limit, 1)),
        scoring=scoring,
        access=_access(may_take, n_types),
        teams=teams,
        agents=table(
            n_agents, AGENT, team=np.repeat(np.arange(n_teams), house.teams),
            first_duty=np.arange(n_agents) * per_agent, end_duty=np.arange(1, n_agents + 1) * per_agent,
        ),
        paces=np.full(n_agents * GENERATIONS, 1000, np.int32),
        errors=np.full(n_agents * GENERATIONS, 1000, np.int32),
        ramps=flat_ramp(),
        fatigue=np.zeros(FATIGUE_HOURS, np.int32),
        day_luck=table(n_agents * (len(days) - 1), DAY_LUCK, sick=MILLION - 1, quit=MILLION - 1),
        duties=duties,
        changes=changes_of(duties, days),
        downtimes=np.zeros(0, DOWNTIME),
        team_order=_team_order(may_take, n_types),
        n_open_at_start=0,
        days=days,
        horizon=horizon,
        queue_limit=FAR,
        longest_idle_first=1,
        returns_to_owner=house.returns_to_owner,
        owner_away_limit=0,
        reread_time=0,
        switch_time=0,
        nudge_work_time=0,
    )  # fmt: skip


def _duties(n_agents: int, shifts: tuple[tuple[int, int], ...]) -> tuple[Table, int]:
    """Return the duties of agents who all work the same shifts, and how many each has."""
    starts, ends = np.array(shifts, np.int64).T
    rows = table(
        n_agents * len(shifts), DUTY, starts_at=np.tile(starts, n_agents), ends_at=np.tile(ends, n_agents),
        agent=np.repeat(np.arange(n_agents), len(shifts)), shift=np.tile(np.arange(len(shifts)), n_agents),
        ends_shift=1,
    )  # fmt: skip
    return rows, len(shifts)


def changes_of(duties: Table, days: Integers) -> Table:
    """Return the days, and duties that begin and end, as events in order."""
    at = np.concatenate((days[:-1], duties["starts_at"], duties["ends_at"]))
    kinds = zip((DAY, ON_DUTY, OFF_DUTY), (len(days) - 1, len(duties), len(duties)), strict=True)
    order = np.concatenate([rank(kind, 0) + np.arange(n) for kind, n in kinds])
    return table(len(at), CHANGE, at=at, rank=order)[np.lexsort((order, at))]


def _access(may_take: tuple[tuple[int, ...], ...], n_types: int) -> Table:
    after = [0 if kind in kinds else FAR for kinds in may_take for kind in range(n_types)]
    return table(len(after), ACCESS, may_take_after=after)


def _team_order(may_take: tuple[tuple[int, ...], ...], n_types: int) -> NDArray[np.int32]:
    order = np.full((n_types, len(may_take)), NOBODY, np.int32)
    for kind in range(n_types):
        able = [team for team, kinds in enumerate(may_take) if kind in kinds]
        order[kind, : len(able)] = able
    return order.ravel()
