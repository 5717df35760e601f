"""What a scenario expects of an average week, by hand calculation: conversations and hours of work."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sim import durations
from sim.scenario.customers import MONTH_DAYS, MONTHS

if TYPE_CHECKING:
    from sim.scenario.conversations import NextContact, Reopen
    from sim.scenario.customers import Segment, Topic
    from sim.scenario.events import OpenAtStart, Surge
    from sim.scenario.model import Scenario


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
        _n_surges(scenario, surge) * sum((step.factor - 1) * step.time for step in surge.shape) / scenario.length
        for surge in scenario.world.surges.values()
        if surge.segments is None or segment in surge.segments
    )


def _n_surges(scenario: Scenario, surge: Surge) -> float:
    return len(surge.at) + surge.per_week * scenario.length / durations.WEEK


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
    goes_on = 1 - topic.sales
    later = (topic.later_handle_time or topic.handle_time).mean * (topic.touches.mean - 1) + _engineering_work(topic)
    work: dict[str | None, float] = {topic.skill: topic.handle_time.mean + later * goes_on}
    if topic.escalation is not None:
        handed_on = goes_on * topic.escalation.chance
        work[topic.skill] -= handed_on * later
        work[topic.escalation.to] = handed_on * (later + (topic.escalation.handle_time or topic.handle_time).mean)
    visits = 1 / (1 - goes_on * _chance_of_return(topic))
    return {skill: mean * visits for skill, mean in work.items()}


def _engineering_work(topic: Topic) -> float:
    """Return the mean work of updates and of the news that something is fixed."""
    engineering = topic.engineering
    if engineering is None:
        return 0.0
    n_updates = engineering.time.mean / engineering.update_every - 0.5 if engineering.update_every else 0.0
    return engineering.chance * (engineering.fix_time.mean + max(n_updates, 0.0) * engineering.update_time.mean)


def _chance_of_return(topic: Topic) -> float:
    """Return the chance that a resolved conversation is reopened or followed by a next contact."""
    return _mean_chance(topic.reopen, topic.wrong) + _mean_chance(topic.next_contact, topic.wrong)


def _mean_chance(part: Reopen | NextContact | None, wrong: float) -> float:
    """Return the chance of a return, over right and wrong answers."""
    if part is None:
        return 0.0
    if_wrong = part.chance if part.if_wrong is None else part.if_wrong
    return (1 - wrong) * part.chance + wrong * if_wrong
