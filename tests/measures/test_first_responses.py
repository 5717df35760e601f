"""First responses counted in bins: how near percentiles are, when they are shown, and that counts add up in any way."""

from __future__ import annotations

import numpy as np
import pytest
from worked_run import busy_run, worked_run

from sim.durations import DAY, MINUTE, SECOND
from sim.experiments.pooled import percentile_table
from sim.measures.breakdowns import slots_of
from sim.measures.first_responses import (
    BIN_ENDS,
    ENOUGH_TO_PROMISE,
    LAST_DAYS,
    N_BINS,
    PERCENTILES,
    WEEK_HOURS,
    added,
    counted,
    number_in,
    rank_of,
    waits_at,
)
from sim.scenario import WEEKDAYS
from sim.tables.conversations import conversation_table

MEDIAN, P90 = PERCENTILES["first_response_median"], PERCENTILES["first_response_p90"]


def in_one_hour(waits, hour=0):
    """Return the counts of waits (ticks) of customers who all wrote in one hour of the first week."""
    where = np.full(len(waits), hour)
    return counted(np.asarray(waits, np.int64), where, 0 * where, 0 * where)


def value_of(waits, chosen):
    """Return a percentile of waits in one hour, in ticks; None: not shown."""
    counts = in_one_hour(waits)
    found = waits_at(counts, rank_of(number_in(counts, WEEK_HOURS + LAST_DAYS + 1), chosen))[0]
    return None if np.isnan(found) else found * MINUTE


def test_bins_reach_from_nothing_to_the_longest_scenario():
    """Rising ends, each at most 2 % above the one before from a second on; the last is beyond twenty years."""
    assert [0, 1000, 1019] == BIN_ENDS[:3].tolist()
    assert (BIN_ENDS[2:] / BIN_ENDS[1:-1]).max() < 1.02
    assert np.diff(BIN_ENDS).min() > 0
    assert BIN_ENDS[-1] > 20 * 366 * DAY


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
@pytest.mark.parametrize("mean", [10 * SECOND, 20 * MINUTE, 30 * DAY])
def test_a_percentile_is_within_two_per_cent_of_that_of_the_waits(share, mean):
    """Of 1 to 500 waits of any length above a second; they come in any order."""
    luck = np.random.default_rng(3)
    for n in (1, 2, 9, 50, 500):
        waits = (SECOND + luck.exponential(mean, n)).astype(np.int64)
        exact = np.sort(waits)[max(int(np.ceil(share * n - 1e-9)) - 1, 0)]
        assert value_of(waits, MEDIAN._replace(share=share)) == pytest.approx(exact, rel=0.02)


def test_many_waits_in_a_bin_are_told_apart():
    """A thousand that lie evenly in a bin of 2 %: a percentile is within a tenth of that."""
    ends = BIN_ENDS[400:402]
    waits = np.linspace(ends[0] + 1, ends[1], 1000).astype(np.int64)
    exact = np.quantile(waits, 0.9, method="inverted_cdf")
    assert value_of(waits, MEDIAN._replace(share=0.9)) == pytest.approx(exact, rel=0.001)


def test_nobody_waited():
    """A wait of nothing is told as nothing, and those of less than a second as less than a second."""
    assert 0 == value_of([0] * 60, P90)
    assert 0 < value_of([1] * 60, P90) < SECOND


def test_a_promise_is_shown_from_enough_answers_on():
    """Of 49 none; of 50 the 46th: of 51 equally likely waits the last is above the 46th in 5, just under a tenth."""
    waits = np.arange(1, 51) * MINUTE
    assert 50 == ENOUGH_TO_PROMISE
    assert value_of(waits[:49], P90) is None
    assert value_of(waits, P90) == pytest.approx(46 * MINUTE, rel=0.02)


def test_one_in_ten_of_those_who_come_next_waits_longer_however_few_were_counted():
    """Waits of 50 to 200 customers, 2000 times over: the share of the next that is above the promise is 9 to 10 %."""
    luck = np.random.default_rng(7)
    for n in (50, 60, 77, 200):
        promised = np.array([value_of(luck.exponential(20 * MINUTE, n), P90) for _ in range(2000)])
        share = np.exp(-promised / (20 * MINUTE))
        error = np.sqrt(0.09 / (n + 2)) / np.sqrt(2000)
        assert 0.0893 - 4 * error < share.mean() < 0.1 + 4 * error, n


