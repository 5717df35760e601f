"""Charts of how sure a comparison is: differences with their intervals, and how an answer settles with replications."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from sim.experiments.estimate import Sample, estimate
from sim.experiments.results import Cell
from sim.experiments.words import scope_in_words, scope_title, title_of
from sim.measures.figures import MEASURES
from sim.reports.charts import P90, groups_shown
from sim.reports.rows import for_people, halves, in_units, meaning, of_each, on_hover, unit_of
from sim.reports.style import Chart, group_marker, line, number_of, ribbon, styled

if TYPE_CHECKING:
    from sim.experiments.compare import Comparison
    from sim.experiments.results import Results

_POINTS: Final = 60
"""Points of a line at most."""


def differences(comparison: Comparison, measure: str = P90) -> Chart:
    """Return each plan less the baseline, a dot per group of customers."""
    results, groups = comparison.results, groups_shown(comparison.results)
    found = [
        (measure, scope, plan, each.value, each.low, each.high, each.verdict)
        for scope in groups
        for plan in comparison.others
        if (each := comparison.difference(plan, measure, scope)) is not None and math.isfinite(each.value)
    ]
    rows = pd.DataFrame(found, columns=["measure", "scope", "plan", "value", "low", "high", "verdict"])
    rows, figure = in_units(rows, results.scenario.currency), go.Figure()
    for number, scope in enumerate(groups):
        part = rows[rows["scope"] == scope]
        figure.add_scatter(
            x=part["value"].tolist(), y=part["plan"].tolist(), error_x=halves(part), mode="markers",
            name=scope_title(scope, results.scenario), marker=group_marker(number), orientation="h",
            customdata=part["verdict"].tolist(), hovertemplate="%{y}: %{x:.3g} (%{customdata})",
        )  # fmt: skip
    figure.add_vline(x=0, line={"color": "#7F7F7F", "width": 1})
    figure.update_xaxes(title=f"{unit_of(rows) or 'minutes'}, less than 0: less than {comparison.baseline}")
    figure.update_yaxes(
        type="category", categoryorder="array", categoryarray=list(comparison.others), autorange="reversed"
    )
    figure.update_layout(scattermode="group", scattergap=0.5, showlegend=True)
    title = f"{title_of(measure, results.scenario)}: each plan less {comparison.baseline}"
    note = "Bars are 95 % intervals of the difference. One that crosses the line at 0: not clear."
    table = for_people(rows, results)
    return Chart(title, styled(figure, 150 + 56 * len(comparison.others)), note, table, meaning(results, measure))


def settling(results: Results, measure: str = P90) -> Chart:
    """Return the figure as it was after 2, 3, ... replications, with its interval."""
    scope, figure = groups_shown(results)[0], go.Figure()
    rows = in_units(_so_far(results, measure, scope), results.scenario.currency)
    for plan, part in of_each(rows, "plan"):
        number, n = number_of(results, plan), part["replications"].tolist()
        figure.add_scatter(
            x=[*n, *n[::-1]], y=[*part["high"], *part["low"][::-1]], name=plan, legendgroup=plan, **ribbon(number)
        )
        figure.add_scatter(
            x=n,
            y=part["value"].tolist(),
            mode="lines",
            name=plan,
            legendgroup=plan,
            line=line(number),
            **on_hover(part),
        )
    unit = unit_of(rows) or "minutes"
    figure.update_xaxes(title="replications", tickformat="d")
    figure.update_yaxes(title=unit)
    figure.update_layout(showlegend=True)
    title = (
        f"How the answer settles: {title_of(measure, results.scenario)} of "
        f"{scope_in_words(scope, results.scenario)}, in {unit}, after so many replications"
    )
    note = "Shaded: the 95 % interval. It shrinks as replications come: for half its width, four times as many."
    return Chart(title, styled(figure, 380), note, for_people(rows, results), meaning(results, measure))


def _so_far(results: Results, measure: str, scope: str) -> pd.DataFrame:
    numbers = np.unique(np.linspace(2, max(2, results.replications), _POINTS).astype(int))
    rows = [
        (measure, scope, plan, n, found.value, found.low, found.high)
        for plan in results.plans
        if (held := results.samples.get(Cell(plan, measure, scope))) is not None
        for n in numbers.tolist()
        if math.isfinite((found := estimate(MEASURES[measure].kind, Sample(held.top[:n], held.bottom[:n]))).half)
    ]
    return pd.DataFrame(rows, columns=["measure", "scope", "plan", "replications", "value", "low", "high"])
