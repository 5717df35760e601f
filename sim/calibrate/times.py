"""Reads time stamps as people and systems write them, into local wall time; accounts for rows it cannot read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from sim.calibrate.columns import ExportError, plain_name
from sim.durations import DAY, MINUTE, SECOND

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from sim.calibrate.columns import Cells, Columns

FEW: Final = 0.05
"""The share of rows that may be unreadable before we refuse."""
_DAY_MINUTES: Final = DAY // MINUTE
_DAY_SECONDS: Final = DAY // SECOND
_YEAR_2100: Final = 4_102_444_800
_UNIX: Final = r"\d{9,10}(?:\.\d+)?|\d{12,13}"
_OFFSET: Final = r"(?<=\d)\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})$"
_DATE: Final = r"(?:19[89]\d|20\d\d)-?\d\d-?\d\d"
_STAMP: Final = _DATE + r"(?:[T ]\d\d:?\d\d(?::?\d\d(?:\.\d{1,9})?)?)?"
"""What is handed to pandas, which raises on years far off and mixes zones; all else is a row that cannot be read."""
_NO_TIME: Final = r"\d{4}-\d{2}-\d{2}"
_SLASHES: Final = re.compile(r"\d{1,2}[/.]\d{1,2}[/.]\d{4}.*")


class Moments(NamedTuple):
    """Contacts by local wall time, in no order."""

    local: NDArray[np.datetime64]
    """To the second, without a zone."""
    counts: NDArray[np.int64]
    notes: tuple[str, ...]


def moments(cells: Cells, columns: Columns, zone: str | None, interval: int | None, skip_bad: bool) -> Moments:  # noqa: FBT001 - a NamedTuple of two flags would say less
    """Return what the cells say, in the wall time of *zone* (None: of the header, else UTC where stamps have offsets).

    *interval* (ticks) is the width of numbered slots. Unreadable rows are left out and named in the notes.

    Raises:
        ExportError: stamps without a zone, dates without a time of day, or too many rows that cannot be read.

    """
    import pandas as pd  # noqa: PLC0415 - heavy, and only needed here

    text = pd.Series(cells.time, dtype="object")
    if columns.within:
        local, notes = _two_columns(text, pd.Series(cells.within, dtype="object"), columns.within, interval)
        _need_zone(zone or columns.zone, columns)
    else:
        local, notes = _one_column(text, columns, zone)
    counts, readable = _counts(cells, columns)
    good = local.notna().to_numpy() & readable & local.between(pd.Timestamp("1980"), pd.Timestamp("2100")).to_numpy()
    notes += _bad_rows(cells, good, skip_bad)
    return Moments(local[good].to_numpy().astype("datetime64[s]"), counts[good], tuple(notes))


def _need_zone(zone: str | None, columns: Columns) -> str:
    if zone is None:
        raise ExportError(
            f"the stamps in {columns.time!r} have no zone; pass --zone, the zone whose clock they show, such as "
            "--zone Europe/London"
        )
    return zone


def _one_column(text: pd.Series[Any], columns: Columns, zone: str | None) -> tuple[pd.Series[Any], list[str]]:
    """Return local times of stamps that stand in one column: with an offset, without, or Unix seconds or ms."""
    import pandas as pd  # noqa: PLC0415

    if text.str.fullmatch(_NO_TIME).mean() > 0.5:
        raise ExportError(
            f"column {columns.time!r} holds dates without a time of day; pass --time DATE+TIME with the column that "
            "says when in the day, or export full time stamps"
        )
    is_unix = text.str.fullmatch(_UNIX)
    is_fixed = is_unix | text.str.contains(_OFFSET, regex=True)
    notes: list[str] = []
    if bool(is_fixed.any()) and zone is None:
        notes.append("hours of the profile are UTC: pass --zone for the hours of your customers' clock")
    local = pd.Series(pd.NaT, index=text.index, dtype="datetime64[ns]")
    local[is_unix] = _on_clock(_unix(text[is_unix]), zone or "UTC")
    local[is_fixed & ~is_unix] = _on_clock(_fixed(text[is_fixed & ~is_unix]), zone or "UTC")
    naive = _plain(text[~is_fixed])
    if bool(naive.notna().any()):
        shown = _need_zone(columns.zone or zone, columns)
        local[~is_fixed] = naive if zone in {None, shown} else _moved(naive, shown, str(zone))
    return local, notes


def _unix(text: pd.Series[Any]) -> pd.Series[Any]:
    import pandas as pd  # noqa: PLC0415

    number = pd.to_numeric(text, errors="coerce").astype("float64")
    seconds = number.where(number < 1e11, number / 1000)
    return pd.to_datetime(seconds.where(seconds.between(0, _YEAR_2100)), unit="s", utc=True, errors="coerce")


def _plain(text: pd.Series[Any]) -> pd.Series[Any]:
    """Return stamps without a zone; NaT for anything else."""
    import pandas as pd  # noqa: PLC0415

    stamps = text.where(text.str.fullmatch(_STAMP))
    return pd.to_datetime(stamps, format="ISO8601", errors="coerce").astype("datetime64[ns]")


def _fixed(text: pd.Series[Any]) -> pd.Series[Any]:
    import pandas as pd  # noqa: PLC0415

    iso = text.str.replace(r"\s*(?:UTC|GMT)$", "Z", regex=True).str.replace(
        r"\s+([+-]\d{2}:?\d{2})$", r"\1", regex=True
    )
    stamps = iso.where(iso.str.fullmatch(_STAMP + r"(?:Z|[+-](?:0\d|1[0-4]):?[0-5]\d)"))
    return pd.to_datetime(stamps, format="ISO8601", utc=True, errors="coerce")


def _on_clock(instants: pd.Series[Any], zone: str) -> pd.Series[Any]:
    local: pd.Series[Any] = instants.dt.tz_convert(zone).dt.tz_localize(None)
    return local


def _moved(naive: pd.Series[Any], shown: str, zone: str) -> pd.Series[Any]:
    """Return what the clock of *zone* says when the clock of *shown* says *naive* (the first time, where twice)."""
    first = np.ones(len(naive), dtype=bool)
    return _on_clock(naive.dt.tz_localize(shown, ambiguous=first, nonexistent="shift_forward"), zone)


def _two_columns(
    text: pd.Series[Any], within: pd.Series[Any], name: str, interval: int | None
) -> tuple[pd.Series[Any], list[str]]:
    """Return local times of a date and a clock time, a slot number, an hour or seconds after midnight."""
    import pandas as pd  # noqa: PLC0415

    dates = _plain(text.where(text.str.fullmatch(_DATE)))
    if bool(within.str.contains(":").any()):
        clock = within.where(within.str.count(":") == 2, within + ":00")
        known = clock.where(clock.str.fullmatch(r"(?:[01]?\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?"))
        return dates + pd.to_timedelta(known, errors="coerce"), []
    number = pd.to_numeric(within, errors="coerce").astype("float64")
    if plain_name(name) == "hour":
        return dates + pd.to_timedelta(number.where(number.between(0, 23)), unit="h"), []
    if plain_name(name) == "slot":
        minutes = (interval or _slot_width(number) * MINUTE) / MINUTE
        inside = number.between(0, _DAY_MINUTES / minutes - 1)
        notes = [f"{name!r} is read as slots of {minutes:g} minutes from midnight"]
        return dates + pd.to_timedelta(number.where(inside) * minutes, unit="min"), notes
    inside = number.between(0, _DAY_SECONDS, inclusive="left")
    notes = [f"{name!r} is read as seconds after midnight"]
    return dates + pd.to_timedelta(number.where(inside), unit="s"), notes


def _slot_width(number: pd.Series[Any]) -> int:
    """Return the minutes of a slot: those for which the highest number is the last slot of a day."""
    slots = number[number.between(0, _DAY_MINUTES)]
    last = int(slots.max()) if slots.size else 0
    if last < 1 or _DAY_MINUTES % (last + 1):
        raise ExportError(f"the slots run to {last}, which does not fill a day evenly; pass --interval, such as 6m")
    return _DAY_MINUTES // (last + 1)


def _counts(cells: Cells, columns: Columns) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return the contacts of every row, and whether they could be read: whole numbers, 0 or more."""
    import pandas as pd  # noqa: PLC0415

    if columns.number is None:
        return np.ones(len(cells.line), dtype=np.int64), np.ones(len(cells.line), dtype=bool)
    number = pd.to_numeric(pd.Series(cells.number, dtype="object"), errors="coerce").to_numpy(dtype=np.float64)
    readable = np.isfinite(number) & (number >= 0) & (number == np.round(number)) & (number < 1e9)
    return np.where(readable, number, 0).astype(np.int64), readable


