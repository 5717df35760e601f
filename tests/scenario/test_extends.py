"""Plans that extend others: merged before they are judged, with the lines where things were written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import scenarios
from sim.scenario.bounds import MOST_NAMED
from sim.scenario.load import parse
from sim.scenario.problems import ScenarioError

if TYPE_CHECKING:
    from collections.abc import Callable


def test_mappings_are_merged_and_the_rest_is_replaced(changed: Callable[..., str]) -> None:
    """A team keeps what the extending plan does not say; lists and numbers of the extending plan win."""
    scenario = parse(changed(("desk: {headcount: 4}", "desk: {headcount: 4, languages: [de, en]}")))
    base, more = (scenario.plans[name].teams["desk"] for name in ("as_is", "more"))
    assert (3, 4, ("en", "de"), ("de", "en")) == (base.headcount, more.headcount, base.languages, more.languages)
    assert (base.shifts, base.skills) == (more.shifts, more.skills)
    assert ["desk", "night"] == list(scenario.plans["more"].teams)


def test_null_removes_what_would_be_inherited(changed: Callable[..., str]) -> None:
    """Null takes away a setting, or a whole team."""
    scenario = parse(changed(("desk: {headcount: 4}", "desk: {headcount: 4, holidays: null, absences: null}")))
    assert (None, ()) == (scenario.plans["more"].teams["desk"].holidays, scenario.plans["more"].teams["desk"].absences)
    text = changed(("desk: {headcount: 4}", "desk: null"), ("Asia/Tokyo", ("Asia/Tokyo\n        skills: [api]\n"
                   "        languages: [en, de]")), ("teams: {desk: 0s}", "teams: null"))  # fmt: skip
    assert ["night"] == list(parse(text).plans["more"].teams)


def test_extends_stays_and_about_is_not_inherited(sound: str) -> None:
    """Whom a plan extends is kept as information; the sentence about the other plan would not be true of it."""
    plan = parse(sound).plans["more"]
    assert ("as_is", "") == (plan.extends, plan.about)


def test_chains_work_in_any_order_of_the_file(sound: str) -> None:
    """A plan may extend one that extends another, wherever they stand; the order of plans stays."""
    text = sound.replace("plans:\n", "plans:\n  most: {extends: more, teams: {desk: {headcount: 9}}}\n")
    plans = parse(text).plans
    assert ["most", "as_is", "more"] == list(plans)
    assert (9, 2) == (plans["most"].teams["desk"].headcount, plans["most"].teams["night"].shifts[0].agents)


def test_a_very_long_chain_is_no_trouble(sound: str) -> None:
    """As many plans as a file may have, each extending the next."""
    n_plans = MOST_NAMED - sound.count("extends:") - 1
    links = "".join(f"  p{n}: {{extends: {f'p{n + 1}' if n < n_plans - 1 else 'as_is'}}}\n" for n in range(n_plans))
    plans = parse(sound + links).plans
    assert plans["as_is"].teams == plans["p0"].teams


def test_an_inherited_problem_is_said_once_where_it_was_written(
    changed: Callable[..., str], problems: Callable[[str], list[str]]
) -> None:
    """Three plans share a wrong shift: one problem, in the plan that wrote it."""
    text = changed(("days: sat", "days: saturday")) + "  third: {extends: more}\n"
    assert [
        (
            "47: plans.as_is.teams.desk.shifts[1].days: 'saturday' is no weekday; write mon, tue, wed, thu, fri, sat, "
            "sun, a span such as mon-fri, or all"
        )
    ] == problems(text)


def test_a_problem_in_the_extending_plan_has_its_own_line(
    changed: Callable[..., str], problems: Callable[[str], list[str]]
) -> None:
    """What the extending plan writes is reported there."""
    text = changed(("desk: {headcount: 4}", "desk: {headcount: 1}"))
    assert [
        (
            "49: plans.as_is.teams.desk.absences[0].agents[1]: '2' is nobody: the people of this team have the "
            "numbers 1 to 1"
        )
    ] == problems(text)


def test_a_circle_is_said_once_and_hides_nothing_else(
    changed: Callable[..., str], problems: Callable[[str], list[str]]
) -> None:
    """Plans in a circle are no reason to keep quiet about a wrong value, nor to call inherited keys missing."""
    text = changed(("about: Two people.", "extends: more"), ("agents: 2}", "agents: two}"))
    circle = "'as_is' closes a circle (as_is -> more -> as_is)"
    assert [
        f"55: plans.more.extends: {circle}; one of these plans must extend nothing",
        "61: plans.more.teams.night.shifts[0].agents: 'two' is text; write a whole number",
    ] == problems(text)


def test_a_file_of_thousands_of_plans_is_refused_at_once() -> None:
    """With one problem, whatever else is wrong with them."""
    plans = "\n".join(f"  p{n}: {{extends: nowhere{n}}}" for n in range(300))
    head = scenarios.text("stage-1").split("\nplans:")[0]
    with pytest.raises(ScenarioError) as caught:
        parse(f"{head}\nplans:\n{plans}\n", "many.yaml")
    (problem,) = caught.value.problems
    assert ("plans", "names 300 plans; 200 at most, so take some into a file of their own") == problem[2:]
