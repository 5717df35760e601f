"""Statements about agents at the desk: rules 16, 18-21 and 59."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.audit.facts import numbers
from sim.inputs import FAR, NOBODY

if TYPE_CHECKING:
    from sim.audit.facts import Flags, Numbers, Touches
    from sim.audit.findings import Findings
    from sim.inputs import Inputs
    from sim.record import Record


class Duties(NamedTuple):
    """Time at the desk before the horizon, as it came about, in order of agent and start."""

    agent: Numbers
    starts_at: Numbers
    ends_at: Numbers
    before_time: Numbers
    """Duty of this and all earlier agents before it."""
    stride: int
    """More than any instant: agent x stride + instant puts instants of all agents on one axis."""

    def last(self, agent: Numbers, at: Numbers) -> Numbers:
        """Return the place of the last duty on the axis that has started by *at* of *agent*; NOBODY: none."""
        axis = self.agent * self.stride + self.starts_at
        wanted = agent * self.stride + np.clip(at, NOBODY, self.stride - 1)
        return np.searchsorted(axis, wanted, side="right").astype(np.int64) - 1

    def time_before(self, agent: Numbers, at: Numbers) -> Numbers:
        """Return the duty of all earlier agents and of *agent* before *at*."""
        if not len(self.agent):
            return np.zeros(len(agent), dtype=np.int64)
        place = self.last(agent, at)
        last = np.maximum(place, 0)
        full = self.ends_at[last] - self.starts_at[last]
        part = np.where(self.agent[last] == agent, np.minimum(full, at - self.starts_at[last]), full)
        return np.where(place == NOBODY, 0, self.before_time[last] + part)


def duties_of(inputs: Inputs, record: Record, is_missed: Flags) -> Duties:
    """Return the duties of all agents without those missed, with overtime, cut at the horizon."""
    order = np.lexsort((inputs.duties["starts_at"], inputs.duties["agent"]))
    order = order[~is_missed[order] & (inputs.duties["starts_at"][order] < inputs.horizon)]
    table, told = inputs.duties[order], numbers(record.duties["ended_at"])[order]
    starts_at = numbers(table["starts_at"])
    ends_at = np.minimum(np.where(told < starts_at, inputs.horizon, told), inputs.horizon)
    lengths = np.maximum(ends_at - starts_at, 0)
    before_time = np.concatenate(([0], np.cumsum(lengths)))[:-1].astype(np.int64)
    return Duties(numbers(table["agent"]), starts_at, ends_at, before_time, inputs.horizon + 1)


def duties_stand_apart(inputs: Inputs, duties: Duties, found: Findings) -> None:
    """The duties of an agent have a length, do not overlap, and touch only where a shift ends and the next begins, or
    after overtime up to the next one.
    """
    rostered = inputs.duties[np.lexsort((inputs.duties["starts_at"], inputs.duties["agent"]))]
    is_new_shift = rostered["shift"][1:] != rostered["shift"][:-1]
    gap = np.where(is_new_shift, 0, 1)
    parts = (rostered["agent"], rostered["starts_at"], rostered["ends_at"], gap), (*duties[:3], 0)
    for agent, starts_at, ends_at, apart in parts:
        same = agent[1:] == agent[:-1]
        wrong = np.flatnonzero(same & (starts_at[1:] < ends_at[:-1] + apart)) + 1
        for place in np.concatenate((wrong, np.flatnonzero(starts_at >= ends_at))).tolist():
            message = f"duty of agent {agent[place]} is empty, or not apart from the one before"
            found.note("18 duties", NOBODY, int(starts_at[place]), message)


def duties_end_on_time(inputs: Inputs, record: Record, is_missed: Flags, found: Findings) -> None:
    """A duty ends as rostered, or by the team's overtime later at the end of a shift; not at or after the horizon."""
    duties, told = inputs.duties, numbers(record.duties["ended_at"])
    ends_at, agent = numbers(duties["ends_at"]), numbers(duties["agent"])
    next_at = np.full(len(duties), FAR, dtype=np.int64)
    next_at[:-1] = np.where(agent[1:] == agent[:-1], duties["starts_at"][1:], FAR)
    overtime = numbers(inputs.teams["overtime_time"])[inputs.agents["team"][agent]]
    late_at = np.where(duties["ends_shift"] == 1, np.minimum(ends_at + overtime, next_at), ends_at)
    on_time, late = (np.where(at < inputs.horizon, at, NOBODY) for at in (ends_at, late_at))
    must_be_none = is_missed | (duties["starts_at"] >= inputs.horizon)
    wrong = np.where(must_be_none, told != NOBODY, (told != on_time) & (told != late))
    for duty in np.flatnonzero(wrong)[:20].tolist():
        message = f"duty {duty} of agent {agent[duty]} ends at {told[duty]}, must at {ends_at[duty]} or {late_at[duty]}"
        found.note("59 overtime", NOBODY, int(ends_at[duty]), message)


