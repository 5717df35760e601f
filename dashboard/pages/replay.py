"""Replay: one day of a plan as it went, customer by customer, to play, stop and step through."""

from __future__ import annotations

import streamlit as st

from dashboard import shared
from dashboard.plain import as_markdown, short
from dashboard.planning import plan_list, replay_view, runs

visitor = shared.require("rep")
st.title("Replay a day", anchor=False)
found = runs.choose(visitor.actor)
if found is not None:
    st.caption(as_markdown(short(found.scenario.title)))
    wish = replay_view.wanted(found)
    replay = replay_view.replay_of(wish, found)
    if replay is not None:
        st.markdown(replay_view.says(wish, found, replay))
        replay_view.choose(wish, found, replay.days, replay.day)
        replay_view.play(wish, found, replay)
        plan_list.show(found.scenario, tuple(found.scenario.plans))
        st.caption(
            "One day of one replication (each plays the same weeks with other luck): what you see is one draw of luck."
            " Compare says how sure the difference between plans is."
        )
