"""What the debrief says is true in the corners: early ends, earlier waits, colleagues, reopened and merged ones."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from debrief_log import (
    FACTS,
    PACK,
    PLAIN,
    customer,
    found,
    log,
    passed,
    replied,
    says,
    tagged,
    took,
    wrote,
)

from sim.durations import HOUR, MINUTE, SECOND
from trainee_exercises.practice.cases import Entry
from trainee_exercises.practice.debrief import paper, telling
from trainee_exercises.practice.debrief.course import courses, minutes, time_of
from trainee_exercises.practice.debrief.spans import IN_HAND, spans
from trainee_exercises.practice.debrief.tables import choices, nothing_found, went_well

OUTAGE = next(one for one in PACK.scripts.values() if one.incident)
BEGAN, FIXED = (
    (at, f"incident_{kind}", "", {"incident": OUTAGE.incident}) for at, kind in ((0, "began"), (10, "fixed"))
)
SALES = next(one for one in PACK.scripts.values() if one.sales_signal)
ROUTED = next(one for one in PACK.scripts.values() if one.route == "billing")
ASKS = next(one for one in PACK.scripts.values() if one.procedure and one.may and one.needs)
FORBIDS = next(one for one in PACK.scripts.values() if one.procedure and not one.may)
BY = {"by": "Lee"}
NOW = tuple(one.id for one in PLAIN.facts if not one.later)


@pytest.mark.parametrize(
    ("ticks", "words"),
    [(1000, "1 second"), (40_000, "40 seconds"), (0, "0 seconds"), (60_000, "1 minute"), (720_000, "12 minutes")],
)
def test_spans_are_singular_where_they_are_one(ticks, words):
    """Seconds below a minute."""
    assert words == minutes(ticks)


# ---- waiting ----


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([(12, "replied", "Pia", replied())], "Pia (paying) waited 12 minutes for a first answer; 10 minutes were"),
        ([], "Pia (paying) waited 20 minutes and had no answer; 10 minutes were promised."),
        ([(15, "left", "Pia", {"how": "waiting"})], "waited 15 minutes and left without an answer; 10 minutes"),
        ([(13, "told_fixed", "Pia")], "waited 13 minutes and had no answer"),
        ([(1, "took", "Pia", took()), (2, "released", "Pia"), (3, "taken_by_colleague", "Pia", BY)], "waited 20"),
        ([(3, "taken_by_colleague", "Pia", BY)], None),
        ([(3, "taken_by_colleague", "Pia", BY), (14, "colleague_answered", "Pia", BY)], None),
        ([(3, "taken_by_colleague", "Pia", BY), (4, "returned", "Pia")], "and had no answer"),
        ([(10.5, "replied", "Pia", replied())], None),
    ],
)
def test_a_wait_is_told_as_it_was_and_only_where_it_was_the_reps(rows, words):
    """Not what a colleague took at once and answered late, or has in hand still."""
    told = says(found(customer("Pia"), *rows), "waiting", "unanswered")
    assert (words is not None) == bool(told)
    assert all(words in one for one in told)


def test_who_waited_before_the_shift_is_said_to_have_waited_from_its_start():
    """Forty minutes before it are not the rep's, and are not denied either."""
    shift = found(customer("Pia", -40), (12, "replied", "Pia", replied()))
    assert [
        "Pia (paying) waited 12 minutes from the start of the shift for a first answer; 10 minutes were promised."
    ] == (says(shift, "waiting"))
    vip = [customer("Vic", -40, "vip"), customer("Una", kind="free"), (4, "took", "Una", took("Vic", ["Una", "Vic"]))]
    assert "had waited 4 minutes from the start of the shift." in says(found(*vip), "order")[0]
    again = [(1, "replied", "Vic", replied()), (2, "customer_wrote", "Vic", wrote()), *vip]
    assert [] == says(found(*again), "order")
    later = (6, "took", "Una", took("Vic", ["Una", "Vic"]))
    assert says(found(*again[:-1], later), "order")[0].endswith("had waited 4 minutes.")


@pytest.mark.parametrize(
    ("rows", "n"),
    [
        ([(8, "merged", "Una", {"into": "Pia", "right": True})], 0),
        ([(8, "merged", "Una", {"into": "Pia", "right": False})], 0),
        ([(9, "merged", "Una", {"into": "Pia", "right": True})], 1),
        ([], 1),
    ],
)
def test_what_is_taken_to_be_merged_is_no_choice_against_the_order(rows, n):
    """Both are taken together; that it was merged wrongly is a finding of its own."""
    rows = [customer("Vic", kind="vip"), customer("Una", kind="free"), customer("Pia"), *rows]
    everybody = ["Vic", "Una", "Pia"]
    shift = found(*rows, (8, "took", "Una", took("Vic", everybody)))
    assert n == shift.order.n == len(choices(shift.courses)) == len(says(shift, "order"))
    assert 0 == found(*rows, (8, "took", "Una", took("Vic", everybody) | {"into": "Pia"})).order.n


