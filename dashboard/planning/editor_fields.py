"""One setting as a field: shown as it stands in the draft, written as soon as it is changed, with what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import streamlit as st

from dashboard.plain import as_markdown
from dashboard.planning.editor_state import refused
from sim.scenario.inheriting import MISSING, at
from sim.scenario.kinds import Kind, how, kind_of
from sim.scenario.part import zone_names
from sim.scenario.problems import dotted
from sim.scenario.sheets import cell_at, cell_edit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.planning.editor_state import Editor
    from sim.scenario.editing import Edit
    from sim.scenario.problems import Path

_UNSET: Final = ""
_EMPTY: Final = (None, MISSING)
_NUMBERS: Final = ("number", "whole", "mean_number")


class Field(NamedTuple):
    """A setting to show. key: the way to it from where it belongs, with dots; factor: what is shown over the value."""

    key: str
    label: str
    factor: float = 1.0
    choices: tuple[str, ...] = ()


class _Place(NamedTuple):
    """A field on the page: where it stands in the scenario, the key of its widget, and what of it is shown."""

    path: Path
    key: str
    field: Field
    kind: Kind


def fields(editor: Editor, base: Path, shown: Sequence[Field], n_columns: int = 3) -> None:
    """Show settings of the part at *base*, side by side; on a narrow page one below the other."""
    for first in range(0, len(shown), n_columns):
        columns = st.columns(n_columns, gap="small")
        for column, one in zip(columns, shown[first : first + n_columns], strict=False):
            with column:
                field(editor, base, one)


def field(editor: Editor, base: Path, shown: Field) -> None:
    """Show one setting of the part at *base*."""
    path = (*base, *shown.key.split("."))
    kind = kind_of(path)
    if shown.choices:
        kind = kind._replace(what="choice", choices=shown.choices)
    place = _Place(path, f"field {dotted(path)}", shown, kind)
    _widget(editor, place)
    for message in filter(None, [refused(place.key), *editor.problems_for(path)]):
        wrong(message)


def wrong(message: str) -> None:
    """Show what is wrong with what stands above."""
    st.markdown(f":red[:material/error: {as_markdown(message)}]")


def _widget(editor: Editor, place: _Place) -> None:
    kind, cell = place.kind, cell_at(editor.data or {}, place.path, place.field.factor)
    told: dict[str, Any] = {
        "label": place.field.label, "key": place.key, "on_change": _typed, "args": (editor, place),
        "help": as_markdown(f"{kind.says} {_example(kind)}".strip()) or None,
    }  # fmt: skip
    if kind.what in _NUMBERS and (cell is not None or at(editor.data or {}, place.path) in _EMPTY):
        _number(place, cell, told)
    elif kind.what == "yes_no" and not isinstance(cell, str):
        _stands(place, bool(kind.default) if cell is None else cell)
        st.toggle(**told)
    elif kind.what in {"choice", "zone"} and _is_choice(kind, cell):
        _choice(place, cell, told)
    else:
        _stands(place, _text(editor, place, cell))
        st.text_input(placeholder=str(kind.default or ""), **told)


def _text(editor: Editor, place: _Place, cell: Any) -> str:
    """Return what a text field shows: the cell, or whatever stands there that is none."""
    value = at(editor.data or {}, place.path)
    return str(cell) if cell is not None else "" if value in _EMPTY else str(value)


def _number(place: _Place, cell: Any, told: dict[str, Any]) -> None:
    is_whole = place.kind.what == "whole"
    convert = int if is_whole else float
    default = place.kind.default
    _stands(place, None if cell is None else convert(cell))
    shown = "" if default is None else f"{default * place.field.factor:g}"
    st.number_input(
        value=None, step=1 if is_whole else None, format="%d" if is_whole else "%g", placeholder=shown, **told
    )


def _is_choice(kind: Kind, cell: Any) -> bool:
    return cell is None or cell in (kind.choices or zone_names())


def _choice(place: _Place, cell: Any, told: dict[str, Any]) -> None:
    choices = list(place.kind.choices or sorted(zone_names()))
    default = place.kind.default
    first = [] if default in choices else [_UNSET]
    _stands(place, cell if cell is not None else default if default in choices else _UNSET)
    st.selectbox(options=[*first, *choices], format_func=_in_words, **told)


def _in_words(choice: str) -> str:
    return choice.replace("_", " ") if choice else "not set"


def _example(kind: Kind) -> str:
    found = how(kind.what)
    return f"Write {found}." if found else ""


def _stands(place: _Place, value: Any) -> None:
    """Show what the draft says, unless what was typed could not be written: then it stays."""
    if not refused(place.key):
        st.session_state[place.key] = value


def _typed(editor: Editor, place: _Place) -> None:
    editor.edit([_edit(editor, place, st.session_state[place.key])], place.key)


def _edit(editor: Editor, place: _Place, cell: Any) -> Edit:
    return cell_edit(editor.data or {}, place.path, cell, place.field.factor)
