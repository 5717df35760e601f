"""The state of the desk and the record, and the only functions that change them. Shared by both engines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.engine.course import holds_place, is_answer_wrong, is_live, keeps_owner, touch_time, wanted_at
from sim.engine.jit import shared
from sim.engine.rules import has_place, queue_number
from sim.inputs import COUNT, FALSELY_SERVED, FLAG, INDEX, INSTANT, NEW, NOBODY, OWN, PPM, SPAN, layout
from sim.record import (
    ABANDONED,
    AGENT_DAY_RECORD,
    CONVERSATION_RECORD,
    DEFLECTED,
    DUTY_RECORD,
    FIXED,
    OPEN,
    REOPENED,
    RESOLVED,
    TOUCH_RECORD,
    TURNED_AWAY,
    Record,
)

if TYPE_CHECKING:
    from sim.inputs import Inputs, Table

PLACE = layout(
    waits_since=INSTANT, overflows_at=INSTANT, queue=INDEX, ahead=INDEX, behind=INDEX, work_type=INDEX, touch=INDEX,
    next_touch=INDEX, owner=INDEX, owner_shift=COUNT, owner_generation=COUNT,
)  # fmt: skip
"""[conversation] since when it counts as waiting, when a further team may take it, in which queue (NOBODY: in none) and
between whom; its work type now; the touch that is ready or in hand, and the next of its own that nobody has done;
who did the last one: the seat, in which of its shifts, the how manieth person there."""
PRESENCE = layout(
    idle_at=INSTANT, came_at=INSTANT, shift_began_at=INSTANT, busy_time=SPAN, desk_time=SPAN, working_on=INDEX,
    ahead=INDEX, behind=INDEX, next_duty=INDEX, shift=INDEX, n_shifts=COUNT, n_live=COUNT, n_own=COUNT, hired_on=COUNT,
    comes_on=COUNT, generation=COUNT, exhaustion=PPM, disengagement=PPM, on_duty=FLAG, on_shift=FLAG,
    misses_shift=FLAG, has_overtime=FLAG, is_sick=FLAG, is_vacant=FLAG, is_leaving=FLAG,
)  # fmt: skip
"""[agent] idle since when; when the duty and the shift began; work and time at the desk since the last day that was
settled; conversation in hand, neighbours in the idle line, the duty after this one, the shift, shifts ended, live
conversations open, replies that wait for this agent; the day on which the person came, or the next one will; the how
manieth person it is; the slow states; whether at the desk, at work (also on a break), missing this shift, staying on
after it, ill, gone."""
LINE = layout(first=INDEX, last=INDEX, n=COUNT)
"""The two ends of a queue or of an idle line."""
CREW = layout(n_there=COUNT, n_new=COUNT)
"""[team] how many people it has today, and how many of them take a mentor's time."""
HOUSE = layout(day_ends_at=INSTANT, today=INDEX, n_waiting=COUNT, n_new=COUNT, n_own=COUNT)
"""The day; how many wait for the teams, how many of them for a first answer, and how many for owners."""


class Desk(NamedTuple):
    """The state at one instant. Changed in place, by the functions of this module only."""

    places: Table
    agents: Table
    queues: Table
    """First in, first out, in the order of joining; numbered by `rules.queue_number`."""
    idle: Table
    """[team x 2] agents at the desk without work, the longest idle first: with a place for a live one; without."""
    crews: Table
    house: Table
    """[1]"""


def filled(length: int, shape: np.dtype[np.void], **values: Any) -> Table:
    """Return a table with NOBODY in every field that is not given."""
    one = np.zeros(1, shape)  # not empty: the gaps between fields count in comparisons of bytes
    for name in shape.names or ():
        one[name] = NOBODY
    rows = np.empty(length, shape)
    rows.view(np.uint8).reshape(length, shape.itemsize)[:] = one.view(np.uint8)
    for name, value in values.items():
        rows[name] = value
    return rows


