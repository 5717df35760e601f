"""Tiny inputs written by hand, in whole minutes, and their record in minutes; both engines must tell the same."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from plain_inputs import calm_people

from sim.durations import MINUTE
from sim.engine import events
from sim.inputs import (
    ACCESS,
    AGENT,
    CHANGE,
    CONVERSATION,
    DAY_LUCK,
    DOWNTIME,
    DUTY,
    FAR,
    FOLLOW_UP,
    GENERATIONS,
    MILLION,
    NOBODY,
    SCORING,
    SLOPE_UNIT,
    TO_DESK,
    TOUCH,
    WORK_TYPE,
    Inputs,
)
from sim.record import CAUSES, OUTCOMES
from sim.runs import simulate

DAY = 24 * 60
BREAK = "break"


class Customer(NamedTuple):
    """One conversation: minutes, and the work type."""

    at: int
    handle: int
    patience: int | None = None
    kind: int = 0
    waited: int = 0
    then: tuple[tuple[int, int], ...] = ()  # further touches: think time before it, handle time
    ours: tuple[int, ...] = ()  # which touches (from 0) nobody waits for
    reply_patience: int | None = None
    nudge: int | None = None
    fixed_at: int | None = None
    macro: tuple[int, int] | None = None  # from when on a ready answer is known, and how long it takes
    escalation: tuple[int, int, int] | None = None  # handle time, work type from then on, think time after it
    passes_on: int = 0
    entry: int = TO_DESK
    wrong_chance: float = 0
    again: Again | None = None


class Again(NamedTuple):
    """What may come of a conversation: when, with which chances, and what."""

    after: int
    what: Customer
    redial: float = 0
    reopen: float = 0
    if_wrong: float = 0
    next: float = 0
    luck: float = 0
    next_if_wrong: float = 0


class Agent(NamedTuple):
    """One seat: pieces of time at the desk in minutes, after which it goes home, or on a BREAK if that stands third."""

    duties: tuple[tuple, ...] = ((0, DAY),)
    team: int = 0
    pace: int = 1000
    tenure: int = 400
    ends_on: int = 0  # the day from which the seat is empty; 0: never
    errors: tuple[int, ...] = (1000,)  # per mille, of the first person in the seat, the second ...
    unlucky: tuple[tuple[str, int], ...] = ()  # ("sick" or "quit", day): luck 0


class House(NamedTuple):
    """Everything else: work types by team; None: may never take it; a number: minutes of wait before it may."""

    access: tuple[tuple[int | None, ...], ...] = ((0,),)  # [team][work type]
    reserved: tuple[int, ...] = ()  # [work type]
    base: tuple[int, ...] = ()  # [work type] minutes
    slope: tuple[float, ...] = ()
    served: tuple[int, ...] = ()
    live: tuple[int, ...] = ()
    queue_limit: int | None = None
    longest_idle_first: int = 1
    n_open: int = 0
    horizon: int = DAY
    days: tuple[int, ...] = ()  # when each begins; (): one day
    returns_to_owner: int = 1
    owner_away: int = 0
    reread: int = 0
    switch: int = 0
    nudge_work: int = 0
    downtimes: tuple[tuple[int, int], ...] = ()
    terms: tuple[tuple[str, int], ...] = ()  # of all teams: columns of TEAM; times in minutes
    ramp: tuple[tuple[int, int], ...] = ()  # days in the job -> speed per mille, as somebody new
    fatigue: tuple[int, ...] = ()  # ppm, by hour of the shift


def rows(shape, columns):
    """Return a table from lists of equal length."""
    length = max(np.size(values) for values in columns.values())
    table = np.zeros(length, shape)
    for name, values in columns.items():
        table[name] = values
    return table


def generations(customers):
    """Return first contacts and what may come of them: first contacts, then their follow-ups, then those of these."""
    found, last = [], list(customers)
    while last:
        found += last
        last = [one.again.what for one in last if one.again]
    return found


def ticks(minutes, none=FAR):
    """Return minutes in ticks."""
    return [none if one is None else one * MINUTE for one in minutes]


def conversation_tables(customers):
    """Return the conversations, their touches and the follow-ups."""
    everybody, n_first = generations(customers), len(customers)
    later = [one.again for one in everybody if one.again]
    numbers = iter(range(n_first, len(everybody)))
    n_touches = np.array([1 + len(one.then) for one in everybody], int)
    end_touch = np.cumsum(n_touches)
    escalated = [one.escalation for one in everybody if one.escalation]
    after = iter(range(int(n_touches.sum()), int(n_touches.sum()) + len(escalated)))
    handle = [each for one in everybody for each in (one.handle, *(work for _, work in one.then))]
    think = [each for one in everybody for each in (*(wait for wait, _ in one.then), 0)]
    ours = [place in one.ours for one in everybody for place in range(1 + len(one.then))]
    conversations = rows(CONVERSATION, {
        "arrival_at": [FAR if number >= n_first else one.at * MINUTE for number, one in enumerate(everybody)],
        "waited_time": ticks(one.waited for one in everybody),
        "patience_time": ticks(one.patience for one in everybody),
        "reply_patience_time": ticks(one.reply_patience for one in everybody),
        "nudge_time": ticks(one.nudge for one in everybody),
        "fixed_at": ticks(one.fixed_at for one in everybody),
        "macro_from": ticks(one.macro[0] if one.macro else 0 for one in everybody),
        "macro_time": ticks(one.macro[1] if one.macro else 0 for one in everybody),
        "first_touch": end_touch - n_touches,
        "end_touch": end_touch,
        "work_type": [one.kind for one in everybody],
        "escalation_touch": [next(after) if one.escalation else NOBODY for one in everybody],
        "escalated_to": [one.escalation[1] if one.escalation else NOBODY for one in everybody],
        "follow_up": [next(numbers) if one.again else NOBODY for one in everybody],
        "wrong_chance": [one.wrong_chance * MILLION for one in everybody],
        "passes_on": [one.passes_on for one in everybody],
        "entry": [one.entry for one in everybody],
    })  # fmt: skip
    touches = rows(TOUCH, {
        "handle_time": ticks(handle + [work for work, _, _ in escalated]),
        "think_time": ticks(think + [wait for _, _, wait in escalated]),
        "is_ours": ours + [False] * len(escalated),
    })  # fmt: skip
    chances = {"redial": "redial_chance", "reopen": "reopen_chance", "if_wrong": "reopen_if_wrong_chance",
               "next": "next_chance", "next_if_wrong": "next_if_wrong_chance", "luck": "luck"}  # fmt: skip
    follow_ups = rows(FOLLOW_UP, {
        **{name: ticks(one.after for one in later) for name in ("redial_time", "reopen_time", "next_time")},
        **{name: [getattr(one, word) * MILLION for one in later] for word, name in chances.items()},
    })  # fmt: skip
    return conversations, touches, follow_ups


def duty_table(agents):
    """Return the duties of all agents, shift by shift."""
    duties, shift = [], 0
    for number, one in enumerate(agents):
        for start, end, *kind in one.duties:
            duties.append((start * MINUTE, end * MINUTE, number, shift, 0 if kind else 1))
            shift += 0 if kind else 1
    return np.array(duties, DUTY) if duties else np.zeros(0, DUTY)


def people_fields(agents, house, days):
    """Return the fields of `Inputs` about people."""
    fields = calm_people([one.pace for one in agents], len(house.access), house.horizon * MINUTE)
    for name, value in house.terms:
        fields["teams"][name] = value * MINUTE if name == "overtime_time" else value
    for tenure, speed in house.ramp:
        fields["ramps"][tenure] = (speed, 1000, 1)
    for number, one in enumerate(agents):
        fields["errors"][number * GENERATIONS : (number + 1) * GENERATIONS][: len(one.errors)] = one.errors
    fields["fatigue"][: len(house.fatigue)] = house.fatigue
    n_days = len(days) - 1
    fields["day_luck"] = np.full(len(agents) * n_days, MILLION - 1, [("sick", int), ("quit", int)]).astype(DAY_LUCK)
    for number, one in enumerate(agents):
        for what, day in one.unlucky:
            fields["day_luck"][what][number * n_days + day] = 0
    downtimes = np.array([(a * MINUTE, b * MINUTE) for a, b in house.downtimes], DOWNTIME)
    assert len(fields["paces"]) == GENERATIONS * len(agents)
    return fields | {"downtimes": downtimes, "days": days}


def inputs_of(customers, agents=(Agent(),), house=House()):
    """Return the inputs that these people make."""
    n_teams, n_types = len(house.access), len(house.access[0])
    conversations, touches, follow_ups = conversation_tables(customers)
    duties, days = duty_table(agents), np.array([*(house.days or (0,)), house.horizon]) * MINUTE
    ends = np.cumsum([len(one.duties) for one in agents]).astype(int)
    kinds = [
        (days[:-1], events.DAY), (duties["starts_at"], events.ON_DUTY), (duties["ends_at"], events.OFF_DUTY),
    ]  # fmt: skip
    changes = rows(CHANGE, {
        "at": np.concatenate([at for at, _ in kinds]),
        "rank": np.concatenate([events.rank(kind, 0) + np.arange(len(at)) for at, kind in kinds]),
    })  # fmt: skip
    order = [
        [team for team in range(n_teams) if house.access[team][kind] is not None] for kind in range(n_types)
    ]  # fmt: skip
    return Inputs(
        conversations=conversations,
        touches=touches,
        follow_ups=follow_ups,
        work_types=rows(WORK_TYPE, {
            "served": house.served or [1] * n_types, "is_live": house.live or [0] * n_types,
        }),
        scoring=rows(SCORING, {
            "base": np.tile(np.array(house.base or [0] * n_types) * MINUTE * SLOPE_UNIT, 3),
            "slope": np.tile(np.array(house.slope or [1] * n_types) * SLOPE_UNIT, 3),
        }),
        access=rows(ACCESS, {
            "may_take_after": [FAR if wait is None else wait * MINUTE for team in house.access for wait in team],
            "n_reserved": list(house.reserved or [0] * n_types) * n_teams,
        }),
        agents=rows(AGENT, {
            "team": [one.team for one in agents], "tenure": [one.tenure for one in agents],
            "ends_on": [one.ends_on for one in agents],
            "first_duty": ends - [len(one.duties) for one in agents], "end_duty": ends,
        }) if agents else np.zeros(0, AGENT),
        **people_fields(agents, house, days),
        duties=duties,
        changes=np.sort(changes, order=("at", "rank")),
        team_order=np.array([teams + [NOBODY] * (n_teams - len(teams)) for teams in order], np.int32).ravel(),
        n_first=len(customers),
        n_open_at_start=house.n_open,
        horizon=house.horizon * MINUTE,
        queue_limit=FAR if house.queue_limit is None else house.queue_limit,
        longest_idle_first=house.longest_idle_first,
        returns_to_owner=house.returns_to_owner,
        owner_away_limit=house.owner_away * MINUTE,
        reread_time=house.reread * MINUTE,
        switch_time=house.switch * MINUTE,
        nudge_work_time=house.nudge_work * MINUTE,
    )  # fmt: skip


def played(customers, agents=(Agent(),), house=House()):
    """Return the record of the compiled engine, after the reference engine has told the same."""
    inputs = inputs_of(customers, agents, house)
    record, other = simulate(inputs), simulate(inputs, "reference")
    for one, two in zip(record, other, strict=True):
        assert np.array_equal(one, two)
    return record


def minutes(at):
    """Return an instant in minutes, None where there is none."""
    return None if at == NOBODY else int(at) / MINUTE


def whom(agent):
    """Return an agent, None where there is none."""
    return None if agent == NOBODY else int(agent)


def story(customers, agents=(Agent(),), house=House()):
    """Return (agent, started, ended, outcome) of every conversation, follow-ups last."""
    return [
        (whom(row["agent"]), minutes(row["started_at"]), minutes(row["ended_at"]), OUTCOMES[row["outcome"]])
        for row in played(customers, agents, house).conversations
    ]


def work(customers, agents=(Agent(),), house=House()):
    """Return (agent, ready, started, ended) of every touch: conversation by conversation, escalation touches last."""
    return [
        (whom(row["agent"]), minutes(row["ready_at"]), minutes(row["started_at"]), minutes(row["ended_at"]))
        for row in played(customers, agents, house).touches
    ]


def visits(customers, agents=(Agent(),), house=House()):
    """Return (cause, arrived, agent, started) of every conversation, follow-ups last."""
    return [
        (CAUSES[row["cause"]], minutes(row["arrived_at"]), whom(row["agent"]), minutes(row["started_at"]))
        for row in played(customers, agents, house).conversations
    ]
