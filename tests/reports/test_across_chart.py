"""The picture of runs that were played apart draws what its table says."""

from __future__ import annotations

import pytest
from builders import a_scenario, a_team

from sim.experiments.across import across
from sim.experiments.replicate import Options, replicate
from sim.reports.across_chart import across_chart


@pytest.fixture(scope="module")
def table():
    """Return two runs side by side."""
    runs = {
        name: replicate(
            a_scenario(plans={"now": {"teams": {"desk": a_team(n, rate=20)}}}), None, Options(3, processes=1)
        )
        for name, n in (("one", 1), ("two", 2))
    }
    return across(runs)


@pytest.mark.parametrize(
    ("measure", "unit", "factor"), [("occupancy", "%", 100), ("people_cost", "EUR", 1), ("arrived", "conversations", 1)]
)
def test_points_and_intervals_are_those_of_the_table(table, measure, unit, factor):
    """In the unit that the axis names, a sign per run."""
    chart = across_chart(table, measure, "all", "EUR")
    rows = table[(table.measure == measure) & (table.scope == "all")]
    assert unit == chart.figure.layout.xaxis.title.text
    assert ["one", "two"] == [trace.name for trace in chart.figure.data]
    drawn = [value for trace in chart.figure.data for value in trace.x]
    assert pytest.approx(list(rows.value * factor)) == drawn == list(chart.table.value)
    halves = [value for trace in chart.figure.data for value in trace.error_x.array]
    assert pytest.approx(list((rows.high - rows.value) * factor)) == halves
    assert ["one: Now", "two: Now"] == list(chart.figure.layout.yaxis.categoryarray)


def test_waits_are_in_the_unit_that_suits_the_longest(table):
    """And the title says which."""
    chart = across_chart(table, "first_response_p90", "all", "EUR")
    assert chart.title.endswith(f"in {chart.figure.layout.xaxis.title.text}")
    assert set(chart.table.unit) == {chart.figure.layout.xaxis.title.text} <= {"seconds", "minutes", "hours", "days"}
