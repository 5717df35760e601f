"""Who is served next, and by whom: one rule, `base + slope x waiting`, as data."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sim.durations import HOUR
from sim.scenario.part import Name, Part, SignedSpan, Span


class SegmentRouting(Part):
    """How conversations of one segment are ranked and who may take them."""

    base: SignedSpan = 0
    """Head start in waiting time: 90s goes before whoever has waited up to 90 s longer; -4h is a promise of four hours
    (with slope 1 everywhere: the earliest deadline first)."""
    slope: Annotated[float, Field(ge=0, le=1000, multiple_of=0.001)] = 1.0
    """Score gained per unit of waiting; 3 against 1 is accumulating priority."""
    reserve: Annotated[int, Field(ge=0)] = 0
    """Start only if so many others of the team who could take it stay idle."""
    teams: dict[Name, Span] | None = None
    """Which teams may take it, and after which wait (overflow). None: every team with the skill, at once."""
    served: bool = True
    """False: nobody answers; the contact is turned away to the documentation."""


class Routing(Part):
    """Who is served next: the highest `base + slope x waiting` among what the agent may take."""

    strict: tuple[tuple[Name, ...], ...] = ()
    """Groups of segments, first served first whatever the wait; segments that are not named come last."""
    segments: dict[Name, SegmentRouting] = {}
    """How each segment is ranked; one that is not named has the defaults."""
    prefer: Literal["longest_idle", "most_specialised", "listed"] = "longest_idle"
    """Which of several idle agents: idle longest over all teams; of the team with the fewest skills; of the team that
    stands first in the plan."""
    queue_limit: Annotated[int, Field(ge=0)] | None = None
    """Turn a contact away when so many wait; None: no limit."""
    follow_ups: Literal["first", "by_score"] = "by_score"
    """What customers and engineering answer, and what comes back: by_score like what is new, counted from when it was
    ready; first: before anything new, inside its strict group."""
    returns_to_owner: bool = True
    """A later touch waits for who did the one before; false: for the teams. Live conversations always stay."""
    owner_away: Span = 16 * HOUR
    """It waits for an owner who is back within so long; else it goes to the teams."""
    reread_time: Span = 0
    """Work that a touch takes more if somebody else did the one before."""
    switch_time: Span = 0
    """Work that a live touch takes more if its agent has other live conversations open."""
    read_again_time: Span = 0
    """Work that a touch takes more for each time that the customer wrote again while waiting."""
