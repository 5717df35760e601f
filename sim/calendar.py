"""Clocks and calendars: time zones with their clock changes, public holidays <-> ticks since the scenario's start."""

from __future__ import annotations

import zoneinfo
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from importlib import resources
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from sim.durations import DAY, HOUR, MINUTE, SECOND

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from sim.scenario import Scenario

QUARTER: Final = 15 * MINUTE
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY: Final = date(1970, 1, 1).toordinal()
_PROBE: Final = 6 * HOUR  # no zone changes its clocks twice within six hours
_ABBREVIATIONS: Final = frozenset(
    {"CET", "CST6CDT", "EET", "EST", "EST5EDT", "HST", "MET", "MST", "MST7MDT", "PST8PDT", "WET"}
)
"""Zones of several countries, though tzdata links them to a city of one."""


class Timeline(NamedTuple):
    """The clock of a scenario: tick 0 and the end."""

    start: datetime
    """Aware, in UTC: tick 0."""
    horizon: int
    """The tick at which the run is cut."""


class LocalHours(NamedTuple):
    """The clock hours of a zone in order of time: equally long arrays, one row per local clock hour.

    A row ends where the clocks change. 01:xx twice gives two rows, an hour that does not exist gives none, and an
    hour of which the clocks skip or repeat a part (Lord Howe) gives rows that are shorter than an hour.
    """

    starts_at: NDArray[np.int64]
    """Ticks, not before 0."""
    ends_at: NDArray[np.int64]
    """Ticks, not after the horizon."""
    day: NDArray[np.int64]
    """The local date as `date.toordinal` counts."""
    hour: NDArray[np.int64]
    weekday: NDArray[np.int64]
    """0 is Monday."""
    month: NDArray[np.int64]
    """1 to 12."""
    key: NDArray[np.int64]
    """Quarter-hours from the Unix epoch to the row's start before it was cut to [0, horizon)."""
    full_time: NDArray[np.int64]
    """Ticks, before the row was cut to [0, horizon)."""


class LocalTimes(NamedTuple):
    """What the clocks of a zone show at some instants: equally long arrays."""

    day: NDArray[np.int64]
    """The local date as `date.toordinal` counts."""
    weekday: NDArray[np.int64]
    """0 is Monday."""
    hour: NDArray[np.int64]


class _Offsets(NamedTuple):
    """The UTC offsets of a zone in ticks; each holds from its start (ticks since the Unix epoch) to the next one's."""

    starts_at: NDArray[np.int64]
    offset: NDArray[np.int64]


def timeline(scenario: Scenario) -> Timeline:
    """Return the clock of *scenario*: from midnight of its first day in its zone, for `length` by that zone's clocks.

    A week in which the clocks go forward is an hour shorter.
    """
    midnight = datetime.combine(scenario.start, time())
    start, end = (
        _utc(local, scenario.zone) for local in (midnight, midnight + timedelta(milliseconds=scenario.length))
    )
    return Timeline(start, _ticks_between(start, end))


def measured_from(scenario: Scenario) -> int:
    """Return the tick at which the warm-up ends, by the clocks of the scenario's zone as `timeline` counts the length.

    So a warm-up of a week ends at midnight, also where the clocks change within it.
    """
    clock = timeline(scenario)
    ends = datetime.combine(scenario.start, time()) + timedelta(milliseconds=scenario.warm_up)
    return _ticks_between(clock.start, _utc(ends, scenario.zone))


def ticks_of(timeline: Timeline, locals: Sequence[datetime], zone: str) -> NDArray[np.int64]:  # noqa: A002 (contract)
    """Return the ticks at which the clocks of *zone* show *locals* (naive datetimes), possibly outside the scenario.

    A time that the clocks skip moves forward by the gap (02:30 is 03:30); of a time that they show twice it is the
    first.
    """
    ticks = (_ticks_between(timeline.start, _utc(local, zone)) for local in locals)
    return np.fromiter(ticks, np.int64, len(locals))


def local_hours(timeline: Timeline, zone: str) -> LocalHours:
    """Return the clock hours of *zone* that overlap with the scenario.

    Raises:
        ValueError: the zone's clocks change (or are set off UTC) by other steps than quarters of an hour, as some did
            long ago.

    """
    zero = _ticks_between(_EPOCH, timeline.start)
    starts, ends, local = _hour_rows(_offsets_around(zone, zero, zero + timeline.horizon))
    inside = (ends > zero) & (starts < zero + timeline.horizon)
    starts, ends, local = starts[inside], ends[inside], local[inside]
    day, weekday, hour = _shown(local)
    return LocalHours(
        starts_at=np.maximum(starts - zero, 0),
        ends_at=np.minimum(ends - zero, timeline.horizon),
        day=day,
        hour=hour,
        weekday=weekday,
        month=(day - _EPOCH_DAY).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12 + 1,
        key=starts // QUARTER,
        full_time=ends - starts,
    )


def local_times(timeline: Timeline, ticks: NDArray[np.int64], zone: str) -> LocalTimes:
    """Return what the clocks of *zone* show at *ticks* (any order and shape, also outside the scenario)."""
    instants = np.asarray(ticks, np.int64) + _ticks_between(_EPOCH, timeline.start)
    if not instants.size:
        return _shown(instants)
    offsets = _offsets_around(zone, int(instants.min()), int(instants.max()))
    if len(offsets.offset) == 2:  # the clocks do not change; the last row is the end
        return _shown(instants + offsets.offset[0])
    return _shown(instants + offsets.offset[np.searchsorted(offsets.starts_at, instants, side="right") - 1])


