"""What a scenario expects of an average week, by hand calculation: conversations and hours of work."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sim import durations
from sim.scenario.customers import MONTHS

if TYPE_CHECKING:
    from sim.scenario.customers import Segment
    from sim.scenario.events import OpenAtStart, Surge
    from sim.scenario.model import Scenario

MONTH_DAYS: Final = 365.25 / 12


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
