"""The service level: who counts as answered in time, and of whom, by the four usual definitions; and promises kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.inputs import NOBODY
from sim.measures.facts import GAVE_UP, LEFT_AWAY, STILL_WAITING, TOLD
from sim.scenario.support import support_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.measures.facts import Customers
    from sim.measures.intervals import Ints
    from sim.runs import Run
    from sim.scenario import ServiceLevel

    Flags = NDArray[np.bool_]


def served_in_time(customers: Customers, level: ServiceLevel) -> tuple[Flags, Flags]:
    """Return who was answered within the time (the top of the share), and who counts (the bottom).

    Who still waits counts as missed once they have waited longer than the time; until then their fate is open, and
    only "expected" counts them. Who was told, without an answer, that it is fixed counts in the same way. Source:
    `docs/measures.md`.
    """
    late = customers.wait_time > level.within
    answered, gave_up = customers.answered, customers.state == GAVE_UP
    waits_late = _waits(customers) & late
    counted = {
        "answered": answered,
        "answered_or_lost_late": answered | (gave_up & late) | waits_late,
        "all": answered | gave_up | waits_late,
        "expected": customers.state >= LEFT_AWAY,
    }
    return answered & ~late, counted[level.of]


def promise_kept(customers: Customers, promises: Ints) -> tuple[Flags, Flags]:
    """Return who was answered as promised, and who counts: of those with a promise the same as by "all" above.

    *promises*: of each segment, as `promises_of` gives them.
    """
    promised = promises[customers.segment]
    late = customers.wait_time > promised
    counted = customers.answered | (customers.state == GAVE_UP) | (_waits(customers) & late)
    return customers.answered & ~late & (promised != NOBODY), counted & (promised != NOBODY)


def promises_of(run: Run) -> Ints:
    """Return within which time (ticks) the plan promises each segment a first response; NOBODY: it promises none."""
    plan = run.scenario.plans[run.plan]
    spans = [support_of(plan, name).promise for name in run.drawn.demand.names.segments]
    return np.array([NOBODY if span is None else span for span in spans], np.int64)


def _waits(customers: Customers) -> Flags:
    waits: Flags = (customers.state == STILL_WAITING) | (customers.state == TOLD)
    return waits
