"""What customers say: points worked out by hand, promises, the usual, and that worse service never pleases more."""

from __future__ import annotations

import numpy as np
import pytest
from builders import a_team
from worked_run import DESK_1, FREE, PAYING, worked_run, worked_scenario
from worked_tickets import Piece, Ticket, random_tickets, worked_tickets

from sim.measures.facts import DONE, PASSED_ON, customers_of
from sim.measures.figures import figures
from sim.measures.satisfaction import (
    ASSUMPTIONS,
    BAD,
    GOOD,
    GOOD_CHANCE,
    NO_WORD,
    OK,
    SURVEYED,
    contacts_before,
    points_lost,
    words_of,
)
from sim.record import RESOLVED


def points(run):
    """Return the points lost by each conversation, by its row."""
    seen = customers_of(run)
    return dict(zip(seen.row.tolist(), points_lost(run, seen).tolist(), strict=True))


def with_support(**support):
    """Return the plans of the worked day, with what paying customers are offered."""
    teams = {"desk": a_team(2, rate=30), "late": a_team(1, rate=40, role="specialist")}
    return {"as_is": {"teams": teams, "support": {"paying": support}}}


def test_points_of_the_worked_tickets_are_what_a_hand_finds():
    """Usual are 0 minutes for those who pay and 5 for the others: expected are 1 (the least) and 10."""
    assert {
        0: 40 + 5,  # a wrong answer, a hand-off
        1: 5,  # a hand-off; 5 minutes are as expected
        2: 20,  # 30 minutes are three times what is expected
        3: 40,  # the bot was wrong
        4: 10,  # 20 minutes are twice, and no more
        5: 20,
        6: 10,
        7: 20 + 15,  # came back once
        8: 15,
        9: 20 + 15,
    } == points(worked_tickets())


def test_a_promise_counts_instead_of_what_is_usual():
    """10 minutes promised to those who pay: number 9 waits as long, 5 and 7 twice as long, and no longer."""
    run = worked_tickets(plans=with_support(promise="10m"))
    found = points(run)
    assert [45, 10, 10 + 15, 15] == [found[0], found[5], found[7], found[9]]
    assert 10 == found[4]  # nothing is promised to the others
    kept = {figure.scope: (figure.top, figure.bottom) for figure in figures(run) if figure.measure == "promise_kept"}
    assert (2, 3) == kept["all"] == kept["paid"]  # 0 and 9; 5 was told when it was late; 7 is no first response
    assert (0, 0) == kept["free"]


def test_a_contact_form_costs_points():
    """Of those who have to fill it in; number 7 comes back to a conversation that is there."""
    before, after = points(worked_tickets()), points(worked_tickets(plans=with_support(level="contact_form")))
    assert {0, 3, 5, 9} == {row for row, lost in after.items() if lost == before[row] + 5}


def test_more_than_a_day_to_resolve_costs_points():
    """24 hours to the minute are a day, a minute more is not; also where it is not resolved at the end."""
    tickets = [
        Ticket(FREE, 540, (Piece(540, 540, 550, DESK_1), Piece(1000, 1970, 540 + minutes, DESK_1)), 540 + minutes, 1)
        for minutes in (1440, 1441)
    ]
    assert [0, 6] == list(points(worked_tickets(tickets, 2, length="2d")).values())
    waiting = [Ticket(FREE, 540, (Piece(540, 540, 550, DESK_1), Piece(1000)))]
    assert [6] == list(points(worked_tickets(waiting, 1, length="2d")).values())


def test_the_usual_is_that_of_the_hour_of_the_week_where_five_were_answered():
    """Five at 10:00 waited 0, 10, 20, 30 and 40 minutes: 40 are expected. At 11:00 only one was answered: the segment's
    own median, of 0 10 20 30 40 90, is 20, and 90 are more than twice the 40 expected.
    """
    rows = [(FREE, 600, 600 + wait, DESK_1, 601 + wait, RESOLVED) for wait in (0, 10, 20, 30, 40)]
    rows += [(FREE, 660, 750, DESK_1, 751, RESOLVED)]
    assert [0, 0, 0, 0, 0, 20] == list(points(worked_run(rows)).values())
    late = [*rows[:4], (FREE, 600, 641, DESK_1, 642, RESOLVED), rows[5]]
    assert 10 == points(worked_run(late))[4]


def test_chains_of_contacts_are_counted():
    """The redial of a redial: the third contact had two before it."""
    tickets = [
        Ticket(PAYING, 540, (Piece(540),), 550, 2, 1),
        Ticket(PAYING, 600, (Piece(600),), 610, 2, 2, 1),
        Ticket(PAYING, 660, (Piece(660, 660, 670, DESK_1),), 670, RESOLVED, cause=1),
    ]
    assert [0, 1, 2] == contacts_before(worked_tickets(tickets, 1)).tolist()


@pytest.mark.parametrize("seed", [3, 8])
def test_words_are_those_of_a_mood_below_the_chance(seed):
    """Many conversations of one minute, nothing lost: Good as often as assumed, answered as often, in a 99.9 % band."""
    n = 4000
    run = worked_run([(PAYING, 1, 1, DESK_1, 2, RESOLVED)] * n)._replace(seed=seed)
    words = words_of(run, customers_of(run))
    said = words[words != NO_WORD]
    for share, chance, size in [
        (said.size / n, SURVEYED.number / 100, n), ((said == GOOD).mean(), GOOD_CHANCE.number / 100, said.size),
        ((said == OK).mean(), 0.6 * 0.13, said.size),
    ]:  # fmt: skip
        assert abs(share - chance) < 3.29 * np.sqrt(chance * (1 - chance) / size), f"seed {seed}"


def test_worse_service_never_gets_a_better_word():
    """The same customers, all answers wrong: no word is better, some are worse, and the same people answer."""
    rows = [(PAYING, 1, 1, DESK_1, 2, RESOLVED)] * 2000
    right, wrong = worked_run(rows), worked_run(rows)
    wrong.record.conversations["is_wrong"] = 1
    one, other = (words_of(run, customers_of(run)) for run in (right, wrong))
    assert ((one == NO_WORD) == (other == NO_WORD)).all()
    assert (other >= one).all()
    assert (other > one).sum() > 100
    assert {GOOD, OK, BAD, NO_WORD} == set(other.tolist())


@pytest.mark.parametrize("seed", range(10))
def test_only_who_got_an_answer_is_asked(seed):
    """Who gave up, was turned away, was told, or still waits says nothing; shares of the words add up to one."""
    run = random_tickets(seed)
    seen = customers_of(run)
    asked = (seen.state == DONE) | (seen.state == PASSED_ON)
    assert ((words_of(run, seen) == NO_WORD) | asked).all()
    found = {figure.measure: figure for figure in figures(run) if figure.scope == "all"}
    n = found["surveys"].top
    assert n == sum(found[name].top for name in ("csat_good", "csat_ok", "csat_bad"))
    assert [n] * 3 == [found[name].bottom for name in ("csat_good", "csat_ok", "csat_bad")]


def test_every_assumption_says_its_number_and_has_a_grade():
    """A reader sees what it rests on."""
    spelled = {2: "twice"}
    for each in ASSUMPTIONS:
        assert spelled.get(each.number, f"{each.number}") in each.what
        assert each.grade in "ABCDS"


def test_nothing_to_say_of_nobody():
    """No conversation at all."""
    run = worked_run([], scenario=worked_scenario())
    assert 0 == words_of(run, customers_of(run)).size
