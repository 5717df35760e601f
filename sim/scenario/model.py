"""A scenario: the world, and the staffing plans to compare in it."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, Field

from sim import durations
from sim.scenario.customers import Profile, Segment, Topic
from sim.scenario.events import IncidentResponse, OpenAtStart, Surge, ToolsDown
from sim.scenario.part import CURRENCY_PATTERN, Clock, Country, Day, Days, Name, Part, Span, Zone
from sim.scenario.problems import shown
from sim.scenario.routing import Routing
from sim.scenario.support import Support
from sim.scenario.teams import Team

_SEGMENTS: Final = {
    "paying": {"stage": "paying", "customers": 1000, "contact_rate": 0.02, "zones": {"Europe/London": 1}}
}
_TOPICS: Final = {"question": {"handle_time": "10m"}}
Grade = Literal["A", "B", "C", "D", "S"]
"""How well a number is supported: A measured or peer-reviewed, B large benchmark, C vendor or blog, D guess,
S stated practice of one company."""

FATIGUE_HOURS: Final = 24
"""Hours of a shift that fatigue tells apart."""
_MOST_FATIGUE: Final = 10
_FATIGUES: Final = ("none", "measured")


def _fatigue(value: Any) -> Any:
    """Return *value* if it is a fatigue: of several forms pydantic would explain each."""
    message = _wrong_fatigue(value)
    if message:
        raise ValueError(message)
    return tuple(value) if isinstance(value, list) else value


def _wrong_fatigue(value: Any) -> str | None:
    """Return what is wrong with a fatigue, or None."""
    remedy = f"write none, measured, or a list of {FATIGUE_HOURS} shares such as 0.1, one for each hour of a shift"
    if isinstance(value, str):
        return None if value in _FATIGUES else f"{value!r} is no fatigue; {remedy}"
    if not isinstance(value, (list, tuple)):
        return f"{value!r} is no fatigue; {remedy}"
    if len(value) != FATIGUE_HOURS:
        return f"has {len(value)} entries; {remedy}"
    wrong = next((n for n, share in enumerate(value) if not _is_fatigue_share(share)), None)
    if wrong is None:
        return None
    what = f"{shown(value[wrong])} for hour {wrong + 1} is no share by which work takes longer"
    return f"{what}; write 0 to {_MOST_FATIGUE}, such as 0.1"


def _is_fatigue_share(share: Any) -> bool:
    return isinstance(share, (int, float)) and not isinstance(share, bool) and 0 <= share <= _MOST_FATIGUE


_Shares = Annotated[tuple[float, ...], Field(min_length=FATIGUE_HOURS, max_length=FATIGUE_HOURS)]
Fatigue = Annotated[Literal["none", "measured"] | _Shares, BeforeValidator(_fatigue)]
"""By how much longer work takes in each hour after the start of a shift: not at all, as measured, or 24 shares."""


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
    tools_down: ToolsDown = ToolsDown()
    """When the agents' own tools fail; by default never."""
    fatigue: Fatigue = "none"
    """By how much work takes longer in the first, second ... hour of a shift: none; measured: not for five hours, then
    8 to 11 per cent (domain numbers, grade A, one site); or 24 shares, 0.1 being ten per cent longer."""
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
    support: dict[Name, Support] = {}
    """What each segment is offered; one that is not named has what its channel says."""
    incidents: IncidentResponse = IncidentResponse()
    """What the plan makes of an outage: status page and ready answers."""


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
