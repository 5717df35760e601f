"""A run by intervals of the clock: what came, what left, what waited, and who was there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from sim.calendar import local_hours, timeline
from sim.durations import DAY, HOUR, MINUTE, format_duration
from sim.measures.facts import (
    DONE,
    ELSEWHERE,
    GAVE_UP,
    LEFT_AWAY,
    STILL_WAITING,
    customers_of,
    desk_of,
    team_of_agent,
    waits_of,
)
from sim.measures.intervals import Spans, time_between
from sim.measures.touches import touches_of
from sim.record import REOPENED
from sim.tables.columns import instants

if TYPE_CHECKING:
    from sim.measures.facts import Customers, Waits
    from sim.measures.intervals import Ints
    from sim.measures.touches import Touches
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
    (before a first response) or turned_away and in the resolved of the interval in which that happened; a reopening is
    in reopened instead of arrived and answered, what the documentation or a bot took only in deflected. replies counts
    later touches begun. waiting_at_end and oldest_at_end (minutes, 0: nobody waits) hold just before the interval ends,
    for first and later touches alike. wait_mean (minutes) is of those who wrote in the interval and left the queue,
    whenever that was.

    Raises:
        ValueError: the interval neither divides an hour nor is a number of hours that divides a day.

    """
    cut, touches = _intervals(run, interval), touches_of(run)
    seen, waits, replies = customers_of(run, touches), waits_of(run, touches), _replies(run, touches)
    frames = []
    for number, name in enumerate(run.drawn.demand.names.segments):
        columns = _flow(cut, seen.of(seen.segment == number)) | {
            "replies": cut.number_of(replies.starts_at[replies.owner == number]),
            **_queue(cut, waits.of(waits.spans.owner == number)),
        }
        frames.append(pd.DataFrame(_labels(run, cut) | {"segment": name} | columns)[list(_COLUMNS)])
    return pd.concat(frames, ignore_index=True)


_COLUMNS = (
    "starts_at", "ends_at", "segment", "open_at_start", "arrived", "answered", "abandoned", "turned_away", "resolved",
    "waiting_at_end", "oldest_at_end", "wait_mean", "reopened", "deflected", "replies",
)  # fmt: skip


def team_interval_table(run: Run, interval: int = HOUR) -> pd.DataFrame:
    """Return one row per interval and team: hours on duty, at work inside duty, overtime, occupancy, first answers and
    later touches begun. Overtime is work outside duty, and duty after the end of a shift.

    occupancy is missing where nobody is on duty. Intervals as in `interval_table`.
    """
    cut, desk, team = _intervals(run, interval), desk_of(run), team_of_agent(run)
    frames = []
    for number, name in enumerate(run.drawn.roster.teams):
        duty, stays, busy = (
            spans.of(team[spans.owner] == number) for spans in (desk.duties, desk.stays, desk.busy.spans)
        )
        mine = team[desk.touches.owner] == number
        touches, is_first = desk.touches.of(mine), desk.is_first[mine]
        on_duty, at_work = time_between(duty, cut.edges), time_between(busy, cut.edges)
        outside = time_between(touches, cut.edges) - at_work
        columns = {
            "team": name,
            "duty_hours": on_duty / HOUR,
            "busy_hours": at_work / HOUR,
            "overtime_hours": (outside + time_between(stays, cut.edges)) / HOUR,
            "occupancy": np.divide(at_work, on_duty, out=np.full(on_duty.size, np.nan), where=on_duty > 0),
            "answered": cut.number_of(touches.starts_at[is_first]),
            "replies": cut.number_of(touches.starts_at[~is_first]),
        }
        frames.append(pd.DataFrame(_labels(run, cut) | columns))
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=_TEAM_COLUMNS)


_TEAM_COLUMNS = (
    "starts_at", "ends_at", "team", "duty_hours", "busy_hours", "overtime_hours", "occupancy", "answered", "replies",
)  # fmt: skip


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


def _replies(run: Run, touches: Touches) -> Spans:
    """Return the later touches that were begun; owner: the segment."""
    later = touches.of(touches.is_started & touches.is_later)
    kinds = run.drawn.inputs.conversations["work_type"][later.conversation]
    return Spans(run.drawn.inputs.work_types["segment"][kinds].astype(np.int64), later.started_at, later.ended_at)


def _flow(cut: _Intervals, everybody: Customers) -> dict[str, Any]:
    """Return what happened in each interval."""
    seen, reopened = everybody.of(everybody.is_contact), everybody.cause == REOPENED
    left = (seen.state != LEFT_AWAY) & (seen.state != STILL_WAITING)
    came = np.where(seen.was_open, -1, seen.arrival_at)  # -1: in no interval
    n_waits = cut.number_of(came[left])
    total = np.histogram(came[left], cut.edges, weights=seen.wait_time[left])[0] if left.any() else n_waits * 0.0
    return {
        "open_at_start": cut.number_of(seen.arrival_at[seen.was_open]),
        "arrived": cut.number_of(came),
        "answered": cut.number_of(seen.left_at[seen.answered]),
        "abandoned": cut.number_of(seen.left_at[seen.state == GAVE_UP]),
        "turned_away": cut.number_of(seen.left_at[seen.state == LEFT_AWAY]),
        "resolved": cut.number_of(everybody.ended_at[everybody.state == DONE]),
        "wait_mean": np.divide(total, n_waits, out=np.full(n_waits.size, np.nan), where=n_waits > 0) / MINUTE,
        "reopened": cut.number_of(everybody.arrival_at[reopened]),
        "deflected": cut.number_of(everybody.arrival_at[everybody.state == ELSEWHERE]),
    }


def _queue(cut: _Intervals, waits: Waits) -> dict[str, Any]:
    """Return how many wait when each interval ends, and for how long the oldest has (minutes)."""
    joined, gone = cut.number_of(waits.spans.starts_at), cut.number_of(waits.spans.ends_at[~waits.still])
    return {"waiting_at_end": np.cumsum(joined - gone), "oldest_at_end": _oldest(cut, waits) / MINUTE}


def _oldest(cut: _Intervals, waits: Waits) -> Ints:
    """Return the age of the oldest that waits when each interval ends (ticks); 0: nothing does.

    The longest due stand first, so whatever waits at an end and comes first in the rows is its oldest: each row takes
    the ends that it sees and no earlier row has taken.
    """
    first = np.searchsorted(cut.ends_at, waits.spans.starts_at, side="right")
    beyond = np.searchsorted(cut.ends_at, waits.spans.ends_at, side="right")
    taken = np.maximum.accumulate(np.concatenate(([0], beyond)))[:-1]
    begin = np.maximum(first, taken)
    n_taken = (beyond - begin).clip(0)
    row = np.repeat(np.arange(n_taken.size), n_taken)
    end = np.arange(row.size) - np.repeat(np.cumsum(n_taken) - n_taken, n_taken) + np.repeat(begin, n_taken)
    ages = np.zeros(cut.ends_at.size, np.int64)
    ages[end] = cut.ends_at[end] - waits.ready_at[row]
    return ages
