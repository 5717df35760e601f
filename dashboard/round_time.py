"""Time and formats: what candidates asked for, what they were answered, and extra time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import shared
from dashboard.plain import as_markdown as plain
from dashboard.round_parts import say, tried, when
from sim.durations import MINUTE
from trainee_exercises.hiring.progress import Progress, answer_wish, extra_ms, progress_of

if TYPE_CHECKING:
    from trainee_exercises.exercise.attempt import Attempt
    from trainee_exercises.hiring.rounds import Round


def time_and_formats(found: Round, by: str) -> None:
    """Draw the part."""
    everyone = [one for one in progress_of(shared.storage(), shared.attempts(), found.id) if one.state != "erased"]
    if not everyone:
        st.info("Add candidates first.", icon=":material/person_add:")
        return
    say("wish")
    waiting = [one for one in everyone if one.waits]
    for one in waiting:
        _waiting(one, by)
    if not waiting:
        st.caption("Nobody waits for an answer about time or another format.")
    _grant(found, everyone, by)
    answered = [one for one in everyone if any(wish.answer for wish in one.wishes)]
    if answered:
        with st.expander("What was asked and answered"):
            for one in answered:
                _answered(one)


def _waiting(one: Progress, by: str) -> None:
    candidate = one.candidate
    with st.container(border=True):
        st.markdown(f"**:material/accessibility_new: {plain(candidate.name or candidate.code)} asked**"
                    f" ({plain(candidate.email or '')})")  # fmt: skip
        for wish in one.wishes:
            if wish.answer is None:
                st.caption(plain(when(wish.at)))
                st.text(wish.text)
        st.text_area("What you answered", key=f"answer-{candidate.id}", height=80, max_chars=2000,
                     help="Only staff see it. Write to the candidate yourself; give the time below.")  # fmt: skip
        st.button(
            "Write it down", key=f"write-{candidate.id}", type="primary", on_click=_answer, args=(candidate.id, by)
        )


def _answer(candidate_id: str, by: str) -> None:
    text = st.session_state[f"answer-{candidate_id}"]
    done = "Written down. Raters do not see it. If time is to be added, do that below."
    tried("wish", lambda: answer_wish(shared.storage(), candidate_id, text, by), done)


def _answered(one: Progress) -> None:
    st.markdown(f"**{plain(one.candidate.name or one.candidate.code)}**")
    for wish in one.wishes:
        st.text(wish.text)
        st.caption(plain(wish.answer) if wish.answer else "waits")


def _grant(found: Round, everyone: list[Progress], by: str) -> None:
    st.subheader("Give extra time", anchor=False)
    st.caption("Before or during the exercise; it counts at once, and the candidate's clock follows within seconds.")
    by_id = {one.candidate.id: one for one in everyone if one.finished_at is None}
    if not by_id:
        st.caption("Everybody has finished.")
        return
    left, right = st.columns([2, 1])
    picked = left.selectbox("Candidate", list(by_id), format_func=lambda one: _shown(by_id[one]), key="grantee")
    right.text_input(
        "Extra time", key="extra", placeholder="10 or 25%", help="Minutes, or a share of the round's time."
    )
    st.text_input(
        "Why",
        key="why",
        placeholder="Asked for before the start",
        help="For whoever looks later; raters do not see it.",
    )
    st.button("Give this time", type="primary", on_click=_give, args=(found, by_id[picked], by),
              icon=":material/more_time:")  # fmt: skip
    say("grant")


def _shown(one: Progress) -> str:
    extra = f", {one.extra_minutes:+g} min so far" if one.extra_minutes else ""
    left = f", {one.minutes_left:.0f} min left" if one.minutes_left is not None else ""
    return f"{one.candidate.name} ({one.state}{left}{extra})"


def _give(found: Round, one: Progress, by: str) -> None:
    state = st.session_state
    extra, why, minutes = state["extra"], state["why"], found.settings.minutes

    def do() -> Attempt:
        return shared.attempts().grant(one.candidate.id, extra_ms(extra, minutes), by, why)

    if tried("grant", do, lambda after: given(one, extra_ms(extra, minutes), after.extra_ms)) is not None:
        state["extra"] = state["why"] = ""


def given(one: Progress, asked_ms: int, in_all_ms: int) -> str:
    """Return what was given in a sentence. one: as it was before; in_all_ms: all of the candidate's extra time."""
    name, asked, in_all = one.candidate.name or one.candidate.code, asked_ms / MINUTE, in_all_ms / MINUTE
    if asked <= 0:
        return f"{name} has {_minutes(in_all)} of extra time now."
    if in_all > one.extra_minutes + asked:  # the end was over: it has moved to so long after now
        return f"{name} has {_minutes(asked)} from now on."
    return f"{name} has {_minutes(asked)} more: {in_all:g} in all."


def _minutes(n: float) -> str:
    return f"{n:g} minute{'' if n == 1 else 's'}"
