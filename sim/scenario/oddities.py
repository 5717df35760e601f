"""What is odd about a scenario but can be run, as far as hand calculation can know it."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING, Final

from sim import durations
from sim.scenario.check_incidents import share_down
from sim.scenario.coverage import rule_of
from sim.scenario.customers import think_time_of
from sim.scenario.expected import expected_conversations, per_week, topic_shares, work_by_skill
from sim.scenario.part import DAY_MINUTES, clock_text
from sim.scenario.staffing import YEAR_DAYS, head_count, hours_at_desk, works_on_dates
from sim.scenario.support import support_of, work_share

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sim.scenario.model import Plan, Scenario
    from sim.scenario.people import People
    from sim.scenario.teams import Team

    Hours = Mapping[str, float]
    """Team -> person-hours a week at the desk."""

_ALL: Final = 1 - 1e-9
"""A share that is all but for rounding."""
_MUCH_DOWN: Final = 0.5
"""Share of the time from which tools that are down are odd."""


def oddities(scenario: Scenario, rosters: Mapping[str, Hours | None] | None = None) -> list[str]:
    """Return one sentence for each odd thing of a sound scenario, the world first, then plan by plan.

    *rosters*: plan -> team -> person-hours a week at the desk, as rostered over the whole length; those of an average
    week for a plan that it does not know.
    """
    found = [*_customers(scenario), *_again(scenario), *_slow(scenario), *_topics(scenario)]
    found += [*_surges(scenario), *_tools(scenario)]
    for name, plan in scenario.plans.items():
        hours = (rosters or {}).get(name)
        found += [*_teams(scenario, name, plan, hours), *_next_tiers(scenario, name, plan)]
        found += [*_reserves(scenario, name, plan), *_promises(scenario, name, plan)]
        found += _unstable(scenario, name, plan, hours or _average(plan))
    return found


def _average(plan: Plan) -> Hours:
    return {name: hours_at_desk(team) for name, team in plan.teams.items()}


def _customers(scenario: Scenario) -> Iterator[str]:
    expected = expected_conversations(scenario)
    for name, segment in scenario.world.segments.items():
        if not (segment.customers and segment.contact_rate) and not expected[name]:
            what = "has no customers" if not segment.customers else "has a contact_rate of 0"
            yield f"segment {name!r} {what}: nobody writes"
        if segment.patience is not None and not segment.patience.mean:
            yield f"segment {name!r} has no patience: who is not answered at once gives up"


def _again(scenario: Scenario) -> Iterator[str]:
    """Find redials and further messages that cannot happen, or change nothing."""
    plans = scenario.plans.values()
    for name, segment in scenario.world.segments.items():
        can_give_up = segment.patience or segment.reply_patience or any(name in plan.support for plan in plans)
        if segment.redial and segment.redial.chance and not can_give_up:
            yield f"segment {name!r} redials after giving up, and never gives up: it has no patience"
        if segment.writes_again_after and not any(plan.routing.read_again_time for plan in plans):
            yield f"segment {name!r} writes again while it waits, which costs nothing: no plan has a read_again_time"


def _slow(scenario: Scenario) -> Iterator[str]:
    """Find customers who answer after the end of the scenario in every plan."""
    for name, segment in scenario.world.segments.items():
        factors = [support_of(plan, name).think_factor for plan in scenario.plans.values()]
        thinks = think_time_of(segment).mean * min(1 if factor is None else factor for factor in factors)
        goes_on = any(scenario.world.topics[topic].touches.mean > 1 for topic in topic_shares(scenario, segment))
        if goes_on and thinks >= scenario.length:
            yield (
                f"segment {name!r} takes {durations.format_duration(round(thinks))} on average to answer, no less than "
                "the scenario is long: much of what takes more than one touch does not end"
            )


def _topics(scenario: Scenario) -> Iterator[str]:
    for name, topic in scenario.world.topics.items():
        if not any(work_by_skill(topic).values()):
            yield f"topic {name!r} has a handle time of 0: it takes no work"
        engineering = topic.engineering
        if engineering and engineering.chance and engineering.update_every:
            every, takes = engineering.update_every, engineering.update_time.mean
            if every <= takes:
                yield (
                    f"topic {name!r}: updates from engineering come every {durations.format_duration(every)}, and each "
                    f"takes {durations.format_duration(takes)}: one conversation keeps an agent busy all the time"
                )


def _surges(scenario: Scenario) -> Iterator[str]:
    for name, surge in scenario.world.surges.items():
        if not surge.at and not surge.per_week:
            yield f"surge {name!r} never happens: it has neither at nor per_week"


def _tools(scenario: Scenario) -> Iterator[str]:
    tools = scenario.world.tools_down
    share = share_down(scenario) + tools.per_week * tools.time / durations.WEEK
    if share >= _MUCH_DOWN:
        yield f"tools are down for about {min(share, 1):.0%} of the time: nobody works then"


def _promises(scenario: Scenario, name: str, plan: Plan) -> Iterator[str]:
    for segment in scenario.world.segments:
        if support_of(plan, segment).promise == 0:
            yield (
                f"plan {name!r} promises segment {segment!r} a first response after 0s: whoever waits at all waits "
                "longer than that"
            )


def _teams(scenario: Scenario, name: str, plan: Plan, hours: Hours | None) -> Iterator[str]:
    """Find plans and teams without people or hours, and skills that nothing asks for."""
    if not sum(head_count(team) for team in plan.teams.values()):
        yield f"plan {name!r} has no agents: nobody answers"
        return
    for team_name, team in plan.teams.items():
        yield from _long_shifts(name, team_name, team)
        if not head_count(team):
            yield f"plan {name!r}: team {team_name!r} has no agents"
        elif not (hours[team_name] if hours else hours_at_desk(team) or works_on_dates(team)):
            yield f"plan {name!r}: team {team_name!r} is never at the desk"
        elif _share_ill(team) == 1:
            yield f"plan {name!r}: everybody in team {team_name!r} is ill all the time (sickness.per_day: 1)"
        wanted = _skills(scenario)
        for skill in team.skills:
            if skill not in wanted:
                yield f"plan {name!r}: no topic needs the skill {skill!r} of team {team_name!r}"


def _skills(scenario: Scenario) -> set[str]:
    """Return every skill that a topic needs, at first or in the next tier."""
    topics = scenario.world.topics.values()
    next_tiers = {topic.escalation.to for topic in topics if topic.escalation and topic.escalation.chance}
    return {topic.skill for topic in topics if topic.skill} | next_tiers


def _next_tiers(scenario: Scenario, name: str, plan: Plan) -> Iterator[str]:
    """Find next tiers that no team of a plan is: what goes there is never answered."""
    for topic_name, topic in scenario.world.topics.items():
        tier = topic.escalation
        if tier and tier.chance and plan.teams and not any(tier.to in team.skills for team in plan.teams.values()):
            yield (
                f"plan {name!r}: no team has the skill {tier.to!r}, to which topic {topic_name!r} is escalated: what "
                "goes there waits for ever"
            )


def _long_shifts(name: str, team_name: str, team: Team) -> Iterator[str]:
    """Find shifts over midnight that are so long that start and end may have changed places."""
    for shift in (*(team.shifts or ()), *(one for week in team.rota or () for one in week)):
        minutes = shift.end - shift.start + (DAY_MINUTES if shift.end <= shift.start else 0)
        if shift.end <= shift.start and minutes > 12 * 60:
            span = f"{clock_text(shift.start)} to {clock_text(shift.end)}"
            yield (
                f"plan {name!r}: team {team_name!r} works {minutes / 60:g} hours over midnight, {span}: is it the "
                "other way round?"
            )


def _reserves(scenario: Scenario, name: str, plan: Plan) -> Iterator[str]:
    """Find reserves that no team is large enough to keep: their segment is never answered."""
    for segment in scenario.world.segments:
        rule = rule_of(plan, segment)
        largest = max((head_count(plan.teams[team]) for team in rule.teams or plan.teams), default=0)
        if rule.served and 0 < largest <= rule.reserve:
            yield (
                f"plan {name!r}: segment {segment!r} starts only if {rule.reserve} others stay idle, and no team has "
                f"more than {largest} people: nobody answers it"
            )


def _unstable(scenario: Scenario, name: str, plan: Plan, rostered: Hours) -> Iterator[str]:
    """Find more work than rostered hours: of all, of one skill, of one language."""
    skills = sorted(_skills(scenario))
    languages = sorted({language for segment in scenario.world.segments.values() for language in segment.languages})
    work = partial(hours_of_work, scenario, plan)
    groups: list[tuple[str, float, Callable[[Team], bool]]] = [
        ("", work(), lambda _: True),
        *((f" with the skill {s!r}", work(skill=s), lambda t, s=s: s in t.skills) for s in skills),
        *((f" in {c!r}", work(language=c), lambda t, c=c: c in t.languages) for c in languages),
    ]
    there = {team_name: _share_there(scenario, team) for team_name, team in plan.teams.items()}
    for what, wanted, can in groups:
        able = {team_name: team for team_name, team in plan.teams.items() if can(team)}
        hours = sum(rostered[team_name] * there[team_name] * team.speed for team_name, team in able.items())
        if wanted >= hours > 0:
            less = ", less illness and empty seats," if any(there[team_name] < _ALL for team_name in able) else ""
            yield (
                f"unstable: plan {name!r} has {hours:,.1f} hours a week at the desk{less} for {wanted:,.1f} hours of "
                f"work{what} (load {wanted / hours:.2f}): {_end(scenario, plan)}"
            )
            return


def _share_there(scenario: Scenario, team: Team) -> float:
    """Return the share of a team's rostered hours in which somebody sits there who is well, at the least rates."""
    people = team.people
    return (1 - _share_ill(team)) * (_share_filled(scenario, people) if people and people.quits_at_all() else 1.0)


