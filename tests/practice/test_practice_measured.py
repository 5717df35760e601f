"""Pace, errors and a way up from the figures of shifts: by hand, and on made-up reps whose truth is known."""

from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np
import pytest
from stores import SOME_DAY

from trainee_exercises.practice.day import PracticeError
from trainee_exercises.practice.measured import KEPT, LEAST, Customer, measured, pace_of, way_of
from trainee_exercises.practice.profile import Given, hire
from trainee_exercises.practice.rows import Row

MINUTE = 60_000


def a_row(day, customers, wrong=0, facts=(1, 2), level=1):
    """Return a shift that ended on that day. customers: (minutes, replies) each."""
    told = [[round(minutes * MINUTE), n] for minutes, n in customers]
    n = sum(each for _, each in told)
    figures = {KEPT: {"customers": told, "wrong": wrong, "replies": n, "facts": list(facts)}, "facts": 0.1}
    at = SOME_DAY + day * 86_400_000
    return Row(f"s{day}", "ana", at, level, "A week", 7, 600_000, 1.0, False, at, figures)  # noqa: FBT003


def test_pace_and_errors_are_those_of_all_replies():
    """8 replies in 80 minutes and 2 in 10 are 9 minutes each; facts count one by one, not reply by reply."""
    rows = [a_row(0, [(40, 4), (20, 2), (20, 2)], wrong=2, facts=(30, 40)), a_row(1, [(5, 1), (5, 1)], facts=(1, 10))]
    found = measured(rows)
    assert (2, 2, 5, 10) == found[:4]
    assert 9.0 == found.pace.minutes
    assert (2, 10) == found.wrong[:2]
    assert 31 / 50 == found.facts
    assert found.way is None


def test_the_interval_of_the_pace_is_that_of_a_ratio():
    """By hand: customers of one reply with 2, 4, 6 minutes: 4 x exp(+-4.303 x sqrt(3/2 x 8) / 12)."""
    low, high = (4 * math.exp(sign * 4.302653 * math.sqrt(1.5 * 8) / 12) for sign in (-1, 1))
    ones = [Customer(date(2026, 3, 2), (1, True), minutes, 1) for minutes in (2.0, 4.0, 6.0)]
    assert pytest.approx((4.0, low, high)) == pace_of(ones)[:3]


def test_where_days_differ_more_than_customers_the_interval_knows():
    """From five days on."""
    days = (2.0, 9.0, 3.0, 8.0, 4.0, 7.0)
    ones = [Customer(date(2026, 3, 2 + day), (1, True), m + 0.1 * k, 1) for day, m in enumerate(days) for k in range(9)]
    mixed = [one._replace(day=date(2026, 3, 2 + n % 6)) for n, one in enumerate(ones)]
    assert pace_of(ones).log_error > 2 * pace_of(mixed).log_error


def test_too_few_replies_or_customers_are_too_few_to_tell():
    """The tour, shifts at which nobody has looked back, and figures of earlier versions count for nothing."""
    few = [(1, 1)] * (LEAST - 1)
    tour, unseen = a_row(0, [(1, 9)] * 9, level=0), a_row(1, [])._replace(figures=None)
    old = a_row(2, [])._replace(figures={"on_customers": [[MINUTE, 9]] * 9, "replies_wrong": 9, "facts": None})
    with pytest.raises(PracticeError, match=f"Too few to tell: {LEAST - 1} replies"):
        measured([a_row(0, few), tour, unseen, old])
    with pytest.raises(PracticeError, match="36 replies to 4 customers so far"):
        measured([a_row(0, [(9, 9)] * 4)])
    found = measured([a_row(0, few), tour, unseen, old, a_row(2, [(1, 1)])])
    assert (2, LEAST, 1.0) == (found.n_shifts, found.n_replies, found.pace.minutes)


# ---- a way up ----


