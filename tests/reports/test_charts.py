"""Every chart: what is drawn is its table, its figures are explained, its clock is named, and nothing comes twice."""

from __future__ import annotations

import math
from itertools import product

import pandas as pd
import pytest
from builders import a_scenario, a_segment, a_team

import scenarios
from sim.experiments.compare import compare_results
from sim.experiments.replicate import Options, replicate
from sim.measures.figures import MEASURES
from sim.reports.clock_charts import HEATMAPS, heatmap, weeks
from sim.reports.rows import RANGE
from sim.reports.sure_charts import differences
from sim.reports.time_charts import PERIODS, SERIES, over_time, periods_of
from sim.reports.topics import TOPICS, Look, charts_of
from sim.scenario.load import parse

OF_THE_CLOCK = {"weekday", "hour", "week", "at"}


def _two_plans():
    segments = {"paying": a_segment(contact_rate=1.0), "trial": a_segment(stage="trial", patience="1h")}
    plans = {"few": {"teams": {"desk": a_team(1, rate=30)}}, "more": {"teams": {"desk": a_team(2, rate=30)}}}
    scenario = a_scenario(segments, plans=plans, length="9d", zone="America/New_York")
    return compare_results(replicate(scenario, options=Options(3, processes=1)))


def _people_who_tire():
    scenario = parse(scenarios.text("overload-year"), "overload-year")
    short = scenario.model_copy(update={"length": 8 * 7 * 24 * 3600 * 1000})
    return compare_results(replicate(short, options=Options(2, processes=1)))


@pytest.fixture(scope="module")
def comparisons():
    """Return comparisons of several kinds: two plans, people who tire, a single plan, nobody who writes."""
    alone = a_scenario(plans={"only": {"teams": {"desk": a_team(1)}}}, length="2d")
    nobody = a_scenario({"paying": a_segment(customers=0)}, plans={"a": {"teams": {"desk": a_team(0)}}}, length="1d")
    return {
        "two": _two_plans(),
        "people": _people_who_tire(),
        "alone": compare_results(replicate(alone, options=Options(2, processes=1))),
        "nobody": compare_results(replicate(nobody, options=Options(1, processes=1))),
    }


def _all_charts(comparison):
    """Return every chart that pages can show of a comparison, by name."""
    results = comparison.results
    found = {name: chart for topic in TOPICS for name, chart in charts_of(topic, comparison, Look()).items()}
    found |= {f"hours-{measure}": heatmap(results, measure) for measure in HEATMAPS}
    return found | {
        f"{series}-{period}": over_time(results, series, period) for series, period in product(SERIES, PERIODS)
    }


def _points(figure):
    """Return what is drawn as (name, value, low, high), ends of intervals NaN where none is drawn, and the ribbons."""
    points, ribbons = [], []
    for trace in figure.data:
        if trace.type == "heatmap":
            points += _of_cells(trace)
        elif trace.type == "scatter" and trace.fill == "toself":
            ribbons.append((trace.name, tuple(sorted(y for y in trace.y if y is not None))))
        else:
            points += _of_trace(trace)
    return points, ribbons


def _of_cells(trace):
    """Return the cells of a map of hours; intervals are shown on hover."""
    cells = [cell for row in trace.z for cell in row]
    if trace.customdata is None:
        return [("", cell, math.nan, math.nan) for cell in cells]
    ends = [pair for row in trace.customdata for pair in row]
    return [("", cell, *pair) for cell, pair in zip(cells, ends, strict=True)]


def _of_trace(trace):
    is_flat = trace.orientation == "h"
    found = _along(trace, "x" if is_flat else "y")
    if trace.error_x.array is not None and trace.error_y.array is not None:  # a cost and a wait
        found += _along(trace, "x")
    return [(trace.name, *each) for each in found]


def _along(trace, axis):
    values, bars = list(trace[axis]), trace[f"error_{axis}"].array
    halves = [0.0] * len(values) if bars is None else list(bars)
    ends = trace.customdata
    if ends is not None and not isinstance(ends[0], str):  # on hover
        return [(value, low, high) for value, (low, high) in zip(values, ends, strict=True)]
    return [
        (value, value - half if half else math.nan, value + half if half else math.nan)
        for value, half in zip(values, halves, strict=True)
    ]


def _number(value):
    return math.nan if value is None else round(float(value), 6)


def _in_order(rows):
    """Return (value, low, high) sorted; an interval of no width, or none, is NaN."""
    return sorted(tuple(map(str, _told(*map(_number, row)))) for row in rows)


def _told(value, low, high):
    return (value, math.nan, math.nan) if math.isnan(low) or low == high else (value, low, high)


CASES = ("two", "people", "alone", "nobody")


@pytest.mark.parametrize("case", CASES)
def test_what_is_drawn_is_the_table(comparisons, case):
    """Values and intervals of all traces are those of the table, no more and no less, in the units drawn."""
    for name, chart in _all_charts(comparisons[case]).items():
        points, ribbons = _points(chart.figure)
        table = chart.table
        if ribbons:  # the interval is drawn as an area between its ends
            known = table[table["low"].notna()]
            lines = known.groupby(["measure", "plan"], sort=False)
            areas = {(plan, tuple(sorted([*part["high"], *part["low"]]))) for (_, plan), part in lines}
            assert areas == set(ribbons), name
        assert _in_order(table[RANGE].itertuples(index=False)) == _in_order(point[1:] for point in points), name
        names = {each for column in table.columns for each in map(str, table[column])} | {""}
        drawn = {point[0].removeprefix("conversations (").removesuffix(")") for point in points}
        assert drawn <= names | {"Good", "OK", "Bad", "cost"}, name