def _share_ill(team: Team) -> float:
    return team.people.sickness.per_day if team.people and team.people.sickness else 0.0


def _share_filled(scenario: Scenario, people: People) -> float:
    """Return the share of days on which a seat is not empty between who quits and who follows."""
    leaves = 1 - math.exp(-people.quits.per_year / YEAR_DAYS) if people.quits else 0.0
    gap = scenario.length if people.lead_time is None else people.lead_time
    gap_days = -(-gap // durations.DAY)
    filled = [1.0]
    for day in range(1, scenario.length // durations.DAY):
        follows = filled[day - gap_days] * leaves if day >= gap_days else 0.0
        filled.append(filled[-1] * (1 - leaves) + follows)
    return sum(filled) / len(filled)


def _end(scenario: Scenario, plan: Plan) -> str:
    segments = scenario.world.segments
    patient = [name for name in segments if rule_of(plan, name).served and segments[name].patience is None]
    return "the backlog grows without end" if patient else "many give up"


def hours_of_work(
    scenario: Scenario, plan: Plan | None = None, skill: str | None = None, language: str | None = None
) -> float:
    """Return the hours of work that an average week brings, of one skill or in one language.

    None: of all customers, whether a plan serves them or not; of every skill; in every language.
    """
    weekly = per_week(scenario)
    return sum(
        weekly[name]
        * share
        * work
        * _at_desk(scenario, plan, name, topic_name)
        * _part(segment.languages, language)
        / durations.HOUR
        for name, segment in scenario.world.segments.items()
        if plan is None or rule_of(plan, name).served
        for topic_name, share in topic_shares(scenario, segment).items()
        for needed, work in work_by_skill(scenario.world.topics[topic_name]).items()
        if skill is None or needed == skill
    )


def _at_desk(scenario: Scenario, plan: Plan | None, segment: str, topic: str) -> float:
    """Return which share of the work comes to the desk of a plan; 1 for None."""
    return 1.0 if plan is None else work_share(plan, segment, scenario.world.topics[topic].deflectable)


def _part(languages: dict[str, float], language: str | None) -> float:
    """Return the share of one language in a mix; 1 for None."""
    return 1.0 if language is None else languages.get(language, 0.0) / sum(languages.values())
