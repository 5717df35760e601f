"""What a run's record says of each touch: when it was due and done, by whom, and after whom. Facts, no statistics.

Instants and spans are ticks since the scenario's start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.inputs import FAR, NOBODY
from sim.record import DEFLECTED, REOPENED, TURNED_AWAY

if TYPE_CHECKING:
    from typing import Self

    from numpy.typing import NDArray

    from sim.inputs import Inputs
    from sim.measures.intervals import Ints
    from sim.record import Record
    from sim.runs import Run

    Flags = NDArray[np.bool_]


class Touches(NamedTuple):
    """One row per touch that was due before the horizon, conversation by conversation in the order of the tables of
    the run; those of a conversation in the order in which they were due. Who is turned away or deflected has none.
    """

    row: Ints
    """Its place in the tables of the run."""
    conversation: Ints
    """The row of its conversation in the tables of the run."""
    number: Ints
    """1, 2 ... in its conversation."""
    ready_at: Ints
    """Since when it could be worked on; before 0 for most of what was open at the start."""
    joined_at: Ints
    """The same, but not before the run begins."""
    left_at: Ints
    """Until when it waited: its start, or the customer's leaving; the horizon if it still waits."""
    started_at: Ints
    """NOBODY: not at all."""
    ended_at: Ints
    """NOBODY: not before the horizon."""
    agent: Ints
    """NOBODY: not begun."""
    still_waits: Flags
    """Not begun, and waiting at the horizon."""
    is_later: Flags
    """Not the first answer: a later touch, or any of a reopening."""
    is_ours: Flags
    """Nobody waits for it: an update, or the news that something is fixed."""
    is_escalation: Flags
    """The first work of the next tier."""
    is_hand_off: Flags
    """Begun by somebody else than whoever did the touch before it, also where that was before a reopening."""

    def of(self, chosen: Flags | Ints) -> Self:
        """Return the chosen touches (a mask or indices)."""
        return self._replace(**{name: column[chosen] for name, column in self._asdict().items()})

    @property
    def is_started(self) -> Flags:
        """Which were begun."""
        found: Flags = self.started_at != NOBODY
        return found


def parents_of(run: Run) -> Ints:
    """Return for each conversation the row of the one that it follows; NOBODY: it came by itself."""
    follow_up = run.drawn.inputs.conversations["follow_up"]
    parents = np.full(follow_up.size, NOBODY, np.int64)
    has_one = np.flatnonzero(follow_up != NOBODY)
    parents[follow_up[has_one]] = has_one
    return parents


def touches_of(run: Run) -> Touches:
    """Return the touches of *run*."""
    inputs, record = run.drawn.inputs, run.record
    row, conversation, is_escalation = _in_order(inputs, record)
    is_first = row == inputs.conversations["first_touch"][conversation]
    due = _is_due(record, row, conversation, is_first)
    row, conversation, is_escalation, is_first = row[due], conversation[due], is_escalation[due], is_first[due]
    told, of_it = record.touches[row], record.conversations[conversation]
    started_at = told["started_at"].astype(np.int64)
    ends_at = np.where(of_it["ended_at"] == NOBODY, inputs.horizon, of_it["ended_at"])
    touches = Touches(
        row=row,
        conversation=conversation,
        number=_numbers(conversation),
        ready_at=told["ready_at"].astype(np.int64),
        joined_at=np.maximum(told["ready_at"], of_it["arrived_at"]).astype(np.int64),
        left_at=np.where(started_at == NOBODY, ends_at, started_at),
        started_at=started_at,
        ended_at=told["ended_at"].astype(np.int64),
        agent=told["agent"].astype(np.int64),
        still_waits=(started_at == NOBODY) & (of_it["ended_at"] == NOBODY),
        is_later=~is_first | (of_it["cause"] == REOPENED),
        is_ours=inputs.touches["is_ours"][row].astype(np.bool_),
        is_escalation=is_escalation,
        is_hand_off=np.zeros(row.size, np.bool_),
    )
    return touches._replace(is_hand_off=_hand_offs(run, touches))


