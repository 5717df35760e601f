"""Looking back: who may, what is kept at the first look, and how far shifts are without playing them."""

from __future__ import annotations

import pytest
from practice_pages import first_reply
from sqlalchemy import update

from sim.durations import MINUTE
from trainee_exercises.practice.bots import CAREFUL, FAST_AND_WRONG, QUITTER
from trainee_exercises.practice.day import PracticeError
from trainee_exercises.practice.levels import CLIMBED_FROM, CLIMBED_WITH, is_climbed
from trainee_exercises.practice.look_back import Viewer, catch_up, look_back, visible
from trainee_exercises.practice.measured import KEPT
from trainee_exercises.practice.standing import phases
from trainee_exercises.practice.wish import Wish
from trainee_exercises.storage import tables

OWN, TRAINER, OTHER = Viewer("u2", is_trainer=False), Viewer("u1", is_trainer=True), Viewer("u3", is_trainer=False)
CLIMBS = {"replies": CLIMBED_WITH, "overall": CLIMBED_FROM, "unsafe": 0, "played_out": True}


def may(practised, shift, viewer):
    """Tell whether somebody may look back at a shift."""
    try:
        visible(practised.shifts, shift, viewer)
    except PracticeError:
        return False
    return True


def test_the_first_look_keeps_the_figures_and_later_ones_change_nothing(practised):
    """On each database; what a trainer reads of many shifts at once is among them."""
    shift = practised.worked(bot=FAST_AND_WRONG, extra=(first_reply,))
    back = practised.looked(shift)
    kept = practised.shifts.row(shift)
    assert back.debrief.figures == {name: kept.figures[name] for name in back.debrief.figures}
    assert {one.kind for one in back.debrief.findings} == set(kept.figures["kinds"])
    about = kept.figures[KEPT]
    assert len(back.debrief.replies) == about["replies"] == sum(n for _, n in about["customers"])
    assert back.debrief.figures["facts"] == about["facts"][0] / about["facts"][1]
    (denied,) = kept.figures["disagreements"]
    assert denied["reply"] == back.debrief.replies[0].told.text
    assert denied["machine"]
    practised.storage.now.forward(MINUTE)
    practised.looked(shift)
    assert kept == practised.shifts.row(shift)


def test_it_ended_when_its_clock_ran_out_or_it_was_finished(practised):
    """Not when somebody looked back."""
    one, other = practised.worked(bot=QUITTER), practised.worked(bot=QUITTER, extra=({"kind": "finish"},))
    for shift in (one, other):
        practised.storage.now.forward(5 * MINUTE)
        practised.looked(shift)
    rows = {each.id: each for each in practised.shifts.all()}
    assert rows[one].created_at + rows[one].length == rows[one].ended_at
    assert rows[other].ended_at < rows[other].created_at + rows[other].length
    assert not rows[other].figures["played_out"]


def test_private_shifts_are_the_reps_alone_and_shared_ones_also_the_trainers(practised):
    """Other reps see neither."""
    private, shared = practised.worked(), practised.worked(seed=3)
    assert [True, False, False] == [may(practised, private, who) for who in (OWN, TRAINER, OTHER)]
    assert [True, True, False] == [may(practised, shared, who) for who in (OWN, TRAINER, OTHER)]
    says = []
    for shift in (private, "0" * 16):
        with pytest.raises(PracticeError) as told:
            visible(practised.shifts, shift, TRAINER)
        says.append(str(told.value))
    assert 1 == len(set(says))


def test_before_the_end_there_is_no_debrief(practised):
    """And nothing is kept."""
    shift = practised.shifts.begin(Wish(1, 1), "u2", "Robin")
    with pytest.raises(PracticeError, match="not begun"):
        look_back(practised.shifts, practised.storage, practised.shifts.row(shift))
    practised.shifts.act(shift, "u2", {"kind": "start"}, 0)
    with pytest.raises(PracticeError, match="under way"):
        look_back(practised.shifts, practised.storage, practised.shifts.row(shift))
    assert practised.shifts.row(shift).figures is None


def test_how_far_shifts_are_is_what_playing_them_says(practised):
    """Before, running, paused, going on after a pause, over, finished early."""
    acts = (("start", 1), ("pause", 2), ("resume", 9), ("pause", 1), ("resume", 4), ("finish", 1))
    shift = practised.shifts.begin(Wish(1, 1), "u2", "Robin")
    seen = []
    for kind, minutes in (("", 0), *acts):
        practised.storage.now.forward(minutes * MINUTE)
        if kind:
            practised.shifts.act(shift, "u2", {"kind": kind}, 0)
        seen.append(phases(practised.storage, practised.shifts.of("u2"))[shift])
        played = practised.shifts.played(shift)
        assert played.clock.phase(practised.storage.now()) == seen[-1]
    assert ["before", "running", "paused", "running", "paused", "running", "over"] == seen


@pytest.mark.parametrize(
    ("changes", "speed", "expected"),
    [
        ({}, 1.0, True),
        ({"overall": CLIMBED_FROM - 0.001}, 1.0, False),
        ({"replies": CLIMBED_WITH - 1}, 1.0, False),
        ({"unsafe": 1}, 1.0, False),
        ({"played_out": False}, 1.0, False),
        ({}, 0.5, False),
        ({}, 4.0, True),
    ],
)
def test_a_level_is_climbed_by_the_rule_that_the_page_states(changes, speed, expected):
    """Each condition by itself keeps one from climbing."""
    assert expected == is_climbed(2, CLIMBS | changes, speed)


def test_the_tour_is_climbed_by_a_reply_and_nothing_without_a_look_back():
    """Whatever its figures."""
    assert [False, True] == [is_climbed(0, CLIMBS | {"replies": n, "overall": 0.0}, 1.0) for n in (0, 1)]
    assert not is_climbed(1, None, 1.0)


def test_the_careful_one_climbs_and_the_hurried_one_does_not(practised):
    """Level 1 on one seed."""
    rows = []
    for bot in (CAREFUL, FAST_AND_WRONG):
        shift = practised.worked(bot=bot)
        practised.looked(shift)
        rows.append(practised.shifts.row(shift))
    assert [True, False] == [is_climbed(one.level, one.figures, one.speed) for one in rows]


def test_what_nobody_looked_back_at_is_caught_up_with(practised):
    """A few at a time; what runs, has not begun or can't be replayed any more stays as it is."""
    over = [practised.worked(bot=QUITTER, seed=seed) for seed in range(3)]
    shifts, storage = practised.shifts, practised.storage
    with storage.write() as connection:
        connection.execute(update(tables.shifts).where(tables.shifts.c.id == over[0]).values(scenario="title: ["))
    open_one = shifts.begin(Wish(1, 9), "u2", "Robin")
    assert catch_up(shifts, storage, shifts.of("u2"))
    kept = {one.id: one.figures is not None for one in shifts.of("u2")}
    assert {over[0]: False, over[1]: True, over[2]: True, open_one: False} == kept
