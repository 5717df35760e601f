"""Charts of results: Plotly figures as pure functions of tables. Colours that the colour-blind tell apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from sim.scenario import WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

COLOURS: Final = ("#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9", "#000000")
"""Okabe & Ito's palette without its yellow, which is too pale on white."""
SYMBOLS: Final = ("circle", "square", "diamond", "triangle-up", "x", "star", "pentagon")
"""A second sign beside the colour."""
DASHES: Final = ("solid", "dash", "dot", "dashdot", "longdash")
_HOUR_TICKS: Final = [24 * day + hour for day in range(7) for hour in (0, 12)]
_HOUR_NAMES: Final = [f"{WEEKDAYS[slot // 24].capitalize()} {slot % 24:02}" for slot in _HOUR_TICKS]


def _sign(table: pd.DataFrame, plan: str) -> int:
    """Return the number of the plan in the table, for its colour and symbol."""
    return list(dict.fromkeys(table["plan"])).index(plan)


def _marker(table: pd.DataFrame, plan: str) -> dict[str, Any]:
    number = _sign(table, plan)
    return {"color": COLOURS[number % len(COLOURS)], "symbol": SYMBOLS[number % len(SYMBOLS)], "size": 9}


def _line(table: pd.DataFrame, plan: str) -> dict[str, Any]:
    number = _sign(table, plan)
    return {"color": COLOURS[number % len(COLOURS)], "dash": DASHES[number % len(DASHES)], "width": 2}


def _styled(figure: go.Figure, title: str, height: int) -> go.Figure:
    figure.update_layout(
        title={"text": title, "x": 0, "xanchor": "left"},
        template="plotly_white",
        height=height,
        margin={"l": 70, "r": 20, "t": 80, "b": 60},
        legend={"orientation": "h", "yanchor": "top", "y": -0.18},
        font={"size": 14},
    )
    return figure


def _bars(rows: pd.DataFrame) -> dict[str, Any]:
    """Return the error bars of estimates; none where there is no interval."""
    half = (rows["high"] - rows["value"]).fillna(0)
    return {"type": "data", "array": half.tolist(), "thickness": 1.5}


def _chosen(estimates: pd.DataFrame, measure: str, scopes: Sequence[str]) -> pd.DataFrame:
    rows = estimates[(estimates["measure"] == measure) & estimates["scope"].isin(scopes)]
    return rows.assign(name=rows["scope"].str.replace(r"^(segment|team):", "", regex=True)).dropna(subset=["value"])


def waits(estimates: pd.DataFrame) -> go.Figure:
    """Return first responses, median and 90th percentile, by segment and plan, with intervals.

    *estimates*: `Results.estimates()`.
    """
    segments = [scope for scope in dict.fromkeys(estimates["scope"]) if scope.startswith("segment:")]
    figure = make_subplots(cols=2, shared_yaxes=True, subplot_titles=("Median", "90th percentile"))
    for column, measure in enumerate(("first_response_median", "first_response_p90"), start=1):
        rows = _chosen(estimates, measure, segments)
        for plan in dict.fromkeys(rows["plan"]):
            mine = rows[rows["plan"] == plan]
            figure.add_scatter(
                x=mine["value"].tolist(), y=mine["name"].tolist(), error_x=_bars(mine), name=plan, legendgroup=plan,
                showlegend=column == 1, mode="markers", marker=_marker(estimates, plan), row=1, col=column,
            )  # fmt: skip
    figure.update_xaxes(title="minutes", rangemode="tozero")
    figure.update_yaxes(type="category")
    figure.update_layout(scattermode="group")
    return _styled(figure, "First response by segment, with 95 % intervals", 260 + 60 * len(segments))


def cost_against_wait(estimates: pd.DataFrame, weeks: float, currency: str) -> go.Figure:
    """Return what each plan costs a week against the 90th percentile of first responses of those who pay (of all
    where nobody pays). Down and to the left is better.
    """
    paid = ((estimates["scope"] == "paid") & (estimates["measure"] == "first_response_p90")).any()
    waited = _chosen(estimates, "first_response_p90", ["paid" if paid else "all"]).set_index("plan")
    cost = _chosen(estimates, "people_cost", ["all"]).set_index("plan")
    cost[["value", "low", "high"]] /= weeks
    figure = go.Figure()
    for plan in [plan for plan in cost.index if plan in waited.index]:
        figure.add_scatter(
            x=[cost["value"][plan]], y=[waited["value"][plan]], error_x=_bars(cost.loc[[plan]]),
            error_y=_bars(waited.loc[[plan]]), mode="markers+text", text=[plan], textposition="top center", name=plan,
            marker=_marker(estimates, plan), showlegend=False,
        )  # fmt: skip
    figure.update_xaxes(title=f"people, {currency} a week", rangemode="tozero")
    figure.update_yaxes(title="minutes", rangemode="tozero")
    who = "paid customers" if paid else "everybody"
    return _styled(figure, f"Cost against wait: 90th percentile of first response, {who}", 420)


