"""The debrief as files to take along; that a trainer took one is written down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard import shared
from dashboard.practising import parts
from trainee_exercises.practice import reading
from trainee_exercises.practice.debrief import paper

if TYPE_CHECKING:
    from trainee_exercises.practice.look_back import LookBack
    from trainee_exercises.practice.rows import Row


def show(back: LookBack, row: Row, by: str) -> None:
    """Show the downloads. by: the id of who reads the shift."""
    title = f"Debrief: {parts.named(row)}"
    st.download_button(
        "Download to read (Markdown)", paper.as_markdown(back, title).encode(), f"debrief-{row.id}.md",
        "text/markdown", key="debrief-md", **_noting(row, by, "Markdown"),
    )  # fmt: skip
    st.download_button(
        "Download as a table (CSV)", paper.as_csv(back).encode("utf-8-sig"), f"debrief-{row.id}.csv", "text/csv",
        key="debrief-csv", **_noting(row, by, "CSV"),
    )  # fmt: skip


def _noting(row: Row, by: str, what: str) -> dict[str, Any]:
    """Return what a download does beside giving the file."""
    if row.user_id == by:
        return {"on_click": "ignore"}
    return {"on_click": reading.note_taken, "args": (shared.storage(), row, by, what)}