def first_and_last(touches: Touches, n_conversations: int) -> tuple[Ints, Ints]:
    """Return for each conversation its first and its last touch that was begun (indices into *touches*); NOBODY where
    none was.
    """
    begun = np.flatnonzero(touches.is_started)
    found = np.full((2, n_conversations), NOBODY, np.int64)
    found[0, touches.conversation[begun[::-1]]] = begun[::-1]  # the last one written stays
    found[1, touches.conversation[begun]] = begun
    return found[0], found[1]


def _in_order(inputs: Inputs, record: Record) -> tuple[Ints, Ints, Flags]:
    """Return row and conversation of all touches, each conversation's in order, and which are escalations."""
    asked = inputs.conversations
    first, n_own = asked["first_touch"].astype(np.int64), (asked["end_touch"] - asked["first_touch"]).astype(np.int64)
    conversation = np.repeat(np.arange(n_own.size), n_own)
    place = np.arange(conversation.size) - np.repeat(np.cumsum(n_own) - n_own, n_own)
    row = first[conversation] + place
    escalated = np.flatnonzero(record.conversations["is_escalated"])
    if not escalated.size:
        return row, conversation, np.zeros(row.size, np.bool_)
    after = _escalated_after(inputs, record, row, conversation)[escalated]
    row = np.concatenate((row, asked["escalation_touch"][escalated].astype(np.int64)))
    conversation = np.concatenate((conversation, escalated))
    order = np.lexsort((np.concatenate((2 * place, 2 * after + 1)), conversation))
    return row[order], conversation[order], np.arange(row.size)[order] >= place.size


def _escalated_after(inputs: Inputs, record: Record, row: Ints, conversation: Ints) -> Ints:
    """Return for each escalated conversation the place of the touch after which it went to the next tier: the first
    by anyone whose team can't finish it. Rows of a conversation are in order.
    """
    agent, goes_to = record.touches["agent"][row], inputs.conversations["escalated_to"][conversation]
    known = np.flatnonzero((agent != NOBODY) & (goes_to != NOBODY))
    access = inputs.agents["team"][agent[known]].astype(np.int64) * len(inputs.work_types) + goes_to[known]
    cannot = known[inputs.access["may_take_after"][access] >= FAR][::-1]
    after = np.zeros(len(inputs.conversations), np.int64)
    after[conversation[cannot]] = row[cannot] - inputs.conversations["first_touch"][conversation[cannot]]
    return after


def _is_due(record: Record, row: Ints, conversation: Ints, is_first: Flags) -> Flags:
    """Return which touches came up; the first of what was open at the start may have been due at any instant."""
    of_it = record.conversations[conversation]
    outcome = of_it["outcome"]
    came = (of_it["arrived_at"] != NOBODY) & (outcome != TURNED_AWAY) & (outcome != DEFLECTED)
    due: Flags = came & (is_first | (record.touches["ready_at"][row] != NOBODY))
    return due


def _numbers(conversation: Ints) -> Ints:
    """Return 1, 2 ... within each run of equal numbers."""
    begins = np.flatnonzero(np.append(True, conversation[1:] != conversation[:-1])[: conversation.size])
    return np.arange(conversation.size) - np.repeat(begins, np.diff(np.append(begins, conversation.size))) + 1


def _hand_offs(run: Run, touches: Touches) -> Flags:
    """Return which touches were begun by another person than the one before; one seat may see several people."""
    before = np.arange(touches.row.size) - 1
    before[touches.number == 1] = NOBODY
    parents = parents_of(run)[touches.conversation]
    reopens = np.flatnonzero((touches.number == 1) & touches.is_later & touches.is_started)
    if reopens.size:
        last = first_and_last(touches, len(run.drawn.inputs.conversations))[1]
        before[reopens] = last[parents[reopens]]
    person = _people(run, touches)
    changed: Flags = touches.is_started & (before != NOBODY) & (person != person[before])
    return changed


def _people(run: Run, touches: Touches) -> Ints:
    """Return a number of the person who did each touch: the seat and the how manieth person in it."""
    inputs, days = run.drawn.inputs, run.record.agent_days
    if not days["generation"].any():
        return touches.agent
    n_days = len(inputs.days) - 1
    day = (np.searchsorted(inputs.days, touches.started_at, side="right") - 1).clip(0, n_days - 1)
    generation: Ints = days["generation"][touches.agent * n_days + day].astype(np.int64)
    return touches.agent + len(inputs.agents) * generation
