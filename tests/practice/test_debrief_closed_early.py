"""What was closed too early: a brush-off is told and counted, whether or not the customer can come back in time."""

from __future__ import annotations

import pytest
from debrief_log import FACTS, PACK, PLAIN, customer, found, passed, replied, says, took, wrote
from practice_builder import begun

from trainee_exercises.practice.bots import CAREFUL, FAST_AND_WRONG, play
from trainee_exercises.practice.debrief.course import Setting
from trainee_exercises.practice.debrief.report import debrief
from trainee_exercises.practice.played import Played
from trainee_exercises.practice.shifts import listener
from trainee_exercises.practice.wish import Wish, settled, terms_of

NOW = tuple(one.id for one in PLAIN.facts if not one.later)
LATER = next(one.id for one in PLAIN.facts if one.later)
BILLING = next(one for one in PACK.scripts.values() if one.route == "billing")
FAULT = next(one for one in PACK.scripts.values() if one.route == "engineering")
ASKS = next(one for one in PACK.scripts.values() if one.needs and one.route == "answer")
BY = {"by": "Lee"}
EMPTY = (2, "replied", "Pia", replied([]))
PROMISE = (2, "replied", "Pia", replied([], manner=frozenset({"promise"})))
CLOSED = (2, "closed", "Pia")
BACK = (6, "came_back", "Pia", {"about": NOW[0]})
AGAIN = (6, "customer_wrote", "Pia", wrote(why="missing", about=NOW[0]))
NEXT = (1.5, "customer_wrote", "Pia", wrote(about=LATER))
LACKS = f"Pia was closed without what they needed: {PLAIN.facts[0].fact}"


def early(*rows, minutes=4, script=PLAIN, **how):
    """Return what is told as closed too early of one customer."""
    return says(found(customer("Pia", script=script), *rows, minutes=minutes, **how), "closed_early")


def verdict(*rows, script=PLAIN, minutes=4):
    """Return what that customer would say."""
    (one,) = found(customer("Pia", script=script), *rows, minutes=minutes).asked
    return one.verdict


# ---- what is told ----


def test_a_brush_off_is_told_with_the_reply_and_the_close():
    """Though the shift was over before the customer could come back."""
    shift = found(customer("Pia"), EMPTY, CLOSED, minutes=3)
    (one,) = [each for each in shift.findings if each.kind == "closed_early"]
    assert (LACKS, (2, 3)) == (one.says, one.entries)
    assert "is each question in it answered?" in one.advice


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([(2, "replied", "Pia", replied(NOW[:1])), CLOSED], PLAIN.facts[1].fact),
        ([(2, "replied", "Pia", replied(NOW)), CLOSED], None),
        ([(2, "replied", "Pia", replied()), CLOSED], None),
        ([(1, "replied", "Pia", replied(NOW)), NEXT, CLOSED], next(x.fact for x in PLAIN.facts if x.id == LATER)),
        ([(1, "replied", "Pia", replied(NOW)), NEXT, (2, "replied", "Pia", replied([LATER])), CLOSED], None),
        ([EMPTY, CLOSED, (2.5, "reopened", "Pia")], None),
        ([EMPTY, CLOSED, (2.5, "reopened", "Pia"), (3, "closed", "Pia")], PLAIN.facts[0].fact),
        ([EMPTY, CLOSED, (3, "left", "Pia", {"how": "leaves"})], None),
        ([EMPTY, (2, "closed", "Pia", {"settled": True})], None),
        ([(1, "replied", "Pia", replied([])), (1.5, "customer_wrote", "Pia", wrote("thanks")), CLOSED], None),
        ([PROMISE, CLOSED], None),
        ([PROMISE, (3, "customer_wrote", "Pia", wrote("promised", "promise")), (3, "closed", "Pia")],
         PLAIN.facts[0].fact),
        ([EMPTY, (2, "passed", "Pia", passed()), CLOSED], None),
        ([EMPTY, (2.5, "colleague_answered", "Pia", BY), (3, "closed", "Pia")], None),
        ([(1, "took", "Pia", took()), CLOSED], "Pia was closed without an answer."),
    ],
)  # fmt: skip
def test_closed_too_early_is_without_what_was_needed_then(rows, words):
    """At once, or asked since; not what the rep opened again, nor who left, is content, or is somebody else's."""
    told = early(*rows)
    assert (words is not None) == bool(told)
    assert all(one.endswith(words) for one in told)


def test_who_was_asked_for_what_must_be_asked_is_waited_for():
    """Until they have given it."""
    asks = (2, "replied", "Pia", replied([], asked=frozenset({ASKS.needs[0].id})))
    gives = (3, "customer_wrote", "Pia", wrote(why="need", about=ASKS.needs[0].id))
    assert [] == early(asks, CLOSED, script=ASKS)
    assert 1 == len(early(asks, gives, (3.5, "closed", "Pia"), script=ASKS))


def test_who_waits_for_an_engineer_is_closed_too_early_once_the_note_is_there():
    """Nobody has told them what it says."""
    asked = (2.5, "asked_engineering", "Pia", {"to": "lena", "told": True, "right": True} | BY)
    told = (3, "customer_wrote", "Pia", wrote("promised", "promise"))
    note = (7, "engineering_said", "Pia", BY)
    rows = [PROMISE, asked, told, (3, "closed", "Pia")]
    assert [] == early(*rows, script=FAULT, minutes=5)
    assert 1 == len(early(*rows, note, script=FAULT, minutes=8))


# ---- only once ----


def test_each_close_is_told_once():
    """Who came back, and was brushed off again, twice."""
    again = [(7, "replied", "Pia", replied([])), (7, "closed", "Pia")]
    assert ["Pia came back after you had closed the conversation."] == early(EMPTY, CLOSED, BACK, AGAIN, minutes=7)
    told = early(EMPTY, CLOSED, BACK, AGAIN, *again, minutes=8)
    assert [LACKS, "Pia came back after you had closed the conversation."] == sorted(told, reverse=True)


