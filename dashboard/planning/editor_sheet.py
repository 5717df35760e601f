"""A table to type into: what is changed in it is written into the draft at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pandas as pd
import streamlit as st

from dashboard.plain import as_markdown
from dashboard.planning.editor_fields import wrong
from dashboard.planning.editor_state import refused
from sim.scenario.editing import problems_at
from sim.scenario.inheriting import lineage
from sim.scenario.kinds import how, kind_of
from sim.scenario.problems import dotted
from sim.scenario.sheets import NAME, RANK, WEEK, Column, RowEdits

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dashboard.planning.editor_state import Editor
    from sim.scenario.problems import Path


_NUMBERS: Final = ("number", "whole", "mean_number")


class Table(NamedTuple):
    """A table on the page. place: a path of one of its rows, from which its columns know what they hold.

    change: makes of a text and `rows`, what was done to them, the changed text; is_fixed: no rows come or go.
    """

    name: str
    place: Path
    columns: Sequence[Column]
    change: Callable[..., str]
    is_fixed: bool = False


class _Base(NamedTuple):
    """What a table on the page began with: its rows, of which text, and the revision that it wrote last."""

    key: str
    draft_id: str
    revision: int
    text: str
    frame: pd.DataFrame


def show(editor: Editor, table: Table, rows: list[dict[str, Any]]) -> None:
    """Show *rows* to be changed."""
    base = _base(editor, table, rows)
    st.data_editor(
        base.frame, key=base.key, hide_index=True, num_rows="fixed" if table.is_fixed else "dynamic",
        column_config=_config(table, base.frame), on_change=_changed, args=(editor, table), width="stretch",
        placeholder="", disabled=[NAME] if table.is_fixed else False,
    )  # fmt: skip
    if refused(base.key):
        wrong(refused(base.key))


def _base(editor: Editor, table: Table, rows: list[dict[str, Any]]) -> _Base:
    """Return what the table began with; anew where the draft was changed by something else."""
    place = f"sheet {table.name}"
    found: _Base | None = st.session_state.get(place)
    draft = editor.draft
    # what was typed goes when a tab is left
    is_gone = found is None or found.key not in st.session_state
    if found is None or is_gone or (found.draft_id, found.revision) != (draft.id, draft.revision):
        number = int(found.key.rpartition(" ")[2]) + 1 if found is not None else 1
        found = _Base(f"{place} {number}", draft.id, draft.revision, draft.text, _frame(table, rows))
        st.session_state[place] = found
    return found


def _frame(table: Table, rows: list[dict[str, Any]]) -> pd.DataFrame:
    named = [NAME] if not rows or NAME in rows[0] else []
    extra = [one for one in (WEEK, RANK) if rows and one in rows[0]]
    columns = [*([] if _is_list(table) else named), *extra, *(one.key for one in table.columns)]
    frame = pd.DataFrame([_with_defaults(table, row) for row in rows], columns=columns)
    for name in columns:
        is_number = name in {WEEK, RANK} or _what(table, name) in _NUMBERS
        frame[name] = pd.to_numeric(frame[name]).astype("Float64") if is_number else frame[name].astype(object)
    return frame


def _with_defaults(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with what holds where it says nothing, if that is a number, a choice or yes or no."""
    filled = dict(row)
    for column in table.columns:
        kind = kind_of((*table.place, *column.path))
        if filled.get(column.key) is None and kind.default is not None and kind.what in {*_NUMBERS, "choice", "yes_no"}:
            is_scaled = column.factor != 1 and not isinstance(kind.default, bool)
            filled[column.key] = kind.default * column.factor if is_scaled else kind.default
    return filled


def _is_list(table: Table) -> bool:
    return isinstance(table.place[-1], int)


def _what(table: Table, name: str) -> str:
    if name == NAME:
        return "text"
    return kind_of((*table.place, *name.split("."))).what


def _config(table: Table, frame: pd.DataFrame) -> dict[str, Any]:
    """Return how the columns look and what they take."""
    made = {one.key: _column(table, one) for one in table.columns}
    if NAME in frame:
        made[NAME] = st.column_config.TextColumn("Name", pinned=True, required=not table.is_fixed)
    made[WEEK] = st.column_config.NumberColumn("Week", min_value=1, step=1)
    made[RANK] = st.column_config.NumberColumn(
        "Rank", min_value=1, step=1, help="1 is served first, however long others have waited; empty comes last."
    )
    return {name: found for name, found in made.items() if name in frame}


def _column(table: Table, column: Column) -> Any:
    kind = kind_of((*table.place, *column.path))
    says = as_markdown(f"{kind.says} {f'Write {how(kind.what)}.' if how(kind.what) else ''}".strip()) or None
    if kind.what in _NUMBERS:
        return st.column_config.NumberColumn(column.label, help=says, step=1 if kind.what == "whole" else None)
    if kind.what == "choice":
        return st.column_config.SelectboxColumn(
            column.label,
            help=says,
            options=list(kind.choices),
            format_func=lambda choice: str(choice).replace("_", " "),
        )
    if kind.what == "yes_no":
        return st.column_config.CheckboxColumn(column.label, help=says, default=bool(kind.default))
    return st.column_config.TextColumn(column.label, help=says)


def _changed(editor: Editor, table: Table) -> None:
    base = st.session_state[f"sheet {table.name}"]
    done = st.session_state[base.key]
    rows = RowEdits(done["edited_rows"], done["added_rows"], done["deleted_rows"])
    if editor.change(lambda _: table.change(base.text, rows=rows), base.key):
        st.session_state[f"sheet {table.name}"] = base._replace(revision=editor.draft.revision)


def problems(editor: Editor, path: Path) -> None:
    """Show what is wrong with the parts at *path*, with the name and setting, or the row, of each."""
    here = f"{dotted(path)}"
    places = (
        [path]
        if path[0] != "plans"
        else [("plans", plan, *path[2:]) for plan in lineage(editor.parts("plans"), str(path[1]))]
    )
    for one in {found for place in places for found in problems_at(editor.problems, place)}:
        wrong(f"{one.path.removeprefix(here).removeprefix('.')}: {one.message}")
