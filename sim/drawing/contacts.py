"""Contacts: who writes when, and about what, before anything else about a conversation is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.inputs import DETAIL, INDEX, NOBODY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from sim.drawing.demand import Draw
    from sim.inputs import Names, Table
    from sim.scenario import Segment, Topic, World

    Integers = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Keys = NDArray[np.uint64]


class Basis(NamedTuple):
    """What customers are drawn from."""

    world: World
    names: Names
    draw: Draw

    def segments(self) -> list[Segment]:
        """Return the segments by number."""
        return [self.world.segments[name] for name in self.names.segments]

    def topics(self) -> list[Topic]:
        """Return the topics by number."""
        return [self.world.topics[name] for name in self.names.topics]


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


def joined(parts: Sequence[Contacts]) -> Contacts:
    """Return the contacts of all *parts*, one after the other."""
    return Contacts._make(np.concatenate(column) for column in zip(*parts, strict=True))


def chosen(contacts: Contacts, rows: NDArray[np.bool_] | Integers) -> Contacts:
    """Return some of *contacts*: *rows* are numbers, or true for those that are wanted."""
    return Contacts._make(column[rows] for column in contacts)


def in_order(contacts: Contacts, n_open: int) -> Contacts:
    """Return the first *n_open*, open at the start, the oldest before; then the others by arrival; ties by key."""
    arrives = np.arange(len(contacts.key)) >= n_open
    return chosen(contacts, np.lexsort((contacts.key, contacts.arrival_at, -contacts.waited_time, arrives)))


def with_topics(basis: Basis, contacts: Contacts) -> Contacts:
    """Return *contacts* with their topics, drawn where they are not given."""
    world, names, draw = basis
    topics = contacts.topic.copy()
    for number, name in enumerate(names.segments):
        rows = np.flatnonzero((contacts.segment == number) & (contacts.topic == NOBODY))
        topics[rows] = picked(topic_mix(world, name), names.topics, draw.uniforms("topic", contacts.key[rows]))
    return contacts._replace(topic=topics)


def topic_mix(world: World, segment: str) -> Mapping[str, float]:
    """Return topic -> weight for the customers of *segment*."""
    return world.segments[segment].topics or {name: topic.share for name, topic in world.topics.items()}


def shares(mix: Mapping[str, float]) -> dict[str, float]:
    """Return *mix* in alphabetical order, with a sum of 1."""
    total = sum(mix[name] for name in sorted(mix))
    return {name: mix[name] / total for name in sorted(mix)}


def picked(mix: Mapping[str, float], names: Sequence[str], u: Floats) -> Integers:
    """Return indices into *names*, drawn by the shares of *mix* in alphabetical order."""
    parts = shares(mix)
    bounds = np.cumsum(list(parts.values()))[:-1]
    return np.array([names.index(name) for name in parts])[np.searchsorted(bounds, u, side="right")]


def detail_table(contacts: Contacts) -> Table:
    """Return DETAIL of *contacts*."""
    table = np.zeros(len(contacts.key), DETAIL)
    table["key"] = contacts.key
    for field in ("segment", "topic", "zone", "language", "surge"):
        table[field] = getattr(contacts, field).astype(INDEX)
    return table
