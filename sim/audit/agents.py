"""Statements about agents: rules 16 and 18-21."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from sim.inputs import FAR, NOBODY

if TYPE_CHECKING:
    from sim.audit.facts import Facts, Flags, Numbers
    from sim.audit.findings import Findings
    from sim.audit.rows import Statement
    from sim.inputs import Inputs


class Duties(NamedTuple):
    """Time at the desk before the horizon, in order of agent and start."""

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


def duties_of(inputs: Inputs) -> Duties:
    """Return the duties of all agents, cut at the horizon."""
    within = inputs.duties[inputs.duties["starts_at"] < inputs.horizon]
    table = within[np.lexsort((within["starts_at"], within["agent"]))]
    starts_at = table["starts_at"].astype(np.int64)
    ends_at = np.minimum(table["ends_at"], inputs.horizon).astype(np.int64)
    lengths = np.maximum(ends_at - starts_at, 0)
    before_time = np.concatenate(([0], np.cumsum(lengths)))[:-1].astype(np.int64)
    return Duties(table["agent"].astype(np.int64), starts_at, ends_at, before_time, inputs.horizon + 1)


def duties_stand_apart(inputs: Inputs, _: Facts, found: Findings) -> None:
    """The duties of an agent have a length, and neither overlap nor touch."""
    duties = duties_of(inputs)
    same = duties.agent[1:] == duties.agent[:-1]
    wrong = np.flatnonzero(same & (duties.starts_at[1:] <= duties.ends_at[:-1])) + 1
    for place in np.concatenate((wrong, np.flatnonzero(duties.starts_at >= duties.ends_at))).tolist():
        message = f"duty of agent {duties.agent[place]} is empty, or not apart from the one before"
        found.note("18 duties", NOBODY, int(duties.starts_at[place]), message)


def one_at_a_time(_: Inputs, facts: Facts, found: Findings) -> None:
    """An agent works on one conversation at a time."""
    rows = np.flatnonzero((facts.started_at != NOBODY) & facts.knows_agent)
    ends_at = np.where(facts.ended_at == NOBODY, FAR, facts.ended_at)
    rows = rows[np.lexsort((ends_at[rows], facts.started_at[rows], facts.agent[rows]))]
    same = facts.agent[rows[1:]] == facts.agent[rows[:-1]]
    wrong = same & (facts.started_at[rows[1:]] < ends_at[rows[:-1]])
    for place in np.flatnonzero(wrong).tolist():
        row, earlier = int(rows[place + 1]), int(rows[place])
        message = f"agent {facts.agent[row]} is still working on conversation {earlier}"
        found.note("21 one at a time", row, int(facts.started_at[row]), message)


def starts_on_duty(inputs: Inputs, facts: Facts, found: Findings) -> None:
    """Work starts inside a duty [on, off): who works on after its end takes no other until the next duty."""
    rows = np.flatnonzero((facts.started_at != NOBODY) & facts.knows_agent)
    rows = rows[np.lexsort((facts.started_at[rows], facts.agent[rows]))]
    agent, started_at = facts.agent[rows], facts.started_at[rows]
    off_at = _off_at(duties_of(inputs), agent, started_at)
    is_off = started_at >= off_at
    overran = _overran(facts, rows, off_at)
    for place in np.flatnonzero(is_off).tolist():
        rule = "20 overtime" if overran[place] else "19 on duty"
        message = f"agent {agent[place]} is off duty since {off_at[place]}"
        found.note(rule, int(rows[place]), int(started_at[place]), message)


def _off_at(duties: Duties, agent: Numbers, at: Numbers) -> Numbers:
    """Return when the last duty that *agent* has begun by *at* ends; NOBODY: has begun none."""
    if not len(duties.agent):
        return np.full(len(agent), NOBODY, dtype=np.int64)
    place = duties.last(agent, at)
    is_own = (place != NOBODY) & (duties.agent[place] == agent)
    return np.where(is_own, duties.ends_at[place], NOBODY)


def _overran(facts: Facts, rows: Numbers, off_at: Numbers) -> Flags:
    """Whether the agent's conversation before each of *rows* (by agent and start) went on beyond that end of duty."""
    overran = np.zeros(len(rows), dtype=np.bool_)
    earlier, later = rows[:-1], rows[1:]
    same = (facts.agent[earlier] == facts.agent[later]) & (off_at[1:] != NOBODY)
    overran[1:] = same & (facts.started_at[earlier] < off_at[1:]) & (facts.ended_at[earlier] > off_at[1:])
    return overran


def busy_at_most_on_duty(inputs: Inputs, facts: Facts, found: Findings) -> None:
    """Without what is finished after it, nobody works longer than on duty."""
    duties, rows = duties_of(inputs), np.flatnonzero(facts.starts)
    agent, horizon = facts.agent[rows], inputs.horizon
    ended_at = np.where(facts.ended_at[rows] == NOBODY, horizon, facts.ended_at[rows])
    busy_time = np.zeros(len(inputs.agents), dtype=np.int64)
    worked = duties.time_before(agent, np.minimum(ended_at, horizon)) - duties.time_before(
        agent, facts.started_at[rows]
    )
    np.add.at(busy_time, agent, worked)
    duty_time = np.zeros(len(inputs.agents), dtype=np.int64)
    np.add.at(duty_time, duties.agent, duties.ends_at - duties.starts_at)
    for number in np.flatnonzero(busy_time > duty_time).tolist():
        message = f"agent {number} is busy for {busy_time[number]} of {duty_time[number]} on duty"
        found.note("16 occupancy", NOBODY, horizon, message)


AGENT_STATEMENTS: Final[tuple[Statement, ...]] = (
    duties_stand_apart,
    one_at_a_time,
    starts_on_duty,
    busy_at_most_on_duty,
)
