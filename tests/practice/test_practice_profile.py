"""From practice to a plan: pace, errors and a ramp worked out by hand, and a plan with one person more."""

from __future__ import annotations

import math
from datetime import date, timedelta
from importlib.resources import files

import pytest
from stores import SOME_DAY

import scenarios
from sim.scenario.load import parse
from trainee_exercises.practice.day import PracticeError
from trainee_exercises.practice.profile import (
    LEAST,
    Day,
    Given,
    Hire,
    Place,
    Ramp,
    hire,
    measured,
    ramp_of,
    with_hire,
)
from trainee_exercises.practice.shifts import Row

MINUTE = 60_000


def a_row(day, on_customers, wrong=0, facts=0.5):
    """Return a shift that ended on that day. on_customers: [ms, replies] each."""
    n = sum(each for _, each in on_customers)
    figures = {"on_customers": on_customers, "replies_wrong": wrong, "facts": facts, "replies": n}
    at = SOME_DAY + day * 86_400_000
    return Row(f"s{day}", "ana", at, 1, "A week", 7, 600_000, 1.0, False, at, figures)  # noqa: FBT003


def a_day(n, speed, replies=10, minutes=8.0):
    """Return a day on which somebody was that fast against *minutes*."""
    return Day(date(2026, 3, 2) + timedelta(days=n), replies, minutes / speed)


def test_pace_and_errors_are_those_of_all_replies():
    """8 replies in 80 minutes and 2 in 10: 9 minutes each; what was merged took no time and is no reply of its own."""
    rows = [a_row(0, [[40 * MINUTE, 4], [40 * MINUTE, 4], [0, 5]], wrong=2, facts=0.6), a_row(1, [[10 * MINUTE, 2]])]
    found = measured(rows)
    assert (2, 10, 9.0, 2) == found[:4]
    assert pytest.approx((0.6 * 13 + 0.5 * 2) / 15) == found.facts
    assert [(8, 10.0), (2, 5.0)] == [(one.n, one.minutes) for one in found.days]
    who = hire(found._replace(days=found.days[:1]), Given(minutes=4.5, wrong=0.1))
    assert Hire(0.5, 2.0, None) == who


def test_below_a_handful_of_replies_nothing_is_said():
    """Nor of shifts at which nobody has looked back."""
    rows = [a_row(0, [[MINUTE, LEAST - 1]]), a_row(1, [])._replace(figures=None)]
    with pytest.raises(PracticeError, match=f"There are {LEAST - 1} replies so far; from {LEAST} on"):
        measured(rows)
    assert LEAST == measured([*rows, a_row(2, [[MINUTE, 1]])]).n_replies


@pytest.mark.parametrize("given", [Given(0.0), Given(minutes=math.nan), Given(wrong=0.0), Given(wrong=1.5)])
def test_what_nothing_can_be_compared_with_is_refused(given):
    """In a sentence."""
    with pytest.raises(PracticeError, match="Give minutes above 0"):
        hire(measured([a_row(0, [[MINUTE, LEAST]])]), given)


def test_a_ramp_is_found_again():
    """Days that lie on a ramp give its start and its time, however many replies each has."""
    days = [a_day(n, 1 - 0.6 * math.exp(-n / 20), replies) for n, replies in ((0, 5), (3, 9), (10, 4), (30, 20))]
    assert Ramp(0.4, 20) == ramp_of(days, 8.0)
    who = hire(measured([a_row(0, [[MINUTE, LEAST]])])._replace(days=tuple(days)), Given(8.0))
    assert (1.0, Ramp(0.4, 20)) == (who.speed, who.ramp)
    assert who.as_yaml().endswith("people: {ramp: {start_speed: 0.4, time: 20d, start_errors: 1}}")


@pytest.mark.parametrize(
    "days",
    [
        [a_day(0, 0.5)],
        [a_day(0, 0.5), a_day(5, 0.5)],
        [a_day(0, 0.7), a_day(5, 0.5)],
        [a_day(0, 1.2), a_day(5, 1.4)],
        [a_day(0, 0.5), a_day(5, 0.8, replies=2)],
        [],
    ],
)
def test_one_day_no_progress_or_nothing_left_to_learn_is_no_ramp(days):
    """And too few replies on a day make no point."""
    assert ramp_of(days, 8.0) is None


@pytest.mark.parametrize("name", scenarios.names())
@pytest.mark.parametrize("ramp", [None, Ramp(0.5, 30)], ids=["steady", "ramp"])
def test_every_shipped_scenario_takes_one_person_more(name, ramp):
    """A sound one; the new plan has one person more than the old one, of that speed, and nothing else is changed."""
    text = scenarios.text(name)
    before = parse(text, name)
    plan = next(iter(before.plans))
    team = next(iter(before.plans[plan].teams))
    changed, added = with_hire(text, Place(plan, team), Hire(0.8, 1.5, ramp))
    after = parse(changed, name)
    assert {*before.plans, added} == set(after.plans)
    assert before.world == after.world
    assert before.plans[plan] == after.plans[plan]
    (new,) = set(after.plans[added].teams) - set(before.plans[plan].teams)
    who = after.plans[added].teams[new]
    assert (1, 0.8, 1.5) == (who.headcount, who.speed, who.errors)
    assert (ramp is not None) == bool(who.people and who.people.ramp)
    for rule in after.plans[added].routing.segments.values():
        assert rule.teams is None or (team in rule.teams) == (new in rule.teams)


def test_where_a_plan_says_who_takes_what_the_newcomer_may_take_the_same():
    """After the same wait as the team beside them."""
    text = (files("trainee_exercises") / "content" / "pinfold" / "week.yaml").read_text("utf-8")
    changed, added = with_hire(text, Place("calm", "desk"), Hire(1.0, 1.0, None))
    rules = parse(changed, "week").plans[added].routing.segments
    assert {"you": 0, "desk": 2 * MINUTE, "newcomer": 2 * MINUTE} == rules["vip"].teams
    assert 4 == len(rules)


def test_a_plan_or_team_that_is_not_there_is_said():
    """With its name."""
    text = scenarios.text("stage-1")
    plan = next(iter(parse(text, "stage-1").plans))
    with pytest.raises(PracticeError, match="'nobody'"):
        with_hire(text, Place(plan, "nobody"), Hire(1.0, 1.0, None))
    with pytest.raises(PracticeError, match="can't be used"):
        with_hire("title: [", Place(plan, "x"), Hire(1.0, 1.0, None))
