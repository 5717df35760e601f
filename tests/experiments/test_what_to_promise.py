"""What to promise by hour of the week: nine in ten who come next are answered within it, also where few are."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from builders import a_scenario, a_segment, a_team

from sim.experiments.pooled import percentile_table
from sim.experiments.replicate import Options, play, replicate, tasks_of
from sim.experiments.results import Tally
from sim.experiments.slot_sums import KEYS
from sim.measures.first_responses import ENOUGH_TO_PROMISE, added
from sim.scenario import WEEKDAYS
from sim.tables.conversations import conversation_table, promises

N = 40
P90 = "first_response_p90"


def a_small_queue():
    """Return a week of three customers an hour and one agent, who takes 10 minutes for each."""
    return a_scenario(segments={"paying": a_segment(contact_rate=0.504)}, plans={"one": {"teams": {"desk": a_team(1)}}})


def waits_of(results):
    """Return a row per answered customer of all replications: replication, slot (hour of the week), wait (minutes)."""
    parts = []
    for number in range(results.replications):
        rows = conversation_table(results.run("one", number))
        rows = rows[rows["first_response_at"].notna() & rows["measured"]]
        slot = rows["weekday"].map(WEEKDAYS.index) * 24 + rows["hour"]
        parts.append(pd.DataFrame({"replication": number, "slot": slot, "wait": rows["wait_time"]}))
    return pd.concat(parts, ignore_index=True)


@pytest.fixture(scope="module")
def results():
    """Give many replications of the small queue."""
    return replicate(a_small_queue(), options=Options(N, seed=1, processes=1))


@pytest.fixture(scope="module")
def next_ones():
    """Give those who come later: other luck, so that nobody was counted for the promise."""
    return waits_of(replicate(a_small_queue(), options=Options(N, seed=2, processes=1)))


def longer_than(promise, next_ones):
    """Return the share that waits longer than is promised for its hour, and the error of that share: weeks differ."""
    late = next_ones["wait"] > next_ones["slot"].map(promise)
    by_week = late.groupby(next_ones["replication"]).mean()
    return late.mean(), by_week.std() / np.sqrt(N)


def test_one_in_ten_waits_longer_than_is_promised(results, next_ones):
    """Three answers an hour and replication. The error is that of both: of the promise, and of those who come next."""
    shown = results.slots("hour_of_week", P90, "one").set_index("slot")["value"]
    assert 168 == shown.notna().sum()
    share, error = longer_than(shown, next_ones)
    assert abs(share - 0.1) < 3 * np.sqrt(2) * error < 0.03


def test_the_mean_of_each_replications_percentile_would_be_too_short(results, next_ones):
    """Of three the 90th percentile is the longest: a quarter of those who come next waits longer than its mean."""
    each = (
        waits_of(results)
        .groupby(["slot", "replication"])["wait"]
        .agg(lambda waits: np.quantile(waits, 0.9, method="inverted_cdf"))
    )
    share, _ = longer_than(each.groupby("slot").mean(), next_ones)
    assert share > 0.15


def test_usual_response_and_the_breakdowns_say_the_same(results):
    """The table of promises has what the slots have."""
    told = promises(results.breakdowns).query("scope == 'all'")
    for name in (P90, "first_response_median"):
        assert results.slots("hour_of_week", name, "one")["value"].tolist() == told[name].tolist()
    assert results.first_responses["one", "all"].by_hour_of_week().sum(axis=1).tolist() == told["answered"].tolist()
    assert told["answered"].min() > ENOUGH_TO_PROMISE


def test_replications_give_the_same_in_any_split():
    """Five replications, summed as 2 and 3, as 1 and 4 backwards, and as they come."""
    scenario = a_small_queue()
    played = [play(task).first_responses for task in tasks_of(scenario, ("one",), Options(5, seed=1))]
    whole = replicate(scenario, options=Options(5, seed=1, processes=1))
    expected = percentile_table(whole.first_responses, 1, range(7))
    for order in ([[0, 1], [2, 3, 4]], [[4, 3, 2, 1], [0]]):
        parts = []
        for numbers in order:
            part = {}
            for number in numbers:
                part = added(part, played[number])
            parts.append(part)
        assert expected.equals(percentile_table(added(*parts), 1, range(7)))
    shown = whole.breakdowns[whole.breakdowns["measure"].isin(expected["measure"])]
    columns = [*KEYS, "top", "bottom"]
    assert expected[columns].equals(shown[columns].reset_index(drop=True))


def test_early_results_stay_as_they_were():
    """Results of three replications do not change when the fourth comes, and are those of a run of three."""
    scenario = a_small_queue()
    tasks, tally = tasks_of(scenario, ("one",), Options(4, seed=1)), Tally(4)
    for task in tasks[:3]:
        tally.add(play(task))
    early = tally.results(scenario, ("one",), 1, "compiled")
    tally.add(play(tasks[3]))
    three = replicate(scenario, options=Options(3, seed=1, processes=1))
    assert three.breakdowns.equals(early.breakdowns)
    for key, counts in three.first_responses.items():
        assert counts.number.tolist() == early.first_responses[key].number.tolist()