def _bad_rows(cells: Cells, good: NDArray[np.bool_], skip_bad: bool) -> list[str]:  # noqa: FBT001 - the user's flag
    """Return a note on rows that could not be read.

    Raises:
        ExportError: none could be read, or more than 5 % could not and nobody said to skip them.

    """
    bad = np.flatnonzero(~good)
    if not bad.size:
        return []
    named = "; ".join(f"line {cells.line[row]}: {_said(cells, int(row))}" for row in bad[:3])
    says = f"{bad.size:,} of {good.size:,} rows cannot be read ({named}{'; ...' if bad.size > 3 else ''})"
    if bad.size == good.size:
        remedy = "write times as 2026-03-02 14:05, with an offset or Z where you have one, or as Unix seconds"
        raise ExportError(f"{says}; {_order_of_days(cells)}{remedy}")
    if bad.size > FEW * good.size and not skip_bad:
        raise ExportError(f"{says}; {_order_of_days(cells)}check --time and --count, or pass --skip-bad to go without")
    return [f"{says}: left out"]


def _said(cells: Cells, row: int) -> str:
    return " ".join(repr(column[row][:40]) for column in (cells.time, cells.within, cells.number) if column)


def _order_of_days(cells: Cells) -> str:
    if any(_SLASHES.fullmatch(text) for text in cells.time[:1000]):
        return "in dates such as 03/04/2026 it cannot be known which is the day: export them as 2026-04-03; "
    return ""


def in_use(moments_: Moments, columns: Columns) -> bool:
    """Return whether a column that merely looks like a count is one: the stamps lie on a grid of 5 minutes or more."""
    return not columns.number_was_found or grid(moments_.local) >= 5 * MINUTE


def grid(local: NDArray[np.datetime64]) -> int:
    """Return the ticks of the widest interval on which all stamps lie, counted from midnight; at most a day."""
    seconds = local.astype("datetime64[s]").astype(np.int64) % _DAY_SECONDS
    return int(np.gcd.reduce(np.append(np.unique(seconds), _DAY_SECONDS))) * SECOND


def usual_gap(local: NDArray[np.datetime64], longest: Sequence[int] = (DAY,)) -> int:
    """Return the ticks of the most frequent gap between stamps that follow each other; a day where there is one."""
    gaps = np.diff(np.unique(local.astype("datetime64[s]").astype(np.int64)))
    if not gaps.size:
        return longest[0]
    values, times = np.unique(gaps, return_counts=True)
    return int(values[np.argmax(times)]) * SECOND
