"""How many contacts to expect: the sources they come from, their rate in every local clock hour, and surges."""

from __future__ import annotations

from datetime import date, datetime, time
from math import fsum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim import calendar
from sim.drawing import distributions, streams
from sim.durations import DAY, HOUR
from sim.inputs import NOBODY
from sim.scenario import MONTHS
from sim.scenario.customers import MONTH_DAYS
from sim.scenario.profiles import profile_weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from sim.scenario import Scenario, Segment, Surge, World

    Integers = NDArray[np.int64]
    Floats = NDArray[np.float64]


class Draw(NamedTuple):
    """Which replication is drawn."""

    seed: int
    replication: int

    def uniforms(self, quantity: str, *keys: streams.Key) -> Floats:
        """Return uniforms for *quantity*, keyed by *keys* (see `streams.uniforms`)."""
        return streams.uniforms(self.seed, quantity, self.replication, *keys)


class Cells(NamedTuple):
    """The clock hours of a zone, none of them cut at the start or the horizon."""

    hours: calendar.LocalHours
    starts_at: Integers
    """Ticks; before 0 where the scenario starts inside the hour."""


class SurgeRuns(NamedTuple):
    """A surge and all its starts in one replication."""

    number: int
    """In alphabetical order."""
    key: int
    surge: Surge
    starts_at: Integers
    """Ticks, in order; also before 0, where the end may reach in."""

    def touches(self, segment: str) -> bool:
        """Do the customers of *segment* write more?"""
        return self.surge.segments is None or segment in self.surge.segments


class Happening(NamedTuple):
    """Something that starts at given instants, and at random ones."""

    key: int
    """Under which its random starts are drawn."""
    at: Sequence[datetime]
    """Wall time in `zone`."""
    zone: str
    per_week: float
    time: int
    """Ticks from a start until nothing of it is left."""


class Slots(NamedTuple):
    """Parts of clock hours with contacts of their own: ordinary ones, or those that one surge adds. Equal arrays."""

    cell: Integers
    """The row in Cells."""
    factor: Floats
    """Times the ordinary expectation of the whole hour."""
    starts_at: Integers
    """Of the hour's contacts only those from here ..."""
    ends_at: Integers
    """... to before here exist."""
    keys: tuple[streams.Key, ...]
    """What tells these contacts from others of the same source and hour."""
    surge: int
    """The number of the surge; NOBODY: ordinary."""


def cells_of(timeline: calendar.Timeline, zone: str) -> Cells:
    """Return the clock hours of *zone* that overlap with the scenario, whole."""
    hours = calendar.local_hours(timeline, zone)
    epoch = calendar.ticks_of(timeline, [datetime(1970, 1, 1)], "UTC")  # noqa: DTZ001 (wall time, its zone beside it)
    return Cells(hours, hours.key * calendar.QUARTER + epoch)


def segment_key(name: str, segment: Segment) -> int:
    """Return the key under which the luck of a segment is drawn."""
    return streams.name_key(segment.draws_as or name)


def expected_contacts(scenario: Scenario, name: str, zone: str, hours: calendar.LocalHours) -> Floats:
    """Return the expected contacts of a segment's customers in *zone* in every whole row of *hours*.

    An ordinary week of 168 hours has customers x contact rate x share of the zone; growth, season and holidays
    multiply. A day of 23 hours lacks the contacts of the hour that it lacks.
    """
    segment = scenario.world.segments[name]
    weights = np.array(profile_weights(scenario.world, segment.profile))
    volume = segment.customers * segment.contact_rate * segment.zones[zone] / fsum(segment.zones.values())
    season = np.array([segment.seasonality.get(month, 1.0) for month in MONTHS])
    days = np.maximum(hours.day - scenario.start.toordinal(), 0)  # yesterday's hours, further west, have no growth yet
    with np.errstate(over="ignore", invalid="ignore"):  # too many contacts are refused where they are counted
        growth = (1 + segment.growth_per_month) ** (days / MONTH_DAYS)
        return np.asarray(
            (volume / (fsum(weights) or 1.0))
            * weights[hours.weekday * 24 + hours.hour]
            * (hours.full_time / HOUR)
            * growth
            * season[hours.month - 1]
            * _holiday_factors(scenario.world, segment, zone, hours.day)
        )


def busyness(draw: Draw, name: str, segment: Segment, hours: calendar.LocalHours) -> Floats:
    """Return how busy every row of *hours* is: gamma factors of mean 1, of the local date times of the hour.

    A date has one luck in all zones. Segments that share have the same luck, each with its own spread.
    """
    owner = () if segment.busyness.shared else (segment_key(name, segment),)
    factors = np.ones(len(hours.key))
    for quantity, cv, key in (
        ("busy_day", segment.busyness.day_cv, hours.day),
        ("busy_hour", segment.busyness.hour_cv, hours.key),
    ):
        if cv:
            different, rows = np.unique(key, return_inverse=True)
            factors *= distributions.gamma_factors(cv, draw.uniforms(quantity, *owner, different))[rows]
    return factors