def test_a_wrong_merge_is_told_with_the_customers_words():
    """And both events."""
    merged = [(1, "took", "Una", took()), (2, "merged", "Una", {"into": "Pia", "right": False})]
    rows = [customer("Una"), customer("Pia"), *merged, (4, "customer_wrote", "Una", wrote(why="merged"))]
    (one,) = [each for each in found(*rows).findings if each.kind == "merge"]
    assert "Una was merged with Pia, who wrote about something else." == one.says
    assert (4, 5) == one.entries


# ---- what was closed, opened again, left ----


def test_who_was_closed_without_an_answer_or_came_back_is_told():
    """Also where the rep never wrote a word to them."""
    closed = [customer("Pia"), (1, "took", "Pia", took()), (2, "closed", "Pia")]
    assert ["Pia was closed without an answer."] == says(found(*closed, minutes=4), "closed_early")
    back = (5, "came_back", "Pia")
    assert ["Pia came back after you had closed the conversation."] == says(found(*closed, back), "closed_early")


def test_what_was_opened_again_is_in_hand_on_the_timeline():
    """Until it is answered."""
    entries = log(customer("Pia"), (1, "replied", "Pia", replied()), (2, "closed", "Pia"), (3, "reopened", "Pia"))
    last = spans(courses(entries, PACK), 5 * MINUTE)[-1]
    assert (IN_HAND, 3 * MINUTE, 5 * MINUTE) == last[1:]


def test_who_asked_the_same_twice_is_said_so_and_with_what():
    """What no fact is behind, such as a bare no, ends there."""
    asks = [(n, "customer_wrote", "Pia", wrote(why="missing", about=FACTS[0])) for n in (2, 4)]
    told = says(found(customer("Pia"), (1, "replied", "Pia", replied([])), *asks), "asked_again")
    assert [f"Pia asked the same thing twice: {PLAIN.facts[0].fact}"] == told
    bare = [(n, "customer_wrote", "Pia", wrote(why="bare_no")) for n in (2, 3, 4)]
    assert ["Pia asked the same thing 3 times."] == says(found(customer("Pia"), (1, "took", "Pia", took()), *bare),
                                                         "asked_again")  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "verdict", "reason"),
    [
        ([(1, "replied", "Pia", replied(FACTS[:1]))], "Bad", "has no full answer yet"),
        ([(1, "replied", "Pia", replied(FACTS[:1])), (2, "released", "Pia"), (3, "taken_by_colleague", "Pia", BY),
          (4, "colleague_answered", "Pia", BY)], "Good", None),
        ([(1, "replied", "Pia", replied(FACTS[:1])), (2, "passed", "Pia", passed()), (6, "mate_answered", "Pia", BY)],
         "Good", None),
        ([(1, "replied", "Pia", replied()), (9, "left", "Pia", {"how": "leaves"})], "Bad", "left before it was solved"),
        ([(12, "replied", "Pia", replied(NOW))], "OK", "waited longer than promised"),
    ],
)  # fmt: skip
def test_what_customers_would_say_follows_what_happened(rows, verdict, reason):
    """A colleague's answer is an answer."""
    (one,) = found(customer("Pia"), *rows).asked
    assert verdict == one.verdict
    assert reason in dict(one.reasons) if reason else not [each for each in one.reasons if each[1] < 0]


def test_a_customer_who_left_a_colleague_is_not_asked_about_the_rep():
    """Though the rep had them once."""
    rows = [(1, "took", "Pia", took()), (2, "released", "Pia"), (3, "taken_by_colleague", "Pia", BY)]
    left = (9, "left", "Pia", {"how": "waiting"})
    assert () == found(customer("Pia"), *rows, left).asked
    assert 1 == len(found(customer("Pia"), rows[0], left).asked)


def test_in_the_tour_no_wait_counts_against_anybody():
    """It has no clock: the answer after half an hour is as good."""
    shift = found(customer("Pia"), (1, "took", "Pia", took()), (30, "tagged", "Pia", tagged()),
                  (30, "replied", "Pia", replied()), minutes=31, level=0)  # fmt: skip
    assert ["Good"] == [one.verdict for one in shift.asked]
    assert (None, 1.0) == (shift.figures["within"], shift.figures["overall"])
    assert () == shift.findings


# ---- colleagues, procedures, disturbances ----