def on_days(days, minutes, n=8, kind=(1, True), spread=0.3):
    """Return n customers a day, of one reply each, with these minutes on average and the same spread."""
    off = [spread * (2 * k / (n - 1) - 1) for k in range(n)]
    first = date(2026, 3, 2)
    return [Customer(first + timedelta(day), kind, m * math.exp(x), 1) for day, m in zip(days, minutes, strict=True)
            for x in off]  # fmt: skip


def test_a_clear_way_up_is_found_again():
    """From 10 to 5 minutes within 30 days: half as long at the end, and all minutes add up."""
    days = (0, 10, 20, 30)
    ones = on_days(days, [10 * 0.5 ** (day / 30) for day in days])
    way = way_of(ones)
    assert pytest.approx((0.5, 30)) == (way.end / way.start, way.days)
    total = 8 * sum(way.start * 0.5 ** (day / 30) for day in days)
    assert pytest.approx(sum(one.minutes for one in ones)) == total


@pytest.mark.parametrize(
    "ones",
    [
        on_days((0, 1), (10.0, 9.99)),
        on_days((0, 1), (10.0, 5.0), n=20),
        on_days((0, 10, 20), (10.0, 9.99, 9.98), n=4),
        on_days((0, 10, 20), (10.0, 9.99, 9.98), n=20),
        on_days((0, 10, 20), (10.0, 7.0, 5.0), n=6),
        on_days((0, 10, 20), (5.0, 7.0, 10.0), n=20),
        on_days((0, 10, 20, 30), (10.0, 4.0, 10.0, 4.0), n=10),
        [],
    ],
    ids=["two days", "two clear days", "few replies", "nothing", "18 replies", "slower", "days of luck", "none"],
)
def test_luck_is_no_way_up(ones):
    """Nor are two days, or a handful of replies."""
    assert way_of(ones) is None


def test_harder_levels_hide_no_way_and_easier_ones_make_none():
    """Shifts are compared with shifts of the same level alone."""
    days = (0, 5, 10, 15, 20, 25)
    faster = [10 * 0.97**day for day in days]
    up = on_days(days[:3], faster[:3]) + on_days(days[3:], [2 * one for one in faster[3:]], kind=(4, True))
    assert pytest.approx(0.97**25) == way_of(up).end / way_of(up).start
    same = on_days(days[:3], [10.0] * 3, kind=(4, True)) + on_days(days[3:], [4.0] * 3)
    assert way_of(same) is None
    assert way_of([one._replace(kind=(1, True)) for one in same]) is not None


def test_levels_are_told_apart_in_the_figures_of_shifts():
    """Hard shifts first and easy ones later are no way up; the same shifts of one level are."""
    told = [(day, 10.0 if day < 15 else 4.0) for day in (0, 5, 10, 15, 20, 25)]
    customers = {day: [(minutes * (0.8 + 0.1 * k), 1) for k in range(5)] for day, minutes in told}
    apart = [a_row(day, customers[day], level=4 if day < 15 else 1) for day, _ in told]
    assert measured(apart).way is None
    way = measured([one._replace(level=1) for one in apart]).way
    assert 25 == way.days
    assert way.end < 5 < way.start


# ---- made-up reps ----

REPS = 800


def shows(words):
    """Print a figure, for whoever runs this with -s."""
    print(words)  # noqa: T201 -- it is what this is for


def drawn(rng, n, days, slope=0.0, day_sd=0.0):
    """Return a made-up rep's customers: replies take lognormal times of 8 minutes on day 0, and days have luck."""
    sigma = math.sqrt(math.log(1 + 0.6**2))
    luck = rng.normal(-(day_sd**2) / 2, day_sd, days)
    ones = []
    for k in range(n):
        day, replies = k % days, 1 + int(rng.random() < 0.3)
        mean = 8 * math.exp(slope * 5 * day + luck[day])
        time = sum(mean * math.exp(sigma * rng.normal() - sigma**2 / 2) for _ in range(replies))
        ones.append(Customer(date(2026, 3, 2) + timedelta(5 * day), (1, True), time, replies))
    return ones


