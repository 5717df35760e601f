"""What is not an ordinary day: surges of contacts, and the conversations already open at the start."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sim import durations
from sim.scenario.part import HandleTime, Moment, Name, Part, Span, Zone


class SurgeStep(Part):
    """One step of a surge: for how long the contacts are how many times the usual."""

    time: Annotated[Span, Field(gt=0)]
    """How long the step lasts."""
    factor: Annotated[float, Field(ge=1, le=1000, examples=[3])]
    """Times the usual contacts."""


class Surge(Part):
    """More contacts than usual for a while, such as an outage: scheduled (at) or random (per_week).

    The default shape is the real outage of `anonymousbank`, 3 February 1999: peak 9x, then 3x, then a tail at 1.4x.
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
