"""What shift somebody wishes for: all that can be wrong is a sentence with what would be right; and its clock."""

from __future__ import annotations

import pytest
from practice_builder import BEGINS, OWN

from sim.durations import MINUTE
from trainee_exercises.practice.clock import Clock
from trainee_exercises.practice.day import PracticeError, minutes_of
from trainee_exercises.practice.levels import LADDER, level
from trainee_exercises.practice.load import load_practice
from trainee_exercises.practice.wish import Wish, as_json, settled, terms_of


@pytest.mark.parametrize(
    ("wish", "says"),
    [
        (Wish(9, 1), "9 is no level; the ladder goes from 0 to 5"),
        (Wish(-1, 1), "-1 is no level"),
        (Wish(1, -1), "-1 is no seed; choose a whole number from 0 to 2,147,483,647"),
        (Wish(1, 2**31), "is no seed"),
        (Wish(1, 1, speed=3.0), "3 is no speed; choose one of 0.5, 1, 2, 4, 8"),
        (Wish(1, 1, minutes=9), "9 minutes is no length; choose 10 to 60"),
        (Wish(1, 1, minutes=61), "61 minutes is no length"),
        (Wish(1, 1, pack="nowhere"), "nowhere"),
        (Wish(1, 1, pack="../../etc"), "etc"),
        (Wish(1, 1, scenario="a: ["), "the scenario can't be used"),
        (Wish(1, 1, scenario="title: x"), "the scenario can't be used"),
        (Wish(1, 1, scenario=OWN, plan="calm"), "'calm' is no plan of this scenario; it has ours"),
        (Wish(1, 1, plan="clam"), "'clam' is no plan of this scenario; it has calm, busy"),
        (Wish(1, 1, day=7), "day 8 is after the end of this scenario, which has 7 days; choose one"),
        (Wish(1, 1, day=5), "nobody works on day 6 of this plan; choose another day"),
        (Wish(1, 1, day=-1), "-1"),
        (Wish(1, 1, scenario=OWN, day=1), "nobody works on day 2 of this plan"),
        (Wish(1, 1, time="9"), "'9' is no time; write HH:MM, such as 09:00"),
        (Wish(1, 1, time="nine:00"), "'nine:00' is no time"),
        (Wish(1, 1, time="24:00"), "'24:00' is no time of a day; write 00:00 to 23:59"),
        (Wish(1, 1, time="10:75"), "'10:75' is no time; write HH:MM"),
        (Wish(1, 1, time="-1:30"), "'-1:30' is no time"),
        (
            Wish(1, 1, scenario=OWN.replace("customers: 500", "customers: 1200000"), day=0),
            "more than 20,000 that a shift can have; choose an earlier day or a smaller team",
        ),
    ],
)
def test_a_shift_that_cannot_be_had_is_a_sentence(wish, says):
    """Whatever comes from a form or a link."""
    with pytest.raises(PracticeError) as error:
        settled(wish)
    assert says in str(error.value)


@pytest.mark.parametrize("number", range(6))
def test_every_level_of_the_ladder_can_be_had(number):
    """With its own length, plan and moment; the tour is the same for everybody, at its own pace."""
    kept, grade = settled(Wish(number, 77, speed=2.0)), level(number)
    assert (grade.plan, grade.day, minutes_of(grade.time)) == (kept.plan, kept.day, kept.time)
    tour = number == 0
    assert (1 if tour else 77, 1.0 if tour else 2.0) == (kept.seed, kept.speed)
    assert grade.minutes * MINUTE * (1 if tour else 2) == kept.length
    assert grade is LADDER[number]


def test_a_scenario_of_ones_own_is_played_in_its_first_plan_and_kept_whole():
    """What is stored makes the same terms again."""
    kept = settled(Wish(1, 1, scenario=OWN, day=0, minutes=10))
    assert ("ours", "Ours", OWN, 10 * MINUTE) == (kept.plan, kept.title, kept.scenario, kept.length)
    terms = terms_of(kept, "Robin")
    assert (terms.scene.plan, terms.scene.seed, terms.pack.id) == ("ours", 1, "pinfold")
    assert {"seed", "length", "speed", "plan", "day", "time"} == as_json(kept).keys()


def test_a_pack_that_cannot_be_read_any_more_is_a_sentence():
    """It was there when the shift was begun."""
    with pytest.raises(PracticeError, match="the practice pack 'gone' can't be read"):
        terms_of(settled(Wish(1, 1))._replace(pack="gone"), "Robin")


def test_the_levels_get_harder():
    """More scripts come, patience shrinks, hints go, and the clock can't be stopped any more."""
    steps = LADDER[1:]
    assert sorted(one.scripts_up_to for one in steps) == [one.scripts_up_to for one in steps]
    assert sorted((one.patience for one in steps), reverse=True) == [one.patience for one in steps]
    assert [True, True, False, False, False] == [one.hints for one in steps]
    assert [True, True, True, False, False] == [one.pauses for one in steps]
    assert load_practice("pinfold").start_article


@pytest.mark.parametrize("speed", [0.5, 1.0, 8.0])
def test_the_clock_runs_at_its_speed_without_the_pauses(speed):
    """Ticks are real ms times the speed, the pauses left out; it stops at its length."""
    clock = Clock(60 * MINUTE, speed)
    assert (0, "before", None) == (clock.ticks(BEGINS), clock.phase(BEGINS), clock.ends_at())
    clock = clock._replace(started_at=BEGINS)
    assert (round(1000 * speed), "running") == (clock.ticks(BEGINS + 1000), clock.phase(BEGINS + 1000))
    paused = clock._replace(paused_at=BEGINS + 1000)
    assert (round(1000 * speed), "paused") == (paused.ticks(BEGINS + 9000), paused.phase(BEGINS + 9000))
    assert paused.ends_at() is None
    later = clock._replace(lost=8000)
    assert round(2000 * speed) == later.ticks(BEGINS + 10_000)
    end = later.ends_at()
    assert BEGINS + 8000 + round(60 * MINUTE / speed) == end
    assert (60 * MINUTE, "over") == (later.ticks(end), later.phase(end))
    assert (60 * MINUTE, "running") == (later.ticks(end + 10**9), later.phase(end - 2))


def test_a_clock_that_was_ended_stands_and_is_over():
    """Also one that was ended in a pause; before the start nothing runs backwards."""
    clock = Clock(MINUTE, 1.0, started_at=BEGINS, finished_at=BEGINS + 500)
    assert (500, "over", None) == (clock.ticks(BEGINS + 900), clock.phase(BEGINS + 900), clock.ends_at())
    assert 300 == clock._replace(paused_at=BEGINS + 300).ticks(BEGINS + 900)
    assert 0 == clock.ticks(BEGINS - 5000)
