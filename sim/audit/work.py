"""How long each touch must take: rule 11, worked out from inputs, people and who did what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sim.audit.facts import numbers, picked
from sim.audit.people import at_day, shift_starts
from sim.inputs import FAR, FATIGUE_HOURS, GENERATIONS, MILLION, NOBODY, PACE_UNIT
from sim.record import REOPENED

if TYPE_CHECKING:
    from sim.audit.facts import Facts, Flags, Numbers
    from sim.audit.findings import Findings
    from sim.audit.people import People
    from sim.inputs import Inputs

HOUR: Final = 3_600_000
"""Ticks."""


def work_takes_its_time(inputs: Inputs, facts: Facts, people: People, has_others: Flags, found: Findings) -> None:
    """A touch takes exactly its work, in one piece; *has_others*: its agent had other live conversations open."""
    touches, rows = facts.touches, np.flatnonzero(facts.touches.starts)
    work = _work(inputs, facts, people, has_others)[rows]
    agent, day, started_at = touches.agent[rows], touches.day[rows], touches.started_at[rows]
    speed = _speed(inputs, people, agent, day)
    slowness = _slowness(inputs, people, agent, day) + _fatigue(inputs, agent, started_at)
    speed = np.maximum(speed * MILLION // slowness, 1)
    time = -(-work * PACE_UNIT * 1000 // speed)
    ends_at = _after_downtimes(inputs, started_at, started_at + time)
    must, says = np.where(ends_at < inputs.horizon, ends_at, NOBODY), touches.ended_at[rows]
    for place in np.flatnonzero(must != says)[:20].tolist():
        row, took = int(rows[place]), says[place] - started_at[place]
        conversation, needs = int(facts.course.conversation[row]), ends_at[place] - started_at[place]
        if says[place] == NOBODY:
            message = f"touch {row} is open, though its work ends at {ends_at[place]}, before {inputs.horizon}"
            found.note("50 open", conversation, int(started_at[place]), message)
        else:
            message = f"touch {row} took {took}, needs {needs} of agent {agent[place]}"
            found.note("11 work", conversation, int(started_at[place]), message)


def _work(inputs: Inputs, facts: Facts, people: People, has_others: Flags) -> Numbers:
    """Return [touch] the work in it at a pace of 1000: handle time, rereading, what nudges cost, switching."""
    work, course, touches = _handling(inputs, facts), facts.course, facts.touches
    nudge_time = picked(inputs.conversations["nudge_time"], course.conversation, FAR)
    is_nudged = (inputs.touches["is_ours"] == 0) & (nudge_time < FAR)
    waited = touches.started_at - touches.ready_at
    work = work + np.where(is_nudged, waited // np.maximum(nudge_time, 1) * inputs.nudge_work_time, 0)
    work = work + np.where(_is_reread(facts, people), inputs.reread_time, 0)
    return work + np.where(has_others, inputs.switch_time, 0)


def _handling(inputs: Inputs, facts: Facts) -> Numbers:
    """Return [touch] its handle time: at most that of the ready answer, where there is one as it starts."""
    work, rows, of = numbers(inputs.touches["handle_time"]), inputs.conversations, facts.course.conversation
    macro_from = picked(rows["macro_from"], of, 0)
    has_macro = (macro_from > 0) & (facts.touches.started_at >= macro_from)
    return np.where(has_macro, np.minimum(work, picked(rows["macro_time"], of)), work)


def _is_reread(facts: Facts, people: People) -> Flags:
    """Return [touch] whether somebody else did the one before: another seat, or another person in it."""
    before, touches = owner_touch(facts), facts.touches
    owner, owner_day = picked(touches.agent, before), picked(touches.day, before, 0)
    was, now = (at_day(people.generation, *who) for who in ((owner, owner_day), (touches.agent, touches.day)))
    is_reread: Flags = (before != NOBODY) & ((owner != touches.agent) | (was != now))
    return is_reread


def owner_touch(facts: Facts) -> Numbers:
    """Return [touch] the touch whose agent owns the conversation by then; a reopening is owned from the start."""
    before, is_reopened = facts.course.before.copy(), facts.cause == REOPENED
    before[facts.first[is_reopened]] = picked(facts.last, facts.origin[is_reopened])
    return before


def _speed(inputs: Inputs, people: People, agent: Numbers, day: Numbers) -> Numbers:
    """Return the pace of the person of that day times how far it is as a newcomer."""
    generation = np.minimum(people.generation[agent, day], GENERATIONS - 1)
    pace = numbers(inputs.paces)[agent * GENERATIONS + generation]
    return pace * numbers(inputs.ramps["speed_permille"])[people.ramp[agent, day]]


def _slowness(inputs: Inputs, people: People, agent: Numbers, day: Numbers) -> Numbers:
    """Return how much longer work takes than by who is rested and alone; MILLION: no longer."""
    gain = numbers(inputs.teams["slow_gain"])[inputs.agents["team"][agent]]
    slowed: Numbers = gain * people.exhaustion[agent, day] // MILLION
    return MILLION + slowed + people.mentoring[agent, day]


def _fatigue(inputs: Inputs, agent: Numbers, at: Numbers) -> Numbers:
    """Return how much longer work takes in that hour of the agent's shift."""
    duties = inputs.duties
    if not len(duties):
        return np.zeros(len(at), dtype=np.int64)
    stride = max(inputs.horizon, int(duties["starts_at"].max())) + 1
    axis = numbers(duties["agent"]) * stride + duties["starts_at"]
    order = np.argsort(axis, kind="stable")
    duty = order[np.maximum(np.searchsorted(axis[order], agent * stride + at, side="right") - 1, 0)]
    began_at = numbers(duties["starts_at"])[shift_starts(inputs)[duty]]
    hour = np.clip((at - began_at) // HOUR, 0, FATIGUE_HOURS - 1)
    fatigue: Numbers = numbers(inputs.fatigue)[hour]
    return fatigue


def _after_downtimes(inputs: Inputs, started_at: Numbers, ends_at: Numbers) -> Numbers:
    """Return when work ends that stands still while tools are down."""
    for starts, ends in zip(inputs.downtimes["starts_at"].tolist(), inputs.downtimes["ends_at"].tolist(), strict=True):
        meets = (starts < ends_at) & (ends > started_at)
        ends_at = np.where(meets, ends_at + ends - np.maximum(starts, started_at), ends_at)
    return ends_at
