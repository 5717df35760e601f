"""Intervals of what all replications give together: percentiles and sums by slot of time, and how often they hold."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from builders import a_scenario, a_segment, a_team

from sim.durations import MINUTE
from sim.experiments.estimate import estimate, sample, t_quantile
from sim.experiments.pooled import percentile_table
from sim.experiments.replicate import Options, play, replicate, tasks_of
from sim.experiments.slot_sums import BATCHES, KEYS, SlotSums
from sim.measures.first_responses import added, counted

MEDIAN, P90 = "first_response_median", "first_response_p90"
KEY = ("one", "all")


def a_part(waits, slot):
    """Return the counts of *waits* (minutes) of customers who wrote in those hours of the first week, by key."""
    ticks, slot = (np.asarray(waits) * MINUTE).astype(np.int64), np.asarray(slot)
    return {KEY: counted(ticks, slot, 0 * slot, 0 * slot - 1)}


def ranges_of(parts, measure):
    """Return top, bottom, low and high of all parts together, by hour of the week."""
    total = {}
    for part in parts:
        total = added(total, part)
    table = percentile_table(total, 1, batches=parts)
    return table[(table["by"] == "hour_of_week") & (table["measure"] == measure)].set_index("slot")


def luck_of(rng, n_parts, answers, spread):
    """Return parts of 160 slots: so many answers on average, exponential waits, weeks that go well or badly."""
    parts = []
    for _ in range(n_parts):
        slot = np.repeat(np.arange(160), rng.poisson(answers, 160))
        factor = np.exp(rng.normal(0, spread, 160))
        parts.append(a_part(factor[slot] * rng.exponential(20, slot.size), slot))
    return parts


def true_wait(share, spread):
    """Return that percentile of an exponential wait times a lognormal factor."""
    rng = np.random.default_rng(1)
    n = 1_000_000
    return np.quantile(np.exp(rng.normal(0, spread, n)) * rng.exponential(20, n), share)


def test_an_interval_by_hand():
    """Ten replications alike, of 10 waits each: t 2.262 x .5 / 10 = .1131, so ranks 39 to 62 of 100."""
    waits = 10 + np.arange(100.0)
    row = ranges_of([a_part(waits[number::10], [0] * 10) for number in range(10)], MEDIAN).loc[0]
    assert (59, 1, 48, 71) == pytest.approx(tuple(row[["top", "bottom", "low", "high"]]), rel=0.02)


def test_weeks_that_differ_have_a_wider_interval():
    """Ten replications, of which five have only short waits and five only long ones: it reaches into both."""
    short, long = np.linspace(10, 20, 10), np.linspace(100, 200, 10)
    row = ranges_of([a_part(short if number % 2 else long, [0] * 10) for number in range(10)], MEDIAN).loc[0]
    assert row["low"] < 13
    assert row["high"] > 170


@pytest.mark.parametrize(("measure", "least"), [(MEDIAN, 5), (P90, 10)])
def test_few_replications_have_no_interval(measure, least):
    """However many are answered in each; the value is there."""
    waits = np.linspace(1, 60, 60)
    for n_parts, has_range in ((least - 1, False), (least, True)):
        row = ranges_of([a_part(waits, [0] * 60) for _ in range(n_parts)], measure).loc[0]
        assert 1 == row["bottom"]
        assert (has_range, has_range) == (row["low"] <= row["top"], row["top"] <= row["high"])


def test_few_answers_have_no_interval():
    """Of five waits, one in each of five replications, not even the shortest and the longest are far enough apart."""
    for n, has_range in ((5, False), (6, True)):
        row = ranges_of([a_part([number + 1], [0]) for number in range(n)], MEDIAN).loc[0]
        assert has_range == (not math.isnan(row["low"]))


def test_nobody_waits_at_all():
    """An interval of no width: all waits are the same."""
    row = ranges_of([a_part([0] * 9, [0] * 9) for _ in range(12)], P90).loc[0]
    assert (0, 1, 0, 0) == tuple(row[["top", "bottom", "low", "high"]])


@pytest.mark.parametrize(("spread", "answers"), [(0, 10), (0.5, 10), (0.5, 100), (1, 10)])
def test_intervals_of_percentiles_hold_the_truth(spread, answers):
    """Twenty replications, 640 times over: 95 in 100, with a little to spare where answers are independent."""
    rng = np.random.default_rng(5)
    repeats = [luck_of(rng, 20, answers, spread) for _ in range(4)]
    for measure, share in ((MEDIAN, 0.5), (P90, 0.9)):
        truth = true_wait(share, spread)
        rows = [ranges_of(parts, measure).iloc[:160] for parts in repeats]
        found = np.concatenate([(each["low"] <= truth) & (truth <= each["high"]) for each in rows])
        assert 0.92 < found.mean() <= 0.995, measure


def a_busy_desk():
    """Return a week of three customers an hour and one agent, who takes 10 minutes for each: waits go together."""
    return a_scenario(segments={"paying": a_segment(contact_rate=0.504)}, plans={"one": {"teams": {"desk": a_team(1)}}})


@pytest.mark.many_conversations
def test_intervals_of_percentiles_hold_the_truth_of_the_engine():
    """Five comparisons of 20 replications, hour by hour: near 95 in 100 hold what all 100 give together.

    Independent answers would hold it 92 times (median) and 82 times (90th percentile).
    """
    played = [play(task).first_responses for task in tasks_of(a_busy_desk(), ("one",), Options(100, seed=9))]
    parts = [{KEY: each[KEY]} for each in played]
    for measure in (MEDIAN, P90):
        truth = ranges_of(parts, measure)["top"]
        rows = [ranges_of(parts[start : start + 20], measure) for start in range(0, 100, 20)]
        inside = [((each["low"] <= truth) & (truth <= each["high"]))[each["bottom"] > 0] for each in rows]
        assert 0.9 < np.concatenate(inside).mean() < 0.995, measure


def test_replications_beyond_the_batches_are_added_in_turns():
    """Of 25, the first five batches have two: the intervals are those of 20 parts, so memory does not grow."""
    rng = np.random.default_rng(3)
    parts, sums = luck_of(rng, BATCHES + 5, 10, 0.5), SlotSums()
    nothing = play(tasks_of(a_busy_desk(), ("one",), Options(1))[0]).breakdowns
    for part in parts:
        sums.add(nothing, part)
    batches = [added(parts[at], parts[BATCHES + at]) if at < 5 else parts[at] for at in range(BATCHES)]
    table = sums.table()()
    for measure in (MEDIAN, P90):
        shown = table[(table["by"] == "hour_of_week") & (table["measure"] == measure)].set_index("slot")
        columns = ["top", "low", "high"]
        assert ranges_of(batches, measure)[columns].equals(shown[columns])


def test_intervals_of_sums_are_those_of_estimates():
    """A mean wait and a backlog by weekday, over five replications: those of the fractions of each one."""
    scenario = a_busy_desk()
    results = replicate(scenario, options=Options(5, seed=1, processes=1))
    each = [play(task).breakdowns.set_index(KEYS) for task in tasks_of(scenario, ("one",), Options(5, seed=1))]
    shown = results.breakdowns.set_index(KEYS)
    for measure in ("wait_mean", "backlog_mean", "arrived"):
        for slot in range(7):
            key = ("one", "day_of_week", slot, "all", measure)
            tops, bottoms = zip(*(table.loc[key, ["top", "bottom"]] for table in each), strict=True)
            expected = estimate("ratio", sample(tops, bottoms))
            assert (max(expected.low, 0), expected.high) == pytest.approx(tuple(shown.loc[key, ["low", "high"]])), key


def ends_of(measure, tops, bottoms):
    """Return both ends of the interval of one slot, of these fractions in the replications."""
    found = SlotSums()
    for fraction in zip(tops, bottoms, strict=True):
        row = pd.DataFrame([("one", "day_of_week", 0, "all", measure, *fraction)], columns=[*KEYS, "top", "bottom"])
        found.add(row.astype({"top": float, "bottom": float}), {})
    return tuple(found.table()()[["low", "high"]].iloc[0])


def test_a_share_of_nobody_has_an_interval_with_a_width():
    """None of 30 x 1 gave up: Wilson's upper end, t^2 / (30 + t^2). Of 30 x 4 it is as if half had been seen."""
    square = t_quantile(29) ** 2
    assert pytest.approx((0, square / (30 + square))) == ends_of("abandonment", [0] * 30, [1] * 30)
    assert pytest.approx((0, square / (60 + square))) == ends_of("abandonment", [0] * 30, [4] * 30)
    assert pytest.approx((1 - square / (60 + square), 1)) == ends_of("service_level", [4] * 30, [4] * 30)


