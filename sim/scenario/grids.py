"""Lists of numbers as tables: the hours and weekdays of a profile, the 24 hours of a shift; and a text changed so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sim.scenario.editing import Draft, Edit
from sim.scenario.inheriting import as_dict, at, whole
from sim.scenario.part import WEEKDAYS
from sim.scenario.profiles import BUILT_IN, day_and_week

if TYPE_CHECKING:
    from sim.scenario.problems import Path
    from sim.scenario.sheets import RowEdits

LABEL: Final = "label"
"""The column of what a row is."""
_HOURS: Final = tuple(f"{hour:02}:00" for hour in range(24))
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Grid(NamedTuple):
    """Where the numbers stand, and how they are shown: row by row, in several columns column by column."""

    path: Path
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    factor: float = 1.0
    """A cell over its number, such as 100 for per cent."""
    usual: float = 0.0
    """What holds where nothing is written."""


def hours_of(profile: str) -> Grid:
    """Return the 24 hours of a day."""
    return Grid(("world", "profiles", profile, "hours"), _HOURS, ("weight",), usual=1.0)


def weekdays_of(profile: str) -> Grid:
    """Return the 7 days of a week."""
    return Grid(("world", "profiles", profile, "weekdays"), _DAYS, ("weight",), usual=1.0)


def week_of(profile: str) -> Grid:
    """Return the 168 hours of a week: a column for each day."""
    return Grid(("world", "profiles", profile, "hour_of_week"), _HOURS, WEEKDAYS)


FATIGUE: Final = Grid(("world", "fatigue"), tuple(f"{hour}" for hour in range(1, 25)), ("longer",), 100)
"""By how many per cent work takes longer in each hour of a shift."""


def grids_of(data: dict[str, Any], profile: str) -> tuple[Grid, ...]:
    """Return what an own profile says: hours and weekdays, or every hour of the week. data: a scenario, plain."""
    says = as_dict(at(data, ("world", "profiles", profile)))
    return (week_of(profile),) if "hour_of_week" in says else (hours_of(profile), weekdays_of(profile))


def grid_rows(data: dict[str, Any], grid: Grid) -> list[dict[str, Any]]:
    """Return a row for each label, its cells by the columns; None for what is no number."""
    numbers = _numbers(data, grid)
    return [
        {LABEL: label} | {one: _cell(numbers[n * len(grid.rows) + row], grid) for n, one in enumerate(grid.columns)}
        for row, label in enumerate(grid.rows)
    ]


def with_grid(text: str, grid: Grid, rows: RowEdits) -> str:
    """Return *text* as cells were edited, an emptied one being 0; raises ScenarioError where *text* is no YAML."""
    draft = Draft(text)
    numbers = _numbers(whole(draft.data), grid)
    for row, cells in rows.edited.items():
        for column, cell in cells.items():
            if column in grid.columns:
                numbers[grid.columns.index(column) * len(grid.rows) + row] = _number(cell, grid)
    draft.edit(Edit(grid.path, numbers))
    return draft.text


def with_own_profile(text: str, segment: str, name: str) -> str:
    """Return *text* in which *segment* writes by a profile called *name*: a copy, to be changed, of a built-in one."""
    draft = Draft(text)
    here: Path = ("world", "segments", segment, "profile")
    now = at(whole(draft.data), here)
    hours, weekdays = day_and_week(now if now in BUILT_IN else BUILT_IN[0])
    draft.edit(Edit(("world", "profiles", name), {"hours": list(hours), "weekdays": list(weekdays)}))
    draft.edit(Edit(here, name))
    return draft.text


def _numbers(data: dict[str, Any], grid: Grid) -> list[Any]:
    found, n = at(data, grid.path), len(grid.rows) * len(grid.columns)
    listed = list(found) if isinstance(found, (list, tuple)) else []
    return (listed + [grid.usual] * n)[:n]


def _cell(number: Any, grid: Grid) -> float | None:
    is_number = isinstance(number, (int, float)) and not isinstance(number, bool)
    return round(number * grid.factor, 9) if is_number else None


def _number(cell: Any, grid: Grid) -> Any:
    number = round((cell or 0) / grid.factor, 12)
    return int(number) if number == int(number) else number
