"""Asking an engineer: the conversation stays the rep's, waits out of sight, and is due again when the note comes."""

from __future__ import annotations

import json

import pytest
from practice_builder import a_script, begun, log_bytes, made, the_desk, understand

from sim.durations import MINUTE
from trainee_exercises.practice.doing import CantDo
from trainee_exercises.practice.moments import moments, tried
from trainee_exercises.practice.played import Act, Played
from trainee_exercises.practice.view import About, view

ABOUT = About("0123456789abcdef", "Robin", "A week", "small", is_private=True)
BUG = {
    "category": "bug_report",
    "route": "engineering",
    "root_cause": {"cause": "A rule fires twice.", "owner": "engineering"},
}
THEIRS = {"category": "bug_report", "root_cause": {"cause": "Their network drops it.", "owner": "customer"}}


def with_script(**changes):
    """Return a rep alone with customers of one situation, and one of them."""
    pack = the_desk().model_copy(update={"scripts": {"plain": made(a_script(**changes))}})
    hands = begun(pack=pack)
    return hands, hands.waiting()[0]


def test_the_case_is_kept_out_of_sight_and_due_again_with_the_note():
    """After the engineer's delay; what the page shows says so meanwhile."""
    hands, case = with_script(**BUG)
    says = hands.do("engineering", case)["says"]
    assert "Lena Brandt has been asked. Tell the customer that it takes a while." == says
    shown = view(hands.played, ABOUT, hands.now)["cases"][case.id]
    assert {"name": "Lena Brandt", "since": 0, "until": 8 * MINUTE} == shown["engineering"]
    assert ("mine", 8 * MINUTE) == (shown["standing"], shown["snoozed_until"])
    hands.do("reply", case, text="I have asked our engineers")
    hands.wait(7)
    assert (8 * MINUTE, True) == (case.snoozed_until, case.promised)
    hands.wait(1)
    said = hands.told(case, "engineering_said")[0]
    assert ("known", True, "Lena Brandt") == tuple(said.data[one] for one in ("verdict", "right", "by"))
    assert ("note", "Lena Brandt", said.data["text"]) == (case.messages[-1].by, *case.messages[-1][3:])
    assert "A rule fires twice." in said.data["text"]
    assert ("mine", True, None, None, hands.shift.now) == (
        case.standing, case.is_due, case.snoozed_until, case.asked, case.waits_since,
    )  # fmt: skip
    hands.do("reply", case, text="all")
    hands.wait(3)
    assert case.settled


def test_who_was_told_waits_four_times_as_long_and_who_was_not_does_not():
    """Patience of 14 minutes; the note comes after eight."""
    nudged = []
    for text in ("Lena looks into it", "hello"):
        hands, case = with_script(**BUG)
        hands.do("engineering", case)
        hands.do("reply", case, text=text)
        hands.wait(30)
        nudged.append(len(hands.told(case, "nudged")))
    assert [0, 1] == nudged


@pytest.mark.parametrize(
    ("changes", "verdict", "right"),
    [(BUG, "known", True), (THEIRS, "not_ours", True), ({}, "no_need", False)],
    ids=["bug", "not ours", "question"],
)
def test_the_note_follows_from_the_script_and_a_question_comes_back_with_a_reason(changes, verdict, right):
    """Nobody throws dice for it."""
    hands, case = with_script(**changes)
    hands.do("engineering", case)
    hands.wait(8)
    said = hands.told(case, "engineering_said")[0].data
    assert (verdict, right, right) == (
        said["verdict"],
        said["right"],
        hands.told(case, "asked_engineering")[0].data["right"],
    )
    assert ("No bug here as far as I can tell; back to you." == said["text"]) is (not right)


def test_of_a_disturbance_the_engineer_says_whether_it_is_over():
    """As the status page does."""
    hands = begun(day=3, time="09:00")
    hands.wait(9)
    first, second = hands.waiting("slow-one")[0], hands.waiting("slow-two")[0]
    for one, wait in ((first, 5), (second, 8)):
        hands.do("engineering", one)
        hands.wait(wait)
    hands.wait(5)
    said = {one.id: hands.told(one, "engineering_said")[0].data["verdict"] for one in (first, second)}
    assert {first.id: "known", second.id: "fixed"} == said


def test_it_is_asked_once_at_a_time_and_of_somebody_who_is_there():
    """The refusal says when the note comes; a pack without an engineer says so, and nothing is taken."""
    hands, case = with_script(**BUG)
    hands.do("engineering", case)
    hands.wait(2)
    with pytest.raises(CantDo, match="Lena Brandt has been asked; the note comes in about 6 min"):
        hands.do("engineering", case)
    mates = tuple(one for one in the_desk().colleagues if one.takes != "engineering")
    alone = begun(pack=the_desk().model_copy(update={"colleagues": mates}))
    assert view(alone.played, ABOUT, alone.now)["desk"]["engineer"] is None
    with pytest.raises(CantDo, match="no engineer to ask"):
        alone.do("engineering", alone.waiting()[0])
    assert [] == [one for one in alone.shift.log if one.kind == "took"]


def test_what_was_closed_or_left_meanwhile_is_not_due_again():
    """The note stands in the thread of what was closed; who has left gets none."""
    hands, case = with_script(**BUG)
    hands.do("engineering", case)
    hands.do("reply", case, text="all", close=True)
    hands.wait(9)
    assert ("closed", False, 1) == (case.standing, case.is_due, len(hands.told(case, "engineering_said")))
    other = hands.waiting()[0]
    hands.do("engineering", other)
    for _ in range(2):
        hands.do("reply", other, text="rude")
        hands.wait(3)
    hands.wait(9)
    assert ("gone", []) == (other.standing, hands.told(other, "engineering_said"))


def test_a_moment_in_which_the_engineer_was_asked_is_tried_again_as_it_was():
    """To name them is a promise then, and not before."""
    hands, case = with_script(**BUG)
    hands.do("reply", case, text="Lena Brandt")
    hands.wait(3)
    hands.do("engineering", case)
    hands.do("reply", case, text="Lena Brandt")
    hands.wait(3)
    found = moments(hands.shift, case)
    done = [tried(hands.shift, case, one, "Lena Brandt", understand).then for one in found]
    assert ["waits", "promised"] == done == [one.data["then"] for one in hands.told(case, "customer_wrote")]


def test_it_is_replayed_to_the_same_bytes():
    """From the acts as they are stored."""
    hands, case = with_script(**BUG)
    hands.do("engineering", case)
    hands.do("reply", case, text="engineers look into it")
    hands.wait(12)
    again = Played(hands.terms, 1.0, understand)
    for act in hands.acts:
        again.replay(Act(*json.loads(json.dumps(act))))
    again.look(hands.now)
    assert log_bytes(hands.shift) == log_bytes(again.shift)
