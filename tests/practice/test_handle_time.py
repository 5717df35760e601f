"""How long a rep is on a customer: real time up to the last act there; no waiting, no pause, no clock, no copies."""

from __future__ import annotations

import pytest
from practice_builder import begun

from sim.durations import MINUTE, SECOND
from trainee_exercises.practice.debrief.course import Setting
from trainee_exercises.practice.debrief.effort import handled, sent_along
from trainee_exercises.practice.debrief.report import debrief
from trainee_exercises.practice.measured import kept


def setting_of(hands):
    """Return what the debrief of a shift needs, with the rep's acts."""
    played = hands.played
    return Setting(hands.terms.pack, hands.terms.level, hands.shift.now, played.clock.speed, tuple(played.acts))


def times(hands):
    """Return case -> (real seconds, replies)."""
    return {one.case: (one.time / SECOND, one.n_replies) for one in handled(hands.shift.log, setting_of(hands))}


def typed(hands, case, minutes, text="all", every=1.5):
    """Let the rep write for so long; the page keeps a draft every second or two."""
    until, revision = hands.now + minutes * MINUTE, len(hands.acts)
    while hands.now < until:
        hands.wait(seconds=every)
        revision += 1
        hands.do("draft", case, field="reply", text=text, revision=revision)


def test_waiting_for_the_next_customer_is_no_work():
    """Looked at 0:00, replied at 1:00, the next one at 6:00: one minute; tags after it count."""
    hands = begun()
    first, second = hands.waiting()[:2]
    hands.do("look", first)
    hands.wait(minutes=1)
    hands.do("reply", first, text="all")
    hands.wait(seconds=10)
    hands.do("tag", first, category="pricing")
    hands.wait(minutes=5)
    hands.do("look", second)
    hands.wait(minutes=2)
    hands.do("reply", second, text="all")
    assert {first.id: (70.0, 1), second.id: (120.0, 1)} == times(hands)


def test_a_look_that_leads_to_nothing_counts_for_half_a_minute_at_most():
    """As does a tag long after the reply; ten minutes at lunch before a reply count as five."""
    hands = begun()
    first, second, third = hands.waiting()[:3]
    for case, away in ((first, 4.0), (second, 10.0), (first, 1.0), (third, 0.2), (first, 0.5)):
        hands.do("look", case)
        hands.wait(minutes=away)
        if case is second:
            hands.do("reply", second, text="all")
            hands.wait(minutes=3)
            hands.do("tag", second, category="pricing")
    hands.do("reply", first, text="all")
    assert {second.id: (330.0, 1), first.id: (30.0 + 30.0 + 30.0, 1)} == times(hands)


def test_who_writes_for_long_is_on_it_for_long():
    """Drafts are acts: eight minutes of typing are eight minutes."""
    hands = begun()
    case = hands.waiting()[0]
    hands.do("look", case)
    typed(hands, case, 8)
    hands.do("reply", case, text="all")
    assert {case.id: (480.0, 1)} == times(hands)


@pytest.mark.parametrize("speed", [0.5, 1.0, 8.0])
def test_the_clock_of_the_shift_does_not_matter(speed):
    """Three real minutes are three minutes, with and without drafts, also where only the log is known."""
    hands = begun(speed=speed)
    case = hands.waiting()[0]
    hands.do("look", case)
    hands.wait(minutes=3)
    hands.do("reply", case, text="all")
    assert {case.id: (180.0, 1)} == times(hands)
    (one,) = handled(hands.shift.log, setting_of(hands)._replace(acts=()))
    assert 180.0 == one.time / SECOND


def test_what_is_written_in_a_pause_takes_as_long_as_it_takes():
    """The ticks stand still; a pause in which nothing is written does not count."""
    hands = begun(level=1)
    case = hands.waiting()[0]
    hands.do("look", case)
    hands.wait(minutes=1)
    hands.do("pause")
    typed(hands, case, 3)
    hands.wait(minutes=20)
    hands.do("resume")
    hands.wait(seconds=15)
    hands.do("pause")
    hands.wait(minutes=20)
    hands.do("resume")
    hands.wait(seconds=15)
    hands.do("reply", case, text="all")
    assert {case.id: (60.0 + 180.0 + 30.0, 1)} == times(hands)


def test_an_answer_to_what_the_customer_writes_back_begins_with_it():
    """Also where the conversation stays in view, and the page looks again by itself; an emptied field is no writing."""
    hands = begun()
    case = hands.waiting()[0]
    hands.do("look", case)
    hands.wait(minutes=1)
    hands.do("reply", case, text="first")
    hands.do("draft", case, field="reply", text="", revision=9_000_000)
    wrote = next(n for n in range(1200) if hands.wait(seconds=1) or hands.told(case, "customer_wrote"))
    assert wrote > 30
    hands.do("look", case)
    hands.wait(minutes=2)
    hands.do("reply", case, text="all")
    ((seconds, n),) = times(hands).values()
    assert 2 == n
    assert 180 <= seconds <= 182


def test_closing_after_thanks_takes_seconds():
    """However long the rep waits with that; an answer to a question takes longer."""
    hands = begun()
    case = hands.waiting("plain")[0]
    hands.do("look", case)
    hands.wait(minutes=1)
    hands.do("reply", case, text="all")
    hands.wait(minutes=15)
    assert ["thanks"] == [one.data["then"] for one in hands.told(case, "customer_wrote")]
    hands.do("close", case)
    assert {case.id: (90.0, 1)} == times(hands)


@pytest.mark.parametrize("looks_at", [0, 1], ids=["from the copy", "from the first report"])
def test_what_was_merged_is_part_of_what_it_was_merged_into(looks_at):
    """Looking at a report, merging and answering is one customer and one reply; what was sent along is none."""
    hands = begun(day=3, time="09:00", plan="busy", level=4)
    hands.wait(minutes=12)
    copy, into = [one for one in hands.waiting() if one.script.incident][:2]
    seen = (copy, into)[looks_at]
    hands.do("look", seen)
    hands.wait(seconds=52)
    hands.do("merge", copy, into=into.id)
    hands.wait(seconds=8)
    if seen is copy:
        hands.do("look", into)
    hands.wait(seconds=40)
    hands.do("reply", into, text="wrong")
    sent = [one for one in hands.shift.log if one.kind == "replied"]
    assert [into.id, copy.id] == [one.case for one in sent]
    assert {sent[1].id} == sent_along(hands.shift.log)
    assert {into.id: (100.0, 1)} == times(hands)
    found = debrief(hands.shift.log, setting_of(hands))
    assert 2 == found.figures["wrong"]
    about = kept(hands.shift.log, setting_of(hands), found.replies)
    assert (1, 1) == (about["wrong"], about["replies"])
    assert [[100_000, 1]] == about["customers"]


def test_the_same_words_to_two_customers_are_two_replies():
    """Only what merging sends is left out."""
    hands = begun()
    for case in hands.waiting()[:2]:
        hands.do("reply", case, text="all")
    assert frozenset() == sent_along(hands.shift.log)
