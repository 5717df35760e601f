"""What a scenario expects of an average week, by hand calculation: conversations and hours of work."""

from __future__ import annotations

import math
from datetime import UTC, datetime, time, timedelta
from itertools import accumulate, takewhile
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from sim import durations
from sim.scenario.conversations import MOST_TOUCHES
from sim.scenario.customers import MONTH_DAYS, MONTHS

if TYPE_CHECKING:
    from sim.scenario.conversations import Engineering, NextContact, Reopen
    from sim.scenario.customers import Segment, Topic
    from sim.scenario.events import OpenAtStart, Surge
    from sim.scenario.model import Scenario
    from sim.scenario.part import Spread


def expected_conversations(scenario: Scenario) -> dict[str, float]:
    """Return segment -> expected conversations over the whole length, with growth, seasons, surges and what is open
    at the start; without holidays and without the shares of the last, incomplete week.
    """
    return {
        name: _ordinary(scenario, segment) * (1 + _surplus(scenario, name)) + _open(scenario, name)
        for name, segment in scenario.world.segments.items()
    }


def per_week(scenario: Scenario) -> dict[str, float]:
    """Return segment -> expected conversations in an average week."""
    weeks = scenario.length / durations.WEEK
    return {name: expected / weeks for name, expected in expected_conversations(scenario).items()}


