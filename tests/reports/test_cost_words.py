"""Who pays, in words: the cheapest plans, what more money buys, and what may be luck stays unsaid."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from builders import a_scenario, a_segment, a_team

from sim.experiments.estimate import sample
from sim.experiments.replicate import Options, replicate
from sim.experiments.results import Cell, Results
from sim.reports.cost_words import NOBODY_PAID, feedback_words, first_words, plainly
from sim.scenario.feedback import TWIN

LUCK = np.array([-3.0, 1.0, 4.0, -2.0])
"""What differs from replication to replication, for all plans alike."""


def results_of(**plans):
    """Return made-up results over two weeks: plan -> (cost a week, wait of those who pay, wait of the others)."""
    segments = {"paying": a_segment(), "free": a_segment(stage="long_term_free")}
    people = {"people": {"quits": {"per_year": 1}}}  # so that chance touches the cost
    scenario = a_scenario(segments, plans={plan: {"teams": {"desk": a_team(**people)}} for plan in plans}, length="14d")
    samples = {}
    for number, (plan, (cost, paid, free)) in enumerate(plans.items()):
        luck = LUCK + 0.3 * np.roll(LUCK, number)  # a little of its own: plans that agree to the last bit prove nothing
        samples[Cell(plan, "people_cost", "all")] = sample(2 * cost + luck)
        samples[Cell(plan, "headcount_mean", "all")] = sample([9.0] * 4)
        for scope, wait in (("all", paid), ("paid", paid), ("free", free)):
            samples[Cell(plan, "first_response_p90", scope)] = sample(wait + luck)
            samples[Cell(plan, "answered", scope)] = sample([100.0] * 4)
    return Results(scenario, tuple(plans), 1, 4, "compiled", samples, pd.DataFrame)


def noisy(amount):
    """Return a figure whose difference from the others is no clear one."""
    return amount + 40 * np.array([1.0, -1.0, 1.5, -1.2])


def test_one_plan_is_only_told():
    """Nothing is compared."""
    assert ["a: 1,000 USD a week for 9 people."] == first_words(results_of(a=(1000, 60, 90)))


def test_the_cheapest_and_what_more_money_buys():
    """Minutes to two digits; what may be luck is about the same, and before five replications too early to tell."""
    results = results_of(cheap=(1000, 60, 90), dear=(1500, 20, noisy(90)))
    said = first_words(results)
    assert "The cheapest is cheap: 1,000 USD a week for 9 people." == said[0]
    assert said[1].startswith("dear: 500 USD a week more than cheap; with it paying customers wait 40 minutes less")
    assert said[1].endswith(" and free customers wait longer or less, which is too early to tell.")
    enough = replace(results_of(cheap=(1000, 60, 900), dear=(1500, 20, noisy(900))), replications=5)
    assert first_words(enough)[1].endswith(" and free customers wait about the same.")
    assert 2 == len(said)


def test_among_plans_that_cost_the_same():
    """Who waits least and most, where that is clear; nothing of a group that waits alike."""
    said = first_words(results_of(a=(1000, 60, 90), b=(1000, 30, 90)))
    assert ["a and b cost the same, and the least: 1,000 USD a week.",
            "For the same money paying customers wait between 30 minutes (b) and 1 hour (a)."] == said  # fmt: skip


def test_a_plan_that_costs_more_and_helps_nobody():
    """It is named beside the cheaper one."""
    said = first_words(results_of(cheap=(1000, 60, 90), dear=(1500, 60, 120)))
    assert said[-1].startswith("dear: it costs more than cheap and makes nobody wait less; what it is good for must ")


def test_where_nobody_is_paid():
    """Money says nothing, and that is said."""
    assert [NOBODY_PAID] == first_words(replicate(a_scenario(), options=Options(1, processes=1)))


def test_feedback_in_words():
    """What is clear is told plan by plan; where nothing is, that."""
    results = results_of(
        a=(1000, 90, 90), **{f"a{TWIN}": (1000, 60, 90)}, b=(1000, 60, 60), **{f"b{TWIN}": (1000, 60, 60)}
    )
    assert [
        "a: because workload acts on people, customers wait 30 minutes longer.",
        "b: that workload acts on people makes no clear difference to waits, leaving and illness.",
    ] == feedback_words(results)


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (math.nan, "minutes", "-"), (41.3, "minutes", "41 minutes"), (0.0736, "share", "7.4 %"), (0, "share", "0 %"),
        (11520.4, "money", "11,520 USD"), (6.14, "money", "6.1 USD"), (9, "people", "9"), (0.7, "people", "0.7"),
        (1234.5, "hours", "1,234"),
    ],
)  # fmt: skip
def test_figures_for_reading(value, unit, words):
    """Two or three digits, and no interval."""
    assert words == plainly(value, unit, "USD")


def test_a_difference_of_shares_is_in_points():
    """7 % against 5 % are 2 points."""
    assert "2 points" == plainly(0.02, "share", difference=True)
