"""Statistics of agreement against hand-worked cases and a reference."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import spearmanr

from trainee_exercises.scoring.figures import (
    by_length,
    kappa_with_interval,
    rank_correlation,
    weighted_kappa,
    within_groups,
)


def test_kappa_of_a_hand_worked_table():
    """Four pairs, one of them off by one step: 1 - 1 / 12."""
    # Squared steps seen: 1. Expected, each row over the columns 1, 2, 4, 4: 19 + 9 + 7 + 13 = 48, a quarter each: 12.
    assert 1 - 1 / 12 == pytest.approx(weighted_kappa([1, 2, 3, 4], [1, 2, 4, 4]), abs=1e-12)


def test_kappa_of_perfect_and_opposite_marks():
    """1 where all agree, -1 where two raters mirror each other evenly."""
    assert 1 == weighted_kappa([1, 2, 3, 4], [1, 2, 3, 4])
    assert -1 == pytest.approx(weighted_kappa([1, 2, 3, 4], [4, 3, 2, 1]))


def test_kappa_without_spread_is_not_a_number():
    """Two constant raters say nothing about agreement, nor do none."""
    assert math.isnan(weighted_kappa([2, 2], [2, 2]))
    assert math.isnan(weighted_kappa([], []))


def test_decimals_count_as_the_nearest_mark():
    """2.5 is a 3: halves go up, not to the even mark."""
    assert weighted_kappa([1, 3, 3], [1, 3, 4]) == weighted_kappa([1.2, 2.5, 3.4], [1, 3, 4])


def test_interval_holds_the_value_and_is_the_same_every_time():
    """The bootstrap has a fixed seed; two questions or more are needed."""
    left, right = [1, 2, 3, 4, 1, 2, 4, 4], [1, 2, 4, 4, 2, 2, 3, 4]
    groups = ["a", "a", "b", "b", "c", "c", "d", "d"]
    found = kappa_with_interval(left, right, groups)

    assert found.low <= found.value <= found.high
    assert 8 == found.n
    assert found == kappa_with_interval(left, right, groups)
    assert math.isnan(kappa_with_interval(left, right, ["a"] * 8).low)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_rank_correlation_equals_the_reference(seed):
    """With ties, to 1e-12."""
    random = np.random.default_rng(seed)
    left, right = random.integers(1, 5, 30).tolist(), random.normal(size=30).round(1).tolist()

    assert spearmanr(left, right).statistic == pytest.approx(rank_correlation(left, right), abs=1e-12)


def test_within_groups_counts_a_constant_score_as_nothing():
    """A question on which the scorer cannot tell replies apart pulls the mean down."""
    assert 0.5 == within_groups([1, 2, 3, 3], [1, 4, 1, 4], ["a", "a", "b", "b"])
    assert math.isnan(within_groups([1, 2], [3, 3], ["a", "a"]))


def test_length_gets_the_shares_of_the_labels():
    """The longest reply gets the highest label there is."""
    assert [1, 4, 2] == by_length([10, 90, 40], [4, 1, 2])