@lru_cache(maxsize=1024)
def public_holidays(country: str, first: date, last: date) -> frozenset[date]:
    """Return the public holidays of *country* ("US"), or of a region of it ("DE-BE"), from *first* to *last*.

    Source: the `holidays` package, with the days on which a holiday at a weekend is made up for.

    Raises:
        ValueError: the country or region is not known there.

    """
    import holidays  # noqa: PLC0415 (slow to import, and most scenarios know no holidays)

    name, _, region = country.partition("-")
    years = range(first.year, last.year + 1)
    try:
        found = holidays.country_holidays(name, subdiv=region or None, years=years)
    except NotImplementedError as error:
        raise ValueError(f"{country!r}: no public holidays are known; {error}") from error
    return frozenset(day for day in found if first <= day <= last)


def has_holidays(country: str) -> bool:
    """Are public holidays known of this *country* or region ("US", "DE-BE")?"""
    import holidays  # noqa: PLC0415 (slow to import, and most scenarios know no holidays)

    name, _, region = country.partition("-")
    known = holidays.list_supported_countries()
    return name in known and (not region or region in known[name])


def country_of(zone: str) -> str | None:
    """Return the country (ISO 3166 code of two letters) in which *zone* lies; None: it is no place, such as UTC."""
    target = _aliases().get(zone, zone)
    countries = _countries()
    return countries.get(zone, countries.get(target))


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    rows = (line.split("\t") for line in _zone_data("zone.tab") if not line.startswith("#"))
    return {row[2]: row[0] for row in rows}


@lru_cache(maxsize=1)
def _aliases() -> dict[str, str]:
    """Return the older names of zones, such as US/Eastern, and what they are called today."""
    rows = (line.split() for line in _zone_data("tzdata.zi") if line.startswith("L "))
    return {alias: zone for _, zone, alias in rows if alias not in _ABBREVIATIONS}


def _zone_data(name: str) -> list[str]:
    return resources.files("tzdata.zoneinfo").joinpath(name).read_text(encoding="utf-8").splitlines()


def _utc(local: datetime, zone: str) -> datetime:
    return local.replace(tzinfo=zoneinfo.ZoneInfo(zone), fold=0).astimezone(UTC)


def _ticks_between(start: datetime, end: datetime) -> int:
    return (end - start) // timedelta(milliseconds=1)


def _shown(local: NDArray[np.int64]) -> LocalTimes:
    """Return what a clock shows at *local*, ticks of wall time since 1970-01-01T00:00."""
    days = local // DAY
    return LocalTimes(days + _EPOCH_DAY, (days + 3) % 7, local // HOUR - days * 24)  # 1970-01-01 was a Thursday


def _hour_rows(offsets: _Offsets) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return starts, ends and local starts of all clock hours but for the first and last, in ticks since the epoch."""
    stretches = []
    for start, end, offset in zip(offsets.starts_at, offsets.starts_at[1:], offsets.offset, strict=False):
        _require_quarters(int(start), int(offset))
        hours = np.arange((start + offset) // HOUR + 1, -(-(end + offset) // HOUR)) * HOUR - offset
        starts = np.concatenate(([start], hours))
        stretches.append((starts, np.append(hours, end), starts + offset))
    starts, ends, local = (np.concatenate(column) for column in zip(*stretches, strict=True))
    return starts, ends, local


def _require_quarters(start: int, offset: int) -> None:
    if start % QUARTER or offset % QUARTER:
        when = _EPOCH + timedelta(milliseconds=start)
        raise ValueError(
            f"from {when:%Y-%m-%d %H:%M:%S} UTC clocks are {offset / HOUR:g} hours off UTC; only zones that keep to "
            "quarters of an hour are supported: choose a later start or another zone"
        )


def _offsets_around(zone: str, first: int, last: int) -> _Offsets:
    """Return the offsets of *zone* from a day or more before *first* to a day or more after *last*.

    Both are ticks since the epoch. The last row only marks the end.
    """
    return _offsets(zone, first // DAY - 1, last // DAY + 2)


@lru_cache(maxsize=1024)
def _offsets(zone: str, first_day: int, last_day: int) -> _Offsets:
    """Return the offsets from *first_day* to *last_day* (days since the epoch)."""
    place = zoneinfo.ZoneInfo(zone)
    probes = range(first_day * DAY, last_day * DAY + _PROBE, _PROBE)
    found = [_offset(place, at) for at in probes]
    changes = [(probes[0], found[0])]
    for index, (before, after) in enumerate(pairwise(found)):
        if before != after:
            changes.append((_change(place, probes[index], probes[index + 1]), after))
    changes.append((last_day * DAY, found[-1]))
    starts_at, offset = np.array(changes, np.int64).T
    return _Offsets(starts_at, offset)


def _offset(place: zoneinfo.ZoneInfo, at: int) -> int:
    offset = datetime.fromtimestamp(at // SECOND, tz=UTC).astimezone(place).utcoffset()
    return (offset or timedelta()) // timedelta(milliseconds=1)


def _change(place: zoneinfo.ZoneInfo, before: int, after: int) -> int:
    """Return the instant, after *before* and at the latest *after*, from which the offset is that of *after*."""
    new = _offset(place, after)
    while after - before > SECOND:
        middle = (before + after) // (2 * SECOND) * SECOND
        before, after = (before, middle) if _offset(place, middle) == new else (middle, after)
    return after
