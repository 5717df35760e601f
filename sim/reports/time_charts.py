"""Charts over time: one week, one month or six months, by the clock of the scenario's zone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

import pandas as pd
from plotly.subplots import make_subplots

from sim.durations import WEEK
from sim.experiments.words import title_of
from sim.measures.figures import MEASURES
from sim.reports.clock_charts import still_waiting
from sim.reports.rows import (
    ALL_PLANS,
    DAYS,
    RANGE,
    alike,
    for_people,
    gaps,
    has,
    in_units,
    meaning,
    of_each,
    of_slots,
    on_hover,
    shaded,
    who,
)
from sim.reports.style import Chart, add_ribbon, line, marker, number_of, styled

if TYPE_CHECKING:
    from collections.abc import Sequence

    import plotly.graph_objects as go

    from sim.experiments.results import Results

_LABELS: Final = 7
"""Dates along an axis: as many as a phone has room for."""
_GREY_NUMBER: Final = 5
_ALL_GREY: Final = {"color": "#7F7F7F", "dash": "solid", "width": 2}


class Period(NamedTuple):
    """How much time a chart covers. name: for people; by: the breakdown; most: its last slots that are shown."""

    name: str
    by: str
    most: int
    says: str


PERIODS: Final = {
    "average": Period("An average week", "day_of_week", 7, "by weekday, on average"),
    "week": Period("One week", "day", 7, "the last week, day by day"),
    "month": Period("One month", "day", 31, "the last month, day by day"),
    "half": Period("Six months", "week", 26, "week by week"),
}
"""Key -> period, the shortest first."""


def periods_of(results: Results) -> dict[str, Period]:
    """Return the periods that a run is long enough for."""
    n_weeks = -(-results.scenario.length // WEEK)
    least = {"average": 2, "week": 1, "month": 2, "half": 6}
    return {key: one for key, one in PERIODS.items() if n_weeks >= least[key]}


SERIES: Final = {
    "waits": (
        "How fast customers get a first response",
        ("first_response_median", "first_response_mean", "first_response_p90"),
    ),
    "queue": ("How many write, and how many wait", ("arrived", "backlog_mean")),
    "lost": ("How many give up, and how many are answered as promised", ("abandonment", "service_level")),
    "work": ("How busy the teams are, and how many are at the desk", ("occupancy", "on_duty_mean")),
    "strain": ("How people hold up", ("exhaustion_mean", "disengagement_mean")),
    "people": ("Who is in the job", ("headcount_mean", "vacancies_mean", "quits")),
}
OF_TEAMS: Final = frozenset({"work", "strain", "people"})
"""Series that are of teams: their scope is not one of customers."""


def over_time(results: Results, series: str, period: str = "half", scope: str = "all") -> Chart:
    """Return one of the series (waits, queue, lost, work, strain, people) over a period: a panel per measure.

    Waits are by when the customer wrote. Lines that are the same for all plans are one.
    """
    (says, possible), chosen = SERIES[series], PERIODS[period]
    measures = [name for name in possible if has(results, name, scope)] or possible[:1]
    rows = _panels(results, chosen, measures, scope)
    figure = _drawn(results, rows, measures)
    zone = results.scenario.zone
    figure.update_xaxes(title=f"{_slot_name(chosen)} ({zone})", row=len(measures), col=1)
    _time_axis(figure, list(dict.fromkeys(rows["at"])), chosen)
    title = f"{says}{who(results, scope)}: {chosen.says} (clock of {zone})"
    late = still_waiting(results) if series == "waits" and chosen.by != "day_of_week" else ""
    note = f"{shaded(rows)} {late}".strip()
    height = 110 + 165 * len(measures)
    return Chart(title, styled(figure, height), note, for_people(rows, results), meaning(results, *measures))


def _time_axis(figure: go.Figure, at: list[str], period: Period) -> None:
    """Name every weekday; of days and weeks as many as there is room for."""
    if period.by == "day_of_week":
        figure.update_xaxes(type="category", categoryorder="array", categoryarray=DAYS)
    else:
        figure.update_xaxes(type="date", tickvals=at[:: -(-len(at) // _LABELS) or 1], tickformat="%-d %b %y")


def _slot_name(period: Period) -> str:
    return {"day_of_week": "weekday", "day": "day"}.get(period.by, "week that begins on")


def _panels(results: Results, period: Period, measures: Sequence[str], scope: str) -> pd.DataFrame:
    """Return the rows that are drawn: of each measure, plans that are all the same once."""
    rows = in_units(of_slots(results, period.by, measures, scope), results.scenario.currency)
    last = rows["slot"].max() if len(rows) else 0
    rows = rows[rows["slot"] > last - period.most]
    rows = rows.assign(at=[_label(results, period, int(slot)) for slot in rows["slot"]])
    parts = [_once(part) for _, part in of_each(rows, "measure")]
    whole = pd.concat(parts, ignore_index=True) if parts else rows
    return whole[["measure", "scope", "plan", "at", *RANGE, "unit"]]


def _once(rows: pd.DataFrame) -> pd.DataFrame:
    merged = alike(rows)
    return merged.assign(plan=ALL_PLANS) if merged["plan"].nunique() == 1 < rows["plan"].nunique() else rows


def _label(results: Results, period: Period, slot: int) -> str:
    if period.by == "day_of_week":
        return DAYS[slot]
    return (results.scenario.start + timedelta(days=slot if period.by == "day" else 7 * slot)).isoformat()


def _drawn(results: Results, rows: pd.DataFrame, measures: Sequence[str]) -> go.Figure:
    titles = [_panel_title(results, rows, measure) for measure in measures]
    gap = 0.24 / len(measures)
    figure = make_subplots(
        rows=len(measures), shared_xaxes=True, vertical_spacing=gap, subplot_titles=titles
    )  # fmt: skip
    shown: set[str] = set()
    for row, measure in enumerate(measures, start=1):
        for plan, part in of_each(rows[rows["measure"] == measure], "plan"):
            _add_line(figure, results, part, row, is_new=plan not in shown)
            shown.add(plan)
        ticks = {"tickformat": ".0%"} if MEASURES[measure].unit == "share" else {}
        figure.update_yaxes(rangemode="tozero", row=row, col=1, **ticks)
    figure.update_layout(showlegend=True)
    return figure


def _panel_title(results: Results, rows: pd.DataFrame, measure: str) -> str:
    unit = next(iter(rows.loc[rows["measure"] == measure, "unit"]), "")
    return title_of(measure, results.scenario) + (f", {unit}" if unit not in {"share", ""} else "")


def _add_line(figure: go.Figure, results: Results, part: pd.DataFrame, row: int, *, is_new: bool) -> None:
    plan, at = str(part["plan"].iloc[0]), part["at"].tolist()
    number = 0 if plan == ALL_PLANS else number_of(results, plan)
    sign = {"color": _ALL_GREY["color"], "size": 6} if plan == ALL_PLANS else marker(number, 6)
    add_ribbon(figure, part, "at", _GREY_NUMBER if plan == ALL_PLANS else number, row)
    figure.add_scatter(
        x=at, y=gaps(part["value"]), mode="lines+markers", connectgaps=False, name=plan, legendgroup=plan,
        showlegend=is_new, line=_ALL_GREY if plan == ALL_PLANS else line(number), marker=sign, row=row, col=1,
        **on_hover(part, ".1%" if part["unit"].iloc[0] == "share" else ".3g"),
    )  # fmt: skip
