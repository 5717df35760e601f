"""Rates between groups equal the reference implementations; small groups are marked."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import chi2_contingency
from scipy.stats import fisher_exact as reference_fisher

from trainee_exercises.statistics import Count, above_median, chi_square, fisher_exact, impact


def some_tables(seed, n=60):
    """Return 2 x 2 tables of small and middling counts, with empty cells and rows."""
    random = np.random.default_rng(seed)
    return [random.integers(0, high, (2, 2)).tolist() for high in random.integers(2, 60, n)]


@pytest.mark.parametrize("seed", range(5))
def test_fisher_equals_scipy(seed):
    """Two-sided, with ties between equally likely tables and with empty margins."""
    for one in some_tables(seed):
        assert reference_fisher(one).pvalue == pytest.approx(fisher_exact(one), abs=1e-9), one


def test_fisher_counts_tables_that_are_exactly_as_likely():
    """((3, 7), (7, 3)): both tails, though their probabilities differ in the last digit of a float."""
    assert reference_fisher([[3, 7], [7, 3]]).pvalue == pytest.approx(fisher_exact(((3, 7), (7, 3))), abs=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_chi_square_equals_scipy(seed):
    """Without continuity correction; NaN where a row or column is empty."""
    for one in some_tables(seed):
        found = chi_square(one)
        if 0 in (*np.sum(one, axis=0), *np.sum(one, axis=1)):
            assert math.isnan(found.value)
            assert math.isnan(found.p)
        else:
            reference = chi2_contingency(one, correction=False)
            assert (reference.statistic, reference.pvalue) == pytest.approx(found, abs=1e-9), one


def test_impact_ratio_by_hand():
    """30 of 60 against 12 of 40: 0.3 / 0.5 = 0.6 of the highest rate, below four fifths."""
    women, men = impact([Count("women", 40, 12), Count("men", 60, 30)])

    assert (0.3, 0.6, False) == (women.rate, pytest.approx(women.ratio), women.is_highest)
    assert (0.5, 1.0, True) == (men.rate, men.ratio, men.is_highest)
    assert reference_fisher([[12, 28], [30, 30]]).pvalue == pytest.approx(women.fisher)
    assert math.isnan(men.fisher)
    assert women.small is None


def test_four_fifths_and_fisher_may_disagree_in_small_numbers():
    """3 of 6 against 5 of 7: a ratio of 0.7, and nothing that chance would not do."""
    one, _ = impact([Count("a", 6, 3), Count("b", 7, 5)])

    assert one.ratio < 0.8
    assert one.fisher > 0.5


def test_small_groups_are_marked_with_the_rule_and_never_the_measure_of_others():
    """4 people all chosen are not the highest rate; 9 of 500 are under 2 %."""
    tiny, thin, large = impact([Count("tiny", 4, 4), Count("thin", 9, 9), Count("large", 487, 100)])

    assert "fewer than 5 people" == tiny.small
    assert "under 2 % of all" == thin.small
    assert large.is_highest
    assert tiny.ratio > 1


@pytest.mark.parametrize(
    "counts",
    [
        [],
        [Count("a", 0, 0)],
        [Count("a", 0, 0), Count("b", 6, 3)],
        [Count("a", 8, 0), Count("b", 6, 0)],
        [Count("a", 1, 1)],
    ],
)
def test_nothing_to_divide_by_is_nan_and_no_crash(counts):
    """Empty groups have no rate; where nobody was chosen there is no ratio."""
    found = impact(counts)

    assert [one.n for one in counts] == [one.n for one in found]
    assert all(math.isnan(one.rate) == (one.n == 0) for one in found)
    if all(one.chosen == 0 for one in counts):
        assert all(math.isnan(one.ratio) for one in found)


def test_above_the_median_is_above_and_not_at_it():
    """The median of 1, 2, 2, 4 is 2: one of four lies above."""
    assert [False, False, False, True] == above_median([1, 2, 2, 4])
    assert [] == above_median([])
