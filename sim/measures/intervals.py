"""Sets of intervals [starts_at, ends_at): how much time they cover, and where two sets meet. Whole ticks throughout."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from typing import Self

    from numpy.typing import ArrayLike, NDArray

    Ints = NDArray[np.int64]


class Spans(NamedTuple):
    """Intervals of some owners (agents, segments): equally long arrays, in any order; they may overlap."""

    owner: Ints
    starts_at: Ints
    ends_at: Ints

    def of(self, chosen: NDArray[np.bool_] | Ints) -> Self:
        """Return the chosen intervals (a mask or indices)."""
        return self._replace(owner=self.owner[chosen], starts_at=self.starts_at[chosen], ends_at=self.ends_at[chosen])

    def within(self, start: int, end: int) -> Self:
        """Return the parts inside [start, end); what lies outside has length 0."""
        return self._replace(starts_at=self.starts_at.clip(start, end), ends_at=self.ends_at.clip(start, end))

    def lengths(self) -> Ints:
        """Return the length of each."""
        return self.ends_at - self.starts_at

    def per_owner(self, n_owners: int) -> Ints:
        """Return the time of each owner 0, 1, ... n_owners - 1."""
        return total_by(self.owner, self.lengths(), n_owners)


class Meetings(NamedTuple):
    """Where intervals of one set meet those of another: one row for each pair."""

    first: Ints
    """Index into the first set."""
    second: Ints
    """Index into the second set."""
    spans: Spans
    """What both cover."""


def total_by(group: Ints, amounts: Ints, n_groups: int) -> Ints:
    """Return the sum of *amounts* in each group 0, 1, ... n_groups - 1, exactly."""
    totals = np.zeros(n_groups, np.int64)
    np.add.at(totals, group, amounts)
    return totals


def time_before(spans: Spans, instants: ArrayLike) -> Ints:
    """Return how much time all intervals together cover before each instant; where two overlap, both count.

    Two instants give the time between them: of the waiting, the integral of their number (Little's law).
    """
    at = np.asarray(instants, np.int64)
    return _ramp(spans.starts_at, at) - _ramp(spans.ends_at, at)


def time_between(spans: Spans, edges: Ints) -> Ints:
    """Return how much time all intervals cover between one edge and the next: one less than there are edges."""
    return np.diff(time_before(spans, edges))


def number_at(spans: Spans, instants: ArrayLike) -> Ints:
    """Return how many intervals hold each instant (starts_at <= instant < ends_at)."""
    at = np.asarray(instants, np.int64)
    begun = np.searchsorted(np.sort(spans.starts_at), at, side="right")
    return begun - np.searchsorted(np.sort(spans.ends_at), at, side="right")


def meetings(first: Spans, second: Spans) -> Meetings:
    """Return where intervals of *first* meet those of the same owner in *second*, which must not overlap there."""
    order = np.lexsort((second.starts_at, second.owner))
    reach = 1 + max((int(spans.ends_at.max(initial=0)) for spans in (first, second)), default=0)
    starts, ends = (second.owner[order] * reach + edge[order] for edge in (second.starts_at, second.ends_at))
    lowest = np.searchsorted(ends, first.owner * reach + first.starts_at, side="right")
    beyond = np.searchsorted(starts, first.owner * reach + first.ends_at, side="left")
    n_met = np.maximum(beyond - lowest, 0)
    one = np.repeat(np.arange(n_met.size), n_met)
    other = order[np.arange(one.size) + np.repeat(lowest - (np.cumsum(n_met) - n_met), n_met)]
    starts_at = np.maximum(first.starts_at[one], second.starts_at[other])
    ends_at = np.minimum(first.ends_at[one], second.ends_at[other])
    return Meetings(one, other, Spans(first.owner[one], starts_at, ends_at))


def _ramp(edges: Ints, at: Ints) -> Ints:
    """Return the sum, over the edges before each instant, of the time since the edge."""
    ordered = np.sort(edges)
    passed = np.searchsorted(ordered, at, side="right")
    return passed * at - np.concatenate(([0], np.cumsum(ordered)))[passed]