def test_advice_names_the_colleagues_of_the_pack():
    """And where nobody takes what sales does, no signal is missed."""
    rows = [customer("Pia", script=SALES), (1, "replied", "Pia", replied([]))]
    mates = tuple(one.model_copy(update={"name": "Zoe Zed"}) for one in PACK.colleagues)
    (one,) = [each for each in found(*rows, pack=PACK.model_copy(update={"colleagues": mates})).findings
              if each.kind == "sales"]  # fmt: skip
    assert "let Zoe read along" in one.advice
    alone = PACK.model_copy(update={"colleagues": tuple(one for one in mates if one.takes != "sales")})
    assert [] == says(found(*rows, pack=alone), "sales")
    on = (2, "passed", "Pia", passed(by_name=False))
    (named,) = [each for each in found(*rows, on).findings if each.kind == "name"]
    assert f"“I pass you to Pete, {PACK.colleagues[0].role}”" in named.advice


@pytest.mark.parametrize(
    ("rows", "missed"), [([(1, "took", "Pia", took())], 0), ([(1, "replied", "Pia", replied([]))], 1), ([], 0)]
)
def test_a_sales_signal_is_missed_once_the_rep_has_answered(rows, missed):
    """Not while it lies there."""
    assert missed == len(found(customer("Pia", script=SALES), *rows).signals.missed)


@pytest.mark.parametrize(
    ("script", "data", "kind", "words"),
    [
        (
            ASKS,
            {"do": True, "right": False, "asked": False, "belongs": True},
            "unsafe",
            "before the customer was asked",
        ),
        (FORBIDS, {"do": True, "right": False, "asked": True, "belongs": True}, "unsafe", "which the check forbids"),
        (PLAIN, {"do": True, "right": False, "asked": True, "belongs": False}, "unsafe", "had not been asked for"),
        (PLAIN, {"do": False, "right": False, "asked": True, "belongs": False}, "procedure", "had not been asked for"),
        (ASKS, {"do": False, "right": False, "asked": True, "belongs": True}, "procedure", "the policy allows it"),
        (ASKS, {"do": True, "right": True, "asked": True, "belongs": True}, "unsafe", None),
    ],
)
def test_a_procedure_is_told_by_what_was_wrong_with_it(script, data, kind, words):
    """Refusing what nobody asked for is not refusing what the policy allows."""
    carried = (1, "carried", "Pia", {"procedure": script.procedure or "refund"} | data)
    told = says(found(customer("Pia", script=script), carried), "unsafe", "procedure")
    assert bool(words) == bool(told)
    assert all(words in one for one in told)
    assert not told or told == says(found(customer("Pia", script=script), carried), kind)


def reports(*names, at=1):
    """Return reports of one disturbance that were answered before it was over."""
    return [row for name in names for row in (
        customer(name, script=OUTAGE), (at, "took", name, took()), (at + 1, "replied", name, replied([])))]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "end", "words"),
    [
        (reports("Pia"), 20, "Pia had reported it and did not hear so from you."),
        (reports("Pia", "Una"), 20, "2 customers who had reported it did not hear so from you."),
        (reports("Pia"), 12, None),
        (reports("Pia", at=11), 20, None),
        ([*reports("Pia"), (11, "replied", "Pia", replied([]))], 20, None),
        ([*reports("Pia"), (3, "passed", "Pia", passed())], 20, None),
        ([*reports("Pia"), (3, "released", "Pia"), (4, "taken_by_colleague", "Pia", BY),
          (12, "colleague_answered", "Pia", BY)], 20, None),
    ],
)  # fmt: skip
def test_who_did_not_hear_that_it_is_over_is_told_where_it_was_the_reps_to_say(rows, end, words):
    """Not in the last three minutes, nor of whom a colleague has, nor of who wrote after it."""
    told = [
        one for one in says(found(BEGAN, FIXED, (3, "status", ""), *rows, minutes=end), "incident") if "over" in one
    ]
    assert (words is not None) == bool(told)
    assert all(one.endswith(words) for one in told)


def test_reports_of_different_disturbances_are_not_called_one():
    """Nor is a disturbance unseen that began before nobody's report of it."""
    other = OUTAGE.model_copy(update={"id": "other", "incident": "another"})
    pack = PACK.model_copy(update={"scripts": PACK.scripts | {"other": other}})
    mixed = [*reports("Ada", "Bea"), customer("Cem", script=other), (2, "replied", "Cem", replied([]))]
    assert [] == [one for one in says(found(*mixed, pack=pack), "incident") if "one by one" in one]
    same = says(found(*reports("Ada", "Bea", "Cem")), "incident")
    assert ["3 reports of one disturbance were answered one by one."] == same
    only = [(0, "incident_began", "", {"incident": "another"}), *reports("Pia")]
    assert [] == [one for one in says(found(*only, pack=pack), "incident") if "status page" in one]


# ---- nothing found, and what went well ----


