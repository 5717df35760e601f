"""A table of numbers that neither come nor go, such as 24 hours: what is typed is written into the draft at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pandas as pd
import streamlit as st

from dashboard.planning.editor_fields import wrong
from dashboard.planning.editor_state import refused
from sim.scenario.grids import LABEL, Grid, grid_rows, with_grid
from sim.scenario.problems import dotted
from sim.scenario.sheets import RowEdits

if TYPE_CHECKING:
    from dashboard.planning.editor_state import Editor

_HEIGHT: Final = 388
"""Ten rows and the heading: a phone still has room to scroll the page beside it."""


class Words(NamedTuple):
    """What stands above a table: of the rows, and of each column."""

    row: str
    columns: tuple[str, ...]


class _Base(NamedTuple):
    """What a table on the page began with, and the revision that it wrote last."""

    key: str
    draft_id: str
    revision: int
    text: str
    frame: pd.DataFrame


def show(editor: Editor, grid: Grid, words: Words) -> None:
    """Show the numbers to be changed, and what is wrong with them."""
    base = _base(editor, grid)
    shown: dict[str, Any] = {LABEL: st.column_config.TextColumn(words.row, pinned=True)}
    shown |= {
        name: st.column_config.NumberColumn(label, min_value=0)
        for name, label in zip(grid.columns, words.columns, strict=True)
    }
    st.data_editor(
        base.frame, key=base.key, hide_index=True, num_rows="fixed", column_config=shown, disabled=[LABEL],
        on_change=_changed, args=(editor, grid), width="stretch", height=_HEIGHT if len(grid.rows) > 10 else "auto",
    )  # fmt: skip
    for message in filter(None, [refused(base.key), *editor.problems_for(grid.path)]):
        wrong(message)


def _place(grid: Grid) -> str:
    return f"grid {dotted(grid.path)}"


def _base(editor: Editor, grid: Grid) -> _Base:
    """Return what the table began with; anew where the draft was changed by something else."""
    place, draft = _place(grid), editor.draft
    found: _Base | None = st.session_state.get(place)
    is_gone = found is None or found.key not in st.session_state  # what was typed goes when a tab is left
    if found is None or is_gone or (found.draft_id, found.revision) != (draft.id, draft.revision):
        number = int(found.key.rpartition(" ")[2]) + 1 if found is not None else 1
        frame = pd.DataFrame(grid_rows(editor.data or {}, grid)).astype(dict.fromkeys(grid.columns, "Float64"))
        found = _Base(f"{place} {number}", draft.id, draft.revision, draft.text, frame)
        st.session_state[place] = found
    return found


def _changed(editor: Editor, grid: Grid) -> None:
    base: _Base = st.session_state[_place(grid)]
    rows = RowEdits(st.session_state[base.key]["edited_rows"])
    if editor.change(lambda _: with_grid(base.text, grid, rows), base.key):
        st.session_state[_place(grid)] = base._replace(revision=editor.draft.revision)
