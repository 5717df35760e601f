"""A run by intervals of the clock: what came, what left, what waited, and who was there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from sim.calendar import local_hours, timeline
from sim.durations import DAY, HOUR, MINUTE, format_duration
from sim.measures.facts import DONE, GAVE_UP, LEFT_AWAY, STILL_WAITING, customers_of, desk_of, team_of_agent
from sim.measures.intervals import time_between

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.measures.facts import Customers
    from sim.measures.intervals import Ints
    from sim.runs import Run


class _Intervals(NamedTuple):
    """Consecutive intervals [edge, next edge) from 0 to the horizon."""

    edges: Ints

    def number_of(self, at: Ints) -> Ints:
        """Return how many of the instants lie in each."""
        return np.histogram(at, self.edges)[0] if at.size else np.zeros(self.edges.size - 1, np.int64)

    @property
    def ends_at(self) -> Ints:
        return self.edges[1:]


def interval_table(run: Run, interval: int = HOUR) -> pd.DataFrame:
    """Return one row per interval and segment, from the start to the horizon; warm-up included.

    Intervals (ticks: a part of an hour, or hours that divide a day) start on the local clock of the scenario's zone.
    A conversation is in the arrived (or, in the first row, open_at_start) of one interval, in the answered, abandoned
    or turned_away and in the resolved of the interval in which that happened. waiting_at_end and oldest_at_end
    (minutes, 0: nobody waits) hold just before the interval ends. wait_mean (minutes) is of those who wrote in the
    interval and left the queue, whenever that was.

    Raises:
        ValueError: the interval neither divides an hour nor is a number of hours that divides a day.

    """
    cut, seen = _intervals(run, interval), customers_of(run)
    told = run.record.conversations[seen.row]
    frames = []
    for number, name in enumerate(run.drawn.demand.names.segments):
        mine = seen.segment == number
        columns = _flow(cut, seen.of(mine), told["ended_at"][mine])
        frames.append(pd.DataFrame(_labels(run, cut) | {"segment": name} | columns))
    return pd.concat(frames, ignore_index=True)


def team_interval_table(run: Run, interval: int = HOUR) -> pd.DataFrame:
    """Return one row per interval and team: hours on duty, at work inside duty and outside it, occupancy, answers.

    occupancy is missing where nobody is on duty. Intervals as in `interval_table`.
    """
    cut, desk, team = _intervals(run, interval), desk_of(run), team_of_agent(run)
    frames = []
    for number, name in enumerate(run.drawn.roster.teams):
        duty, busy, touches = (
            spans.of(team[spans.owner] == number) for spans in (desk.duties, desk.busy.spans, desk.touches)
        )
        on_duty, at_work = time_between(duty, cut.edges), time_between(busy, cut.edges)
        columns = {
            "team": name,
            "duty_hours": on_duty / HOUR,
            "busy_hours": at_work / HOUR,
            "overtime_hours": (time_between(touches, cut.edges) - at_work) / HOUR,
            "occupancy": np.divide(at_work, on_duty, out=np.full(on_duty.size, np.nan), where=on_duty > 0),
            "answered": cut.number_of(touches.starts_at),
        }
        frames.append(pd.DataFrame(_labels(run, cut) | columns))
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=_TEAM_COLUMNS)


_TEAM_COLUMNS = ("starts_at", "ends_at", "team", "duty_hours", "busy_hours", "overtime_hours", "occupancy", "answered")


def instants(run: Run, ticks: NDArray[Any], known: NDArray[np.bool_] | None = None) -> pd.DatetimeIndex:
    """Return ticks as UTC timestamps; missing where not *known* (None: all are)."""
    start = np.datetime64(timeline(run.scenario).start.replace(tzinfo=None), "ms")
    at = start + ticks.astype("timedelta64[ms]")
    if known is not None:
        at = np.where(known, at, np.datetime64("NaT", "ms"))
    return pd.DatetimeIndex(at).tz_localize("UTC")


def _intervals(run: Run, interval: int) -> _Intervals:
    if interval <= 0 or (HOUR % interval and (interval % HOUR or DAY % interval)):
        raise ValueError(
            f"interval: {format_duration(interval)} ({interval} ticks) is neither a part of an hour (such as 15m) nor "
            "hours that divide a day (such as 1h, 6h or 1d)"
        )
    hours = local_hours(timeline(run.scenario), run.scenario.zone)
    if interval <= HOUR:
        starts = [np.arange(start, end, interval) for start, end in zip(hours.starts_at, hours.ends_at, strict=True)]
        return _Intervals(np.append(np.concatenate(starts), hours.ends_at[-1]))
    block = hours.day * 24 + hours.hour // (interval // HOUR)
    begins = np.append(np.ones(1, np.bool_), np.diff(block) != 0)
    return _Intervals(np.append(hours.starts_at[begins], hours.ends_at[-1]))


def _labels(run: Run, cut: _Intervals) -> dict[str, Any]:
    return {"starts_at": instants(run, cut.edges[:-1]), "ends_at": instants(run, cut.ends_at)}


def _flow(cut: _Intervals, seen: Customers, ended_at: Ints) -> dict[str, Any]:
    left = (seen.state != LEFT_AWAY) & (seen.state != STILL_WAITING)
    came = np.where(seen.was_open, -1, seen.arrival_at)  # -1: in no interval
    n_waits = cut.number_of(came[left])
    total = np.histogram(came[left], cut.edges, weights=seen.wait_time[left])[0] if left.any() else n_waits * 0.0
    gone = cut.number_of(seen.left_at[seen.state != STILL_WAITING])
    opened = cut.number_of(seen.arrival_at[seen.was_open])
    arrived = cut.number_of(came)
    return {
        "open_at_start": opened,
        "arrived": arrived,
        "answered": cut.number_of(seen.left_at[seen.answered]),
        "abandoned": cut.number_of(seen.left_at[seen.state == GAVE_UP]),
        "turned_away": cut.number_of(seen.left_at[seen.state == LEFT_AWAY]),
        "resolved": cut.number_of(ended_at[seen.state == DONE]),
        "waiting_at_end": np.cumsum(opened + arrived - gone),
        "oldest_at_end": _oldest(cut, seen) / MINUTE,
        "wait_mean": np.divide(total, n_waits, out=np.full(n_waits.size, np.nan), where=n_waits > 0) / MINUTE,
    }


def _oldest(cut: _Intervals, seen: Customers) -> Ints:
    """Return the age of the oldest who waits when each interval ends (ticks); 0: nobody does.

    Rows stand in order of arrival, oldest first, so whoever waits at an end and comes first in the rows is its oldest:
    each row takes the ends that it sees and no earlier row has taken.
    """
    first = np.searchsorted(cut.ends_at, seen.arrival_at, side="right")
    beyond = np.searchsorted(cut.ends_at, seen.left_at, side="right")
    taken = np.maximum.accumulate(np.concatenate(([0], beyond)))[:-1]
    begin = np.maximum(first, taken)
    n_taken = (beyond - begin).clip(0)
    row = np.repeat(np.arange(n_taken.size), n_taken)
    end = np.arange(row.size) - np.repeat(np.cumsum(n_taken) - n_taken, n_taken) + np.repeat(begin, n_taken)
    ages = np.zeros(cut.ends_at.size, np.int64)
    ages[end] = cut.ends_at[end] - seen.wanted_at[row]
    return ages
