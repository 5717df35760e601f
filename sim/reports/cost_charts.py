"""Who pays, in charts and tables: cost against wait, formula beside simulation, with and without feedback."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from sim.experiments.estimate import Estimate
from sim.experiments.results import weeks_measured
from sim.experiments.spreadsheet import WEEK_HOURS
from sim.experiments.words import NO_VALUE, in_words, title_of
from sim.measures.figures import MEASURES
from sim.reports.charts import P90
from sim.reports.clock_charts import HOUR_TICKS
from sim.reports.cost_words import plainly
from sim.reports.rows import DAYS, for_people, gaps, halves, has, in_units, meaning, of_each, of_estimates, unit_of
from sim.reports.style import Chart, marker, number_of, styled, unit_for
from sim.scenario.feedback import TWIN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.experiments.results import Results

MOST_SEGMENTS: Final = 8
"""Panels of one picture; more segments are in the table alone."""
_MARK, _RING = 11, 7
"""Pixels of a mark, and by how much one is larger for each that lies on it."""
_NEAR: Final = 0.02
"""A share of an axis within which marks lie on each other."""
_INTERVALS: Final = "Bars are 95 % intervals."
_FORMULA, _SIMULATED, _SHADE = "#D55E00", "#0072B2", "rgba(127,127,127,0.18)"
_OF_PLANS: Final = (
    ("headcount_mean", False), ("paid_hours", True), ("people_cost", True), ("cost_per_conversation", False),
)  # fmt: skip
"""What a plan takes, and whether it is told per week."""
FEEDBACK: Final = (P90, "occupancy", "exhaustion_mean", "sick_days", "quits", "headcount_end", "people_cost")
"""What workload may change by way of people."""


# ---- what plans take ----


def plans_table(results: Results, *, sure: bool = False) -> pd.DataFrame:
    """Return a row per plan in words: people, paid hours a week, cost a week, cost per conversation.

    *sure*: with intervals. Money only where somebody is paid.
    """
    held = [(name, weekly) for name, weekly in _OF_PLANS if MEASURES[name].unit != "money" or has(results, name)]
    titles = [f"{_title(results, name)}{', a week' if weekly else ''}" for name, weekly in held]
    rows = [
        (plan, *(_cell(results, plan, name, weekly=weekly, sure=sure) for name, weekly in held))
        for plan in results.plans
    ]
    return pd.DataFrame(rows, columns=["plan", *titles])


def _title(results: Results, measure: str) -> str:
    return {"headcount_mean": "people", "paid_hours": "paid hours", "people_cost": "cost"}.get(
        measure, title_of(measure, results.scenario).lower()
    )


def _weekly(results: Results, plan: str, measure: str) -> Estimate:
    found, weeks = results.estimate(plan, measure), weeks_measured(results)
    return Estimate(found.value / weeks, found.half / weeks, found.n)


def _cell(results: Results, plan: str, measure: str, *, weekly: bool, sure: bool) -> str:
    found = _weekly(results, plan, measure) if weekly else results.estimate(plan, measure)
    unit, currency = MEASURES[measure].unit, results.scenario.currency
    if sure:
        return in_words(found, unit, currency)
    return plainly(found.value, unit, currency)


# ---- cost against wait ----


def cost_by_segment(results: Results) -> Chart:
    """Return what each plan takes a week against the 90th percentile of first responses: a panel per segment.

    Across: money, or paid hours where nobody is paid. The names of the plans say how many people and paid hours.
    """
    scopes = [f"segment:{name}" for name in results.scenario.world.segments]
    waits = in_units(of_estimates(results, [P90], scopes), results.scenario.currency)
    shown = [scope for scope in scopes if (waits["scope"] == scope).any()][:MOST_SEGMENTS]
    unit, across = unit_of(waits) or "minutes", "people_cost" if has(results, "people_cost") else "paid_hours"
    figure = make_subplots(
        rows=max(len(shown), 1), shared_xaxes=True, vertical_spacing=0.24 / max(len(shown), 1),
        subplot_titles=[scope.removeprefix("segment:") for scope in shown],
    )  # fmt: skip
    drawn = waits[waits["scope"].isin(shown)]
    drawn = drawn.assign(size=_sizes(drawn, [_weekly(results, str(plan), across).value for plan in drawn["plan"]]))
    for plan in results.plans:
        _dots(figure, drawn[drawn["plan"] == plan], shown, (results, plan, across))
    names = {"people_cost": f"cost of people, {results.scenario.currency} a week", "paid_hours": "paid hours a week"}
    figure.update_xaxes(rangemode="tozero", showticklabels=True)
    figure.update_xaxes(title=names[across], row=max(len(shown), 1), col=1)
    figure.update_yaxes(title=unit, rangemode="tozero")
    figure.update_layout(showlegend=True, legend_itemsizing="constant")
    title = (
        f"What each plan takes a week, and within how many {unit} nine in ten customers of a segment have a first "
        "response: down and to the left is better"
    )
    more = len(scopes) - len(shown)
    note = f"{_INTERVALS} Plans that cost the same stand above each other." + (
        f" {more} segments without an answer, or beyond the first {MOST_SEGMENTS}, are not drawn." if more else ""
    )
    height = 130 + 190 * max(len(shown), 1) + 24 * len(results.plans)
    return Chart(title, styled(figure, height), note, _table(results, waits), meaning(results, "people_cost", P90))


def _sizes(waits: pd.DataFrame, across: Sequence[float]) -> list[int]:
    """Return how large each mark is: larger where marks drawn later lie on it, so that none is hidden.

    across: where the rows of *waits* lie on the other axis.
    """
    x, y, scopes = np.asarray(across, float), waits["value"].to_numpy(float), waits["scope"].to_numpy()
    later = np.arange(len(y))[:, None] < np.arange(len(y))
    near = [np.abs(one[:, None] - one) <= _NEAR * np.nanmax(one, initial=0) for one in (x, y)]
    hidden = later & near[0] & near[1] & (scopes[:, None] == scopes)
    return [_MARK + _RING * int(n) for n in hidden.sum(axis=1)]


def _dots(figure: go.Figure, waits: pd.DataFrame, shown: Sequence[str], of: tuple[Results, str, str]) -> None:
    """Draw the dot of a plan in each panel; the first carries its name in the legend."""
    results, plan, across = of
    cost = _weekly(results, plan, across)
    people, hours = results.estimate(plan, "headcount_mean").value, _weekly(results, plan, "paid_hours").value
    for number, (scope, wait) in enumerate(of_each(waits, "scope")):
        figure.add_scatter(
            x=[cost.value], y=wait["value"].tolist(), error_y=halves(wait), mode="markers", opacity=0.9,
            error_x={"type": "data", "array": [cost.half if cost.half > 0 else 0.0], "thickness": 1.5},
            name=f"{plan}: {people:.3g} people, {hours:,.0f} h", legendgroup=plan, showlegend=number == 0,
            marker=marker(number_of(results, plan), int(wait["size"].iloc[0])), row=shown.index(scope) + 1, col=1,
        )  # fmt: skip


def _table(results: Results, waits: pd.DataFrame) -> pd.DataFrame:
    """Return a row per plan and segment: people, paid hours, cost, wait with its interval."""
    rows = []
    for row in for_people(waits, results).itertuples():
        plan = str(row.plan)
        taken = [results.estimate(plan, "headcount_mean").value, *(
            _weekly(results, plan, name).value for name in ("paid_hours", "people_cost")
        )]  # fmt: skip
        rows.append((plan, row.who, *taken, row.value, row.low, row.high, row.unit))
    names = ["plan", "who", "people", "paid hours a week", f"{results.scenario.currency} a week"]
    return pd.DataFrame(rows, columns=[*names, "nine in ten within", "low", "high", "unit"])


# ---- the formula beside the simulation ----


def erlang_beside(table: pd.DataFrame, zone: str) -> Chart:
    """Return the mean wait by hour of the week, by formula and simulated; grey where the formula has no answer.

    *table*: as `sim.experiments.spreadsheet.spreadsheet` returns it.
    """
    unit, figure = unit_for([*table["simulated_wait"], *table["erlang_c_wait"]]), go.Figure()
    slots = table["slot"].tolist()
    for start, stop in _runs(table["erlang_c_wait"].isna() & (table["arrivals"] > 0)):
        figure.add_vrect(x0=start, x1=stop, fillcolor=_SHADE, line_width=0, layer="below")
    drawn = {"simulated": ("simulated_wait", _SIMULATED, "solid"), "Erlang C": ("erlang_c_wait", _FORMULA, "solid")}
    if table["erlang_a_wait"].notna().any():
        drawn["Erlang A (customers give up)"] = ("erlang_a_wait", _FORMULA, "dot")
    for name, (column, colour, dash) in drawn.items():
        figure.add_scatter(
            x=slots, y=gaps(table[column] * unit.per_minute), name=name, connectgaps=False,
            mode="lines" if column == "simulated_wait" else "lines+markers",
            line={"color": colour, "dash": dash, "width": 2, "shape": "hv"} if column == "simulated_wait"
            else {"color": colour, "dash": dash, "width": 1},
            marker={"size": 5, "symbol": "diamond" if dash == "solid" else "diamond-open"},
        )  # fmt: skip
    figure.update_xaxes(tickvals=HOUR_TICKS, ticktext=DAYS, range=[0, WEEK_HOURS], title=f"hour of the week ({zone})")
    figure.update_yaxes(title=unit.name, rangemode="tozero")
    figure.update_layout(showlegend=True)
    return Chart(
        f"Mean wait by the hour in which customers write, in {unit.name}: the formula and the simulation (clock of "
        f"{zone})",
        styled(figure, 420),
        "Grey: somebody writes and the formula has no answer, because nobody is at the desk or more work comes than "
        "people can do.",
        _by_hour(table),
        "Erlang C takes each hour by itself: its conversations, its mean handle time, its people rounded to whole "
        "ones; nobody gives up. Erlang A is the same where customers give up after their mean patience. Simulated: "
        "the mean wait of those who wrote in that hour, over all replications.",
    )


def _runs(flags: pd.Series) -> list[tuple[int, int]]:
    """Return where flags are set, as spans of hours from start to before stop."""
    padded = [False, *flags.tolist(), False]
    edges = [hour for hour, (before, after) in enumerate(pairwise(padded)) if before != after]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _by_hour(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table to show: weekday and hour, and what the columns are."""
    named = table.rename(columns={
        "arrivals": "conversations", "handle_time": "handle time, minutes", "agents": "people at the desk",
        "load": "people kept busy", "erlang_c_wait": "Erlang C: wait, minutes",
        "erlang_c_in_time": "Erlang C: share in time", "erlang_a_wait": "Erlang A: wait, minutes",
        "simulated_wait": "simulated: wait, minutes", "simulated_in_time": "simulated: share in time",
    }).drop(columns="slot")  # fmt: skip
    named.insert(0, "hour", [slot % 24 for slot in table["slot"]])
    named.insert(0, "weekday", [DAYS[slot // 24] for slot in table["slot"]])
    return named


# ---- with and without feedback ----


def feedback_table(results: Results, *, sure: bool = False) -> pd.DataFrame:
    """Return figures of each plan, with workload acting on people and without, side by side.

    *results*: of plans and their twins (`sim.scenario.feedback.with_twins`).
    """
    rows = []
    for plan in _with_twin(results):
        for name in FEEDBACK:
            if has(results, name):
                cells = (
                    _cell(results, each, name, weekly=name == "people_cost", sure=sure) for each in (plan, plan + TWIN)
                )
                rows.append((plan, _feedback_title(results, name), *cells))
    shown = [row for row in rows if row[2:] != (NO_VALUE, NO_VALUE)]
    return pd.DataFrame(shown, columns=["plan", "figure", "with feedback", "without"])


def _feedback_title(results: Results, measure: str) -> str:
    return title_of(measure, results.scenario) + (", a week" if measure == "people_cost" else "")


def _with_twin(results: Results) -> list[str]:
    return [plan for plan in results.plans if plan + TWIN in results.plans]


def feedback_beside(results: Results) -> Chart:
    """Return quits, and the 90th percentile of first responses, of each plan with and without feedback."""
    plans = _with_twin(results)
    measures = [name for name in ("quits", P90) if has(results, name)] or [P90]
    rows = in_units(of_estimates(results, measures), results.scenario.currency)
    rows = rows.assign(feedback=["off" if plan.endswith(TWIN) else "on" for plan in rows["plan"]],
                       plan=[plan.removesuffix(TWIN) for plan in rows["plan"]])  # fmt: skip
    unit = unit_of(rows[rows["measure"] == P90]) or "minutes"
    titles = {"quits": "People who leave", P90: f"9 in 10 answered within, {unit}"}
    figure = make_subplots(
        rows=len(measures), vertical_spacing=0.25, subplot_titles=[titles[name] for name in measures]
    )
    for row, (_, panel) in enumerate(of_each(rows, "measure"), start=1):
        for state, symbol, colour in (("on", "circle", "#0072B2"), ("off", "circle-open", "#0072B2")):
            part = panel[panel["feedback"] == state]
            figure.add_scatter(
                x=part["value"].tolist(), y=part["plan"].tolist(), error_x=halves(part), mode="markers",
                name=f"feedback {state}", legendgroup=state, showlegend=row == 1, orientation="h",
                marker={"symbol": symbol, "color": colour, "size": 11}, row=row, col=1,
            )  # fmt: skip
    figure.update_xaxes(rangemode="tozero")
    figure.update_yaxes(type="category", categoryorder="array", categoryarray=plans, autorange="reversed")
    figure.update_layout(scattermode="group", scattergap=0.5, showlegend=True)
    return Chart(
        "People who leave, and waits, with workload acting on people and without",
        styled(figure, 120 + len(measures) * (60 + 48 * max(len(plans), 1))),
        f"{_INTERVALS} Where filled and open marks lie apart, the answer hangs on guesses about people (grade D).",
        for_people(rows, results)[["plan", "feedback", "measure", "value", "low", "high", "unit"]],
        meaning(results, *measures),
    )
