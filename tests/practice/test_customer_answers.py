"""What a customer says next: branch by branch, from a state of mind and what a reply said."""

from __future__ import annotations

from collections import Counter

import pytest
from practice_builder import a_claim, a_desk, a_need, a_script, made, understand

from sim.durations import MINUTE, SECOND
from trainee_exercises.practice.customer import Heard, Mind, answer, covers_all, gives_up_after
from trainee_exercises.practice.luck import between, luck, pick
from trainee_exercises.practice.scripts import Lines

LINES = Lines.model_validate(a_desk()["lines"]["casual"])


def says(script, reply, mind=None, passed_to=None, seed="s"):
    """Return the customer's mind after a reply, and what they say."""
    script = made(script)
    return answer(script, LINES, mind or Mind(), Heard(understand(script, reply), passed_to, seed))


def branch(name="special", text="Special.", then="waits", **when):
    """Return a branch as it is written."""
    return {"id": name, "when": when, "says": text, "then": then}


def test_who_has_all_they_need_says_thanks():
    """The next question was answered ahead: nobody has to write again."""
    mind, said = says(a_script(), "first second next")
    assert ("Thank you for plain.", "thanks", "settled") == (said.text, said.then, said.why)
    assert covers_all(made(a_script()), mind, later=True)


@pytest.mark.parametrize(
    ("reply", "asks", "why"),
    [
        ("nothing", "What about plain first?", "missing"),
        ("first", "What about plain second?", "missing"),
        ("second", "What about plain first?", "missing"),
        ("second next", "What about plain first?", "missing"),
        ("first second", "What about plain next?", "next"),
    ],
)
def test_the_first_thing_that_was_left_out_is_asked_for_the_next_question_last(reply, asks, why):
    """In the order of the script."""
    _, said = says(a_script(), reply)
    assert (asks, "waits", why) == (said.text, said.then, said.why)


def test_what_was_told_once_stays_told():
    """The second reply need not repeat the first."""
    mind, _ = says(a_script(), "first")
    assert "thanks" == says(a_script(), "second next", mind)[1].then


def test_who_asks_again_says_so_and_gives_up_after_the_third_time():
    """Once more with other words before it; the fourth time they leave."""
    mind, thens, texts = None, [], []
    for turn in range(4):
        mind, said = says(a_script(), "nothing", mind, seed=f"t{turn}")
        thens.append(said.then)
        texts.append(said.text)
    assert ["waits", "waits", "waits", "leaves"] == thens
    assert "What about plain first?" == texts[0]
    assert ("casual again", " What about plain first?") == (texts[1][:12], texts[1][14:])
    assert texts[3].startswith("casual leaves ")


def test_something_wrong_is_tried_and_comes_back_later_but_once():
    """The customer tries it for minutes; told again, they don't try again."""
    mind, said = says(a_script(), "first second next wrong")
    assert ("I tried plain wrong; no.", "claim", "wrong") == (said.text, said.why, said.about)
    assert 2 * MINUTE < said.after <= 5 * MINUTE
    assert "settled" == says(a_script(), "wrong", mind)[1].why


def test_two_wrong_things_are_tried_one_after_the_other():
    """In the order of the script."""
    script = a_script(claims=[a_claim("one", "one"), a_claim("two", "two")])
    mind, said = says(script, "two one")
    assert "one" == said.about
    assert "two" == says(script, "two", mind)[1].about


def test_a_reproach_is_answered_first_and_the_second_one_ends_it():
    """Whatever else the reply says."""
    mind, said = says(a_script(), "first second next rude")
    assert ("rude", "waits", 1) == (said.why, said.then, mind.hurt)
    assert said.text.startswith("casual rude ")
    mind, said = says(a_script(), "rude", mind)
    assert ("cancels", 2) == (said.then, mind.hurt)


def test_a_script_may_say_how_its_customer_takes_a_reproach():
    """Once; the second time as everybody."""
    script = a_script(branches=[branch(manner="rude", then="leaves")])
    mind, said = says(script, "rude")
    assert ("Special.", "leaves", "rude", "special") == (said.text, said.then, said.why, said.about)
    assert "cancels" == says(script, "rude", mind)[1].then


