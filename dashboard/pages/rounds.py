"""Rounds of hiring: all of them, and the form for a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard import shared
from dashboard.menu import PAGES
from dashboard.plain import as_markdown as plain
from dashboard.round_form import Form, fields
from dashboard.round_parts import own_zone, problem, problems, say, tried
from trainee_exercises.hiring.candidates import candidates_of
from trainee_exercises.hiring.rounds import Round, rounds
from trainee_exercises.hiring.settings import RoundSettings
from trainee_exercises.hiring.typed_rounds import make_round
from trainee_exercises.round_sample import played_sample

if TYPE_CHECKING:
    from dashboard.identity import Visitor

_ROUND: Final = next(one.file for one in PAGES if one.name == "round")
_NEW: Final = "new"


def _page() -> None:
    visitor = shared.require("manager")
    made = st.session_state.pop("made_round", None)
    if made is not None:
        st.switch_page(_ROUND, query_params={"round": made})
    st.title("Rounds of hiring", anchor=False)
    st.markdown("A round is one hiring: the same exercise, time and rules for all of its candidates.")
    found = rounds(shared.storage())
    if not found:
        st.info("There is no round yet. Make one below, or look at a sample first.", icon=":material/lightbulb:")
    for one in found:
        _row(one)
    say("sample")
    _sample(found, visitor)
    with st.expander("New round", icon=":material/add:", expanded=bool(problems(_NEW)) or not found):
        _new_round(visitor)


def _row(one: Round) -> None:
    n = len(candidates_of(shared.storage(), one.id))
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        with st.container(gap="xxsmall"):
            st.markdown(f"**{plain(one.name)}**")
            people = "no candidates yet" if n == 0 else f"{n} candidate{'' if n == 1 else 's'}"
            st.caption(f"{people} · {plain(one.settings.company)} · {one.settings.minutes} minutes")
        if one.settings.sample:
            st.badge("sample", color="gray")
        st.badge("closed" if one.is_closed else "open", color="gray" if one.is_closed else "green")
        if st.button("Open", key=f"open-{one.id}", icon=":material/arrow_forward:"):
            st.switch_page(_ROUND, query_params={"round": one.id})


def _sample(found: list[Round], visitor: Visitor) -> None:
    """Offer a round that was played, unless there is one."""
    if any(one.settings.sample and not one.is_closed for one in found):
        return
    if st.button("Make a sample round", icon=":material/science:", help="Ten made-up candidates play it now."):
        with st.spinner("Ten made-up candidates play the exercise; this takes some seconds ..."):
            done = tried("sample", lambda: played_sample(shared.storage(), visitor.actor), "")
        if done is not None:
            st.session_state["made_round"] = done.id
        st.rerun()


# ---- a new round ----


def _new_round(visitor: Visitor) -> None:
    st.text_input("Name of the round", key="name", placeholder="Support, spring", max_chars=200)
    problem(_NEW, "name", "name")
    start = RoundSettings().model_dump() | {"company": "", "contact": "", "zone": own_zone()}
    form = Form(_NEW, start, may_name_folders=visitor.role == "owner")
    fields(form)
    st.button("Make this round", type="primary", on_click=_create, args=(form, visitor.actor), icon=":material/check:")
    say(_NEW)


def _create(form: Form, by: str) -> None:
    state = st.session_state

    def do() -> Round:
        typed = {name: one for name, one in form.typed().items() if one != ""}
        return make_round(shared.storage(), state["name"], typed, by)

    made = tried(_NEW, do, "")
    if made is not None:
        state["made_round"] = made.id


_page()
