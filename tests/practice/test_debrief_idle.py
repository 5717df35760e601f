"""Stretches without an act of the rep while somebody waited for them: found from their own time, and told once."""

from __future__ import annotations

import pytest
from debrief_log import customer, found, log, passed, replied, says, setting, tagged, took, wrote

from sim.durations import MINUTE
from trainee_exercises.practice.bots import QUITTER, play
from trainee_exercises.practice.clock import Acted
from trainee_exercises.practice.debrief.course import Setting
from trainee_exercises.practice.debrief.idle import READS_AND_WRITES
from trainee_exercises.practice.debrief.report import debrief
from trainee_exercises.practice.played import Played
from trainee_exercises.practice.shifts import listener
from trainee_exercises.practice.wish import Wish, settled, terms_of

LEAST = READS_AND_WRITES // MINUTE
NOTE = {"by": "Lena", "verdict": "known", "right": True, "text": "Known."}
THANKS = [(1, "replied", "Pia", replied()), (2, "customer_wrote", "Pia", wrote("thanks"))]


def idle(*rows, **how):
    """Return what is said about doing nothing."""
    return says(found(*rows, **how), "idle")


@pytest.mark.parametrize("speed", [0.5, 1, 8])
def test_reading_and_writing_take_their_time_by_the_reps_own_clock(speed):
    """Four minutes in front of the screen, however fast the shift's clock runs; and the times are the desk's."""
    span = LEAST * speed
    assert [] == idle(customer("Pia"), minutes=span - 0.1, speed=speed)
    (one,) = idle(customer("Pia"), minutes=span, speed=speed)
    assert one.startswith(f"From 09:00 to 09:{span:02.0f} you took, wrote, tagged and looked up nothing.")
    assert one.endswith(f"For {span:.0f} minutes of that somebody waited whom no colleague had: Pia (paying).")


@pytest.mark.parametrize(
    ("rows", "n"),
    [
        ([(7, "replied", "Pia", replied())], 0),
        ([(7, "took", "Pia", took()), (7, "replied", "Pia", replied())], 0),
        ([(7, "tagged", "Pia", tagged()), (7.5, "replied", "Pia", replied())], 0),
        ([(7, "tagged", "Pia", tagged()), (8.5, "replied", "Pia", replied())], 1),
        ([(8, "replied", "Pia", replied())], 1),
        ([(5, "took", "Pia", took())], 1),
        ([(3, "took", "Pia", took())], 0),
    ],
)
def test_what_ends_in_words_is_given_twice_as_long(rows, n):
    """The rep was writing them, and may have tagged or taken before they sent."""
    assert n == len(idle(customer("Pia"), *rows, minutes=rows[-1][0] + 1))


@pytest.mark.parametrize(
    ("rows", "n"),
    [
        ([(1, "taken_by_colleague", "Pia", {"by": "Lee"})], 0),
        ([(1, "taken_by_colleague", "Pia", {"by": "Lee"}), (2, "returned", "Pia")], 1),
        ([(1, "passed", "Pia", passed())], 0),
        ([(1, "passed", "Pia", passed(right=False)), (3, "bounced", "Pia", {"by": "P", "why": ""})], 1),
        (THANKS, 0),
        ([*THANKS[:1], (2, "customer_wrote", "Pia", wrote())], 1),
        ([*THANKS[:1], (2, "customer_wrote", "Pia", wrote("promised"))], 0),
        ([*THANKS[:1], (2, "customer_wrote", "Pia", wrote("promised")), (4, "nudged", "Pia")], 1),
        ([*THANKS[:1], (2, "customer_wrote", "Pia", wrote("promised")), (3, "engineering_said", "Pia", NOTE)], 1),
        ([(1, "took", "Pia", took()), (2, "closed", "Pia")], 0),
        ([(1, "told_fixed", "Pia")], 0),
        ([(1, "took", "Pia", took())], 1),
        ([(n, "looked", "Pia") for n in range(9)], 1),
        ([(n, "searched", "", {"query": "x"}) for n in range(9)], 0),
    ],
)
def test_only_who_waited_for_the_team_or_the_rep_makes_it_one(rows, n):
    """Not who is with a colleague, content, told that it takes a while, or over; and to look alone helps nobody."""
    assert n == len(idle(customer("Pia"), *rows, minutes=9))


