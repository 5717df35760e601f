"""Debrief: what came of a shift, what to try next, and every conversation to be read and tried again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard import shared
from dashboard.menu import page_named
from dashboard.plain import as_markdown, style
from dashboard.planning.library_parts import people
from dashboard.practising import findings, hire, lists, parts, talks
from dashboard.practising.looked import looked
from dashboard.round_parts import ago
from sim.durations import MINUTE
from trainee_exercises.practice.cohort import shared as shared_of
from trainee_exercises.practice.day import PracticeError
from trainee_exercises.practice.debrief import paper
from trainee_exercises.practice.debrief.course import minutes
from trainee_exercises.practice.levels import TOUR
from trainee_exercises.practice.look_back import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from trainee_exercises.practice.look_back import LookBack
    from trainee_exercises.practice.shifts import Row

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


def _page() -> None:
    visitor = shared.require("rep")
    style()
    parts.style()
    shifts, asked = shared.shifts(), st.query_params.get("shift", "")
    try:
        row = visible(shifts, asked, parts.viewer_of(visitor))
        back = looked(shifts, shared.storage(), row)
    except PracticeError as error:
        st.title("Debrief", anchor=False)
        st.info(as_markdown(str(error)))
        st.page_link(page_named("practise").file, label="Practise", icon=":material/edit_note:")
        return
    row = shifts.row(row.id)
    is_own = row.user_id == visitor.actor
    rows = shifts.of(row.user_id)
    if not is_own:
        rows = shared_of(rows)
    _head(row, back.setting.now, is_own=is_own)
    findings.figures(back, row, rows)
    _take_along(back, row)
    _tabs(back, rows, visitor.actor)


def _head(row: Row, now: int, *, is_own: bool) -> None:
    st.title("Debrief", anchor=False)
    who = "" if is_own else f", {people().get(row.user_id, 'a rep')}"
    when = ago(row.created_at, shared.storage().now())
    pace = "" if row.speed == 1 else f", clock {row.speed:g} times as fast"
    st.caption(as_markdown(f"{parts.named(row)}{who}, {when}, {_span(row, now)}{pace}"))
    if is_own:
        lists.share(row)


def _span(row: Row, now: int) -> str:
    """Return how long the rep was at it: the tour has no clock, and a shift may be ended before its time."""
    if row.level == TOUR:
        return minutes(round(now / row.speed))
    played, whole = (round(one / row.speed / MINUTE) for one in (now, row.length))
    return f"{whole} minutes" if played == whole else f"{played} of {whole} minutes"


def _take_along(back: LookBack, row: Row) -> None:
    title = f"Debrief: {parts.named(row)}"
    with st.container(horizontal=True):
        findings.meaning()
        st.download_button(
            "Download to read (Markdown)", paper.as_markdown(back, title).encode(), f"debrief-{row.id}.md",
            "text/markdown", on_click="ignore", key="debrief-md",
        )  # fmt: skip
        st.download_button(
            "Download as a table (CSV)", paper.as_csv(back).encode("utf-8-sig"), f"debrief-{row.id}.csv", "text/csv",
            on_click="ignore", key="debrief-csv",
        )  # fmt: skip


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
