"""The event log of one local day of a run, and how the day began: enough to show the state at any instant of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from sim.calendar import QUARTER, timeline
from sim.durations import MINUTE
from sim.inputs import NOBODY
from sim.personas import conversation_id, personas
from sim.tables.columns import agent_names, named, texts
from sim.tables.day_events import DETAILS, KINDS, Events, events_of
from sim.tables.day_start import Start, start_of
from sim.tables.day_state import State, state_at, waiting_at

if TYPE_CHECKING:
    from datetime import date, datetime

    from sim.runs import Run

__all__ = ["DayLog", "State", "day_log", "state_at"]

SLOT: Final = 10 * MINUTE
"""Of the strip: how finely it shows the day."""
_VERSION: Final = 1


class Outline(NamedTuple):
    """A day in a few figures. most_waiting_at: since when (ticks since the day's start) so many wait at once."""

    n_arrived: int
    n_gave_up: int
    most_waiting: int
    most_waiting_at: int
    left_waiting: int
    """As the day ends."""


@dataclass(frozen=True, eq=False)
class DayLog:
    """What happened on a day, in order, and how it began. Instants are ticks since the day's start."""

    day: date
    plan: str
    zone: str
    """Whose clocks say when the day begins and ends."""
    starts_at: datetime
    """Aware, in UTC."""
    length: int
    """Ticks: 23 or 25 hours where the clocks change."""
    offsets: tuple[tuple[int, int], ...]
    """From which instant on the zone's clocks are so far ahead of UTC (ticks): one entry, more where they change."""
    segments: tuple[str, ...]
    topics: tuple[str, ...]
    teams: tuple[str, ...]
    agents: tuple[str, ...]
    team_of: tuple[int, ...]
    """[agent]"""
    customers: pd.DataFrame
    """Who appears on the day: conversation (id), customer (made-up name), segment and topic (numbers)."""
    start: Start
    """The state before the first event of the day."""
    events: Events
    """In the order in which they are to be replayed; `conversation` is a row of `customers`."""

    def table(self) -> pd.DataFrame:
        """Return one row per event: at (UTC), local_time, event, detail, conversation, customer, segment, topic,
        touch (the how manieth of its conversation), agent and team. Missing where there is none.
        """
        found = self.events
        who = found.conversation
        at = pd.DatetimeIndex(
            np.datetime64(self.starts_at.replace(tzinfo=None), "ms") + found.at.astype("timedelta64[ms]")
        )
        return pd.DataFrame({
            "at": at.tz_localize("UTC"),
            "local_time": texts([self.clock(int(each)) for each in found.at]),
            "event": named(KINDS, found.kind),
            "detail": named([name or None for name in DETAILS], found.detail),  # type: ignore[misc]
            "conversation": named(self.customers["conversation"].tolist(), who),
            "customer": named(self.customers["customer"].tolist(), who),
            "segment": named(self.segments, _of(self.customers["segment"], who)),
            "topic": named(self.topics, _of(self.customers["topic"], who)),
            "touch": pd.Series(found.touch).where(found.touch > 0).astype("Int64"),
            "agent": named(self.agents, found.agent),
            "team": named(self.teams, np.append(np.array(self.team_of, np.int64), NOBODY)[found.agent]),
        })  # fmt: skip

    def clock(self, at: int) -> str:
        """Return what the zone's clocks show at an instant, such as 2026-03-02 09:30:00."""
        local = (self.starts_at + timedelta(milliseconds=at)).astimezone(ZoneInfo(self.zone))
        return f"{local:%Y-%m-%d %H:%M:%S}"

    def strip(self) -> dict[str, Any]:
        """Return the day in slots of `SLOT` ticks: contacts that arrived in each, and the most that waited at once."""
        ends = np.minimum(np.arange(SLOT, self.length + SLOT, SLOT), self.length)
        marks = np.unique(np.concatenate(([0], ends[:-1], self.events.at)))
        found = self.events
        came = found.of((found.kind == KINDS.index("arrives")) & (found.detail != DETAILS.index("reopened")))
        slot = np.searchsorted(ends, came.at, side="right")
        return {
            "slot": SLOT,
            "arrived": np.bincount(slot, minlength=ends.size).tolist(),
            "waiting": np.maximum.reduceat(
                waiting_at(self, marks), np.searchsorted(marks, np.append(0, ends[:-1]))
            ).tolist(),
        }

    def outline(self) -> Outline:
        """Return the day in a few figures."""
        end, instants = state_at(self, self.length), np.append(0, self.events.at)
        waiting = waiting_at(self, instants)
        first = int(waiting.argmax())
        return Outline(
            n_arrived=end.counts["arrived"],
            n_gave_up=end.counts["gave_up"] + end.counts["gave_up_later"],
            most_waiting=int(waiting[first]),
            most_waiting_at=int(instants[first]),
            left_waiting=len(end.waiting),
        )

    def plain(self) -> dict[str, Any]:
        """Return the log as lists and numbers, ready for JSON: instants of events as steps from one to the next."""
        return {
            "version": _VERSION,
            "day": self.day.isoformat(),
            "plan": self.plan,
            "zone": self.zone,
            "starts_at": int(self.starts_at.timestamp() * 1000),
            "length": self.length,
            "offsets": self.offsets,
            "segments": self.segments,
            "topics": self.topics,
            "teams": self.teams,
            "agents": self.agents,
            "team_of": self.team_of,
            "kinds": KINDS,
            "details": DETAILS,
            "customers": {name: self.customers[name].tolist() for name in self.customers},
            "start": self.start.plain(),
            "events": self.events.plain(),
            "strip": self.strip(),
        }

    def to_json(self) -> str:
        """Return the log as JSON without white space."""
        return json.dumps(self.plain(), separators=(",", ":"), ensure_ascii=False)


def day_log(run: Run, day: date) -> DayLog:
    """Return the log of *day*, from midnight to midnight by the clocks of the scenario's zone.

    Raises:
        ValueError: the run does not have that day.

    """
    begin, end = _span(run, day)
    events, start = events_of(run, begin, end), start_of(run, begin)
    rows = np.unique(np.concatenate((events.conversation, start.conversations)))
    rows = rows[rows != NOBODY]
    names, roster = run.drawn.demand.names, run.drawn.roster
    return DayLog(
        day=day,
        plan=run.plan,
        zone=run.scenario.zone,
        starts_at=timeline(run.scenario).start + timedelta(milliseconds=begin),
        length=end - begin,
        offsets=_offsets(run, begin, end),
        segments=names.segments,
        topics=names.topics,
        teams=roster.teams,
        agents=tuple(agent_names(run)),
        team_of=tuple(roster.agents["team"].tolist()),
        customers=_customers(run, rows),
        start=start.renumbered(rows),
        events=events.renumbered(rows),
    )


def _span(run: Run, day: date) -> tuple[int, int]:
    """Return the ticks at which *day* begins and ends."""
    edges, first = run.drawn.inputs.days, run.scenario.start
    number, n_days = (day - first).days, len(edges) - 1
    if not 0 <= number < n_days:
        last = first + timedelta(days=n_days - 1)
        raise ValueError(f"day: {day} is not in the run, which goes from {first} to {last}")
    return int(edges[number]), int(edges[number + 1])


def _offsets(run: Run, begin: int, end: int) -> tuple[tuple[int, int], ...]:
    zone, found = ZoneInfo(run.scenario.zone), list[tuple[int, int]]()
    for at in range(begin, end, QUARTER):  # clocks change at full quarters of an hour
        local = (timeline(run.scenario).start + timedelta(milliseconds=at)).astimezone(zone)
        ahead = (local.replace(tzinfo=UTC) - local) // timedelta(milliseconds=1)
        if not found or ahead != found[-1][1]:
            found.append((at - begin, ahead))
    return tuple(found)


def _customers(run: Run, rows: np.ndarray[Any, np.dtype[np.int64]]) -> pd.DataFrame:
    details, names = run.drawn.demand.details[rows], run.drawn.demand.names
    people = personas(
        details["key"],
        named(names.zones, details["zone"]).tolist(),
        named(names.languages, details["language"]).tolist(),
    )
    kinds = run.drawn.inputs.conversations["work_type"][rows]
    return pd.DataFrame({
        "conversation": texts([conversation_id(int(key)) for key in details["key"]]),
        "customer": texts([person.name for person in people]),
        "segment": run.drawn.inputs.work_types["segment"][kinds].astype(np.int64),
        "topic": details["topic"].astype(np.int64),
    })  # fmt: skip


def _of(column: pd.Series[int], rows: np.ndarray[Any, np.dtype[np.int64]]) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Return the values at *rows*; NOBODY stays."""
    found: np.ndarray[Any, np.dtype[np.int64]] = np.append(column.to_numpy(np.int64), NOBODY)[rows]
    return found