def test_who_is_writing_does_something_though_nothing_is_sent():
    """A draft is kept every second or two, and no log tells of it."""
    entries, about = log(customer("Pia")), setting(9)
    drafts = tuple(Acted(0, n * MINUTE, "draft", "Pia", 1) for n in (1, 3))
    assert [] == says(
        debrief(entries, about._replace(acts=(*drafts, Acted(0, 6 * MINUTE, "emptied", "Pia", 1)))), "idle"
    )
    (one,) = says(debrief(entries, about._replace(acts=drafts)), "idle")
    assert one.startswith("From 09:03 to 09:09 ")


def test_short_waits_add_up_and_time_in_which_nobody_waited_does_not_count():
    """Two customers for three minutes each, at different times or at the same time."""
    gone = {"by": "Lee"}
    apart = [customer("Pia"), (3, "taken_by_colleague", "Pia", gone), customer("Una", 5)]
    (one,) = idle(*apart, (8, "taken_by_colleague", "Una", gone))
    assert "From 09:00 to 09:20 " in one
    assert "For 6 minutes of that" in one
    assert one.endswith("Pia (paying) and Una (paying).")
    together = [customer("Pia"), customer("Una"), *((3, "taken_by_colleague", name, gone) for name in ("Pia", "Una"))]
    assert [] == idle(*together)


def test_the_tour_has_no_clock_and_no_stretch():
    """Nor a wait that was too long."""
    shift = found(customer("Pia"), minutes=60, level=0)
    assert [] == says(shift, "idle", "waiting", "unanswered")


def test_it_cites_the_last_act_and_those_who_waited():
    """Without one of these events it is another finding, without all of them none."""
    rows = [customer("Pia"), (1, "status", ""), customer("Una", 2)]
    entries, about = log(*rows), setting(9)
    (one,) = [each for each in debrief(entries, about).findings if each.kind == "idle"]
    assert (1, 2, 3) == one.entries
    for gone in one.entries:
        less = debrief([each for each in entries if each.id != gone], about).findings
        assert one.says not in [each.says for each in less]
    assert not debrief([each for each in entries if each.id == 2], about).findings


def test_the_same_wait_is_not_told_twice_among_the_things_to_try():
    """Either that they waited or that nothing was done, whichever cost more; with other customers both."""
    shift = found(customer("Pia"), customer("Vic", kind="vip"), minutes=30)
    assert {"idle", "unanswered"} == {one.kind for one in shift.findings}
    assert ["idle"] == [one.kind for one in shift.try_next]
    late = (12, "replied", "Una", replied())
    busy = [(n, "status", "") for n in range(0, 12, 2)]
    rows = [customer("Una"), *busy, (11, "tagged", "Una", tagged()), late, customer("Pia", 13)]
    assert {"waiting", "idle"} == {one.kind for one in found(*rows, minutes=20).try_next}


def test_advice_to_stop_the_clock_is_given_where_that_is_allowed():
    """Levels 4 and 5 have no pause."""
    for level, word in ((3, "stop the clock"), (5, "give back")):
        (one,) = [each for each in found(customer("Pia"), level=level, minutes=9).findings if each.kind == "idle"]
        assert word in one.advice


def test_who_leaves_a_calm_shift_after_four_minutes_hears_so():
    """On a seed on which no promise was broken; and is worth less than who stays."""
    kept = settled(Wish(1, 2))
    played = Played(terms_of(kept, "Robin"), kept.speed, listener("pinfold").understand)
    play(played, QUITTER)
    shift = played.shift
    one = debrief(shift.log, Setting(shift.terms.pack, shift.terms.level, shift.now, 1.0))
    assert "idle" == one.try_next[0].kind
    assert one.figures["helped"] < 0.5