def test_shares_that_go_together_have_a_wider_interval():
    """In every second replication all ten gave up: as sure as of 30 customers, not of 300."""
    together, apart = (ends_of("abandonment", tops, [10] * 30) for tops in ([0, 10] * 15, [5, 5] * 15))
    square = t_quantile(29) ** 2 * 30 / 29
    half = math.sqrt(square / 30 * (0.25 + square / 120)) / (1 + square / 30)
    assert pytest.approx((0.5 - half, 0.5 + half)) == together
    assert together[0] < apart[0] < 0.5 < apart[1] < together[1]


def test_slots_with_few_customers_hold_the_truth():
    """Shares of about two customers in each of 30 replications, a quarter of which are bad: 9 times in 10 at least."""
    rng, truth, n_held = np.random.default_rng(20261122), 0.02 * 0.75 + 0.2 * 0.25, 0
    for _ in range(300):
        bottoms = rng.poisson(2, 30)
        low, high = ends_of("abandonment", rng.binomial(bottoms, np.where(rng.random(30) < 0.25, 0.2, 0.02)), bottoms)
        n_held += low <= truth <= high
    assert n_held >= 270


@pytest.mark.parametrize(("n_carry", "has_one"), [(0, False), (7, False), (8, True), (30, True)])
def test_a_mean_that_few_replications_carry_has_no_interval(n_carry, *, has_one):
    """In 30 replications somebody waited in so many."""
    waits = [10] * n_carry + [0] * (30 - n_carry)
    assert [has_one, has_one] == [not math.isnan(end) for end in ends_of("wait_mean", waits, [2] * 30)]


def test_a_single_replication_has_no_intervals():
    """It has values."""
    results = replicate(a_busy_desk(), options=Options(1, seed=1, processes=1))
    assert results.breakdowns[["low", "high"]].isna().all(axis=None)
    assert results.slots("day", "backlog_mean", "one")["value"].notna().all()
