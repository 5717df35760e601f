"""Do the teams and the routing of each plan fit each other and the world?"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from sim.scenario import check_incidents, check_support, check_teams, coverage
from sim.scenario.check_world import same_luck, twice, unknown
from sim.scenario.part import Spread
from sim.scenario.problems import Finding
from sim.scenario.routing import SegmentRouting
from sim.scenario.staffing import head_count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.events import OpenAtStart
    from sim.scenario.model import Plan, Scenario
    from sim.scenario.problems import Path

MAX_PEOPLE: Final = 100_000
MAX_SCORE: Final = 1 << 61
_SCORE_UNIT: Final = 1000
_FARTHEST: Final = 8.3
"""Standard deviations beyond which no uniform of 53 bits reaches."""


def findings(scenario: Scenario) -> Iterator[Finding]:
    """Check every plan, and the incidents that it may have to do with."""
    yield from check_incidents.findings(scenario)
    wanted = coverage.all_needs(scenario)
    for name, plan in scenario.plans.items():
        here = ("plans", name)
        for team_name, team in plan.teams.items():
            yield from check_teams.findings((*here, "teams", team_name), team)
        yield from same_luck(plan.teams, (*here, "teams"))
        yield from _people(plan, here)
        yield from _routing(scenario, plan, (*here, "routing"))
        yield from _scores(scenario, plan, (*here, "routing"))
        yield from check_support.findings(scenario, plan, here)
        yield from coverage.findings(scenario, name, wanted)


def _people(plan: Plan, here: Path) -> Iterator[Finding]:
    n = sum(head_count(team) for team in plan.teams.values())
    if n > MAX_PEOPLE:
        yield Finding((*here, "teams"), f"{n:,} people are too many; the limit is {MAX_PEOPLE:,} in a plan")


def _routing(scenario: Scenario, plan: Plan, here: Path) -> Iterator[Finding]:
    """Check that what the routing names exists."""
    segments, among = scenario.world.segments, ("world", "segments")
    for n, group in enumerate(plan.routing.strict):
        yield from unknown(group, segments, (*here, "strict", n), among, "segment of this scenario")
    yield from twice([name for group in plan.routing.strict for name in group], (*here, "strict"))
    yield from unknown(plan.routing.segments, segments, (*here, "segments"), among, "segment of this scenario")
    teams: Path = (*here[:-1], "teams")
    for name, rule in plan.routing.segments.items():
        yield from unknown(rule.teams or {}, plan.teams, (*here, "segments", name, "teams"), teams, "team of this plan")


def _scores(scenario: Scenario, plan: Plan, here: Path) -> Iterator[Finding]:
    """Check that scores stay whole numbers of 64 bits, with room for the groups of `strict`.

    Each group lies above the next by more than all scores can differ, and so do follow-ups where they go first.
    """
    rules = [plan.routing.segments.get(name, SegmentRouting()) for name in scenario.world.segments]
    longest = scenario.length + max((_greatest_age(some) for some in scenario.world.open_at_start), default=0.0)
    base = max(abs(rule.base) for rule in rules) * _SCORE_UNIT
    rise = max(rule.slope for rule in rules) * _SCORE_UNIT * longest
    n_levels = 2 if plan.routing.follow_ups == "first" else 1
    if (2 * base + rise + 1) * (len(plan.routing.strict) + 1) * n_levels >= MAX_SCORE:
        message = (
            "the scores grow beyond what can be counted (2^61 thousandths of a millisecond); "
            "lower the largest slope or base, merge groups of strict, or shorten the length or the ages at the start"
        )
        yield Finding(here, message, (("length",), ("world", "open_at_start"), ("world", "segments")))


def _greatest_age(some: OpenAtStart) -> float:
    """Return an age that none will exceed: the farthest lognormal draw bounds those of the other laws as well."""
    drawn = some.age or Spread(mean=0)
    spread = math.sqrt(math.log1p((drawn.cv or 1.2) ** 2))
    return max(float(max(some.ages or (0,))), drawn.mean * math.exp(_FARTHEST * spread - spread**2 / 2))
