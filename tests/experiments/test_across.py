"""Runs that were played apart, side by side: pairs where that is right, honest intervals elsewhere."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from builders import a_scenario, a_segment, a_team
from scipy import stats

from sim.experiments.across import (
    APART,
    COLUMNS,
    NONE,
    PAIRED,
    REFERENCE,
    Place,
    across,
    outside_its_groups,
    same_customers,
)
from sim.experiments.compare import compare_results
from sim.experiments.estimate import Sample, sample
from sim.experiments.replicate import Options, replicate
from sim.experiments.results import Cell, Results

WAITS = [100.0, 140.0, 90.0, 120.0]
LESS = [60.0, 97.0, 51.0, 78.0]


def a_run(values, measure="first_response_p90", *, seed=1, **scenario):
    """Return results with one plan and one made-up figure of it."""
    one = scenario.pop("plan", "now")
    world = a_scenario(plans={one: {"teams": {"desk": a_team()}}}, **scenario)
    samples = {Cell(one, measure, "all"): values if isinstance(values, Sample) else sample(values)}
    return Results(world, (one,), seed, len(next(iter(samples.values())).top), "compiled", samples, pd.DataFrame)


def last(runs):
    """Return the last row of the table as a dict."""
    return across(runs).iloc[-1].to_dict()


def test_real_runs_give_their_own_figures_and_the_reference_comes_first():
    """A row per run, plan, measure and scope; values and intervals are those of the results themselves."""
    plans = {"two": {"teams": {"desk": a_team(2)}}, "three": {"teams": {"desk": a_team(3)}}}
    first = replicate(a_scenario(plans=plans), None, Options(4, processes=1))
    second = replicate(a_scenario(plans={"four": {"teams": {"desk": a_team(4)}}}), None, Options(4, processes=1))
    table = across({"spring": first, "autumn": second})
    assert list(COLUMNS) == list(table.columns)
    assert [("spring", "two"), ("spring", "three"), ("autumn", "four")] == list(
        table[["run", "plan"]].drop_duplicates().itertuples(index=False, name=None)
    )
    assert not table.duplicated(["run", "plan", "measure", "scope"]).any()
    for row in table.itertuples():
        found = {"spring": first, "autumn": second}[row.run].estimate(row.plan, row.measure, row.scope)  # of one week
        assert np.array_equal([found.value, found.low, found.high], [row.value, row.low, row.high], equal_nan=True)
    assert {REFERENCE} == set(table[table.plan == "two"].how)
    assert {PAIRED} == set(table[table.plan != "two"].how)


def test_differences_within_a_run_are_those_of_its_comparison():
    """Also across two runs of the same customers: as if all plans had been in one."""
    plans = {"two": {"teams": {"desk": a_team(2)}}, "three": {"teams": {"desk": a_team(3)}}}
    whole = compare_results(replicate(a_scenario(plans=plans), None, Options(5, processes=1)))
    parts = {
        name: replicate(a_scenario(plans={name: plan}, title=name), None, Options(5, processes=1))
        for name, plan in plans.items()
    }
    table = across(parts)
    for row in table[table.run == "three"].itertuples():
        expected = whole.difference("three", row.measure, row.scope)
        found = (row.difference, row.difference_low, row.difference_high)
        assert np.array_equal([expected.value, expected.low, expected.high], found, equal_nan=True), row.measure
        assert expected.verdict == row.verdict


def test_the_same_customers_are_compared_pair_by_pair():
    """41 minutes less in every replication is clear, although the waits themselves vary by more."""
    row = last({"a": a_run(WAITS), "b": a_run(LESS, plan="new", title="Other", purpose="why")})
    assert (PAIRED, "clear", "41.0 ± 2.9 min faster") == (row["how"], row["verdict"], row["difference_words"])


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"seed": 2}, "Another seed: each"),
        ({"length": "14d"}, "Other customers: each"),
        ({"segments": {"paying": a_segment(customers=1001)}}, "Other customers: each"),
        ({"seed": 2, "start": "2026-03-09"}, "Other customers and another seed: each"),
    ],
)
def test_other_luck_is_not_paired_and_says_why(change, says):
    """The interval is that of two independent samples, Welch's, with its degrees of freedom rounded down."""
    row = last({"a": a_run(WAITS), "b": a_run(LESS, **change)})
    assert APART == row["how"]
    assert row["why"].startswith(says)
    welch = stats.ttest_ind(LESS, WAITS, equal_var=False)
    error = math.sqrt(np.var(LESS, ddof=1) / 4 + np.var(WAITS, ddof=1) / 4)
    half = stats.t.ppf(0.975, math.floor(welch.df)) * error
    assert pytest.approx([-41.0, -41.0 - half, -41.0 + half]) == [
        row["difference"], row["difference_low"], row["difference_high"],
    ]  # fmt: skip
    assert half > 10 * 2.9  # that of the pairs


