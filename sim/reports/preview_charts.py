"""Charts before any run: when customers write, who is there when, and whether that is enough; from tidy tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import plotly.graph_objects as go

from sim.reports.style import COLOURS, Chart, styled
from sim.scenario import WEEKDAYS
from sim.scenario.preview import CUSTOMERS

if TYPE_CHECKING:
    import pandas as pd

_DAYS: Final = [day.capitalize() for day in WEEKDAYS]
_DAY: Final = 24 * 60
_SCALE: Final = "Cividis"
"""Reads alike with and without colour vision."""
_BREAK: Final = "#F2F2F2"
_GRID: Final = "rgba(127, 127, 127, 0.35)"
"""Of midnights, on light and on dark."""
_LONG_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DEMAND_SAYS: Final = (
    "Contacts that come in an hour of an average week: customers times contact rate, with growth and seasons averaged "
    "over the scenario; without surges and holidays."
)
_NEEDED_SAYS: Final = (
    "People needed: contacts times the work that each brings, if it were done as it comes and nobody ever waited idle. "
    "At the desk: people on their shifts without breaks and shrinkage, times the speed of the team; illness, leave and "
    "meetings are not taken off."
)
_ALL_SAYS: Final = "Who knows what is not looked at."
_SKILL_SAYS: Final = "Only the work that needs this skill, and the people who have it; other work may keep them busy."


def clock_of(zone: str) -> str:
    """Return by whose clock a chart is, in words."""
    return "each customer's own clock" if zone == CUSTOMERS else f"clock of {zone}"


def when_they_write(demand: pd.DataFrame, zone: str) -> Chart:
    """Return contacts by weekday and hour as a map. demand: of `sim.scenario.preview.demand`, summed over segments."""
    table = demand.groupby(["weekday", "hour"], as_index=False)["contacts"].sum()
    grid = table.pivot_table(index="weekday", columns="hour", values="contacts").to_numpy()
    figure = go.Figure()
    figure.add_heatmap(
        z=grid.tolist(), x=list(range(24)), y=_DAYS, colorscale=_SCALE, name="contacts",
        colorbar={"title": {"text": "an hour"}, "thickness": 14},
        hovertemplate="%{y} %{x}:00 to %{x}:59: %{z:.3g} contacts<extra></extra>",
    )  # fmt: skip
    figure.update_yaxes(autorange="reversed", dtick=1)
    figure.update_xaxes(dtick=3, title=f"hour ({clock_of(zone)})")
    title = f"When customers write: contacts an hour in an average week ({clock_of(zone)}); yellow is busy"
    note = _busiest(grid.ravel().tolist(), zone)
    shown = table.assign(weekday=[_DAYS[day] for day in table["weekday"]])
    return Chart(title, styled(figure, 300), note, shown, _DEMAND_SAYS)


def _busiest(contacts: list[float], zone: str) -> str:
    """Return how many write in a week, and when most do, in a sentence."""
    if not sum(contacts):
        return "Nobody writes."
    top = max(range(len(contacts)), key=contacts.__getitem__)
    weekend = sum(contacts[5 * 24 :]) / sum(contacts)
    by = "by their own clocks" if zone == CUSTOMERS else f"by the clock of {zone}"
    return (
        f"{sum(contacts):,.0f} contacts in an average week. Most come on {_LONG_DAYS[top // 24]} from {top % 24}:00 to "
        f"{top % 24 + 1}:00 {by}: {contacts[top]:.3g} in that hour. {100 * weekend:.0f} % come at weekends."
    )


def shifts_on_the_week(shifts: pd.DataFrame, zone: str, teams: list[str]) -> Chart:
    """Return the shifts of a week as bars on a line for each team. shifts: of `sim.scenario.preview.shifts`."""
    figure = go.Figure()
    for number, team in enumerate(teams):
        mine = shifts[shifts["team"] == team]
        works, breaks = (mine[mine["kind"] == kind] for kind in ("shift", "break"))
        _bars(figure, works, team, {"color": COLOURS[number % len(COLOURS)], "opacity": 0.55})
        _bars(figure, breaks, team, {"color": _BREAK, "line": {"color": "#7F7F7F", "width": 1}}, is_break=True)
    figure.update_xaxes(
        range=[0, 7 * _DAY], tickvals=[_DAY * day + _DAY / 2 for day in range(7)], ticktext=_DAYS, showgrid=False,
        title=f"one week ({clock_of(zone)})",
    )  # fmt: skip
    figure.update_yaxes(type="category", categoryorder="array", categoryarray=teams, autorange="reversed")
    for midnight in range(0, 8 * _DAY, _DAY):
        figure.add_vline(x=midnight, line={"color": _GRID, "width": 1}, layer="below")
    figure.update_layout(barmode="overlay", showlegend=False, bargap=0.25)
    title = f"Who is there when: the shifts of a week ({clock_of(zone)})"
    return Chart(title, styled(figure, 130 + 42 * max(len(teams), 1)), _unseen(shifts, teams), _as_hours(shifts))


def _bars(
    figure: go.Figure, spans: pd.DataFrame, team: str, marker: dict[str, object], *, is_break: bool = False
) -> None:
    figure.add_bar(
        base=spans["start"].tolist(), x=(spans["end"] - spans["start"]).tolist(), y=[team] * len(spans),
        orientation="h", marker=marker, width=0.35 if is_break else 0.8,
        name=f"{team}: breaks" if is_break else team,
        customdata=spans[["says", "people", "zone"]].to_numpy().tolist(),
        hovertemplate="%{customdata[1]:.3g} people: %{customdata[0]} (%{customdata[2]})<extra></extra>",
    )  # fmt: skip


def _unseen(shifts: pd.DataFrame, teams: list[str]) -> str:
    """Return which teams have nothing in an ordinary week; "" where all have."""
    absent = [team for team in teams if team not in set(shifts["team"])]
    return f"No shift in an ordinary week: {', '.join(absent)} (single dates are not shown)." if absent else ""


def _as_hours(shifts: pd.DataFrame) -> pd.DataFrame:
    return shifts.assign(start=shifts["start"].map(_moment), end=shifts["end"].map(_moment))


def _moment(minute: int) -> str:
    day, rest = divmod(minute, _DAY)
    return "Sun 24:00" if day == 7 else f"{_DAYS[day]} {rest // 60:02}:{rest % 60:02}"


def coverage_against_demand(coverage: pd.DataFrame, zone: str, skill: str = "") -> Chart:
    """Return the people at the desk beside the people whom the work needs, by hour of the week.

    coverage: of `sim.scenario.preview.coverage`; skill: of which it is, "" for all work.
    """
    figure = go.Figure()
    slots = coverage["slot"].tolist()
    at = [f"{_DAYS[slot // 24]} {slot % 24}:00" for slot in slots]
    figure.add_scatter(
        x=slots, y=coverage["pace"].tolist(), mode="lines", name="at the desk", fill="tozeroy", customdata=at,
        fillcolor="rgba(0, 114, 178, 0.25)", line={"color": COLOURS[0], "shape": "hv", "width": 2},
        hovertemplate="%{customdata}: %{y:.3g} at the desk<extra></extra>",
    )  # fmt: skip
    figure.add_scatter(
        x=slots, y=coverage["needed"].tolist(), mode="lines", name="needed for the work that comes in", customdata=at,
        line={"color": COLOURS[3], "shape": "hv", "width": 2, "dash": "dot"},
        hovertemplate="%{customdata}: %{y:.3g} needed<extra></extra>",
    )  # fmt: skip
    figure.update_xaxes(
        tickvals=[24 * day + 12 for day in range(7)], ticktext=_DAYS, showgrid=False,
        title=f"hour of the week ({clock_of(zone)})",
    )  # fmt: skip
    for midnight in range(0, 169, 24):
        figure.add_vline(x=midnight, line={"color": _GRID, "width": 1}, layer="below")
    figure.update_yaxes(rangemode="tozero", title="people")
    figure.update_layout(showlegend=True)
    who, what = (f"People at the desk who know {skill}", "its work") if skill else ("People at the desk", "the work")
    title = f"Is it enough? {who}, and people whom {what} needs ({clock_of(zone)})"
    shown = coverage.assign(weekday=[_DAYS[day] for day in coverage["weekday"]])
    says = f"{_NEEDED_SAYS} {_SKILL_SAYS if skill else _ALL_SAYS}"
    return Chart(title, styled(figure, 340), enough_in_words(coverage, skill), shown, says)


def enough_in_words(coverage: pd.DataFrame, skill: str = "") -> str:
    """Return in one sentence or two whether the week has enough people (who have the skill), and when it is worst."""
    said = _enough(coverage)
    return f"Of {skill} alone: {said[0].lower()}{said[1:]}" if skill else said


def _enough(coverage: pd.DataFrame) -> str:
    needed, there = float(coverage["needed"].sum()), float(coverage["pace"].sum())
    if not needed:
        return "Nobody writes, or nobody is to be answered."
    if not there:
        return f"The work of a week takes {needed:,.0f} hours, and nobody is there in an ordinary week."
    share = (
        f"The work of a week takes {needed:,.0f} of the {there:,.0f} hours at the desk ({100 * needed / there:.0f} %)"
    )
    if needed > there:
        return f"{share}: more than the team can do, so the queue grows week by week."
    short = coverage["short"].to_numpy()
    worst = int(short.argmax())
    if short[worst] < 0.05:
        return f"{share}, and there are enough people in every hour."
    when = f"{_LONG_DAYS[worst // 24]} at {worst % 24}:00"
    away = float(coverage.loc[coverage["pace"] == 0, "needed"].sum()) / needed
    waits = f"; {100 * away:.0f} % of the work comes in while nobody is there" if away >= 0.005 else ""
    return f"{share}. Most are missing on {when}: {short[worst]:.1f} people{waits}."
