"""Touches: what agents do on each conversation, one after the other, and what customers or engineering take between."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from sim.drawing import distributions
from sim.drawing.luck import luck_of, ppm
from sim.inputs import NOBODY, TOUCH
from sim.scenario.conversations import MOST_TOUCHES
from sim.scenario.customers import think_time_of
from sim.scenario.part import LONGEST

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.drawing.contacts import Basis, Contacts
    from sim.drawing.demand import Draw
    from sim.inputs import Table
    from sim.scenario import Spread, Topic
    from sim.scenario.conversations import Engineering, Touches

    Integers = NDArray[np.int64]
    Flags = NDArray[np.bool_]

_FIRST, _LATER, _UPDATE, _NEWS, _NEXT_TIER = range(5)
_OURS: Final = (_UPDATE, _NEWS)


class Touched(NamedTuple):
    """All touches, and where those of each conversation stand."""

    table: Table
    """TOUCH, conversation by conversation: that of the next tier, if there is one, then its own ones."""
    first_touch: Integers
    end_touch: Integers
    escalation_touch: Integers
    """NOBODY: none."""


class _Course(NamedTuple):
    """How each conversation goes on, before its touches are drawn."""

    n_with_customer: Integers
    """Touches to which the customer answers, and the last of them."""
    fix_time: Integers
    """How long engineering takes; NOBODY: it is not asked."""
    update_every: Integers
    n_updates: Integers
    is_escalated: Flags

    def n_own(self) -> Integers:
        """Return how many touches each conversation has, without that of the next tier."""
        return np.asarray(self.n_with_customer + self.n_updates + (self.fix_time != NOBODY))


class _Places(NamedTuple):
    """Where each touch stands."""

    owner: Integers
    """Its conversation."""
    number: Integers
    """0 for the first of its conversation, -1 for that of the next tier."""
    kind: Integers
    kind_number: Integers
    """The how manieth of its kind it is: what a touch is drawn by must not move with the others."""


def draw_touches(basis: Basis, contacts: Contacts, most: int) -> Touched:
    """Return the touches of *contacts*: every number is keyed by its conversation and its place in it.

    Raises:
        ValueError: there would be more than *most*.

    """
    course = _course(basis, contacts)
    n_own = course.n_own()
    sizes = n_own + course.is_escalated
    _refuse_too_many(int(sizes.sum()), most)
    end = np.cumsum(sizes)
    first = end - n_own
    places = _places(course, sizes, first)
    table = np.zeros(len(places.owner), TOUCH)
    table["is_ours"] = np.isin(places.kind, _OURS)
    table["handle_time"] = _handle_times(basis, contacts, places)
    table["think_time"] = _think_times(basis, contacts, places, course)
    handed_on = first[course.is_escalated]
    table["think_time"][handed_on - 1] = table["think_time"][handed_on]
    return Touched(table, first, end, np.where(course.is_escalated, first - 1, NOBODY))


def touch_counts(touches: Touches, u: NDArray[np.float64]) -> Integers:
    """Return how many touches the uniforms *u* stand for: the more, the greater they are."""
    if touches.law == "fixed" or touches.mean == 1:
        return np.full(u.shape, round(touches.mean), np.int64)
    last = _chance_of_last(touches.mean, touches.most)
    if not last:
        return np.full(u.shape, touches.most, np.int64)
    with np.errstate(over="ignore"):
        more = np.minimum(np.log1p(-u) / np.log1p(-last), touches.most - 1)
    return np.asarray(1 + np.floor(more).astype(np.int64))


def _chance_of_last(mean: float, most: int) -> float:
    """Return the chance of a touch to be the last with which at most *most* of them are *mean* on average."""
    low, high = 0.0, 1.0
    for _ in range(60):  # bisection, to the last bit: fewer touches, the higher the chance
        middle = (low + high) / 2
        on_average = -np.expm1(most * np.log1p(-middle)) / middle
        low, high = (middle, high) if on_average > mean else (low, middle)
    return low if mean < most else 0.0


def _course(basis: Basis, contacts: Contacts) -> _Course:
    n = len(contacts.key)
    course = _Course(
        n_with_customer=np.ones(n, np.int64),
        fix_time=np.full(n, NOBODY, np.int64),
        update_every=np.ones(n, np.int64),
        n_updates=np.zeros(n, np.int64),
        is_escalated=np.zeros(n, np.bool_),
    )
    for number, topic in enumerate(basis.topics()):
        rows = np.flatnonzero(contacts.topic == number)
        if topic.touches.mean != 1:
            luck = basis.draw.uniforms("touches", contacts.key[rows])
            course.n_with_customer[rows] = touch_counts(topic.touches, luck)
        if topic.escalation is not None:
            chance = topic.escalation.chance
            course.is_escalated[rows] = _happens(basis.draw, "escalation", chance, contacts.key[rows])
        if topic.engineering is not None:
            _ask_engineering(course, topic.engineering, rows, basis.draw, contacts)
    return course


def _ask_engineering(course: _Course, engineering: Engineering, rows: Integers, draw: Draw, contacts: Contacts) -> None:
    """Draw which of *rows* wait for engineering, for how long, and how often they hear how things stand."""
    asked = rows[_happens(draw, "engineering", engineering.chance, contacts.key[rows])]
    luck = draw.uniforms("engineering_time", contacts.key[asked])
    course.fix_time[asked] = np.minimum(distributions.spans(engineering.time, luck), LONGEST)
    if engineering.update_every is not None:
        course.update_every[asked] = engineering.update_every
        n_updates = (course.fix_time[asked] - 1) // engineering.update_every
        course.n_updates[asked] = np.clip(n_updates, 0, MOST_TOUCHES)


def _happens(draw: Draw, what: str, chance: float, keys: NDArray[np.uint64]) -> Flags:
    """Return which conversations have the luck that *what* happens to them."""
    return np.asarray(luck_of(draw.uniforms(what, keys)) < ppm([chance])[0])


def _refuse_too_many(n: int, most: int) -> None:
    if n > most:
        raise ValueError(
            f"{n:,} touches are to be drawn in one replication, and {most:,} are the most that fit into memory: choose "
            "a shorter length, fewer customers, fewer touches, or a longer update_every of engineering"
        )


def _places(course: _Course, sizes: Integers, first: Integers) -> _Places:
    """Return what each touch is."""
    owner = np.repeat(np.arange(len(sizes)), sizes)
    number = np.arange(len(owner)) - first[owner]
    after_customer = number - course.n_with_customer[owner]
    kind = np.full(len(owner), _LATER, np.int64)
    kind[number == 0] = _FIRST
    kind[after_customer >= 0] = _UPDATE
    kind[after_customer == course.n_updates[owner]] = _NEWS
    kind[number < 0] = _NEXT_TIER
    kind_number = np.select([kind == _LATER, kind == _UPDATE], [number, after_customer], 0)
    return _Places(owner, number, kind, kind_number)


def _handle_times(basis: Basis, contacts: Contacts, places: _Places) -> Integers:
    """Return the work that each touch takes, by its kind and the topic."""
    times = np.zeros(len(places.owner), np.int64)
    topics = contacts.topic[places.owner]
    for number, topic in enumerate(basis.topics()):
        rows = np.flatnonzero(topics == number)
        for kind, (quantity, spread) in enumerate(_work(topic)):
            some = rows[places.kind[rows] == kind]
            if spread is not None and some.size:
                later = () if kind == _FIRST else (places.kind_number[some],)
                u = basis.draw.uniforms(quantity, contacts.key[places.owner[some]], *later)
                times[some] = np.minimum(distributions.spans(spread, u), LONGEST)
    return times


def _work(topic: Topic) -> tuple[tuple[str, Spread | None], ...]:
    """Return, by kind of touch, the quantity to draw and its spread."""
    engineering, escalation = topic.engineering, topic.escalation
    return (
        ("handle_time", topic.handle_time),
        ("later_handle_time", topic.later_handle_time or topic.handle_time),
        ("update_time", engineering.update_time if engineering else None),
        ("fix_time", engineering.fix_time if engineering else None),
        ("escalation_time", (escalation.handle_time or topic.handle_time) if escalation else None),
    )


def _think_times(basis: Basis, contacts: Contacts, places: _Places, course: _Course) -> Integers:
    """Return how long after its end each touch is followed by the next: by the customer's answer, or by engineering."""
    times = np.zeros(len(places.owner), np.int64)
    left = course.n_with_customer[places.owner] - 1 - places.number
    answered = np.flatnonzero((left > 0) & (places.kind <= _LATER))
    segments = contacts.segment[places.owner[answered]]
    for number, segment in enumerate(basis.segments()):
        rows = answered[segments == number]
        u = basis.draw.uniforms("think_time", contacts.key[places.owner[rows]], places.number[rows])
        times[rows] = np.minimum(distributions.spans(think_time_of(segment), u), LONGEST)
    rows = np.flatnonzero((left <= 0) & (course.fix_time[places.owner] != NOBODY) & (places.kind < _NEWS))
    owner = places.owner[rows]
    rest = course.fix_time[owner] - course.n_updates[owner] * course.update_every[owner]
    times[rows] = np.where(-left[rows] < course.n_updates[owner], course.update_every[owner], rest)
    return times
