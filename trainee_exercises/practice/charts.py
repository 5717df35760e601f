"""Charts of practice: first responses, the timeline of a shift, a rep's weeks; pure functions of a debrief or table."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import plotly.graph_objects as go

from sim.reports.style import COLOURS, SYMBOLS, Chart, styled
from trainee_exercises.practice.debrief.course import clock
from trainee_exercises.practice.debrief.spans import (
    CLOSED,
    COLLEAGUE,
    COLLEAGUE_ANSWERED,
    IN_HAND,
    LEFT,
    MARKS,
    STATES,
    THINKING,
    WAITING,
    YOU,
    marks,
    spans,
)
from trainee_exercises.practice.debrief.waiting import CLASS_WORDS
from trainee_exercises.practice.progress import FIGURES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trainee_exercises.practice.debrief.course import Course
    from trainee_exercises.practice.debrief.waiting import Waits

_MINUTE: Final = 60_000
_BLACK: Final = "#000000"
_SHARES: Final = ("overall", "within", "tags", "facts")
"""The figures that are drawn from week to week."""
_COLOUR: Final = {WAITING: COLOURS[3], IN_HAND: COLOURS[0], COLLEAGUE: COLOURS[5], THINKING: COLOURS[2]}
_PATTERN: Final = {WAITING: "", IN_HAND: "", COLLEAGUE: "/", THINKING: "."}
_WIDTH: Final = {WAITING: 0.35, IN_HAND: 0.8, COLLEAGUE: 0.6, THINKING: 0.25}
_SIGN: Final = {YOU: "circle", COLLEAGUE_ANSWERED: "square", CLOSED: "line-ns-open", LEFT: "x"}
_ROW: Final = 22


def response_table(waits: Sequence[Waits], beside: Sequence[Waits]) -> pd.DataFrame:
    """Return first responses by class: minutes promised, the middle and longest wait, how many in time; and beside.

    not due: without an answer, and still within the promise at the end; neither in time nor late.
    """
    others = {one.customer: one for one in beside}
    rows = []
    for one in waits:
        other = others[one.customer]
        rows.append({
            "class": CLASS_WORDS[one.customer], "customers": one.n, "promised": one.target / _MINUTE,
            "middle": one.middle / _MINUTE, "longest": one.longest / _MINUTE, "in time": one.within,
            "unanswered": one.unanswered, "not due": one.not_due, "middle, simulated agent": other.middle / _MINUTE,
            "in time, simulated agent": other.within, "unanswered, simulated agent": other.unanswered,
            "not due, simulated agent": other.not_due,
        })  # fmt: skip
    return pd.DataFrame(rows)


def first_responses(table: pd.DataFrame) -> Chart:
    """Return the middle wait for a first answer by class, beside the simulated agent's and the promise."""
    figure = go.Figure()
    names = table["class"].tolist()
    for number, column, name in ((1, "middle, simulated agent", "simulated agent"), (0, "middle", "this shift")):
        figure.add_bar(
            x=table[column].tolist(), y=names, orientation="h", name=name,
            marker={"color": COLOURS[number], "pattern": {"shape": ("", "/")[number]}},
            hovertemplate=f"{name}: %{{x:.1f}} min<extra>%{{y}}</extra>",
        )  # fmt: skip
    figure.add_scatter(
        x=table["promised"].tolist(), y=names, mode="markers", name="promised",
        marker={"symbol": "line-ns-open", "size": 34, "color": _BLACK, "line": {"width": 3}},
        hovertemplate="promised: %{x:.0f} min<extra>%{y}</extra>",
    )  # fmt: skip
    figure.update_yaxes(type="category", categoryorder="array", categoryarray=names[::-1])
    figure.update_xaxes(rangemode="tozero", title="minutes of the shift's clock")
    figure.update_layout(barmode="group", bargap=0.3, legend_traceorder="reversed")
    title = "First answers: the middle wait by class of customers, in minutes; the upright line is what was promised"
    return Chart(title, styled(figure, 150 + 70 * len(names)), _BESIDE, table, _FIRST_SAYS)


_BESIDE: Final = (
    "The simulated agent sits in your seat on the same day, with the same customers and colleagues, and works by the"
    " plan's rule at its own pace. It does not read or write, so it says how fast one could be, not how good."
)
_FIRST_SAYS: Final = (
    "From the customer's message, or the start of the shift if that was later, to the first answer by anybody; who was"
    " had no answer counts until they left, until they were told that the disturbance is over, or until the end."
)


