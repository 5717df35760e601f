"""When a segment writes, as tables of hours and weekdays; what waits at the start; who tires late in a shift."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.planning import editor_grid, editor_sheet
from dashboard.planning.editor_fields import wrong
from dashboard.planning.editor_grid import Words
from sim.scenario.editing import REMOVED, Edit
from sim.scenario.grids import FATIGUE, grids_of, with_own_profile
from sim.scenario.inheriting import at
from sim.scenario.named import free_name
from sim.scenario.part import WEEKDAYS
from sim.scenario.sheets import Column, Sheet, listed_rows, with_listed_rows

if TYPE_CHECKING:
    from dashboard.planning.editor_state import Editor

_WORDS: Final = {
    "hours": Words("From", ("Weight",)),
    "weekdays": Words("Day", ("Weight",)),
    "hour_of_week": Words("From", tuple(day.capitalize() for day in WEEKDAYS)),
}
_OPEN: Final = (
    Column("segment", "Who wrote"),
    Column("topic", "About"),
    Column("count", "How many"),
    Column("age", "Have waited, on average"),
    Column("ages", "Or the wait of each"),
)
_FATIGUES: Final = {
    "none": "not longer",
    "measured": "as measured: 8 to 11 % longer from the sixth hour on",
    "own": "as the table says",
}
_LATE: Final = "editor-fatigue"


def profile(editor: Editor, segment: str) -> None:
    """Show when a segment writes: of its own profile the tables, of one that is built in a way to an own one."""
    name = at(editor.data or {}, ("world", "segments", segment, "profile"))
    if name not in editor.parts("world", "profiles"):
        st.markdown("These hours are built in. With hours of its own, the segment begins with a copy of them.")
        st.button("Give it hours of its own", key="own-hours", on_click=_own_hours, args=(editor, segment))
        return
    st.caption(
        "An hour of weight 2 brings twice the contacts of one of weight 1, and so does a day; customers and contacts "
        "each say how many there are in all. By the customers' own clocks, and the same for all who have this profile."
    )
    grids = grids_of(editor.data or {}, str(name))
    for column, grid in zip(st.columns(len(grids)), grids, strict=True):
        with column:
            editor_grid.show(editor, grid, _WORDS[str(grid.path[-1])])


def _own_hours(editor: Editor, segment: str) -> None:
    name = free_name(editor.draft.text, ("world", "profiles"), f"{segment}_hours"[:40])
    editor.change(partial(with_own_profile, segment=segment, name=name), "own-hours")


def open_at_start(editor: Editor) -> None:
    """Show what is already waiting when the clock starts, as a table."""
    first = next(iter(editor.parts("world", "segments")), "")
    sheet = Sheet(("world", "open_at_start"), _OPEN, {"segment": first, "count": 10, "age": "1d"})
    table = editor_sheet.Table("open at start", (*sheet.path, 0), _OPEN, partial(with_listed_rows, sheet=sheet))
    editor_sheet.show(editor, table, listed_rows(editor.data or {}, sheet))
    editor_sheet.problems(editor, sheet.path)
    st.caption(
        "Either how many and for how long on average, such as 30 and 1d; or the wait of each, such as 2h, 5h, 1d. "
        "Without a topic they are about what this segment writes about."
    )


def fatigue(editor: Editor) -> None:
    """Show by how much work takes longer in each hour of a shift, the same under every plan."""
    value = at(editor.data or {}, FATIGUE.path)
    st.session_state[_LATE] = "own" if isinstance(value, list) else "measured" if value == "measured" else "none"
    st.selectbox(
        "Late in a shift a conversation takes", list(_FATIGUES), key=_LATE, format_func=_FATIGUES.__getitem__,
        on_change=_tired, args=(editor,), help="The same under every plan. Measured: one site, grade A.",
    )  # fmt: skip
    if isinstance(value, list):
        editor_grid.show(editor, FATIGUE, Words("Hour of the shift", ("Longer by, %",)))
        return
    for message in editor.problems_for(FATIGUE.path):
        wrong(message)


def _tired(editor: Editor) -> None:
    chosen = st.session_state[_LATE]
    own = [0.0] * 5 + [0.1] * (len(FATIGUE.rows) - 5)
    editor.edit([Edit(FATIGUE.path, {"none": REMOVED, "own": own}.get(chosen, chosen))], "fatigue")