def test_another_number_of_replications_is_not_paired():
    """Even where the first ones are the same."""
    row = last({"a": a_run(WAITS), "b": a_run(LESS[:3])})
    assert (APART, "Another number of replications") == (row["how"], row["why"].partition(":")[0])


def test_independent_intervals_hold_what_they_promise():
    """Of 2,000 pairs of runs with the same true mean, about 95 % have an interval with 0 in it."""
    luck = np.random.default_rng(7)
    n_missed = 0
    for _ in range(2000):
        row = last({"a": a_run(luck.normal(10, 3, 8)), "b": a_run(luck.normal(10, 1, 8), seed=2)})
        n_missed += not row["difference_low"] <= 0 <= row["difference_high"]
    assert 60 <= n_missed <= 140


def test_one_replication_has_no_interval_and_no_verdict():
    """Neither as a pair nor apart."""
    for seed in (1, 2):
        row = last({"a": a_run([5.0]), "b": a_run([4.0], seed=seed)})
        assert ("unknown", -1.0) == (row["verdict"], row["difference"])
        assert math.isnan(row["difference_low"])
        assert row["difference_words"].endswith("not known")


def test_what_chance_does_not_touch_is_clear_without_an_interval():
    """The cost of a roster is the same in every replication."""
    row = last({"a": a_run([10.0] * 4, "people_cost"), "b": a_run([12.0] * 4, "people_cost", seed=2)})
    assert ("clear", 2.0, 2.0, 2.0) == (
        row["verdict"], row["difference"], row["difference_low"], row["difference_high"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("measure", "change", "says"),
    [
        ("people_cost", {"currency": "EUR"}, "One is in EUR, the other in USD."),
        ("arrived", {"length": "14d"}, "It adds up over 2 weeks here and 1 there."),
        ("service_level", {"service_level": {"within": "2h"}}, "The scenarios define the service level differently."),
    ],
)
def test_what_means_something_else_is_not_compared(measure, change, says):
    """The figures stand side by side, without a difference."""
    row = last({"a": a_run(WAITS, measure), "b": a_run(LESS, measure, **change)})
    assert (NONE, says, "") == (row["how"], row["why"], row["difference_words"])
    assert math.isnan(row["difference"])
    assert pytest.approx(np.mean(LESS)) == row["value"]


def test_what_people_cost_is_told_a_week():
    """200 in two weeks and 120 in one: 20 more a week, whatever the lengths; the title says so."""
    row = last({"a": a_run([200.0] * 4, "people_cost", length="14d"), "b": a_run([120.0] * 4, "people_cost")})
    assert ("Cost of people, a week, everybody", 120.0, 20.0) == (row["title"], row["value"], row["difference"])


def test_why_everybody_waits_less_than_each_group_is_explained():
    """Now one group waits longer and now the other: the mean of all lies below both means, and only then it is said."""
    p90, one = "first_response_p90", a_run(WAITS)

    def found(everybody):
        waits = {"all": everybody, "paid": [10.0, 20.0], "free": [20.0, 10.0]}
        samples = {Cell("now", p90, scope): sample(values) for scope, values in waits.items()}
        held = {Cell("now", "answered", scope): sample([9.0, 9.0]) for scope in waits}
        return across({"a": replace(one, samples=samples | held)})

    assert outside_its_groups(found([11.0, 12.0]), p90).startswith("Each figure is the mean over the replications.")
    assert "" == outside_its_groups(found([15.0, 15.0]), p90)
    assert "" == outside_its_groups(across({"a": one}), p90)


def test_a_figure_that_the_reference_lacks_is_not_compared():
    """Free customers, say, of whom the first run has none."""
    row = last({"a": a_run(WAITS, "arrived"), "b": a_run(LESS, "answered")})
    assert (NONE, "The reference has no such figure.") == (row["how"], row["why"])


def test_any_plan_can_be_the_reference():
    """The difference is turned round then."""
    runs = {"a": a_run(WAITS), "b": a_run(LESS)}
    row = across(runs, Place("b", "now")).iloc[0]
    assert (41.0, PAIRED, "b") == (row.difference, row.how, across(runs, Place("b", "now")).iloc[1].run)


@pytest.mark.parametrize(("runs", "says"), [({}, "there are none"), ({"a": a_run(WAITS)}, "no plan 'x' in a run 'a'")])
def test_nothing_to_compare_is_said(runs, says):
    """For whoever writes programs."""
    with pytest.raises(ValueError, match=says):
        across(runs, Place("a", "x"))


def test_plans_and_names_make_no_customers():
    """Title, promises and currency neither; a customer more does."""
    one = a_run(WAITS)
    assert same_customers(one, a_run(WAITS, plan="b", title="x", currency="EUR", service_level={"within": "2h"}))
    assert not same_customers(one, a_run(WAITS, segments={"paying": a_segment(customers=1001)}))
