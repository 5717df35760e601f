"""Does what a plan offers its customers fit together: levels of support, bots, forms, proactive work?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim import durations
from sim.scenario.check_world import twice, unknown
from sim.scenario.part import WEEKDAYS
from sim.scenario.problems import Finding, shown, some
from sim.scenario.staffing import break_minutes, head_count, hours_at_desk, shift_minutes
from sim.scenario.support import Support, outreach_teams, outreach_times

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sim.scenario.model import Plan, Scenario
    from sim.scenario.part import Spread
    from sim.scenario.problems import Path
    from sim.scenario.support import Bot, Level
    from sim.scenario.teams import Shift, Team

_FOR_PEOPLE: Final = ("form", "promise", "patience", "think_factor")
_OUT_OF_PLACE: Final[dict[Level | None, tuple[str, ...]]] = {
    "none": ("docs", "bot", "proactive", *_FOR_PEOPLE),
    "docs": _FOR_PEOPLE,
    "contact_form": (),
}
"""What has no effect at a level."""
_MOST_SHARE: Final = 0.9
"""Of a team's time at the desk that proactive work may take."""


def findings(scenario: Scenario, plan: Plan, here: Path) -> Iterator[Finding]:
    """Check the support of the plan at the path *here*."""
    segments, among = scenario.world.segments, ("world", "segments")
    yield from unknown(plan.support, segments, (*here, "support"), among, "segment of this scenario")
    for name, support in plan.support.items():
        there = (*here, "support", name)
        yield from _level(support, there)
        if support.bot:
            yield from _bot(support.bot, (*there, "bot"))
        yield from _cv(support.patience, (*there, "patience"))
        yield from _proactive(plan, support, there)
    yield from _time(scenario, plan, here)


def _level(support: Support, here: Path) -> Iterator[Finding]:
    """Find settings that do nothing at their level, and what a level lacks."""
    for key in _OUT_OF_PLACE.get(support.level, ("form",)):
        if getattr(support, key) != getattr(Support(), key):
            yield Finding((*here, key), f"does nothing {_at(support, key)}", ((*here, "level"),))
    if support.level == "proactive" and support.proactive is None:
        message = "'proactive' lacks what it avoids and takes; add proactive: {avoids: 0.1, time: 5m}, or another level"
        yield Finding((*here, "level"), message, ((*here, "proactive"),))


def _at(support: Support, key: str) -> str:
    """Return where a setting is out of place, and what would be right."""
    if key == "form":
        return "without a form; write level: contact_form, or leave form out"
    why = "where nobody answers" if support.level == "none" else "where no person answers"
    return f"{why} (level: {support.level}); leave {key} out, or choose another level"


def _bot(bot: Bot, here: Path) -> Iterator[Finding]:
    if bot.resolves + bot.false_claims > 1:
        message = (
            f"resolves {shown(bot.resolves)} and false_claims {shown(bot.false_claims)} are more than all whom it "
            "talks to; write shares with a sum of 1 at most"
        )
        yield Finding(here, message)
    yield from _cv(bot.returns_after, (*here, "returns_after"))


def _cv(spread: Spread | None, here: Path) -> Iterator[Finding]:
    """Find a cv beside a law that has one of its own."""
    if spread and spread.cv is not None and spread.law in {"exponential", "constant"}:
        own = 1 if spread.law == "exponential" else 0
        message = f"'{spread.cv:g}' does not go with law: {spread.law}, whose cv is always {own}; leave cv out"
        yield Finding((*here, "cv"), message, ((*here, "law"),))


def _proactive(plan: Plan, support: Support, here: Path) -> Iterator[Finding]:
    """Check who does the proactive work."""
    teams = support.proactive.teams if support.proactive else None
    there = (*here, "proactive", "teams")
    yield from unknown(teams or (), plan.teams, there, (*here[:-2], "teams"), "team of this plan")
    yield from twice(teams or (), there)


def _time(scenario: Scenario, plan: Plan, here: Path) -> Iterator[Finding]:
    """Check that the teams have the time for their proactive work."""
    hours = {name: _hours_there(scenario, team) for name, team in plan.teams.items()}
    taken = dict.fromkeys(plan.teams, 0.0)
    for segment, needed in outreach_times(scenario, plan).items():
        if _names_strangers(plan, segment):  # reported already
            continue
        teams = outreach_teams(plan, segment)
        there = sum(hours[name] for name in teams)
        for name in teams:
            taken[name] += hours[name] * needed / durations.HOUR / there if there else 0.0
        if not there or any(taken[name] > _MOST_SHARE * hours[name] for name in teams):
            reads = ((*here, "teams"), ("world", "segments", segment), ("length",))
            path = (*here, "support", segment, "proactive", "time")
            yield Finding(path, _too_much(needed / durations.HOUR, there, teams), reads)


def _names_strangers(plan: Plan, segment: str) -> bool:
    proactive = plan.support[segment].proactive
    return proactive is not None and not plan.teams.keys() >= set(proactive.teams or ())


def _hours_there(scenario: Scenario, team: Team) -> float:
    """Return the person-hours of *team* at the desk over the whole length: of average weeks, and on single dates."""
    weeks = team.rota if team.rota is not None else (team.shifts or (),)
    single = sum(
        _n_single(scenario, shift) * _hours_of(shift) * (head_count(team) if shift.agents is None else shift.agents)
        for week in weeks
        for shift in week
    )
    return hours_at_desk(team) * scenario.length / durations.WEEK + single * (1 - team.shrinkage) / len(weeks)


def _n_single(scenario: Scenario, shift: Shift) -> int:
    """Return on how many dates in the scenario a shift starts beside its weekdays."""
    first, days = scenario.start.toordinal(), scenario.length // durations.DAY
    return sum(
        0 <= day.toordinal() - first < days and WEEKDAYS[day.weekday()] not in (shift.days or ()) for day in shift.dates
    )


def _hours_of(shift: Shift) -> float:
    """Return the hours of a shift without its breaks."""
    spans = [shift_minutes(shift), *(break_minutes(shift, pause)[::-1] for pause in shift.breaks)]
    return sum(end - start for start, end in spans) / 60


def _too_much(needed: float, there: float, teams: Sequence[str]) -> str:
    """Return the message for proactive work for which there is no time."""
    takes = f"takes {_hours_text(needed)} over the whole length"
    who = some(shown(name) for name in teams) if teams else "the plan"
    if not there:
        return f"{takes}, and nobody of {who} is ever at the desk; name teams that are"
    return (
        f"{takes}, of {there:,.0f} that {who} {'are' if len(teams) > 1 else 'is'} at the desk, and at most "
        f"{_MOST_SHARE:.0%} can go on proactive work in all; lower it, or add people"
    )


def _hours_text(hours: float) -> str:
    number = f"{hours:,.0f}" if hours >= 10 else f"{hours:,.1f}".removesuffix(".0")
    return f"{number} {'hour' if number == '1' else 'hours'}"
