"""The order of work: who waits when another one is taken, and who does not; figure, sentences and table agree."""

from __future__ import annotations

import pytest
from debrief_log import customer, log, replied, says, setting, took, wrote

from trainee_exercises.practice.debrief.report import debrief
from trainee_exercises.practice.debrief.tables import choices

ANSWERED = (1, "replied", "Vic", replied())
ASKED = {"to": "lena", "by": "Lena", "right": True, "told": True}
WAITING = ["Vic", "Una", "Pia"]


@pytest.mark.parametrize(
    ("rows", "n"),
    [
        ([], 1),
        ([ANSWERED], 0),
        ([ANSWERED, (2, "customer_wrote", "Vic", wrote())], 1),
        ([ANSWERED, (2, "customer_wrote", "Vic", wrote("thanks"))], 0),
        ([ANSWERED, (2, "customer_wrote", "Vic", wrote()), (3, "customer_wrote", "Vic", wrote("thanks"))], 0),
        ([(2, "colleague_answered", "Vic", {"by": "Lee"})], 0),
        ([(2, "colleague_answered", "Vic", {"by": "Lee"}), (3, "returned", "Vic")], 1),
        ([ANSWERED, (1.5, "passed", "Vic", {"to": "pete", "takes": "sales", "right": False, "by_name": True}),
          (2, "bounced", "Vic", {"by": "Pete", "why": ""})], 1),
        ([ANSWERED, (2, "customer_wrote", "Vic", wrote("promised")), (3, "asked_engineering", "Vic", ASKED)], 0),
        ([ANSWERED, (2, "asked_engineering", "Vic", ASKED | {"told": False}),
          (3, "customer_wrote", "Vic", wrote("promised"))], 0),
        ([ANSWERED, (2, "asked_engineering", "Vic", ASKED), (3, "engineering_said", "Vic", {"by": "Lena"})], 1),
        ([(3, "left", "Vic", {"how": "waiting"})], 0),
    ],
)  # fmt: skip
def test_who_does_not_wait_is_passed_over_by_nobody(rows, n):
    """Who said thanks, has an answer, has left, or waits for an engineer; whatever the list of that moment holds."""
    arrived = [customer("Vic", kind="vip"), customer("Una", kind="free"), customer("Pia", kind="free")]
    entries = log(*arrived, *rows, (8, "took", "Una", took("Vic", WAITING)))
    found = debrief(entries, setting())
    assert n == len(says(found, "order")) == len(choices(found.courses))
    assert (1, 1 - n) == found.order


def test_one_who_waits_alone_is_no_choice_and_nobody_is_said_to_be_passed_over():
    """The figure, the sentences and the table count the same moments."""
    thanks = [ANSWERED, (2, "customer_wrote", "Vic", wrote("thanks"))]
    rows = [customer("Vic", kind="vip"), customer("Una", kind="free"), *thanks]
    found = debrief(log(*rows, (8, "took", "Una", took("Vic", ["Vic", "Una"]))), setting())
    assert ((0, 0), [], []) == (found.order, says(found, "order"), choices(found.courses))


def test_whom_the_team_may_not_take_is_named_by_no_order():
    """Neither as who comes first nor as one of several who wait."""
    entries = log(
        customer("Vic", kind="vip"), customer("Una", kind="free"), customer("Pia"),
        (8, "took", "Una", took("Vic", WAITING)), (9, "took", "Pia", took("Vic", ["Vic", "Pia"])),
    )  # fmt: skip
    theirs = frozenset({"Vic"})
    found = debrief(entries, setting()._replace(not_yours=theirs))
    assert ((1, 1), [], []) == (found.order, says(found, "order"), choices(found.courses, theirs))
    assert (2, 0) == debrief(entries, setting()).order


@pytest.mark.parametrize(
    ("at", "speed", "order"), [(7.8, 1.0, (0, 0)), (7.8, 0.5, (1, 0)), (7.5, 1.0, (1, 0)), (7.5, 8.0, (0, 0))]
)
def test_who_came_a_moment_before_was_not_passed_over(at, speed, order):
    """Twenty seconds of the rep's own time, whatever the clock's speed; at instants in minutes."""
    entries = log(
        customer("Una", kind="free"), customer("Vic", at=at, kind="vip"),
        (8, "took", "Una", took("Vic", ["Vic", "Una"])),
    )  # fmt: skip
    assert order == debrief(entries, setting()._replace(speed=speed)).order
