"""Complete: what customers needed from the rep and heard, once for each customer, however many replies it took."""

from __future__ import annotations

import pytest
from debrief_log import FACTS, PACK, PLAIN, customer, found, log, passed, replied, setting, wrote

from trainee_exercises.practice.bots import BOTS, play
from trainee_exercises.practice.debrief.complete import facts
from trainee_exercises.practice.debrief.course import courses
from trainee_exercises.practice.measured import kept
from trainee_exercises.practice.played import Played
from trainee_exercises.practice.shifts import listener
from trainee_exercises.practice.wish import Wish, settled, terms_of

NOW = tuple(one.id for one in PLAIN.facts if not one.later)
LATER = tuple(one.id for one in PLAIN.facts if one.later)
ASKS = next(one for one in PACK.scripts.values() if one.needs and one.route == "answer")
NEED = ASKS.needs[0].id
ASKED = (1, "replied", "Pia", replied([], asked=frozenset({NEED})))
N = len(NOW)
N_ASKS = sum(not one.later for one in ASKS.facts)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], (0, 0)),
        ([(1, "replied", "Pia", replied([]))], (0, N)),
        ([(1, "replied", "Pia", replied(NOW))], (N, N)),
        ([(1, "replied", "Pia", replied([])), (2, "replied", "Pia", replied(NOW[:1])),
          (3, "replied", "Pia", replied(NOW[1:]))], (N, N)),
        ([(1, "replied", "Pia", replied(NOW)), (2, "replied", "Pia", replied(NOW))], (N, N)),
        ([(1, "replied", "Pia", replied(FACTS))], (len(FACTS), len(FACTS))),
        ([(1, "replied", "Pia", replied(NOW)), (2, "customer_wrote", "Pia", wrote(about=LATER[0]))], (N, N)),
        ([(1, "replied", "Pia", replied(NOW)), (2, "customer_wrote", "Pia", wrote(about=LATER[0])),
          (3, "replied", "Pia", replied([]))], (N, N + 1)),
        ([(1, "replied", "Pia", replied([])), (1, "passed", "Pia", passed())], (N, N)),
        ([(1, "replied", "Pia", replied([])), (1, "passed", "Pia", passed(right=False))], (0, N)),
        ([(1, "passed", "Pia", passed())], (0, 0)),
    ],
)  # fmt: skip
def test_a_fact_counts_once_for_a_customer(rows, expected):
    """Whichever reply says it; who is rightly handed on needs no more; a next question needs to have been asked."""
    shift = found(customer("Pia"), *rows)
    assert expected == facts(shift.courses)
    assert shift.figures["facts"] == (expected[0] / expected[1] if expected[1] else None)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([ASKED], (0, 0)),
        ([ASKED, (2, "customer_wrote", "Pia", wrote(why="need", about=NEED))], (0, N_ASKS)),
        ([ASKED, (2, "customer_wrote", "Pia", wrote(why="need", about=NEED)),
          (3, "replied", "Pia", replied([one.id for one in ASKS.facts if not one.later]))], (N_ASKS, N_ASKS)),
        ([ASKED, (2, "replied", "Pia", ASKED[3])], (0, N_ASKS)),
    ],
)  # fmt: skip
def test_who_was_asked_for_what_must_be_asked_counts_once_they_have_answered(rows, expected):
    """By the end of the shift; asking the same again is no reason to wait."""
    assert expected == facts(found(customer("Pia", script=ASKS), *rows).courses)


def test_what_is_kept_for_weeks_is_counted_alike():
    """Without what was sent along to merged conversations."""
    entries = log(
        customer("Pia"), customer("Una"), (1, "merged", "Una", {"into": "Pia", "right": True}),
        (2, "replied", "Pia", replied(NOW)), (2, "replied", "Una", replied(NOW)), (3, "replied", "Pia", replied(NOW)),
    )  # fmt: skip
    shift = found(customer("Pia"), (1, "replied", "Pia", replied([])), (2, "replied", "Pia", replied(NOW)))
    about = log(customer("Pia"), (1, "replied", "Pia", replied([])), (2, "replied", "Pia", replied(NOW)))
    assert [N, N] == kept(about, setting(), shift.replies)["facts"]
    every = found(*((one.at / 60_000, one.kind, one.case, one.data) for one in entries))
    assert (2 * N, 2 * N) == facts(courses(entries, PACK))
    assert [N, N] == kept(entries, setting(), every.replies)["facts"]


def test_the_careful_one_leaves_nothing_out_on_the_first_level():
    """All three or four facts of eight customers, one of whom it asks for something first."""
    shift = settled(Wish(1, 1))
    played = Played(terms_of(shift, "Robin"), shift.speed, listener("pinfold").understand)
    play(played, BOTS["careful"])
    found = [one for one in courses(played.shift.log, PACK) if one.told]
    assert [3, 3, 3, 3, 3, 3, 4, 4] == sorted(len(one.script.facts) for one in found)
    assert 1 == sum(bool(one.told[0].understood.asked) for one in found)
    assert (26, 26) == facts(found)
