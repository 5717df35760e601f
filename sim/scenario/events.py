"""What is not an ordinary day: surges of contacts, tools that are down, and what is already open at the start."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sim import durations
from sim.scenario.conversations import Chance
from sim.scenario.part import HandleTime, Moment, Name, Part, Span, Zone


class SurgeStep(Part):
    """One step of a surge: for how long the contacts are how many times the usual."""

    time: Annotated[Span, Field(gt=0)]
    """How long the step lasts."""
    factor: Annotated[float, Field(ge=1, le=1000, examples=[3])]
    """Times the usual contacts."""


class Surge(Part):
    """More contacts than usual for a while: scheduled (at) or random (per_week).

    An outage, with a fix, a status page and short answers; a launch, with steps of days; a customer day, with a team of
    colleagues (slower, and more often wrong) that has a shift on that day. The default shape is the real outage of
    `anonymousbank`, 3 February 1999: peak 9x, then 3x, then a tail at 1.4x.
    """

    at: tuple[Moment, ...] = ()
    """Local starts without offset, such as 2026-03-04T14:00."""
    zone: Zone | None = None
    """The zone of `at`; None: the scenario's."""
    per_week: Annotated[float, Field(ge=0, le=1000)] = 0.0
    """Expected number of random surges a week, any time of day alike."""
    shape: Annotated[tuple[SurgeStep, ...], Field(min_length=1)] = (
        SurgeStep(time=20 * durations.MINUTE, factor=9),
        SurgeStep(time=40 * durations.MINUTE, factor=3),
        SurgeStep(time=2 * durations.HOUR, factor=1.4),
    )
    segments: tuple[Name, ...] | None = None
    """Who writes more; None: everybody."""
    topic: Name | None = None
    """What the additional contacts are about; None: the usual."""
    fixed_after: Annotated[Span, Field(gt=0)] | None = None
    """From its start to when it is fixed: whoever of the additional contacts waits then is told, and needs no answer
    any more. None: each gets an answer."""
    status_page: Chance = 0.0
    """Share of the additional contacts that a status page answers, in plans that have one."""
    macro_time: Span | None = None
    """Work at most that a touch of the additional contacts takes once the cause is known, in plans that have ready
    answers. None: there are none."""
    known_after: Span = 0
    """From its start to when the cause is known: touches begun from then on are a ready answer, whenever their customer
    wrote."""
    duplicates: Chance = 0.0
    """Share of the additional contacts whose customer writes twice, the second time 10 minutes later on average
    (assumption)."""


class ToolsDown(Part):
    """Times at which agents cannot work: what is in hand stands still, and goes on afterwards."""

    at: tuple[Moment, ...] = ()
    """Local starts without offset, such as 2026-03-04T14:00."""
    zone: Zone | None = None
    """The zone of `at`; None: the scenario's."""
    per_week: Annotated[float, Field(ge=0, le=100)] = 0.0
    """Expected number of random ones a week, any time of day alike."""
    time: Annotated[Span, Field(gt=0)] = durations.HOUR
    """How long each lasts."""


class IncidentResponse(Part):
    """Which of the means that surges offer a plan makes use of."""

    status_page: bool = True
    """False: nobody keeps the status page up to date, so it answers nobody."""
    macros: bool = True
    """False: no ready answers; every contact takes its own handle time."""


class OpenAtStart(Part):
    """Conversations that are already waiting when the clock starts."""

    segment: Name
    """Who wrote."""
    topic: Name | None = None
    """None: drawn from the segment's topics."""
    ages: tuple[Span, ...] | None = None
    """How long each has waited: one conversation an entry."""
    count: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
    """How many; their ages are then drawn from `age`."""
    age: HandleTime | None = None
    """How long each has waited: a mean, or a law with its mean and cv."""
