"""Charts of conversations and people: satisfaction, how long it takes to resolve, what goes wrong, work per person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from sim.experiments.words import title_of
from sim.reports.rows import (
    edges,
    for_people,
    halves,
    has,
    hover,
    in_units,
    meaning,
    of_each,
    of_estimates,
    unit_of,
    who,
)
from sim.reports.style import Chart, marker, number_of, styled

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from sim.experiments.results import Results

_SAID: Final = {
    "csat_good": ("Good", {"color": "#2166AC"}),
    "csat_ok": ("OK", {"color": "#C9CCCF"}),
    "csat_bad": ("Bad", {"color": "#B2500E"}),
}
_GREY: Final = {"color": "#7F7F7F"}
"""Seen on light and on dark."""
SUSTAINABLE: Final = 35
"""Conversations per teammate and calendar day that one company aims at (grade S)."""
BURNS_OUT: Final = (50, 60)
"""Conversations a worked day at which an enthusiastic person without relief does not last (grade S)."""
GOES_WRONG: Final = (
    "abandonment", "gave_up_later", "wrong_answers", "reopens", "escalated", "false_resolutions",
)  # fmt: skip
"""Shares of how conversations go on."""


def satisfaction(results: Results, scope: str = "all") -> Chart:
    """Return who says Good, OK and Bad, a bar per plan."""
    rows = in_units(of_estimates(results, list(_SAID), [scope]), results.scenario.currency)
    figure = go.Figure()
    for measure, part in of_each(rows, "measure"):
        word, sign = _SAID[measure]
        figure.add_bar(
            x=part["value"].tolist(), y=part["plan"].tolist(), name=word, orientation="h", marker=sign,
            text=[f"{value:.0%}" for value in part["value"]], customdata=edges(part),
            hovertemplate=f"{word} {hover('x', '.1%', has_edges=bool(edges(part)))}<extra></extra>",
            texttemplate="%{text}", textposition="inside", insidetextanchor="middle",
        )  # fmt: skip
    figure.update_layout(barmode="stack", showlegend=True, legend_traceorder="normal")
    figure.update_xaxes(title="customers who answered the survey", tickformat=".0%", range=[0, 1])
    _plans_down(figure, results)
    title = f"How satisfied customers are{who(results, scope)}: Good, OK or Bad"
    note = "95 % intervals are in the data. What customers would say is assumed: see How sure?"
    definition = meaning(results, *_SAID)
    return Chart(title, styled(figure, 130 + 48 * len(results.plans)), note, for_people(rows, results), definition)


def _plans_down(figure: go.Figure, results: Results) -> None:
    """List plans from the top down."""
    figure.update_yaxes(type="category", categoryorder="array", categoryarray=list(results.plans), autorange="reversed")


def resolution(results: Results, scope: str = "all") -> Chart:
    """Return how long it takes until a conversation is resolved: the median and the 90th percentile."""
    measures = ("resolution_median", "resolution_p90")
    rows = in_units(of_estimates(results, measures, [scope]), results.scenario.currency)
    figure = _by_plan(results, rows, measures)
    unit = unit_of(rows) or "minutes"
    figure.update_xaxes(title=unit, row=len(measures), col=1)
    title = f"How long until it is resolved{who(results, scope)}, in {unit}"
    return Chart(
        title, styled(figure, _height(results, measures)), "Bars are 95 % intervals.", for_people(rows, results),
        meaning(results, *measures),
    )  # fmt: skip


def workload(results: Results) -> Chart:
    """Return how many conversations a person answers, per day of the calendar and per day worked."""
    measures = ("per_agent_calendar_day", "per_agent_worked_day")
    rows = in_units(of_estimates(results, measures), results.scenario.currency)
    figure = _by_plan(results, rows, measures)
    figure.add_vline(x=SUSTAINABLE, line={"color": "#7F7F7F", "dash": "dot", "width": 1}, row=1, col=1)
    figure.add_vrect(*BURNS_OUT, fillcolor="#D55E00", opacity=0.15, line_width=0, row=2, col=1)
    figure.update_xaxes(title="conversations a day", row=2, col=1)
    note = (
        f"Dotted: about {SUSTAINABLE} per calendar day, which one company aims at. Shaded: {BURNS_OUT[0]} to "
        f"{BURNS_OUT[1]} per worked day, which people without relief do not keep up. A start of a discussion, no quota."
    )
    return Chart(
        "How many conversations each person answers a day", styled(figure, _height(results, measures)), note,
        for_people(rows, results), meaning(results, *measures),
    )  # fmt: skip


def goes_wrong(results: Results, scope: str = "all") -> Chart:
    """Return what share of conversations goes wrong in which way, of the ways that occur."""
    measures = [name for name in GOES_WRONG if has(results, name, scope)]
    rows = in_units(of_estimates(results, measures, [scope]), results.scenario.currency)
    figure, names = go.Figure(), [title_of(name, results.scenario) for name in measures]
    for plan, part in of_each(rows, "plan"):
        figure.add_scatter(
            x=part["value"].tolist(), y=[title_of(name, results.scenario) for name in part["measure"]], name=plan,
            error_x=halves(part), mode="markers", marker=marker(number_of(results, plan)), orientation="h",
        )  # fmt: skip
    figure.update_xaxes(title="share of conversations", tickformat=".1~%", rangemode="tozero")
    figure.update_yaxes(type="category", categoryorder="array", categoryarray=names, autorange="reversed")
    figure.update_layout(scattermode="group", scattergap=0.3, showlegend=True)
    height = 140 + len(measures) * (24 + 14 * len(results.plans))
    return Chart(
        f"What goes wrong{who(results, scope)}: further left is better", styled(figure, height),
        "Bars are 95 % intervals.", for_people(rows, results), meaning(results, *measures),
    )  # fmt: skip


def _height(results: Results, measures: Sequence[str]) -> int:
    return 110 + len(measures) * (60 + 32 * len(results.plans))


def _by_plan(results: Results, rows: pd.DataFrame, measures: Sequence[str]) -> go.Figure:
    """Return a panel per measure with a row per plan."""
    titles = [title_of(name, results.scenario) for name in measures]
    figure = make_subplots(rows=len(measures), shared_xaxes=True, vertical_spacing=0.16, subplot_titles=titles)
    for row, measure in enumerate(measures, start=1):
        part = rows[rows["measure"] == measure]
        figure.add_scatter(
            x=part["value"].tolist(), y=part["plan"].tolist(), error_x=halves(part) | _GREY, mode="markers",
            name=titles[row - 1], marker=_signs(results, part), orientation="h", showlegend=False, row=row, col=1,
        )  # fmt: skip
    figure.update_xaxes(rangemode="tozero", showticklabels=True)
    _plans_down(figure, results)
    return figure


def _signs(results: Results, part: pd.DataFrame) -> dict[str, Any]:
    signs = [marker(number_of(results, plan)) for plan in part["plan"]]
    return {"color": [sign["color"] for sign in signs], "symbol": [sign["symbol"] for sign in signs], "size": 10}
