"""Kappa and alpha equal the reference implementations, and say why where there is no figure."""

from __future__ import annotations

import math
from itertools import combinations

import krippendorff
import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score

from trainee_exercises.statistics import Figure, alpha, alpha_with_interval, mean_kappa, table, verdict, weighted_kappa

NAN = float("nan")


def some_marks(seed, raters=3, units=20, missing=0.0):
    """Return marks that hang together, some of them missing."""
    random = np.random.default_rng(seed)
    truth = random.integers(1, 5, units)
    marks = np.clip(truth + random.integers(-1, 2, (raters, units)), 1, 4).astype(float)
    marks[random.random(marks.shape) < missing] = NAN
    return marks


@pytest.mark.parametrize("seed", range(12))
def test_kappa_of_two_raters_equals_scikit_learn(seed):
    """Quadratic weights over the labels 1 to 4."""
    one, other = some_marks(seed, raters=2, units=25)
    reference = cohen_kappa_score(one, other, labels=[1, 2, 3, 4], weights="quadratic")

    assert reference == pytest.approx(weighted_kappa(one, other), abs=1e-9)


@pytest.mark.parametrize("seed", range(6))
def test_mean_kappa_of_three_raters_equals_the_mean_of_the_reference(seed):
    """Each pair over the units that both rated."""
    marks = some_marks(seed, missing=0.2)
    found = []
    for one, other in combinations(marks, 2):
        both = ~np.isnan(one) & ~np.isnan(other)
        found.append(cohen_kappa_score(one[both], other[both], labels=[1, 2, 3, 4], weights="quadratic"))

    assert np.mean(found) == pytest.approx(mean_kappa(marks).value, abs=1e-9)


@pytest.mark.parametrize("level", ["ordinal", "interval"])
@pytest.mark.parametrize("missing", [0.0, 0.3, 0.6])
@pytest.mark.parametrize("seed", range(6))
def test_alpha_equals_the_reference(seed, missing, level):
    """Also with missing marks, units with one mark and units with none."""
    marks = some_marks(seed, raters=4, missing=missing)
    reference = krippendorff.alpha(reliability_data=marks, level_of_measurement=level)

    assert reference == pytest.approx(alpha(marks, level), abs=1e-9)


def test_alpha_of_the_example_in_the_paper():
    """Krippendorff 2011, four observers and twelve units with missing ones: ordinal 0.815, interval 0.849."""
    marks = np.array(
        [
            [1, 2, 3, 3, 2, 1, 4, 1, 2, NAN, NAN, NAN],
            [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NAN, 3],
            [NAN, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NAN],
            [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NAN],
        ]
    )

    assert 0.815 == pytest.approx(alpha(marks, "ordinal"), abs=0.0005)
    assert 0.849 == pytest.approx(alpha(marks, "interval"), abs=0.0005)


@pytest.mark.parametrize("figure", [alpha_with_interval, mean_kappa])
def test_interval_holds_the_value_is_seeded_and_narrows(figure):
    """Same seed, same interval; four times the units, a narrower one."""
    few, many = some_marks(5, units=20), some_marks(5, units=80)
    found = figure(few)

    assert found.low < found.value < found.high
    assert found == figure(few)
    assert found.low != figure(few, seed=7).low
    assert figure(many).high - figure(many).low < found.high - found.low
    assert 20 == found.n


def test_alphas_interval_equals_drawing_units_one_by_one():
    """The draws by counts are the same as taking columns again and again, up to the luck of 2000 draws."""
    marks = some_marks(3, units=30)
    random = np.random.default_rng(1)
    drawn = [alpha(marks[:, random.integers(0, 30, 30)]) for _ in range(2000)]
    found = alpha_with_interval(marks)

    assert np.percentile(drawn, [2.5, 97.5]) == pytest.approx([found.low, found.high], abs=0.03)


@pytest.mark.parametrize(
    ("marks", "reason"),
    [
        ([[3.0] * 5, [3] * 5], "everybody gave the same mark"),
        ([[1.0, 2, 3, 4], [1, 2, 3, 4]], "only 4 candidates were rated by two people"),
        ([[2.0, 3, NAN], [3, NAN, 1]], "only 1 candidate was rated by two people; below 5 that is too few to say"),
        ([[1.0, 2, 3]], "fewer than two people"),
        ([[1.0, 2, NAN, NAN], [NAN, NAN, 3, 4]], "no candidate was rated by two people"),
        ([[NAN, NAN], [NAN, NAN]], "fewer than two people"),
        (np.zeros((0, 0)), "fewer than two people"),
        (np.zeros((2, 0)), "fewer than two people"),
    ],
)
@pytest.mark.parametrize("figure", [alpha_with_interval, mean_kappa])
def test_no_figure_says_why(figure, marks, reason):
    """NaN with a reason, never a crash or a 0 that looks like a finding."""
    found = figure(np.array(marks, float))

    assert math.isnan(found.value)
    assert math.isnan(found.low)
    assert found.reason.startswith(reason)
    assert "none" == verdict(found)


def test_pairs_that_never_vary_are_no_figure_even_if_the_raters_do():
    """Two pairs, each constant in what they share, though the pairs differ."""
    low, high, none = [1] * 3, [4] * 3, [NAN] * 3
    marks = np.array([low + none, low + none, none + high, none + high], float)
    found = mean_kappa(marks)

    assert math.isnan(found.value)
    assert found.reason.startswith("each pair gave one and the same mark")
    assert 1 == alpha(marks)


def test_a_single_candidate_has_no_interval():
    """Drawing the only one again and again would give an interval of no width, as if it were sure."""
    one = np.array([[2.0], [4]])

    assert [True] * 6 == [math.isnan(part) for figure in (alpha_with_interval, mean_kappa) for part in figure(one)[:3]]
    assert 1 == alpha_with_interval(one).n


def test_verdicts():
    """None without a value, no verdict below 10 units, talk below 0.6."""
    assert "none" == verdict(Figure(NAN, NAN, NAN, 30, "because"))
    assert "too few" == verdict(Figure(0.9, 0.5, 1, 9))
    assert "discuss" == verdict(Figure(0.59, 0.5, 1, 10))
    assert "enough" == verdict(Figure(0.6, 0.5, 1, 10))


def test_table_has_a_row_a_rater_and_gaps():
    """Raters and units in the order of their names."""
    found = table({"b": {"x": 1}, "a": {"y": 2, "x": 4}})

    np.testing.assert_array_equal([[4, 2], [1, NAN]], found)
    assert (0, 0) == table({}).shape
