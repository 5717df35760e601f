"""Six questions, and a first scenario from the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import streamlit as st

from dashboard.planning import drafts, runs
from dashboard.planning.board import Wish
from dashboard.planning.editor_fields import wrong
from sim.scenario.draft import answers, draft, next_monday
from sim.scenario.part import zone_names
from sim.scenario.problems import ScenarioError

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

_TITLE: Final = "Our support team"
_FILE: Final = "your answers"
_ZONE: Final = "America/New_York"
WHICH_PLANS: Final = (
    "Three plans are compared: your team as it is, the same with one more person, and the same people answering paying "
    "customers first. More can be changed in the editor."
)
"""What is made of the answers."""


class Asked(NamedTuple):
    """What was answered, and where to tell what is wrong with an answer: beneath its field, by its name."""

    values: dict[str, Any]
    spots: dict[str, DeltaGenerator]

    def tell(self, error: ScenarioError) -> None:
        """Tell each problem at its field."""
        for problem in error.problems:
            with self.spots.get(problem.path, st.container()):
                wrong(problem.message if problem.path in self.spots else str(problem))


def show(by: str) -> None:
    """Ask, and play the first scenario or open it in the editor; what is wrong is said, and what was typed stays."""
    st.markdown(WHICH_PLANS)
    with st.form("six-questions", border=False):
        asked = questions(by_week=True)
        left, right, _ = st.columns([1, 1, 2])
        runs_now = left.form_submit_button("Compare three plans", type="primary", width="stretch")
        edits = right.form_submit_button("Open in the editor", width="stretch")
    if runs_now or edits:
        try:
            text = draft(answers(asked.values))
        except ScenarioError as error:
            asked.tell(error)
            return
        go(text, by, edits=edits)


def questions(*, by_week: bool, key: str = "new") -> Asked:
    """Show the questions and return what was answered. by_week: ask for the conversations too.

    What was sent before stands in them again, also after another page: fields forget when they are not shown.
    """
    kept = st.session_state.get(f"{key}-sent", {})
    left, right = st.columns(2)
    values: dict[str, Any] = {}
    spots: dict[str, DeltaGenerator] = {}
    if by_week:
        values["conversations"] = left.number_input(
            "Conversations a week", 0.1, 1_000_000.0, kept.get("conversations", 500.0), key=f"{key}-conversations",
            format="%g", help="Over all customers, in an ordinary week.",
        )  # fmt: skip
        spots["conversations"] = left.container()
    values["people"] = left.number_input("People who answer", 1, 10_000, kept.get("people", 4), key=f"{key}-people")
    spots["people"] = left.container()
    values["minutes"] = left.number_input(
        "Minutes a conversation takes on average", 0.1, 100_000.0, kept.get("minutes", 12.0), key=f"{key}-minutes",
        format="%g", help="Work of your team, looking things up included; not the time the customer waits.",
    )  # fmt: skip
    spots["minutes"] = left.container()
    values["hours"] = right.text_input(
        "Working hours, Monday to Friday, local time", kept.get("hours", "09:00-17:00"), key=f"{key}-hours",
        help="From when to when somebody answers, breaks included: such as 09:00-17:00 or 9am-5pm, or 22:00-06:00 over"
        " night.",
    )  # fmt: skip
    spots["hours"] = right.container()
    zones = right.multiselect(
        "Time zones of customers and people" if by_week else "Time zones of your people",
        sorted(zone_names()), kept.get("zones") or [_here()], key=f"{key}-zones",
        help="Spread evenly over them." + (" The first is the clock of the charts." if by_week else ""),
    )  # fmt: skip
    values["zones"] = ", ".join(zones)
    spots["zones"] = right.container()
    values["paid_share"] = right.slider(
        "Conversations that come from paying customers, per cent", 0, 100, kept.get("paid_share", 60), key=f"{key}-paid"
    )
    st.session_state[f"{key}-sent"] = values | {"zones": zones}
    values["first_day"] = next_monday()
    return Asked(values, spots)


def _here() -> str:
    """Return the visitor's time zone, for where a team is likely to be; a usual one where the browser does not say."""
    zone = st.context.timezone
    return zone if zone in zone_names() and "/" in zone else _ZONE


def go(text: str, by: str, *, edits: bool, title: str = _TITLE) -> None:
    """Play the scenario, or open it in the editor."""
    if edits:
        drafts.go_to(drafts.begin(text, title, by))
    shown = runs.start(Wish(text, _FILE), by)
    if shown is not None:
        runs.go_to(shown)
