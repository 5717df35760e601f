"""Who practises: a trainer's view of all reps, from the shifts that they share."""

from __future__ import annotations

import streamlit as st

from dashboard import shared
from dashboard.plain import style
from dashboard.planning.library_parts import people
from dashboard.practising import group, parts
from trainee_exercises.accounts import users
from trainee_exercises.practice import cohort, tasks
from trainee_exercises.practice.look_back import catch_up

visitor = shared.require("manager")
style()
parts.style()
st.title("Who practises", anchor=False)
st.markdown(
    "From the shifts that reps share. Of private ones you see that a level was tried, or that what you asked for is"
    " done, and nothing else."
)
storage = shared.storage()
shifts, names = shared.shifts(), people()
rows = shifts.all()
if catch_up(shifts, storage, [one for one in rows if not one.is_private]):
    rows = shifts.all()
reps = cohort.practisers(users.all_users(storage), names, rows)
ones = cohort.members(rows, reps, tasks.all_tasks(storage))
group.everybody(ones, visitor.actor)
group.assign(ones, visitor)
group.struggles(rows)
group.disagreements(rows, names)
group.shifts_of(rows, names, visitor.actor)
