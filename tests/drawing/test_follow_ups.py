"""Follow-ups: which rows there are, what they inherit, and under which conditions they come."""

from __future__ import annotations

import numpy as np
import pytest
from builders import a_scenario, a_segment
from scipy import stats

from sim.drawing import arrivals
from sim.drawing.streams import hashed, name_key
from sim.durations import DAY, HOUR, MINUTE
from sim.inputs import FAR, MILLION, NOBODY

MIXED = {"zones": {"UTC": 1, "Asia/Tokyo": 1}, "languages": {"en": 1, "de": 1}, "patience": "20m"}


def drawn(topic=None, customers=1000, **segment):
    """Return the demand of a week, of two topics and two segments that write 1,000 times each."""
    segments = {
        "free": a_segment(contact_rate=1, **MIXED),
        "paying": a_segment(contact_rate=1, customers=customers, **MIXED) | segment,
    }
    topics = {"crash": {"handle_time": "9m", "touches": 2} | (topic or {}), "praise": {"handle_time": "3m"}}
    return arrivals.draw_demand(a_scenario(segments, topics), 1, 0)


def parents_of(demand):
    """Return the row that each follow-up follows."""
    parents = np.full(len(demand.follow_ups), NOBODY)
    rows = np.flatnonzero(demand.conversations["follow_up"] != NOBODY)
    parents[demand.conversations["follow_up"][rows] - demand.n_first] = rows
    return parents


REOPEN = {"reopen": {"chance": 0.6}}


def test_nothing_follows_without_a_chance():
    """No rows beside the first contacts, and none that could come."""
    demand = drawn()
    assert 0 == len(demand.follow_ups)
    assert demand.n_first == len(demand.conversations) == len(demand.details)
    assert {NOBODY} == set(demand.conversations["follow_up"].tolist())


def test_rows_are_there_wherever_the_luck_allows_it_generation_by_generation():
    """Each follows exactly one; in the order of their parents; down to where nothing can follow any more."""
    demand = drawn(REOPEN)
    parents = parents_of(demand)
    assert demand.n_first + len(demand.follow_ups) == len(demand.conversations) == len(demand.details)
    assert NOBODY not in parents
    assert (np.diff(parents) > 0).all()  # so parents come before, and generations one after the other
    assert (parents < demand.n_first + np.arange(len(parents))).all()
    assert (demand.follow_ups["luck"] < 600_000).all()
    n_crash = (demand.details["topic"] == 0).sum()
    low, high = stats.binom.ppf([0.0005, 0.9995], n_crash, 0.6)
    assert low <= len(demand.follow_ups) <= high
    assert demand.details["topic"][: demand.n_first].any()
    assert not demand.details["topic"][demand.n_first :].any()  # praise never comes back


def test_follow_up_has_a_key_of_its_own_and_inherits_who_and_what():
    """Segment, topic, zone, language and work type are the parent's; it has no arrival yet, and has not waited."""
    demand = drawn(REOPEN, redial={"chance": 0.2})
    parents, later = parents_of(demand), slice(demand.n_first, None)
    details, table = demand.details, demand.conversations
    for name in ("segment", "topic", "zone", "language", "surge"):
        assert np.array_equal(details[name][parents], details[name][later])
    assert np.array_equal(table["work_type"][parents], table["work_type"][later])
    assert np.array_equal(hashed(details["key"][parents], name_key("follow_up")), details["key"][later])
    assert len(np.unique(details["key"])) == len(details)
    assert {FAR} == set(table["arrival_at"][later].tolist())
    assert not table["waited_time"][later].any()


def test_follow_up_draws_its_own_touches_and_patience():
    """They have nothing to do with those of the parent, and the same law."""
    demand = drawn(REOPEN, customers=8000)
    parents, later = parents_of(demand), np.arange(demand.n_first, len(demand.conversations))
    first = demand.touches["handle_time"][demand.conversations["first_touch"]]
    for values in (first, demand.conversations["patience_time"]):
        before, after = stats.rankdata(values[parents]), stats.rankdata(values[later])
        assert abs(np.corrcoef(before, after)[0, 1]) < 3.3 / np.sqrt(len(parents))
        assert stats.ks_2samp(values[parents], values[later]).pvalue > 1e-3


