"""The compiled engine: one loop over an agenda. The default for every run.

It decides nothing itself (`rules`, `course`) and changes nothing itself (`desk`); it says what happens when.
`reference` says the same as SimPy processes, and both must agree on every touch of every conversation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.engine.agenda import CURSOR, Agenda, push, take_first
from sim.engine.calendar import begin_day, begin_duty, end_duty, overtime_until, stay_on
from sim.engine.course import (
    HANDED_ON,
    cause_of,
    comes_back_at,
    is_served,
    keeps_owner,
    leaves_at,
    outcome_of,
    reply_at,
)
from sim.engine.desk import (
    arrive,
    blank,
    deflect,
    end_conversation,
    end_touch,
    escalate,
    expect_overflow,
    join_idle,
    join_queue,
    leave,
    leave_idle,
    leave_queue,
    prepare_follow_up,
    reply,
    start_touch,
    take_back,
    turn_away,
)
from sim.engine.events import (
    ARRIVAL,
    HAND_BACK,
    NUMBER_BITS,
    OFF_DUTY,
    ON_DUTY,
    OVERFLOW,
    PATIENCE_END,
    REPLY,
    TOUCH_END,
)
from sim.engine.jit import IS_COMPILED, compiled, shared
from sim.engine.objects import as_objects, as_record, listed
from sim.engine.rules import choose_agent, choose_conversation, finds_queue_full, is_idle, overflow_at
from sim.inputs import CHANGE, FAR, NEW, NOBODY, OWN, RETURNED, TO_DESK
from sim.record import FIRST, OPEN, REOPENED

if TYPE_CHECKING:
    from sim.engine.desk import Desk
    from sim.inputs import Inputs
    from sim.record import Record

HEAP_ROOM = 4
"""Events that one event may add at the most, beside two for every reply that waits for an owner."""
FIRST_HEAP = 4096 if IS_COMPILED else 64


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
def wait(inputs, desk, record, agenda, now, conversation, where, since):
    """Let *conversation* wait for the teams or its owner, and note what may end that."""
    join_queue(inputs, desk, conversation, where, since)
    if where != OWN:
        at = overflow_at(inputs, desk, now, conversation)
        push(agenda, expect_overflow(desk, conversation, at), OVERFLOW, conversation)
    push(agenda, leaves_at(inputs, desk, record, now, conversation), PATIENCE_END, conversation)


@shared
def seek_team(inputs, desk, record, agenda, now, conversation):
    """Start what nobody owns any more, or let it wait."""
    agent = choose_agent(inputs, desk, desk.places[conversation].work_type, 0)
    if agent == NOBODY:
        wait(inputs, desk, record, agenda, now, conversation, RETURNED, now)
    else:
        leave_idle(inputs, desk, agent)
        serve(inputs, desk, record, agenda, now, conversation, agent)


@shared
def seek_owner(inputs, desk, record, agenda, now, conversation):
    """Start what is ready with its owner, or let it wait for them; without an owner, with the teams."""
    agent = desk.places[conversation].owner
    if not keeps_owner(inputs, desk, now, conversation):
        seek_team(inputs, desk, record, agenda, now, conversation)
    elif is_idle(desk, agent):
        leave_idle(inputs, desk, agent)
        serve(inputs, desk, record, agenda, now, conversation, agent)
    else:
        wait(inputs, desk, record, agenda, now, conversation, OWN, now)


@shared
def come_back(inputs, desk, record, agenda, now, conversation):
    """Note when the follow-up of *conversation*, which has just ended, will come."""
    cause = cause_of(inputs, record, conversation)
    if cause != FIRST:
        prepare_follow_up(inputs, desk, record, conversation, cause)
        number = inputs.conversations[conversation].follow_up
        push(agenda, comes_back_at(inputs, now, conversation, cause), ARRIVAL, number)


@shared
def on_arrival(inputs, desk, record, agenda, now, conversation):
    """Start it, turn it away, or let it wait."""
    arrive(inputs, desk, record, now, conversation)
    if record.conversations[conversation].cause == REOPENED:
        seek_owner(inputs, desk, record, agenda, now, conversation)
        return
    if inputs.conversations[conversation].entry != TO_DESK:
        deflect(inputs, record, now, conversation)
        come_back(inputs, desk, record, agenda, now, conversation)
        return
    if not is_served(inputs, conversation):
        turn_away(record, now, conversation)
        return
    place = desk.places[conversation]
    wanted_at = record.touches[place.touch].ready_at
    agent = choose_agent(inputs, desk, place.work_type, now - wanted_at)
    if agent != NOBODY:
        leave_idle(inputs, desk, agent)
        serve(inputs, desk, record, agenda, now, conversation, agent)
    elif finds_queue_full(inputs, desk, conversation):
        turn_away(record, now, conversation)
    else:
        wait(inputs, desk, record, agenda, now, conversation, NEW, wanted_at)


@shared
def on_touch_end(inputs, desk, record, agenda, now, conversation):
    """End it or hand it on, ask the agent if still on duty, and see what comes next."""
    agent = end_touch(inputs, desk, record, now, conversation)
    outcome = outcome_of(inputs, desk, conversation, agent)
    if outcome == HANDED_ON:
        escalate(inputs, desk, record, now, conversation)
    elif outcome != OPEN:
        end_conversation(inputs, desk, record, now, conversation, outcome)
    if is_idle(desk, agent):
        ask(inputs, desk, record, agenda, now, agent)
    if outcome == HANDED_ON:
        seek_team(inputs, desk, record, agenda, now, conversation)
    elif outcome != OPEN:
        come_back(inputs, desk, record, agenda, now, conversation)
    else:
        push(agenda, reply_at(inputs, desk, now, conversation), REPLY, conversation)


@shared
def on_reply(inputs, desk, record, agenda, now, conversation):
    """The next touch is ready."""
    reply(desk, record, now, conversation)
    seek_owner(inputs, desk, record, agenda, now, conversation)


@shared
def on_overflow(inputs, desk, record, agenda, now, conversation):
    """Try the teams that may take it by now; else note when the next one may. A timer may outlive its wait."""
    place = desk.places[conversation]
    if place.queue == NOBODY or place.queue >= OWN * len(inputs.work_types) or place.overflows_at != now:
        return
    agent = choose_agent(inputs, desk, place.work_type, now - place.waits_since)
    if agent == NOBODY:
        at = overflow_at(inputs, desk, now, conversation)
        push(agenda, expect_overflow(desk, conversation, at), OVERFLOW, conversation)
        return
    leave_idle(inputs, desk, agent)
    leave_queue(inputs, desk, conversation)
    serve(inputs, desk, record, agenda, now, conversation, agent)


@shared
def on_patience_end(inputs, desk, record, agenda, now, conversation):
    """The customer gives up or learns that it is fixed, unless this is the timer of an earlier wait."""
    if desk.places[conversation].queue == NOBODY or leaves_at(inputs, desk, record, now, conversation) > now:
        return
    leave(inputs, desk, record, now, conversation)
    come_back(inputs, desk, record, agenda, now, conversation)


@shared
def on_hand_back(inputs, desk, record, agenda, now, agent):
    """Send what waits in vain for *agent* to the teams."""
    conversation = take_back(inputs, desk, now, agent)
    while conversation != NOBODY:
        seek_team(inputs, desk, record, agenda, now, conversation)
        conversation = take_back(inputs, desk, now, agent)


@shared
def on_day(inputs, desk, record, agenda, now, day):
    """See who is there today, and for whom something waits."""
    begin_day(inputs, desk, record, day)
    for agent in range(len(inputs.agents)):
        if desk.agents[agent].n_own > 0:
            push(agenda, now, HAND_BACK, agent)


@shared
def on_duty(inputs, desk, record, agenda, now, duty):
    """Bring an agent to the desk."""
    if begin_duty(inputs, desk, record, now, duty):
        ask(inputs, desk, record, agenda, now, inputs.duties[duty].agent)


@shared
def on_off_duty(inputs, desk, record, agenda, now, duty):
    """Take an agent off the desk, or let it stay on for a while."""
    if record.duties[duty].is_missed == 1:
        return
    until = overtime_until(inputs, desk, now, duty)
    if until > now:
        stay_on(inputs, desk, duty)
        push(agenda, until, OFF_DUTY, duty)
        return
    end_duty(inputs, desk, record, now, duty)
    agent = inputs.duties[duty].agent
    if desk.agents[agent].n_own > 0:
        push(agenda, now, HAND_BACK, agent)


@compiled
def run_to_end(inputs, desk, record, agenda):  # noqa: C901 -- a branch for each kind of event
    """Run to the horizon and return True, or until the heap is nearly full and return False."""
    while agenda.cursor[0].size + HEAP_ROOM + 2 * desk.house[0].n_own < len(agenda.heap):
        now, order = take_first(inputs, agenda)
        if now == FAR:
            return True
        agenda.cursor[0].n_events += 1
        kind, number = order >> NUMBER_BITS, order & ((1 << NUMBER_BITS) - 1)
        if kind == TOUCH_END:
            on_touch_end(inputs, desk, record, agenda, now, number)
        elif kind == ARRIVAL:
            on_arrival(inputs, desk, record, agenda, now, number)
        elif kind == REPLY:
            on_reply(inputs, desk, record, agenda, now, number)
        elif kind == PATIENCE_END:
            on_patience_end(inputs, desk, record, agenda, now, number)
        elif kind == OVERFLOW:
            on_overflow(inputs, desk, record, agenda, now, number)
        elif kind == ON_DUTY:
            on_duty(inputs, desk, record, agenda, now, number)
        elif kind == OFF_DUTY:
            on_off_duty(inputs, desk, record, agenda, now, number)
        elif kind == HAND_BACK:
            on_hand_back(inputs, desk, record, agenda, now, number)
        else:
            on_day(inputs, desk, record, agenda, now, number)
    return False


def simulate_compiled(inputs: Inputs) -> Record:
    """Return what happens to *inputs* before the horizon, by the fast engine (plain Python where numba is off)."""
    desk, record = blank(inputs)
    agenda = Agenda(np.zeros(FIRST_HEAP, CHANGE), np.zeros(1, CURSOR))
    if not IS_COMPILED:
        return _in_plain_python(inputs, desk, record, agenda)
    while not run_to_end(inputs, desk, record, agenda):
        agenda = agenda._replace(heap=np.concatenate((agenda.heap, np.zeros_like(agenda.heap))))
    return record._replace(n_events=int(agenda.cursor[0]["n_events"]))


def _in_plain_python(inputs: Inputs, desk: Desk, record: Record, agenda: Agenda) -> Record:
    """Return the same by the same functions, on lists of objects."""
    plain = as_objects(inputs), as_objects(desk), as_objects(record), as_objects(agenda)
    while not run_to_end(*plain):
        plain[3].heap.extend(listed(np.zeros(len(plain[3].heap), CHANGE)))
    return as_record(plain[2], plain[3].cursor[0].n_events)
