"""What would this hire change? Pace and errors of practice become a newcomer in a scenario of the planning pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.plain import as_markdown
from dashboard.planning import drafts
from dashboard.planning.editor_plans import PLAN, choose
from dashboard.practising import parts
from trainee_exercises.library import LibraryError
from trainee_exercises.practice.day import PracticeError
from trainee_exercises.practice.debrief.paper import percent
from trainee_exercises.practice.profile import NOT_SAID, Given, Place, hire, measured, with_hire
from trainee_exercises.practice.wish import scenario_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trainee_exercises.practice.profile import Hire, Measured
    from trainee_exercises.practice.shifts import Row

_KINDS: Final = parts.KINDS[:2]


def show(rows: Sequence[Row], by: str, key: str) -> None:
    """Show what these shifts of one person say, and let the visitor put that person into a plan."""
    try:
        found = measured(rows)
        _says(found)
        st.caption(NOT_SAID)
        left, right = st.columns(2)
        minutes = left.number_input("Your people take, minutes for a reply", 0.5, 120.0, 8.0, 0.5, key=f"{key}-minutes")
        wrong = right.number_input("Of their answers wrong, %", 0.5, 100.0, 5.0, 0.5, key=f"{key}-wrong")
        who = hire(found, Given(float(minutes), float(wrong) / 100))
    except PracticeError as error:
        st.info(as_markdown(str(error)))
        return
    _snippet(who)
    _into(who, by, key)


def _says(found: Measured) -> None:
    days = f"{len(found.days)} day{'s' if len(found.days) > 1 else ''}"
    st.markdown(
        f"From {found.n_replies} replies in {found.n_shifts} shift{'s' if found.n_shifts > 1 else ''} on {days}:"
        f" {found.minutes:.1f} minutes for a reply; {found.wrong} with something wrong; {percent(found.facts)} of what"
        " customers needed was said. The last figure stays out of the scenario, which knows right and wrong answers"
        " only; so do practice hints and canned replies."
    )


def _snippet(who: Hire) -> None:
    if who.ramp is None:
        st.markdown("As a team of one, in a scenario:")
    else:
        st.markdown(
            "The days differ: a way up to your people's pace fits them. That it ends there is an assumption. As a team"
            " of one, in a scenario:"
        )
    st.code(who.as_yaml(), language=None)


def _into(who: Hire, by: str, key: str) -> None:
    st.markdown("**What would this hire change?** Choose a scenario; a new plan has one person more, beside a team.")
    chosen = parts.scenario(key, _KINDS)
    if chosen is None:
        return
    try:
        read = scenario_of("", chosen.text)
        left, right = st.columns(2)
        plan = left.selectbox("In the plan", list(read.plans), key=f"{key}-plan")
        team = right.selectbox("Beside the team", list(read.plans[plan].teams), key=f"{key}-team-{plan}")
        if st.button("Open it in the editor", type="primary", key=f"{key}-open", icon=":material/tune:"):
            text, added = with_hire(chosen.text, Place(plan, team), who)
            draft = drafts.begin(text, chosen.title, by)
            choose(PLAN, added)
            drafts.go_to(draft)
    except (PracticeError, LibraryError) as error:
        st.error(as_markdown(str(error)))