@pytest.mark.parametrize(
    ("n", "days", "day_sd", "least"),
    [(10, 1, 0.0, 0.90), (30, 3, 0.0, 0.92), (60, 6, 0.0, 0.93), (80, 8, 0.15, 0.91)],
)
def test_the_interval_of_the_pace_holds_the_truth_as_often_as_it_says(n, days, day_sd, least):
    """About 95 % of made-up reps; a little less with few, since times lean to the right. The mean is not off."""
    rng = np.random.default_rng(20260302)
    found = [pace_of(drawn(rng, n, days, day_sd=day_sd)) for _ in range(REPS)]
    holds = sum(one.low <= 8 <= one.high for one in found) / REPS
    shows(f"pace, {n} customers on {days} days: {holds:.1%} of intervals hold the truth")
    assert least <= holds <= 0.985
    assert pytest.approx(8.0, rel=0.03) == sum(one.minutes for one in found) / REPS


def test_the_interval_of_errors_holds_the_truth_as_often_as_it_says():
    """A tenth of 40 replies wrong."""
    rng = np.random.default_rng(7)
    rows = [measured([a_row(0, [(5, 1)] * 40, wrong=int(wrong))]).wrong for wrong in rng.binomial(40, 0.1, REPS)]
    holds = sum(one.low <= 0.1 <= one.high for one in rows) / REPS
    shows(f"errors: {holds:.1%} of intervals hold the truth")
    assert 0.93 <= holds <= 0.985


def test_on_average_a_made_up_rep_becomes_the_newcomer_that_they_are():
    """8 minutes against 6 of the others; errors 2, of which the prior takes a fifth of the way to 1 with 80 replies."""
    rng = np.random.default_rng(17)
    reps = []
    for _ in range(REPS):
        customers = [(one.minutes, one.n) for one in drawn(rng, 62, 1)]
        n = sum(each for _, each in customers)
        reps.append(hire(measured([a_row(0, customers, wrong=int(rng.binomial(n, 0.1)))]), Given(6.0, 0.05)))
    speed, errors = (sum(values) / len(reps) for values in zip(*(one[:2] for one in reps), strict=True))
    shows(f"speed {speed:.2f} (truth 0.75), errors {errors:.2f} (truth 2, drawn to 1.8)")
    assert pytest.approx(0.75, abs=0.02) == speed
    assert pytest.approx(1.8, abs=0.06) == errors


@pytest.mark.parametrize(("days", "day_sd"), [(3, 0.0), (6, 0.0), (6, 0.15), (10, 0.15)])
def test_who_does_not_get_faster_rarely_gets_a_ramp(days, day_sd):
    """At most one in twenty, also where days have luck of their own."""
    rng = np.random.default_rng(11)
    ways = [way_of(drawn(rng, 8 * days, days, day_sd=day_sd)) for _ in range(REPS)]
    share = sum(one is not None for one in ways) / REPS
    shows(f"no way up, {days} days of luck {day_sd}: {share:.1%} get a ramp")
    assert share <= 0.05


def test_who_gets_much_faster_mostly_gets_the_right_ramp():
    """Twice as fast after 45 days: nearly all of ten days with eight customers; the ratio is near the truth."""
    rng = np.random.default_rng(13)
    slope = math.log(0.5) / 45
    ways = [way_of(drawn(rng, 80, 10, slope=slope, day_sd=0.1)) for _ in range(REPS // 2)]
    seen = [one for one in ways if one is not None]
    ratio = sum(one.end / one.start for one in seen) / len(seen)
    shows(
        f"twice as fast: {len(seen) / len(ways):.1%} get a ramp, which ends at {ratio:.2f} of the first day's minutes"
    )
    assert len(seen) / len(ways) > 0.9
    assert pytest.approx(0.5, abs=0.04) == ratio