NOTHING = "You answered nobody in this shift, so there is nothing to look back at."
SOUND, NEXT = "Nothing stood out.", "Try a higher level or a faster clock next, where there is one."
WELL = [(1, "tagged", "Pia", tagged()), (2, "replied", "Pia", replied())]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], "Nobody wrote in this shift. A longer one, or another seed, brings customers."),
        ([customer("Pia")], f"{NOTHING} 1 customer had no answer yet when it ended. Take whoever waits."),
        ([customer("Pia"), (1, "colleague_answered", "Pia", BY)], f"{NOTHING} Take whoever waits."),
        ([customer("Pia"), *WELL], f"{SOUND} {NEXT}"),
        ([customer("Pia"), *WELL, customer("Una")], f"{SOUND} 1 customer had no answer yet when it ended. {NEXT}"),
    ],
)
def test_where_nothing_was_found_it_is_said_why(rows, words):
    """Never that somebody who answered nobody should go on to the next level."""
    shift = found(*rows, minutes=3)
    assert () == shift.findings
    assert words == nothing_found(shift)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([customer("Pia")], "The one paying customer was answered within 10 minutes."),
        ([customer("Pia"), customer("Una")], "Both paying customers were answered within 10 minutes."),
        (
            [customer("Pia"), customer("Una"), customer("Ina")],
            "All 3 paying customers were answered within 10 minutes.",
        ),
        ([customer("Pia", -9)], "was answered within 10 minutes, counted from the start of the shift."),
        (
            [customer("Pia", -9), customer("Una")],
            "within 10 minutes, counted from the start of the shift for those who wrote before it.",
        ),
    ],
)
def test_in_time_is_said_to_have_gone_well_where_the_rep_had_a_part_in_it(rows, words):
    """Not of classes that only colleagues answered, nor "all" where some still wait."""
    names = [one[2] for one in rows]
    mine = found(*rows, *((2, "replied", name, replied()) for name in names), minutes=4)
    assert any(one.endswith(words) for one in went_well(mine))
    theirs = found(*rows, *((2, "colleague_answered", name, BY) for name in names), minutes=4)
    assert [] == list(went_well(theirs))
    waits = found(*rows, customer("Zoe", 3), *((2, "replied", name, replied()) for name in names), minutes=4)
    said = [one for one in went_well(waits) if "paying" in one]
    assert all(one.startswith("No paying customer waited longer than 10 minutes") for one in said)
    assert 1 == len(said)


def test_one_customer_with_two_good_answers_is_no_other():
    """Others are other people."""
    two = PLAIN.model_copy(update={"facts": tuple(one.model_copy(update={"later": True}) for one in PLAIN.facts)})
    pack = PACK.model_copy(update={"scripts": PACK.scripts | {PLAIN.id: two}})
    rows = [customer("Pia"), *((n, "replied", "Pia", replied(FACTS[n - 1 : n])) for n in (1, 2))]
    assert not [one for one in went_well(found(*rows, minutes=4, pack=pack)) if "So had" in one]
    more = [customer("Una"), (2, "replied", "Una", replied(FACTS[:1]))]
    assert [one for one in went_well(found(*rows, *more, minutes=4, pack=pack)) if one.endswith("So had 1 other.")]


def a_log(*entries):
    """Return what a shift that begins at nine has of its log."""
    return SimpleNamespace(cases={}, log=list(entries), terms=SimpleNamespace(scene=SimpleNamespace(time=9 * HOUR)))


@pytest.mark.parametrize(
    ("at", "says"),
    [
        (0, "09:00"), (59_999, "09:00"), (60_000, "09:01"), (-1, "08:59"), (15 * HOUR - 1, "23:59"),
        (15 * HOUR, "00:00"), (-9 * HOUR, "00:00"), (-9 * HOUR - 1, "yesterday 23:59"),
        (-33 * HOUR, "yesterday 00:00"), (-33 * HOUR - 1, "2 days ago 23:59"),
    ],
)  # fmt: skip
def test_an_instant_is_told_by_the_desks_time_of_day(at, says):
    """As the desk does: whole minutes, and how many days ago."""
    assert says == time_of(at, 9 * HOUR)
    assert says == telling.cited(a_log(Entry(1, at, "status", "", {})), [1])[0].clock


def test_what_is_put_aside_for_a_minute_is_said_so():
    """In the singular."""
    shift = a_log(Entry(1, SECOND, "snoozed", "", {"minutes": 1}))
    assert "you put it aside for 1 minute" == telling.cited(shift, [1])[0].says


def test_a_finding_with_many_events_is_cut_on_paper_and_says_so():
    """Eight, and how many more."""
    shift = a_log(*(Entry(n, 0, "status", "", {}) for n in range(1, 13)))
    one = SimpleNamespace(says="Much.", advice="", entries=tuple(range(1, 13)))
    lines = list(paper._finding(shift, one))
    assert 8 == sum("status page" in line for line in lines)
    assert "  - and 4 more" == lines[-1]