def ordinary_slots(cells: Cells, horizon: int) -> Slots:
    """Return a slot for every clock hour, cut to the scenario."""
    n = len(cells.starts_at)
    return Slots(np.arange(n), np.ones(n), np.zeros(n, np.int64), np.full(n, horizon), (), NOBODY)


def surge_slots(run: SurgeRuns, cells: Cells, horizon: int) -> Slots:
    """Return a slot for every step of every start of a surge and every clock hour that it overlaps."""
    steps = np.array([(step.time, step.factor - 1) for step in run.surge.shape])
    ends = np.cumsum(steps[:, 0]).astype(np.int64)
    begins = (run.starts_at[:, None] + np.concatenate(([0], ends[:-1]))).ravel()
    finishes = (run.starts_at[:, None] + ends).ravel()
    first = np.searchsorted(cells.starts_at + cells.hours.full_time, begins, side="right")
    n_cells = np.maximum(np.searchsorted(cells.starts_at, finishes, side="left") - first, 0)
    row = np.repeat(np.arange(len(n_cells)), n_cells)
    start, step = row // len(steps), row % len(steps)
    return Slots(
        cell=first[row] + positions(n_cells),
        factor=steps[step, 1],
        starts_at=np.maximum(begins[row], 0),
        ends_at=np.minimum(finishes[row], horizon),
        keys=(run.key, run.starts_at[start], step),
        surge=run.number,
    )


def surge_runs(scenario: Scenario, draw: Draw, timeline: calendar.Timeline) -> list[SurgeRuns]:
    """Return all surges of the world in alphabetical order, with their starts in this replication."""
    return [
        SurgeRuns(number, streams.name_key(name), surge, _surge_starts(scenario, draw, name, timeline))
        for number, (name, surge) in enumerate(sorted(scenario.world.surges.items()))
    ]


def _surge_starts(scenario: Scenario, draw: Draw, name: str, timeline: calendar.Timeline) -> Integers:
    """Return the ticks at which surge *name* starts."""
    surge = scenario.world.surges[name]
    length = sum(step.time for step in surge.shape)
    happening = Happening(streams.name_key(name), surge.at, surge.zone or scenario.zone, surge.per_week, length)
    return starts_of(scenario, draw, happening, timeline)


def starts_of(scenario: Scenario, draw: Draw, happening: Happening, timeline: calendar.Timeline) -> Integers:
    """Return the ticks at which something starts, in order: those written and those drawn, day by day. Some may lie
    before 0, where the end may reach in.
    """
    fixed = calendar.ticks_of(timeline, happening.at, happening.zone)
    if not happening.per_week:
        return np.unique(fixed)
    days, midnights = _days(scenario, timeline, happening.time)
    lengths = np.diff(midnights)
    luck = draw.uniforms("surges", happening.key, days)
    counts = distributions.poisson_counts(happening.per_week / 7 * lengths / DAY, luck)
    day = np.repeat(np.arange(len(days)), counts)
    u = draw.uniforms("surge_start", happening.key, days[day], positions(counts))
    return np.unique(np.concatenate((fixed, midnights[day] + np.floor(u * lengths[day]).astype(np.int64))))


def days_of(scenario: Scenario, timeline: calendar.Timeline) -> Integers:
    """Return the ticks at which the days of the scenario begin by its clock, and the horizon."""
    midnights = _days(scenario, timeline, 0)[1]
    return np.append(midnights[midnights < timeline.horizon], timeline.horizon)


def positions(counts: Integers) -> Integers:
    """Return 0, 1, ... n - 1 for every n of *counts*, one after the other."""
    return np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)


def _days(scenario: Scenario, timeline: calendar.Timeline, before: int) -> tuple[Integers, Integers]:
    """Return the dates (ordinals) that reach from *before* ticks ahead of the start to the horizon, and their
    midnights (ticks; one more) by the scenario's clock.
    """
    first = scenario.start.toordinal() - -(-before // DAY)
    days = np.arange(first, scenario.start.toordinal() + timeline.horizon // DAY + 2)
    midnights = [datetime.combine(date.fromordinal(day), time()) for day in days.tolist()]
    return days[:-1], calendar.ticks_of(timeline, midnights, scenario.zone)


def _holiday_factors(world: World, segment: Segment, zone: str, days: Integers) -> Floats | float:
    """Return the factor of every one of *days* (ordinals)."""
    country = world.holiday_countries.get(zone) or calendar.country_of(zone)
    if segment.holiday_factor == 1 or country is None:
        return 1.0
    if zone not in world.holiday_countries and not calendar.has_holidays(country):
        return 1.0
    first, last = (date.fromordinal(int(day)) for day in (days.min(), days.max()))
    dates = [day.toordinal() for day in calendar.public_holidays(country, first, last)]
    return np.where(np.isin(days, dates), segment.holiday_factor, 1.0)
