"""What happened in one run: the only thing an engine returns. Facts, no statistics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from sim.inputs import COUNT, FLAG, INDEX, INSTANT, PPM, layout

if TYPE_CHECKING:
    from sim.inputs import Table

OPEN: Final = 0
"""Still waiting, in hand or with the customer at the horizon, or not arrived before it (arrived_at NOBODY)."""
RESOLVED: Final = 1
ABANDONED: Final = 2
TURNED_AWAY: Final = 3
PASSED: Final = 4
"""Passed to sales."""
DEFLECTED: Final = 5
"""Answered by the documentation or a bot; is_wrong: so it seemed."""
FIXED: Final = 6
"""Told, while waiting, that it is fixed."""
OUTCOMES: Final = ("open", "resolved", "abandoned", "turned_away", "passed", "deflected", "fixed")

FIRST: Final = 0
REDIAL: Final = 1
REOPENED: Final = 2
NEXT: Final = 3
CAUSES: Final = ("first", "redial", "reopened", "next")
"""Why a conversation came."""

CONVERSATION_RECORD: Final = layout(
    arrived_at=INSTANT, started_at=INSTANT, ended_at=INSTANT, agent=INDEX, outcome=FLAG, cause=FLAG, is_wrong=FLAG,
    is_escalated=FLAG,
)  # fmt: skip
"""[conversation] arrival, first response (start of work), end (of the last touch, or when the customer gave up or was
turned away), who touched it last, the outcome, why it came, whether the answer was wrong, whether it went to the next
tier. NOBODY (-1) where there is none."""
TOUCH_RECORD: Final = layout(ready_at=INSTANT, started_at=INSTANT, ended_at=INSTANT, agent=INDEX)
"""[touch] since when it could be worked on, when it was, and by whom. NOBODY (-1) where that did not happen."""

AGENT_DAY_RECORD: Final = layout(
    exhaustion=PPM, disengagement=PPM, quit_chance=PPM, tenure=COUNT, generation=COUNT, is_there=FLAG, is_sick=FLAG,
    quits=FLAG,
)  # fmt: skip
"""[agent x day] as the day begins: the slow states, the chance of leaving that day, days in the job, the how manieth
person in the seat, whether anybody sits there (after who quits has gone), is ill, has just quit."""
DUTY_RECORD: Final = layout(ended_at=INSTANT, is_missed=FLAG)
"""[duty] when it really ended (later than rostered: overtime; NOBODY: not before the horizon), whether its shift was
missed."""


class Record(NamedTuple):
    """What became of everything in `Inputs`, in the same order."""

    conversations: Table
    touches: Table
    agent_days: Table
    duties: Table
    n_events: int
    """Events that the engine worked through."""
