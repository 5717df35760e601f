"""A person in one seat of the reference engine: who does as the rules would is the simulated agent, to the tick."""

from __future__ import annotations

import numpy as np
import pytest
from builders import a_scenario, a_segment, a_team

from sim.drawing.draw import draw
from sim.durations import HOUR, MINUTE
from sim.engine.course import touch_time
from sim.engine.seat import Ends, GoesBack, GoesOn, Seat, StandIn, duty_starts
from sim.inputs import FAR, NOBODY
from sim.record import ABANDONED, RESOLVED

DAY_SHIFT = {"days": "all", "start": "09:00", "end": "17:00"}
TALK = {"handle_time": "10m", "touches": 3}


def inputs_of(headcount=1, **changes):
    """Return a week at a small desk: conversations of several touches, one shift a day."""
    topics = {"question": changes.pop("topic", {"handle_time": "10m"})}
    routing = {"returns_to_owner": changes.pop("returns_to_owner", True)}
    plans = {"as_is": {"teams": {"desk": a_team(headcount, shifts=[DAY_SHIFT])}, "routing": routing}}
    segments = {"paying": a_segment(**changes)}
    return draw(a_scenario(segments=segments, topics=topics, plans=plans), "as_is").inputs


def seated(inputs, day=1):
    """Return a person in the first seat at the beginning of a day's shift."""
    at = duty_starts(inputs, 0)[day]
    seat = Seat(inputs, 0, at)
    seat.run_until(at)
    return seat


def waiting(seat):
    """Return what the person may take, by number."""
    return [number for number in range(len(seat.inputs.conversations)) if seat.may_take(number)]


def act_by_the_rules(seat, until):
    """Let a person do just what the rules would have the simulated agent do."""
    done_at, in_hand = FAR, NOBODY
    while seat.now < until:
        assert seat.by_policy() == seat.first_by_policy(range(len(seat.inputs.conversations)))
        if done_at == seat.now:
            seat.answer(in_hand)
            done_at = FAR
        if done_at == FAR and (number := seat.by_policy()) != NOBODY:
            time = touch_time(seat.inputs, seat.desk, seat.record, seat.now, number, seat.agent)
            seat.take(number)
            done_at, in_hand = seat.now + time, number
        seat.run_until(min(seat.env.peek(), until, done_at))


@pytest.mark.parametrize(
    "inputs",
    [
        inputs_of(contact_rate=0.3),
        inputs_of(contact_rate=0.15, patience={"mean": "2h", "law": "exponential"}),
        inputs_of(
            contact_rate=0.05, topic={"handle_time": "20m", "wrong": 0.5, "reopen": {"chance": 0.3, "after": "2h"}}
        ),
    ],
    ids=["overload", "impatient", "coming back"],
)
def test_who_acts_by_the_rules_is_the_simulated_agent(inputs):
    """Every conversation has the same arrival, first response and end as with the stand-in of the rules."""
    at = duty_starts(inputs, 0)[1]
    until = at + 6 * HOUR
    person, stand_in = Seat(inputs, 0, at), StandIn(inputs, 0, at)
    person.run_until(at)
    act_by_the_rules(person, until)
    stand_in.run_until(until)

    fields = ("arrived_at", "started_at", "ended_at", "outcome", "agent")
    told = [
        [tuple(getattr(one, name) for name in fields) for one in story.record.conversations]
        for story in (person, stand_in)
    ]
    assert told[1] == told[0]
    assert any(one[1] >= at for one in told[0])


def test_nobody_gives_the_person_work():
    """What comes waits until they take it, however long they sit there."""
    seat = seated(inputs_of())
    seat.run_until(seat.now + 2 * HOUR)

    assert seat.desk.agents[0].working_on == NOBODY
    assert len(waiting(seat)) >= 2


def test_colleagues_take_their_share():
    """With a colleague at the desk, conversations are answered while the person looks on."""
    seat = seated(inputs_of(headcount=2, contact_rate=0.3))
    before = sum(one.agent == 1 for one in seat.record.conversations)
    seat.run_until(seat.now + 3 * HOUR)

    assert sum(one.agent == 1 for one in seat.record.conversations) > before
    assert all(one.started_at < duty_starts(inputs_of(headcount=2), 0)[1] for one in seat.record.conversations
               if one.agent == 0)  # fmt: skip


def test_an_answer_brings_the_customer_back_to_the_person():
    """Taken, answered, with the customer for ten minutes, and then waiting for the person alone."""
    seat = seated(inputs_of(contact_rate=0.3))
    number = waiting(seat)[0]
    seat.take(number)
    assert "mine" == seat.where(number).state
    seat.run_until(seat.now + 5 * MINUTE)
    seat.answer(number, GoesOn(10 * MINUTE))
    assert "with_customer" == seat.where(number).state
    answered_at = seat.now
    seat.run_until(answered_at + 10 * MINUTE - 1)
    assert "with_customer" == seat.where(number).state
    seat.run_until(answered_at + 10 * MINUTE)
    assert "with_me" == seat.where(number).state
    seat.take(number)
    seat.answer(number, Ends(RESOLVED))
    assert "ended" == seat.where(number).state
    assert RESOLVED == seat.record.conversations[number].outcome


