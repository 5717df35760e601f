"""Whatever plan, scenario and rep: no shift ever breaks, and what the desk shows is what the engine knows."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from practice_builder import begun, played_at_random

from sim.durations import MINUTE
from sim.inputs import FAR
from sim.scenario.load import load
from trainee_exercises.practice.day import PracticeError
from trainee_exercises.practice.levels import LADDER
from trainee_exercises.practice.load import load_practice
from trainee_exercises.practice.wish import scenario_of

SCENARIOS = sorted(Path(__file__).parents[2].glob("scenarios/**/*.yaml"))
WHERE = {
    "new": {"waiting", "returned"}, "mine": {"mine", "with_me", "with_customer", "waiting", "returned"},
    "theirs": {"theirs", "with_customer"}, "gone": {"ended", "theirs", "with_customer"},
    "closed": {"ended", "with_customer"},
    "passed": {"ended", "with_customer", "with_me", "returned", "waiting", "theirs"},
}  # fmt: skip
AFTER_LEAVING = {"looked", "noted", "tagged", "copied", "engineering_said", "awake", "disagreed"}


@cache
def a_week(*, returns, after, patience=None):
    """Return the shipped week with another rule: who takes over *after* so long, whom customers come back to."""
    week = scenario_of("pinfold", "")
    plan = week.plans["calm"]
    rules = {
        name: one.model_copy(update={"teams": one.teams | {"desk": after}})
        for name, one in plan.routing.segments.items()
    }
    routing = plan.routing.model_copy(update={"returns_to_owner": returns, "segments": rules})
    segments = week.world.segments
    if patience is not None:
        span = type(week.world.topics["question"].handle_time)(mean=patience)
        both = {"patience": span, "reply_patience": span}
        segments = {name: one.model_copy(update=both) for name, one in segments.items()}
    world = week.world.model_copy(update={"segments": segments})
    plans = {"calm": plan.model_copy(update={"routing": routing})}
    return week.model_copy(update={"plans": plans, "world": world})


def assert_sound(shift):
    """Assert what must hold of every shift at any time."""
    log = shift.log
    assert list(range(1, len(log) + 1)) == [one.id for one in log]
    assert all(0 <= one.at <= other.at for one, other in pairwise(log))
    assert all(one.at <= shift.terms.length for one in log)
    for case in shift.cases.values():
        told = [one.kind for one in log if one.case == case.id]
        assert "arrived" == told[0], told
        assert told.count("left") <= 1, told
        left = told.index("left") if "left" in told else len(told)
        assert set(told[left + 1 :]) <= AFTER_LEAVING, told
        assert shift.seat.where(case.number).state in WHERE[case.standing], (case.standing, told)
        assert case.standing != "gone" or case.id not in shift.coming
        assert told.count("came_back") <= told.count("closed"), told
        if case.standing == "mine" and case.first_reply_at is None and not case.settled:
            assert case.is_due, told  # or the desk would not list it among what is to do
        assert not case.is_due or case.standing not in {"new", "mine"} or case.waits_since is not None, told


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_every_shipped_scenario_can_be_practised_in(path):
    """Twelve minutes in which anything is done, on the first day on which somebody works."""
    scenario = load(path)
    for day in range(7):
        try:
            hands = played_at_random(3, 12, plan=next(iter(scenario.plans)), day=day, time="10:00", scenario=scenario)
        except PracticeError:
            continue
        assert_sound(hands.shift)
        return
    pytest.fail("nobody works in its first week")


@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(
    seed=st.integers(1, 10_000),
    rule=st.fixed_dictionaries(
        {
            "returns": st.booleans(),
            "after": st.sampled_from([0, 2 * MINUTE, FAR]),
            "patience": st.sampled_from([None, 3 * MINUTE]),
        }
    ),
    when=st.fixed_dictionaries({"level": st.integers(1, 5), "day": st.integers(0, 4)}),
)
def test_no_rule_of_a_plan_breaks_a_shift(seed, rule, when):
    """Whoever customers come back to, whenever colleagues may take over, however patient customers are."""
    assert_sound(played_at_random(seed, 20, plan="calm", scenario=a_week(**rule), time="09:00", **when).shift)


def test_who_leaves_while_a_colleague_has_them_already_is_gone_and_the_shift_goes_on():
    """Nobody comes back to their owner, and the rep is rude to all: the colleague who is at it finds out when done."""
    hands, seen = begun(seed=3, plan="calm", scenario=a_week(returns=False, after=0), level=3), set()
    for _ in range(45):
        hands.wait(seconds=20)
        for case in hands.shift.waiting_cases():
            hands.do("reply", case, text="rude")
        gone = [one for one in hands.shift.cases.values() if one.standing == "gone"]
        seen |= {hands.shift.seat.where(one.number).state for one in gone}
    assert_sound(hands.shift)
    assert {"theirs", "ended"} == seen
    hands.shift.seat.run_until(hands.shift.seat.now + 120 * MINUTE)
    assert {"ended"} == {hands.shift.seat.where(one.number).state for one in gone}


def test_a_tour_in_which_nobody_waits_begins_with_the_first_who_comes():
    """Better than an empty desk: a pack of one's own may have a quiet week."""
    week = a_week(returns=True, after=0)
    team = week.plans["calm"].teams["desk"].model_copy(update={"headcount": 60})
    plan = week.plans["calm"].model_copy(update={"teams": week.plans["calm"].teams | {"desk": team}})
    hands = begun(level=0, plan="calm", scenario=week.model_copy(update={"plans": {"calm": plan}}))
    assert {} == hands.shift.cases
    hands.wait(30)
    assert 1 == len(hands.shift.cases)


@pytest.mark.parametrize("level", [4, 5])
def test_at_the_usual_length_a_disturbance_is_over_while_there_is_time_to_say_so(level):
    """Five minutes at least; its reports have come before, and the desk knows how long it lasts."""
    grade = LADDER[level]
    when = {"plan": grade.plan, "day": grade.day, "time": grade.time, "minutes": grade.minutes}
    hands = begun(level=level, pack=load_practice("pinfold"), **when)
    hands.wait(grade.minutes)
    (one,) = [each for each in hands.shift.running if each.began_at >= 0]
    assert one.fixed_at <= hands.terms.length - 5 * MINUTE
    reports = [each.arrived_at for each in hands.shift.cases.values() if each.script.incident == one.incident.id]
    assert len(reports) > 9
    assert max(reports) < one.fixed_at + 5 * MINUTE
    assert abs(one.fixed_at - one.began_at - one.incident.lasts) < 5 * MINUTE
    assert all(line.after < one.incident.lasts for line in one.incident.status)