def test_what_was_asked_twice_and_closed_is_told_as_closed():
    """Once, as it is the same thing that they lack; another thing that was asked twice is told."""
    twice = [(n, "customer_wrote", "Pia", wrote(why="missing", about=NOW[0])) for n in (1, 2)]
    shift = found(customer("Pia"), (0.5, "replied", "Pia", replied([])), *twice, EMPTY, CLOSED, minutes=3)
    assert [LACKS] == says(shift, "closed_early", "asked_again")
    half = (2, "replied", "Pia", replied(NOW[:1]))
    given = found(customer("Pia"), (0.5, "replied", "Pia", replied([])), *twice, half, CLOSED, minutes=3)
    assert ["asked_again", "closed_early"] == sorted(
        one.kind for one in given.findings if one.kind in {"asked_again", "closed_early"}
    )


@pytest.mark.parametrize("back", [(), (BACK,)])
def test_who_needed_a_colleague_is_told_as_that_alone(back):
    """Closed without them, come back or not."""
    shift = found(customer("Pia", script=BILLING), EMPTY, CLOSED, *back, minutes=7)
    assert 1 == len(says(shift, "route", "closed_early"))


# ---- it makes no difference how much of the shift is left ----


@pytest.mark.parametrize(
    ("rows", "back"),
    [
        ([EMPTY, CLOSED], AGAIN),
        ([(2, "replied", "Pia", replied(NOW)), CLOSED], (6, "customer_wrote", "Pia", wrote(about=LATER))),
        ([(2, "replied", "Pia", replied(FACTS, claimed=frozenset({PLAIN.claims[0].id}))), CLOSED],
         (6, "customer_wrote", "Pia", wrote(why="claim", about=PLAIN.claims[0].id))),
        ([PROMISE, CLOSED], (6, "customer_wrote", "Pia", wrote("promised", "promise"))),
    ],
    ids=["brush-off", "next question", "something wrong", "promise"],
)  # fmt: skip
def test_who_could_not_come_back_before_the_end_counts_as_who_did(rows, back):
    """The same findings in number and weight, and the same verdict."""
    before = found(customer("Pia"), *rows, minutes=3)
    after = found(customer("Pia"), *rows, (6, "came_back", "Pia", {"about": ""}), back, minutes=6)
    weights = [[(one.kind, one.weight) for one in each.findings] for each in (before, after)]
    assert weights[0] == weights[1]
    assert before.asked[0].verdict == after.asked[0].verdict
    assert before.figures["helped"] == after.figures["helped"]


def test_whoever_was_closed_before_what_they_had_asked_says_bad():
    """A next question that nobody had asked is no fault; who came back and was helped says OK."""
    assert ("Bad", "Good") == (verdict(EMPTY, CLOSED), verdict((2, "replied", "Pia", replied(NOW)), CLOSED))
    assert "Bad" == verdict((1, "replied", "Pia", replied(NOW)), NEXT, CLOSED)
    assert "Good" == verdict((1, "replied", "Pia", replied(NOW)), NEXT)
    assert "OK" == verdict(EMPTY, CLOSED, BACK, AGAIN, (7, "replied", "Pia", replied(NOW)), minutes=8)


def test_the_log_says_who_was_about_to_say_thanks():
    """They are content, though not all was said that the script has."""
    hands = begun()
    case = hands.waiting("plain")[0]
    hands.do("reply", case, text="all", close=True)
    other = hands.waiting("plain")[0]
    hands.do("reply", other, text="first", close=True)
    assert [True, False] == [hands.told(one, "closed")[0].data["settled"] for one in (case, other)]


# ---- at the desk ----


def brush_off(_):
    """Return what helps nobody."""
    return "Hi, thanks for your message, have a good day."


BOTS = {
    "careful": CAREFUL,
    "brushes-off": CAREFUL._replace(writes=brush_off, closes=True, hands_on=False),
    "fast-and-wrong": FAST_AND_WRONG._replace(closes=True),
}


def told_of(bot, level, seed):
    """Return the debrief of a shift that a bot has worked, and which customers it closed before they came back."""
    kept = settled(Wish(level, seed))
    played = Played(terms_of(kept, "Robin"), kept.speed, listener("pinfold").understand)
    play(played, BOTS[bot])
    shift = played.shift
    return debrief(shift.log, Setting(shift.terms.pack, shift.terms.level, shift.now, played.clock.speed))


@pytest.mark.many_conversations
@pytest.mark.parametrize(("level", "seed"), [(1, 7), (2, 1), (3, 2), (4, 11)])
def test_the_careful_one_closes_nothing_too_early(level, seed):
    """It waits for thanks."""
    assert [] == says(told_of("careful", level, seed), "closed_early")


@pytest.mark.many_conversations
@pytest.mark.parametrize("bot", ["brushes-off", "fast-and-wrong"])
@pytest.mark.parametrize(("level", "seed"), [(1, 7), (3, 2)])
def test_whoever_closes_at_once_without_help_is_told_of_each_customer(bot, level, seed):
    """Of those too who could not come back: as closed early, as a colleague's, or as one who left."""
    shift = told_of(bot, level, seed)
    closed = [one for one in shift.courses if one.of("closed") and one.ended]
    assert any("without what they needed" in one for one in says(shift, "closed_early"))
    told = {one.case for one in shift.findings if one.kind in {"closed_early", "route", "left"}}
    assert closed
    assert {one.id for one in closed} <= told
    assert {"Bad"} == {one.verdict for one in shift.asked if one.case in {each.id for each in closed}}
