"""Kinds of event, and their order at one instant: first by kind, then by number."""

from __future__ import annotations

from typing import Final

OFF_DUTY: Final = 0
"""Duty ends before anything else, so nobody starts work at the very end of a shift."""
TOUCH_END: Final = 1
"""Agents become free ..."""
ON_DUTY: Final = 2
"""... and come to the desk before customers want them."""
ARRIVAL: Final = 3
OVERFLOW: Final = 4
"""A waiting conversation may go to a further team."""
PATIENCE_END: Final = 5
"""Last: a customer is served by whoever is free at that very instant."""

NUMBER_BITS: Final = 40


def rank(kind: int, number: int) -> int:
    """Return the place of an event among those at its instant; *number* is a conversation or a duty, below 2^40."""
    return (kind << NUMBER_BITS) + number
