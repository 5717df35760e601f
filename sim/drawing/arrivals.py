"""Arrivals: every conversation of one replication, from its instant to all that may follow from it."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from sim import calendar
from sim.drawing import demand, distributions, incidents, streams
from sim.drawing.contacts import Basis, Contacts, detail_table, in_order, joined, picked, shares, with_topics
from sim.drawing.conversations import conversation_table
from sim.drawing.follow_ups import with_follow_ups
from sim.drawing.touches import draw_touches
from sim.drawing.work_types import names_of, work_types_of
from sim.inputs import NOBODY, Demand
from sim.scenario.part import LONGEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from sim.drawing.demand import Cells, Draw, Slots, SurgeRuns
    from sim.inputs import Names
    from sim.scenario import OpenAtStart, Scenario, World

    Integers = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Keys = NDArray[np.uint64]

MOST_CONTACTS: Final = 20_000_000
"""In one replication; more would not fit into the memory of an ordinary machine."""
MOST_TOUCHES: Final = 60_000_000
"""The same for touches."""


def draw_demand(scenario: Scenario, seed: int, replication: int) -> Demand:
    """Return the conversations of one replication: the same for every plan of *scenario*.

    Every number is keyed by segment, zone, language, clock hour and index in the hour, and then by touch or follow-up:
    more demand only adds conversations, and those that were there keep their instant, topic, touches and patience.

    Raises:
        ValueError: more than MOST_CONTACTS are to be expected, or the clocks or holidays of a zone are not known.

    """
    draw = demand.Draw(seed, replication)
    timeline = calendar.timeline(scenario)
    names = names_of(scenario.world)
    surges = demand.surge_runs(scenario, draw, timeline)
    opened = _open_at_start(scenario.world, names, draw)
    arrived = _arrivals(scenario, names, draw, timeline, surges)
    basis = Basis(scenario.world, names, draw)
    contacts = with_topics(basis, joined([opened, *arrived]))
    contacts = incidents.with_duplicates(contacts, surges, draw, timeline.horizon)
    contacts = in_order(contacts, len(opened.key))
    lines = with_follow_ups(basis, contacts, MOST_CONTACTS)
    touched = draw_touches(basis, lines.contacts, MOST_TOUCHES)
    work_types = work_types_of(scenario.world, names)
    drawn = Demand(
        conversations=conversation_table(basis, lines, touched, work_types),
        touches=touched.table,
        follow_ups=lines.terms,
        details=detail_table(lines.contacts),
        work_types=work_types.table,
        names=names,
        n_first=len(contacts.key),
        n_open_at_start=len(opened.key),
        days=demand.days_of(scenario, timeline),
        horizon=timeline.horizon,
    )
    return incidents.with_fixes(drawn, surges)


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
            for language, share in shares(segment.languages).items():
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
    return joined([Contacts(nothing.astype(np.uint64), *[nothing] * 7), *entries])


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
        zone=picked(segment.zones, names.zones, draw.uniforms("zone", key)),
        language=picked(segment.languages, names.languages, draw.uniforms("language", key)),
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
