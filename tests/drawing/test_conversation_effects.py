"""What becomes of conversations: every setting changes what happens in the way it is for."""

from __future__ import annotations

import numpy as np
import pytest
from builders import a_scenario, a_segment, a_team
from conversation_world import SEGMENT, a_lively_scenario

from sim.drawing.draw import draw
from sim.durations import DAY, HOUR, MINUTE
from sim.inputs import FAR, MILLION, NOBODY
from sim.record import ABANDONED, NEXT, PASSED, REDIAL, REOPENED, RESOLVED
from sim.runs import simulate


def results(**changes):
    """Return the inputs and what happens to them."""
    inputs = draw(a_lively_scenario(**changes), "as_is").inputs
    return inputs, simulate(inputs)


INPUTS, RECORD = results()


def count(record, column, value):
    """Return how many conversations have this value."""
    return int((record.conversations[column] == value).sum())


@pytest.mark.parametrize(
    ("routing", "column"),
    [
        ({"follow_ups": "first"}, "started_at"), ({"returns_to_owner": False}, "agent"),
        ({"reread_time": "8m"}, "ended_at"), ({"read_again_time": "8m"}, "ended_at"),
    ],
)  # fmt: skip
def test_setting_of_routing_changes_what_happens(routing, column):
    """Who touches a conversation, and when it starts and ends, in a world with all features."""
    _, record = results(segment={"contact_rate": 1.1}, routing=routing)
    _, usual = results(segment={"contact_rate": 1.1})
    assert usual.conversations[column].tolist() != record.conversations[column].tolist()


def test_a_reply_waits_for_an_owner_who_is_back_soon_enough():
    """One works by day, one by night, and answers come after 12 hours: kept for 16 hours, handed over after 1 hour."""
    segments = {"paying": a_segment(contact_rate=0.05, think_time={"mean": "12h", "law": "constant"})}
    topics = {"crash": {"handle_time": "5m", "touches": {"mean": 4, "law": "fixed"}}}
    shifts = [{"days": "all", "start": "00:00", "end": "12:00"}], [{"days": "all", "start": "12:00", "end": "24:00"}]
    teams = {name: a_team(1, shifts=shift) for name, shift in zip(("day", "night"), shifts, strict=True)}
    hands = {}
    for away in ("16h", "1h"):
        plans = {"as_is": {"teams": teams, "routing": {"owner_away": away}}}
        inputs = draw(a_scenario(segments, topics, plans), "as_is").inputs
        touches = simulate(inputs).touches
        agents = np.where(touches["ready_at"] < 6 * DAY, touches["agent"], NOBODY)  # nobody is back after the last day
        hands[away] = sum(
            len({*agents[row["first_touch"] : row["end_touch"]].tolist()} - {NOBODY}) > 1
            for row in inputs.conversations
        )
    assert 0 == hands["16h"]
    assert hands["1h"] > 20


def test_switching_between_chats_takes_time():
    """With the same agents and two chats at once, the work of touches is longer by the time to switch."""
    segment = {"channel": "chat", "think_time": "2m", "contact_rate": 1.5, "redial": None, "patience": "5m"}
    times = []
    for routing in ({}, {"switch_time": "3m"}):
        inputs = draw(a_lively_scenario(segment=segment, topic={"engineering": None}, routing=routing), "as_is").inputs
        teams = inputs.teams.copy()
        teams["live_limit"] = 3
        record = simulate(inputs._replace(teams=teams))
        done = record.touches["ended_at"] != NOBODY
        extra = (record.touches["ended_at"] - record.touches["started_at"] - inputs.touches["handle_time"])[done]
        times.append(set(extra.tolist()))
    assert [{0}, {0, 3 * MINUTE}] == times


