"""Arrivals: every conversation of one replication, with its instant, topic, handle time and patience."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from sim import calendar
from sim.drawing import demand, distributions, streams
from sim.inputs import CONVERSATION, DETAIL, FAR, INDEX, NOBODY, WORK_TYPE, Demand, Names
from sim.scenario.part import LONGEST

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from sim.drawing.demand import Cells, Draw, Slots, SurgeRuns
    from sim.inputs import Table
    from sim.scenario import OpenAtStart, Scenario, Spread, World

    Integers = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Keys = NDArray[np.uint64]

MOST_CONTACTS: Final = 20_000_000
"""In one replication; more would not fit into the memory of an ordinary machine."""


class Contacts(NamedTuple):
    """Conversations before their attributes are drawn: equally long arrays, indices as in Names."""

    key: Keys
    arrival_at: Integers
    waited_time: Integers
    segment: Integers
    zone: Integers
    language: Integers
    surge: Integers
    topic: Integers
    """NOBODY: still to be drawn."""


def draw_demand(scenario: Scenario, seed: int, replication: int) -> Demand:
    """Return the conversations of one replication: the same for every plan of *scenario*.

    Every number is keyed by segment, zone, language, clock hour and index in the hour: more demand only adds
    conversations, and those that were there keep their instant, topic, handle time and patience.

    Raises:
        ValueError: more than MOST_CONTACTS are to be expected, or the clocks or holidays of a zone are not known.

    """
    draw = demand.Draw(seed, replication)
    timeline = calendar.timeline(scenario)
    names = names_of(scenario.world)
    surges = demand.surge_runs(scenario, draw, timeline)
    opened = _open_at_start(scenario.world, names, draw)
    arrived = _arrivals(scenario, names, draw, timeline, surges)
    contacts = _in_order(_joined([opened, *arrived]), len(opened.key))
    contacts = contacts._replace(topic=_topics(scenario.world, names, draw, contacts))
    work_types, numbers = _work_types(scenario.world, names)
    return Demand(
        conversations=_conversations(scenario.world, names, draw, contacts, numbers),
        details=_details(contacts),
        work_types=work_types,
        names=names,
        n_open_at_start=len(opened.key),
        horizon=timeline.horizon,
    )


def names_of(world: World) -> Names:
    """Return the names of everything in *world*, each kind in alphabetical order."""
    segments = world.segments.values()
    return Names(
        segments=tuple(sorted(world.segments)),
        topics=tuple(sorted(world.topics)),
        skills=tuple(sorted({topic.skill for topic in world.topics.values() if topic.skill is not None})),
        languages=tuple(sorted({language for segment in segments for language in segment.languages})),
        zones=tuple(sorted({zone for segment in segments for zone in segment.zones})),
        surges=tuple(sorted(world.surges)),
    )


class _Source(NamedTuple):
    """Customers of one segment, zone and language."""

    segment: int
    zone: int
    language: int
    keys: tuple[int, ...]


def _arrivals(
    scenario: Scenario, names: Names, draw: Draw, timeline: calendar.Timeline, surges: Sequence[SurgeRuns]
) -> list[Contacts]:
    """Return the conversations that arrive, source by source."""
    found, total = [], 0.0
    for zone_number, zone in enumerate(names.zones):
        cells = demand.cells_of(timeline, zone)
        ordinary = demand.ordinary_slots(cells, timeline.horizon)
        added = [(run, demand.surge_slots(run, cells, timeline.horizon)) for run in surges]
        for number, name in enumerate(names.segments):
            segment = scenario.world.segments[name]
            if zone not in segment.zones:
                continue
            expected = demand.expected_contacts(scenario, name, zone, cells.hours)
            expected *= demand.busyness(draw, name, segment, cells.hours)
            slots = [ordinary, *(slot for run, slot in added if run.touches(name))]
            total += _total(expected, slots)
            _refuse_too_many(total)
            for language, share in _shares(segment.languages).items():
                keys = (demand.segment_key(name, segment), streams.name_key(zone), streams.name_key(language))
                source = _Source(number, zone_number, names.languages.index(language), keys)
                found += [_drawn(draw, source, cells, slot, expected * share) for slot in slots]
    forced = [names.topics.index(run.surge.topic) if run.surge.topic else NOBODY for run in surges]
    of_surge = np.array([*forced, NOBODY])  # NOBODY, no surge, is the last
    return [contacts._replace(topic=of_surge[contacts.surge]) for contacts in found]


def _total(expected: Floats, slots: Sequence[Slots]) -> float:
    with np.errstate(over="ignore", invalid="ignore"):  # no number, or one without end, is refused as too many
        return sum(float((expected[slot.cell] * slot.factor).sum()) for slot in slots)


def _refuse_too_many(expected: float) -> None:
    if not expected <= MOST_CONTACTS:
        number = f"about {expected:.3g}" if isfinite(expected) else "countless"
        raise ValueError(
            f"{number} conversations are to be expected in one replication, and {MOST_CONTACTS:,} are the "
            "most that fit into memory: choose a shorter length, fewer customers, a lower contact_rate or less growth"
        )


def _drawn(draw: Draw, source: _Source, cells: Cells, slots: Slots, expected: Floats) -> Contacts:
    """Return the contacts of one source in *slots*.

    They are drawn for the whole hour and those outside the slot are dropped: so the others stay where they are when
    the horizon or a surge moves.
    """
    cell_keys = cells.hours.key[slots.cell]
    luck = draw.uniforms("count", *source.keys, *slots.keys, cell_keys)
    counts = distributions.poisson_counts(expected[slots.cell] * slots.factor, luck)
    slot = np.repeat(np.arange(len(counts)), counts)
    words = [word[slot] if isinstance(word, np.ndarray) else word for word in slots.keys]
    key = streams.hashed(*source.keys, *words, cell_keys[slot], demand.positions(counts))
    cell = slots.cell[slot]
    within = np.floor(draw.uniforms("instant", key) * cells.hours.full_time[cell]).astype(np.int64)
    at = cells.starts_at[cell] + within
    exists = (at >= slots.starts_at[slot]) & (at < slots.ends_at[slot])
    return _contacts(key[exists], at[exists], source, slots.surge)


def _contacts(key: Keys, at: Integers, source: _Source, surge: int) -> Contacts:
    def same(value: int) -> Integers:
        return np.full(len(key), value, np.int64)

    return Contacts(
        key, at, same(0), same(source.segment), same(source.zone), same(source.language), same(surge), same(NOBODY)
    )


def _open_at_start(world: World, names: Names, draw: Draw) -> Contacts:
    """Return what is already waiting at tick 0, entry by entry."""
    entries = [_opened(world, names, draw, number) for number in range(len(world.open_at_start))]
    nothing = np.zeros(0, np.int64)
    return _joined([Contacts(nothing.astype(np.uint64), *[nothing] * 7), *entries])


def _opened(world: World, names: Names, draw: Draw, number: int) -> Contacts:
    entry = world.open_at_start[number]
    segment = world.segments[entry.segment]
    n = len(entry.ages) if entry.ages is not None else entry.count or 0
    key = streams.hashed(
        streams.name_key("open at start"), demand.segment_key(entry.segment, segment), number, np.arange(n)
    )  # fmt: skip
    return Contacts(
        key=key,
        arrival_at=np.zeros(n, np.int64),
        waited_time=_ages(entry, draw, key),
        segment=np.full(n, names.segments.index(entry.segment)),
        zone=_picked(segment.zones, names.zones, draw.uniforms("zone", key)),
        language=_picked(segment.languages, names.languages, draw.uniforms("language", key)),
        surge=np.full(n, NOBODY),
        topic=np.full(n, NOBODY if entry.topic is None else names.topics.index(entry.topic)),
    )


def _ages(entry: OpenAtStart, draw: Draw, key: Keys) -> Integers:
    """Return how long each has waited; 0 where the entry says neither ages nor their spread."""
    if entry.ages is not None:
        return np.array(entry.ages, np.int64)
    if entry.age is None:
        return np.zeros(len(key), np.int64)
    return np.minimum(distributions.spans(entry.age, draw.uniforms("age", key)), LONGEST)


def _joined(parts: Sequence[Contacts]) -> Contacts:
    return Contacts._make(np.concatenate(column) for column in zip(*parts, strict=True))


def _in_order(contacts: Contacts, n_open: int) -> Contacts:
    """Return what was open at the start, the oldest first, then the rest by arrival; ties by key."""
    arrives = np.arange(len(contacts.key)) >= n_open
    order = np.lexsort((contacts.key, contacts.arrival_at, -contacts.waited_time, arrives))
    return Contacts._make(column[order] for column in contacts)


def _topics(world: World, names: Names, draw: Draw, contacts: Contacts) -> Integers:
    """Return the topics, drawn where they are not given."""
    topics = contacts.topic.copy()
    for number, name in enumerate(names.segments):
        rows = np.flatnonzero((contacts.segment == number) & (contacts.topic == NOBODY))
        topics[rows] = _picked(_topic_shares(world, name), names.topics, draw.uniforms("topic", contacts.key[rows]))
    return topics


def _topic_shares(world: World, segment: str) -> Mapping[str, float]:
    return world.segments[segment].topics or {name: topic.share for name, topic in world.topics.items()}


def _shares(mix: Mapping[str, float]) -> dict[str, float]:
    """Return the mix in alphabetical order, with a sum of 1."""
    total = sum(mix[name] for name in sorted(mix))
    return {name: mix[name] / total for name in sorted(mix)}


def _picked(mix: Mapping[str, float], names: Sequence[str], u: Floats) -> Integers:
    """Return indices into *names*, drawn by the shares of *mix* in alphabetical order."""
    shares = _shares(mix)
    bounds = np.cumsum(list(shares.values()))[:-1]
    return np.array([names.index(name) for name in shares])[np.searchsorted(bounds, u, side="right")]


def _work_types(world: World, names: Names) -> tuple[Table, Integers]:
    """Return every work type that can occur, in order, and its number by [segment, topic, language]."""
    numbered = {None: NOBODY} | {name: number for number, name in enumerate(names.skills)}
    skills = [numbered[world.topics[name].skill] for name in names.topics]
    can_occur = {
        (number, skills[names.topics.index(topic)], names.languages.index(language))
        for number, name in enumerate(names.segments)
        for topic in _possible_topics(world, name)
        for language in world.segments[name].languages
    }
    rows = sorted(can_occur)
    numbers = np.full((len(names.segments), len(names.topics), len(names.languages)), NOBODY, np.int64)
    for work_type, (segment, skill, language) in enumerate(rows):
        numbers[segment, [index for index, needed in enumerate(skills) if needed == skill], language] = work_type
    return np.array([(*row, 1) for row in rows], WORK_TYPE), numbers


def _possible_topics(world: World, segment: str) -> set[str]:
    """Return what customers of *segment* can write about, drawn or not."""
    of_surges = {
        surge.topic for surge in world.surges.values() if surge.segments is None or segment in surge.segments
    }  # fmt: skip
    of_open = {entry.topic for entry in world.open_at_start if entry.segment == segment}
    return {*_topic_shares(world, segment)} | {topic for topic in of_surges | of_open if topic is not None}


def _conversations(world: World, names: Names, draw: Draw, contacts: Contacts, work_types: Integers) -> Table:
    """Return the table of conversations, with handle time and patience drawn."""
    table = np.zeros(len(contacts.key), CONVERSATION)
    table["arrival_at"] = contacts.arrival_at
    table["waited_time"] = contacts.waited_time
    table["work_type"] = work_types[contacts.segment, contacts.topic, contacts.language]
    for number, name in enumerate(names.topics):
        rows = np.flatnonzero(contacts.topic == number)
        u = draw.uniforms("handle_time", contacts.key[rows])
        table["handle_time"][rows] = np.minimum(distributions.spans(world.topics[name].handle_time, u), LONGEST)
    for number, name in enumerate(names.segments):
        rows = np.flatnonzero(contacts.segment == number)
        u = draw.uniforms("patience", contacts.key[rows])
        table["patience_time"][rows] = _patience(world.segments[name].patience, contacts.waited_time[rows], u)
    return table


def _patience(patience: Spread | None, waited: Integers, u: Floats) -> Integers:
    """Return how long customers wait in all: longer than they have already waited."""
    if patience is None:
        return np.full(len(u), FAR)
    total = distributions.spans(patience, u)
    old = waited > 0
    total[old] = distributions.spans_beyond(patience, waited[old], u[old])
    return total


def _details(contacts: Contacts) -> Table:
    table = np.zeros(len(contacts.key), DETAIL)
    table["key"] = contacts.key
    for field in ("segment", "topic", "zone", "language", "surge"):
        table[field] = getattr(contacts, field).astype(INDEX)
    return table
