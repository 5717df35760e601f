"""Columns of tables: names for numbers, dates, minutes, instants."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sim.calendar import local_times, timeline
from sim.durations import MINUTE
from sim.scenario import WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from sim.measures.intervals import Ints
    from sim.runs import Run


def instants(run: Run, ticks: NDArray[Any], known: NDArray[np.bool_] | None = None) -> pd.DatetimeIndex:
    """Return ticks as UTC timestamps; missing where not *known* (None: all are)."""
    start = np.datetime64(timeline(run.scenario).start.replace(tzinfo=None), "ms")
    at = start + ticks.astype("timedelta64[ms]")
    if known is not None:
        at = np.where(known, at, np.datetime64("NaT", "ms"))
    return pd.DatetimeIndex(at).tz_localize("UTC")


def local_columns(run: Run, at: Ints) -> dict[str, Any]:
    """Return date, weekday and hour that the clocks of the scenario's zone showed."""
    shown = local_times(timeline(run.scenario), at, run.scenario.zone)
    return {"date": dates(shown.day), "weekday": named(WEEKDAYS, shown.weekday), "hour": shown.hour}


def agent_names(run: Run) -> list[str]:
    """Return the agents' names: the team and a number from 1, such as desk-3."""
    agents, teams = run.drawn.roster.agents, run.drawn.roster.teams
    first = np.searchsorted(agents["team"], np.arange(len(teams)))
    return [f"{teams[team]}-{number - first[team] + 1}" for number, team in enumerate(agents["team"])]


def named(names: Sequence[str], numbers: NDArray[Any]) -> pd.Series[str]:
    """Return the name of each number; NOBODY: missing."""
    looked_up = np.array([*names, None], dtype=object)  # NOBODY is -1: the last
    return texts(looked_up[numbers])


def texts(values: Sequence[str] | NDArray[np.object_]) -> pd.Series[str]:
    """Return a column of text."""
    return pd.Series(values, dtype="str")


def dates(ordinals: Ints) -> pd.Series[str]:
    """Return days, counted as by `date.toordinal`, as text such as 2026-03-02."""
    days, row = np.unique(ordinals, return_inverse=True)
    return named([date.fromordinal(int(day)).isoformat() for day in days], row.ravel())


def minutes(spans: Ints, known: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return spans (ticks) in minutes, missing where not *known*."""
    return np.where(known, spans / MINUTE, np.nan)
