"""Interval arithmetic against brute force over single ticks."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from sim.measures.intervals import Spans, meetings, number_at, time_before, time_between, total_by


def some_spans(rng: np.random.Generator, n: int, n_owners: int = 3) -> Spans:
    """Return spans within [0, 60), many of them tied, some empty."""
    starts_at = rng.integers(0, 50, n)
    return Spans(rng.integers(0, n_owners, n), starts_at, starts_at + rng.integers(0, 10, n))


def disjoint(rng: np.random.Generator, n_owners: int = 3) -> Spans:
    """Return spans that do not overlap within an owner, in a shuffled order."""
    edges = [np.sort(rng.choice(60, size=8, replace=False)) for _ in range(n_owners)]
    starts_at, ends_at = (np.concatenate([edge[side::2] for edge in edges]) for side in (0, 1))
    order = rng.permutation(starts_at.size)
    return Spans(np.repeat(np.arange(n_owners), 4)[order], starts_at[order], ends_at[order])


@pytest.mark.parametrize("seed", range(20))
def test_time_before_and_number_at_count_ticks(seed):
    """Ticks covered before an instant, and spans that hold it."""
    print(f"seed {seed}")  # noqa: T201 (so that a failure can be repeated)
    spans = some_spans(np.random.default_rng(seed), 12)
    held = np.array([[start <= tick < end for tick in range(70)] for _, start, end in zip(*spans, strict=True)])
    instants = np.arange(70)
    assert held.sum(axis=0).tolist() == number_at(spans, instants).tolist()
    assert [held[:, :at].sum() for at in instants] == time_before(spans, instants).tolist()
    edges = np.array([0, 7, 7, 31, 69])
    assert [held[:, a:b].sum() for a, b in pairwise(edges)] == time_between(spans, edges).tolist()


@pytest.mark.parametrize("seed", range(20))
def test_meetings_are_the_ticks_that_both_cover(seed):
    """Each pair of one owner that overlaps, once, with exactly their common ticks."""
    print(f"seed {seed}")  # noqa: T201
    rng = np.random.default_rng(seed)
    first, second = some_spans(rng, 12), disjoint(rng)
    expected = {
        (one, other, max(a, c), min(b, d))
        for one, (owner, a, b) in enumerate(zip(*first, strict=True))
        for other, (mate, c, d) in enumerate(zip(*second, strict=True))
        if owner == mate and max(a, c) < min(b, d)
    }
    met = meetings(first, second)
    found = zip(met.first, met.second, met.spans.starts_at, met.spans.ends_at, strict=True)
    assert expected == {row for row in found if row[2] < row[3]}
    assert met.spans.owner.tolist() == first.owner[met.first].tolist()


def test_sums_are_exact_beyond_the_reach_of_floats():
    """2^60 + 1 twice: a float would lose the ones."""
    assert [2 * ((1 << 60) + 1), 0] == total_by(np.array([0, 0]), np.array([(1 << 60) + 1] * 2), 2).tolist()


def test_nothing_covers_nothing():
    """Empty sets have no time, no number, no meetings."""
    none = Spans(*(np.zeros(0, np.int64) for _ in range(3)))
    assert [0] == time_before(none, [5]).tolist()
    assert [0] == number_at(none, [5]).tolist()
    assert 0 == meetings(none, none).first.size


def test_what_lies_outside_a_window_has_no_length():
    """Before it, across its start, inside, across its end, beyond it."""
    spans = Spans(np.arange(5), np.array([0, 5, 12, 18, 30]), np.array([9, 12, 15, 25, 40]))
    assert [0, 2, 3, 2, 0] == spans.within(10, 20).lengths().tolist()


def test_chosen_spans_keep_their_owner_and_both_ends():
    """By numbers and by a mask."""
    spans = Spans(np.array([7, 8, 9]), np.array([1, 2, 3]), np.array([4, 5, 6]))
    for chosen in (np.array([0, 2]), np.array([True, False, True])):
        assert [[7, 9], [1, 3], [4, 6]] == [column.tolist() for column in spans.of(chosen)]


def test_spans_that_only_touch_do_not_meet():
    """[0, 10) and [10, 20) have no instant in common, whichever comes first."""
    early, late = (Spans(np.array([0]), np.array([a]), np.array([b])) for a, b in ((0, 10), (10, 20)))
    assert 0 == meetings(early, late).first.size
    assert 0 == meetings(late, early).first.size


def test_time_stays_in_whole_ticks_where_no_instant_is_asked_for():
    """An empty list is floats to numpy, and ticks to us."""
    spans = Spans(np.array([0]), np.array([0]), np.array([10]))
    assert np.int64 == time_before(spans, []).dtype
