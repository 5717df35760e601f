"""The feedback of workload on people, switched off for comparison; and how well its numbers are supported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.durations import DAY, format_duration
from sim.scenario.model import Assumption

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sim.scenario.model import Grade, Plan, Scenario
    from sim.scenario.people import People, Ramp
    from sim.scenario.teams import Team


def without_feedback(scenario: Scenario) -> Scenario:
    """Return *scenario* with exhaustion and disengagement acting on nothing; they are still there to be seen.

    People fall ill, leave and learn as before, by the same luck. What they hang on is grade D: a recommendation should
    not hinge on it.
    """
    plans = {name: _calm_plan(plan) for name, plan in scenario.plans.items()}
    return scenario.model_copy(update={"plans": plans})


TWIN: Final = "_no_feedback"
"""What the name of a plan's twin ends with."""


def with_twins(scenario: Scenario, plans: Sequence[str]) -> Scenario:
    """Return *scenario* with a twin after each of *plans* on whose people workload does not act.

    A twin is a plan like any other: it meets the same customers with the same luck, and every figure stands beside.
    """
    calm = without_feedback(scenario).plans
    twins: dict[str, Plan] = {}
    for name, plan in scenario.plans.items():
        twins[name] = plan
        if name in plans:
            about = "; ".join(filter(None, (plan.about.rstrip(".; "), "workload does not act on people")))
            twins[name + TWIN] = calm[name].model_copy(update={"about": about})
    return scenario.model_copy(update={"plans": twins})


def _calm_plan(plan: Plan) -> Plan:
    teams = {name: _calm_team(team) for name, team in plan.teams.items()}
    return plan.model_copy(update={"teams": teams})


def _calm_team(team: Team) -> Team:
    people = team.people
    if people is None:
        return team
    sickness, quits = people.sickness, people.quits
    calm = people.model_copy(
        update={
            "sickness": sickness and sickness.model_copy(update={"at_full_exhaustion": 1.0}),
            "quits": quits and quits.model_copy(update={"at_full_disengagement": 1.0}),
            "slower_at_full": 0.0,
        }
    )
    return team.model_copy(update={"people": calm})


def has_feedback(scenario: Scenario) -> bool:
    """Does workload act on people in any plan? If not, a run without the feedback is the same."""
    return without_feedback(scenario) != scenario and any(
        team.people is not None and (team.people.exhaustion is not None or team.people.disengagement is not None)
        for plan in scenario.plans.values()
        for team in plan.teams.values()
    )


def assumptions_of(scenario: Scenario) -> tuple[Assumption, ...]:
    """Return what the scenario assumes about people, each sentence once, with the grade of its source."""
    found: list[Assumption] = []
    for plan in scenario.plans.values():
        for name, team in plan.teams.items():
            found += [Assumption(what=f"team {name}: {what}", grade=grade) for what, grade in _of_team(team)]
    if scenario.world.fatigue != "none":
        grade: Grade = "A" if scenario.world.fatigue == "measured" else "D"
        found.append(Assumption(what="work slows down in the course of a shift", grade=grade))
    return tuple(dict.fromkeys(found))


def _of_team(team: Team) -> Iterator[tuple[str, Grade]]:
    if team.shrinkage:
        yield f"{team.shrinkage:.0%} of the time at the desk goes on other things", "C"
    if team.errors != 1:
        yield f"{team.errors:g} times as many wrong answers as the topics say", "D"
    if team.errors_cv:
        yield f"people differ in wrong answers with a cv of {team.errors_cv:g}", "D"
    if team.people is not None:
        yield from _events(team.people)
        yield from _feedback(team.people)
        if team.people.ramp is not None:
            yield from _learning(team.people.ramp)


def _events(people: People) -> Iterator[tuple[str, Grade]]:
    if people.sickness is not None and people.sickness.per_day:
        yield f"each person is ill on {people.sickness.per_day:.1%} of days", "B"
        if people.sickness.spell > DAY:
            yield f"an illness keeps going for {format_duration(people.sickness.spell)} on average", "D"
    if people.quits_at_all() and people.quits is not None:
        yield f"{people.quits.per_year:g} quits per person and year", "B"
        if people.lead_time is not None:
            yield f"it takes {format_duration(people.lead_time)} until somebody follows", "D"


def _learning(ramp: Ramp) -> Iterator[tuple[str, Grade]]:
    yield f"newcomers begin at {ramp.start_speed:.0%} of full speed", "D"
    yield f"newcomers learn with a time constant of {format_duration(ramp.time)}", "C"
    yield f"newcomers begin with {ramp.start_errors:g} times as many wrong answers", "D"
    if ramp.mentor_share:
        yield f"a newcomer takes {ramp.mentor_share:.0%} of a colleague's time", "D"


def _feedback(people: People) -> Iterator[tuple[str, Grade]]:
    for name, state in (("exhaustion", people.exhaustion), ("disengagement", people.disengagement)):
        if state is not None:
            yield f"{name} begins at a load of {state.above:.0%}", "C"
            yield f"{name} is full at a load of {state.full:.0%} and takes {format_duration(state.time)}", "D"
    if people.exhaustion is not None:
        yield f"work takes {people.slower_at_full:.0%} longer at full exhaustion", "D"
        if people.sickness is not None:
            yield f"illness is {people.sickness.at_full_exhaustion:g} times as likely at full exhaustion", "D"
    if people.disengagement is not None and people.quits is not None:
        yield f"quits are {people.quits.at_full_disengagement:g} times as likely at full disengagement", "D"
