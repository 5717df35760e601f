"""Debrief: what came of a shift, what to try next, and every conversation to be read and tried again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard import shared
from dashboard.menu import page_named
from dashboard.plain import as_markdown, style
from dashboard.planning.library_parts import say
from dashboard.practising import earlier_version, findings, head, hire, parts, take_along, talks
from dashboard.practising.looked import looked
from trainee_exercises.practice.day import PracticeError
from trainee_exercises.practice.earlier import EarlierError
from trainee_exercises.practice.look_back import visible

if TYPE_CHECKING:
    from collections.abc import Callable

    from trainee_exercises.practice.look_back import LookBack
    from trainee_exercises.practice.rows import Row

_PARTS: Final[dict[str, Callable[[LookBack], None]]] = {
    "Next time": findings.to_try,
    "Waiting": findings.waiting,
    "Timeline": findings.timeline,
    "Replies": findings.replies,
    "Tags and sales": findings.tags,
    findings.TALKS: talks.show,
    "All findings": findings.everything,
}


def _page() -> None:
    visitor = shared.require("rep")
    style()
    parts.style()
    try:
        row = visible(shared.shifts(), st.query_params.get("shift", ""), parts.viewer_of(visitor))
        back = _back_at(row)
    except PracticeError as error:
        _there_is_none(str(error))
        return
    if back is None:
        earlier_version.show(row, visitor.actor)
    else:
        _debrief(back, shared.shifts().row(row.id), visitor.actor)


def _back_at(row: Row) -> LookBack | None:
    """Return the debrief of a shift; None: it is of an earlier version."""
    try:
        return looked(shared.shifts(), shared.storage(), row)
    except EarlierError:
        return None


def _there_is_none(says: str) -> None:
    st.title("Debrief", anchor=False)
    say("page")
    st.info(as_markdown(says))
    st.page_link(page_named("practise").file, label="Practise", icon=":material/edit_note:")


def _debrief(back: LookBack, row: Row, by: str) -> None:
    rows = head.rows_beside(row, by)
    head.show(row, back, by)
    findings.figures(back.debrief.figures, row, rows)
    with st.container(horizontal=True):
        findings.meaning()
        take_along.show(back, row, by)
    *tabs, last = st.tabs((*_PARTS, "As a hire"), key=findings.PART, on_change="rerun")
    for tab, show in zip(tabs, _PARTS.values(), strict=True):
        if tab.open:
            with tab:
                show(back)
    if last.open:
        with last:
            hire.show(rows, by, "hire")


_page()
