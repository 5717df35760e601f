"""Kinds of event, and their order at one instant: first by kind, then by number."""

from __future__ import annotations

from typing import Final

DAY: Final = 0
"""A new day: who comes, leaves, is ill."""
OFF_DUTY: Final = 1
"""Duty ends before touches do, so nobody starts work at the very end of a shift."""
HAND_BACK: Final = 2
"""What waits in vain for an owner goes to the teams, once all whose duty ends have gone."""
TOUCH_END: Final = 3
"""Agents become free ..."""
ON_DUTY: Final = 4
"""... and come to the desk before customers want them."""
REPLY: Final = 5
"""What comes next in a conversation is ready."""
ARRIVAL: Final = 6
OVERFLOW: Final = 7
"""A waiting conversation may go to a further team."""
PATIENCE_END: Final = 8
"""Last: a customer is served by whoever is free at that very instant."""

NUMBER_BITS: Final = 40


def rank(kind: int, number: int) -> int:
    """Return the place of an event among those at its instant; *number* is a conversation or a duty, below 2^40."""
    return (kind << NUMBER_BITS) + number
