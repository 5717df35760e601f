"""Statements about time integrals: rules 10 and 14."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.audit.facts import picked
from sim.inputs import NOBODY

if TYPE_CHECKING:
    from sim.audit.facts import Facts
    from sim.audit.findings import Findings
    from sim.audit.floor import Floor
    from sim.inputs import Inputs


def waits_are_the_queues(inputs: Inputs, facts: Facts, floor: Floor, found: Findings) -> None:
    """Little: by work type, the queue's integral over time equals the sum of the waits, cut at the horizon."""
    touches, course = facts.touches, facts.course
    rows = np.flatnonzero((touches.ready_at != NOBODY) & (course.conversation != NOBODY))
    of = course.conversation[rows]
    left_at = np.where(facts.ended_at[of] == NOBODY, inputs.horizon, facts.ended_at[of])
    left_at = np.where(touches.started_at[rows] == NOBODY, left_at, touches.started_at[rows])
    waits = left_at - np.maximum(touches.ready_at[rows], picked(facts.arrived_at, of))
    sums = np.zeros(len(inputs.work_types), dtype=np.int64)
    np.add.at(sums, course.work_type[rows], waits)
    for work_type, waited_time in enumerate(floor.waited_time):
        if sums[work_type] != waited_time:
            message = f"work type {work_type}: waits sum to {sums[work_type]}, its queue's integral to {waited_time}"
            found.note("14 Little", NOBODY, inputs.horizon, message)


def work_is_the_busy(inputs: Inputs, facts: Facts, floor: Floor, found: Findings) -> None:
    """The integral of agents with work in hand equals the sum of the time that touches were in hand."""
    touches = facts.touches
    rows = np.flatnonzero(touches.started_at != NOBODY)
    ended_at = np.where(touches.ended_at[rows] == NOBODY, inputs.horizon, touches.ended_at[rows])
    in_hand_time = int((ended_at - touches.started_at[rows]).sum())
    if in_hand_time != floor.busy_time:
        message = f"touches were in hand for {in_hand_time}, agents busy for {floor.busy_time}"
        found.note("10 busy", NOBODY, inputs.horizon, message)
