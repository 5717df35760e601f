"""Promises to come back that were not kept, and customers who left: when they are told, with what, and only once."""

from __future__ import annotations

import pytest
from debrief_log import FACTS, PACK, customer, found, log, passed, replied, says, setting, wrote

from trainee_exercises.practice.cohort import KINDS
from trainee_exercises.practice.debrief.report import debrief

OUTAGE = next(one for one in PACK.scripts.values() if one.incident)
BY = {"by": "Lee"}
PROMISED = [(1, "replied", "Pia", replied([], manner=frozenset({"promise"}))),
            (2, "customer_wrote", "Pia", wrote("promised", "promise"))]  # fmt: skip
ASKED = (2, "asked_engineering", "Pia", {"to": "lena", "told": True, "right": True} | BY)
NOTE = "engineering_said"


@pytest.mark.parametrize(
    ("rows", "minutes", "words"),
    [
        ([], 20, "promised at 09:01 to hear from you, and had heard nothing when the shift ended, 19 minutes later"),
        ([], 6, None),
        ([(9, "nudged", "Pia", {"text": "Well?"})], 20, "and had to ask where you are, 8 minutes later."),
        ([(9, "nudged", "Pia", {"text": "Well?"}), (10, "replied", "Pia", replied())], 20, "had to ask where you are"),
        ([(8, "replied", "Pia", replied()), (9, "nudged", "Pia", {"text": "Well?"})], 20, None),
        ([(9, "passed", "Pia", passed())], 20, None),
        ([(9, "closed", "Pia")], 20, None),
        ([(9, "released", "Pia")], 20, "had heard nothing"),
        ([(9, "released", "Pia"), (10, "taken_by_colleague", "Pia", BY)], 20, None),
        ([ASKED], 20, None),
        ([ASKED, (10, NOTE, "Pia", BY)], 20, "had heard nothing"),
        ([ASKED, (17, NOTE, "Pia", BY)], 20, None),
        ([ASKED, (10, NOTE, "Pia", BY), (11, "replied", "Pia", replied())], 20, None),
    ],
)  # fmt: skip
def test_a_promise_to_come_back_is_kept_or_told(rows, minutes, words):
    """Until the customer asks, or with some minutes left to the end, also after the engineer's note."""
    told = says(found(customer("Pia"), *PROMISED, *rows, minutes=minutes), "promise")
    assert (words is not None) == bool(told)
    assert all(words in one for one in told)


def test_a_broken_promise_cites_the_reply_the_agreement_and_the_question():
    """In the order in which they came; a fast clock leaves as much of the rep's own time."""
    rows = [customer("Pia"), *PROMISED, (9, "nudged", "Pia", {"text": "Well?"})]
    (one,) = [each for each in found(*rows).findings if each.kind == "promise"]
    assert (2, 3, 4) == one.entries
    assert [] == says(found(*rows[:-1], speed=4.0), "promise")


def test_a_promise_about_a_disturbance_is_told_among_the_findings_about_it():
    """So is one in the tour, which has no clock, among none."""
    assert [] == says(found(customer("Pia", script=OUTAGE), *PROMISED), "promise")
    assert [] == says(found(customer("Pia"), *PROMISED, level=0), "promise")


CANCELS = [(9, "customer_wrote", "Pia", wrote("cancels", "impatient")), (9, "left", "Pia", {"how": "cancels"})]
LEAVES = [(2, "customer_wrote", "Pia", wrote("leaves", "rude")), (2, "left", "Pia", {"how": "leaves"})]
FIRST = [(1, "replied", "Pia", replied(FACTS[:1]))]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([*FIRST, (3, "customer_wrote", "Pia", wrote()), *CANCELS],
         "Pia (paying) left after waiting 6 minutes for the next answer, and cancels."),
        ([*FIRST, *LEAVES], "Pia (paying) left after what you wrote to them."),
        ([*FIRST, (1, "passed", "Pia", passed()), *LEAVES], "Pia (paying) left when you passed them on."),
        ([(8, "left", "Pia", {"how": "waiting"})], "Pia (paying) left after waiting 8 minutes for a first answer."),
        ([(2, "taken_by_colleague", "Pia", BY), (8, "left", "Pia", {"how": "waiting"})], None),
        ([*FIRST, (2, "released", "Pia"), (2, "taken_by_colleague", "Pia", BY), *CANCELS], None),
        ([*PROMISED, *CANCELS], "Pia (paying) left after waiting 7 minutes for the next answer, and cancels."),
        (FIRST, None),
    ],
)  # fmt: skip
def test_who_left_is_told_with_what_came_before(rows, words):
    """Once, also where a promise was open; not of whom a colleague had."""
    told = says(found(customer("Pia"), *rows), "left", "promise", "unanswered")
    assert ([words] if words else []) == told


def test_who_left_late_and_without_an_answer_is_told_once_with_their_last_words():
    """As one who waited; the events of both findings are those of the log."""
    late = [(15, "customer_wrote", "Pia", wrote("cancels", "impatient")), (15, "left", "Pia", {"how": "cancels"})]
    told = [one for one in found(customer("Pia"), *late).findings if one.kind in {"left", "unanswered"}]
    assert [("unanswered", "Words", (1, 2, 3))] == [(one.kind, one.quote, one.entries) for one in told]
    told = [one for one in found(customer("Pia"), *FIRST, *LEAVES).findings if one.kind == "left"]
    assert [("Words", (1, 2, 3, 4))] == [(one.quote, one.entries) for one in told]


def test_whom_the_team_may_not_take_leaves_nobody():
    """Nor in the tour."""
    entries = log(customer("Pia"), (8, "left", "Pia", {"how": "waiting"}))
    assert [] == says(debrief(entries, setting()._replace(not_yours=frozenset({"Pia"}))), "left")
    assert [] == says(debrief(entries, setting(level=0)), "left")


def test_among_the_things_to_try_who_left_stands_for_what_drove_them_away():
    """Not beside the wait, the idle stretch or the reproach of the same customer; of another customer it does."""
    rude = (1, "replied", "Pia", replied([], manner=frozenset({"rude"})))
    rows = [customer("Pia"), rude, *LEAVES]
    kinds = {one.kind for one in found(*rows).findings}
    assert {"left", "rude"} <= kinds
    tried = [one.kind for one in found(*rows).try_next if one.case == "Pia" and one.kind in {"left", "rude"}]
    assert 1 == len(tried)
    other = [customer("Una"), *((at, kind, "Una", data) for at, kind, _, data in [rude])]
    assert {"left", "rude"} <= {one.kind for one in found(*rows, *other).try_next}


def test_both_have_words_for_the_trainer():
    """In the table of what goes wrong."""
    assert ("a promise not kept", "left") == (KINDS["promise"], KINDS["left"])
