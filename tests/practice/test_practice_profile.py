"""From practice to a plan: a newcomer worked out by hand, and a plan with one person more."""

from __future__ import annotations

import math
from importlib.resources import files

import pytest

import scenarios
from sim.durations import MINUTE
from sim.scenario.editing import Edit, edited
from sim.scenario.load import parse
from trainee_exercises.practice.day import PracticeError
from trainee_exercises.practice.measured import Measured, Pace, Way
from trainee_exercises.practice.profile import Given, Hire, Place, Ramp, hire, speeds, touch_minutes, with_hire
from trainee_exercises.practice.understood import share


def seen(minutes=10.0, wrong=0, n=20, way=None):
    """Return what was measured of somebody."""
    return Measured(3, 3, n, n, Pace(minutes, 0.8 * minutes, 1.25 * minutes, 0.11), share(wrong, n), 0.5, way)


def test_who_takes_twice_as_long_is_half_as_fast():
    """Against people in the same practice; so is the interval, the slow end first."""
    who = hire(seen(minutes=10.0), Given(minutes=5.0))
    assert (0.5, None, 0.11) == (who.speed, who.ramp, who.speed_cv)
    assert (0.4, 0.62) == speeds(seen(minutes=10.0), Given(minutes=5.0))
    assert 2.0 == hire(seen(minutes=2.5), Given(minutes=5.0)).speed


@pytest.mark.parametrize(
    ("wrong", "n", "expected"), [(0, 8, 0.71), (1, 20, 1.0), (8, 8, 6.43), (40, 200, 3.73), (0, 2000, 0.01)]
)
def test_errors_are_drawn_towards_those_of_the_others_the_more_the_fewer_replies(wrong, n, expected):
    """By 20 replies: (wrong + 20 x 5 %) / (n + 20) / 5 %. Nobody never errs, and how rough it is goes along."""
    who = hire(seen(wrong=wrong, n=n), Given(wrong=0.05))
    assert expected == who.errors
    a, b = wrong + 1.0, n - wrong + 19.0
    assert min(1.0, round(math.sqrt(b / a / (a + b + 1)), 2)) == who.errors_cv


def test_a_ramp_ends_where_somebody_was_seen():
    """From 10 to 6 minutes within 30 days, against 4.5: they begin at 60 % of their later speed, which is 0.75."""
    who = hire(seen(way=Way(10.0, 6.0, 30)), Given(minutes=4.5))
    assert (0.75, Ramp(0.6, 13)) == (who.speed, who.ramp)
    assert pytest.approx(0.1, abs=0.01) == math.exp(-30 / 13)
    assert who.as_yaml().endswith("people: {ramp: {start_speed: 0.6, time: 13d, start_errors: 1}}")
    assert "  speed_cv: 0.11\n" in who.as_yaml()


@pytest.mark.parametrize("given", [Given(0.0), Given(minutes=math.nan), Given(wrong=0.0), Given(wrong=1.5)])
def test_what_nothing_can_be_compared_with_is_refused(given):
    """In a sentence."""
    with pytest.raises(PracticeError, match="Give minutes above 0"):
        hire(seen(), given)


def test_what_a_first_answer_takes_is_read_from_the_scenario():
    """The least and the most over topics, in minutes."""
    read = parse(scenarios.text("stage-1"), "stage-1")
    means = [topic.handle_time.mean / MINUTE for topic in read.world.topics.values()]
    assert (min(means), max(means)) == touch_minutes(read)


def test_the_newcomer_is_compared_with_the_team_that_they_sit_beside():
    """Beside people of speed 1.5 and half the errors, who is half as fast as they are has speed 0.75."""
    text = scenarios.text("stage-1")
    read = parse(text, "stage-1")
    plan = next(iter(read.plans))
    team = next(iter(read.plans[plan].teams))
    faster = edited(
        text, [Edit(("plans", plan, "teams", team, one), to) for one, to in (("speed", 1.5), ("errors", 0.5))]
    )
    changed, added = with_hire(faster, Place(plan, team), Hire(0.5, 3.0, None, 0.2, 0.4))
    (who,) = [one for name, one in parse(changed, "x").plans[added].teams.items() if name.startswith("newcomer")]
    assert (0.75, 1.5, 0.2, 0.4) == (who.speed, who.errors, who.speed_cv, who.errors_cv)


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
    beside = before.plans[plan].teams[team]
    assert (1, 0.8 * beside.speed, 1.5 * beside.errors) == pytest.approx(
        (who.headcount, who.speed, who.errors), abs=0.01
    )
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
