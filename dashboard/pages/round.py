"""One round: its candidates and how far they are, invitations, time and formats, and its end."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard import shared
from dashboard.menu import PAGES
from dashboard.plain import as_markdown as plain
from dashboard.round_closing import closing
from dashboard.round_inviting import inviting
from dashboard.round_people import people
from dashboard.round_settings import settings_part
from dashboard.round_time import time_and_formats
from trainee_exercises.hiring.rounds import Round, rounds
from trainee_exercises.hiring.settings import AI_RULES

_ROUNDS: Final = next(one.file for one in PAGES if one.name == "rounds")


def _page() -> None:
    visitor = shared.require("manager")
    found = _chosen(rounds(shared.storage()))
    if found is None:
        st.title("No round yet", anchor=False)
        st.page_link(_ROUNDS, label="Make the first round", icon=":material/add:")
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(plain(found.name), anchor=False, width="content")
        st.badge("closed" if found.is_closed else "open", color="gray" if found.is_closed else "green")
        if found.settings.sample:
            st.badge("sample", color="gray")
    settings = found.settings
    st.caption(
        f"{plain(settings.company)} · form {settings.form} · {settings.minutes} minutes · AI assistants:"
        f" {AI_RULES[settings.ai_rule]} · kept {settings.retention_months} months"
    )
    parts = st.tabs(
        ["Candidates", "Invite", "Time and formats", "Settings", "Close and keep"],
        key="part",
        on_change="rerun",
        bind="query-params",
    )
    for part, draw in zip(parts, (people, inviting, time_and_formats, settings_part, closing), strict=True):
        if part.open:
            with part:
                draw(found, visitor.actor)


def _chosen(everyone: list[Round]) -> Round | None:
    """Return the round that the address names, else the newest, which the address names from then on."""
    by_id = {one.id: one for one in everyone}
    if not by_id:
        return None
    named = st.query_params.get("round", "")
    if named not in by_id:
        if named:
            st.warning("The round in this address is not there. This is the newest one.")
        named = next(iter(by_id))
        st.query_params["round"] = named
    with st.sidebar:
        picked = st.selectbox(
            "Round", list(by_id), index=list(by_id).index(named), format_func=lambda one: by_id[one].name
        )
        st.page_link(_ROUNDS, label="All rounds", icon=":material/list_alt:")
    if picked != named:
        st.query_params["round"] = picked
        st.rerun()
    return by_id[named]


_page()
