"""A scenario: the world, and the staffing plans to compare in it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from sim import durations
from sim.scenario.customers import Profile, Segment, Topic
from sim.scenario.events import OpenAtStart, Surge
from sim.scenario.part import Clock, Days, Name, Part, Span, Zone
from sim.scenario.routing import Routing
from sim.scenario.teams import Team

Grade = Literal["A", "B", "C", "D", "S"]
"""How well a number is supported: A measured or peer-reviewed, B large benchmark, C vendor or blog, D guess,
S stated practice of one company."""


class Assumption(Part):
    """A number that the scenario assumes, and how well it is supported."""

    what: str
    grade: Grade


class BusinessHours(Part):
    """The hours in which customers may expect an answer."""

    days: Days = ("mon", "tue", "wed", "thu", "fri")
    start: Clock = 9 * 60
    end: Clock = 17 * 60
    zone: Zone | None = None
    """None: the scenario's."""


class ServiceLevel(Part):
    """The share answered within a time, and of whom: the four usual definitions (`docs/measures.md`)."""

    within: Span = durations.HOUR
    of: Literal["answered", "answered_or_lost_late", "all", "expected"] = "all"


class World(Part):
    """Everything that the plans do not decide: customers, topics, surges, what is open at the start."""

    segments: Annotated[dict[Name, Segment], Field(min_length=1)]
    topics: Annotated[dict[Name, Topic], Field(min_length=1)]
    profiles: dict[Name, Profile] = {}
    surges: dict[Name, Surge] = {}
    open_at_start: tuple[OpenAtStart, ...] = ()
    holiday_countries: dict[Zone, Annotated[str, Field(pattern=r"^[A-Z]{2}(-[A-Za-z0-9]{1,5})?$")]] = {}
    """Zone -> country (and region) of its public holidays; a zone that is not named has its country's."""


class Plan(Part):
    """A staffing plan: teams and the rule by which they take conversations."""

    about: str = ""
    """One plain sentence: what this plan does."""
    extends: Name | None = None
    """The plan whose settings hold where this one says nothing (resolved when the file is loaded)."""
    teams: dict[Name, Team]
    routing: Routing = Routing()


class Scenario(Part):
    """A world and one or more staffing plans. Immutable: change it with `model_copy(update=...)`."""

    title: str
    purpose: str = ""
    look_at: tuple[str, ...] = ()
    finding: str = ""
    assumptions: tuple[Assumption, ...] = ()
    start: date
    """The first day; the clock starts at its midnight in `zone`."""
    length: Annotated[Span, Field(gt=0, le=5 * 366 * durations.DAY)] = 4 * durations.WEEK
    """Whole days."""
    warm_up: Span = 0
    """What arrives before is simulated but not measured."""
    zone: Zone = "UTC"
    """Of the clock in reports."""
    business_hours: BusinessHours = BusinessHours()
    service_level: ServiceLevel = ServiceLevel()
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "USD"
    world: World
    plans: Annotated[dict[Name, Plan], Field(min_length=1)]
    """The first is the baseline that the others are compared with."""
