"""Follow-ups: a row for every redial, reopening and next contact that may come, generation by generation."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.drawing import distributions, streams
from sim.drawing.contacts import chosen, joined
from sim.drawing.luck import luck_of, ppm
from sim.inputs import FAR, FOLLOW_UP, NOBODY
from sim.scenario.part import LONGEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from sim.drawing.contacts import Basis, Contacts
    from sim.drawing.demand import Draw
    from sim.inputs import Table
    from sim.scenario import Spread
    from sim.scenario.conversations import NextContact, Reopen

    Integers = NDArray[np.int64]
    Keys = NDArray[np.uint64]


class Lines(NamedTuple):
    """First contacts, and whatever may follow from them."""

    contacts: Contacts
    """First contacts as they were; then, generation by generation and in the order of their parents, follow-ups: with
    the segment, topic, zone, language and surge of the parent, and an arrival that is FAR.
    """
    follow_up: Integers
    """The row of what may follow from each; NOBODY: nothing."""
    terms: Table
    """FOLLOW_UP, of the rows after the first contacts."""


class _Chances(NamedTuple):
    """In parts per million, by segment or by topic."""

    redial: Integers
    reopen: Integers
    if_wrong: Integers
    next: Integers
    next_if_wrong: Integers

    def highest(self, contacts: Contacts) -> Integers:
        """Return the highest chance, whatever happens, that something follows from each of *contacts*."""
        resolved = np.maximum(self.reopen + self.next, self.if_wrong + self.next_if_wrong)
        return np.asarray(np.maximum(self.redial[contacts.segment], resolved[contacts.topic]))


def with_follow_ups(basis: Basis, first: Contacts, most: int) -> Lines:
    """Return *first* contacts and a row for every follow-up that can come, whatever happens in a run.

    A follow-up is keyed by its parent: more of them never change others.

    Raises:
        ValueError: there would be more than *most* rows.

    """
    chances = _chances(basis)
    generations, follow_up, lucks, n_rows = [first], [], [], len(first.key)
    highest = chances.highest(first)
    while highest.any():
        luck = luck_of(basis.draw.uniforms("follow_up", generations[-1].key))
        comes = luck < highest
        follow_up.append(np.where(comes, n_rows - 1 + np.cumsum(comes), NOBODY))
        generations.append(_children(chosen(generations[-1], comes)))
        lucks.append(luck[comes])
        n_rows += len(lucks[-1])
        _refuse_too_many(n_rows, most)
        highest = chances.highest(generations[-1])
    follow_up.append(np.full(len(generations[-1].key), NOBODY, np.int64))
    contacts = joined(generations) if len(generations) > 1 else first
    return Lines(contacts, np.concatenate(follow_up), _terms(basis, chances, contacts, lucks))


def _children(parents: Contacts) -> Contacts:
    """Return the follow-ups of *parents*."""
    n = len(parents.key)
    return parents._replace(
        key=streams.hashed(parents.key, streams.name_key("follow_up")),
        arrival_at=np.full(n, FAR, np.int64),
        waited_time=np.zeros(n, np.int64),
    )


def _refuse_too_many(n_rows: int, most: int) -> None:
    if n_rows > most:
        raise ValueError(
            f"more than {most:,} conversations can come in one replication with all that may follow from them, which "
            "do not fit into memory: choose a shorter length, fewer customers, or lower chances of redial, reopen and "
            "next_contact"
        )


def _chances(basis: Basis) -> _Chances:
    redials = [segment.redial for segment in basis.segments()]
    topics = basis.topics()
    reopen, if_wrong = _returns([(topic.reopen, topic.wrong) for topic in topics])
    again, again_if_wrong = _returns([(topic.next_contact, topic.wrong) for topic in topics])
    return _Chances(
        redial=ppm(redial.chance if redial else 0.0 for redial in redials),
        reopen=reopen,
        if_wrong=if_wrong,
        next=again,
        next_if_wrong=again_if_wrong,
    )


def _returns(parts: Sequence[tuple[Reopen | NextContact | None, float]]) -> tuple[Integers, Integers]:
    """Return the chances of what follows after right answers and after wrong ones, which may never occur."""
    usual = [part.chance if part else 0.0 for part, _ in parts]
    other = [part.if_wrong if part and wrong else None for part, wrong in parts]
    return ppm(usual), ppm(one if two is None else two for one, two in zip(usual, other, strict=True))


def _terms(basis: Basis, chances: _Chances, contacts: Contacts, lucks: Sequence[Integers]) -> Table:
    """Return under which conditions and when each follow-up comes."""
    n_later = sum(map(len, lucks))
    table = np.zeros(n_later, FOLLOW_UP)
    if not n_later:
        return table
    later = chosen(contacts, np.arange(len(contacts.key) - n_later, len(contacts.key)))
    table["luck"] = np.concatenate(lucks)
    table["redial_chance"] = chances.redial[later.segment]
    table["reopen_chance"] = chances.reopen[later.topic]
    table["reopen_if_wrong_chance"] = chances.if_wrong[later.topic]
    table["next_chance"] = chances.next[later.topic]
    table["next_if_wrong_chance"] = chances.next_if_wrong[later.topic]
    for column, group, parts in (
        ("redial_time", later.segment, [segment.redial for segment in basis.segments()]),
        ("reopen_time", later.topic, [topic.reopen for topic in basis.topics()]),
        ("next_time", later.topic, [topic.next_contact for topic in basis.topics()]),
    ):
        spreads = [part.after if part else None for part in parts]
        table[column] = _spans_by(spreads, group, basis.draw, column, later.key)
    return table


def _spans_by(spreads: Sequence[Spread | None], group: Integers, draw: Draw, quantity: str, key: Keys) -> Integers:
    """Return spans drawn from the spread of each *group*; FAR where it has none."""
    spans = np.full(len(group), FAR, np.int64)
    for number, spread in enumerate(spreads):
        if spread is not None:
            rows = np.flatnonzero(group == number)
            u = draw.uniforms(quantity, key[rows])
            spans[rows] = np.minimum(distributions.spans(spread, u), LONGEST)
    return spans