@pytest.mark.parametrize(
    ("when", "reply", "passed_to", "comes"),
    [
        ({"said": ["first"]}, "first", None, True),
        ({"said": ["first", "second"]}, "first", None, False),
        ({"said": ["first"], "not_said": ["second"]}, "first", None, True),
        ({"said": ["first"], "not_said": ["second"]}, "first second", None, False),
        ({"passed_to": "sales"}, "nothing", "sales", True),
        ({"passed_to": "sales"}, "nothing", "billing", False),
        ({"passed_to": "sales"}, "nothing", None, False),
        ({"manner": "promise"}, "promise", None, True),
        ({"manner": "promise"}, "nothing", None, False),
        ({"manner": "bare_no", "not_said": ["second"]}, "first", None, True),
        ({"manner": "bare_no", "not_said": ["second"]}, "first second", None, False),
        ({"manner": "bare_no"}, "nothing", None, False),
    ],
)
def test_a_branch_comes_when_all_its_conditions_hold(when, reply, passed_to, comes):
    """And not otherwise."""
    _, said = says(a_script(branches=[branch(**when)]), reply, passed_to=passed_to)
    assert comes is (said.why == "branch")
    assert comes is (said.text == "Special.")


def test_a_branch_of_a_claim_comes_after_it_was_tried():
    """First the customer tries it; with the next reply the branch."""
    script = a_script(branches=[branch(claimed=["wrong"], then="cancels")])
    mind, said = says(script, "wrong")
    assert "claim" == said.why
    assert ("branch", "cancels") == says(script, "nothing", mind)[1][2:0:-1]


def test_the_first_branch_wins_and_each_comes_once():
    """Then the second, then as usual."""
    script = a_script(branches=[branch("one", "One.", said=["first"]), branch("two", "Two.", said=["first", "second"])])
    mind, one = says(script, "first second")
    mind, two = says(script, "nothing", mind)
    assert ["One.", "Two.", "next"] == [one.text, two.text, says(script, "nothing", mind)[1].why]


def test_what_is_asked_for_is_given_once():
    """All that was asked for in one message; then the facts are asked for."""
    script = a_script(needs=[a_need("a", "one"), a_need("b", "two")])
    mind, said = says(script, "one two")
    assert ("Here is a one. Here is b two.", "need") == (said.text, said.why)
    assert frozenset({"one", "two"}) == mind.given
    assert "missing" == says(script, "one", mind)[1].why


@pytest.mark.parametrize(("reply", "passed_to"), [("promise", None), ("nothing", "sales"), ("first promise", None)])
def test_who_hears_that_somebody_finds_out_waits(reply, passed_to):
    """Without asking again; unless all is said already."""
    mind, said = says(a_script(), reply, passed_to=passed_to)
    assert ("promised", "promise", ()) == (said.then, said.why, mind.asked)
    assert "next" == says(a_script(), "first second promise")[1].why


def test_what_may_or_may_not_be_said_gets_a_neutral_question_twice_at_most():
    """No blame, nothing counted; the third time they ask for the thing itself."""
    mind, whys = None, []
    for turn in range(3):
        mind, said = says(a_script(), "?first", mind, seed=f"t{turn}")
        whys.append(said.why)
    assert ["unclear", "unclear", "missing"] == whys
    assert ("first",) == mind.asked
    assert "missing" == says(a_script(), "?first second")[1].why


def test_a_bare_no_is_told_apart_from_something_left_out():
    """Only facts that deny were said: the customer asks what they can do."""
    script = a_script()
    script["facts"][0]["polarity"] = "deny"
    _, said = says(script, "first")
    assert "bare_no" == said.why
    assert ("casual bare_no", " What about plain second?") == (said.text[:14], said.text[16:])
    assert "next" == says(script, "first second")[1].why


@pytest.mark.parametrize(("tone", "least", "most"), [("urgent", 25, 70), ("casual", 60, 150), ("formal", 80, 180)])
def test_customers_answer_within_minutes_by_their_tone(tone, least, most):
    """An assumption of the practice: hours would teach nobody."""
    spans = [says(a_script(tone=tone), "first", seed=n)[1].after for n in range(200)]
    assert least * SECOND <= min(spans) <= (least + 5) * SECOND
    assert (most - 5) * SECOND <= max(spans) <= most * SECOND


def test_patience_is_three_waits_long():
    """Two reminders, then they go."""
    assert [36 * MINUTE, 3 * MINUTE] == [gives_up_after(12 * MINUTE), gives_up_after(0)]


def test_luck_is_even_and_depends_on_its_name_alone():
    """No state: the same names get the same, in any order, and each one of several its share."""
    assert luck("a", 1) == luck("a", 1) != luck("a", 2)
    assert luck("a", "b") != luck("ab")
    found = Counter(pick("abcd", n) for n in range(4000))
    assert all(900 < one < 1100 for one in found.values())
    assert set(range(3, 8)) == {between(3, 7, n) for n in range(200)}
    assert 0 <= min(luck(n) for n in range(1000)) < max(luck(n) for n in range(1000)) < 1