def test_the_person_may_change_their_mind_before_the_customer_answers():
    """Closed while the customer's answer was on its way: the answer never comes."""
    seat = seated(inputs_of(contact_rate=0.3))
    number = waiting(seat)[0]
    seat.take(number)
    seat.answer(number, GoesOn(10 * MINUTE))
    seat.change(number, Ends(RESOLVED))
    seat.run_until(seat.now + HOUR)

    assert "ended" == seat.where(number).state


def test_what_is_handed_back_waits_for_the_teams():
    """Nobody owns it; the person may take it again."""
    seat = seated(inputs_of(contact_rate=0.3))
    number = waiting(seat)[0]
    seat.take(number)
    seat.answer(number, GoesBack())

    assert "returned" == seat.where(number).state
    assert number in waiting(seat)


def test_a_customer_who_leaves_is_gone_wherever_they_wait():
    """From the teams' queue, and from the person's own."""
    seat = seated(inputs_of(contact_rate=0.3))
    first, second = waiting(seat)[:2]
    seat.drop(first)
    seat.take(second)
    seat.answer(second, GoesOn(MINUTE))
    seat.run_until(seat.now + MINUTE)
    seat.drop(second)
    seat.run_until(seat.now + HOUR)

    assert ["ended"] * 2 == [seat.where(number).state for number in (first, second)]
    assert [ABANDONED] * 2 == [seat.record.conversations[number].outcome for number in (first, second)]


def test_what_waited_for_the_one_before_goes_to_the_teams():
    """Whoever sat there has gone: their customers' replies are anybody's."""
    inputs = inputs_of(topic=TALK, contact_rate=0.05, think_time="1h")
    at = duty_starts(inputs, 0)[1]
    seat = Seat(inputs, 0, at)
    seat.run_until(at - 1)
    owned = [
        number for number, place in enumerate(seat.desk.places)
        if place.owner == 0 and place.queue != NOBODY
    ]  # fmt: skip
    seat.run_until(at)

    assert owned
    assert {"returned"} == {seat.where(number).state for number in owned}


def test_the_same_inputs_may_be_played_by_many():
    """A run changes nothing of the inputs that it was made from."""
    inputs = inputs_of(contact_rate=0.3)
    before = inputs.agents.tobytes(), inputs.touches.tobytes(), inputs.conversations.tobytes()
    seat = seated(inputs)
    seat.take(waiting(seat)[0])
    seat.run_until(seat.now + HOUR)

    assert before == (inputs.agents.tobytes(), inputs.touches.tobytes(), inputs.conversations.tobytes())
    assert np.array_equal(duty_starts(inputs, 0), inputs.duties["starts_at"])


def test_who_leaves_while_a_colleague_is_at_it_is_gone_when_that_is_done_and_the_colleague_goes_on():
    """Where replies do not come back to their owner: the person had answered, a colleague has taken the next touch."""
    inputs = inputs_of(headcount=2, contact_rate=0.6, returns_to_owner=False)
    seat = seated(inputs)
    number = next(iter(waiting(seat)), None)
    while number is None:
        seat.run_until(seat.now + MINUTE)
        number = next(iter(waiting(seat)), None)
    seat.take(number)
    seat.answer(number, GoesOn(MINUTE))
    seat.run_until(seat.now + MINUTE)
    while seat.where(number).state == "returned":
        seat.run_until(seat.now + MINUTE)
    assert ("theirs", 1) == seat.where(number)
    seat.lose(number)
    assert "theirs" == seat.where(number).state
    while seat.where(number).state == "theirs":
        seat.run_until(seat.now + MINUTE)
    assert ("ended", ABANDONED) == (seat.where(number).state, seat.record.conversations[number].outcome)
    assert seat.desk.agents[1].working_on not in {NOBODY, number}


def test_what_the_person_was_at_waits_for_ever_whatever_patience_was_drawn():
    """Who gave the orders decides that too."""
    seat = seated(inputs_of(contact_rate=0.3, reply_patience="2m"))
    number = waiting(seat)[0]
    seat.take(number)
    seat.answer(number, GoesOn(MINUTE))
    seat.run_until(seat.now + 3 * HOUR)

    assert "with_me" == seat.where(number).state


def test_what_has_ended_can_be_taken_in_hand_again_and_ends_again():
    """As often as the person likes; the last outcome stands."""
    seat = seated(inputs_of(contact_rate=0.3))
    number = waiting(seat)[0]
    seat.take(number)
    seat.answer(number, Ends(RESOLVED))
    for _ in range(2):
        seat.run_until(seat.now + MINUTE)
        seat.reopen(number)
        assert "mine" == seat.where(number).state
        seat.answer(number, GoesOn())
        seat.change(number, Ends(RESOLVED))
        assert ("ended", RESOLVED) == (seat.where(number).state, seat.record.conversations[number].outcome)


def test_what_the_rule_may_take_now_goes_before_what_it_may_only_take_later():
    """Of some conversations alone; by the rule's score among those that are alike."""
    seat = seated(inputs_of(contact_rate=0.3))
    seat.run_until(seat.now + 30 * MINUTE)
    ones = waiting(seat)
    assert len(ones) > 2
    assert seat.by_policy() == seat.first_by_policy(ones)
    assert ones[1] == seat.first_by_policy(ones[1:])
    assert NOBODY == seat.first_by_policy([])