def blank(inputs: Inputs) -> tuple[Desk, Record]:
    """Return the desk before the first event, and a record in which nothing has happened."""
    n_agents, wanted, seats = len(inputs.agents), inputs.conversations, inputs.agents
    none: dict[str, Any] = dict.fromkeys(PRESENCE.names or (), 0) | dict.fromkeys(
        ("working_on", "shift", "ahead", "behind"), NOBODY
    )
    none |= {"next_duty": seats["first_duty"], "comes_on": seats["starts_on"], "is_vacant": seats["starts_on"] > 0}
    desk = Desk(
        places=filled(
            len(wanted), PLACE, work_type=wanted["work_type"], touch=wanted["first_touch"],
            next_touch=wanted["first_touch"],
        ),
        agents=filled(n_agents, PRESENCE, **none | {"hired_on": -seats["tenure"]}),
        queues=filled((OWN + n_agents) * len(inputs.work_types), LINE, n=0),
        idle=filled(2 * len(inputs.teams), LINE, n=0),
        crews=np.zeros(len(inputs.teams), CREW),
        house=np.zeros(1, HOUSE),
    )  # fmt: skip
    flags = dict.fromkeys(("cause", "is_wrong", "is_escalated"), 0)
    record = Record(
        conversations=filled(len(wanted), CONVERSATION_RECORD, outcome=OPEN, **flags),
        touches=filled(len(inputs.touches), TOUCH_RECORD),
        agent_days=np.zeros(n_agents * (len(inputs.days) - 1), AGENT_DAY_RECORD),
        duties=filled(len(inputs.duties), DUTY_RECORD, is_missed=0),
        n_events=0,
    )
    return desk, record


# ---- lines ----


@shared
def append(things, line, number):
    """Put a conversation or an agent at the end of a line."""
    things[number].ahead = line.last
    things[number].behind = NOBODY
    if line.last == NOBODY:
        line.first = number
    else:
        things[line.last].behind = number
    line.last = number
    line.n += 1


@shared
def unlink(things, line, number):
    """Take a conversation or an agent out of a line, wherever it stands."""
    ahead, behind = things[number].ahead, things[number].behind
    if ahead == NOBODY:
        line.first = behind
    else:
        things[ahead].behind = behind
    if behind == NOBODY:
        line.last = ahead
    else:
        things[behind].ahead = ahead
    line.n -= 1


@shared
def join_queue(inputs, desk, conversation, where, since):
    """Let *conversation* wait; its score counts from *since*."""
    place = desk.places[conversation]
    place.waits_since = since
    place.queue = queue_number(inputs, where, place.work_type, place.owner)
    append(desk.places, desk.queues[place.queue], conversation)
    count_waiting(inputs, desk, conversation, 1)


@shared
def leave_queue(inputs, desk, conversation):
    """Take *conversation* out of its queue, to be served or because its customer has left."""
    place = desk.places[conversation]
    unlink(desk.places, desk.queues[place.queue], conversation)
    count_waiting(inputs, desk, conversation, -1)
    place.queue = NOBODY


@shared
def expect_overflow(desk, conversation, at):
    """Note when a further team may take the waiting *conversation*; return that."""
    desk.places[conversation].overflows_at = at
    return at


@shared
def count_waiting(inputs, desk, conversation, change):
    """Count *conversation*, in its queue, in or out."""
    place, n_types = desk.places[conversation], len(inputs.work_types)
    if place.queue >= OWN * n_types:
        desk.agents[place.owner].n_own += change
        desk.house[0].n_own += change
        return
    desk.house[0].n_waiting += change
    if place.queue < (NEW + 1) * n_types:
        desk.house[0].n_new += change


@shared
def idle_line(inputs, desk, agent):
    """Return the line in which *agent* is idle."""
    return 2 * inputs.agents[agent].team + (0 if has_place(inputs, desk, agent) else 1)


@shared
def join_idle(inputs, desk, now, agent):
    """Let *agent*, at the desk and free, wait for work."""
    desk.agents[agent].idle_at = now
    append(desk.agents, desk.idle[idle_line(inputs, desk, agent)], agent)


@shared
def leave_idle(inputs, desk, agent):
    """Take *agent* out of the idle line, to work or to go."""
    unlink(desk.agents, desk.idle[idle_line(inputs, desk, agent)], agent)


# ---- conversations ----


@shared
def arrive(inputs, desk, record, now, conversation):
    """Let *conversation* come: its first touch is ready."""
    record.conversations[conversation].arrived_at = now
    record.touches[desk.places[conversation].touch].ready_at = wanted_at(inputs, record, conversation)


@shared
def turn_away(record, now, conversation):
    """Refuse *conversation* at its arrival."""
    record.conversations[conversation].ended_at = now
    record.conversations[conversation].outcome = TURNED_AWAY


