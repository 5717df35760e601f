"""What happened in one run: the only thing an engine returns. Facts, no statistics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from sim.inputs import FLAG, INDEX, INSTANT, layout

if TYPE_CHECKING:
    from sim.inputs import Table

OPEN: Final = 0
"""Still waiting (started_at NOBODY) or in hand at the horizon, or not arrived before it."""
RESOLVED: Final = 1
ABANDONED: Final = 2
TURNED_AWAY: Final = 3
OUTCOMES: Final = ("open", "resolved", "abandoned", "turned_away")

CONVERSATION_RECORD: Final = layout(started_at=INSTANT, ended_at=INSTANT, agent=INDEX, outcome=FLAG)
"""[conversation] first response (start of work), end (of work, or when the customer gave up or was turned away), the
agent, the outcome. NOBODY (-1) where there is none."""


class Record(NamedTuple):
    """What became of every conversation of `Inputs`, in the same order."""

    conversations: Table
    n_events: int
    """Events that the engine worked through."""
