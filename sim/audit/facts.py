"""Inputs and record side by side: one array per fact, one entry per conversation or per touch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.inputs import FAR, NOBODY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.inputs import Inputs
    from sim.record import Record

    Numbers = NDArray[np.int64]
    Flags = NDArray[np.bool_]


class Course(NamedTuple):
    """[touch] which touch follows which, given who did them: an escalation stands where the first team gave up."""

    conversation: Numbers
    """Whose touch it is; NOBODY: nobody's."""
    before: Numbers
    """The touch before it; NOBODY: it is the first, or is never done."""
    after: Numbers
    """The touch after it; NOBODY: the conversation ends with it."""
    work_type: Numbers
    """As what it waits and is done: as another one from the escalation on."""


class Touches(NamedTuple):
    """[touch] what became of it. Instants in ticks; NOBODY where there is none."""

    ready_at: Numbers
    started_at: Numbers
    ended_at: Numbers
    agent: Numbers
    team: Numbers
    """Of the agent; NOBODY: the inputs know no such agent."""
    starts: Flags
    """The start can be put in order with others: a known agent, not before it is ready, before the horizon."""
    ends: Flags
    """So can the end."""
    day: Numbers
    """The day on which it is started; 0 where it is not."""


class Facts(NamedTuple):
    """[conversation] what became of it. Instants in ticks; NOBODY where there is none."""

    arrived_at: Numbers
    wanted_at: Numbers
    """Since when the customer waits for a first answer: before 0 for what was open at the start."""
    arrives: Flags
    """Before the horizon."""
    started_at: Numbers
    ended_at: Numbers
    agent: Numbers
    outcome: Numbers
    cause: Numbers
    is_wrong: Numbers
    is_escalated: Numbers
    first: Numbers
    """Its first touch."""
    escalates_after: Numbers
    """The touch after which it goes to the next tier; NOBODY: does not."""
    last: Numbers
    """The last of its touches that was started; NOBODY: none was."""
    origin: Numbers
    """The conversation whose follow-up it is; NOBODY: of none."""
    touches: Touches
    course: Course


def numbers(column: NDArray[Any]) -> Numbers:
    """Return a column as whole numbers side by side."""
    return np.ascontiguousarray(column, dtype=np.int64)


def day_of(inputs: Inputs, at: Numbers) -> Numbers:
    """Return the day of each instant: a day begins before all else at its instant."""
    return np.clip(np.searchsorted(inputs.days, at, side="right") - 1, 0, max(len(inputs.days) - 2, 0)).astype(np.int64)


def terms_of(inputs: Inputs, name: str) -> Numbers:
    """Return [team, work type] a column of `access`."""
    return numbers(inputs.access[name]).reshape(len(inputs.teams), len(inputs.work_types))


def picked(values: NDArray[Any], index: Numbers, otherwise: int = NOBODY) -> Numbers:
    """Return values[index], *otherwise* where there is no such entry."""
    chosen = np.full(len(index), otherwise, dtype=np.int64)
    exists = (index >= 0) & (index < len(values))
    chosen[exists] = values[index[exists]]
    return chosen


def facts_of(inputs: Inputs, record: Record) -> Facts:
    """Return the facts of a run; the tables of *record* must be as long as *inputs* asks."""
    became, first = record.conversations, numbers(inputs.conversations["first_touch"])
    told = {name: numbers(became[name]) for name in became.dtype.names or ()}
    conversation, arrived_at = _whose(inputs), told["arrived_at"]
    touches = _touches_of(inputs, record, picked(arrived_at, conversation))
    escalates_after = _escalates_after(inputs, touches, conversation)
    course = _course_of(inputs, conversation, escalates_after)
    return Facts(
        wanted_at=arrived_at - inputs.conversations["waited_time"],
        arrives=(arrived_at >= 0) & (arrived_at < inputs.horizon),
        first=first,
        escalates_after=escalates_after,
        touches=touches,
        course=course,
        last=_last_of(touches, course, len(first)),
        origin=_origin_of(inputs),
        **told,
    )


def _last_of(touches: Touches, course: Course, n: int) -> Numbers:
    """Return [conversation] the last of its touches that was started; NOBODY: none was."""
    last = np.full(n, NOBODY, dtype=np.int64)
    places = np.flatnonzero(touches.starts & ~(picked(touches.starts, course.after, 0) == 1))
    places = places[course.conversation[places] != NOBODY]
    last[course.conversation[places]] = places
    return last


