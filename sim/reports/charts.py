"""Charts of estimates: Plotly figures as pure functions of results, with 95 % intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from sim.experiments.results import customer_groups, weeks_measured
from sim.experiments.words import scope_in_words, scope_title
from sim.reports.rows import for_people, halves, in_units, meaning, of_each, of_estimates, teams_of, unit_of
from sim.reports.style import Chart, group_marker, marker, number_of, styled

if TYPE_CHECKING:
    import pandas as pd

    from sim.experiments.compare import Comparison
    from sim.experiments.results import Results

P90: Final = "first_response_p90"
MEDIAN: Final = "first_response_median"
_HALVES: Final = ("Half of them within", "Nine in ten of them within")
_INTERVALS: Final = "Bars are 95 % intervals."


def groups_shown(results: Results) -> tuple[str, ...]:
    """Return the groups whose waits are compared: who pays and who doesn't, or everybody."""
    return customer_groups(results)[1:] or ("all",)


def waits_by_plan(comparison: Comparison) -> Chart:
    """Return the 90th percentile of first responses, a row per plan, a dot per group of customers."""
    results, groups = comparison.results, groups_shown(comparison.results)
    rows = in_units(of_estimates(results, [P90], groups), results.scenario.currency)
    figure, unit = go.Figure(), unit_of(rows) or "minutes"
    for number, scope in enumerate(groups):
        part = rows[rows["scope"] == scope]
        figure.add_scatter(
            x=part["value"].tolist(), y=part["plan"].tolist(), error_x=halves(part), mode="markers",
            name=scope_title(scope, results.scenario), marker=group_marker(number), orientation="h",
        )  # fmt: skip
        for base in part.loc[part["plan"] == comparison.baseline, "value"] if comparison.others else ():
            figure.add_vline(x=base, line={"color": group_marker(number)["color"], "dash": "dot", "width": 1})
    figure.update_xaxes(title=unit, rangemode="tozero")
    _listed(figure, list(results.plans), 0.5)
    title = f"Nine in ten have a first response within so many {unit}: further left is better"
    note = "Bars are 95 % intervals" + (f"; dotted lines: {comparison.baseline}." if comparison.others else ".")
    height = 170 + 62 * len(results.plans)
    return Chart(title, styled(figure, height), note, for_people(rows, results), meaning(results, P90))


def _listed(figure: go.Figure, names: list[str], gap: float) -> None:
    """List *names* from the top down, what stands at one of them side by side."""
    figure.update_yaxes(type="category", categoryorder="array", categoryarray=names, autorange="reversed")
    figure.update_layout(scattermode="group", scattergap=gap, showlegend=True)


def cost_against_wait(results: Results) -> Chart:
    """Return what each plan costs a week against the 90th percentile of first responses of those who pay, or of all
    where nobody pays or everybody does.
    """
    scope, figure = groups_shown(results)[0], go.Figure()
    costs, waits = _weekly_cost(results), in_units(of_estimates(results, [P90], [scope]), "")
    unit = unit_of(waits) or "minutes"
    for plan, wait in of_each(waits, "plan"):
        cost = costs[costs["plan"] == plan]
        figure.add_scatter(
            x=cost["value"].tolist(), y=wait["value"].tolist(), error_x=halves(cost), error_y=halves(wait),
            mode="markers", name=plan, marker=marker(number_of(results, plan), 13), opacity=0.75,
        )  # fmt: skip
    figure.update_xaxes(title=f"cost of people, {results.scenario.currency} a week", rangemode="tozero")
    figure.update_yaxes(title=unit, rangemode="tozero")
    figure.update_layout(showlegend=True)
    title = (
        f"What a plan costs, and within how many {unit} nine in ten ({scope_in_words(scope, results.scenario)}) have a "
        "first response: down and to the left is better"
    )
    note = f"{_INTERVALS} Plans that cost the same stand above each other."
    table = for_people(_joined(costs[costs["plan"].isin(waits["plan"])], waits), results)
    return Chart(title, styled(figure, 440), note, table, meaning(results, "people_cost", P90))