def test_counts_are_the_same_however_they_are_added():
    """Nine parts one by one, in pairs, backwards, and all at once; some of them have nobody."""
    luck = np.random.default_rng(5)
    rows = [
        (
            luck.exponential(10 * MINUTE, n).astype(np.int64),
            luck.integers(0, 168, n),
            luck.integers(0, 3, n),
            luck.integers(-9, 40, n),
        )
        for n in (0, 40, 3, 500, 0, 1, 70, 8, 900)
    ]
    parts = [{("as_is", "all"): counted(*each)} for each in rows]
    whole = counted(*(np.concatenate(column) for column in zip(*rows, strict=True)))
    one_by_one, backwards, pairs = {}, {}, {}
    for part, last in zip(parts, reversed(parts), strict=True):
        one_by_one, backwards = added(one_by_one, part), added(last, backwards)
    for start in range(0, 9, 2):
        two = added({}, parts[start])
        pairs = added(pairs, added(two, parts[start + 1]) if start < 8 else two)
    for found in (one_by_one, backwards, pairs):
        assert whole.place.tolist() == found["as_is", "all"].place.tolist()
        assert whole.number.tolist() == found["as_is", "all"].number.tolist()


def test_a_part_that_lacks_a_scope_changes_nothing_of_it():
    """What only one of two has is in the sum as it was."""
    one, other = in_one_hour([5, 7]), in_one_hour([9])
    found = added({("a", "all"): one}, {("b", "all"): other})
    assert {("a", "all"): one, ("b", "all"): other} == found


def test_the_histogram_by_hour_of_the_week():
    """Integers of [168, bins]: two of nothing on Monday at midnight, one of a second in the last hour of Sunday."""
    found = added({"": in_one_hour([0, 0])}, {"": in_one_hour([SECOND], 167)})[""].by_hour_of_week()
    assert (168, N_BINS) == found.shape
    assert np.issubdtype(found.dtype, np.integer)
    assert (2, 1, 3) == (found[0, 0], found[167, 1], found.sum())


def test_percentiles_of_a_run_are_those_of_its_conversations():
    """By hour, weekday, hour of the week and week, of everybody and of one segment: near what sorting them gives."""
    run = busy_run()
    counts = {("as_is", scope): each for scope, each in slots_of(run).first_responses.items()}
    table = percentile_table(counts, 2, range(14)).set_index(["by", "scope", "measure", "slot"])[["top", "bottom"]]
    table = table.sort_index()
    conversations = conversation_table(run)
    answered = conversations[conversations["first_response_at"].notna()]
    weekday = answered["weekday"].map(WEEKDAYS.index)
    week = ((answered["arrived_at"].dt.tz_convert(run.scenario.zone).dt.day_of_year - 61) // 7).clip(lower=0)
    slots = {"hour_of_day": answered["hour"], "day_of_week": weekday,
             "hour_of_week": weekday * 24 + answered["hour"], "week": week, "day": week * 7 + weekday}  # fmt: skip
    n_shown = 0
    for scope, chosen in (("all", answered["segment"].notna()), ("segment:vip", answered["segment"] == "vip")):
        for by, slot in slots.items():
            for number in table.loc[(by, scope, "first_response_p90")].index:
                waits = np.sort(answered["wait_time"][chosen & (slot == number)])
                for name, (share, n_next, least, *_) in PERCENTILES.items():
                    top, bottom = table.loc[(by, scope, name, number)]
                    assert (len(waits) >= least) == bottom
                    if bottom:
                        exact = waits[max(int(np.ceil(share * (len(waits) + n_next) - 1e-9)) - 1, 0)]
                        assert top == pytest.approx(exact, rel=0.02, abs=1 / 60), (by, number)
                        n_shown += name == "first_response_p90"
    assert n_shown > 4


def test_nobody_was_answered():
    """Every slot is there, none has a value."""
    counts = {("as_is", scope): each for scope, each in slots_of(worked_run([], [], [], ())).first_responses.items()}
    table = percentile_table(counts, 1)
    assert 2 * len(counts) * (24 + 7 + 1 + 168) == len(table)
    assert 0 == table[["top", "bottom"]].to_numpy().sum()
