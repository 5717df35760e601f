"""Charts of estimates: Plotly figures as pure functions of results, with 95 % intervals."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from sim.experiments.results import customer_groups, weeks_measured
from sim.experiments.words import scope_in_words, scope_title
from sim.reports.style import Chart, bars, group_marker, marker, styled, unit_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.experiments.compare import Comparison
    from sim.experiments.estimate import Estimate
    from sim.experiments.results import Results

P90: Final = "first_response_p90"
MEDIAN: Final = "first_response_median"
_HALVES: Final = ("Half of them within", "Nine in ten of them within")


def _found(results: Results, measure: str, scope: str, plans: Sequence[str]) -> list[Estimate]:
    return [results.estimate(plan, measure, scope) for plan in plans]


def _defined(results: Results, measure: str, scope: str) -> list[str]:
    """Return the plans that have a value, in their order."""
    return [plan for plan in results.plans if math.isfinite(results.estimate(plan, measure, scope).value)]


def groups_shown(results: Results) -> tuple[str, ...]:
    """Return the groups whose waits are compared: who pays and who doesn't, or everybody."""
    return customer_groups(results)[1:] or ("all",)


def waits_by_plan(comparison: Comparison) -> Chart:
    """Return the 90th percentile of first responses, a row per plan, a dot per group of customers."""
    results, groups = comparison.results, groups_shown(comparison.results)
    values = [each.value for scope in groups for each in _found(results, P90, scope, results.plans)]
    unit, figure = unit_for(values), go.Figure()
    for number, scope in enumerate(groups):
        plans = _defined(results, P90, scope)
        found = _found(results, P90, scope, plans)
        figure.add_scatter(
            x=unit.of(each.value for each in found), y=plans, error_x=bars(found, unit.per_minute), mode="markers",
            name=scope_title(scope, results.scenario), marker=group_marker(number), orientation="h",
        )  # fmt: skip
        base = results.estimate(comparison.baseline, P90, scope).value
        if comparison.others and math.isfinite(base):
            colour = group_marker(number)["color"]
            figure.add_vline(x=base * unit.per_minute, line={"color": colour, "dash": "dot", "width": 1})
    figure.update_xaxes(title=unit.name, rangemode="tozero")
    figure.update_yaxes(type="category", categoryorder="array", categoryarray=list(results.plans), autorange="reversed")
    figure.update_layout(scattermode="group", scattergap=0.5, showlegend=True)
    title = f"Nine in ten have a first response within so many {unit.name}: further left is better"
    note = "Bars are 95 % intervals" + (f"; dotted lines: {comparison.baseline}." if comparison.others else ".")
    return Chart(title, styled(figure, 170 + 62 * len(results.plans)), note)


def cost_against_wait(results: Results) -> Chart:
    """Return what each plan costs a week against the 90th percentile of first responses of those who pay, or of all
    where nobody pays or everybody does.
    """
    scope, weeks = groups_shown(results)[0], weeks_measured(results)
    plans = _defined(results, P90, scope)
    unit, figure = unit_for(each.value for each in _found(results, P90, scope, plans)), go.Figure()
    for plan in plans:
        (cost,), (wait,) = _found(results, "people_cost", "all", [plan]), _found(results, P90, scope, [plan])
        figure.add_scatter(
            x=[cost.value / weeks], y=unit.of([wait.value]), error_x=bars([cost], 1 / weeks),
            error_y=bars([wait], unit.per_minute), mode="markers", name=plan,
            marker=marker(results.plans.index(plan), 13), opacity=0.75,
        )  # fmt: skip
    figure.update_xaxes(title=f"cost of people, {results.scenario.currency} a week", rangemode="tozero")
    figure.update_yaxes(title=unit.name, rangemode="tozero")
    figure.update_layout(showlegend=True)
    who = scope_in_words(scope, results.scenario)
    title = (
        f"What a plan costs, and within how many {unit.name} nine in ten ({who}) have a first response: down and to "
        "the left is better"
    )
    return Chart(
        title, styled(figure, 440), "Bars are 95 % intervals. Plans that cost the same stand above each other."
    )


def waits_by_segment(results: Results) -> Chart:
    """Return first responses, median and 90th percentile, by segment and plan."""
    segments = list(results.scenario.world.segments)
    cells = [
        results.estimate(plan, measure, f"segment:{name}").value
        for plan in results.plans
        for name in segments
        for measure in (MEDIAN, P90)
    ]
    unit = unit_for(cells)
    figure = make_subplots(rows=2, shared_xaxes=True, vertical_spacing=0.12, subplot_titles=_HALVES)
    for row, measure in enumerate((MEDIAN, P90), start=1):
        for number, plan in enumerate(results.plans):
            found = [results.estimate(plan, measure, f"segment:{name}") for name in segments]
            figure.add_scatter(
                x=unit.of(each.value for each in found), y=segments, error_x=bars(found, unit.per_minute), name=plan,
                legendgroup=plan, showlegend=row == 1, mode="markers", marker=marker(number), orientation="h",
                row=row, col=1,
            )  # fmt: skip
    figure.update_xaxes(rangemode="tozero", showticklabels=True)
    figure.update_xaxes(title=unit.name, row=2, col=1)
    figure.update_yaxes(type="category", categoryorder="array", categoryarray=segments, autorange="reversed")
    figure.update_layout(scattermode="group", scattergap=0.3, showlegend=True)
    title = f"Who waits how long: first response by segment, in {unit.name}"
    height = 200 + 2 * len(segments) * (24 + 14 * len(results.plans))
    return Chart(title, styled(figure, height), "Bars are 95 % intervals.")


def occupancy(results: Results) -> Chart:
    """Return how busy each team is, by plan."""
    teams = list(dict.fromkeys(cell.scope for cell in results.samples if cell.scope.startswith("team:")))
    figure = go.Figure()
    for number, plan in enumerate(results.plans):
        held = [scope for scope in teams if math.isfinite(results.estimate(plan, "occupancy", scope).value)]
        found = [results.estimate(plan, "occupancy", scope) for scope in held]
        figure.add_scatter(
            x=[each.value for each in found], y=[scope.removeprefix("team:") for scope in held], error_x=bars(found),
            mode="markers", name=plan, marker=marker(number), orientation="h",
        )  # fmt: skip
    names = [scope.removeprefix("team:") for scope in teams]
    figure.update_xaxes(title="time at work, of the time at the desk", tickformat=".0%", range=[0, 1.05])
    figure.update_yaxes(type="category", categoryorder="array", categoryarray=names, autorange="reversed")
    figure.update_layout(scattermode="group", scattergap=0.3, showlegend=True)
    title = "How busy the teams are (occupancy, in % of the time at the desk)"
    note = "Bars are 95 % intervals. An average hides the busy hours: look at demand against staff as well."
    return Chart(title, styled(figure, 170 + len(teams) * (24 + 16 * len(results.plans))), note)