@shared
def deflect(inputs, record, now, conversation):
    """Let the documentation or a bot answer *conversation* at its arrival, or seem to."""
    told = record.conversations[conversation]
    told.ended_at, told.outcome = now, DEFLECTED
    told.is_wrong = 1 if inputs.conversations[conversation].entry == FALSELY_SERVED else 0


@shared
def start_touch(inputs, desk, record, now, conversation, agent):
    """Start *agent*, no longer idle, on *conversation*, no longer waiting; return when the touch will end."""
    place, told = desk.places[conversation], record.conversations[conversation]
    touch = record.touches[place.touch]
    ends_at = now + touch_time(inputs, desk, record, now, conversation, agent)
    if is_live(inputs, desk, conversation) and not (place.owner == agent and holds_place(inputs, desk, conversation)):
        desk.agents[agent].n_live += 1
    if told.started_at == NOBODY:
        told.started_at = now
    told.agent, touch.agent = agent, agent
    touch.started_at = now
    place.owner, place.owner_shift = agent, desk.agents[agent].n_shifts
    place.owner_generation = desk.agents[agent].generation
    desk.agents[agent].working_on = conversation
    return ends_at


@shared
def end_touch(inputs, desk, record, now, conversation):
    """End the touch of *conversation*; return the agent who did it."""
    place = desk.places[conversation]
    touch, agent = record.touches[place.touch], desk.agents[place.owner]
    touch.ended_at = now
    agent.busy_time += now - touch.started_at
    agent.working_on = NOBODY
    if place.touch != inputs.conversations[conversation].escalation_touch:
        place.next_touch += 1
    return place.owner


@shared
def release_place(inputs, desk, conversation):
    """Free the place that *conversation* takes up, if it does."""
    if holds_place(inputs, desk, conversation):
        desk.agents[desk.places[conversation].owner].n_live -= 1


@shared
def end_conversation(inputs, desk, record, now, conversation, outcome):
    """End *conversation*, which waits in no queue and is in nobody's hand."""
    told = record.conversations[conversation]
    told.ended_at, told.outcome = now, outcome
    if outcome == RESOLVED and is_answer_wrong(inputs, desk, conversation, told.agent):
        told.is_wrong = 1
    release_place(inputs, desk, conversation)


@shared
def leave(inputs, desk, record, now, conversation):
    """Let the waiting *conversation* end without an answer: it is fixed, or the customer gives up."""
    leave_queue(inputs, desk, conversation)
    is_fixed = inputs.conversations[conversation].fixed_at == now
    end_conversation(inputs, desk, record, now, conversation, FIXED if is_fixed else ABANDONED)


@shared
def escalate(inputs, desk, record, now, conversation):
    """Hand *conversation*, on which a touch has just ended, to the next tier: what that does is ready at once."""
    release_place(inputs, desk, conversation)
    row, place = inputs.conversations[conversation], desk.places[conversation]
    place.work_type, place.touch = row.escalated_to, row.escalation_touch
    place.owner_shift = NOBODY
    record.conversations[conversation].is_escalated = 1
    record.touches[place.touch].ready_at = now


@shared
def reply(desk, record, now, conversation):
    """Let the next touch of *conversation* be ready."""
    place = desk.places[conversation]
    place.touch = place.next_touch
    record.touches[place.touch].ready_at = now


@shared
def take_back(inputs, desk, now, agent):
    """Take a reply that waits for *agent* in vain out of its queue; NOBODY if there is none (left)."""
    if desk.agents[agent].n_own == 0 or desk.agents[agent].on_shift == 1:
        return NOBODY
    for work_type in range(len(inputs.work_types)):
        head = desk.queues[queue_number(inputs, OWN, work_type, agent)].first
        if head != NOBODY and not keeps_owner(inputs, desk, now, head):
            leave_queue(inputs, desk, head)
            return head
    return NOBODY


@shared
def prepare_follow_up(inputs, desk, record, conversation, cause):
    """Note why the follow-up of *conversation* will come; a reopening comes back to the owner."""
    number = inputs.conversations[conversation].follow_up
    record.conversations[number].cause = cause
    if cause == REOPENED:
        desk.places[number].owner = desk.places[conversation].owner
        desk.places[number].owner_generation = desk.places[conversation].owner_generation
