"""Charts by the clock of the scenario's zone: week by week, weekday and hour, demand against staff."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from plotly.subplots import make_subplots

from sim.experiments.notes import arrivals_a_day_at_the_end
from sim.reports.style import Chart, Unit, line, marker, styled, unit_for
from sim.scenario import WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.experiments.results import Results

MANY_WAIT: Final = 0.05
"""Customers still waiting over those of a week, from which the last weeks look better than they are (assumption)."""
_HOUR_TICKS: Final = [24 * day + 12 for day in range(7)]
_DAYS: Final = [day.capitalize() for day in WEEKDAYS]
_BUSY_SCALE: Final = "Cividis"
"""Reads alike with and without colour vision; light is long."""


def _values(results: Results, by: str, measure: str, plan: str) -> list[float]:
    return [float(each) for each in results.slots(by, measure, plan)["value"]]


def _gaps(values: Iterable[float]) -> list[float | None]:
    return [each if math.isfinite(each) else None for each in values]


def weeks(results: Results) -> Chart:
    """Return the mean wait of those who wrote in a week, and the mean number waiting in it; a gap where there is no
    value.
    """
    waited = {plan: _values(results, "week", "wait_mean", plan) for plan in results.plans}
    unit = unit_for(each for values in waited.values() for each in values)
    titles = (f"Mean wait by week of writing, {unit.name}", "Conversations waiting, mean of the week")
    figure = make_subplots(rows=2, shared_xaxes=True, vertical_spacing=0.12, subplot_titles=titles)
    for number, plan in enumerate(results.plans):
        rows = (unit.of(waited[plan]), _gaps(_values(results, "week", "backlog_mean", plan)))
        for row, values in enumerate(rows, start=1):
            figure.add_scatter(
                x=list(range(1, len(values) + 1)), y=values, mode="lines+markers", connectgaps=False, name=plan,
                legendgroup=plan, showlegend=row == 1, line=line(number), marker=marker(number, 7), row=row, col=1,
            )  # fmt: skip
    zone = results.scenario.zone
    n_weeks = max(map(len, waited.values()))
    figure.update_xaxes(tickformat="d", dtick=-(-n_weeks // 13))
    figure.update_xaxes(title=f"week ({zone})", row=2, col=1)
    figure.update_yaxes(rangemode="tozero")
    figure.update_layout(showlegend=True)
    title = f"Week by week: wait in {unit.name}, and how many wait (clock of {zone})"
    return Chart(title, styled(figure, 560), _still_waiting(results))


def _still_waiting(results: Results) -> str:
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
        "The waits of the last weeks look better than they are: they are of those who have left the queue, and at the "
        f"end so many still wait: {', '.join(told)}."
    )


def heatmap(results: Results) -> Chart:
    """Return the mean first response by weekday and hour at which the customer wrote: a panel per plan, one scale."""
    plans, zone = results.plans, results.scenario.zone
    answered = {plan: _values(results, "hour_of_week", "first_response_mean", plan) for plan in plans}
    unit = unit_for(each for values in answered.values() for each in values)
    figure = make_subplots(rows=len(plans), shared_xaxes=True, subplot_titles=plans, vertical_spacing=0.2 / len(plans))
    for number, plan in enumerate(plans, start=1):
        figure.add_heatmap(
            z=_by_day(unit, answered[plan]), x=list(range(24)), y=_DAYS, coloraxis="coloraxis", row=number, col=1,
            hovertemplate=f"%{{y}} %{{x}}:00: %{{z:.3g}} {unit.name}<extra></extra>",
        )  # fmt: skip
    figure.update_yaxes(autorange="reversed", tickfont={"size": 11}, dtick=1)
    figure.update_xaxes(dtick=3)
    figure.update_xaxes(title=f"hour ({zone})", row=len(plans), col=1)
    bar = {"title": {"text": unit.name}, "thickness": 14, "len": 260, "lenmode": "pixels", "y": 1, "yanchor": "top"}
    figure.update_layout(coloraxis={"colorscale": _BUSY_SCALE, "colorbar": bar})
    title = (
        f"When it is bad to write: mean first response in {unit.name} by weekday and hour (clock of {zone}); yellow is "
        "long, blue is short"
    )
    return Chart(title, styled(figure, 90 + 180 * len(plans)))


def _by_day(unit: Unit, values: list[float]) -> list[list[float | None]]:
    cells = unit.of(values)
    return [cells[24 * day : 24 * (day + 1)] for day in range(7)]


def demand_against_staff(results: Results) -> Chart:
    """Return conversations per hour above agents at the desk, by hour of the week."""
    zone = results.scenario.zone
    titles = ("Conversations that come in, an hour", "Agents at the desk")
    figure = make_subplots(rows=2, shared_xaxes=True, vertical_spacing=0.12, subplot_titles=titles)
    arrived = _gaps(_values(results, "hour_of_week", "arrived", results.plans[0]))
    figure.add_scatter(
        x=list(range(len(arrived))), y=arrived, mode="lines", line={"color": "#666666", "shape": "hv"},
        name="conversations (all plans)", row=1, col=1,
    )  # fmt: skip
    for staffed, plans in _staffing(results).items():
        figure.add_scatter(
            x=list(range(len(staffed))), y=list(staffed), mode="lines", name=", ".join(plans), row=2, col=1,
            line=line(results.plans.index(plans[0])) | {"shape": "hv"},
        )  # fmt: skip
    figure.update_xaxes(tickvals=_HOUR_TICKS, ticktext=_DAYS, showgrid=False)
    for midnight in range(0, 169, 24):
        figure.add_vline(x=midnight, line={"color": "#dddddd", "width": 1}, layer="below")
    figure.update_xaxes(title=f"hour of the week ({zone})", row=2, col=1)
    figure.update_yaxes(rangemode="tozero")
    figure.update_layout(showlegend=True)
    title = f"Demand against staff: conversations an hour, and agents at the desk, in an average week (clock of {zone})"
    return Chart(title, styled(figure, 580))


def _staffing(results: Results) -> dict[tuple[float | None, ...], list[str]]:
    """Return agents at the desk by hour of the week -> the plans that have that: one line for those that are equal."""
    found: dict[tuple[float | None, ...], list[str]] = {}
    for plan in results.plans:
        staffed = tuple(_gaps(_values(results, "hour_of_week", "on_duty_mean", plan)))
        found.setdefault(staffed, []).append(plan)
    return found
