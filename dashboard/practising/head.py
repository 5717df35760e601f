"""The head of a debrief: whose shift it is and from when, its switches; and that a trainer reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import shared
from dashboard.plain import as_markdown
from dashboard.planning.library_parts import people
from dashboard.practising import lists, parts
from dashboard.practising.times import time_of
from dashboard.round_parts import ago
from sim.durations import MINUTE
from trainee_exercises.practice import reading
from trainee_exercises.practice.cohort import shared as shared_of
from trainee_exercises.practice.debrief.course import minutes
from trainee_exercises.practice.levels import TOUR

if TYPE_CHECKING:
    from trainee_exercises.practice.look_back import LookBack
    from trainee_exercises.practice.rows import Row


def show(row: Row, back: LookBack | None, by: str) -> None:
    """Show the head. back: None where there is no debrief; by: the id of who reads it, which is noted of a trainer."""
    if row.user_id != by:
        _note_once(row, by)
    st.title("Debrief", anchor=False)
    st.caption(as_markdown(_says(row, back, by)))
    if row.user_id == by:
        with st.container(horizontal=True, vertical_alignment="center"):
            lists.share(row, by)
            lists.delete(row, by)


def rows_beside(row: Row, by: str) -> list[Row]:
    """Return the shifts of the same rep that who reads may see: all of one's own, the shared ones of somebody else."""
    rows = shared.shifts().of(row.user_id)
    return rows if row.user_id == by else shared_of(rows)


def _note_once(row: Row, by: str) -> None:
    """Write down that somebody else than its rep reads a shift, once for each page that is open."""
    noted = st.session_state.setdefault("debriefs-noted", set())
    if row.id not in noted:
        reading.note_read(shared.storage(), row, by)
        noted.add(row.id)


def _says(row: Row, back: LookBack | None, by: str) -> str:
    who = "" if row.user_id == by else f", {people().get(row.user_id, 'a rep')}"
    when = ago(row.created_at, shared.storage().now())
    span = "" if back is None else f", {_span(row, back)}"
    pace = "" if row.speed == 1 else f", clock {row.speed:g} times as fast"
    return f"{parts.named(row)}{who}, {when}{span}{pace}"


def _span(row: Row, back: LookBack) -> str:
    """Return how long the rep was at it: the tour has no clock, and a shift may be ended before its time."""
    if row.level == TOUR:
        return minutes(round(back.setting.now / row.speed))
    played, whole = (round(one / row.speed / MINUTE) for one in (back.setting.now, row.length))
    span = f"{whole} minutes" if played == whole else f"{played} of {whole} minutes"
    return f"{span}, from {time_of(back, 0)} to {time_of(back, back.setting.now)} on the desk's clock"
