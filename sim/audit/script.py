"""What is told of a run, as lists: a replay reads one entry at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.audit.course import come_back_at, leaves_at
from sim.audit.facts import numbers
from sim.inputs import FAR, NOBODY, TO_DESK
from sim.record import REOPENED, TURNED_AWAY

if TYPE_CHECKING:
    from sim.audit.facts import Facts
    from sim.inputs import Inputs
    from sim.record import Record

DAY, OFF_DUTY, HAND_BACK, TOUCH_END, ON_DUTY, REPLY, ARRIVAL, OVERFLOW, PATIENCE_END, START_DUE = range(10)
"""The order at one instant. START_DUE is the auditor's own: by the end of its instant a start must have come about."""
Event = tuple[int, int, int]
"""Instant, kind, number of the conversation, duty, agent or day."""


class Script(NamedTuple):
    """Instants are FAR where there is none."""

    agent: list[int]
    """[touch] who does it, when it starts and ends ..."""
    starts_at: list[int]
    ends_at: list[int]
    after: list[int]
    """... which touch follows, how long the customer thinks, and when who waits for it leaves."""
    think_time: list[int]
    leaves_at: list[int]
    waited_time: list[int]
    """[conversation] how long it has waited by its arrival; its follow-up, whose it is, when that comes."""
    follow_up: list[int]
    origin: list[int]
    comes_back_at: list[int]
    escalation: list[int]
    is_reopened: list[bool]
    comes_to_desk: list[bool]
    """Neither deflected nor without anybody who serves it."""
    is_turned_away: list[bool]
    off_at: list[int]
    """[duty] when it ends."""


def script_of(inputs: Inputs, record: Record, facts: Facts) -> Script:
    """Return what is told of a run."""
    rows, touches, off_at = inputs.conversations, facts.touches, numbers(record.duties["ended_at"])
    is_served = inputs.work_types["served"][rows["work_type"]] == 1
    return Script(
        agent=touches.agent.tolist(),
        starts_at=np.where(touches.starts, touches.started_at, FAR).tolist(),
        ends_at=np.where(touches.ends, touches.ended_at, FAR).tolist(),
        after=facts.course.after.tolist(),
        think_time=inputs.touches["think_time"].tolist(),
        leaves_at=leaves_at(inputs, facts).tolist(),
        waited_time=rows["waited_time"].tolist(),
        follow_up=rows["follow_up"].tolist(),
        origin=facts.origin.tolist(),
        comes_back_at=come_back_at(inputs, facts).tolist(),
        escalation=rows["escalation_touch"].tolist(),
        is_reopened=(facts.cause == REOPENED).tolist(),
        comes_to_desk=((rows["entry"] == TO_DESK) & is_served).tolist(),
        is_turned_away=(facts.outcome == TURNED_AWAY).tolist(),
        off_at=np.where(off_at == NOBODY, FAR, off_at).tolist(),
    )


def known_events(inputs: Inputs) -> list[Event]:
    """Return what happens whatever else does, in order: days, duties and first contacts."""
    parts = (
        (DAY, inputs.days[:-1]),
        (OFF_DUTY, inputs.duties["ends_at"]),
        (ON_DUTY, inputs.duties["starts_at"]),
        (ARRIVAL, inputs.conversations["arrival_at"][: inputs.n_first]),
    )
    return sorted(
        (at, kind, number)
        for kind, instants in parts
        for number, at in enumerate(instants.tolist())
        if at < inputs.horizon
    )
