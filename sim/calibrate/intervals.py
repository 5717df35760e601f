"""Whether counts per interval can be parted into the hours of a clock, and what is odd about them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from sim import durations
from sim.calibrate import times
from sim.calibrate.columns import ExportError

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FEW_GAPS: Final = 20
"""Fewer gaps between stamps do not show what the interval is."""
_NEARLY_ALL: Final = 0.99
"""Of the gaps; clock changes make others."""


def interval_notes(local: NDArray[np.datetime64], asked: int | None, zone: str) -> list[str]:
    """Return notes on the interval of counts: *asked* (ticks), else the most frequent gap; and on rows that come twice.

    Raises:
        ExportError: it is longer than an hour, or reaches over full hours of the clock of *zone*.

    """
    usual = times.usual_gap(local)
    interval = asked or usual
    text = durations.format_duration(interval)
    if interval > durations.HOUR:
        raise ExportError(f"counts every {text} do not tell the hours apart; an interval of at most 1h is needed")
    if is_spaced := _is_spaced(local, usual):
        _refuse_half_hours(local, usual, zone)
    if durations.HOUR % interval or times.grid(local) % interval:
        raise ExportError(f"intervals of {text} do not fit into full hours; pass --interval, such as 5m, 15m or 1h")
    text = durations.format_duration(max(interval, usual) if is_spaced else interval)
    return [f"counts every {text}; where no row stands there were no contacts", *_twice(local, zone)]


def _is_spaced(local: NDArray[np.datetime64], usual: int) -> bool:
    """Return whether the stamps lie *usual* ticks, at most an hour, or multiples of it apart."""
    gaps = np.diff(np.unique(local.astype("datetime64[s]").astype(np.int64))) * durations.SECOND
    if gaps.size < _FEW_GAPS or usual > durations.HOUR or durations.HOUR % usual:
        return False
    return bool((np.mod(gaps, usual) == 0).mean() >= _NEARLY_ALL)


def _refuse_half_hours(local: NDArray[np.datetime64], usual: int, zone: str) -> None:
    """Raise where intervals begin so that they reach over full hours, as hourly counts in UTC do in Kolkata."""
    late = int(np.mod(local.astype("datetime64[s]").astype(np.int64) * durations.SECOND, usual).max())
    if not late:
        return
    every, fits = durations.format_duration(usual), durations.format_duration(math.gcd(late, usual))
    raise ExportError(
        f"counts every {every} that begin {durations.format_duration(late)} past the hour on the clock of {zone} cannot"
        f" be parted into its hours; export counts of {fits} or less, or pass a --zone whose hours they fit (UTC)"
    )


def _twice(local: NDArray[np.datetime64], zone: str) -> list[str]:
    """Return a note if intervals occur more than once, but for the hour that a clock repeats."""
    import pandas as pd  # noqa: PLC0415 - heavy, and only needed here

    stamps, rows = np.unique(local.astype("datetime64[s]"), return_counts=True)
    again = pd.DatetimeIndex(stamps[rows > 1])
    again = again[again.tz_localize(zone, ambiguous="NaT", nonexistent="shift_forward").notna()]
    if not again.size:
        return []
    rows_of = f"{again.size:,} of {stamps.size:,} intervals stand in more than one row (the first: {again[0]})"
    return [f"{rows_of}: their counts are added up; if rows came twice into the file, take one of them out"]
