"""Touches: how many there are, how long each takes, what lies between them, and where they stand in the table."""

from __future__ import annotations

import numpy as np
import pytest
from builders import a_scenario, a_segment
from scipy import stats

from sim.drawing import arrivals
from sim.drawing.touches import touch_counts
from sim.durations import DAY, HOUR, MINUTE
from sim.inputs import NOBODY
from sim.scenario.conversations import Touches

EVEN = (np.arange(200_000) + 0.5) / 200_000
"""Uniforms that are spread evenly, so that a mean is that of the law."""
CONSTANT = {"law": "constant"}


def drawn(topic, **segment):
    """Return the demand of a week in which everything is about one topic."""
    segments = {"paying": a_segment(contact_rate=1, **segment)}
    return arrivals.draw_demand(a_scenario(segments, {"question": {"handle_time": "10m"} | topic}), 1, 0)


def own_touches(demand, row=0):
    """Return handle time and think time in minutes, and whether nobody waits, of each touch of a conversation."""
    place = demand.conversations[row]
    touches = demand.touches[place["first_touch"] : place["end_touch"]]
    return [(int(t["handle_time"]) // MINUTE, int(t["think_time"]) // MINUTE, int(t["is_ours"])) for t in touches]


# ---- how many ----


@pytest.mark.parametrize(("mean", "most"), [(1.2, 100), (3, 100), (3, 4), (8, 20), (20, 25)])
def test_touches_have_their_mean_and_never_more_than_the_most(mean, most):
    """The mean is as written although long conversations are cut, and every number from 1 to the most can be."""
    counts = touch_counts(Touches(mean=mean, most=most), EVEN)
    assert abs(counts.mean() / mean - 1) < 1e-3
    assert 1 == counts.min()
    assert counts.max() <= most


def test_touches_are_geometric():
    """After every touch the chance that it was the last is one in the mean."""
    counts = touch_counts(Touches(mean=4), EVEN)
    for number in range(1, 6):
        assert abs((counts == number).sum() / (counts >= number).sum() - 0.25) < 2e-3, number


@pytest.mark.parametrize(
    ("touches", "number"), [({"mean": 5, "law": "fixed"}, 5), ({"mean": 7, "most": 7}, 7), ({"mean": 1}, 1)]
)
def test_touches_that_are_always_as_many(touches, number):
    """A fixed number, a mean that is the most, and one."""
    assert {number} == set(touch_counts(Touches(**touches), EVEN[::100]).tolist())


def test_more_touches_go_to_those_who_had_many():
    """A greater mean shortens no conversation: the same luck, another law."""
    few, many = (touch_counts(Touches(mean=mean), EVEN) for mean in (2, 3))
    assert (many >= few).all()
    assert (many > few).any()


def test_number_of_touches_is_drawn_by_its_law():
    """Over 1,000 conversations the mean of 3 lies in its 99.9 % band."""
    demand = drawn({"touches": 3})
    n = demand.conversations["end_touch"] - demand.conversations["first_touch"]
    assert abs(n.mean() - 3) < 3.3 * np.sqrt(6 / len(n))


# ---- how long ----


def test_first_and_later_touches_have_handle_times_of_their_own():
    """The first takes 10 minutes on average, every later one 2; without a word a later one takes as long."""
    for later, mean in (("2m", 2), (None, 10)):
        demand = drawn({"touches": 4, "later_handle_time": later})
        is_first = np.zeros(len(demand.touches), np.bool_)
        is_first[demand.conversations["first_touch"]] = True
        for chosen, minutes in ((is_first, 10), (~is_first, mean)):
            times = demand.touches["handle_time"][chosen]
            assert abs(times.mean() / MINUTE / minutes - 1) < 3.3 * 1.2 / np.sqrt(len(times))


def test_touches_of_a_conversation_have_nothing_to_do_with_each_other():
    """Handle and think times of touches that follow each other are not correlated."""
    demand = drawn({"touches": {"mean": 3, "law": "fixed"}}, customers=5000)
    handle, think = (stats.rankdata(demand.touches[name]).reshape(-1, 3) for name in ("handle_time", "think_time"))
    n = len(handle)
    for one, other in ((handle[:, 0], handle[:, 1]), (handle[:, 1], handle[:, 2]), (think[:, 0], think[:, 1])):
        assert abs(np.corrcoef(one, other)[0, 1]) < 3.3 / np.sqrt(n)
    assert abs(np.corrcoef(handle[:, 1], think[:, 1])[0, 1]) < 3.3 / np.sqrt(n)


@pytest.mark.parametrize(
    ("segment", "mean"),
    [
        ({}, 4 * HOUR), ({"channel": "ticket"}, 4 * HOUR), ({"think_time": "1d"}, DAY), ({"channel": "chat"}, MINUTE),
        ({"channel": "phone"}, MINUTE), ({"channel": "chat", "think_time": "30s"}, MINUTE // 2),
    ],
)  # fmt: skip
def test_customers_think_as_long_as_their_channel_lets_them(segment, mean):
    """Four hours in writing, a minute in a live conversation, or what the segment says; none after the last touch."""
    demand = drawn({"touches": {"mean": 2, "law": "fixed"}}, customers=5000, **segment)
    think = demand.touches["think_time"].reshape(-1, 2)
    assert abs(think[:, 0].mean() / mean - 1) < 3.3 * 1.2 / np.sqrt(len(think))
    assert not think[:, 1].any()


@pytest.mark.parametrize(("channel", "is_live"), [("email", 0), ("ticket", 0), ("chat", 1), ("phone", 1)])
def test_chat_and_phone_are_live(channel, is_live):
    """Every work type of the segment says so."""
    assert {is_live} == set(drawn({}, channel=channel).work_types["is_live"].tolist())


def test_spans_of_a_century_and_more_stay_inside_the_numbers():
    """Handle and think times are cut at a hundred years."""
    century = {"mean": "36500d", "cv": 20}
    demand = drawn({"touches": 3, "later_handle_time": century}, think_time=century)
    assert demand.touches["think_time"].max() <= 36_525 * DAY
    assert demand.touches["handle_time"].max() <= 36_525 * DAY


# ---- engineering ----


def engineering(**changes):
    """Return a topic of which every conversation waits for engineering, for 5 hours, with constant times."""
    times = {"update_time": {"mean": "2m"} | CONSTANT, "fix_time": {"mean": "3m"} | CONSTANT}
    return {
        "handle_time": {"mean": "10m"} | CONSTANT,
        "engineering": {"chance": 1, "time": {"mean": "5h"} | CONSTANT} | times | changes,
    }


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, [(10, 300, 0), (3, 0, 1)]),
        ({"update_every": "2h"}, [(10, 120, 0), (2, 120, 1), (2, 60, 1), (3, 0, 1)]),
        ({"update_every": "5h"}, [(10, 300, 0), (3, 0, 1)]),
        ({"update_every": "150m"}, [(10, 150, 0), (2, 150, 1), (3, 0, 1)]),
        ({"time": "0s", "update_every": "1h"}, [(10, 0, 0), (3, 0, 1)]),
        ({"chance": 0, "update_every": "1h"}, [(10, 0, 0)]),
    ],
)
def test_while_engineering_works_the_customer_hears_how_things_stand(changes, expected):
    """The first answer, an update each time so much has passed, and the news that it is fixed when it is."""
    demand = drawn(engineering(**changes))
    assert {tuple(expected)} == {tuple(own_touches(demand, row)) for row in range(len(demand.conversations))}