def _weekly_cost(results: Results) -> pd.DataFrame:
    rows = in_units(of_estimates(results, ["people_cost"]), f"{results.scenario.currency} a week")
    weeks = weeks_measured(results)
    return rows.assign(**{name: rows[name] / weeks for name in ("value", "low", "high")})


def _joined(one: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of both; an empty one has no columns of a kind, which would change those of the other."""
    from pandas import concat  # noqa: PLC0415 -- loaded by now

    return concat([part for part in (one, other) if not part.empty] or [one], ignore_index=True)


def people_cost(results: Results) -> Chart:
    """Return what the people of each plan cost a week."""
    rows, figure = _weekly_cost(results), go.Figure()
    colours = [marker(number_of(results, plan))["color"] for plan in rows["plan"]]
    figure.add_bar(
        x=rows["value"].tolist(), y=rows["plan"].tolist(), error_x=halves(rows) | {"color": "#7F7F7F"}, name="cost",
        marker={"color": colours}, orientation="h",
    )  # fmt: skip
    figure.update_xaxes(title=f"{results.scenario.currency} a week", rangemode="tozero")
    _listed(figure, list(results.plans), 0.5)
    figure.update_layout(showlegend=False)
    title = f"What the people cost, {results.scenario.currency} a week"
    height = 120 + 48 * len(results.plans)
    return Chart(title, styled(figure, height), _INTERVALS, for_people(rows, results), meaning(results, "people_cost"))


def waits_by_segment(results: Results) -> Chart:
    """Return first responses, median and 90th percentile, by segment and plan."""
    segments = list(results.scenario.world.segments)
    scopes = [f"segment:{name}" for name in segments]
    rows = in_units(of_estimates(results, (MEDIAN, P90), scopes), results.scenario.currency)
    unit = unit_of(rows) or "minutes"
    figure = make_subplots(rows=2, shared_xaxes=True, vertical_spacing=0.12, subplot_titles=_HALVES)
    for row, measure in enumerate((MEDIAN, P90), start=1):
        _dots(figure, results, rows[rows["measure"] == measure], row)
    figure.update_xaxes(rangemode="tozero", showticklabels=True)
    figure.update_xaxes(title=unit, row=2, col=1)
    _listed(figure, segments, 0.3)
    title = f"Who waits how long: first response by segment, in {unit}"
    height = 200 + 2 * len(segments) * (24 + 14 * len(results.plans))
    definition = meaning(results, MEDIAN, P90)
    return Chart(title, styled(figure, height), _INTERVALS, for_people(rows, results), definition)


def _dots(figure: go.Figure, results: Results, rows: pd.DataFrame, row: int | None = None) -> None:
    """Draw a dot per segment or team for each plan; in a figure of panels into the one of that *row*."""
    where = {} if row is None else {"row": row, "col": 1}
    for plan in results.plans:
        part = rows[rows["plan"] == plan]
        names = [scope.partition(":")[2] for scope in part["scope"]]
        figure.add_scatter(
            x=part["value"].tolist(), y=names, error_x=halves(part), name=plan, legendgroup=plan, mode="markers",
            showlegend=row in {None, 1}, marker=marker(number_of(results, plan)), orientation="h", **where,
        )  # fmt: skip


def occupancy(results: Results) -> Chart:
    """Return how busy each team is, by plan."""
    teams, figure = teams_of(results), go.Figure()
    rows = in_units(of_estimates(results, ["occupancy"], teams), results.scenario.currency)
    _dots(figure, results, rows)
    figure.update_xaxes(title="time at work, of the time at the desk", tickformat=".0%", range=[0, 1.05])
    _listed(figure, [scope.removeprefix("team:") for scope in teams], 0.3)
    title = "How busy the teams are (occupancy, in % of the time at the desk)"
    note = f"{_INTERVALS} An average hides the busy hours: look at demand against staff as well."
    height = 170 + len(teams) * (24 + 16 * len(results.plans))
    return Chart(title, styled(figure, height), note, for_people(rows, results), meaning(results, "occupancy"))