def _origin_of(inputs: Inputs) -> Numbers:
    """Return [conversation] the one whose follow-up it is; NOBODY: of none."""
    follow_up = numbers(inputs.conversations["follow_up"])
    origin, has = np.full(len(follow_up), NOBODY, dtype=np.int64), follow_up != NOBODY
    origin[follow_up[has]] = np.flatnonzero(has)
    return origin


def _whose(inputs: Inputs) -> Numbers:
    """Return [touch] the conversation whose it is; NOBODY: nobody's."""
    first, end = (numbers(inputs.conversations[name]) for name in ("first_touch", "end_touch"))
    conversation = np.full(len(inputs.touches), NOBODY, dtype=np.int64)
    rows, lengths = np.arange(len(first)), end - first
    places = np.arange(lengths.sum()) + np.repeat(first - np.cumsum(lengths) + lengths, lengths)
    conversation[places] = np.repeat(rows, lengths)
    escalation = numbers(inputs.conversations["escalation_touch"])
    conversation[escalation[escalation != NOBODY]] = rows[escalation != NOBODY]
    return conversation


def _touches_of(inputs: Inputs, record: Record, arrived_at: Numbers) -> Touches:
    """Return what became of the touches; *arrived_at* is that of their conversations."""
    told = {name: numbers(record.touches[name]) for name in record.touches.dtype.names or ()}
    ready_at, started_at, ended_at = told["ready_at"], told["started_at"], told["ended_at"]
    team = picked(inputs.agents["team"], told["agent"])
    starts = (team != NOBODY) & (started_at >= np.maximum(arrived_at, ready_at)) & (started_at < inputs.horizon)
    starts &= (started_at >= 0) & (arrived_at >= 0)
    ends = starts & (ended_at >= started_at) & (ended_at < inputs.horizon)
    return Touches(**told, team=team, starts=starts, ends=ends, day=day_of(inputs, np.where(starts, started_at, 0)))


def _escalates_after(inputs: Inputs, touches: Touches, conversation: Numbers) -> Numbers:
    """Return [conversation] the first touch after which the next tier must finish it; NOBODY: none."""
    rows = inputs.conversations
    to, escalation = (picked(rows[name], conversation) for name in ("escalated_to", "escalation_touch"))
    may_escalate = (escalation != NOBODY) & (picked(rows["passes_on"], conversation) == 0)
    may_escalate &= (to != picked(rows["work_type"], conversation)) & (np.arange(len(to)) != escalation)
    places = np.flatnonzero(touches.ends & may_escalate)
    after = terms_of(inputs, "may_take_after")[touches.team[places], to[places]]
    places = places[after >= FAR]
    first = np.full(len(rows), FAR, dtype=np.int64)
    np.minimum.at(first, conversation[places], places)
    return np.where(first == FAR, NOBODY, first)


def _course_of(inputs: Inputs, conversation: Numbers, escalates_after: Numbers) -> Course:
    """Return which touch follows which."""
    rows, n = inputs.conversations, len(conversation)
    places = np.arange(n)
    before, after = np.full(n, NOBODY, dtype=np.int64), np.full(n, NOBODY, dtype=np.int64)
    first, end = (picked(rows[name], conversation) for name in ("first_touch", "end_touch"))
    in_row = (
        (conversation != NOBODY) & (places >= first) & (places < end) & (picked(rows["passes_on"], conversation) == 0)
    )
    follows, leads = in_row & (places > first), in_row & (places + 1 < end)
    before[follows], after[leads] = places[follows] - 1, places[leads] + 1
    work_type = picked(rows["work_type"], conversation)

    escalated = np.flatnonzero(escalates_after != NOBODY)
    at, to = escalates_after[escalated], numbers(rows["escalation_touch"])[escalated]
    then = after[at]
    before[to], after[to], after[at] = at, then, to
    before[then[then != NOBODY]] = to[then != NOBODY]
    changed_at = picked(escalates_after, conversation)
    is_later = (changed_at != NOBODY) & (
        (places > changed_at) | (places == picked(rows["escalation_touch"], conversation))
    )
    is_later &= places != changed_at
    work_type = np.where(is_later, picked(rows["escalated_to"], conversation), work_type)
    return Course(conversation, before, after, work_type)
