"""What the rep closes and opens again: whoever waited waits on, as long and as impatiently as before."""

from __future__ import annotations

import pytest
from debrief_log import customer, found, log, replied, says, setting, took, wrote
from practice_builder import begun, log_bytes

from sim.durations import MINUTE
from trainee_exercises.practice.debrief.course import Setting
from trainee_exercises.practice.debrief.report import debrief
from trainee_exercises.practice.view import case_json


@pytest.fixture
def hands():
    """Give a rep who is alone at the desk, with some who wait."""
    return begun()


@pytest.fixture
def case(hands):
    """Give one of the plain sort who waits, and waited before the shift began."""
    return next(one for one in hands.waiting("plain") if one.arrived_at < 0)


def closed_and_reopened(hands, case, minutes=1.0):
    """Close a conversation and open it again so much later."""
    hands.do("close", case)
    hands.wait(minutes)
    hands.do("reopen", case)


def test_who_was_closed_without_a_word_waits_since_their_message(hands, case):
    """On the desk, among those who wait, and in what the reply notes of the wait."""
    hands.wait(2)
    closed_and_reopened(hands, case)
    told = case_json(case, hands.shift)
    assert (True, case.arrived_at) == (told["due"], told["waits_since"])
    assert case in list(hands.shift.waiting_cases())
    hands.do("reply", case, text="all")
    assert 3 * MINUTE - case.arrived_at == hands.told(case, "replied")[0].data["waited"]
    assert (False, None) == (case.is_due, case.waits_since)


def test_who_had_asked_something_waits_since_they_asked(hands, case):
    """Not since their first message, nor since it was opened again."""
    hands.do("reply", case, text="first")
    hands.wait(3)
    asked_at = hands.told(case, "customer_wrote")[0].at
    assert asked_at == case.waits_since
    closed_and_reopened(hands, case)
    assert (True, asked_at) == (case.is_due, case.waits_since)


def test_who_had_the_word_has_it_still(hands, case):
    """Nobody waits who is about to write."""
    hands.do("reply", case, text="first")
    closed_and_reopened(hands, case, 0.1)
    assert (False, None, 0) == (case.is_due, case.waits_since, len(hands.told(case, "came_back")))


def test_patience_goes_on_where_it_was(hands, case):
    """Fourteen minutes for the casual ones, whatever was closed in between; and they say so but once."""
    hands.wait(5)
    closed_and_reopened(hands, case)
    hands.wait(7.9)
    assert [] == hands.told(case, "nudged")
    hands.wait(0.2)
    assert [14 * MINUTE] == [one.at for one in hands.told(case, "nudged")]
    hands.wait(1)
    closed_and_reopened(hands, case)
    assert 1 == case.n_nudges
    hands.wait(30)
    assert [14 * MINUTE, 28 * MINUTE] == [one.at for one in hands.told(case, "nudged")]
    assert [42 * MINUTE] == [one.at for one in hands.told(case, "left")]
    assert [] == hands.told(case, "came_back")


def test_whose_patience_ran_out_while_it_was_closed_says_so_at_once(hands, case):
    """And the shift replayed from its acts is the same."""
    hands.wait(13)
    closed_and_reopened(hands, case, 2)
    hands.wait(seconds=1)
    assert [15 * MINUTE] == [one.at for one in hands.told(case, "nudged")]
    again = begun()
    for act in hands.acts[1:]:
        again.played.replay(act)
    again.played.look(hands.now)
    assert log_bytes(again.shift) == log_bytes(hands.shift)


def test_all_that_were_closed_together_wait_on():
    """Each since their own message."""
    hands = begun(day=3, time="09:00")  # the day of a disturbance
    hands.wait(20)
    first, second = hands.waiting("slow-one")[0], hands.waiting("slow-two")[0]
    hands.do("merge", second, into=first.id)
    since = [one.waits_since for one in (first, second)]
    closed_and_reopened(hands, first, 0.5)
    assert since == [one.waits_since for one in (first, second)]
    assert all(one.is_due for one in (first, second))


def test_who_still_had_something_to_write_writes_it(hands):
    """A customer who came apart from a wrong merge while they thought about an answer waits, and is not done."""
    case, other = hands.waiting("plain")[0], hands.waiting("sales")[0]
    hands.do("reply", case, text="wrong")
    hands.do("merge", case, into=other.id)
    hands.wait(2.1)
    assert case.is_due
    closed_and_reopened(hands, case, 0.2)
    assert case.is_due
    hands.wait(7)
    assert "I tried plain wrong; no." == case.messages[-1].text


# ---- in the debrief ----


def test_the_debrief_counts_the_whole_wait(hands, case):
    """From the start of the shift to the answer; closed in between or not."""
    hands.wait(9)
    closed_and_reopened(hands, case)
    hands.wait(3)
    hands.do("reply", case, text="all")
    terms = hands.terms
    shift = debrief(hands.shift.log, Setting(terms.pack, terms.level, hands.shift.now, 1.0))
    (one,) = [each for each in shift.courses if each.id == case.id]
    assert 13 * MINUTE == one.waited(hands.shift.now)
    assert 13 * MINUTE == one.waits_at(one.of("replied")[0])


CLOSED = [(1, "took", "Pia", took()), (2, "closed", "Pia")]


@pytest.mark.parametrize(
    ("rows", "is_idle"),
    [
        ([*CLOSED, (3, "reopened", "Pia")], True),
        (CLOSED, False),
        ([(1, "replied", "Pia", replied()), (2, "closed", "Pia"), (3, "reopened", "Pia")], False),
        ([(1, "replied", "Pia", replied([])), (2, "customer_wrote", "Pia", wrote("promised", "promise")),
          (2, "closed", "Pia"), (3, "reopened", "Pia")], False),
    ],
)  # fmt: skip
def test_doing_nothing_while_somebody_waits_in_what_was_opened_again_is_told(rows, is_idle):
    """Not where they have the word, or have agreed to wait."""
    assert is_idle == bool(says(found(customer("Pia"), *rows, minutes=9), "idle"))


def test_a_promise_in_what_was_opened_again_is_still_to_be_kept():
    """To close it is told as that, as long as it is closed."""
    rows = [customer("Pia"), (1, "replied", "Pia", replied([], manner=frozenset({"promise"}))),
            (2, "customer_wrote", "Pia", wrote("promised", "promise")), (3, "closed", "Pia")]  # fmt: skip
    assert [] == says(debrief(log(*rows), setting(20)), "promise")
    (one,) = says(debrief(log(*rows, (4, "reopened", "Pia")), setting(20)), "promise", "closed_early")
    assert "and had heard nothing when the shift ended" in one