def test_customers_who_gave_up_redial():
    """A share of those who gave up is back after a while; without redial nobody is."""
    hasty = {"patience": "2m", "contact_rate": 3}
    redial, never = (results(segment=hasty | {"redial": redial})[1] for redial in (SEGMENT["redial"], None))
    gone = count(redial, "outcome", ABANDONED)
    assert gone > 100
    assert 0.4 * gone < count(redial, "cause", REDIAL) < 0.6 * gone
    assert 0 == count(never, "cause", REDIAL)


def test_wrong_answers_bring_conversations_back():
    """The more answers are wrong, the more is reopened."""
    right, wrong = (results(topic={"wrong": chance})[1] for chance in (0, 0.8))
    assert 0 == count(right, "is_wrong", 1)
    assert count(wrong, "is_wrong", 1) > 0.3 * count(wrong, "outcome", RESOLVED)
    assert count(wrong, "cause", REOPENED) > 1.5 * count(right, "cause", REOPENED)


def test_wrong_answers_bring_next_contacts():
    """With a chance of its own they bring more; without wrong answers that chance does nothing, byte for byte."""

    def played(wrong, **again):
        topic = {"wrong": wrong, "reopen": None, "next_contact": {"chance": 0.1, "after": "1h"} | again}
        return results(topic=topic)[1]

    usual, more = played(0.8), played(0.8, if_wrong=0.7)
    assert count(more, "cause", NEXT) > 2 * count(usual, "cause", NEXT) > 0
    right = [[table.tobytes() for table in played(0, **again)[:4]] for again in ({}, {"if_wrong": 0.7})]
    assert right[0] == right[1]


def test_what_is_escalated_is_done_by_the_next_tier():
    """With a chance of 1 the last touch of everything about the topic that is resolved is of the second team."""
    inputs, record = results(topic={"escalation": {"chance": 1, "to": "tier_2"}, "sales": 0})
    first = inputs.agents["team"] == 0
    handed_on = inputs.conversations["escalation_touch"] != NOBODY
    done = (record.conversations["outcome"] == RESOLVED) & handed_on
    assert done.sum() > 50
    assert not first[record.conversations["agent"][done]].any()


def test_nothing_is_escalated_by_whoever_can_finish_it():
    """In a team that has the skill of the next tier, who starts ends it: the touch of the next tier never happens."""
    topics = {"crash": {"handle_time": "9m", "touches": 2, "escalation": {"chance": 1, "to": "tier_2"}}}
    plans = {"as_is": {"teams": {"desk": a_team(2, skills=["tier_2"])}}}
    inputs = draw(a_scenario(topics=topics, plans=plans), "as_is").inputs
    record = simulate(inputs)
    assert (record.touches["started_at"][inputs.conversations["escalation_touch"]] == NOBODY).all()
    assert not record.conversations["is_escalated"].any()
    assert count(record, "outcome", RESOLVED) > 50


def test_what_is_for_sales_ends_after_the_first_touch():
    """It is passed on, and its later touches never happen."""
    passed = np.flatnonzero(RECORD.conversations["outcome"] == PASSED)
    assert passed.size > 20
    assert INPUTS.conversations["passes_on"][passed].all()
    later = [
        place for row in INPUTS.conversations[passed] for place in range(row["first_touch"] + 1, row["end_touch"])
    ]  # fmt: skip
    assert (RECORD.touches["started_at"][later] == NOBODY).all()
    assert len(later) > 20


def test_a_probability_of_one_and_long_waits_run_to_a_clean_end():
    """All wrong, all escalated, all to engineering, and a customer who thinks for a century."""
    engineering = {"chance": 1, "time": "90d", "update_every": "1s"}
    topic = {"wrong": 1, "escalation": {"chance": 1, "to": "tier_2"}, "engineering": engineering}
    record = results(topic=topic, segment={"think_time": "36500d", "contact_rate": 0.02})[1]
    assert set(record.conversations["outcome"].tolist()) <= {0, RESOLVED, ABANDONED, PASSED}
    assert FAR > int(record.touches["ended_at"].max()) > DAY
    assert MILLION * HOUR > int(record.conversations["ended_at"].max())
