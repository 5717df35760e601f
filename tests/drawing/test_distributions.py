"""Distributions: quantile functions against scipy's and against their own definition."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from sim.drawing.distributions import gamma_factors, paces, poisson_counts, spans, spans_beyond
from sim.durations import DAY, MINUTE
from sim.inputs import FAR
from sim.scenario import Spread

MEAN = 10 * DAY  # long, so that rounding to ticks does not show
U = np.concatenate(([1e-12, 1e-6], np.linspace(0.001, 0.999, 199), [1 - 1e-6, 1 - 1e-12]))
LAWS = ("lognormal", "exponential", "gamma", "weibull", "constant")
SPREADS = [
    ("lognormal", 0.3), ("lognormal", 1.2), ("lognormal", 4), ("gamma", 0.3), ("gamma", 2.5), ("weibull", 0.3),
    ("weibull", 1.0), ("weibull", 2.5), ("exponential", None),
]  # fmt: skip


def scipys(law: str, mean: float, cv: float):
    """Return the same distribution made by scipy."""
    if law == "lognormal":
        variance = np.log1p(cv**2)
        return stats.lognorm(s=np.sqrt(variance), scale=mean * np.exp(-variance / 2))
    if law == "gamma":
        return stats.gamma(a=1 / cv**2, scale=mean * cv**2)
    return stats.expon(scale=mean)


@pytest.mark.parametrize(
    ("law", "cv", "meant"),
    [("lognormal", None, 1.2), ("lognormal", 0.3, 0.3), ("gamma", None, 1), ("gamma", 2.5, 2.5), ("exponential", 3, 1)],
)
def test_spans_are_the_quantiles(law, cv, meant):
    """From one in 10^12 to all but one in 10^12 they are those of scipy, to a tick or a part in 10^9."""
    expected = scipys(law, MEAN, meant).ppf(U)
    np.testing.assert_allclose(spans(Spread(mean=MEAN, law=law, cv=cv), U), expected, rtol=1e-9, atol=0.51)


@pytest.mark.parametrize(("cv", "meant"), [(None, 1), (0.2, 0.2), (0.7, 0.7), (3, 3), (15, 15)])
def test_a_weibull_has_the_mean_and_spread_that_were_asked_for(cv, meant):
    """Its shape is solved for: the quantiles lie on a Weibull law whose moments are right."""
    found = spans(Spread(mean=MEAN, law="weibull", cv=cv), np.array([0.4, 0.9])).astype(float)
    shape = np.log(np.log(0.1) / np.log(0.6)) / np.log(found[1] / found[0])
    law = stats.weibull_min(shape, scale=found[1] / (-np.log(0.1)) ** (1 / shape))
    np.testing.assert_allclose([law.mean(), law.std() / law.mean()], [MEAN, meant], rtol=2e-4)


@pytest.mark.parametrize("law", LAWS)
def test_a_greater_mean_reshuffles_nobody(law):
    """Spans grow with the uniform, and with the mean for every uniform."""
    short, long = (spans(Spread(mean=mean, law=law), U) for mean in (10 * MINUTE, 11 * MINUTE))
    assert (np.diff(short) >= 0).all()
    assert (long > short).any()
    assert (long >= short).all()


@pytest.mark.parametrize("law", LAWS)
def test_a_mean_of_0_gives_0(law):
    """No law divides by its mean; a customer who has waited gives up at once."""
    spread = Spread(mean=0, law=law)
    assert not spans(spread, U).any()
    assert (spans_beyond(spread, 7, U) == 7).all()


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("cv", [1e-200, 1e-5])
def test_hardly_any_spread_is_hardly_any(law, cv):
    """A tiny coefficient of variation breaks no law."""
    found = spans(Spread(mean=MINUTE, law=law, cv=cv), U[(U > 0.0005) & (U < 0.9995)])
    assert law == "exponential" or abs(found - MINUTE).max() <= 10


def test_spans_do_not_run_out_of_integers():
    """What no clock could count is FAR."""
    longest = spans(Spread(mean=36_500 * DAY, cv=20), np.array([1 - 2**-53]))
    assert [FAR] == longest.tolist()


@pytest.mark.parametrize(("law", "cv"), SPREADS)
def test_spans_beyond_an_age_have_the_conditional_law(law, cv):
    """The chance to outlast the total is that of outlasting the age, times 1 - u; and it is longer than the age."""
    spread = Spread(mean=MEAN, law=law, cv=cv)
    ages = np.array([0, MEAN // 4, MEAN, 3 * MEAN])[:, None]
    u = np.linspace(0.05, 0.95, 19)
    total = spans_beyond(spread, ages, u)
    assert (total > ages).all()
    grid = np.linspace(0, 1, 200_001)[1:-1]
    quantiles = spans(spread, grid)
    beyond = 1 - np.interp(total, quantiles, grid)
    beyond_age = np.where(ages == 0, 1, 1 - np.interp(ages, quantiles, grid))
    deep = (beyond_age > 1e-3) & np.ones(total.shape, bool)  # the grid resolves no further
    np.testing.assert_allclose((beyond / beyond_age)[deep], (np.ones((4, 1)) * (1 - u))[deep], atol=2e-3)
    assert deep.any()


def test_nobody_who_waits_exponentially_gets_older():
    """Without memory the time still to come is that of somebody new."""
    spread = Spread(mean=MEAN, law="exponential")
    np.testing.assert_allclose(spans_beyond(spread, 5 * MEAN, U) - 5 * MEAN, spans(spread, U), atol=1)


@pytest.mark.parametrize(("law", "cv"), [*SPREADS, ("gamma", 0.01), ("weibull", 0.01), ("lognormal", 0.01)])
def test_ages_far_beyond_the_usual_are_outlasted_a_little(law, cv):
    """Where the chance is too small for a float, the total is still above the age and finite."""
    total = spans_beyond(Spread(mean=MINUTE, law=law, cv=cv), 3000 * MINUTE, U)
    assert total.min() >= 3000 * MINUTE
    assert total.max() < FAR


def test_a_gamma_tail_goes_over_into_its_limit_without_a_step():
    """Where floats end, the exponential tail that takes over gives what the exact one gave just before."""
    spread, u = Spread(mean=MEAN, law="gamma", cv=0.5), np.array([0.5])
    ages = np.linspace(150, 200, 51).astype(np.int64) * MEAN
    left = spans_beyond(spread, ages, u) - ages
    assert abs(np.diff(left)).max() < 0.02 * left.mean()


@pytest.mark.parametrize("mean", [0.001, 0.5, 3.0, 11.99, 12.01, 60.0, 2000.0, 1e6])
@pytest.mark.parametrize("seed", [3])
def test_counts_are_the_quantiles(mean, seed):
    """Inversion gives what scipy gives, by a way of its own."""
    u = np.concatenate((np.random.default_rng(seed).random(5000), U))
    assert np.array_equal(stats.poisson.ppf(u, mean), poisson_counts(mean, u))


@pytest.mark.parametrize("seed", [4])
def test_more_demand_never_lowers_a_count(seed):
    """For a million random uniforms and pairs of means, also where the way of computing changes."""
    rng = np.random.default_rng(seed)
    u = rng.random(1_000_000)
    means = np.where(rng.random(len(u)) < 0.3, rng.uniform(11.5, 12.5, len(u)), 10 ** rng.uniform(-4, 4, len(u)))
    fewer = poisson_counts(means, u)
    more = poisson_counts(means * (1 + 10 ** rng.uniform(-12, 0, len(u))), u)
    assert not (more < fewer).any()


def test_counts_at_the_edges():
    """No demand gives none; the outermost uniforms end the search."""
    outermost = np.array([2**-53, 1 - 2**-53])
    assert [0, 0] == poisson_counts(0.0, outermost).tolist()
    assert [0, 17] == poisson_counts(1.0, outermost).tolist()
    assert (0,) == poisson_counts(np.zeros(0), np.zeros(0)).shape


@pytest.mark.parametrize("cv", [0.05, 0.316, 1.0, 3.0])
def test_gamma_factors_have_mean_1(cv):
    """They are the quantiles of a gamma law with mean 1 and the wanted spread."""
    np.testing.assert_allclose(gamma_factors(cv, U), stats.gamma(a=1 / cv**2, scale=cv**2).ppf(U), rtol=1e-9)


def test_no_spread_is_exactly_1():
    """A factor of cv 0 changes no bit of what it multiplies."""
    assert [1.0, 1.0] == gamma_factors(0, np.array([0.1, 0.9])).tolist()


def test_paces_keep_the_mean_handle_time():
    """The multiplier of handle time has mean 1/speed and the wanted spread (midpoint rule over 200,000 people)."""
    u = (np.arange(200_000) + 0.5) / 200_000
    multiplier = 1000 / paces(2.0, 0.22, u)
    np.testing.assert_allclose([multiplier.mean(), multiplier.std() / multiplier.mean()], [0.5, 0.22], rtol=1e-3)


def test_paces_without_spread_are_the_speed():
    """Everybody alike; nobody stands still."""
    assert [1500, 1500] == paces(1.5, 0, np.array([0.1, 0.9])).tolist()
    assert [1] == paces(1e-9, 0, np.array([0.5])).tolist()
