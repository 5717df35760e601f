"""Estimates: the estimand, the interval, and how often the interval holds the truth."""

from __future__ import annotations

import math

import numpy as np
import pytest
from plain_inputs import PLAIN_ROUTING, calm_people, one_touch

from sim.engine.events import DAY, ON_DUTY, rank
from sim.engine.jit import IS_COMPILED
from sim.experiments import estimate
from sim.inputs import (
    ACCESS,
    AGENT,
    CHANGE,
    CONVERSATION,
    DUTY,
    FAR,
    FOLLOW_UP,
    NOBODY,
    SCORING,
    TOUCH,
    WORK_TYPE,
    Inputs,
)
from sim.runs import simulate


def test_ratio_is_total_over_total() -> None:
    """A ratio is total over total: a busy day weighs more than a calm one."""
    found = estimate.estimate("ratio", estimate.sample([90.0, 10.0], [9.0, 5.0]))
    assert pytest.approx(100 / 14) == found.value


def test_ratio_interval_by_hand() -> None:
    """Residuals 1, -1 over a mean bottom of 2: error sqrt(.5 / 2), quantile 12.706 of one degree of freedom."""
    # ratio (3 + 1) / 4 = 1; residuals 3 - 2 = 1 and 1 - 2 = -1; over 2: .5, -.5; sum of squares .5; / (2 x 1) = .25
    found = estimate.estimate("ratio", estimate.sample([3.0, 1.0], [2.0, 2.0]))
    assert pytest.approx(12.7062 * 0.5, rel=1e-5) == found.half


def test_value_is_the_mean_of_replications() -> None:
    """A value is the mean over replications; the t interval of 1, 2, 3 is 2 +- 4.3027 / sqrt 3."""
    found = estimate.estimate("value", estimate.sample([1.0, 2.0, 3.0]))
    assert pytest.approx((2.0, 4.302653 / math.sqrt(3)), rel=1e-6) == (found.value, found.half)


def test_low_and_high_are_the_ends_of_the_interval() -> None:
    """An estimate's ends lie half a width below and above its value."""
    found = estimate.Estimate(10.0, 2.0, 5)
    assert (8.0, 12.0) == (found.low, found.high)


def test_undefined_replications_are_left_out_and_counted() -> None:
    """A replication without customers has no p90: the mean leaves it out and says so."""
    found = estimate.estimate("value", estimate.sample([5.0, 0.0, 7.0], [1.0, 0.0, 1.0]))
    assert (6.0, 2, 1) == (found.value, found.n, found.n_undefined)


def test_nothing_defined_gives_nan_without_interval() -> None:
    """Where no replication defines it there is neither value nor interval, for both kinds."""
    nobody = estimate.sample([0.0, 0.0], [0.0, 0.0])
    found = [estimate.estimate("value", nobody), estimate.estimate("ratio", nobody)]
    assert all(math.isnan(each.value) and math.isnan(each.half) and each.n == 0 for each in found)


def test_one_replication_has_no_interval() -> None:
    """One replication gives a value, and no interval that would claim to know its chance."""
    found = [estimate.estimate(kind, estimate.sample([6.0], [2.0])) for kind in ("value", "ratio")]
    assert [3.0, 3.0] == [each.value for each in found]
    assert all(math.isnan(each.half) for each in found)


def test_one_defined_replication_of_many_has_no_interval() -> None:
    """A ratio that one replication alone defines fits it exactly: that is no certainty."""
    found = estimate.estimate("ratio", estimate.sample([6.0, 0.0, 0.0], [2.0, 0.0, 0.0]))
    assert 3.0 == found.value
    assert math.isnan(found.half)


def test_equal_samples_differ_by_exactly_nothing() -> None:
    """The same numbers under two plan names: difference exactly 0, interval exactly [0, 0]."""
    rng = np.random.default_rng(7)
    one = estimate.sample(rng.gamma(2, 3, 25), rng.integers(1, 9, 25))
    same = estimate.Sample(one.top.copy(), one.bottom.copy())
    found = [estimate.paired(kind, same, one).difference for kind in ("ratio", "value")]
    assert [(0.0, 0.0), (0.0, 0.0)] == [(each.value, each.half) for each in found]


def test_constant_shift_is_known_exactly() -> None:
    """Every replication two minutes more: the paired interval has no width, however noisy the replications are."""
    base = estimate.sample([10.0, 50.0, 3.0])
    found = estimate.paired("value", estimate.sample(base.top + 2), base)
    assert (2.0, 0.0, 0.0) == (found.difference.value, found.difference.half, found.variance_ratio)


def test_pairs_need_both_sides() -> None:
    """A mean difference is over the replications that define both plans."""
    base = estimate.sample([1.0, 2.0, 0.0, 4.0], [1, 1, 0, 1])
    other = estimate.sample([3.0, 0.0, 9.0, 5.0], [1, 0, 1, 1])
    found = estimate.paired("value", other, base).difference
    assert (1.5, 2, 2) == (found.value, found.n, found.n_undefined)  # (3 - 1 + 5 - 4) / 2


