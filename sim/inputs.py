"""One replication, fully drawn: what an engine reads. Tables of integers; nothing random is left to happen.

Instants and spans are ticks (ms) since the start of the scenario. A table has one record per thing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Table = NDArray[np.void]

FAR: Final = 1 << 61
"""An instant or a span that never comes."""
NOBODY: Final = -1
"""No agent, no conversation, no queue, no instant."""
SLOPE_UNIT: Final = 1000
"""Scores are in thousandths of a tick, so that slopes such as 1.5 stay whole numbers."""
PACE_UNIT: Final = 1000
"""A pace of 1000 needs exactly the handle time; 2000 half of it."""

INSTANT, SPAN, SCORE, RANK = np.int64, np.int64, np.int64, np.int64
INDEX, COUNT, FLAG = np.int32, np.int32, np.int8


def layout(**fields: type[np.integer[Any]]) -> np.dtype[np.void]:
    """Return the layout of a table: all fields of a record side by side in memory."""
    return np.dtype(list(fields.items()), align=True)


CONVERSATION: Final = layout(
    arrival_at=INSTANT,  # when it comes to the desk: never before 0
    waited_time=SPAN,  # how long it has waited by then: more than 0 only for what was open at the start
    patience_time=SPAN,  # from when the customer wanted it; FAR: waits for ever
    handle_time=SPAN,  # at a pace of 1000
    work_type=INDEX,
)
"""Conversations in the order of arrival (ties: order of the random key); what was open at the start comes first, the
oldest before the others."""
WORK_TYPE: Final = layout(segment=INDEX, skill=INDEX, language=INDEX, served=FLAG)
"""A segment of customers, the skill it needs (NOBODY: none) and its language. served 0: turned away at once."""
SCORING: Final = layout(base=SCORE, slope=SCORE)
"""[work type] score = base + slope x ticks waited."""
ACCESS: Final = layout(may_take_after=SPAN, n_reserved=COUNT)
"""[team x work type] the wait after which the team may take it (0, an overflow, FAR: never); how many mates who could
take it must stay idle."""
AGENT: Final = layout(team=INDEX, pace=COUNT, first_duty=INDEX, end_duty=INDEX)
"""Agents, team by team. Their duties stand together, in order: first_duty up to but without end_duty."""
DUTY: Final = layout(starts_at=INSTANT, ends_at=INSTANT, agent=INDEX, shift=INDEX, ends_shift=FLAG)
"""Time at the desk without a break, [starts_at, ends_at); an agent's duties do not overlap and never touch.
ends_shift 1: the agent goes home, 0: a break begins. shift: number of the shift, as in SHIFT_WORKED."""
CHANGE: Final = layout(at=INSTANT, rank=RANK)
"""The roster as events in order: on and off duty (rank as in `engine.events`)."""


class Inputs(NamedTuple):
    """One replication of one plan, fully drawn: all that an engine reads."""

    conversations: Table
    work_types: Table
    scoring: Table
    access: Table
    agents: Table
    duties: Table
    changes: Table
    team_order: NDArray[np.int32]
    """[work type x team] teams by preference that may ever take it, then NOBODY."""
    n_teams: int
    n_open_at_start: int
    horizon: int
    """The instant at which the run is cut; nothing happens at or after it."""
    queue_limit: int
    """A contact is turned away when so many wait; FAR: no limit."""
    longest_idle_first: int
    """1: among the idle agents of all teams that may; 0: of the first of them, in team_order, that has one."""


# ---- what the engine does not need, but the reader of the result does ----

DETAIL: Final = layout(
    key=np.uint64, segment=INDEX, topic=INDEX, zone=INDEX, language=INDEX, surge=INDEX,
)  # fmt: skip
"""[conversation] its random key (its identity in every plan and run), and indices into Names; surge NOBODY: none."""
SHIFT_WORKED: Final = layout(
    agent=INDEX, starts_at=INSTANT, ends_at=INSTANT, paid_time=SPAN, pay_permille=COUNT, absent=FLAG,
)  # fmt: skip
"""Every shift of every agent, also those missed by an absence (absent 1): its span on the roster, cut to the horizon;
paid time (without unpaid breaks; 0 where the absence is unpaid) and the factor on the team's rate, per mille."""


class Names(NamedTuple):
    """What the indices stand for. Segments, topics and teams are in alphabetical order, so that the order in a file
    changes nothing.
    """

    segments: tuple[str, ...]
    topics: tuple[str, ...]
    skills: tuple[str, ...]
    languages: tuple[str, ...]
    zones: tuple[str, ...]
    surges: tuple[str, ...]


class Demand(NamedTuple):
    """What customers want in one replication: the same for every plan of the scenario."""

    conversations: Table
    details: Table
    work_types: Table
    """Without `served`, which the plan decides."""
    names: Names
    n_open_at_start: int
    horizon: int


class Roster(NamedTuple):
    """Who is there when, in one replication of one plan."""

    teams: tuple[str, ...]
    agents: Table
    duties: Table
    changes: Table
    shifts: Table
    """SHIFT_WORKED"""


class Drawn(NamedTuple):
    """One replication of one plan: what the engine reads, and what its numbers stand for."""

    inputs: Inputs
    demand: Demand
    roster: Roster
