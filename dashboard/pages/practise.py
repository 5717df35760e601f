"""Practise: choose a level, begin a shift, go on with one, and look back at those behind you."""

from __future__ import annotations

import streamlit as st

from dashboard import shared
from dashboard.plain import style
from dashboard.planning.library_parts import people, say
from dashboard.practising import ladder, lists, parts
from trainee_exercises.practice import tasks
from trainee_exercises.practice.look_back import catch_up
from trainee_exercises.practice.standing import phases

visitor = shared.require("rep")
style()
parts.style()
st.title("Practise", anchor=False)
st.markdown(
    "Work a shift at the support desk of Pinfold, a made-up product. Several customers at once, and they answer back."
    " Afterwards a debrief shows what to try next. New here? Begin with the tour: five minutes, no clock."
)
storage = shared.storage()
rows = shared.shifts().of(visitor.actor)
if catch_up(shared.shifts(), storage, rows):
    rows = shared.shifts().of(visitor.actor)
stands = phases(storage, rows)
wanted = tasks.open_of(storage, visitor.actor)
say("page")
lists.under_way(rows, stands, visitor.actor)
lists.asked_for(wanted, people())
ladder.show(rows, wanted, visitor)
lists.past(rows, stands, visitor.actor)