def test_terms_are_those_of_segment_and_topic():
    """Chances in parts per million; what never happens comes after a time without end."""
    topic = {
        "wrong": 0.1, "reopen": {"chance": 0.1, "if_wrong": 0.5, "after": "1h"},
        "next_contact": {"chance": 0.25, "if_wrong": 0.4, "after": "2d"},
    }  # fmt: skip
    demand = drawn(topic, customers=20_000, redial={"chance": 0.9, "after": "10m"})
    paying = demand.details["segment"][demand.n_first :] == 1
    crash = demand.details["topic"][demand.n_first :] == 0
    columns = ["redial_chance", "reopen_chance", "reopen_if_wrong_chance", "next_chance", "next_if_wrong_chance"]
    for segment, about, expected in (
        (paying, crash, (900_000, 100_000, 500_000, 250_000, 400_000)),
        (paying, ~crash, (900_000, 0, 0, 0, 0)),
        (~paying, crash, (0, 100_000, 500_000, 250_000, 400_000)),
    ):
        rows = demand.follow_ups[segment & about]
        assert {expected} == set(rows[columns].tolist())
        assert rows["luck"].max() < max(expected[0], expected[1] + expected[3], expected[2] + expected[4])
    assert not (~paying & ~crash).any()
    rows = demand.follow_ups[paying & crash]
    for name, mean, cv in (("redial_time", 10 * MINUTE, 1.2), ("reopen_time", HOUR, 1.2), ("next_time", 2 * DAY, 1.2)):
        assert abs(rows[name].mean() / mean - 1) < 3.3 * cv / np.sqrt(len(rows)), name
    assert {FAR} == set(demand.follow_ups["redial_time"][~paying].tolist())
    assert {FAR} == set(demand.follow_ups["next_time"][~crash].tolist())


def test_without_a_word_a_wrong_answer_reopens_as_often_as_a_right_one():
    """if_wrong None is the chance itself; and where no answer is wrong it does not matter."""
    for topic, chance in (
        ({"wrong": 0.5, "reopen": {"chance": 0.3}}, 300_000),
        ({"wrong": 0, "reopen": {"chance": 0.3, "if_wrong": 0.8}}, 300_000),
        ({"wrong": 0.5, "reopen": {"chance": 0.3, "if_wrong": 0.8}}, 800_000),
    ):
        assert {chance} == set(drawn(topic).follow_ups["reopen_if_wrong_chance"].tolist())


def test_without_a_word_a_wrong_answer_brings_a_next_contact_as_often_as_a_right_one():
    """if_wrong None is the chance itself; and where no answer is wrong it does not matter, not even for the rows."""
    for topic, chance in (
        ({"wrong": 0.5, "next_contact": {"chance": 0.3}}, 300_000),
        ({"wrong": 0, "next_contact": {"chance": 0.3, "if_wrong": 0.8}}, 300_000),
        ({"wrong": 0.5, "next_contact": {"chance": 0.3, "if_wrong": 0.8}}, 800_000),
    ):
        follow_ups = drawn(topic).follow_ups
        assert {chance} == set(follow_ups["next_if_wrong_chance"].tolist())
        assert chance > follow_ups["luck"].max() > 0.9 * chance


def test_more_of_one_kind_only_adds_rows():
    """Higher chances keep every row with its key, luck, times and touches; the segment that has none is not moved."""

    def rows(redial):
        demand = drawn(REOPEN, redial=redial)
        known = {}
        for row, detail in zip(demand.conversations, demand.details, strict=True):
            touches = demand.touches[row["first_touch"] : row["end_touch"]].tolist()
            known[int(detail["key"])] = (touches, int(row["patience_time"]))
        keys, lucks = demand.details["key"][demand.n_first :].tolist(), demand.follow_ups["luck"].tolist()
        return known, dict(zip(keys, lucks, strict=True))

    (few, lucks), (many, more_lucks) = rows({"chance": 0.3}), rows({"chance": 0.8})
    assert few.items() < many.items()
    assert lucks.items() < more_lucks.items()


def test_redials_come_as_measured():
    """With a chance of 0.7 and the usual time 48 % are back within an hour and 67 % within a day (anonymousbank)."""
    demand = drawn(customers=100_000, redial={"chance": 0.7})
    rows = demand.follow_ups[demand.follow_ups["luck"] < 700_000]["redial_time"]
    for span, share in ((HOUR, 0.48), (DAY, 0.67)):
        assert abs(0.7 * (rows < span).mean() - share) < 0.01


def test_luck_is_uniform_and_chances_never_reach_it_at_the_end():
    """Luck is 0 to below the highest chance, evenly; a chance of 0.95 still comes to an end."""
    demand = drawn({"reopen": {"chance": 0.95}}, customers=5000)
    luck = demand.follow_ups["luck"] / (0.95 * MILLION)
    assert stats.kstest(luck, "uniform").pvalue > 1e-3
    n = (demand.details["topic"][: demand.n_first] == 0).sum()
    assert 12 * n < len(demand.follow_ups) < 28 * n


def test_more_than_fits_into_memory_is_refused_with_its_follow_ups(monkeypatch):
    """The message says how many are the most and what to change."""
    monkeypatch.setattr(arrivals, "MOST_CONTACTS", 2500)
    with pytest.raises(ValueError, match=r"more than 2,500 conversations .* lower chances of redial, reopen"):
        drawn({"reopen": {"chance": 0.9}})
