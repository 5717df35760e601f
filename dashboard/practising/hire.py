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
from trainee_exercises.practice.debrief.course import counted
from trainee_exercises.practice.debrief.paper import percent
from trainee_exercises.practice.measured import measured
from trainee_exercises.practice.profile import NOT_SAID, PRIOR, Given, Place, hire, speeds, touch_minutes, with_hire
from trainee_exercises.practice.wish import scenario_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trainee_exercises.practice.measured import Measured
    from trainee_exercises.practice.profile import Hire
    from trainee_exercises.practice.rows import Row

_KINDS: Final = parts.KINDS[:2]


def show(rows: Sequence[Row], by: str, key: str) -> None:
    """Show what these shifts of one person say, and let the visitor put that person into a plan."""
    try:
        found = measured(rows)
        _says(found)
        st.caption(NOT_SAID)
        given = _given(key)
        who = hire(found, given)
    except PracticeError as error:
        st.info(as_markdown(str(error)))
        return
    _snippet(found, given, who)
    _into(who, by, key)


def _says(found: Measured) -> None:
    pace, wrong = found.pace, found.wrong
    st.markdown(
        f"From {found.n_replies} replies to {counted(found.n_customers, 'customer')} in"
        f" {counted(found.n_shifts, 'shift')} on {counted(found.n_days, 'day')}, without the tour:"
        f" **{pace.minutes:.1f} minutes** for a reply (95 %: {pace.low:.1f} to {pace.high:.1f}), real ones at any speed"
        f" of the clock; **{wrong.right} of {wrong.n}** with something wrong (95 %: {percent(wrong.low)} to"
        f" {percent(wrong.high)}); {percent(found.facts)} of what customers needed was said. The last figure stays out"
        " of the scenario, which knows right and wrong answers only; so do practice hints and canned replies."
    )


def _given(key: str) -> Given:
    left, right = st.columns(2)
    minutes = left.number_input(
        "Your people take in practice, minutes for a reply", 0.5, 120.0, 8.0, 0.5, key=f"{key}-minutes", help=_MEASURE
    )
    wrong = right.number_input("Of their replies wrong, %", 0.5, 100.0, 5.0, 0.5, key=f"{key}-wrong", help=_MEASURE)
    return Given(float(minutes), float(wrong) / 100)


_MEASURE: Final = (
    "Best measured: let one or two of your experienced people work the same levels, and read it on this page. What"
    " stands here at first is no measure of anybody. What a reply takes with your own product can't be compared."
)


def _snippet(found: Measured, given: Given, who: Hire) -> None:
    low, high = speeds(found, given)
    if found.way is None:
        says = (
            f"That is a speed of {who.speed:g} (95 %: {low:g} to {high:g}) against your people, from the first day: a"
            " way up could not be told from luck."
        )
    else:
        says = (
            f"They got faster within {counted(found.way.days, 'day')}, from {found.way.start:.1f} to"
            f" {found.way.end:.1f} minutes for a reply. The ramp ends at the speed of the last day, {who.speed:g}"
            " against your people: nobody has seen them faster. That days at work teach as days of practice did, and"
            " that a tenth of the way is left on the last of them, is assumed (grade D)."
        )
    st.markdown(f"{says} As a team of one, in a scenario:")
    st.code(who.as_yaml(), language=None)
    st.caption(
        f"Errors are counted as if there had been {PRIOR} more replies, as often wrong as your people's. speed_cv and"
        " errors_cv say how rough the two are: over many replications, results show that too."
    )


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
        least, most = touch_minutes(read)
        st.caption(
            "Only the speed is taken over, no minutes: in this scenario a first answer takes somebody of speed 1"
            f" {least:g} to {most:g} minutes, on average by topic. Speed and errors are times those of that team."
        )
        if st.button("Open it in the editor", type="primary", key=f"{key}-open", icon=":material/tune:"):
            text, added = with_hire(chosen.text, Place(plan, team), who)
            draft = drafts.begin(text, chosen.title, by)
            choose(PLAN, added)
            drafts.go_to(draft)
    except (PracticeError, LibraryError) as error:
        st.error(as_markdown(str(error)))
