"""Is there a team for everything that customers ask? By skill, by language and by the routing."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from sim.scenario import check_people
from sim.scenario.expected import topic_shares
from sim.scenario.problems import Finding, shown, some
from sim.scenario.routing import SegmentRouting
from sim.scenario.support import is_answered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sim.scenario.model import Plan, Scenario
    from sim.scenario.problems import Path
    from sim.scenario.teams import Team


class Need(NamedTuple):
    """What an agent must have to take a conversation: a skill (None: none) and a language, for a segment."""

    segment: str
    skill: str | None
    language: str


def all_needs(scenario: Scenario) -> dict[str, list[Need]]:
    """Return segment -> all its needs, whoever serves it; the same for every plan."""
    topics = scenario.world.topics
    return {
        name: [
            Need(name, skill, language)
            for skill in dict.fromkeys(topics[topic].skill for topic in _topics(scenario, name))
            for language in segment.languages
        ]
        for name, segment in scenario.world.segments.items()
    }


def _served(wanted: Mapping[str, Sequence[Need]], plan: Plan) -> list[Need]:
    """Return the needs of the segments that the plan serves, in the order of the file."""
    served = (name for name in wanted if rule_of(plan, name).served and is_answered(plan, name))
    return [need for name in served for need in wanted[name]]


def rule_of(plan: Plan, segment: str) -> SegmentRouting:
    """Return how a plan routes a segment."""
    return plan.routing.segments.get(segment, SegmentRouting())


def _topics(scenario: Scenario, segment: str) -> list[str]:
    """Return what a segment may write about, also in a surge or as a conversation open at the start."""
    world = scenario.world
    surges = [s.topic for s in world.surges.values() if s.topic and (s.segments is None or segment in s.segments)]
    opened = [some.topic for some in world.open_at_start if some.topic and some.segment == segment]
    extra = [topic for topic in (*surges, *opened) if topic in world.topics]
    return [*topic_shares(scenario, world.segments[segment]), *extra]


def findings(scenario: Scenario, plan_name: str, wanted: Mapping[str, Sequence[Need]]) -> Iterator[Finding]:
    """Find what no team of a plan can take, one finding for each cause, and hires before its start.

    *wanted*: `all_needs` of the scenario.
    """
    yield from check_people.starts(scenario, plan_name)
    plan = scenario.plans[plan_name]
    open_needs = _open(plan, _served(wanted, plan))
    causes: dict[str, list[str]] = defaultdict(list)
    for need in open_needs:
        if not any(_can(team, need) for team in plan.teams.values()):
            causes[_why(plan, need)].append(need.segment)
    here: Path = ("plans", plan_name)
    yield from _not_allowed(plan, here, open_needs)
    for why, segments in causes.items():
        who = some(dict.fromkeys(shown(name) for name in segments))
        lead, _, remedy = why.partition("; ")
        message = f"{lead} (needed by {who}); {remedy}, or set served: false for {who} in routing.segments"
        yield Finding(here, message, tuple(_reads(scenario, plan, here, segments)))


def _open(plan: Plan, needed: Iterable[Need]) -> list[Need]:
    """Return what no team that may take it can take."""
    able: dict[tuple[str | None, str], set[str]] = {}
    allowed = {name: set(rule.teams) for name, rule in plan.routing.segments.items() if rule.teams is not None}
    found = []
    for need in needed:
        key = need.skill, need.language
        if key not in able:  # there are few kinds, and many segments have the same
            able[key] = {name for name, team in plan.teams.items() if _can(team, need)}
        if not (able[key] & allowed[need.segment] if need.segment in allowed else able[key]):
            found.append(need)
    return found


def _can(team: Team, need: Need) -> bool:
    return (need.skill is None or need.skill in team.skills) and need.language in team.languages


def _why(plan: Plan, need: Need) -> str:
    """Return why nobody takes a need, and what would help."""
    teams = plan.teams.values()
    if not teams:
        return "nobody answers: the plan has no team; add a team"
    if need.skill is not None and not any(need.skill in team.skills for team in teams):
        return f"nobody has the skill {shown(need.skill)}; give a team that skill"
    if not any(need.language in team.languages for team in teams):
        return f"nobody speaks {shown(need.language)}; give a team that language"
    return f"nobody has the skill {shown(need.skill)} and speaks {shown(need.language)}; give one team both"


def _not_allowed(plan: Plan, here: Path, open_needs: Iterable[Need]) -> Iterator[Finding]:
    """Find segments whose routing keeps out all who could take some of their conversations, each once."""
    told: set[str] = set()
    for need in open_needs:
        able = [name for name, team in plan.teams.items() if _can(team, need)]
        allowed = rule_of(plan, need.segment).teams
        if not able or need.segment in told or allowed is None or not plan.teams.keys() >= allowed.keys():
            continue
        told.add(need.segment)
        wanted = f"the skill {shown(need.skill)} and " if need.skill else ""
        wanted += f"the language {shown(need.language)}"
        yield Finding(
            (*here, "routing", "segments", need.segment, "teams"),
            f"none of these teams has {wanted}; add one that has, such as {shown(able[0])}",
            (("world", "topics"), ("world", "segments", need.segment), (*here, "teams")),
        )


def _reads(scenario: Scenario, plan: Plan, here: Path, segments: Iterable[str]) -> Iterator[Path]:
    """Return what decides who can take the conversations of *segments*."""
    for name in plan.teams:
        yield from ((*here, "teams", name, "skills"), (*here, "teams", name, "languages"))
    yield (*here, "routing")
    for name in scenario.world.topics:
        yield ("world", "topics", name, "skill")
    for name in segments:
        yield from (("world", "segments", name, "topics"), ("world", "segments", name, "languages"))
    yield from (("world", "surges"), ("world", "open_at_start"))