def _ordinary(scenario: Scenario, segment: Segment) -> float:
    """Return what a segment writes without surges, day by day."""
    growth: float = (1 + segment.growth_per_month) ** (1 / MONTH_DAYS)
    days = range(scenario.length // durations.DAY)
    months = [MONTHS[(scenario.start + timedelta(days=day)).month - 1] for day in days]
    factors = (growth**day * segment.seasonality.get(month, 1.0) for day, month in zip(days, months, strict=True))
    return segment.customers * segment.contact_rate / 7 * sum(factors)


def _surplus(scenario: Scenario, segment: str) -> float:
    """Return by which share of the ordinary contacts of a segment surges raise the total, at an average hour."""
    return sum(
        _surplus_time(scenario, surge) / scenario.length
        for surge in scenario.world.surges.values()
        if surge.segments is None or segment in surge.segments
    )


def _surplus_time(scenario: Scenario, surge: Surge) -> float:
    """Return how many ticks of ordinary contacts come on top by all of a surge that lies in the scenario's length.

    Of random ones as many reach in from before the start as reach out behind the end.
    """
    whole = sum((step.factor - 1) * step.time for step in surge.shape)
    fixed = sum(_within(scenario, surge, starts_at) for starts_at in _starts(scenario, surge))
    return fixed + whole * surge.per_week * scenario.length / durations.WEEK


def _starts(scenario: Scenario, surge: Surge) -> set[int]:
    """Return the ticks at which the surges begin that are written down."""
    begins = datetime.combine(scenario.start, time(), ZoneInfo(scenario.zone)).astimezone(UTC)
    zone = ZoneInfo(surge.zone or scenario.zone)
    return {(at.replace(tzinfo=zone).astimezone(UTC) - begins) // timedelta(milliseconds=1) for at in surge.at}


def _within(scenario: Scenario, surge: Surge, starts_at: int) -> float:
    """Return the same of one surge."""
    ends = list(accumulate((step.time for step in surge.shape), initial=starts_at))
    spans = zip(surge.shape, ends, ends[1:], strict=False)
    inside = ((step, min(end, scenario.length) - max(start, 0)) for step, start, end in spans)
    return sum((step.factor - 1) * max(there, 0) for step, there in inside)


def _open(scenario: Scenario, segment: str) -> int:
    return sum(_n_open(some) for some in scenario.world.open_at_start if some.segment == segment)


def _n_open(some: OpenAtStart) -> int:
    return (some.count or 0) + len(some.ages or ())


def topic_shares(scenario: Scenario, segment: Segment) -> dict[str, float]:
    """Return topic -> share of the segment's conversations (sum 1); names that are no topic are left out."""
    topics = scenario.world.topics
    weights = segment.topics or {name: topic.share for name, topic in topics.items()}
    known = {name: weight for name, weight in weights.items() if name in topics}
    total = sum(known.values())
    return {name: weight / total for name, weight in known.items()}


def work_by_skill(topic: Topic) -> dict[str | None, float]:
    """Return skill (None: none) -> mean work (ticks) that a first contact about *topic* brings in the long run, with
    all touches and with what comes back after a resolution; without redials, and with people whose `errors` are 1.
    """
    comes_back = sum(_mean_chance(part, topic.wrong) for part in (topic.reopen, topic.next_contact))
    return {skill: mean / (1 - (1 - topic.sales) * comes_back) for skill, mean in _work_once(topic).items()}


def work_of_arrival(topic: Topic) -> float:
    """Return the mean work (ticks) of a contact that is counted as arrived, and of its reopenings.

    A next contact is a contact of its own; a reopening is none.
    """
    reopened = (1 - topic.sales) * _mean_chance(topic.reopen, topic.wrong)
    return sum(_work_once(topic).values()) / (1 - reopened)


def _work_once(topic: Topic) -> dict[str | None, float]:
    """Return skill -> mean work (ticks) of one conversation until its end."""
    goes_on = 1 - topic.sales
    later = (topic.later_handle_time or topic.handle_time).mean * (topic.touches.mean - 1) + _engineering_work(topic)
    work: dict[str | None, float] = {topic.skill: topic.handle_time.mean + later * goes_on}
    if topic.escalation is not None:
        handed_on = goes_on * topic.escalation.chance
        work[topic.skill] -= handed_on * later
        work[topic.escalation.to] = handed_on * (later + (topic.escalation.handle_time or topic.handle_time).mean)
    return work


def _engineering_work(topic: Topic) -> float:
    """Return the mean work of updates and of the news that something is fixed."""
    engineering = topic.engineering
    if engineering is None:
        return 0.0
    return engineering.chance * (engineering.fix_time.mean + _n_updates(engineering) * engineering.update_time.mean)


def _n_updates(engineering: Engineering) -> float:
    """Return how many updates come before a fix on average: the chances that it takes longer than 1, 2, 3 ... spans."""
    every, spread = engineering.update_every, engineering.time
    if every is None or spread.mean == 0:
        return 0.0
    if spread.mean > _OFTEN * every or (spread.law in {"gamma", "weibull"} and spread.cv not in {None, 1.0}):
        return min(max(spread.mean / every - 0.5, 0.0), MOST_TOUCHES)
    beyond = (_chance_beyond(spread, number * every) for number in range(1, MOST_TOUCHES + 1))
    return sum(takewhile(lambda chance: chance > _NO_CHANCE, beyond))


_OFTEN: Final = 30
"""Updates on average from which rounding down takes half of one off, whatever the law."""
_NO_CHANCE: Final = 1e-7
_USUAL_CV: Final = 1.2
"""Of the lognormal law."""


def _chance_beyond(spread: Spread, age: float) -> float:
    """Return the chance that a span is longer than *age* (ticks): constant, lognormal, or else exponential."""
    if spread.law not in {"constant", "lognormal"}:
        return math.exp(-age / spread.mean)
    square = 0.0 if spread.law == "constant" else math.log1p((spread.cv or _USUAL_CV) ** 2)
    if not square > 0:
        return float(spread.mean > age)
    return math.erfc((math.log(age / spread.mean) + square / 2) / math.sqrt(2 * square)) / 2


def _mean_chance(part: Reopen | NextContact | None, wrong: float) -> float:
    """Return the chance of a return, over right and wrong answers."""
    if part is None:
        return 0.0
    if_wrong = part.chance if part.if_wrong is None else part.if_wrong
    return (1 - wrong) * part.chance + wrong * if_wrong
