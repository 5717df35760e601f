"""Do customers, topics, profiles, surges and what is open at the start fit each other?"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sim import durations
from sim.scenario import check_conversations
from sim.scenario.problems import Finding, did_you_mean, listed, shown
from sim.scenario.profiles import BUILT_IN, profile_weights

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from sim.scenario.events import OpenAtStart, Surge
    from sim.scenario.model import Scenario, World
    from sim.scenario.problems import Path


def findings(scenario: Scenario) -> Iterator[Finding]:
    """Check everything in the world but instants."""
    world = scenario.world
    for name, segment in world.segments.items():
        here: Path = ("world", "segments", name)
        yield from unknown(
            segment.topics or (), world.topics, (*here, "topics"), ("world", "topics"), "topic of this scenario"
        )
        yield from _profile_of(world, name)
    yield from same_luck(world.segments, ("world", "segments"))
    yield from _profiles(world)
    for name, surge in world.surges.items():
        yield from _surge(world, name, surge)
    for n, some in enumerate(world.open_at_start):
        yield from _open_at_start(world, ("world", "open_at_start", n), some)
    yield from check_conversations.findings(world)
    yield from _countries(world)


def unknown(names: Iterable[str], known: Collection[str], path: Path, among: Path, kind: str) -> Iterator[Finding]:
    """Find names that are not among the known ones, which stand at the path *among*."""
    is_list = not hasattr(names, "keys")
    for n, name in enumerate(names):
        if name not in known:
            message = f"{shown(name)} is no {kind}; {did_you_mean(name, known)}"
            yield Finding((*path, n if is_list else name), message, ((*among, name),))


def twice(names: Iterable[Any], path: Path) -> Iterator[Finding]:
    """Find what is named more than once in a list."""
    for name, n in Counter(names).items():
        if n > 1:
            yield Finding(path, f"{shown(name)} is named {n} times; name it once")


def same_luck(parts: Mapping[str, Any], path: Path) -> Iterator[Finding]:
    """Find segments or teams that would draw the same random numbers."""
    count = Counter(part.draws_as or name for name, part in parts.items())
    for name, part in parts.items():
        if part.draws_as and count[part.draws_as] > 1:
            message = f"{shown(part.draws_as)} is also the name under which another draws; choose one of its own"
            yield Finding((*path, name, "draws_as"), message)


def _profile_of(world: World, name: str) -> Iterator[Finding]:
    """Check that a segment's profile exists."""
    profile = world.segments[name].profile
    known = [*BUILT_IN, *world.profiles]
    if profile not in known:
        message = f"{shown(profile)} is no profile; {did_you_mean(profile, known)}"
        yield Finding(("world", "segments", name, "profile"), message, (("world", "profiles", profile),))


def _profiles(world: World) -> Iterator[Finding]:
    for name, profile in world.profiles.items():
        here = ("world", "profiles", name)
        if name in BUILT_IN:
            yield Finding(here, f"{shown(name)} is the name of a profile that is built in; choose another one")
        if (profile.hours is None) == (profile.hour_of_week is None):
            what = "has neither hours nor" if profile.hours is None else "has both hours and"
            yield Finding(here, f"{what} hour_of_week; give exactly one of them")
        elif profile.hour_of_week is not None and "weekdays" in profile.model_fields_set:
            yield Finding(here, "has weekdays beside hour_of_week, which already has them; leave weekdays out")
        elif not any(profile_weights(world, name)):
            yield Finding(here, "has only zero weights; give at least one hour a weight above 0")


def _surge(world: World, name: str, surge: Surge) -> Iterator[Finding]:
    here = ("world", "surges", name)
    segments: Path = ("world", "segments")
    yield from unknown(surge.segments or (), world.segments, (*here, "segments"), segments, "segment of this scenario")
    yield from twice(surge.segments or (), (*here, "segments"))
    yield from _topic(world, surge.topic, here)


def _topic(world: World, topic: str | None, here: Path) -> Iterator[Finding]:
    if topic is not None and topic not in world.topics:
        message = f"{shown(topic)} is no topic of this scenario; {did_you_mean(topic, world.topics)}"
        yield Finding((*here, "topic"), message, (("world", "topics", topic),))


def _open_at_start(world: World, here: Path, some: OpenAtStart) -> Iterator[Finding]:
    if some.segment not in world.segments:
        message = f"{shown(some.segment)} is no segment of this scenario; {did_you_mean(some.segment, world.segments)}"
        yield Finding((*here, "segment"), message, (("world", "segments", some.segment),))
    yield from _topic(world, some.topic, here)
    given = [key for key in ("ages", "count", "age") if getattr(some, key) is not None]
    if given not in (["ages"], ["count", "age"]):
        message = f"has {listed(given)} of ages, count and age; give either ages alone, or count and age together"
        yield Finding(here, message)


def surge_instants(scenario: Scenario) -> Iterator[Finding]:
    """Check that scheduled surges start while the clock runs."""
    start = datetime.combine(scenario.start, time(), ZoneInfo(scenario.zone))
    end = start + timedelta(days=scenario.length // durations.DAY)  # wall time: a midnight
    for name, surge in scenario.world.surges.items():
        for n, at in enumerate(surge.at):
            local = at.replace(tzinfo=ZoneInfo(surge.zone or scenario.zone))
            if not _in_range(at) or not start.timestamp() <= local.timestamp() < end.timestamp():
                span = f"{start:%Y-%m-%d} to {end - timedelta(days=1):%Y-%m-%d}"
                message = f"'{at.isoformat(timespec='minutes')}' is outside the scenario, {span}; write a time in it"
                reads: tuple[Path, ...] = (("start",), ("length",), ("zone",), ("world", "surges", name, "zone"))
                yield Finding(("world", "surges", name, "at", n), message, reads)


def _in_range(at: datetime) -> bool:
    return 1980 < at.year < 2200


def _countries(world: World) -> Iterator[Finding]:
    for zone, country in world.holiday_countries.items():
        yield from country_unknown(country, ("world", "holiday_countries", zone))


def country_unknown(country: str, path: Path) -> Iterator[Finding]:
    """Find a country or region of which no public holidays are known."""
    import holidays  # noqa: PLC0415 - slow to import, and few scenarios name a country

    code, _, region = country.partition("-")
    try:
        holidays.country_holidays(code, subdiv=region or None)
    except NotImplementedError:
        supported = holidays.list_supported_countries()
        what = f"is no region of {code}" if code in supported else "is no country"
        known = supported.get(code) or ["US", "GB", "DE-BE"]
        remedy = (
            f"there is {', '.join(f'{code}-{one}' for one in known)}"
            if region and code in supported
            else ("write an ISO 3166 code such as US, GB or DE-BE")
        )
        yield Finding(path, f"{shown(country)} {what} whose public holidays are known; {remedy}")
