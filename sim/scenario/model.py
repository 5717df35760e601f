"""A scenario: the world, and the staffing plans to compare in it."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field

from sim import durations
from sim.scenario.customers import Profile, Segment, Topic
from sim.scenario.events import OpenAtStart, Surge
from sim.scenario.part import CURRENCY_PATTERN, Clock, Country, Day, Days, Name, Part, Span, Zone
from sim.scenario.routing import Routing
from sim.scenario.teams import Team

_SEGMENTS: Final = {
    "paying": {"stage": "paying", "customers": 1000, "contact_rate": 0.02, "zones": {"Europe/London": 1}}
}
_TOPICS: Final = {"question": {"handle_time": "10m"}}
Grade = Literal["A", "B", "C", "D", "S"]
"""How well a number is supported: A measured or peer-reviewed, B large benchmark, C vendor or blog, D guess,
S stated practice of one company."""


class Assumption(Part):
    """A number that the scenario assumes, and how well it is supported."""

    what: Annotated[str, Field(examples=["The mean handle time is 10 minutes"])]
    """The number, in words."""
    grade: Annotated[Grade, Field(examples=["D"])]
    """A measured, B large benchmark, C vendor or blog, D guess, S practice of one company."""


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

    segments: Annotated[dict[Name, Segment], Field(min_length=1, examples=[_SEGMENTS])]
    """Customers who behave alike, by name."""
    topics: Annotated[dict[Name, Topic], Field(min_length=1, examples=[_TOPICS])]
    """What they write about, by name."""
    profiles: dict[Name, Profile] = {}
    """When customers write, by name, beside those that are built in."""
    surges: dict[Name, Surge] = {}
    """Outages, launches and the like, by name."""
    open_at_start: tuple[OpenAtStart, ...] = ()
    """What is already waiting when the clock starts."""
    holiday_countries: dict[Zone, Country] = {}
    """Zone -> country (and region) of its public holidays; a zone that is not named has its country's."""


class Plan(Part):
    """A staffing plan: teams and the rule by which they take conversations."""

    about: str = ""
    """One plain sentence: what this plan does."""
    extends: Name | None = None
    """The plan whose settings hold where this one says nothing (resolved when the file is loaded)."""
    teams: Annotated[dict[Name, Team], Field(examples=[{}])]
    """Who answers, by name."""
    routing: Routing = Routing()
    """Who is served next, and by whom."""


class Scenario(Part):
    """A world and one or more staffing plans. Immutable: change it with `model_copy(update=...)`."""

    title: Annotated[str, Field(examples=["Two people by day"])]
    """What it is called in reports."""
    purpose: str = ""
    """The question that it answers."""
    look_at: tuple[str, ...] = ()
    """Which figures show the answer."""
    finding: str = ""
    """The answer, once it is known."""
    assumptions: tuple[Assumption, ...] = ()
    """The numbers it assumes, and how well each is supported."""
    start: Day
    """The first day; the clock starts at its midnight in `zone`."""
    length: Annotated[Span, Field(gt=0, le=20 * 366 * durations.DAY)] = 4 * durations.WEEK
    """Whole days."""
    warm_up: Span = 0
    """What arrives before is simulated but not measured."""
    zone: Zone = "UTC"
    """Of the clock in reports."""
    business_hours: BusinessHours = BusinessHours()
    service_level: ServiceLevel = ServiceLevel()
    currency: Annotated[str, Field(pattern=CURRENCY_PATTERN)] = "USD"
    world: Annotated[World, Field(examples=[{"segments": _SEGMENTS, "topics": _TOPICS}])]
    """Customers, topics and surges: what no plan decides."""
    plans: Annotated[dict[Name, Plan], Field(min_length=1, examples=[{"as_is": {"teams": {}}}])]
    """The first is the baseline that the others are compared with."""
