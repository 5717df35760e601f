"""Parts of a scenario as rows of a table, and a text changed as rows were: segments, topics, teams, shifts, order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from sim.scenario.editing import Draft, Edit
from sim.scenario.inheriting import MISSING, REMOVED, as_dict, at, whole
from sim.scenario.kinds import cell_of, kind_of, value_of
from sim.scenario.named import removed, renamed
from sim.scenario.problems import Path

NAME: Final = "name"
"""The column of what a part is called."""
WEEK: Final = "week"
"""The column of the week of a rota, from 1."""
RANK: Final = "rank"
"""The column of who is served first: 1, 2, ...; the same number is the same group; none comes last."""


class Column(NamedTuple):
    """A setting as a column. key: the way to it from the part, with dots; factor: cell over value, such as 100."""

    key: str
    label: str
    factor: float = 1.0

    @property
    def path(self) -> Path:
        """Return the way to the setting from the part."""
        return tuple(self.key.split("."))


class Sheet(NamedTuple):
    """Which parts are rows, and what of them is columns. fresh: what a new row says where it says nothing."""

    path: Path
    columns: tuple[Column, ...]
    fresh: Mapping[str, Any] = {}


class RowEdits(NamedTuple):
    """What somebody did to rows: cells by number of the row and column, rows added, numbers of rows deleted."""

    edited: Mapping[int, Mapping[str, Any]] = {}
    added: Sequence[Mapping[str, Any]] = ()
    deleted: Sequence[int] = ()


# ---- one setting ----


def cell_at(data: dict[str, Any], path: Path, factor: float = 1.0) -> Any:
    """Return what holds at *path* as a cell. data: a whole scenario as plain values."""
    cell = cell_of(kind_of(path).what, at(data, path))
    return round(cell * factor, 9) if factor != 1 and isinstance(cell, (int, float)) else cell


def cell_edit(data: dict[str, Any], path: Path, cell: Any, factor: float = 1.0) -> Edit:
    """Return the edit that a cell means: of a mean and its law only the mean."""
    what = kind_of(path).what
    value = value_of(what, cell)
    if factor != 1 and isinstance(value, (int, float)):
        value = round(value / factor, 12)
    if what in {"mean", "mean_number"} and value is not REMOVED and isinstance(at(data, path), dict):
        path = (*path, "mean")
    return Edit(path, value)


# ---- parts by name ----


def named_rows(data: dict[str, Any], sheet: Sheet) -> list[dict[str, Any]]:
    """Return a row for each part: its name, and its cells by the keys of the columns. data: as of `cell_at`."""
    return [
        {NAME: name} | {one.key: cell_at(data, (*sheet.path, name, *one.path), one.factor) for one in sheet.columns}
        for name in as_dict(at(data, sheet.path))
    ]


def with_named_rows(text: str, sheet: Sheet, rows: RowEdits) -> str:
    """Return *text* as the rows were edited: cells, names, rows added (where they have a name) and deleted.

    Raises:
        ScenarioError: a name is none or is taken, or *text* is no YAML.

    """
    draft = Draft(text)
    data = whole(draft.data)
    names = list(as_dict(at(data, sheet.path)))
    factors = {one.key: one for one in sheet.columns}
    for number, cells in rows.edited.items():
        for key in [key for key in cells if key in factors]:
            column = factors[key]
            draft.edit(cell_edit(data, (*sheet.path, names[number], *column.path), cells[key], column.factor))
    for cells in rows.added:
        if cells.get(NAME) and str(cells[NAME]) not in names:
            _add(draft, sheet, cells)
    text = draft.text
    for number, cells in rows.edited.items():
        if cells.get(NAME):
            text = renamed(text, (*sheet.path, names[number]), str(cells[NAME]))
    for number in rows.deleted:
        text = removed(text, (*sheet.path, names[number]))
    return text


def _add(draft: Draft, sheet: Sheet, cells: Mapping[str, Any]) -> None:
    here = (*sheet.path, str(cells[NAME]))
    draft.edit(Edit(here, dict(sheet.fresh)))
    for column in sheet.columns:
        if cells.get(column.key) is not None:
            draft.edit(cell_edit(whole(draft.data), (*here, *column.path), cells[column.key], column.factor))


# ---- parts in a list ----


def listed_rows(data: dict[str, Any], sheet: Sheet) -> list[dict[str, Any]]:
    """Return a row for each entry of a list, or of the lists of a rota, with its week. data: as of `cell_at`."""
    found = at(data, sheet.path)
    entries = found if isinstance(found, list) else []
    is_rota = sheet.path[-1] == "rota"
    flat = [(w, one) for w, week in enumerate(entries) for one in (week if isinstance(week, list) else [])]
    numbered = flat if is_rota else [(0, one) for one in entries]
    return [
        ({WEEK: w + 1} if is_rota else {}) | {one.key: _cell(sheet, one, at(entry, one.path)) for one in sheet.columns}
        for w, entry in numbered
    ]


def with_listed_rows(text: str, sheet: Sheet, rows: RowEdits) -> str:
    """Return *text* as the rows were edited; raises ScenarioError where *text* is no YAML."""
    draft = Draft(text)
    found = draft.value(sheet.path)
    is_rota = sheet.path[-1] == "rota"
    entries = found if isinstance(found, list) else []
    flat = [(w, one) for w, week in enumerate(entries) for one in week] if is_rota else [(0, one) for one in entries]
    changed = [
        (_week(rows.edited.get(n, {}), w), _with_cells(sheet, one, rows.edited.get(n, {})))
        for n, (w, one) in enumerate(flat)
        if n not in rows.deleted
    ]
    changed += [(_week(cells, 0), _with_cells(sheet, dict(sheet.fresh), cells)) for cells in rows.added if any(
        value is not None for value in cells.values()
    )]  # fmt: skip
    value: Any = [one for _, one in changed]
    if is_rota:
        n_weeks = max([len(entries), *(w + 1 for w, _ in changed)])
        value = [[one for w, one in changed if w == number] for number in range(n_weeks)]
    if value or found is not MISSING:
        draft.edit(Edit(sheet.path, value or REMOVED))
    return draft.text


def _week(cells: Mapping[str, Any], before: int) -> int:
    week = cells.get(WEEK)
    return int(week) - 1 if isinstance(week, (int, float)) and 1 <= week <= 520 else before


def _cell(sheet: Sheet, column: Column, value: Any) -> Any:
    cell = cell_of(kind_of(_place(sheet, column)).what, value)
    return round(cell * column.factor, 9) if column.factor != 1 and isinstance(cell, (int, float)) else cell


def _place(sheet: Sheet, column: Column) -> Path:
    return (*sheet.path, *((0, 0) if sheet.path[-1] == "rota" else (0,)), *column.path)


def _with_cells(sheet: Sheet, entry: Any, cells: Mapping[str, Any]) -> Any:
    """Return a copy of one entry with these cells."""
    parts = dict(as_dict(entry))
    for column in sheet.columns:
        if column.key not in cells:
            continue
        edit = cell_edit({}, _place(sheet, column), cells[column.key], column.factor)
        parts.pop(column.key, None) if edit.value is REMOVED else parts.update({column.key: edit.value})
    return parts


# ---- who comes first ----

ORDER: Final = (
    Column("base", "Head start"),
    Column("slope", "Waiting counts"),
    Column("reserve", "Keep free"),
    Column("teams", "Only these teams"),
    Column("served", "Answered"),
)


def order_rows(data: dict[str, Any], plan: str) -> list[dict[str, Any]]:
    """Return a row for each segment: name, rank, and how it is ranked and by whom it is taken in *plan*."""
    here: Path = ("plans", plan, "routing")
    strict = at(data, (*here, "strict"))
    groups = [group for group in strict if isinstance(group, list)] if isinstance(strict, list) else []
    ranks = {name: n for n, group in enumerate(groups, start=1) for name in group if isinstance(name, str)}
    return [
        {NAME: name, RANK: ranks.get(name)}
        | {one.key: cell_at(data, (*here, "segments", name, one.key)) for one in ORDER}
        for name in as_dict(at(data, ("world", "segments")))
    ]


def with_order_rows(text: str, plan: str, rows: RowEdits) -> str:
    """Return *text* as the rows of *plan* were edited; raises ScenarioError where *text* is no YAML."""
    draft = Draft(text)
    data = whole(draft.data)
    before, here = order_rows(data, plan), ("plans", plan, "routing")
    after = [row | dict(rows.edited.get(n, {})) for n, row in enumerate(before)]
    if any(RANK in cells for cells in rows.edited.values()):
        draft.edit(Edit((*here, "strict"), _groups(after) or REMOVED))
    for number, cells in rows.edited.items():
        name = before[number][NAME]
        for column in ORDER:
            if column.key in cells:
                draft.edit(cell_edit(data, (*here, "segments", name, column.key), cells[column.key]))
        if draft.value((*here, "segments", name)) == {}:
            draft.edit(Edit((*here, "segments", name), REMOVED))
    return draft.text


def _groups(rows: list[dict[str, Any]]) -> list[list[str]]:
    ranks = sorted({row[RANK] for row in rows if isinstance(row[RANK], (int, float))})
    return [[row[NAME] for row in rows if row[RANK] == rank] for rank in ranks]
