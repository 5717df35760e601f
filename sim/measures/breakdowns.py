"""Measures by hour of day, weekday, week, hour of the week and day: sums that add up over slots and replications."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pandas as pd

from sim.calendar import local_hours, local_times, measured_from, timeline
from sim.durations import HOUR, MINUTE
from sim.measures.facts import (
    GAVE_UP,
    LEFT_AWAY,
    STILL_WAITING,
    Customers,
    customers_of,
    desk_of,
    measured,
    segment_scopes,
    team_of_agent,
    team_scopes,
    waits_of,
)
from sim.measures.first_responses import LAST_DAYS, WEEK_HOURS, counted
from sim.measures.intervals import Spans, time_between
from sim.measures.people import people_of
from sim.measures.service_level import served_in_time
from sim.measures.touches import touches_of
from sim.scenario.staffing import YEAR_DAYS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from sim.measures.facts import Desk
    from sim.measures.first_responses import Counts
    from sim.measures.intervals import Ints
    from sim.runs import Run

    Cells = NDArray[np.float64]
    Fractions = Mapping[str, tuple[Cells, Cells]]

_SLOTS: Final[Mapping[str, Callable[[Cells], Cells]]] = {
    "hour_of_day": lambda cells: cells.sum(axis=(-3, -2)),
    "day_of_week": lambda cells: cells.sum(axis=(-3, -1)),
    "week": lambda cells: cells.sum(axis=(-2, -1)),
    "hour_of_week": lambda cells: cells.sum(axis=-3).reshape(*cells.shape[:-3], WEEK_HOURS),
}
"""Ways to add up cells of [..., week, weekday, hour]."""
_PER_SLOT: Final = frozenset({"arrived", "quits"})
SLOT_HOURS: Final[Mapping[str, int]] = {
    "hour_of_day": 1, "day_of_week": 24, "week": WEEK_HOURS, "hour_of_week": 1, "day": 24,
}  # fmt: skip


class _Grid(NamedTuple):
    """The clock hours of the window in the scenario's zone, and the cell [week, weekday, hour] of each."""

    edges: Ints
    """Ticks: where each clock hour starts, and the end of the last."""
    cell: Ints
    """Of each clock hour, its place among n_weeks x 168 cells."""
    n_weeks: int
    first_day: int
    first_weekday: int
    last_days: range
    """Counted from the first of all, which is 0."""

    def day_of(self, cell: Ints) -> Ints:
        """Return the number of the day of each cell: 0 is the first."""
        number: Ints = cell // WEEK_HOURS * 7 + (cell % WEEK_HOURS // 24 - self.first_weekday) % 7
        return number

    def by_last_day(self, cells: Cells) -> Cells:
        """Return the sums of cells of [..., week, weekday, hour] over each of the last days."""
        in_order = np.roll(cells.sum(axis=-1), -self.first_weekday, axis=-1)
        days: Cells = in_order.reshape(*cells.shape[:-3], self.n_weeks * 7)
        return days[..., self.last_days.start : self.last_days.stop]

    def add_up(self, rows: NDArray[Any]) -> Cells:
        """Return the sums by cell of an amount per clock hour, shape [week, weekday, hour]."""
        cells = np.bincount(self.cell, rows.astype(np.float64), minlength=self.n_weeks * WEEK_HOURS)
        return cells.reshape(self.n_weeks, 7, 24).astype(np.float64, copy=False)

    def hours(self) -> Cells:
        """Return the hours of the window in each cell."""
        return self.add_up(np.diff(self.edges)) / HOUR

    def time_of(self, spans: Spans) -> Cells:
        """Return how many hours all spans cover in each cell."""
        return self.add_up(time_between(spans, self.edges)) / HOUR

    def places(self, run: Run, wanted_at: Ints) -> Ints:
        """Return the cell of each instant; before the first week (open at the start): in the first."""
        shown = local_times(timeline(run.scenario), wanted_at, run.scenario.zone)
        week = ((shown.day - self.first_day) // 7).clip(0, self.n_weeks - 1)
        return week * WEEK_HOURS + shown.weekday * 24 + shown.hour


class Slots(NamedTuple):
    """A run by slots of time."""

    table: pd.DataFrame
    """As `breakdowns` returns it."""
    first_responses: dict[str, Counts]
    """Of each scope of customers, so that percentiles can be had over replications: they are not sums."""


def breakdowns(run: Run) -> pd.DataFrame:
    """Return sums by time slot, classified by the hour at which the customer wrote, in the scenario's zone.

    Columns: by (hour_of_day, day_of_week, week, hour_of_week, day), slot (0 is midnight, Monday, the first week, Monday
    midnight, the first day; of days only the last 31), scope, measure, top, bottom. A value is top / bottom; tops and
    bottoms add up over slots and over replications. Slots that do not occur in the window have bottom 0. Definitions:
    `docs/measures.md`.
    """
    return slots_of(run).table


def slots_of(run: Run) -> Slots:
    """Return the breakdowns of *run*, and its first responses by slot of time."""
    grid, touches = _grid(run), touches_of(run)
    everybody = customers_of(run, touches)
    contacts = everybody.of(measured(everybody, run.scenario) & everybody.is_contact)
    blocks = [
        *_blocks(_of_segments(run, contacts, waits_of(run, touches).spans, grid), segment_scopes(run), grid),
        *_blocks(_of_teams(run, desk_of(run, touches), grid), team_scopes(run), grid),
        *_blocks(_of_people(run, grid), team_scopes(run), grid),
    ]
    return Slots(_frame(blocks), _first_responses(run, contacts.of(contacts.answered), grid))


def _first_responses(run: Run, answered: Customers, grid: _Grid) -> dict[str, Counts]:
    cell = grid.places(run, answered.wanted_at)
    (week, hour), day = np.divmod(cell, WEEK_HOURS), grid.day_of(cell) - grid.last_days.start
    held = {scope: np.isin(answered.segment, numbers) for scope, numbers in segment_scopes(run).items()}
    return {scope: counted(answered.wait_time[one], hour[one], week[one], day[one]) for scope, one in held.items()}


def _grid(run: Run) -> _Grid:
    hours = local_hours(timeline(run.scenario), run.scenario.zone)
    edges = np.append(hours.starts_at, hours.ends_at[-1]).clip(measured_from(run.scenario))
    first_day = int(hours.day[0])
    week = (hours.day - first_day) // 7
    cell = week * WEEK_HOURS + hours.weekday * 24 + hours.hour
    end = int(hours.day[-1]) - first_day + 1
    last_days = range(max(0, end - LAST_DAYS), end)
    return _Grid(edges, cell, int(week[-1]) + 1, first_day, int(hours.weekday[0]), last_days)


def _of_segments(run: Run, group: Customers, queue: Spans, grid: _Grid) -> Fractions:
    """Return for each measure tops and bottoms of every segment: [segment, week, weekday, hour].

    A bottom without segments is shared: it is not added up over them.
    """
    n_segments = len(run.drawn.demand.names.segments)
    place = group.segment * (grid.n_weeks * WEEK_HOURS) + grid.places(run, group.wanted_at)

    def sums(chosen: NDArray[np.bool_], amounts: Ints | None = None) -> Cells:
        weights = chosen.astype(np.float64) if amounts is None else np.where(chosen, amounts, 0).astype(np.float64)
        cells = np.bincount(place, weights, minlength=n_segments * grid.n_weeks * WEEK_HOURS)
        return cells.reshape(n_segments, grid.n_weeks, 7, 24).astype(np.float64, copy=False)

    waiting = [queue.of(queue.owner == segment) for segment in range(n_segments)]
    left = (group.state != LEFT_AWAY) & (group.state != STILL_WAITING)
    in_time, counted = served_in_time(group, run.scenario.service_level)
    return {
        "arrived": (sums(~group.was_open), grid.hours()),
        "wait_mean": (sums(left, group.wait_time) / MINUTE, sums(left)),
        "first_response_mean": (sums(group.answered, group.wait_time) / MINUTE, sums(group.answered)),
        "abandonment": (sums(group.state == GAVE_UP), sums(group.state >= LEFT_AWAY)),
        "service_level": (sums(in_time), sums(counted)),
        "backlog_mean": (np.stack([grid.time_of(spans) for spans in waiting]), grid.hours()),
    }


def _of_teams(run: Run, desk: Desk, grid: _Grid) -> Fractions:
    """Return for each measure tops and bottoms of every team, as for segments."""
    team, n_teams = team_of_agent(run), len(run.drawn.roster.teams)

    def by_team(spans: Spans) -> Cells:
        cells = [grid.time_of(spans.of(team[spans.owner] == number)) for number in range(n_teams)]
        return np.array(cells).reshape(n_teams, grid.n_weeks, 7, 24)

    duty, busy = by_team(desk.duties), by_team(desk.busy.spans)
    return {"occupancy": (busy, duty), "on_duty_mean": (duty, grid.hours())}


def _of_people(run: Run, grid: _Grid) -> Fractions:
    """Return for each measure of the people tops and bottoms of every team: person-hours, and who quits."""
    people, edges = people_of(run), run.drawn.inputs.days
    day = np.searchsorted(edges, grid.edges[:-1], side="right") - 1
    hours = np.diff(grid.edges) / HOUR
    begins = np.flatnonzero(edges[:-1] >= grid.edges[0])
    leaving_in = np.searchsorted(grid.edges, edges[begins], side="right") - 1

    def person_hours(rows: NDArray[np.float64]) -> Cells:
        cells = [grid.add_up(of_team[day] * hours) for of_team in rows]
        return np.array(cells).reshape(len(rows), grid.n_weeks, 7, 24)

    def leaving(of_team: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.bincount(leaving_in, of_team[begins], minlength=hours.size).astype(np.float64)

    there = person_hours(people.there)
    quits = np.array([grid.add_up(leaving(row)) for row in people.quits]).reshape(there.shape)
    return {
        "headcount_mean": (there, grid.hours()),
        "vacancies_mean": (person_hours(people.vacant), grid.hours()),
        "exhaustion_mean": (person_hours(people.exhaustion), there),
        "disengagement_mean": (person_hours(people.disengagement), there),
        "tenure_mean": (person_hours(people.tenure), there),
        "quits": (quits, grid.hours()),
        "turnover": (quits, there / (24 * YEAR_DAYS)),
    }


class _Block(NamedTuple):
    """One measure by slots of one kind."""

    by: str
    measure: str
    scopes: tuple[str, ...]
    top: Cells
    """[scope, slot]"""
    bottom: Cells
    first: int
    """Number of the first slot."""


def _blocks(fractions: Fractions, scopes: Mapping[str, tuple[int, ...]], grid: _Grid) -> Iterator[_Block]:
    """Return one block per measure and way to slice time."""
    ways = {**_SLOTS, "day": grid.by_last_day}
    for measure, (tops, bottoms) in fractions.items():
        held = np.array([[number in numbers for number in range(len(tops))] for numbers in scopes.values()], np.float64)
        for by, add_up in ways.items():
            top = held.reshape(len(scopes), len(tops)) @ add_up(tops)
            bottom = held @ add_up(bottoms) if bottoms.ndim == tops.ndim else np.tile(add_up(bottoms), (len(scopes), 1))
            if measure in _PER_SLOT:  # per slot, not per hour: a day of 23 hours is 23/24 of a day
                bottom = bottom / SLOT_HOURS[by]
            yield _Block(by, measure, tuple(scopes), top, bottom, grid.last_days.start if by == "day" else 0)


def _frame(blocks: Sequence[_Block]) -> pd.DataFrame:
    """Return the rows of all blocks in one frame: many small ones take most of the time."""
    sizes = [block.top.size for block in blocks]
    scopes = [(scope, block.top.shape[1]) for block in blocks for scope in block.scopes]
    return pd.DataFrame(
        {
            "by": _repeated([block.by for block in blocks], sizes),
            "slot": np.concatenate(
                [np.tile(block.first + np.arange(block.top.shape[1]), len(block.scopes)) for block in blocks]
            ),
            "scope": _repeated([scope for scope, _ in scopes], [size for _, size in scopes]),
            "measure": _repeated([block.measure for block in blocks], sizes),
            "top": np.concatenate([block.top.ravel() for block in blocks]),
            "bottom": np.concatenate([block.bottom.ravel() for block in blocks]),
        }
    )


def _repeated(names: Sequence[str], sizes: Sequence[int]) -> NDArray[np.object_]:
    return np.repeat(np.array(names, dtype=object), sizes)