def _slots(breakdowns: pd.DataFrame, by: str, measure: str) -> pd.DataFrame:
    """Return value = top / bottom of everybody by slot; slots that don't occur have none."""
    rows = breakdowns[(breakdowns["by"] == by) & (breakdowns["measure"] == measure) & (breakdowns["scope"] == "all")]
    return rows.assign(value=rows["top"] / rows["bottom"].where(rows["bottom"] > 0)).sort_values("slot", kind="stable")


def heatmap(breakdowns: pd.DataFrame, zone: str) -> go.Figure:
    """Return the mean first response by weekday and hour at which the customer wrote, one panel per plan, one scale.

    *breakdowns*: `Results.breakdowns`; *zone*: of its hours.
    """
    rows = _slots(breakdowns, "hour_of_week", "first_response_mean")
    plans = list(dict.fromkeys(breakdowns["plan"]))
    figure = make_subplots(rows=len(plans), shared_xaxes=True, subplot_titles=plans, vertical_spacing=0.25 / len(plans))
    for number, plan in enumerate(plans, start=1):
        values = rows[rows["plan"] == plan]["value"].to_numpy().reshape(7, 24)
        cells = [[None if cell != cell else float(cell) for cell in row] for row in values]  # noqa: PLR0124 -- NaN
        days = [day.capitalize() for day in WEEKDAYS]
        figure.add_heatmap(
            z=cells, x=list(range(24)), y=days, coloraxis="coloraxis", row=number, col=1,
            hovertemplate="%{y} %{x}:00: %{z:.3g} minutes<extra></extra>",
        )  # fmt: skip
    figure.update_yaxes(autorange="reversed")
    figure.update_xaxes(title=f"hour at which the customer wrote ({zone})", row=len(plans), col=1)
    figure.update_layout(coloraxis={"colorscale": "Cividis", "colorbar": {"title": "minutes"}})
    return _styled(figure, f"Mean first response by weekday and hour ({zone})", 120 + 250 * len(plans))


def demand_against_staff(breakdowns: pd.DataFrame, zone: str) -> go.Figure:
    """Return conversations per hour above agents at the desk, by hour of the week."""
    arrived = _slots(breakdowns, "hour_of_week", "arrived")
    staffed = _slots(breakdowns, "hour_of_week", "on_duty_mean")
    plans = list(dict.fromkeys(breakdowns["plan"]))
    titles = ("Conversations that come in, per hour", "Agents at the desk")
    figure = make_subplots(rows=2, shared_xaxes=True, vertical_spacing=0.12, subplot_titles=titles)
    first = arrived[arrived["plan"] == plans[0]]
    figure.add_scatter(
        x=first["slot"].tolist(), y=first["value"].tolist(), mode="lines", line={"color": "#666666", "shape": "hv"},
        name="conversations (the same for all plans)", row=1, col=1,
    )  # fmt: skip
    for plan in plans:
        mine = staffed[staffed["plan"] == plan]
        line = _line(breakdowns, plan) | {"shape": "hv"}
        figure.add_scatter(
            x=mine["slot"].tolist(), y=mine["value"].tolist(), mode="lines", line=line, name=plan, row=2, col=1
        )
    figure.update_xaxes(tickvals=_HOUR_TICKS, ticktext=_HOUR_NAMES)
    figure.update_xaxes(title=f"hour of the week ({zone})", row=2, col=1)
    figure.update_yaxes(rangemode="tozero")
    return _styled(figure, f"Demand against staff ({zone})", 560)


def backlog(breakdowns: pd.DataFrame, zone: str) -> go.Figure:
    """Return the mean number waiting, week by week."""
    rows = _slots(breakdowns, "week", "backlog_mean")
    figure = go.Figure()
    for plan in dict.fromkeys(rows["plan"]):
        mine = rows[rows["plan"] == plan]
        figure.add_scatter(
            x=(mine["slot"] + 1).tolist(), y=mine["value"].tolist(), mode="lines+markers", name=plan,
            line=_line(breakdowns, plan), marker=_marker(breakdowns, plan),
        )  # fmt: skip
    figure.update_xaxes(title=f"week ({zone})", tickformat="d")
    figure.update_yaxes(title="conversations", rangemode="tozero")
    return _styled(figure, f"Backlog: conversations waiting, mean of each week ({zone})", 400)


def occupancy(estimates: pd.DataFrame) -> go.Figure:
    """Return how busy each team is, by plan, with intervals."""
    teams = [scope for scope in dict.fromkeys(estimates["scope"]) if scope.startswith("team:")]
    rows = _chosen(estimates, "occupancy", teams)
    figure = go.Figure()
    for plan in dict.fromkeys(rows["plan"]):
        mine = rows[rows["plan"] == plan]
        figure.add_scatter(
            x=mine["value"].tolist(), y=mine["name"].tolist(), error_x=_bars(mine), mode="markers", name=plan,
            marker=_marker(estimates, plan),
        )  # fmt: skip
    figure.update_xaxes(title="share of the time at the desk", tickformat=".0%", range=[0, 1.05])
    figure.update_yaxes(type="category")
    figure.update_layout(scattermode="group")
    return _styled(figure, "Occupancy by team, with 95 % intervals", 240 + 60 * len(teams))
