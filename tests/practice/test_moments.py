"""Retrying a moment: the same reply does the same again, another one does something else, the shift stays."""

from __future__ import annotations

import json

import pytest
from practice_builder import a_script, begun, made, the_desk, understand

from trainee_exercises.practice.bots import CAREFUL, FAST_AND_WRONG, IGNORES_VIP, play
from trainee_exercises.practice.cases import filled
from trainee_exercises.practice.moments import moments, tried
from trainee_exercises.practice.played import Played
from trainee_exercises.practice.shifts import listener
from trainee_exercises.practice.wish import Wish, settled, terms_of

UNDERSTAND = listener("pinfold").understand


def worked(bot, level=3, seed=2):
    """Return a shift that a bot has worked."""
    kept = settled(Wish(level, seed))
    played = Played(terms_of(kept, "Robin"), kept.speed, UNDERSTAND)
    play(played, bot)
    return played.shift


@pytest.mark.parametrize("bot", [CAREFUL, FAST_AND_WRONG, IGNORES_VIP], ids=lambda bot: bot.name)
def test_the_same_reply_at_the_same_moment_gets_the_same_answer(bot):
    """Of every conversation in which the customer wrote what the reply had brought about."""
    shift = worked(bot)
    checked = 0
    for case in shift.cases.values():
        found = moments(shift, case)
        for moment in found if found[0].reply else ():
            later = [one for one in shift.log if one.case == case.id and one.id > moment.reply.id]
            after = next((one for one in later if one.kind in {"customer_wrote", "replied", "closed", "passed"}), None)
            if after is None or after.kind != "customer_wrote" or after.data["why"] == "impatient":
                continue
            done = tried(shift, case, moment, str(moment.reply.data["text"]), UNDERSTAND)
            assert (after.data["text"], after.data["then"]) == (done.answers, done.then)
            checked += 1
    assert checked > 2


def test_the_mind_of_the_last_moment_is_the_one_that_the_shift_arrived_at():
    """What the customer had been told and asked by then is replayed from the log."""
    shift = worked(FAST_AND_WRONG)
    for case in shift.cases.values():
        found = moments(shift, case)
        assert case.mind.told == found[-1].before | (
            frozenset(found[-1].reply.data["understood"]["said"]) if found[-1].reply else frozenset()
        )
        assert max(case.n_replies, 1) == len(found)


def test_a_better_reply_does_better_and_the_log_stays_as_it_was():
    """The model reply at the first moment of everybody says nothing wrong, and leaves nothing asked."""
    shift = worked(FAST_AND_WRONG)
    before = json.dumps([one._asdict() for one in shift.log], default=str)
    case = next(one for one in shift.cases.values() if one.n_replies and not one.script.needs)
    text = filled(case.script.model_reply, case.person, "Robin")
    done = tried(shift, case, moments(shift, case)[0], text, UNDERSTAND)
    assert not [one for one in done.words if one.kind in {"wrong", "missing"}]
    assert done.then == "thanks"
    assert before == json.dumps([one._asdict() for one in shift.log], default=str)


def test_where_nobody_of_us_answered_there_is_a_moment_all_the_same():
    """The first one."""
    shift = worked(IGNORES_VIP)
    case = next(one for one in shift.cases.values() if not one.n_replies)
    (moment,) = moments(shift, case)
    assert (None, 1) == (moment.reply, moment.n)
    assert tried(shift, case, moment, "Hello, thank you.", UNDERSTAND).words


def passed_on_and_bounced(branch_says="Not again!"):
    """Return a shift in which a reply passed a customer on in vain, and a later one answered; and the case."""
    branch = {"id": "no", "when": {"passed_to": "billing"}, "says": branch_says}
    pack = the_desk().model_copy(update={"scripts": {"plain": made(a_script(branches=[branch]))}})
    hands = begun(pack=pack)
    case = hands.waiting()[0]
    hands.do("pass", case, to="yasmin", text="Yasmin looks into it.")
    hands.wait(6)
    hands.do("reply", case, text="first")
    hands.wait(3)
    return hands, case


def test_after_a_bounced_pass_the_tried_answer_is_the_one_that_came():
    """The customer's mind went through being passed on: what they objected to then they do not say again."""
    hands, case = passed_on_and_bounced()
    passed, later = moments(hands.shift, case)
    assert ("billing", None) == (passed.passed_to, later.passed_to)
    wrote = [one.data["text"] for one in hands.told(case, "customer_wrote")]
    assert ["Not again!", "What about plain second?"] == wrote
    texts = ("Yasmin looks into it.", "first")
    assert wrote == [
        tried(hands.shift, case, one, text, understand).answers
        for one, text in zip((passed, later), texts, strict=True)
    ]


def test_a_reply_that_hands_on_rightly_is_not_blamed_for_what_the_other_says():
    """Where the colleague takes it over, nothing is missing; where they give it back, it is."""
    hands = begun()
    right, wrong = hands.waiting("sales")[0], hands.waiting("plain")[0]
    for one in (right, wrong):
        hands.do("pass", one, to="pete", text="Pete looks into it.")
    found = [moments(hands.shift, one)[0] for one in (right, wrong)]
    assert [True, False] == [one.handed_on for one in found]
    kinds = [
        {word.kind for word in tried(hands.shift, case, moment, "Pete looks into it.", understand).words}
        for case, moment in zip((right, wrong), found, strict=True)
    ]
    assert [False, True] == ["missing" in one for one in kinds]


def test_who_asks_for_what_is_needed_is_told_that_it_was_good():
    """And not that something is missing: it can't be said before."""
    hands = begun()
    case = hands.waiting("refund")[0]
    words = tried(hands.shift, case, moments(hands.shift, case)[0], "which", understand).words
    (asked,) = [one for one in words if one.kind == "asked"]
    assert ("good", "which") == (asked.verdict, asked.about)
    assert asked.says.startswith("You asked for what you need: ")
    assert "missing" not in {one.kind for one in words}