@pytest.mark.parametrize("case", CASES)
def test_every_chart_says_what_its_figures_mean(comparisons, case):
    """By the words of the list of measures; the table names the measures and their units."""
    for name, chart in _all_charts(comparisons[case]).items():
        assert any(measure.says in chart.definition for measure in MEASURES.values()), name
        assert {"measure", "who", "unit", *RANGE} <= set(chart.table.columns), name


def test_every_chart_with_a_clock_names_its_zone(comparisons):
    """In its title, above the picture."""
    for name, chart in _all_charts(comparisons["two"]).items():
        assert ("America/New_York" in chart.title) == bool(OF_THE_CLOCK & set(chart.table.columns)), name


def test_lines_over_time_are_the_breakdown(comparisons):
    """The waits of a week are those of the results, by the Monday on which the week begins."""
    results = comparisons["people"].results
    table = over_time(results, "queue", "half").table
    found = results.slots("week", "backlog_mean", "ahead")
    part = table[(table["plan"] == "ahead") & (table["measure"] == MEASURES["backlog_mean"].title)]
    assert found["value"].tolist() == pytest.approx(part["value"].tolist())
    assert ["2026-01-05", "2026-01-12"] == part["at"].tolist()[:2]


def test_periods_are_those_that_the_run_has(comparisons):
    """A run of two days has a week at most, one of nine a month, one of eight weeks half a year."""
    assert ["week"] == list(periods_of(comparisons["alone"].results))
    assert ["average", "week", "month"] == list(periods_of(comparisons["two"].results))
    assert ["average", "week", "month", "half"] == list(periods_of(comparisons["people"].results))


def test_a_month_has_the_last_31_days(comparisons):
    """Of eight weeks from 5 January on: to 1 March."""
    table = over_time(comparisons["people"].results, "queue", "month").table
    assert 31 == table["at"].nunique()
    assert ("2026-01-30", "2026-03-01") == (table["at"].min(), table["at"].max())


def test_days_add_up_to_their_week(comparisons):
    """The last seven days are the last week, on average, and each has its own interval, which is drawn and told."""
    results = comparisons["people"].results
    chart = over_time(results, "queue", "week")
    days = chart.table.query("measure == 'Backlog, mean' and plan == 'ahead'")
    assert 7 == len(days)
    assert results.slots("week", "backlog_mean", "ahead")["value"].iloc[-1] == pytest.approx(days["value"].mean())
    assert (days["low"] < days["value"]).all()
    assert "Shaded: 95 % intervals" in chart.note


def test_every_chart_by_the_clock_has_intervals(comparisons):
    """Of more than one replication; a single one has none, and says nothing of any."""
    for case, has_any in (("two", True), ("nobody", False)):
        results = comparisons[case].results
        for chart in (over_time(results, "queue", "week"), heatmap(results, "arrived"), weeks(results)):
            assert has_any == chart.table["low"].notna().any() == chart.table["high"].notna().any()
            assert not has_any or (chart.table["low"].dropna() >= 0).all()
            assert has_any or "Shaded" not in chart.note


def test_plans_with_the_same_demand_share_a_line(comparisons):
    """The same customers write whatever the plan: one grey line."""
    table = over_time(comparisons["two"].results, "queue", "average").table
    of_arrivals = table[table["measure"] == MEASURES["arrived"].title]
    assert ["all plans"] == list(of_arrivals["plan"].unique())
    assert 7 == len(of_arrivals)


def test_differences_are_those_of_the_comparison(comparisons):
    """With their intervals and verdicts, in the unit of the axis."""
    comparison = comparisons["two"]
    row = differences(comparison).table.iloc[0]
    found = comparison.difference("more", "first_response_p90", "paid")
    per = {"minutes": 1, "hours": 60, "seconds": 1 / 60, "days": 1440}[row["unit"]]
    assert (found.value / per, found.low / per, found.high / per) == pytest.approx(tuple(row[RANGE]))
    assert found.verdict == row["verdict"]


def test_the_last_point_of_settling_is_the_estimate(comparisons):
    """And the first is that of two replications."""
    results = comparisons["two"].results
    chart = charts_of("How sure?", comparisons["two"], Look())["settling"]
    table = chart.table[chart.table["plan"] == "few"]
    found = results.estimate("few", "first_response_p90", "paid")
    last = table.iloc[-1]
    assert [2, 3] == table["replications"].tolist()
    assert last["high"] / last["value"] == pytest.approx(found.high / found.value)


def test_a_plan_keeps_its_colour_when_others_are_hidden(comparisons):
    """It has that of its place in the scenario."""
    results = comparisons["two"].results
    alone = compare_results(replicate(results.scenario, ["more"], Options(2, processes=1)))
    colours = [
        {
            trace.marker.color
            for trace in charts_of("Who waits", one, Look())["waits-by-segment"].figure.data
            if trace.name == "more"
        }
        for one in (comparisons["two"], alone)
    ]
    assert colours[0] == colours[1]
    assert isinstance(charts_of("Who waits", alone, Look())["waits-by-plan"].table, pd.DataFrame)
