"""Titles of plans: readable, no two alike, and everywhere in a comparison; the figures stay."""

from __future__ import annotations

import pytest
from builders import a_scenario, a_team

from sim.experiments.compare import compare_results
from sim.experiments.replicate import Options, replicate
from sim.experiments.titles import titled
from sim.reports.topics import TOPICS, Look, charts_of
from sim.scenario.feedback import TWIN
from sim.scenario.titles import plan_title, plan_titles


@pytest.mark.parametrize(
    ("plan", "title"),
    [("as_is", "As is"), ("five_with_a_week_off", "Five with a week off"), ("B-2", "B 2"), ("a__b", "A b"), ("x", "X")],
)
def test_a_title_is_what_a_reader_would_write(plan, title):
    """Spaces, and a capital at the beginning."""
    assert title == plan_title(plan)


def test_no_two_titles_are_alike():
    """What would be alike keeps its id; a twin without feedback is marked as before."""
    plans = ("as_is", "as-is", "more", f"more{TWIN}", "b_c", "B c")
    assert ["as_is", "as-is", "More", f"More{TWIN}", "b_c", "B c"] == list(plan_titles(plans).values())


def test_a_titled_comparison_has_the_same_figures_under_other_names():
    """Also its charts: no id is left in any of them."""
    plans = {"one_person": {"teams": {"desk": a_team(1)}}, "two_people": {"teams": {"desk": a_team(2)}}}
    found = compare_results(replicate(a_scenario(plans=plans), options=Options(3, processes=1)), "two_people")
    read = titled(found)
    assert ("Two people", ("One person",)) == (read.baseline, read.others)
    assert list(read.results.scenario.plans) == list(read.results.plans) == ["One person", "Two people"]
    for plan, title in zip(found.results.plans, read.results.plans, strict=True):
        assert found.results.estimate(plan, "occupancy") == read.results.estimate(title, "occupancy")
        slots = found.results.slots("hour_of_week", "arrived", plan)
        assert slots.equals(read.results.slots("hour_of_week", "arrived", title))
    assert found.difference("one_person", "occupancy") == read.difference("One person", "occupancy")
    drawn = "".join(
        f"{chart.title} {chart.note} {chart.figure.to_json()} {chart.table}"
        for topic in TOPICS
        for chart in charts_of(topic, read, Look()).values()
    )
    assert "One person" in drawn
    assert not [plan for plan in plans if plan in drawn]
