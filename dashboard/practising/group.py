"""Pieces of the trainer's page: who has climbed what, levels to assign, where all struggle, what reps deny."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard import shared
from dashboard.menu import page_named
from dashboard.plain import as_markdown, text, wide_table
from dashboard.practising import hire, parts
from dashboard.round_parts import ago, when
from trainee_exercises.practice import cohort, reading, tasks
from trainee_exercises.practice.day import PracticeError
from trainee_exercises.practice.debrief.paper import percent
from trainee_exercises.practice.levels import CLIMBED_SAYS, LADDER, level

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboard.identity import Visitor
    from trainee_exercises.practice.cohort import Member, Struggle
    from trainee_exercises.practice.rows import Row

_SIGNS: Final = {"climbed": "\N{CHECK MARK} climbed", "tried": "tried", "": ""}
_ANY: Final = "any day"


def everybody(ones: Sequence[Member], by: str) -> None:
    """Show who has climbed which level. by: the id of the visitor, who may take the table along."""
    now = shared.storage().now()
    head = ("Name", *(f"{one.number}. {one.title}" if one.number else one.title for one in LADDER), "Last shared shift",
            "To do")  # fmt: skip
    wide_table(head, [
        (one.name, *(_SIGNS[cohort.standing(one, each.number)] for each in LADDER), ago(one.last_at, now) or "none",
         ", ".join(f"level {each.level}" for each in one.to_do))
        for one in ones
    ])  # fmt: skip
    st.caption(as_markdown(CLIMBED_SAYS))
    content = cohort.as_csv(ones).encode("utf-8-sig")
    st.download_button(
        "Download as CSV", content, "practice.csv", "text/csv", key="cohort-csv",
        on_click=reading.note_table_taken, args=(shared.storage(), len(ones), by),
    )  # fmt: skip


def assign(ones: Sequence[Member], trainer: Visitor) -> None:
    """Let a trainer assign a level, and take back what nobody has done yet."""
    st.header("Assign a level", anchor=False)
    names = {one.user_id: one.name for one in ones}
    who = st.multiselect("Who", list(names), format_func=names.__getitem__, key="task-who")
    left, right = st.columns(2)
    number = left.selectbox("Level to try", [one.number for one in LADDER], 1, key="task-level", format_func=_titled)
    seed = right.number_input(
        "Seed", 0, value=None, key="task-seed", placeholder=_ANY,
        help="With the same seed all of them meet the same day. Leave it empty for any.",
    )  # fmt: skip
    note = st.text_area("Note for them", key="task-note", max_chars=tasks.MOST_NOTE, height=80)
    if st.button("Assign", type="primary"):
        _assigned(who, tasks.NewTask(int(number or 0), None if seed is None else int(seed), note), trainer.actor)
    for one in ones:
        for each in one.to_do:
            _to_do(one.name, each, trainer)


def _titled(number: int) -> str:
    return f"{number}. {level(number).title}"


def _assigned(who: Sequence[str], new: tasks.NewTask, by: str) -> None:
    try:
        tasks.assign(shared.storage(), who, new, by)
    except PracticeError as error:
        st.error(as_markdown(str(error)))
        return
    st.toast("Assigned.")
    st.rerun()


def _to_do(name: str, task: tasks.Task, trainer: Visitor) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        seed = "" if task.seed is None else f", seed {task.seed}"
        st.markdown(as_markdown(f"{name}: level {task.level}{seed}, since {when(task.assigned_at)}"))
        st.button(
            "Take back", key=f"withdraw-{task.id}", on_click=tasks.withdraw,
            args=(shared.storage(), task.id, trainer.actor), kwargs={"role": trainer.role},
        )  # fmt: skip


def struggles(rows: Sequence[Row]) -> None:
    """Show where all struggle: categories of messages, and kinds of findings."""
    st.header("Where all struggle", anchor=False)
    n = len(cohort.shared(rows))
    if not n:
        st.markdown("Nobody has shared a shift yet. The first try of a level is private until its rep shares it.")
        return
    st.caption(f"Over {n} shared shift{'s' if n > 1 else ''} that somebody has looked back at.")
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("By what customers write about", anchor=False)
        _table(cohort.by_category(rows), ("Category", "Would not say Good", "Share"))
    with right:
        st.subheader("By what was found", anchor=False)
        _table(cohort.by_kind(rows), ("Kind", "Shifts with it", "Share"))


def _table(found: Sequence[Struggle], head: tuple[str, str, str]) -> None:
    wide_table(head, [
        (one.name.replace("_", " "), f"{one.times} of {one.n}", percent(one.times / one.n)) for one in found
    ])  # fmt: skip


def disagreements(rows: Sequence[Row], names: Mapping[str, str]) -> None:
    """Show replies of which a rep says that the machine read them wrongly."""
    found = cohort.disagreements(rows, names)
    st.header("“I did say that”", anchor=False)
    st.caption("Replies that the machine may have read wrongly, of shared shifts. They cost the rep nothing.")
    if not found:
        st.markdown("None.")
    for one in found:
        with st.container(border=True):
            st.markdown(f"**{as_markdown(one.rep)}** to {as_markdown(one.customer)}")
            text(one.reply, "reply")
            if one.machine:
                text(f"The machine: {one.machine}", "small")


def shifts_of(rows: Sequence[Row], names: Mapping[str, str], by: str) -> None:
    """Show the shared shifts of one person, with what they say about pace and errors."""
    found = cohort.shared(rows)
    who = list(dict.fromkeys(one.user_id for one in found))
    if not who:
        return
    st.header("One person", anchor=False)
    chosen = st.selectbox("Who", who, format_func=lambda one: names.get(one, one), key="cohort-one")
    mine = [one for one in found if one.user_id == chosen]
    for row in mine:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(as_markdown(f"{parts.named(row)}, {when(row.ended_at)}: {parts.figures_of(row)}"))
            st.page_link(
                page_named("debrief").file, label="Debrief", icon=":material/insights:", query_params={"shift": row.id}
            )
    with st.expander("What would this hire change?", icon=":material/person_add:"):
        hire.show(mine, by, f"hire-{chosen}")