def one_at_a_time(touches: Touches, conversation: Numbers, found: Findings) -> None:
    """An agent works on one touch at a time."""
    rows = np.flatnonzero((touches.started_at != NOBODY) & (touches.team != NOBODY))
    ends_at = np.where(touches.ended_at == NOBODY, FAR, touches.ended_at)
    rows = rows[np.lexsort((ends_at[rows], touches.started_at[rows], touches.agent[rows]))]
    same = touches.agent[rows[1:]] == touches.agent[rows[:-1]]
    wrong = same & (touches.started_at[rows[1:]] < ends_at[rows[:-1]])
    for place in np.flatnonzero(wrong).tolist():
        row, earlier = int(rows[place + 1]), int(rows[place])
        message = f"agent {touches.agent[row]} is still working on touch {earlier}"
        found.note("21 one at a time", int(conversation[row]), int(touches.started_at[row]), message)


def starts_on_duty(touches: Touches, conversation: Numbers, duties: Duties, found: Findings) -> None:
    """Work starts inside a duty [on, off): who works on after its end takes no other until the next duty."""
    rows = np.flatnonzero((touches.started_at != NOBODY) & (touches.team != NOBODY))
    rows = rows[np.lexsort((touches.started_at[rows], touches.agent[rows]))]
    agent, started_at = touches.agent[rows], touches.started_at[rows]
    off_at = _off_at(duties, agent, started_at)
    overran = _overran(touches, rows, off_at)
    for place in np.flatnonzero(started_at >= off_at).tolist():
        rule = "20 after duty" if overran[place] else "19 on duty"
        message = f"agent {agent[place]} is off duty since {off_at[place]}"
        found.note(rule, int(conversation[rows[place]]), int(started_at[place]), message)


def _off_at(duties: Duties, agent: Numbers, at: Numbers) -> Numbers:
    """Return when the last duty that *agent* has begun by *at* ends; NOBODY: has begun none."""
    if not len(duties.agent):
        return np.full(len(agent), NOBODY, dtype=np.int64)
    place = duties.last(agent, at)
    is_own = (place != NOBODY) & (duties.agent[place] == agent)
    return np.where(is_own, duties.ends_at[place], NOBODY)


def _overran(touches: Touches, rows: Numbers, off_at: Numbers) -> Flags:
    """Whether the agent's touch before each of *rows* (by agent and start) went on beyond that end of duty."""
    overran = np.zeros(len(rows), dtype=np.bool_)
    earlier, later = rows[:-1], rows[1:]
    same = (touches.agent[earlier] == touches.agent[later]) & (off_at[1:] != NOBODY)
    overran[1:] = same & (touches.started_at[earlier] < off_at[1:]) & (touches.ended_at[earlier] > off_at[1:])
    return overran


def busy_at_most_on_duty(inputs: Inputs, touches: Touches, duties: Duties, found: Findings) -> None:
    """Without what is finished after it, nobody works longer than on duty."""
    rows, horizon = np.flatnonzero(touches.starts), inputs.horizon
    agent, ended_at = touches.agent[rows], touches.ended_at[rows]
    ended_at = np.where(ended_at < touches.started_at[rows], horizon, ended_at)
    busy_time, duty_time = (np.zeros(len(inputs.agents), dtype=np.int64) for _ in range(2))
    worked = duties.time_before(agent, np.minimum(ended_at, horizon)) - duties.time_before(
        agent, touches.started_at[rows]
    )
    np.add.at(busy_time, agent, worked)
    np.add.at(duty_time, duties.agent, np.maximum(duties.ends_at - duties.starts_at, 0))
    for number in np.flatnonzero(busy_time > duty_time).tolist():
        message = f"agent {number} is busy for {busy_time[number]} of {duty_time[number]} on duty"
        found.note("16 occupancy", NOBODY, horizon, message)