def timeline_table(found: Sequence[Course], now: int) -> pd.DataFrame:
    """Return the stretches and marks of the customers: who, what, from, to in minutes of the shift; marks end as begun.

    Customers are in the order of arrival.
    """
    names = {one.id: f"{n + 1}. {one.name}, {CLASS_WORDS[one.customer]}" for n, one in enumerate(found)}
    rows = [(names[one.case], one.state, one.start / _MINUTE, one.end / _MINUTE) for one in spans(found, now)]
    rows += [(names[one.case], one.mark, one.at / _MINUTE, one.at / _MINUTE) for one in marks(found)]
    return pd.DataFrame(rows, columns=["customer", "what", "from", "to"])


def timeline(table: pd.DataFrame, length: int) -> Chart:
    """Return the timeline of a shift, a row for each customer. length: of the shift, in ticks."""
    figure = go.Figure()
    names = list(dict.fromkeys(table["customer"]))
    for state in STATES:
        _bars(figure, table[table["what"] == state], state)
    for mark in MARKS:
        _marks(figure, table[table["what"] == mark], mark)
    figure.update_yaxes(
        type="category", categoryorder="array", categoryarray=names[::-1], tickfont={"size": 11},
        range=[-0.7, len(names) - 0.3],
    )  # fmt: skip
    figure.update_xaxes(range=[0, max(1.0, length / _MINUTE)], title="minutes since the start of the shift")
    figure.update_layout(barmode="overlay")
    title = "The shift, customer by customer: who waited, whom you had in hand, who answered, who left"
    return Chart(title, styled(figure, 170 + _ROW * max(1, len(names))), "", table, _TIMELINE_SAYS)


_TIMELINE_SAYS: Final = (
    "A row for each customer, the first to write on top. Orange: waiting for an answer. Blue: taken or opened by you."
    " Grey: with a colleague. Green: has an answer, and thinks, tries or is content."
)


def _bars(figure: go.Figure, rows: pd.DataFrame, state: str) -> None:
    told = [f"{clock(round(a * _MINUTE))} to {clock(round(b * _MINUTE))}" for a, b in rows[["from", "to"]].to_numpy()]
    figure.add_bar(
        base=rows["from"].tolist(), x=(rows["to"] - rows["from"]).tolist(), y=rows["customer"].tolist(),
        orientation="h", name=state, width=_WIDTH[state], customdata=told,
        marker={"color": _COLOUR[state], "pattern": {"shape": _PATTERN[state]}},
        hovertemplate=f"%{{y}}: {state}, %{{customdata}}<extra></extra>",
    )  # fmt: skip


def _marks(figure: go.Figure, rows: pd.DataFrame, mark: str) -> None:
    sign: dict[str, Any] = {"symbol": _SIGN[mark], "size": 9, "color": _BLACK, "line": {"width": 2}}
    figure.add_scatter(
        x=rows["from"].tolist(), y=rows["customer"].tolist(), mode="markers", name=mark, marker=sign,
        customdata=[clock(round(one * _MINUTE)) for one in rows["from"]],
        hovertemplate=f"%{{y}}: {mark} at %{{customdata}}<extra></extra>",
    )  # fmt: skip


def weeks(table: pd.DataFrame) -> Chart:
    """Return a rep's shifts from date to date. table: of `progress.weeks`."""
    figure = go.Figure()
    about = [f"level {row.level}, {escape(str(row.scenario))}, seed {row.seed}" for row in table.itertuples()]
    for number, name in enumerate(_SHARES):
        known = table[name].notna()
        figure.add_scatter(
            x=table["at"][known].tolist(), y=(100 * table[name][known]).tolist(), mode="lines+markers",
            name=FIGURES[name], line={"color": COLOURS[number], "width": 3 if name == "overall" else 1},
            marker={"symbol": SYMBOLS[number], "size": 9, "color": COLOURS[number]},
            customdata=[one for one, is_known in zip(about, known, strict=True) if is_known],
            hovertemplate=f"{FIGURES[name]}: %{{y:.0f}} %, %{{customdata}}<extra></extra>",
        )  # fmt: skip
    figure.update_yaxes(range=[-3, 103], title="per cent")
    figure.update_xaxes(title="end of the shift (UTC)")
    title = "Your shifts from week to week, in per cent"
    return Chart(title, styled(figure, 340), "Higher levels are harder: compare shifts of one level.", table)
