"""The state of the desk and the record, and the only functions that change them. Shared by both engines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.engine.jit import shared
from sim.engine.rules import is_idle, touch_time
from sim.inputs import COUNT, FLAG, INDEX, INSTANT, NOBODY, layout
from sim.record import ABANDONED, CONVERSATION_RECORD, OPEN, RESOLVED, TURNED_AWAY

if TYPE_CHECKING:
    from sim.inputs import Inputs, Table

PLACE = layout(ahead=INDEX, behind=INDEX, is_waiting=FLAG)
"""[conversation] its neighbours in the queue of its work type."""
PRESENCE = layout(idle_at=INSTANT, working_on=INDEX, ahead=INDEX, behind=INDEX, on_duty=FLAG)
"""[agent] idle since when, conversation in hand, its neighbours in the idle line of its team, whether at the desk."""
LINE = layout(first=INDEX, last=INDEX, n=COUNT)
"""The two ends of a queue or of an idle line."""
HOUSE = layout(n_waiting=COUNT)


class Desk(NamedTuple):
    """The state at one instant. Changed in place, by the functions of this module only."""

    places: Table
    agents: Table
    queues: Table
    """[work type] first in, first out, in the order of joining."""
    idle: Table
    """[team] agents at the desk without work, the longest idle first."""
    house: Table
    """[1]"""


def filled(length: int, shape: np.dtype[np.void], **values: Any) -> Table:
    """Return a table with NOBODY in every field that is not given."""
    rows = np.zeros(length, shape)  # not empty: the gaps between fields count in comparisons of bytes
    for name in shape.names or ():
        rows[name] = values.get(name, NOBODY)
    return rows


def blank(inputs: Inputs) -> tuple[Desk, Table]:
    """Return the desk before the first event, and a record in which nothing has happened."""
    n_conversations = len(inputs.conversations)
    desk = Desk(
        places=filled(n_conversations, PLACE, is_waiting=0),
        agents=filled(len(inputs.agents), PRESENCE, on_duty=0),
        queues=filled(len(inputs.work_types), LINE, n=0),
        idle=filled(inputs.n_teams, LINE, n=0),
        house=np.zeros(1, HOUSE),
    )
    return desk, filled(n_conversations, CONVERSATION_RECORD, outcome=OPEN)


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
def join_queue(inputs, desk, conversation):
    """Let *conversation* wait."""
    append(desk.places, desk.queues[inputs.conversations[conversation].work_type], conversation)
    desk.places[conversation].is_waiting = 1
    desk.house[0].n_waiting += 1


@shared
def leave_queue(inputs, desk, conversation):
    """Take *conversation* out of the queue, to be served or because its customer has left."""
    unlink(desk.places, desk.queues[inputs.conversations[conversation].work_type], conversation)
    desk.places[conversation].is_waiting = 0
    desk.house[0].n_waiting -= 1


@shared
def join_idle(inputs, desk, now, agent):
    """Let *agent*, at the desk and free, wait for work."""
    desk.agents[agent].idle_at = now
    append(desk.agents, desk.idle[inputs.agents[agent].team], agent)


@shared
def leave_idle(inputs, desk, agent):
    """Take *agent* out of the idle line, to work or to go."""
    unlink(desk.agents, desk.idle[inputs.agents[agent].team], agent)


@shared
def start_touch(inputs, desk, record, now, conversation, agent):
    """Start *agent*, no longer idle, on *conversation*, no longer waiting; return when the work will end."""
    record[conversation].started_at = now
    record[conversation].agent = agent
    desk.agents[agent].working_on = conversation
    return now + touch_time(inputs, conversation, agent)


@shared
def end_touch(desk, record, now, conversation):
    """End the work on *conversation*; return the agent who did it."""
    agent = record[conversation].agent
    record[conversation].ended_at = now
    record[conversation].outcome = RESOLVED
    desk.agents[agent].working_on = NOBODY
    return agent


@shared
def abandon(inputs, desk, record, now, conversation):
    """Let the customer of the waiting *conversation* give up."""
    leave_queue(inputs, desk, conversation)
    record[conversation].ended_at = now
    record[conversation].outcome = ABANDONED


@shared
def turn_away(record, now, conversation):
    """Refuse *conversation* at its arrival."""
    record[conversation].ended_at = now
    record[conversation].outcome = TURNED_AWAY


@shared
def begin_duty(inputs, desk, duty):
    """Bring an agent to the desk; return whether it is free (work from an earlier shift may still be in hand)."""
    agent = inputs.duties[duty].agent
    desk.agents[agent].on_duty = 1
    return is_idle(desk, agent)


@shared
def end_duty(inputs, desk, duty):
    """Take an agent off the desk; work in hand goes on to its end."""
    agent = inputs.duties[duty].agent
    if is_idle(desk, agent):
        leave_idle(inputs, desk, agent)
    desk.agents[agent].on_duty = 0
