"""How charts look: colours that the colour-blind tell apart, a second sign beside each, units that suit the numbers."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sim.experiments.words import scale_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd
    import plotly.graph_objects as go

    from sim.experiments.results import Results

COLOURS: Final = ("#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#7F7F7F", "#8C510A")
"""Of plans: Okabe & Ito's palette without yellow, too pale on white, and without the two of the groups; then grey
and brown."""
SYMBOLS: Final = ("circle", "square", "diamond", "triangle-up", "x", "star", "pentagon")
"""A second sign beside the colour."""
DASHES: Final = ("solid", "dash", "dot", "dashdot", "longdash")
_BLACK: Final = "#000000"
_LIGHT: Final = "#F2F2F2"
_UNITS: Final = {"s": "seconds", "min": "minutes", "h": "hours", "days": "days"}
_EDGE: Final = 56
"""Pixels for an axis with its title, above the legend."""
_FONT_SIZE: Final = 13


class Chart(NamedTuple):
    """A picture for a reader: what to see in it, the picture, and what to know about it."""

    title: str
    """What to see, with unit, and clock where there is one. It stands above the figure as text, where it can wrap."""
    figure: go.Figure
    note: str = ""
    """"": nothing to say."""
    table: pd.DataFrame | None = None
    """What is drawn, a row per point, in the units drawn; low and high are the 95 % interval, NaN where there is none.
    None: a picture without figures."""
    definition: str = ""
    """What the figures mean, a sentence each."""


class Unit(NamedTuple):
    """A unit of time on an axis."""

    per_minute: float
    name: str

    def of(self, minutes: Iterable[float]) -> list[float | None]:
        """Return spans in this unit; None, a gap, where there is no value."""
        return [each * self.per_minute if math.isfinite(each) else None for each in minutes]


def unit_for(minutes: Iterable[float]) -> Unit:
    """Return the unit in which the longest of these spans (minutes) reads well; minutes where there is none."""
    longest = max((each for each in minutes if math.isfinite(each)), default=0.0)
    scale = scale_of("minutes", longest)
    return Unit(scale.factor, _UNITS[scale.name])


def marker(number: int, size: int = 10) -> dict[str, Any]:
    """Return colour and symbol of the plan, segment or group of that number."""
    return {"color": COLOURS[number % len(COLOURS)], "symbol": SYMBOLS[number % len(SYMBOLS)], "size": size}


def number_of(results: Results, plan: str) -> int:
    """Return the number by which a plan has its colour: its place in the scenario, whichever plans are shown."""
    return list(results.scenario.plans).index(plan)


def group_marker(number: int) -> dict[str, Any]:
    """Return the sign of a group of customers: black circle, light blue square; plans do not have these."""
    return {"color": (_BLACK, "#56B4E9")[number], "symbol": ("circle", "square")[number], "size": 12}


def for_dark(figure: go.Figure) -> go.Figure:
    """Return a copy of *figure* for a dark page: what is black becomes nearly white; all other colours stay."""
    drawn = json.loads(figure.to_json(), object_hook=_lightened)
    return type(figure)(drawn)


def _lightened(part: dict[str, Any]) -> dict[str, Any]:
    return {key: _LIGHT if key == "color" and value == _BLACK else value for key, value in part.items()}


def line(number: int) -> dict[str, Any]:
    """Return colour and dashes of the plan of that number."""
    return {"color": COLOURS[number % len(COLOURS)], "dash": DASHES[number % len(DASHES)], "width": 2}


def ribbon(number: int) -> dict[str, Any]:
    """Return how the interval around the line of the plan of that number looks."""
    red, green, blue = (int(COLOURS[number % len(COLOURS)][at : at + 2], 16) for at in (1, 3, 5))
    colour = f"rgba({red},{green},{blue},0.18)"
    return {"fill": "toself", "fillcolor": colour, "line": {"width": 0}, "hoverinfo": "skip", "showlegend": False}


def add_ribbon(figure: go.Figure, rows: pd.DataFrame, along: str, number: int, row: int) -> None:
    """Draw the intervals of *rows*, those of one line, as areas, with a gap where the line has one.

    along: the column of the horizontal axis; row: of the panel.
    """
    known = rows["low"].notna()
    at: list[Any] = []
    edge: list[float | None] = []
    if not known.any():
        return
    for _, part in rows[known].groupby((~known).cumsum()):
        at += [*part[along], *part[along][::-1], None]
        edge += [*part["high"], *part["low"][::-1], None]
    plan = str(rows["plan"].iloc[0])
    figure.add_scatter(x=at, y=edge, name=plan, legendgroup=plan, row=row, col=1, **ribbon(number))


def styled(figure: go.Figure, height: int) -> go.Figure:
    """Return *figure* in the style of all charts: *height* pixels, as wide as there is room, legend at the bottom."""
    figure.update_layout(
        template="plotly_white",
        height=height,
        margin={"l": 10, "r": 15, "t": 30, "b": _EDGE},
        legend={"orientation": "h", "yref": "container", "yanchor": "bottom", "y": 0.0, "x": 0.0, "xanchor": "left"},
        font={"size": _FONT_SIZE, "family": "system-ui, sans-serif"},
    )
    figure.update_xaxes(automargin=True, title_font_size=_FONT_SIZE)
    figure.update_yaxes(automargin=True, title_font_size=_FONT_SIZE)
    figure.update_annotations(font_size=_FONT_SIZE)
    return figure
