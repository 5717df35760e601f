"""Six questions, and a first scenario from the answers."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from dashboard.plain import as_markdown
from dashboard.planning import drafts, runs
from dashboard.planning.board import Wish
from sim.scenario.draft import answers, draft, next_monday
from sim.scenario.part import zone_names
from sim.scenario.problems import ScenarioError

_FILE: Final = "your answers"
_ZONE: Final = "America/New_York"
WHICH_PLANS: Final = (
    "Three plans are compared: your team as it is, the same with one more person, and the same people answering paying "
    "customers first. More can be changed in the editor."
)
"""What is made of the answers."""


def show(by: str) -> None:
    """Ask, and play the first scenario or open it in the editor; what is wrong is said, and what was typed stays."""
    st.markdown(WHICH_PLANS)
    with st.form("six-questions", border=False):
        values = questions(by_week=True)
        left, right, _ = st.columns([1, 1, 2])
        runs_now = left.form_submit_button("Compare three plans", type="primary", width="stretch")
        edits = right.form_submit_button("Open in the editor", width="stretch")
    if runs_now or edits:
        _go(values, by, edits=edits)


def questions(*, by_week: bool, key: str = "new") -> dict[str, Any]:
    """Show the questions and return what was answered. by_week: ask for the conversations too."""
    left, right = st.columns(2)
    values: dict[str, Any] = {}
    if by_week:
        values["conversations"] = left.number_input(
            "Conversations a week", 0.1, 1_000_000.0, 500.0, key=f"{key}-conversations", format="%g",
            help="Over all customers, in an ordinary week.",
        )  # fmt: skip
    values["people"] = left.number_input("People who answer", 1, 10_000, 4, key=f"{key}-people")
    values["minutes"] = left.number_input(
        "Minutes a conversation takes on average", 0.1, 100_000.0, 12.0, key=f"{key}-minutes", format="%g",
        help="Work of your team, looking things up included; not the time the customer waits.",
    )  # fmt: skip
    values["hours"] = right.text_input(
        "Working hours, Monday to Friday, local time", "09:00-17:00", key=f"{key}-hours",
        help="From when to when somebody answers, breaks included.",
    )  # fmt: skip
    zones = right.multiselect(
        "Time zones of customers and people" if by_week else "Time zones of your people",
        sorted(zone_names()), [_here()], key=f"{key}-zones",
        help="Spread evenly over them." + (" The first is the clock of the charts." if by_week else ""),
    )  # fmt: skip
    values["zones"] = ", ".join(zones)
    values["paid_share"] = right.slider(
        "Conversations that come from paying customers, per cent", 0, 100, 60, key=f"{key}-paid"
    )
    values["first_day"] = next_monday()
    return values


def _here() -> str:
    """Return the visitor's time zone, for where a team is likely to be; a usual one where the browser does not say."""
    zone = st.context.timezone
    return zone if zone in zone_names() and "/" in zone else _ZONE


def _go(values: dict[str, Any], by: str, *, edits: bool) -> None:
    try:
        text = draft(answers(values))
    except ScenarioError as error:
        for problem in error.problems:
            st.error(as_markdown(str(problem)))
        return
    go(text, by, edits=edits)


def go(text: str, by: str, *, edits: bool) -> None:
    """Play the scenario, or open it in the editor."""
    if edits:
        drafts.go_to(drafts.begin(text, "Our support team", by))
    shown = runs.start(Wish(text, _FILE), by)
    if shown is not None:
        runs.go_to(shown)
