"""Who writes, when and how long they wait: segments of customers and their arrival profile."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field

from sim.durations import HOUR, MINUTE
from sim.scenario.conversations import (
    Chance,
    Engineering,
    Escalation,
    NextContact,
    NumberOfTouches,
    Redial,
    Reopen,
    Touches,
)
from sim.scenario.part import HandleTime, Language, Name, Part, Patience, Share, Spread, Zone

Stage = Literal["trial", "short_term_free", "long_term_free", "lapsed", "paying", "vip"]
PAID_STAGES: Final[frozenset[Stage]] = frozenset({"paying", "vip"})
Month = Literal["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
MONTHS: Final[tuple[Month, ...]] = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip
MONTH_DAYS: Final = 365.25 / 12
"""Days of an average month, to which growth refers."""
Weight = Annotated[float, Field(ge=0)]
Channel = Literal["email", "ticket", "chat", "phone"]
LIVE: Final[frozenset[Channel]] = frozenset({"chat", "phone"})
"""Channels on which both sides stay until the end; on the others they write when they can."""


class Profile(Part):
    """When customers write, in their local wall time: weights whose sum is free.

    Either hours (24, from midnight) with weekdays (7, from Monday), or hour_of_week (168, from Monday midnight).
    """

    hours: Annotated[tuple[Weight, ...], Field(min_length=24, max_length=24)] | None = None
    weekdays: Annotated[tuple[Weight, ...], Field(min_length=7, max_length=7)] = (1, 1, 1, 1, 1, 1, 1)
    hour_of_week: Annotated[tuple[Weight, ...], Field(min_length=168, max_length=168)] | None = None


class Busyness(Part):
    """Days and hours are busier or calmer than the profile says: gamma factors of mean 1 (doubly stochastic Poisson).

    Source: Avramidis, Deslauriers & L'Ecuyer 2004; sizes in domain numbers (measured).
    """

    day_cv: Annotated[float, Field(ge=0, le=3)] = 0.0
    hour_cv: Annotated[float, Field(ge=0, le=3)] = 0.0
    shared: bool = True
    """True: one luck for all segments that share; False: this segment has its own."""


class Segment(Part):
    """Customers who behave alike: how many, how often and when they write, and how long they wait."""

    stage: Annotated[Stage, Field(examples=["paying"])]
    """Their stage as customers; paying and vip count as paid."""
    customers: Annotated[float, Field(ge=0, examples=[1000])]
    """How many at the start."""
    contact_rate: Annotated[float, Field(ge=0, examples=[0.02])]
    """Contacts per customer and week."""
    growth_per_month: Annotated[float, Field(gt=-1, le=10)] = 0.0
    """0.03: three per cent more customers a month, compounding by the day."""
    zones: Annotated[dict[Zone, Share], Field(min_length=1, examples=[{"Europe/London": 1}])]
    """Where they are: IANA zone -> share."""
    languages: Annotated[dict[Language, Share], Field(min_length=1)] = {"en": 1.0}
    """What they speak: language -> share."""
    topics: Annotated[dict[Name, Share], Field(min_length=1)] | None = None
    """What they write about: topic -> share. None: the shares of the topics themselves."""
    profile: Name = "office_hours"
    """A profile of the world, or one that is built in: office_hours, evenings, round_the_clock."""
    seasonality: dict[Month, Weight] = {}
    """Month -> factor; a month that is not named has 1."""
    holiday_factor: Weight = 1.0
    """Factor on public holidays of the customer's country."""
    busyness: Busyness = Busyness()
    """How much days and hours differ beyond chance."""
    channel: Channel = "email"
    """chat and phone are live: the conversation takes up one of its agent's places until it ends."""
    patience: Patience | None = None
    """How long they wait for a first response before they give up. None: for ever (email, tickets)."""
    reply_patience: Patience | None = None
    """The same for every later answer. None: for ever."""
    think_time: HandleTime | None = None
    """How long they take to answer after a touch. None: 4 hours on average, 1 minute on live channels (grade D)."""
    redial: Redial | None = None
    """Whether they try again after they gave up. None: never."""
    writes_again_after: HandleTime | None = None
    """Whoever waits writes again each time so long has passed, which costs `read_again_time`. None: never."""
    draws_as: Name | None = None
    """The name under which random numbers are drawn; set it to the old name when you rename a segment."""


class Topic(Part):
    """What a conversation is about: how long it takes and who can answer."""

    handle_time: HandleTime
    """Work that the first touch takes: a mean such as 10m, or a law with its mean and cv."""
    later_handle_time: HandleTime | None = None
    """Work that every later touch takes. None: as the first."""
    touches: NumberOfTouches = Touches(mean=1)
    """How many touches a conversation takes: a mean such as 3, or a law with its mean and the most."""
    share: Share = 1.0
    """How common it is among the topics, for segments that name none."""
    skill: Name | None = None
    """The skill an agent needs; None: anybody can."""
    deflectable: Chance = 1.0
    """Share of its contacts that documentation could answer, in plans that have it."""
    wrong: Chance = 0.0
    """The chance that the answer is wrong, with people whose `errors` are 1."""
    reopen: Reopen | None = None
    """Whether what was resolved comes back. None: never."""
    next_contact: NextContact | None = None
    """Whether customers write again about the same topic. None: never."""
    escalation: Escalation | None = None
    """What goes to the next tier. None: nothing."""
    engineering: Engineering | None = None
    """What waits for engineering. None: nothing."""
    sales: Chance = 0.0
    """The chance that it is passed to sales after the first touch, which ends it here."""


def think_time_of(segment: Segment) -> Spread:
    """Return how long the customers of *segment* take to answer."""
    if segment.think_time is not None:
        return segment.think_time
    return Spread(mean=MINUTE if segment.channel in LIVE else 4 * HOUR)
