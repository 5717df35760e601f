"""Who counts as in time and as content, who counts neither way, and that nothing is won by hiding from customers."""

from __future__ import annotations

import pytest
from debrief_log import FACTS, customer, found, log, passed, replied, setting, tagged, took, wrote
from practice_builder import begun

from sim.inputs import FAR
from trainee_exercises.practice.beside import first_responses_beside, others_work
from trainee_exercises.practice.debrief.report import debrief

FIXED = (5, "told_fixed", "Pia")


@pytest.mark.parametrize(
    ("rows", "minutes", "expected"),
    [
        ([(8, "replied", "Pia", replied())], 20, (1, 0, 0)),
        ([(8, "colleague_answered", "Pia", {"by": "Lee"})], 20, (1, 0, 0)),
        ([(12, "replied", "Pia", replied())], 20, (0, 0, 0)),
        ([], 9, (0, 0, 1)),
        ([], 11, (0, 1, 0)),
        ([(8, "left", "Pia", {"how": "waiting"})], 9, (0, 1, 0)),
        ([(1, "took", "Pia", took()), (2, "closed", "Pia")], 9, (0, 1, 0)),
        ([(1, "took", "Pia", took()), (2, "closed", "Pia"), (4, "came_back", "Pia")], 9, (0, 0, 1)),
        ([FIXED], 20, (0, 0, 1)),
        ([(11, "told_fixed", "Pia")], 20, (0, 1, 0)),
        ([(8, "taken_by_colleague", "Pia", {"by": "Lee"})], 9, (0, 0, 1)),
    ],
)
def test_a_promise_is_kept_broken_or_not_due(rows, minutes, expected):
    """Ten minutes for who pays; who left or was closed without an answer had none."""
    (row,) = found(customer("Pia"), *rows, minutes=minutes).waits
    assert expected == (row.within, row.unanswered, row.not_due)
    assert 1 - expected[2] == row.due


def test_who_can_still_be_answered_in_time_is_left_out_of_the_share():
    """And counted apart; with nobody due there is no share."""
    figures = found(customer("Pia"), (5, "replied", "Pia", replied()), customer("Una", 15)).figures
    assert (1.0, 1.0, 1, 2) == tuple(figures[one] for one in ("within", "within_weighted", "not_due", "customers"))
    assert found(customer("Una", 15)).figures["within"] is None


def test_the_simulated_agent_is_counted_alike():
    """After half a minute nobody is late: all who wait are not due."""
    hands = begun(level=3)
    hands.wait(seconds=30)
    terms, cases = hands.terms, hands.shift.cases
    rows, _ = first_responses_beside(terms, cases, setting(0.5, pack=terms.pack))
    assert len(cases) == sum(one.within + one.not_due for one in rows)
    assert sum(one.not_due for one in rows)
    later, _ = first_responses_beside(terms, cases, setting(59, pack=terms.pack))
    assert sum(one.due for one in later) > sum(one.due for one in rows)
    assert [] == first_responses_beside(terms, cases, setting(1, level=0))[0]
    assert not found(customer("Pia"), level=0).waits


TAKEN = (2, "taken_by_colleague", "Pia", {"by": "Lee"})
BUSY = [(n, "status", "") for n in range(30)]


@pytest.mark.parametrize(
    ("rows", "minutes", "expected"),
    [
        ([], 9, None),
        ([(1, "took", "Pia", took())], 9, None),
        ([], 11, 0),
        ([TAKEN], 20, None),
        ([TAKEN, (4, "colleague_answered", "Pia", {"by": "Lee"})], 20, None),
        ([TAKEN, (4, "returned", "Pia")], 20, 0),
        ([(8, "left", "Pia", {"how": "waiting"})], 9, 0),
        ([(1, "took", "Pia", took()), (2, "closed", "Pia")], 9, 0),
        ([(2, "passed", "Pia", passed(right=False))], 9, 0),
        ([(2, "passed", "Pia", passed())], 9, 1),
        ([(2, "replied", "Pia", replied([]))], 9, 0),
        ([(2, "replied", "Pia", replied())], 9, 1),
        ([FIXED], 9, None),
        ([(1, "took", "Pia", took()), (2, "released", "Pia"), (4, "taken_by_colleague", "Pia", {"by": "Lee"}),
          (5, "colleague_answered", "Pia", {"by": "Lee"})], 20, None),
    ],
)  # fmt: skip
def test_content_counts_who_was_the_reps_and_whom_nobody_had(rows, minutes, expected):
    """Not whom colleagues have, nor who can still be answered as promised."""
    assert expected == found(customer("Pia"), *BUSY[:minutes], *rows, minutes=minutes).figures["helped"]


