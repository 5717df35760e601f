"""Charts by the clock of the scenario's zone: week by week, weekday and hour, demand against staff."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd
from plotly.subplots import make_subplots

from sim.experiments.notes import arrivals_a_day_at_the_end
from sim.reports.rows import (
    ALL_PLANS,
    DAYS,
    alike,
    by_weekday,
    edges,
    for_people,
    gaps,
    hover,
    in_the_data,
    in_units,
    meaning,
    of_each,
    of_slots,
    on_hover,
    shaded,
    unit_of,
    who,
)
from sim.reports.style import Chart, add_ribbon, line, marker, number_of, styled

if TYPE_CHECKING:
    from collections.abc import Sequence

    import plotly.graph_objects as go

    from sim.experiments.results import Results

MANY_WAIT: Final = 0.05
"""Customers still waiting over those of a week, from which the last weeks look better than they are (assumption)."""
HOUR_TICKS: Final = [24 * day + 12 for day in range(7)]
_BUSY_SCALE: Final = "Cividis"
"""Reads alike with and without colour vision; light is much."""
HEATMAPS: Final = {
    "first_response_mean": "When it is bad to write: mean first response in {unit}",
    "first_response_median": "What is usual: half have a first response within so many {unit}",
    "first_response_p90": "What could be promised: nine in ten have a first response within so many {unit}",
    "arrived": "When customers write: conversations an hour",
    "backlog_mean": "When many wait: conversations in the queue, on average",
    "occupancy": "When the teams are busy: time at work, of the time at the desk",
    "on_duty_mean": "Who is there when: people at the desk, on average",
    "abandonment": "When customers give up: share of those who wrote",
}
"""What can be looked at by weekday and hour -> the first words about it."""
OF_TEAMS: Final = frozenset({"occupancy", "on_duty_mean"})
"""Those that are of teams: their scope is not one of customers."""


def weeks(results: Results) -> Chart:
    """Return the mean wait of those who wrote in a week, and the mean number waiting in it; a gap where there is no
    value.
    """
    rows = in_units(of_slots(results, "week", ("wait_mean", "backlog_mean")), results.scenario.currency)
    rows = rows.assign(week=rows["slot"] + 1)
    unit = unit_of(rows[rows["measure"] == "wait_mean"]) or "minutes"
    titles = (f"Mean wait by week of writing, {unit}", "Conversations waiting, mean of the week")
    figure = make_subplots(rows=2, shared_xaxes=True, vertical_spacing=0.12, subplot_titles=titles)
    for row, (_, panel) in enumerate(of_each(rows, "measure"), start=1):
        for plan, part in of_each(panel, "plan"):
            number = number_of(results, plan)
            add_ribbon(figure, part, "week", number, row)
            figure.add_scatter(
                x=part["week"].tolist(), y=gaps(part["value"]), mode="lines+markers", connectgaps=False, name=plan,
                legendgroup=plan, showlegend=row == 1, line=line(number), marker=marker(number, 7), row=row, col=1,
                **on_hover(part),
            )  # fmt: skip
    zone = results.scenario.zone
    figure.update_xaxes(tickformat="d", dtick=-(-int(rows["week"].max() if len(rows) else 1) // 13))
    figure.update_xaxes(title=f"week ({zone})", row=2, col=1)
    figure.update_yaxes(rangemode="tozero")
    figure.update_layout(showlegend=True)
    title = f"Week by week: wait in {unit}, and how many wait (clock of {zone})"
    table = for_people(rows[["measure", "scope", "plan", "week", "value", "low", "high", "unit"]], results)
    note = f"{shaded(rows)} {still_waiting(results)}".strip()
    return Chart(title, styled(figure, 560), note, table, meaning(results, "wait_mean", "backlog_mean"))


def still_waiting(results: Results) -> str:
    """Return what the waits of the last weeks leave out; "" where that is next to nobody."""
    found = {plan: results.estimate(plan, "still_waiting").value for plan in results.plans}
    told = [
        f"{n:,.0f} ({plan})"
        for plan, n in found.items()
        if n > 0 and n >= MANY_WAIT * 7 * arrivals_a_day_at_the_end(results, plan)
    ]
    if not told:
        return ""
    return (
        "The waits of the last weeks look better than they are: they are of those who have left the queue, and on the "
        f"last evening so many still wait: {', '.join(told)}."
    )


def heatmap(results: Results, measure: str = "first_response_mean", scope: str = "all") -> Chart:
    """Return one of `HEATMAPS` by weekday and hour: a panel per plan, plans that are alike share one, on one scale.

    Spans are by when the customer wrote. *scope*: whose, as in the breakdowns of the measure.
    """
    rows = alike(in_units(of_slots(results, "hour_of_week", [measure], scope), results.scenario.currency))
    plans, unit, zone = list(dict.fromkeys(rows["plan"])) or [""], unit_of(rows), results.scenario.zone
    figure = make_subplots(rows=len(plans), shared_xaxes=True, subplot_titles=plans, vertical_spacing=0.2 / len(plans))
    for number, (_, part) in enumerate(of_each(rows, "plan"), start=1):
        ends = edges(part)
        figure.add_heatmap(
            z=_by_day(gaps(part["value"])), x=list(range(24)), y=DAYS, customdata=ends and _by_day(ends),
            coloraxis="coloraxis", hovertemplate=_cell(unit, has_edges=bool(ends)), row=number, col=1,
        )  # fmt: skip
    _clock_axes(figure, len(plans), zone, unit)
    title = f"{HEATMAPS[measure].format(unit=unit)}{who(results, scope)}, by weekday and hour (clock of {zone})"
    table = for_people(by_weekday(rows), results)
    return Chart(
        f"{title}; yellow is {_much(measure)}", styled(figure, 90 + 180 * len(plans)), in_the_data(rows), table,
        meaning(results, measure),
    )  # fmt: skip


def _cell(unit: str, *, has_edges: bool) -> str:
    is_share = unit == "share"
    told = hover("z", ".0%" if is_share else ".3g", has_edges=has_edges)
    return f"%{{y}} %{{x}}:00: {told}{'' if is_share else f' {unit}'}<extra></extra>"


def _by_day(cells: Sequence[Any]) -> list[list[Any]]:
    return [list(cells[24 * day : 24 * (day + 1)]) for day in range(7)]


def _much(measure: str) -> str:
    return "long, blue is short" if measure.startswith("first_response") else "much, blue is little"


def _clock_axes(figure: go.Figure, n_panels: int, zone: str, unit: str) -> None:
    figure.update_yaxes(autorange="reversed", tickfont={"size": 11}, dtick=1)
    figure.update_xaxes(dtick=3)
    figure.update_xaxes(title=f"hour ({zone})", row=n_panels, col=1)
    bar = {"title": {"text": unit}, "thickness": 14, "len": 260, "lenmode": "pixels", "y": 1, "yanchor": "top"}
    shares = {"tickformat": ".0%"} if unit == "share" else {}
    figure.update_layout(coloraxis={"colorscale": _BUSY_SCALE, "colorbar": bar | shares})


def demand_against_staff(results: Results) -> Chart:
    """Return conversations per hour above agents at the desk, by hour of the week."""
    zone, both = results.scenario.zone, ("arrived", "on_duty_mean")
    rows = in_units(of_slots(results, "hour_of_week", both), results.scenario.currency)
    came = rows[(rows["measure"] == "arrived") & (rows["plan"] == results.plans[0])].assign(plan=ALL_PLANS)
    staffed = alike(rows[rows["measure"] == "on_duty_mean"])
    titles = ("Conversations that come in, an hour", "Agents at the desk")
    figure = make_subplots(rows=2, shared_xaxes=True, vertical_spacing=0.12, subplot_titles=titles)
    figure.add_scatter(
        x=came["slot"].tolist(), y=gaps(came["value"]), mode="lines", line={"color": "#666666", "shape": "hv"},
        name=f"conversations ({ALL_PLANS})", row=1, col=1, **on_hover(came),
    )  # fmt: skip
    for plans, part in of_each(staffed, "plan"):
        figure.add_scatter(
            x=part["slot"].tolist(), y=gaps(part["value"]), mode="lines", name=plans, row=2, col=1,
            line=line(_first_number(results, plans)) | {"shape": "hv"}, **on_hover(part),
        )  # fmt: skip
    _week_axes(figure, zone)
    title = f"Demand against staff: conversations an hour, and agents at the desk, in an average week (clock of {zone})"
    table = for_people(by_weekday(pd.concat([came, staffed], ignore_index=True)), results)
    return Chart(title, styled(figure, 580), in_the_data(rows), table, meaning(results, *both))


def _first_number(results: Results, plans: str) -> int:
    """Return the number of the first of *plans* that share a line."""
    return number_of(results, results.plans[0] if plans == ALL_PLANS else plans.split(", ", maxsplit=1)[0])


def _week_axes(figure: go.Figure, zone: str) -> None:
    figure.update_xaxes(tickvals=HOUR_TICKS, ticktext=DAYS, showgrid=False)
    for midnight in range(0, 169, 24):
        figure.add_vline(x=midnight, line={"color": "#dddddd", "width": 1}, layer="below")
    figure.update_xaxes(title=f"hour of the week ({zone})", row=2, col=1)
    figure.update_yaxes(rangemode="tozero")
    figure.update_layout(showlegend=True)
