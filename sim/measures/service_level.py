"""The service level: who counts as answered in time, and of whom, by the four usual definitions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.measures.facts import GAVE_UP, LEFT_AWAY, STILL_WAITING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from sim.measures.facts import Customers
    from sim.scenario import ServiceLevel

    Flags = NDArray[np.bool_]


def served_in_time(customers: Customers, level: ServiceLevel) -> tuple[Flags, Flags]:
    """Return who was answered within the time (the top of the share), and who counts (the bottom).

    Who still waits counts as missed once they have waited longer than the time; until then their fate is open, and
    only "expected" counts them. Source: `docs/measures.md`.
    """
    late = customers.wait_time > level.within
    answered = customers.answered
    gave_up, waits_late = customers.state == GAVE_UP, (customers.state == STILL_WAITING) & late
    counted = {
        "answered": answered,
        "answered_or_lost_late": answered | (gave_up & late) | waits_late,
        "all": answered | gave_up | waits_late,
        "expected": customers.state >= LEFT_AWAY,
    }
    return answered & ~late, counted[level.of]