def test_paired_interval_is_narrower_than_independent() -> None:
    """Plans that meet the same busy days: pairing removes what the days share."""
    rng = np.random.default_rng(3)
    days = rng.gamma(4, 25, 40)
    base = estimate.sample(days * 5 + rng.normal(0, 5, 40), days)
    other = estimate.sample(days * 4 + rng.normal(0, 5, 40), days)
    assert estimate.paired("ratio", other, base).variance_ratio == pytest.approx(1, abs=0.6)
    found = estimate.paired("value", estimate.sample(days * 4), estimate.sample(days * 5))
    assert found.variance_ratio < 0.1


def _how_often_clear(n: int, more: float, wrong: float, of: float) -> float:
    """Return how often the share of wrong answers looks different, of *n* replications in which a second plan answers
    about *more* conversations more, of which this share is *wrong*; of the others *of* are.
    """
    rng, repeats = np.random.default_rng(20261122), 600
    n_clear = 0
    for _ in range(repeats):
        both, apart = rng.poisson(60, n) + 1.0, rng.poisson(more, n)
        tops = rng.binomial(both.astype(int), of).astype(float)
        other = estimate.Sample(tops + rng.binomial(apart, wrong), both + apart)
        found = estimate.paired("ratio", other, estimate.Sample(tops, both), "share").difference
        n_clear += found.low > 0 or found.high < 0
    return n_clear / repeats


@pytest.mark.parametrize("n", [10, 30, 50])
def test_a_rare_outcome_is_falsely_clear_no_more_often_than_it_may_be(n: int) -> None:
    """Two plans that differ by a conversation in two replications, wrong as often as any: clear in 7 of 100 at most."""
    assert _how_often_clear(n, 0.5, wrong=0.05, of=0.05) <= 0.07
    assert _how_often_clear(n, 3.0, wrong=0.05, of=0.05) <= 0.07


def test_a_rare_outcome_that_differs_is_clear() -> None:
    """Twelve conversations more in each replication, wrong three times as often: seen in most comparisons."""
    assert _how_often_clear(30, 12.0, wrong=0.15, of=0.05) > 0.9


@pytest.mark.parametrize(("n_apart", "reaches_0"), [(5, True), (6, False), (30, False)])
def test_an_interval_leaves_out_0_only_if_six_replications_differ(n_apart: int, *, reaches_0: bool) -> None:
    """Five that differ the same way are 1 in 16 by chance."""
    base = estimate.sample([10.0] * 30)
    other = estimate.sample([8.0] * n_apart + [10.0] * (30 - n_apart))
    found = estimate.paired("value", other, base)
    assert ((found.difference.high == 0), "replications" if reaches_0 else "") == (reaches_0, found.thin)


def test_many_outcomes_keep_the_interval_of_the_replications() -> None:
    """Nine hundred more are turned away in every replication: the check of few does not widen that."""
    base, other = estimate.sample([0.0] * 4), estimate.sample([990.0, 1010, 1000, 1000])
    plain, checked = (estimate.paired("value", other, base, counted) for counted in ("", "number"))
    assert (plain, "") == (checked, checked.thin)


def _covered(kind: str, draw, truth: float, repeats: int) -> float:
    hits = 0
    for _ in range(repeats):
        found = estimate.estimate(kind, draw())
        hits += found.low <= truth <= found.high
    return hits / repeats


def _band(repeats: int) -> float:
    """Return the half-width of the 99.9 % band around a coverage of 95 %."""
    return 3.29 * math.sqrt(0.95 * 0.05 / repeats)


def test_ratio_interval_covers() -> None:
    """Days of random size, waits in proportion: the ratio interval holds the ratio of expectations 95 times in 100."""
    seed, repeats = 20261121, 3000
    rng = np.random.default_rng(seed)

    def draw() -> estimate.Sample:
        customers = rng.gamma(10, 100, 20)
        return estimate.sample(customers * rng.gamma(20, 0.25, 20), customers)

    covered = _covered("ratio", draw, 5.0, repeats)
    assert abs(covered - 0.95) < _band(repeats) + 0.01, f"seed {seed}: covered {covered}"  # 0.01: mild skewness


def test_value_interval_covers_normal_data_exactly() -> None:
    """On normal data the t interval holds the mean 95 times in 100, with as few as five replications."""
    seed, repeats = 5, 4000
    rng = np.random.default_rng(seed)
    covered = _covered("value", lambda: estimate.sample(rng.normal(3, 2, 5)), 3.0, repeats)
    assert abs(covered - 0.95) < _band(repeats), f"seed {seed}: covered {covered}"


def test_skewed_values_cover_less_with_few_replications() -> None:
    """On lognormal data intervals cover less than 95 %, by as much as the notes and documents say."""
    seed, repeats = 11, 3000
    rng = np.random.default_rng(seed)
    said = {10: 0.84, 30: 0.88, 50: 0.90, 100: 0.92}
    found = {
        n: _covered("value", lambda n=n: estimate.sample(rng.lognormal(0, 1, n)), math.exp(0.5), repeats) for n in said
    }
    assert pytest.approx(said, abs=0.022) == found, f"seed {seed}"


