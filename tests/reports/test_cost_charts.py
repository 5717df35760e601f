"""The pictures of who pays draw what their tables say."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from builders import a_scenario, a_segment, a_team

from sim.experiments.replicate import Options, replicate
from sim.experiments.spreadsheet import spreadsheet
from sim.reports.cost_charts import (
    MOST_SEGMENTS,
    cost_by_segment,
    erlang_beside,
    feedback_beside,
    feedback_table,
    plans_table,
)  # fmt: skip
from sim.scenario.feedback import TWIN, with_twins

PEOPLE = {"quits": {"per_year": 20}, "exhaustion": {"above": 0.1, "full": 0.5}, "disengagement": {"above": 0.1}}


@pytest.fixture(scope="module")
def results():
    """Return two plans with twins over a week: one person who is paid 20 an hour, or two; all tire and may leave."""
    segments = {
        "paying": a_segment(customers=3000),
        "free": a_segment(stage="long_term_free", patience="2h", customers=900),
    }
    plans = {
        name: {"teams": {"desk": a_team(n, rate=20, people=PEOPLE)}} for name, n in (("one", 1), ("two", 2))
    }  # fmt: skip
    scenario = with_twins(a_scenario(segments, plans=plans), ["one", "two"])
    return replicate(scenario, options=Options(3, 1, processes=1))


def test_cost_against_wait_draws_its_table(results):
    """A panel per segment; cost and wait of every dot stand in the table, with people and paid hours."""
    chart = cost_by_segment(results)
    drawn = {(trace.x[0], trace.y[0]) for trace in chart.figure.data}
    told = chart.table

    assert 2 * 4 == len(chart.figure.data)
    assert drawn == set(zip(told["USD a week"], told["nine in ten within"], strict=True))
    assert (told["low"] < told["nine in ten within"]).all()
    assert ["paying", "free"] == [one.text for one in chart.figure.layout.annotations]
    assert any(trace.name.startswith("one: ") and " h" in trace.name for trace in chart.figure.data)
    assert "down and to the left is better" in chart.title


def test_without_pay_hours_stand_in_for_money():
    """The axis says so, and the table of plans has no money."""
    free = replicate(a_scenario(), options=Options(2, 1, processes=1))
    chart = cost_by_segment(free)

    assert "paid hours a week" == chart.figure.layout.xaxis.title.text
    assert (336.0,) == tuple(chart.figure.data[0].x)
    assert ["plan", "people", "paid hours, a week"] == list(plans_table(free).columns)


def test_marks_on_one_place_are_rings_around_each_other():
    """Two plans that are alike: the first mark is larger than the second, which is drawn over it; apart, none is."""
    plans = {name: {"teams": {"desk": a_team(n)}} for name, n in (("one", 1), ("same", 1), ("more", 3))}
    chart = cost_by_segment(replicate(a_scenario(plans=plans), options=Options(2, 1, processes=1)))
    one, same, more = (trace.marker.size for trace in chart.figure.data)
    assert one > same == more


def test_many_segments_are_said_and_not_drawn():
    """More panels than a reader can take: the rest is in the table alone, and the note says how many."""
    segments = {f"s{n}": a_segment(customers=300) for n in range(MOST_SEGMENTS + 2)}
    chart = cost_by_segment(replicate(a_scenario(segments), options=Options(2, 1, processes=1)))

    assert MOST_SEGMENTS == len(chart.figure.layout.annotations)
    assert "2 segments" in chart.note
    assert MOST_SEGMENTS + 2 == len(chart.table)


def test_the_plans_in_words(results):
    """A row per plan: people, hours, money; with intervals only where they are asked for."""
    plain, sure = plans_table(results), plans_table(results, sure=True)

    assert list(results.plans) == plain["plan"].tolist()
    assert ["plan", "people", "paid hours, a week", "cost, a week", "cost per conversation"] == list(plain.columns)
    assert not plain.map(lambda cell: "±" in cell).any(axis=None)
    assert sure.map(lambda cell: "±" in cell).any(axis=None)


def test_the_formula_beside_the_simulation(results):
    """The lines are the columns of the table, in one unit; the data have weekday and hour."""
    table = spreadsheet(results, "one")
    chart = erlang_beside(table, "UTC")
    drawn = {trace.name: np.array(trace.y, float) for trace in chart.figure.data}

    assert ["simulated", "Erlang C", "Erlang A (customers give up)"] == list(drawn)
    factor = drawn["simulated"][0] / table["simulated_wait"][0]
    assert pytest.approx(table["erlang_a_wait"] * factor, nan_ok=True) == drawn["Erlang A (customers give up)"]
    assert ["Mon", 0, "Sun", 23] == [*chart.table.iloc[0, :2], *chart.table.iloc[-1, :2]]
    assert 168 == len(chart.table)


def test_grey_is_where_the_formula_has_no_answer():
    """Two spans: from the second hour to before the fourth, and the last one. Where nobody writes nothing is grey."""
    table = pd.DataFrame({"slot": range(168), "arrivals": 1.0, "erlang_c_wait": 1.0, "erlang_a_wait": math.nan,
                          "simulated_wait": 2.0})  # fmt: skip
    table.loc[[1, 2, 50, 167], "erlang_c_wait"] = math.nan
    table.loc[50, "arrivals"] = 0.0
    chart = erlang_beside(table, "UTC")

    assert [(1, 3), (167, 168)] == [(shape.x0, shape.x1) for shape in chart.figure.layout.shapes]
    assert ["simulated", "Erlang C"] == [trace.name for trace in chart.figure.data]


def test_with_and_without_feedback_stand_side_by_side(results):
    """A row per plan and figure, its twin's beside; the dots are the rows of the table; twins are no plans."""
    table, chart = feedback_table(results), feedback_beside(results)

    assert ["one", "two"] == list(dict.fromkeys(table["plan"]))
    assert not any(plan.endswith(TWIN) for plan in chart.table["plan"])
    drawn = [value for trace in chart.figure.data for value in trace.x]
    assert sorted(drawn) == sorted(chart.table["value"])
    assert {"on", "off"} == set(chart.table["feedback"])
