"""What is still to happen, for the compiled engine: a heap, the sorted first contacts and the sorted roster."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.engine import events
from sim.engine.events import ARRIVAL
from sim.engine.jit import shared
from sim.inputs import COUNT, FAR, INDEX, layout

if TYPE_CHECKING:
    from sim.inputs import Table

PENDING, ARRIVALS, ROSTER = range(3)  # where the next event comes from
CURSOR = layout(size=COUNT, arrival=INDEX, change=INDEX, n_events=np.int64)
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
    if cursor.arrival < inputs.n_first:
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