def test_who_waited_while_the_rep_did_nothing_counts_before_the_promise_has_run_out():
    """Or going away early would be the best of all."""
    rows = [customer("Pia"), customer("Una"), (1, "replied", "Una", replied())]
    assert 0.5 == found(*rows, minutes=9).figures["helped"]
    assert 1.0 == found(*rows, *BUSY[2:9], minutes=9).figures["helped"]


def test_whom_the_reps_team_may_not_take_is_nobodys_fault_of_theirs():
    """However long they waited; in time is of the whole shift."""
    about = setting(30)._replace(not_yours=frozenset({"Pia"}))
    one = debrief(log(customer("Pia")), about)
    assert (None, 0.0, ()) == (one.figures["helped"], one.figures["within"], one.findings)
    assert {"idle", "unanswered"} == {each.kind for each in debrief(log(customer("Pia")), setting(30)).findings}


def test_what_the_team_may_take_stands_in_the_scenario():
    """By the sort of work: at Pinfold everybody takes everything."""
    shift = begun(level=3).shift
    assert not others_work(shift)
    for row in shift.seat.inputs.access:
        row.may_take_after = FAR
    assert set(shift.cases) == others_work(shift)


# ---- nothing is won by hiding ----

HARD = [customer("Una"), customer("Pia", 1)]
FULL = [(2, "took", "Una", took()), (3, "tagged", "Una", tagged()), (3, "replied", "Una", replied())]
TRIED = [(4, "took", "Pia", took()), (5, "tagged", "Pia", tagged()), (5, "replied", "Pia", replied(FACTS[:1]))]


def overall(*rows, minutes=30):
    """Return the overall figure of a shift with two customers who pay, in which the rep was busy all the time."""
    return found(*HARD, *rows, *BUSY[2:minutes], minutes=minutes).figures["overall"]


def one_by_one(*acts):
    """Return the same acts for both customers."""
    return [(at, kind, who, data) for who in ("Una", "Pia") for at, kind, data in acts]


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([], id="nothing"),
        pytest.param(one_by_one((2, "took", took()), (2, "closed", {})), id="closes at once"),
        pytest.param(one_by_one((29, "took", took()), (29, "closed", {})), id="closes at the end"),
        pytest.param(one_by_one((2, "took", took()), (2, "passed", passed(right=False))), id="passes on"),
        pytest.param(
            [*one_by_one((2, "passed", passed(right=False)), (6, "bounced", {"by": "P", "why": ""})),
             (7, "replied", "Una", replied([])), (7, "replied", "Pia", replied([]))], id="passes on and says nothing",
        ),
        pytest.param(
            [*FULL[:1], (2, "took", "Pia", took()), (2, "merged", "Pia", {"into": "Una", "right": False}),
             *one_by_one((3, "replied", replied([]))), (5, "customer_wrote", "Pia", wrote(why="merged"))], id="merges",
        ),
        pytest.param(one_by_one((2, "took", took()), (12, "released", {})), id="takes and gives back"),
    ],
)  # fmt: skip
def test_one_customer_well_answered_beats_every_way_to_get_rid_of_them(rows):
    """Doing nothing included."""
    assert overall(*FULL) > overall(*rows)


def test_a_hard_one_left_alone_is_worth_less_than_half_an_answer():
    """Once their promise has run out, if nobody else took them."""
    assert overall(*FULL, *TRIED) > overall(*FULL)