def test_engineering_comes_after_the_touches_with_the_customer():
    """Two touches, with what the customer thinks in between, then engineering."""
    topic = engineering(update_every="4h") | {"touches": {"mean": 2, "law": "fixed"}}
    demand = drawn(topic, think_time={"mean": "30m"} | CONSTANT)
    assert [(10, 30, 0), (10, 240, 0), (2, 60, 1), (3, 0, 1)] == own_touches(demand)


def test_share_of_conversations_for_engineering_is_met():
    """Those with an update nobody waits for are the wanted share of 10,000."""
    demand = drawn(engineering(chance=0.3), customers=10_000)
    low, high = stats.binom.ppf([0.0005, 0.9995], len(demand.conversations), 0.3)
    assert low <= demand.touches["is_ours"].sum() <= high


# ---- the next tier ----


def test_next_tier_has_a_touch_of_its_own_beside_the_others():
    """It stands in no conversation's own touches, and goes on after what would have followed the first touch."""
    topic = {"touches": 3, "escalation": {"chance": 0.5, "to": "tier_2", "handle_time": {"mean": "25m"} | CONSTANT}}
    demand = drawn(topic)
    table = demand.conversations
    handed_on = table["escalation_touch"] != NOBODY
    low, high = stats.binom.ppf([0.0005, 0.9995], len(table), 0.5)
    assert low <= handed_on.sum() <= high
    own = {number for row in table for number in range(row["first_touch"], row["end_touch"])}
    extra = set(table["escalation_touch"][handed_on].tolist())
    assert len(own) + len(extra) == len(demand.touches) == len(own | extra)
    assert (table["escalation_touch"] != table["end_touch"]).all()  # which an engine takes for the next of its own
    theirs = demand.touches[table["escalation_touch"][handed_on]]
    assert {25 * MINUTE} == set(theirs["handle_time"].tolist())
    assert np.array_equal(theirs["think_time"], demand.touches["think_time"][table["first_touch"][handed_on]])


def test_next_tier_has_a_work_type_of_the_same_segment_and_language():
    """Only where something can be escalated, and with the skill that the escalation names."""
    segments = {"paying": a_segment(languages={"en": 1, "de": 1}), "vip": a_segment(topics={"praise": 1})}
    topics = {
        "crash": {"handle_time": "9m", "escalation": {"chance": 0.5, "to": "tier_2"}},
        "praise": {"handle_time": "2m"},
    }
    demand = arrivals.draw_demand(a_scenario(segments, topics), 1, 0)
    rows = demand.work_types[["segment", "skill", "language"]].tolist()
    assert [(0, -1, 0), (0, -1, 1), (0, 0, 0), (0, 0, 1), (1, -1, 1)] == rows
    handed_on = demand.conversations[demand.conversations["escalation_touch"] != NOBODY]
    before, after = (demand.work_types[handed_on[name]] for name in ("work_type", "escalated_to"))
    assert np.array_equal(before["language"], after["language"])
    assert {("tier_2",)} == {(demand.names.skills[skill],) for skill in after["skill"]}
    rest = demand.conversations[demand.conversations["escalation_touch"] == NOBODY]
    assert {NOBODY} == set(rest["escalated_to"].tolist())


def test_more_touches_than_fit_into_memory_are_refused(monkeypatch):
    """The message says how many there are and what to change."""
    monkeypatch.setattr(arrivals, "MOST_TOUCHES", 2000)
    with pytest.raises(ValueError, match=r"2,000 are the most that fit into memory: choose .* fewer touches"):
        drawn({"touches": 3})
