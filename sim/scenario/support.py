"""What customers of a segment are offered in a plan: the level of support, and what answers before people do."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Final, Literal

from pydantic import Field

from sim import durations
from sim.scenario.conversations import Chance
from sim.scenario.customers import MONTH_DAYS
from sim.scenario.part import HandleTime, Name, Part, Patience, Span, Spread

if TYPE_CHECKING:
    from sim.scenario.customers import Segment
    from sim.scenario.model import Plan, Scenario

Level = Literal["none", "docs", "contact_form", "ticket", "live_chat", "proactive"]
UNANSWERED: Final[frozenset[Level]] = frozenset({"none", "docs"})
"""Levels at which no person answers."""
WRITTEN: Final[frozenset[Level]] = frozenset({"contact_form", "ticket"})
"""Levels at which nobody waits on the line."""


class Bot(Part):
    """A bot that answers before people do. Rates: domain numbers, grade C at best."""

    meets: Chance = 1.0
    """Share of the contacts that meet it: those that the documentation does not answer."""
    leaks: Chance = 0.0
    """Share of those who meet it and insist on a person at once."""
    resolves: Chance = 0.0
    """Share of the others whom it answers."""
    false_claims: Chance = 0.0
    """Share of the others whom it only seems to have answered."""
    returns: Chance = 1.0
    """Share of those it seems to have answered who come back, to a person then."""
    returns_after: HandleTime = Spread(mean=durations.HOUR)
    """How long until they come back (assumption)."""


class ContactForm(Part):
    """A form that asks the customer for what an agent would ask."""

    work_factor: Annotated[float, Field(gt=0, le=10)] = 1.0
    """Times the handle time; 0.8: a fifth of the work is done by the customer."""
    gives_up: Chance = 0.0
    """Share of the customers who leave without sending it."""


class Proactive(Part):
    """Work that keeps contacts from happening, such as a call at a milestone of the trial."""

    avoids: Chance = 0.0
    """Share of the contacts that never happen."""
    time: Span = 0
    """Work of agents per customer and month, away from the desk; growth counts."""
    teams: Annotated[tuple[Name, ...], Field(min_length=1)] | None = None
    """Who does it, all by the same share of their time; None: every team of the plan."""


class Support(Part):
    """The level of support of one segment. By default what its channel says, and nobody answers before people do.

    Documentation, bot, form and proactive work meet first contacts only. Who tries again, comes back or writes again
    about the same topic goes to the desk: they have been there already (assumption).
    """

    level: Level | None = None
    """none: nobody answers. docs: the documentation and a bot at most. contact_form and ticket: in writing.
    live_chat: at once. proactive: by the segment's channel, and before they ask. None: by the segment's channel."""
    docs: Chance = 0.0
    """Share answered by the documentation, of the contacts that could be (`deflectable` of the topic)."""
    bot: Bot | None = None
    """None: there is none."""
    form: ContactForm | None = None
    """What the form changes; for contact_form."""
    promise: Span | None = None
    """The first response that customers are promised: satisfaction and its measures count from it. None: none."""
    patience: Patience | None = None
    """How long they wait for a first answer in this plan. None: as the segment does; where the level makes a written
    channel live 3m on average, for later answers too (assumption), the other way round for ever."""
    think_factor: Annotated[float, Field(ge=0, le=1000)] | None = None
    """Times the customers' think time. None: 1, and where the level makes a written channel live 1/240 (a minute for
    four hours, assumption), the other way round 240."""
    proactive: Proactive | None = None
    """None: no proactive work."""


def support_of(plan: Plan, segment: str) -> Support:
    """Return what *plan* offers the customers of *segment*."""
    return plan.support.get(segment, Support())


def is_answered(plan: Plan, segment: str) -> bool:
    """Does a person answer the customers of *segment*, as far as the level of support says?"""
    return support_of(plan, segment).level not in UNANSWERED


def work_share(plan: Plan, segment: str, deflectable: float) -> float:
    """Return which share of the work that customers of *segment* would bring comes to the desk in the long run:
    without what never happens, is answered before people do, or is given up at the form.

    *deflectable*: of the topic.
    """
    support = support_of(plan, segment)
    share = (1 - support.docs * deflectable) * (1 - (support.proactive.avoids if support.proactive else 0))
    if support.bot is not None:
        bot = support.bot
        share *= 1 - bot.meets * (1 - bot.leaks) * (bot.resolves + bot.false_claims * (1 - bot.returns))
    if support.form is not None:
        share *= (1 - support.form.gives_up) * support.form.work_factor
    return share if is_answered(plan, segment) else 0.0


def outreach_times(scenario: Scenario, plan: Plan) -> dict[str, float]:
    """Return segment -> the proactive work that its customers take over the whole length, in ticks."""
    return {
        name: support.proactive.time * _customer_months(scenario, scenario.world.segments[name])
        for name, support in plan.support.items()
        if support.proactive and support.proactive.time and name in scenario.world.segments
    }


def outreach_teams(plan: Plan, segment: str) -> list[str]:
    """Return the teams that do the proactive work for a segment."""
    proactive = support_of(plan, segment).proactive
    named = proactive.teams if proactive else None
    return [name for name in plan.teams if named is None or name in named]


def _customer_months(scenario: Scenario, segment: Segment) -> float:
    growth: float = (1 + segment.growth_per_month) ** (1 / MONTH_DAYS)
    days = scenario.length / durations.DAY
    mean = 1.0 if growth == 1 else (growth**days - 1) / (math.log(growth) * days)
    return segment.customers * mean * days / MONTH_DAYS
