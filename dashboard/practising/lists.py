"""The rep's shifts: what their trainer asked for, what is under way, and what is behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import shared
from dashboard.menu import page_named
from dashboard.plain import as_markdown, text
from dashboard.planning.library_parts import deleting, first_of, offer_more
from dashboard.planning.parts import chart
from dashboard.practising import looked, parts
from dashboard.round_parts import ago
from trainee_exercises.practice import charts, own_shift
from trainee_exercises.practice.levels import level
from trainee_exercises.practice.progress import weeks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trainee_exercises.practice.clock import Phase
    from trainee_exercises.practice.rows import Row
    from trainee_exercises.practice.tasks import Task

_SHOWN = 3


def asked_for(tasks: Sequence[Task], names: Mapping[str, str]) -> None:
    """Show what the trainer wants tried."""
    for one in tasks:
        seed = "" if one.seed is None else f" with seed {one.seed}"
        by = as_markdown(names.get(one.assigned_by, "your trainer"))
        with st.container(border=True):
            st.markdown(f"**{by} asks you to try level {one.level}, {level(one.level).title}{seed}.**")
            if one.note:
                text(one.note)
            if st.button("Choose it", key=f"task-{one.id}", on_click=_choose, args=(one,)):
                st.caption("It is chosen below.")


def _choose(task: Task) -> None:
    st.session_state["level"] = task.level
    if task.seed is not None:
        st.session_state["seed"] = task.seed


def under_way(rows: Sequence[Row], stands: Mapping[str, Phase], by: str) -> None:
    """Show the shifts that are not over, the newest first. by: the id of the visitor."""
    found = [one for one in rows if stands[one.id] != "over"]
    if not found:
        return
    st.header("Under way", anchor=False)
    for one in found[:_SHOWN]:
        _open(one, stands[one.id], by)
    if len(found) > _SHOWN:
        with st.expander(f"{len(found) - _SHOWN} older"):
            for one in found[_SHOWN:]:
                _open(one, stands[one.id], by)


def _open(row: Row, phase: Phase, by: str) -> None:
    says = {"before": "not started yet", "running": "running", "paused": "the clock stands still"}[phase]
    with st.container(horizontal=True, vertical_alignment="center", border=True):
        parts.to_desk(row.id, "Start it" if phase == "before" else "Go on")
        st.markdown(as_markdown(f"{parts.named(row)}: {says}"))
        delete(row, by)


def past(rows: Sequence[Row], stands: Mapping[str, Phase], by: str) -> None:
    """Show the shifts that are over, the newest first, and how they went from week to week. by: as above."""
    found = [one for one in rows if stands[one.id] == "over"]
    if not found:
        return
    st.header("Your shifts so far", anchor=False)
    st.caption("Your first try of a level is private. Of shifts that you share, your trainer can read the debrief.")
    for one in found[: first_of("shifts", len(found))]:
        _past(one, by)
    offer_more("shifts", len(found))
    table = weeks(rows)
    if len(table) > 1:
        chart(charts.weeks(table), "weeks")


def _past(row: Row, by: str) -> None:
    with st.container(border=True):
        st.markdown(f"**{as_markdown(parts.named(row))}**, {ago(row.created_at, shared.storage().now())}")
        st.caption(as_markdown(parts.figures_of(row)))
        with st.container(horizontal=True, vertical_alignment="center"):
            st.page_link(
                page_named("debrief").file, label="Debrief", icon=":material/insights:", query_params={"shift": row.id}
            )
            share(row, by)
            delete(row, by)


def share(row: Row, by: str) -> None:
    """Show whether a shift is private, as a switch. by: the id of the visitor; only its own rep may turn it."""
    key = f"private-{row.id}"
    st.session_state[key] = row.is_private
    st.toggle("Private: only you see it", key=key, on_change=_shared, args=(row.id, by))


def _shared(shift_id: str, by: str) -> None:
    is_private = bool(st.session_state[f"private-{shift_id}"])
    shared.shifts().share(shift_id, by, is_private=is_private)


def delete(row: Row, by: str) -> None:
    """Show the button that deletes a shift, after a question. by: the id of the visitor; only its own rep may."""

    def do() -> None:
        try:
            own_shift.delete_shift(shared.storage(), row.id, by)
        finally:  # also where it is gone and only the list of the erased can't be written to
            shared.shifts().forget(row.id)
            looked.forget(row.id)

    deleting(f"shift-{row.id}", "this shift", own_shift.SAYS, do)
