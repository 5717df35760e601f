"""What happened in one run, read straight from demand and record, and summed over batches of time."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.durations import DAY
from sim.inputs import NOBODY
from sim.record import OPEN, TURNED_AWAY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.certify.estimators import Sums
    from sim.inputs import Demand, Drawn, Table
    from sim.record import Record

    Integers = NDArray[np.int64]
    Flags = NDArray[np.bool_]


class Who(NamedTuple):
    """Which conversations: of one segment, of a part of the day (ticks after midnight UTC); None: all."""

    segment: str | None = None
    window: tuple[int, int] | None = None
    """Arrived at or after the first and before the second."""


EVERYBODY = Who()


class Batches(NamedTuple):
    """A horizon cut into equal batches; one before the first warms up, one after the last lets its customers finish."""

    number: int
    days: int
    """Of each."""

    @property
    def length(self) -> int:
        """Days of the whole scenario."""
        return (self.number + 2) * self.days

    @property
    def edges(self) -> Integers:
        """Ticks: batch i is from edge i to edge i + 1."""
        return np.arange(1, self.number + 2, dtype=np.int64) * self.days * DAY


class Seen:
    """One run, cut into batches. A conversation belongs to the batch in which it arrives.

    Methods that return `Sums` have one number per batch; times are in *unit* ticks.
    """

    def __init__(self, demand: Demand, drawn: Drawn | None, record: Record | None, batches: Batches, unit: int) -> None:
        """Take a run, or the demand alone (*drawn* and *record* None) where only arrivals are looked at."""
        self._demand = demand
        self._drawn = drawn
        self._record = record
        self.edges = batches.edges
        self.unit = unit
        self.arrived_at = _column(demand.conversations, "arrival_at")
        self._bounds = np.searchsorted(self.arrived_at, self.edges)
        self._kept: dict[str, Integers] = {}
        self._masks: dict[Who, Flags] = {}

    # ---- one number per conversation ----

    @property
    def started_at(self) -> Integers:
        """[conversation] -1 where nobody answered."""
        return self._field("started_at")

    @property
    def ended_at(self) -> Integers:
        """[conversation] -1 where it is open at the horizon."""
        return self._field("ended_at")

    @property
    def outcome(self) -> Integers:
        """[conversation] as in `sim.record`."""
        return self._field("outcome")

    @property
    def wait(self) -> Integers:
        """[conversation] ticks in the queue, until an agent starts or the customer gives up; 0 if turned away."""
        if "wait" not in self._kept:
            left_at = np.where(self.started_at >= 0, self.started_at, self.ended_at)
            self._kept["wait"] = np.maximum(left_at - self.arrived_at, 0)
        return self._kept["wait"]

    def of(self, who: Who = EVERYBODY) -> Flags:
        """[conversation] Is it one of *who*?"""
        if who not in self._masks:
            self._masks[who] = self._chosen(who)
        return self._masks[who]

    def _chosen(self, who: Who) -> Flags:
        chosen = np.ones(len(self.arrived_at), np.bool_)
        if who.segment is not None:
            number = self._demand.names.segments.index(who.segment)
            chosen &= self._demand.details["segment"] == number
        if who.window is not None:
            time_of_day = self.arrived_at % DAY
            chosen &= (time_of_day >= who.window[0]) & (time_of_day < who.window[1])
        return chosen

    def was(self, outcome: int) -> Flags:
        """[conversation] Did it end so?"""
        return np.asarray(self.outcome == outcome)

    def _field(self, name: str) -> Integers:
        if name not in self._kept:
            assert self._record is not None, f"{name} is asked of demand alone"
            self._kept[name] = _column(self._record.conversations, name)
        return self._kept[name]

    @property
    def n_without_end(self) -> int:
        """Conversations of the batches that never ended although the run went on: there should be none."""
        return int(self.sums(self.was(OPEN)).sum())

    # ---- one number per batch ----

    def sums(self, values: Integers | Flags) -> Sums:
        """Return the sums of *values*, one per conversation, over the arrivals of each batch."""
        running = np.concatenate([[0], np.cumsum(values, dtype=np.int64)])
        return np.diff(running[self._bounds]).astype(np.float64)

    def time(self) -> Sums:
        """Return the length of each batch in units."""
        return np.diff(self.edges) / self.unit

    def queueing(self) -> Sums:
        """Return the integral of the number waiting over each batch, in units."""
        joined = ~self.was(TURNED_AWAY)
        left_at = np.where(self.started_at >= 0, self.started_at, self.ended_at)[joined]
        return self._between(self.arrived_at[joined], left_at, self.edges)

    def working(self, team: str | None = None, window: tuple[int, int] | None = None) -> Sums:
        """Return the integral of the number of busy agents over each batch, in units.

        *team* None: all; *window*: only that part of every day, in ticks after midnight UTC.
        """
        busy = self.started_at >= 0
        if team is not None:
            assert self._drawn is not None
            agents = self._field("agent")
            teams = self._drawn.inputs.agents["team"][agents]
            busy &= teams == self._drawn.roster.teams.index(team)
        starts, ends = self.started_at[busy], self.ended_at[busy]
        if window is None:
            return self._between(starts, ends, self.edges)
        days = np.arange(self.edges[0], self.edges[-1], DAY)
        daily = self._between(starts, ends, np.column_stack([days + window[0], days + window[1]]).ravel())[::2]
        return np.asarray(daily.reshape(len(self.edges) - 1, -1).sum(axis=1))

    def in_system(self, offset: int, period: int) -> Integers:
        """Return, [batch, instant], how many are waiting or in hand at every start of a *period* plus *offset*.

        Batches are whole numbers of periods.
        """
        if "departed_at" not in self._kept:
            self._kept["departed_at"] = np.sort(np.where(self.ended_at == NOBODY, self._demand.horizon, self.ended_at))
        instants = np.arange(self.edges[0], self.edges[-1], period) + offset
        arrived = np.searchsorted(self.arrived_at, instants, side="right")
        departed = np.searchsorted(self._kept["departed_at"], instants, side="right")
        return np.asarray((arrived - departed).reshape(len(self.edges) - 1, -1), np.int64)

    def wave(self, frequency: float, lag: float) -> tuple[Sums, Sums]:
        """Return, in units, the integrals over time of number in system x 2 sin and x 2 cos of frequency x (t - lag).

        *frequency* is in radians per unit. Each conversation adds the whole of its integral to its batch.
        """
        starts, ends = (at / self.unit for at in (self.arrived_at, np.maximum(self.ended_at, self.arrived_at)))
        starts, ends = (frequency * (at - lag) for at in (starts, ends))
        sine = 2 * (np.cos(starts) - np.cos(ends)) / frequency
        cosine = 2 * (np.sin(ends) - np.sin(starts)) / frequency
        return self._float_sums(sine), self._float_sums(cosine)

    def _float_sums(self, values: Sums) -> Sums:
        running = np.concatenate([[0.0], np.cumsum(values)])
        return np.diff(running[self._bounds])

    def _between(self, starts: Integers, ends: Integers, edges: Integers) -> Sums:
        """Return the integral of the number of open spans [start, end) between neighbouring *edges*, in units."""
        return time_between(starts, np.where(ends == NOBODY, self._demand.horizon, ends), edges) / self.unit


def time_between(starts: Integers, ends: Integers, edges: Integers) -> Integers:
    """Return the integral, in ticks, of the number of open spans [start, end) between neighbouring *edges*."""
    return np.diff(_time_before(np.sort(starts), edges) - _time_before(np.sort(ends), edges))


def _time_before(instants: Integers, edges: Integers) -> Integers:
    """Return, for every edge, the sum over *instants* (in order) of the time from the instant to the edge, if before.

    Exact: a sum of differences stays far below 2^63.
    """
    n = np.searchsorted(instants, edges)
    origin = int(instants[0]) if len(instants) else 0
    running = np.concatenate([[0], np.cumsum(instants - origin)])
    return np.asarray(n * (edges - origin) - running[n])


def _column(table: Table, field: str) -> Integers:
    """Return a field of a table as an array of its own, in one piece."""
    return np.ascontiguousarray(table[field]).astype(np.int64, copy=False)
