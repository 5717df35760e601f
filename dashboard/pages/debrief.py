"""Debrief: what came of a shift, what to try next, and every conversation to be read and tried again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from dashboard import shared
from dashboard.menu import page_named
from dashboard.plain import as_markdown, style
from dashboard.planning.library_parts import people, say
from dashboard.practising import findings, hire, lists, parts, talks
from dashboard.practising.looked import looked
from dashboard.round_parts import ago
from sim.durations import MINUTE
from trainee_exercises.practice import reading
from trainee_exercises.practice.cohort import shared as shared_of
from trainee_exercises.practice.day import PracticeError
from trainee_exercises.practice.debrief import paper
from trainee_exercises.practice.debrief.course import minutes
from trainee_exercises.practice.earlier import CANT_GO_ON, SAYS, EarlierError
from trainee_exercises.practice.levels import TOUR
from trainee_exercises.practice.look_back import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from trainee_exercises.practice.look_back import LookBack
    from trainee_exercises.practice.rows import Row

_PARTS: Final = (
    "Next time",
    "Waiting",
    "Timeline",
    "Replies",
    "Tags and sales",
    findings.TALKS,
    "All findings",
    "As a hire",
)
_KEPT: Final = (
    "A debrief of it would be wrong now. The figures are those that were kept when somebody first looked back at it."
)


def _page() -> None:
    visitor = shared.require("rep")
    style()
    parts.style()
    shifts, asked = shared.shifts(), st.query_params.get("shift", "")
    try:
        row = visible(shifts, asked, parts.viewer_of(visitor))
        back = _back_at(row, visitor.actor)
    except PracticeError as error:
        st.title("Debrief", anchor=False)
        say("page")
        st.info(as_markdown(str(error)))
        st.page_link(page_named("practise").file, label="Practise", icon=":material/edit_note:")
        return
    if back is None:
        return
    row = shifts.row(row.id)
    is_own = row.user_id == visitor.actor
    rows = shifts.of(row.user_id)
    if not is_own:
        rows = shared_of(rows)
    by = None if is_own else visitor.actor
    if by is not None:
        _note_once(row, by)
    _head(row, back.setting.now, visitor.actor)
    findings.figures(back.debrief.figures, row, rows)
    _take_along(back, row, by)
    _tabs(back, rows, visitor.actor)


def _back_at(row: Row, by: str) -> LookBack | None:
    """Return the debrief of a shift; None: it is of an earlier version, and what is kept of it is shown instead."""
    try:
        return looked(shared.shifts(), shared.storage(), row)
    except EarlierError:
        _earlier(row, by)
        return None


def _earlier(row: Row, by: str) -> None:
    """Show what stays of a shift of an earlier version: the figures that were kept; to its rep all that was typed."""
    is_own = row.user_id == by
    rows = shared.shifts().of(row.user_id)
    if not is_own:
        _note_once(row, by)
        rows = shared_of(rows)
    _head(row, None, by)
    st.info(as_markdown(f"{SAYS} {CANT_GO_ON if row.figures is None else _KEPT}"))
    if row.figures is not None:
        findings.figures(row.figures, row, rows)
        findings.meaning()
    if is_own:
        _typed(row)


def _typed(row: Row) -> None:
    st.header("What you typed", anchor=False)
    found = shared.shifts().typed(row.id)
    if not found:
        st.markdown("Nothing.")
    for one in found:
        st.caption(f"{one.about}, conversation {one.conversation}")
        st.code(one.text, language=None, wrap_lines=True)


def _note_once(row: Row, by: str) -> None:
    """Write down that somebody else than its rep reads a shift, once for each page that is open."""
    noted = st.session_state.setdefault("debriefs-noted", set())
    if row.id not in noted:
        reading.note_read(shared.storage(), row, by)
        noted.add(row.id)


def _head(row: Row, now: int | None, by: str) -> None:
    is_own = row.user_id == by
    st.title("Debrief", anchor=False)
    who = "" if is_own else f", {people().get(row.user_id, 'a rep')}"
    when = ago(row.created_at, shared.storage().now())
    span = "" if now is None else f", {_span(row, now)}"
    pace = "" if row.speed == 1 else f", clock {row.speed:g} times as fast"
    st.caption(as_markdown(f"{parts.named(row)}{who}, {when}{span}{pace}"))
    if is_own:
        with st.container(horizontal=True, vertical_alignment="center"):
            lists.share(row, by)
            lists.delete(row, by)


def _span(row: Row, now: int) -> str:
    """Return how long the rep was at it: the tour has no clock, and a shift may be ended before its time."""
    if row.level == TOUR:
        return minutes(round(now / row.speed))
    played, whole = (round(one / row.speed / MINUTE) for one in (now, row.length))
    return f"{whole} minutes" if played == whole else f"{played} of {whole} minutes"


def _take_along(back: LookBack, row: Row, by: str | None) -> None:
    """Show the downloads. by: who else than its rep takes them, as is written down; None: its rep."""
    title = f"Debrief: {parts.named(row)}"
    with st.container(horizontal=True):
        findings.meaning()
        st.download_button(
            "Download to read (Markdown)", paper.as_markdown(back, title).encode(), f"debrief-{row.id}.md",
            "text/markdown", key="debrief-md", **_noting(row, by, "Markdown"),
        )  # fmt: skip
        st.download_button(
            "Download as a table (CSV)", paper.as_csv(back).encode("utf-8-sig"), f"debrief-{row.id}.csv", "text/csv",
            key="debrief-csv", **_noting(row, by, "CSV"),
        )  # fmt: skip


def _noting(row: Row, by: str | None, what: str) -> dict[str, Any]:
    """Return what a download does beside giving the file."""
    if by is None:
        return {"on_click": "ignore"}
    return {"on_click": reading.note_taken, "args": (shared.storage(), row, by, what)}


def _tabs(back: LookBack, rows: Sequence[Row], by: str) -> None:
    def as_a_hire(_: LookBack) -> None:
        hire.show(rows, by, "hire")

    shows: tuple[Callable[[LookBack], None], ...] = (
        findings.to_try, findings.waiting, findings.timeline, findings.replies, findings.tags, talks.show,
        findings.everything, as_a_hire,
    )  # fmt: skip
    tabs = st.tabs(_PARTS, key=findings.PART, on_change="rerun")
    for tab, show in zip(tabs, shows, strict=True):
        if tab.open:
            with tab:
                show(back)


_page()
