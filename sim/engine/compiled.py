"""The compiled engine: one loop over a heap, the sorted arrivals and the sorted roster. The default for every run.

It decides nothing itself (`rules`) and changes nothing itself (`desk`); it says what happens when. `reference` says the
same as SimPy processes, and both must agree on every conversation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.engine import events
from sim.engine.desk import (
    abandon,
    begin_duty,
    blank,
    end_duty,
    end_touch,
    join_idle,
    join_queue,
    leave_idle,
    leave_queue,
    start_touch,
    turn_away,
)
from sim.engine.events import ARRIVAL, NUMBER_BITS, OFF_DUTY, OVERFLOW, PATIENCE_END, TOUCH_END
from sim.engine.jit import IS_COMPILED, compiled, shared
from sim.engine.objects import as_objects, as_table, listed
from sim.engine.rules import (
    choose_agent,
    choose_conversation,
    finds_queue_full,
    gives_up_at,
    is_idle,
    is_served,
    overflow_at,
    wanted_at,
)
from sim.inputs import CHANGE, COUNT, FAR, INDEX, NOBODY, layout
from sim.record import CONVERSATION_RECORD, Record

if TYPE_CHECKING:
    from sim.inputs import Inputs, Table

PENDING, ARRIVALS, ROSTER = range(3)  # where the next event comes from
CURSOR = layout(size=COUNT, arrival=INDEX, change=INDEX, n_events=np.int64)
HEAP_ROOM = 2
"""Events that one event may add at the most."""

rank = shared(events.rank)


class Agenda(NamedTuple):
    """What is to happen: pending events as a heap, and how far the arrivals and the roster are read."""

    heap: Table
    cursor: Table
    """[1]"""


@shared
def goes_first(at, order, other):
    """Does (at, order) come before the event *other*?"""
    return at < other.at or (at == other.at and order < other.rank)


@shared
def push(agenda, at, kind, number):
    """Add an event, unless it never comes."""
    if at >= FAR:
        return
    heap, order, place = agenda.heap, rank(kind, number), agenda.cursor[0].size
    agenda.cursor[0].size += 1
    while place > 0:
        above = (place - 1) >> 1
        if not goes_first(at, order, heap[above]):
            break
        heap[place].at, heap[place].rank = heap[above].at, heap[above].rank
        place = above
    heap[place].at, heap[place].rank = at, order


@shared
def drop_first(agenda):
    """Take the first pending event out of the heap."""
    agenda.cursor[0].size -= 1
    heap, size, place = agenda.heap, agenda.cursor[0].size, 0
    at, order = heap[size].at, heap[size].rank
    while 2 * place + 1 < size:
        below = 2 * place + 1
        if below + 1 < size and goes_first(heap[below + 1].at, heap[below + 1].rank, heap[below]):
            below += 1
        if goes_first(at, order, heap[below]):
            break
        heap[place].at, heap[place].rank = heap[below].at, heap[below].rank
        place = below
    heap[place].at, heap[place].rank = at, order


@shared
def take_first(inputs, agenda):
    """Take the next event of heap, arrivals and roster; return its instant (FAR: none before the horizon) and rank."""
    cursor, at, order, source = agenda.cursor[0], FAR, 0, PENDING
    if cursor.size > 0:
        at, order = agenda.heap[0].at, agenda.heap[0].rank
    if cursor.arrival < len(inputs.conversations):
        arrival_at, arrival_order = inputs.conversations[cursor.arrival].arrival_at, rank(ARRIVAL, cursor.arrival)
        if arrival_at < at or (arrival_at == at and arrival_order < order):
            at, order, source = arrival_at, arrival_order, ARRIVALS
    if cursor.change < len(inputs.changes):
        change = inputs.changes[cursor.change]
        if change.at < at or (change.at == at and change.rank < order):
            at, order, source = change.at, change.rank, ROSTER
    if at >= inputs.horizon:
        return FAR, 0
    if source == PENDING:
        drop_first(agenda)
    elif source == ARRIVALS:
        cursor.arrival += 1
    else:
        cursor.change += 1
    return at, order


@shared
def serve(inputs, desk, record, agenda, now, conversation, agent):
    """Start *agent* on *conversation* and note when it will end."""
    ends_at = start_touch(inputs, desk, record, now, conversation, agent)
    push(agenda, ends_at, TOUCH_END, conversation)


@shared
def ask(inputs, desk, record, agenda, now, agent):
    """Let a free agent take the next conversation, or be idle."""
    conversation = choose_conversation(inputs, desk, now, agent)
    if conversation == NOBODY:
        join_idle(inputs, desk, now, agent)
        return
    leave_queue(inputs, desk, conversation)
    serve(inputs, desk, record, agenda, now, conversation, agent)


@shared
def on_arrival(inputs, desk, record, agenda, now, conversation):
    """Start it, turn it away, or let it wait."""
    if not is_served(inputs, conversation):
        turn_away(record, now, conversation)
        return
    row = inputs.conversations[conversation]
    agent = choose_agent(inputs, desk, row.work_type, now - wanted_at(inputs, conversation))
    if agent != NOBODY:
        leave_idle(inputs, desk, agent)
        serve(inputs, desk, record, agenda, now, conversation, agent)
    elif finds_queue_full(inputs, desk, conversation):
        turn_away(record, now, conversation)
    else:
        join_queue(inputs, desk, conversation)
        push(agenda, overflow_at(inputs, now, conversation), OVERFLOW, conversation)
        push(agenda, gives_up_at(inputs, conversation), PATIENCE_END, conversation)


@shared
def on_touch_end(inputs, desk, record, agenda, now, conversation):
    """Close it, and ask the agent if it is still on duty."""
    agent = end_touch(desk, record, now, conversation)
    if is_idle(desk, agent):
        ask(inputs, desk, record, agenda, now, agent)


@shared
def on_overflow(inputs, desk, record, agenda, now, conversation):
    """Try the teams that may take it by now; else note when the next one may."""
    if desk.places[conversation].is_waiting == 0:
        return
    row = inputs.conversations[conversation]
    agent = choose_agent(inputs, desk, row.work_type, now - wanted_at(inputs, conversation))
    if agent == NOBODY:
        push(agenda, overflow_at(inputs, now, conversation), OVERFLOW, conversation)
        return
    leave_idle(inputs, desk, agent)
    leave_queue(inputs, desk, conversation)
    serve(inputs, desk, record, agenda, now, conversation, agent)


@shared
def on_change(inputs, desk, record, agenda, now, kind, duty):
    """Bring an agent to the desk, or off it."""
    if kind == OFF_DUTY:
        end_duty(inputs, desk, duty)
    elif begin_duty(inputs, desk, duty):
        ask(inputs, desk, record, agenda, now, inputs.duties[duty].agent)


@compiled
def run_to_end(inputs, desk, record, agenda):
    """Run to the horizon and return True, or until the heap is nearly full and return False."""
    while agenda.cursor[0].size + HEAP_ROOM < len(agenda.heap):
        now, order = take_first(inputs, agenda)
        if now == FAR:
            return True
        agenda.cursor[0].n_events += 1
        kind, number = order >> NUMBER_BITS, order & ((1 << NUMBER_BITS) - 1)
        if kind == TOUCH_END:
            on_touch_end(inputs, desk, record, agenda, now, number)
        elif kind == ARRIVAL:
            on_arrival(inputs, desk, record, agenda, now, number)
        elif kind == PATIENCE_END:
            if desk.places[number].is_waiting == 1:
                abandon(inputs, desk, record, now, number)
        elif kind == OVERFLOW:
            on_overflow(inputs, desk, record, agenda, now, number)
        else:
            on_change(inputs, desk, record, agenda, now, kind, number)
    return False


def simulate_compiled(inputs: Inputs) -> Record:
    """Return what happens to *inputs* before the horizon, by the fast engine (plain Python where numba is off)."""
    desk, record = blank(inputs)
    heap = np.zeros(4096 if IS_COMPILED else 3 * len(inputs.conversations) + 4096, CHANGE)
    agenda = Agenda(heap, np.zeros(1, CURSOR))
    if not IS_COMPILED:
        plain = (as_objects(inputs), as_objects(desk), listed(record), as_objects(agenda))
        run_to_end(*plain)
        return Record(as_table(plain[2], CONVERSATION_RECORD), plain[3].cursor[0].n_events)
    while not run_to_end(inputs, desk, record, agenda):
        agenda = agenda._replace(heap=np.concatenate((agenda.heap, np.zeros_like(agenda.heap))))
    return Record(record, int(agenda.cursor[0]["n_events"]))
