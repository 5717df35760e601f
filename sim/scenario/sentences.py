"""What the parts of a plan do, in plain sentences: routing, support, teams, people, incidents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sim.scenario.coverage import rule_of
from sim.scenario.events import Surge, ToolsDown
from sim.scenario.model import Plan, Scenario
from sim.scenario.people import People
from sim.scenario.problems import listed
from sim.scenario.routing import SegmentRouting
from sim.scenario.spoken import (
    capital,
    clock_words,
    date_words,
    dates_words,
    days_words,
    names_words,
    of_hundred,
    percent,
    span_words,
    spoken,
    spread_words,
)  # fmt: skip
from sim.scenario.staffing import head_count
from sim.scenario.support import Support, support_of
from sim.scenario.teams import Shift, Team

_PREFERENCES: Final = {
    "longest_idle": "whoever has been idle longest takes it",
    "most_specialised": "somebody of the team with the fewest skills takes it",
    "listed": "somebody of the team that stands first takes it",
}
_LEVELS: Final = {
    "none": "nobody answers them",
    "docs": "they have the documentation and a bot at most; no person answers",
    "contact_form": "they fill in a form, and get an answer in writing",
    "ticket": "they write, and get an answer in writing",
    "live_chat": "they chat with a person at once",
    "proactive": "they are called or written to before they ask",
}
_CHANNELS: Final = {
    "email": "they write by email",
    "ticket": "they write tickets",
    "chat": "they chat with a person",
    "phone": "they call",
}


# ---- routing ----


def routing_sentence(scenario: Scenario, plan: Plan) -> str:
    """Return who is served next in *plan*, and by whom, in a few short sentences."""
    served = [name for name in scenario.world.segments if rule_of(plan, name).served]
    parts = [*_order(plan, served), *_who(plan, served), *_limits(plan), *_replies(plan)]
    unserved = [name for name in scenario.world.segments if name not in served]
    if unserved:
        parts.append(f"not answered at all: {names_words(unserved)}")
    return " ".join(f"{capital(part)}." for part in parts)


def _order(plan: Plan, served: list[str]) -> Iterator[str]:
    groups = [[name for name in group if name in served] for group in plan.routing.strict]
    groups = [group for group in groups if group]
    rest = [name for name in served if not any(name in group for group in groups)]
    ranks = [*groups, *([rest] if rest else [])]
    if len(ranks) > 1:
        first, *others = (names_words(group) for group in ranks)
        yield f"{first} first, however long others have waited; then {', then '.join(others)}"
        if not _ranked(plan, served):
            yield "among equals, first come, first served"
    elif not _ranked(plan, served):
        yield "first come, first served, whoever writes"
    yield from _ranks(plan, served)


def _ranked(plan: Plan, served: list[str]) -> bool:
    return len({(rule_of(plan, name).base, rule_of(plan, name).slope) for name in served}) > 1


def _ranks(plan: Plan, served: list[str]) -> Iterator[str]:
    """Yield how waiting counts where it does not count alike for all."""
    if not _ranked(plan, served):
        return
    rules = {name: rule_of(plan, name) for name in served}
    if all(rule.base <= 0 and rule.slope == 1 for rule in rules.values()):
        within = [
            f"{names_words(names)} {_promise(-base)}" for base, names in _alike({n: r.base for n, r in rules.items()})
        ]
        yield f"whoever is nearest to the time promised to them is next: {listed(within)}"
        return
    yield "whoever has waited longest is next, but waiting does not count alike"
    for slope, names in _alike({name: rule.slope for name, rule in rules.items()}):
        if slope != 1:
            yield f"a minute of {names_words(names)} counts as {slope:g} minutes"
    for base, names in _alike({name: rule.base for name, rule in rules.items()}):
        if base:
            waited = f"{span_words(round(abs(base)))} {'longer' if base > 0 else 'less'}"
            yield f"{names_words(names)} count as if they had waited {waited}"


def _promise(ticks: float) -> str:
    return f"within {span_words(round(ticks))}" if ticks else "at once"


def _alike(values: dict[str, float]) -> list[tuple[float, list[str]]]:
    """Return each value with the names that have it, in the order in which they come."""
    return [(value, [name for name, one in values.items() if one == value]) for value in dict.fromkeys(values.values())]


def _who(plan: Plan, served: list[str]) -> Iterator[str]:
    if len(plan.teams) > 1:
        yield f"if several people are free, {_PREFERENCES[plan.routing.prefer]}"
    ways = {name: listed(_teams(rule)) for name in served if (rule := rule_of(plan, name)).teams is not None}
    for way in dict.fromkeys(ways.values()):
        yield f"{names_words([name for name, one in ways.items() if one == way])} go to {way}"
    for name in served:
        rule = rule_of(plan, name)
        if rule.reserve:
            others = "another person stays" if rule.reserve == 1 else f"{rule.reserve} others stay"
            yield f"work for {spoken(name)} starts only if {others} free"


def _teams(rule: SegmentRouting) -> list[str]:
    teams = sorted((rule.teams or {}).items(), key=lambda item: item[1])
    return [spoken(name) + (f" after {span_words(wait)}" if wait else "") for name, wait in teams]


def _limits(plan: Plan) -> Iterator[str]:
    if plan.routing.queue_limit is not None:
        yield f"when {plan.routing.queue_limit:,} wait, whoever else writes is turned away"


def _replies(plan: Plan) -> Iterator[str]:
    if plan.routing.follow_ups == "first":
        yield "replies of customers go before anything new"
    if not plan.routing.returns_to_owner:
        yield "a reply goes to anybody, not to who answered before"
    elif plan.routing.follow_ups == "first" or plan.routing.reread_time:
        away = span_words(plan.routing.owner_away)
        yield f"a reply waits for who answered before, if they are back within {away}"


# ---- support ----


def support_sentence(scenario: Scenario, plan: Plan, segment: str) -> str:
    """Return what the customers of *segment* are offered in *plan*, as one sentence."""
    support = support_of(plan, segment)
    own = _CHANNELS[scenario.world.segments[segment].channel]
    parts = [_LEVELS[support.level] if support.level else own, *_before(support), *_promised(support)]
    return f"{capital(spoken(segment))}: {'; '.join(parts)}."


def _before(support: Support) -> Iterator[str]:
    if support.docs:
        yield f"the documentation answers {percent(support.docs)} of what it can"
    if support.bot is not None:
        bot, others = support.bot, (1 - support.bot.leaks) * support.bot.meets
        wrong = f", and only seems to answer {percent(others * bot.false_claims)}" if bot.false_claims else ""
        yield f"a bot answers {percent(others * bot.resolves)} of the rest{wrong}"
    if support.form is not None:
        lost = f", and {percent(support.form.gives_up)} give up at the form" if support.form.gives_up else ""
        yield f"an answer takes {percent(support.form.work_factor)} of the work{lost}"
    if support.proactive is not None:
        yield f"{percent(support.proactive.avoids)} of the contacts never happen"


def _promised(support: Support) -> Iterator[str]:
    if support.promise is not None:
        yield f"a first answer is promised within {span_words(support.promise)}"
    if support.patience is not None:
        yield f"they wait {spread_words(support.patience)} for it before they give up"


# ---- teams and people ----


def team_sentence(team: Team, currency: str) -> str:
    """Return a team in one sentence: how many people, where, when and for how much."""
    count = head_count(team)
    people = "1 person" if count == 1 else f"{count:,} people"
    parts = [f"{people} in {team.zone}", *_hours(team)]
    if team.rate:
        parts.append(f"{team.rate:g} {currency} an hour")
    if team.skills:
        parts.append(f"knows {listed(map(spoken, team.skills))}")
    if team.hires:
        parts.append(f"{sum(len(hire.agents) for hire in team.hires)} of them come later")
    if tuple(team.languages) != ("en",):
        parts.append(f"speaks {listed(team.languages)}")
    return ", ".join(parts) + "."


def _hours(team: Team) -> Iterator[str]:
    if team.rota is not None:
        yield f"taking turns over {len(team.rota)} weeks of shifts"
        return
    for shift in team.shifts or ():
        people = f"{shift.agents} of them " if shift.agents is not None and len(team.shifts or ()) > 1 else ""
        yield people + shift_words(shift)


def shift_words(shift: Shift) -> str:
    """Return when a shift is: "Monday to Friday 9:00 to 17:30"."""
    days = days_words(shift.days) if shift.days else ""
    dates = dates_words(shift.dates) if shift.dates else ""
    when = " and ".join(part for part in (days, dates) if part)
    return f"{when} {clock_words(shift.start)} to {clock_words(shift.end)}"


def people_sentence(people: People | None) -> str:
    """Return what happens to the people of a team in the course of time, as one sentence."""
    found = list(_people(people)) if people is not None else []
    return f"{capital('; '.join(found))}." if found else "Nobody falls ill, leaves, learns or tires."


def _people(people: People) -> Iterator[str]:
    if people.sickness is not None:
        yield f"{of_hundred(people.sickness.per_day)} people are ill on any day"
    if people.quits is not None:
        after = f"whoever follows comes after {span_words(people.lead_time)}" if people.lead_time else "nobody follows"
        yield f"{of_hundred(people.quits.per_year)} leave in a year, and {after}"
    if people.ramp is not None:
        yield f"newcomers begin at {percent(people.ramp.start_speed)} of full speed and learn for months"
    if people.exhaustion is not None:
        yield f"days with more than {percent(people.exhaustion.above)} work tire people, who then work slower"
    if people.disengagement is not None:
        yield "months of it make people leave more often"


# ---- incidents ----


def surge_sentence(name: str, surge: Surge) -> str:
    """Return an outage, a launch and the like in one sentence: when, how many contacts, and what helps."""
    steps = listed(f"{step.factor:g} times for {span_words(step.time)}" for step in surge.shape)
    who = f" from {names_words(surge.segments)}" if surge.segments else ""
    parts = [f"{capital(spoken(name))}, {_when(surge)}: the usual contacts{who} {steps}"]
    if surge.topic:
        parts.append(f"the additional ones about {spoken(surge.topic)}")
    if surge.fixed_after is not None:
        parts.append(f"fixed after {span_words(surge.fixed_after)}")
    if surge.status_page:
        parts.append(f"a status page answers {percent(surge.status_page)} of them")
    if surge.macro_time is not None:
        parts.append(f"a ready answer takes {span_words(surge.macro_time)}")
    return "; ".join(parts) + "."


def tools_down_sentence(tools: ToolsDown) -> str:
    """Return when the agents' own tools fail, as one sentence."""
    if not tools.at and not tools.per_week:
        return "The team's own tools never fail."
    return f"The team's own tools fail {_when(tools)}, for {span_words(tools.time)} each time."


def _when(event: Surge | ToolsDown) -> str:
    fixed = listed(f"{date_words(at)} at {at.hour}:{at:%M}" for at in event.at) if event.at else ""
    chance = f"{event.per_week:g} times a week, any time" if event.per_week else ""
    return " and ".join(part for part in (f"on {fixed}" if fixed else "", chance) if part) or "never"
