"""A shift of an earlier version, which can't be replayed: the figures that were kept, and what its rep typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard import shared
from dashboard.plain import as_markdown
from dashboard.practising import findings, head
from trainee_exercises.practice.earlier import CANT_GO_ON, SAYS

if TYPE_CHECKING:
    from trainee_exercises.practice.rows import Row

_KEPT: Final = (
    "A debrief of it would be wrong now. The figures are those that were kept when somebody first looked back at it."
)


def show(row: Row, by: str) -> None:
    """Show what stays of it. by: the id of who reads it; what was typed is its rep's alone."""
    head.show(row, None, by)
    st.info(as_markdown(f"{SAYS} {CANT_GO_ON if row.figures is None else _KEPT}"))
    if row.figures is not None:
        findings.figures(row.figures, row, head.rows_beside(row, by))
        findings.meaning()
    if row.user_id == by:
        _typed(row)


def _typed(row: Row) -> None:
    st.header("What you typed", anchor=False)
    found = shared.shifts().typed(row.id)
    if not found:
        st.markdown("Nothing.")
    for one in found:
        st.caption(f"{one.about}, conversation {one.conversation}")
        st.code(one.text, language=None, wrap_lines=True)