# ---- on the engine itself: case A1, 100 calls per 30 minutes, 180 s each, 14 agents (Erlang C) ----

ERLANG_C_WAIT = 7.83593701177724
"""Mean wait of all customers, in seconds."""
SECOND = 1000


def _a1_inputs(rng: np.random.Generator, n_measured: int, n_warm_up: int) -> Inputs:
    """Return exact M/M/14 at 10 erlangs: Poisson arrivals at 18 s, exponential work of 180 s, all ticks."""
    n = n_warm_up + n_measured + int(6 * math.sqrt(n_measured))  # customers enough to fill the measured time
    conversations, touches = np.zeros(n, CONVERSATION), np.zeros(n, TOUCH)
    for name, values in one_touch(n).items():
        conversations[name] = values
    conversations["arrival_at"] = np.cumsum(rng.exponential(18 * SECOND, n)).astype(np.int64)
    touches["handle_time"] = rng.exponential(180 * SECOND, n).astype(np.int64)
    conversations["patience_time"] = FAR
    horizon = int(conversations["arrival_at"][-1]) + 10**9
    agents, duties = np.zeros(14, AGENT), np.zeros(14, DUTY)
    agents["first_duty"], agents["end_duty"] = np.arange(14), np.arange(1, 15)
    duties["ends_at"], duties["agent"], duties["ends_shift"] = horizon, np.arange(14), 1
    changes = np.zeros(15, CHANGE)
    changes["rank"] = [rank(DAY, 0), *(rank(ON_DUTY, number) for number in range(14))]
    work_types = np.zeros(1, WORK_TYPE)
    work_types["served"], work_types["skill"] = 1, NOBODY
    scoring = np.zeros(3, SCORING)
    scoring["slope"] = 1000
    return Inputs(
        conversations=conversations, touches=touches, follow_ups=np.zeros(0, FOLLOW_UP), work_types=work_types,
        scoring=scoring, access=np.zeros(1, ACCESS), agents=agents, duties=duties, changes=changes,
        team_order=np.zeros(1, np.int32), n_first=n, n_open_at_start=0, horizon=horizon, queue_limit=FAR,
        longest_idle_first=1, **calm_people([1000] * 14, 1, horizon), **PLAIN_ROUTING,
    )  # fmt: skip


def _a1_replication(rng: np.random.Generator, n_measured: int = 2000, n_warm_up: int = 500) -> tuple[float, float]:
    """Return total wait (seconds) and number of those who come in the measured time."""
    inputs = _a1_inputs(rng, n_measured, n_warm_up)
    arrival_at = inputs.conversations["arrival_at"]
    wait = simulate(inputs).conversations["started_at"] - arrival_at
    start, end = n_warm_up * 18 * SECOND, (n_warm_up + n_measured) * 18 * SECOND
    counted = (arrival_at >= start) & (arrival_at < end)
    return float(wait[counted].sum()) / SECOND, float(counted.sum())


@pytest.mark.skipif(not IS_COMPILED, reason="15 million customers take the plain-Python path minutes")
def test_intervals_from_the_engine_cover_erlang_c() -> None:
    """Twenty replications of case A1: the interval of the mean wait holds the closed form 95 times in 100."""
    seed, repeats = 14, 300
    rng = np.random.default_rng(seed)

    def draw() -> estimate.Sample:
        total, number = zip(*(_a1_replication(rng) for _ in range(20)), strict=True)
        return estimate.sample(total, number)

    covered = _covered("ratio", draw, ERLANG_C_WAIT, repeats)
    assert abs(covered - 0.95) < _band(repeats), f"seed {seed}: covered {covered}"


def test_intervals_of_sums_are_those_of_the_replications() -> None:
    """Of ratios, some undefined in some replications; one that never varies has an interval of no width."""
    rng = np.random.default_rng(1)
    bottom = rng.integers(0, 3, (6, 9)).astype(float)
    top = rng.uniform(1, 9, (6, 9)) * (bottom > 0)
    top[0], bottom[0] = 0.3, 1.0
    top[1], bottom[1] = np.eye(9)[:2]
    top[2], bottom[2] = 0.0, 0.0
    sums = {
        "top": top.sum(1), "bottom": bottom.sum(1), "top_top": (top * top).sum(1), "n": (bottom > 0).sum(1),
        "top_bottom": (top * bottom).sum(1), "bottom_bottom": (bottom * bottom).sum(1),
    }  # fmt: skip
    expected = [estimate.estimate("ratio", estimate.Sample(*pair)).half for pair in zip(top, bottom, strict=True)]
    assert 0 == expected[0]
    assert [False, True, True, False, False, False] == [math.isnan(half) for half in expected]
    assert expected == pytest.approx(list(estimate.halves_of_sums(sums, 9)), abs=1e-12, nan_ok=True)
