"""A shift is its terms and acts: the same log, byte for byte, however often somebody looked and wherever."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from practice_builder import BEGINS, Hands, begun, log_bytes, played_at_random, seats, understand

from sim.durations import MINUTE, SECOND
from trainee_exercises.practice.doing import CantDo
from trainee_exercises.practice.played import Act, Played


def replayed(hands, looks=()):
    """Return the shift made anew from its acts as JSON, looked at in between at those instants."""
    played = Played(hands.terms, hands.played.clock.speed, understand)
    steps = [(one.at, 1, Act(*json.loads(json.dumps(one)))) for one in hands.acts] + [(at, 0, None) for at in looks]
    for at, _, act in sorted(steps, key=lambda step: step[:2]):
        if act is None:
            played.look(at)
        else:
            played.replay(act)
    played.look(hands.now)
    return played


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(
    seed=st.integers(1, 10_000),
    plan=st.sampled_from(["alone", "calm", "short"]),
    looks=st.lists(st.integers(0, 25 * MINUTE), max_size=60),
)
def test_the_log_is_the_same_however_often_it_is_looked_at_and_after_a_crash(seed, plan, looks):
    """Whatever a rep does; refused actions change nothing; the acts come back from JSON."""
    hands = played_at_random(seed, 25, plan=plan)
    assert 10 < len(hands.acts)
    again = replayed(hands, [BEGINS + one for one in looks])
    for one, other in zip(hands.shift.log, again.shift.log, strict=False):
        assert one == other
    assert log_bytes(hands.shift) == log_bytes(again.shift)
    assert seats(hands.shift) == seats(again.shift)
    texts = [
        [one.text for one in case.messages] for shift in (hands.shift, again.shift) for case in shift.cases.values()
    ]
    assert texts[: len(texts) // 2] == texts[len(texts) // 2 :]


@pytest.mark.parametrize("day", [2, 4])
def test_who_only_looks_on_sees_the_same_at_any_pace(day):
    """One look at the end, or one a second, through a disturbance and colleagues who work."""
    ends = []
    for step in (60 * MINUTE, 7 * SECOND):
        hands = begun(plan="calm", day=day, level=5)
        for at in range(BEGINS, BEGINS + 60 * MINUTE + 1, step):
            hands.played.look(at)
        ends.append(log_bytes(hands.shift))
    assert ends[0] == ends[1]


def test_an_act_that_would_be_refused_today_is_left_out_and_the_shift_can_be_read():
    """Rules may become stricter; what people did before stays readable."""
    hands = begun()
    case = hands.waiting()[0]
    hands.do("take", case)
    odd = [
        Act(hands.now, {"kind": "reopen", "case": case.id}),
        Act(hands.now, {"kind": "reply", "case": case.id, "text": "x"}),
    ]
    played = Played(hands.terms, 1.0, understand)
    for act in [*hands.acts, *odd]:
        played.replay(act)
    assert ["took", "replied"] == [one.kind for one in played.shift.log if one.case == case.id][1:]


def test_another_seed_is_another_day_and_the_same_seed_the_same():
    """Two reps with one seed meet the same customers."""
    days = [log_bytes(begun(seed=seed).shift) for seed in (5, 5, 6)]
    assert days[0] == days[1] != days[2]


def test_the_speed_changes_nothing_of_the_day():
    """Twice as fast for half as long is the same shift."""
    logs = []
    for speed, minutes in ((1.0, 20), (4.0, 5)):
        hands = begun(plan="calm", speed=speed)
        hands.wait(minutes)
        logs.append(log_bytes(hands.shift))
    assert logs[0] == logs[1]


def test_a_pause_stops_customers_and_colleagues():
    """Nothing happens in it, however long it is; nothing can be done but drafts; then it goes on where it stood."""
    hands = begun(plan="calm")
    hands.wait(5)
    case = next(iter(hands.shift.cases.values()))
    hands.do("pause")
    before, at = log_bytes(hands.shift), hands.shift.now
    hands.wait(600)
    assert (before, at) == (log_bytes(hands.shift), hands.shift.now)
    with pytest.raises(CantDo, match="The clock stands still; go on first"):
        hands.do("take", case)
    assert 1 == hands.do("draft", case, field="reply", text="x", revision=1)["revision"]
    hands.do("pause")
    hands.do("resume")
    hands.do("resume")
    hands.wait(1)
    assert at + MINUTE == hands.shift.now


@pytest.mark.parametrize("level", [4, 5])
def test_at_the_highest_levels_the_clock_does_not_stop(level):
    """A refusal with a sentence."""
    with pytest.raises(CantDo, match="At this level the clock does not stop"):
        begun(level=level).do("pause")


def test_before_the_start_and_after_the_end_nothing_can_be_done():
    """To start twice is to start once; to end is for good."""
    hands = Hands()
    for kind in ("pause", "resume", "finish"):
        with pytest.raises(CantDo, match="not running"):
            hands.do(kind)
    with pytest.raises(CantDo, match="has not begun"):
        hands.do("status")
    hands.do("start")
    hands.wait(3)
    hands.do("start")
    assert 3 * MINUTE == hands.shift.now
    hands.do("finish")
    hands.wait(3)
    assert (3 * MINUTE, "over") == (hands.shift.now, hands.played.clock.phase(hands.now))
    for kind, says in (("status", "The shift is over"), ("finish", "not running"), ("resume", "not running")):
        with pytest.raises(CantDo, match=says):
            hands.do(kind)


def test_a_shift_is_over_when_its_time_is():
    """Also where nobody looked; what comes later is not told."""
    hands = begun(minutes=10)
    hands.wait(500)
    assert (10 * MINUTE, "over") == (hands.shift.now, hands.played.clock.phase(hands.now))
    assert max(one.at for one in hands.shift.log) <= 10 * MINUTE
