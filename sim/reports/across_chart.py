"""The picture of runs that were played apart: one figure of every plan of every run, with its interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

import plotly.graph_objects as go

from sim.experiments.words import scale_of
from sim.measures.figures import MEASURES
from sim.reports.rows import halves, unit_of
from sim.reports.style import Chart, marker, styled, unit_for
from sim.scenario.titles import plan_title

if TYPE_CHECKING:
    import pandas as pd


def place_title(run: str, plan: str) -> str:
    """Return what to call a plan of a run."""
    return f"{run}: {plan_title(plan)}"


def across_chart(table: pd.DataFrame, measure: str, scope: str, currency: str) -> Chart:
    """Return one figure of *table* (see `sim.experiments.across`), a row per run and plan, a sign per run."""
    rows = _in_units(table[(table["measure"] == measure) & (table["scope"] == scope)], currency)
    places = [place_title(str(row.run), str(row.plan)) for row in rows.itertuples()]
    rows, figure = rows.assign(place=places), go.Figure()
    for number, run in enumerate(dict.fromkeys(rows["run"])):
        part = rows[rows["run"] == run]
        figure.add_scatter(
            x=part["value"].tolist(), y=part["place"].tolist(), error_x=halves(part), mode="markers", name=run,
            marker=marker(number, 12), orientation="h", hovertemplate="%{y}: %{x:.3g}",
        )  # fmt: skip
    figure.update_xaxes(title=unit_of(rows), rangemode="tozero")
    figure.update_yaxes(type="category", categoryorder="array", categoryarray=places, autorange="reversed")
    title = f"{rows['title'].iloc[0] if len(rows) else MEASURES[measure].title}, in {unit_of(rows) or 'minutes'}"
    named = rows.assign(plan=rows["plan"].map(plan_title))
    shown = named[["run", "plan", "title", "value", "low", "high", "unit"]].reset_index(drop=True)
    height = 150 + 44 * len(places)
    return Chart(title, styled(figure, height), "Bars are 95 % intervals.", shown, MEASURES[measure].says)


def _in_units(rows: pd.DataFrame, currency: str) -> pd.DataFrame:
    """Return *rows* in the unit in which they are drawn: spans in the one that suits the longest, shares in %."""
    kind = MEASURES[rows["measure"].iloc[0]].unit if len(rows) else "minutes"
    if kind == "minutes":
        unit = unit_for(rows["value"])
        factor, name = unit.per_minute, unit.name
    else:
        scale = scale_of(kind, 1.0, currency)
        factor, name = scale.factor, scale.name or kind
    return rows.assign(unit=name, **{column: rows[column] * factor for column in ("value", "low", "high")})
