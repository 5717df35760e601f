"""Arrivals: how many there are, when, and what stays the same when something else changes."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from builders import a_scenario, a_segment, a_team
from scipy import stats

from sim.calendar import local_hours, local_times, timeline
from sim.drawing.arrivals import MOST_CONTACTS, draw_demand
from sim.drawing.demand import Draw, busyness, expected_contacts, surge_runs
from sim.durations import DAY, HOUR, MINUTE, WEEK
from sim.inputs import FAR, NOBODY
from sim.scenario.profiles import profile_weights

NEW_YORK, LONDON, KOLKATA = "America/New_York", "Europe/London", "Asia/Kolkata"
MIXED = {
    "zones": {NEW_YORK: 2, LONDON: 1, KOLKATA: 1}, "languages": {"en": 3, "de": 1}, "profile": "office_hours",
    "patience": "20m", "busyness": {"day_cv": 0.3, "hour_cv": 0.2},
}  # fmt: skip
TOPICS = {
    "billing": {"handle_time": "8m", "share": 3},
    "crash": {"handle_time": {"mean": "20m", "cv": 0.8}, "share": 1, "skill": "technical"},
    "how_to": {"handle_time": {"mean": "5m", "law": "gamma"}, "share": 2},
}


def drawn(seed=1, replication=0, **written):
    """Return the demand of a scenario."""
    return draw_demand(a_scenario(**written), seed, replication)


def mixed(**changes):
    """Return the segments of a world with zones, languages, patience and busyness."""
    return {"paying": a_segment(**{"contact_rate": 0.5} | MIXED | changes)}


def facts(demand):
    """Return what is known of each conversation by its key, in names."""
    names, known = demand.names, {}
    for row, detail in zip(demand.conversations, demand.details.tolist(), strict=True):
        arrival_at, waited, patience = (int(row[name]) for name in ("arrival_at", "waited_time", "patience_time"))
        handle = demand.touches["handle_time"][row["first_touch"] : row["end_touch"]].tolist()
        key, segment, topic, zone, language, surge = detail
        assert key not in known
        known[key] = (
            arrival_at, waited, patience, handle, names.segments[segment], names.topics[topic], names.zones[zone],
            names.languages[language], names.surges[surge] if surge >= 0 else None,
        )  # fmt: skip
    return known


def content(demand) -> str:
    """Return a fingerprint of every byte of a demand."""
    tables = (demand.conversations, demand.touches, demand.follow_ups, demand.details, demand.work_types)
    return hashlib.sha256(b"".join(table.tobytes() for table in tables) + repr(demand.names).encode()).hexdigest()


def cells(scenario, zone="UTC"):
    """Return the clock hours of a scenario."""
    return local_hours(timeline(scenario), zone)


# ---- how many ----


@pytest.mark.parametrize("zone", ["UTC", KOLKATA, NEW_YORK])
@pytest.mark.parametrize("profile", ["office_hours", "evenings", "round_the_clock"])
def test_an_ordinary_week_has_customers_times_contact_rate(zone, profile):
    """Over 168 hours the expectation is exactly the volume, and follows the profile in local time."""
    segment = a_segment(customers=500, contact_rate=0.4, zones={zone: 2}, profile=profile)
    scenario = a_scenario({"paying": segment}, start="2026-02-02", zone=zone)
    rows = cells(scenario, zone)
    expected = expected_contacts(scenario, "paying", zone, rows)
    np.testing.assert_allclose(expected.sum(), 200)
    weights = np.array(profile_weights(scenario.world, profile))
    assert np.array_equal(np.arange(168), rows.weekday * 24 + rows.hour)
    np.testing.assert_allclose(expected, weights * 200 / weights.sum())


def test_contacts_come_in_the_local_hour_of_their_profile():
    """Who writes at nine in Kolkata writes between 03:30 and 04:30 UTC, on any day."""
    nine = {"nine": {"hours": [float(hour == 9) for hour in range(24)]}}
    demand = drawn(
        segments={"paying": a_segment(contact_rate=2, zones={KOLKATA: 1}, profile="nine")}, world={"profiles": nine}
    )
    at = demand.conversations["arrival_at"] % DAY
    assert 1700 < len(at) < 2300
    assert at.min() >= 3.5 * HOUR
    assert at.max() < 4.5 * HOUR


def test_a_day_of_23_hours_lacks_the_contacts_of_one():
    """Around the clock, 100 an hour: the day of change in New York has 2300, and nobody writes at two."""
    scenario = a_scenario(
        {"paying": a_segment(customers=16_800, contact_rate=1, zones={NEW_YORK: 1})},
        start="2025-03-09",
        length="1d",
        zone=NEW_YORK,
    )
    rows = cells(scenario, NEW_YORK)
    np.testing.assert_allclose(expected_contacts(scenario, "paying", NEW_YORK, rows), np.full(23, 100.0))
    at = draw_demand(scenario, 1, 0).conversations["arrival_at"]
    assert {*range(24)} - {2} == set(local_times(timeline(scenario), at, NEW_YORK).hour.tolist())


def test_half_an_hour_has_half_the_contacts():
    """On Lord Howe the clocks go forward by half an hour: 02:xx has half of its contacts."""
    zone = "Australia/Lord_Howe"
    scenario = a_scenario({"paying": a_segment(zones={zone: 1})}, start="2026-10-04", length="1d", zone=zone)
    rate = expected_contacts(scenario, "paying", zone, cells(scenario, zone))
    np.testing.assert_allclose(rate, [1, 1, 0.5] + [1] * 21)


def test_shares_of_zones_and_languages_are_met():
    """Counts by zone and language lie within the 99.9 % band of their shares."""
    demand = drawn(segments=mixed(customers=40_000, busyness={}))
    n = len(demand.details)
    for field, names, shares in (
        ("zone", demand.names.zones, {NEW_YORK: 0.5, LONDON: 0.25, KOLKATA: 0.25}),
        ("language", demand.names.languages, {"en": 0.75, "de": 0.25}),
    ):
        for number, name in enumerate(names):
            low, high = stats.binom.ppf([0.0005, 0.9995], n, shares[name])
            assert low <= (demand.details[field] == number).sum() <= high, name


def test_growth_compounds_by_the_day():
    """Ten per cent a month: after 30 days the rate is that of 30/30.4375 months, on the first day the plain one."""
    scenario = a_scenario({"paying": a_segment(growth_per_month=0.1)}, length="31d")
    rate = expected_contacts(scenario, "paying", "UTC", cells(scenario))
    np.testing.assert_allclose(rate[[0, 23, 30 * 24]], [1, 1, 1.1 ** (30 / 30.4375)])


def test_seasons_follow_the_local_month():
    """December is half as busy; it begins in Kolkata while it is still November in UTC."""
    scenario = a_scenario(
        {"paying": a_segment(zones={KOLKATA: 1}, seasonality={"dec": 0.5})}, start="2026-11-30", length="1d"
    )
    rate = expected_contacts(scenario, "paying", KOLKATA, cells(scenario, KOLKATA))
    np.testing.assert_allclose(rate, [1.0] * 19 + [0.5] * 6)


@pytest.mark.parametrize(
    ("zone", "countries", "day", "factor"),
    [
        (NEW_YORK, {}, "2026-07-03", 0.2),
        (NEW_YORK, {}, "2026-07-06", 1.0),
        (LONDON, {}, "2026-07-03", 1.0),
        (LONDON, {LONDON: "US"}, "2026-07-03", 0.2),
        ("Europe/Berlin", {"Europe/Berlin": "DE-BE"}, "2027-03-08", 0.2),
        ("Europe/Berlin", {}, "2027-03-08", 1.0),
        ("UTC", {}, "2026-12-25", 1.0),
        ("UTC", {"UTC": "GB"}, "2026-12-25", 0.2),
    ],
)
def test_holidays_are_those_of_the_customers_country(zone, countries, day, factor):
    """The zone's own country, or the one that the world names; a zone that is no place has none."""
    scenario = a_scenario(
        {"paying": a_segment(zones={zone: 1}, holiday_factor=0.2)}, world={"holiday_countries": countries}, start=day
    )
    rows = cells(scenario, zone)
    rate = expected_contacts(scenario, "paying", zone, rows)
    np.testing.assert_allclose(rate[rows.day == date.fromisoformat(day).toordinal()], factor)


def test_counts_are_poisson_where_nothing_is_busier():
    """Variance over mean of 2,016 hourly counts lies in its 99.9 % band, and instants are uniform in the hour."""
    demand = drawn(segments={"paying": a_segment(customers=5000)}, length="84d")
    at = demand.conversations["arrival_at"]
    counts = np.bincount(at // HOUR, minlength=84 * 24)
    low, high = stats.chi2.ppf([0.0005, 0.9995], len(counts) - 1)
    assert low < counts.var(ddof=1) / counts.mean() * (len(counts) - 1) < high
    assert stats.kstest(at % HOUR / HOUR, "uniform").pvalue > 1e-3
    assert abs(counts.sum() - 5 * len(counts)) < 3.3 * np.sqrt(5 * len(counts))


def test_busy_days_spread_counts_as_published():
    """Case D1, alpha 10, 150 an hour: variance/mean 16.0 and correlation .9375 between hours of a day (1,825 days)."""
    two_hours = {"two_hours": {"hours": [150.0 * (hour in {9, 10}) for hour in range(24)]}}
    segment = a_segment(customers=2100, contact_rate=1, profile="two_hours", busyness={"day_cv": 10**-0.5})
    at = drawn(segments={"paying": segment}, world={"profiles": two_hours}, length="1825d").conversations["arrival_at"]
    nine, ten = (np.bincount(at[at % DAY // HOUR == hour] // DAY, minlength=1825) for hour in (9, 10))
    error = 3.3 * np.sqrt((2 + 6 / 10) / 1825)  # of a variance: excess kurtosis of the gamma law is 6/alpha
    for counts in (nine, ten):
        assert abs(counts.mean() / 150 - 1) < 3.3 * np.sqrt(0.1 / 1825) * 1.05
        assert abs(counts.var() / 150 / 16.0 - 1) < error + 3.3 * np.sqrt(0.1 / 1825)
    assert abs(np.corrcoef(nine, ten)[0, 1] - 0.9375) < 0.012
    assert abs((nine + ten).std() / np.sqrt(300 + 300**2 / 10) - 1) < error / 2 + 0.01


def test_busy_hours_spread_counts_one_by_one():
    """A cv of hours of 0.5 at 20 an hour: variance/mean is 1 + 20/4, and neighbouring hours are not correlated."""
    demand = drawn(segments={"paying": a_segment(customers=20_000, busyness={"hour_cv": 0.5})}, length="84d")
    counts = np.bincount(demand.conversations["arrival_at"] // HOUR, minlength=84 * 24)
    assert abs(counts.var() / 20 / 6 - 1) < 3.3 * np.sqrt((2 + 6 / 4) / len(counts)) * 1.2
    assert abs(np.corrcoef(counts[1:], counts[:-1])[0, 1]) < 3.3 / np.sqrt(len(counts))


def luck(name="paying", zone="UTC", replication=0, **busy):
    """Return how busy each hour of a year is for a segment."""
    scenario = a_scenario({name: a_segment(zones={zone: 1}, busyness=busy)}, length="364d")
    rows = cells(scenario, zone)
    return busyness(Draw(1, replication), name, scenario.world.segments[name], rows), rows


def test_a_day_has_one_luck_for_all_who_share():
    """Segments that share, and zones, have the same factor on a date; each replication another."""
    here, rows = luck(day_cv=0.3)
    there, rows_there = luck("free", zone=NEW_YORK, day_cv=0.3)
    assert (
        dict(zip(rows.day.tolist(), here.tolist(), strict=True)).items()
        <= dict(zip(rows_there.day.tolist(), there.tolist(), strict=True)).items()
    )
    assert abs(np.corrcoef(here[::24], luck(day_cv=0.3, replication=1)[0][::24])[0, 1]) < 3.3 / np.sqrt(364)


def test_a_segment_may_have_a_luck_of_its_own():
    """Days of segments that do not share are not correlated, and differ from the shared ones."""
    days = [
        factor[::24]
        for factor, _ in (luck(day_cv=0.3), luck(day_cv=0.3, shared=False), luck("free", day_cv=0.3, shared=False))
    ]
    for one, other in ((0, 1), (0, 2), (1, 2)):
        assert abs(np.corrcoef(days[one], days[other])[0, 1]) < 3.3 / np.sqrt(364)


def test_a_year_and_a_busy_day_have_mean_1():
    """Factors have mean 1 and the wanted spread; without spread they are exactly 1."""
    factors, _ = luck(hour_cv=0.4)
    assert abs(factors.mean() - 1) < 3.3 * 0.4 / np.sqrt(len(factors))
    assert abs(factors.std() / 0.4 - 1) < 0.06
    assert (luck()[0] == 1).all()


# ---- what changes nothing else ----


def test_the_same_again():
    """Same scenario, seed and replication: every byte; another seed or replication: other arrivals."""
    first = content(drawn(segments=mixed()))
    assert first == content(drawn(segments=mixed()))
    assert 3 == len({first, content(drawn(2, segments=mixed())), content(drawn(replication=1, segments=mixed()))})


def test_the_order_in_the_file_changes_nothing():
    """Segments, topics, zones and languages in reverse: every byte is the same."""

    def reverse(mapping):
        return dict(reversed(mapping.items()))

    segments = {"free": a_segment(**MIXED, topics={"billing": 1, "crash": 2}), **mixed()}
    turned = {
        name: segment | {"zones": reverse(segment["zones"]), "languages": reverse(segment["languages"])}
        for name, segment in segments.items()
    }
    turned["free"]["topics"] = {"crash": 2, "billing": 1}
    assert content(drawn(segments=segments, topics=TOPICS)) == content(
        drawn(segments=reverse(turned), topics=reverse(TOPICS))
    )


def test_another_process_and_place_draws_the_same():
    """Neither the hash seed nor the machine's own time zone matters."""
    program = "from test_arrivals import *; print(content(drawn(segments=mixed(), topics=TOPICS)))"
    elsewhere = {
        "PYTHONHASHSEED": "7",
        "TZ": "Asia/Tokyo",
        "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path]),
    }
    ended = subprocess.run(
        [sys.executable, "-c", program], env=os.environ | elsewhere, capture_output=True, text=True, check=True
    )
    assert content(drawn(segments=mixed(), topics=TOPICS)) == ended.stdout.strip()


def test_a_plan_changes_no_customer():
    """Staff and routing have no say in who writes."""
    plans = {"more": {"teams": {"desk": a_team(9)}, "routing": {"queue_limit": 3}}}
    assert content(drawn(segments=mixed())) == content(drawn(segments=mixed(), plans=plans))


MORE = {
    "customers": {"segments": mixed(customers=1300)},
    "contacts": {"segments": mixed(contact_rate=0.8)},
    "growth": {"segments": mixed(growth_per_month=0.5)},
    "season": {"segments": mixed(seasonality={"mar": 1.4})},
    "another segment": {"segments": {**mixed(), "free": a_segment(**MIXED)}},
    "a surge": {"world": {"surges": {"outage": {"at": ["2026-03-04T14:00"]}, "noise": {"per_week": 9}}}},
    "open at the start": {"world": {"open_at_start": [{"segment": "paying", "count": 30, "age": "3h"}]}},
    "a longer run": {"length": "9d"},
}  # fmt: skip


@pytest.mark.parametrize("what", MORE)
def test_more_demand_only_adds(what):
    """Every conversation of before is there still, with the same instant, topic, handle time and patience."""
    base = {"segments": mixed(), "topics": TOPICS}
    before, after = facts(drawn(**base)), facts(drawn(**base | MORE[what]))
    assert len(after) > len(before) > 300
    assert before.items() <= after.items()


def test_a_long_run_begins_with_the_short_one():
    """A week is the first week of two, conversation by conversation in the same order, in zones that it cuts too."""
    base = {"segments": mixed(), "topics": TOPICS, "world": {"surges": {"noise": {"per_week": 5}}}}
    short, long = drawn(**base), drawn(**base, length="14d")
    n = len(short.conversations)
    assert short.conversations.tobytes() == long.conversations[:n].tobytes()
    assert short.details.tobytes() == long.details[:n].tobytes()
    assert long.conversations["arrival_at"][n] >= WEEK


def test_another_handle_time_moves_no_one():
    """A changed mean changes only the handle times of that topic, and keeps their order."""
    longer = {**TOPICS, "billing": {"handle_time": "16m", "share": 3}}
    before, after = (drawn(segments=mixed(), topics=topics) for topics in (TOPICS, longer))
    billing = before.details["topic"] == before.names.topics.index("billing")
    for field in ("arrival_at", "waited_time", "patience_time", "work_type"):
        assert np.array_equal(before.conversations[field], after.conversations[field])
    old, new = before.touches["handle_time"], after.touches["handle_time"]
    assert np.array_equal(old[~billing], new[~billing])
    np.testing.assert_allclose(new[billing] / old[billing], 2, atol=0.01)


def test_a_renamed_segment_keeps_its_customers():
    """With draws_as the luck stays; without it the new name has new customers."""
    before = drawn(segments=mixed(), topics=TOPICS)
    renamed = drawn(segments={"vips": mixed(draws_as="paying")["paying"]}, topics=TOPICS)
    assert before.conversations.tobytes() == renamed.conversations.tobytes()
    assert not set(facts(before)) & set(facts(drawn(segments={"vips": mixed()["paying"]}, topics=TOPICS)))


# ---- each conversation ----


def test_conversations_are_in_order():
    """By arrival, then key (so many in a day that instants coincide); from 0 to before the horizon."""
    demand = drawn(segments=mixed(customers=2_000_000), length="1d")
    at, keys = demand.conversations["arrival_at"], demand.details["key"]
    assert (np.diff(at) == 0).sum() > 50
    assert np.array_equal(np.lexsort((keys, at)), np.arange(len(at)))
    assert at[0] >= 0
    assert at[-1] < demand.horizon == DAY


def test_attributes_have_their_means_and_nothing_to_do_with_each_other():
    """Handle time and patience lie in the 99.9 % bands; no quantity goes with another or with the one before."""
    demand = drawn(segments=mixed(customers=40_000), topics={"question": {"handle_time": "10m"}})
    table, handle_time, n = demand.conversations, demand.touches["handle_time"], len(demand.conversations)
    assert abs(handle_time.mean() / (10 * MINUTE) - 1) < 3.3 * 1.2 / np.sqrt(n)
    assert abs(table["patience_time"].mean() / (20 * MINUTE) - 1) < 3.3 / np.sqrt(n)
    columns = {
        "handle": np.log(handle_time),
        "patience": np.log(table["patience_time"] + 1.0),
        "offset": table["arrival_at"] % (15 * MINUTE),
        "language": demand.details["language"],
        "zone": demand.details["zone"],
    }
    ranks = {name: stats.rankdata(values) for name, values in columns.items()}
    for name in ("handle", "patience"):
        assert abs(np.corrcoef(ranks[name][1:], ranks[name][:-1])[0, 1]) < 3.3 / np.sqrt(n), name
        for other in set(ranks) - {name}:
            assert abs(np.corrcoef(ranks[name], ranks[other])[0, 1]) < 3.3 / np.sqrt(n), (name, other)


def test_topics_are_drawn_by_share():
    """By the topics' own shares, or by the segment's; what it does not name does not occur."""
    segments = {
        "free": a_segment(contact_rate=20, topics={"crash": 1, "billing": 4}),
        "paying": a_segment(contact_rate=20),
    }
    demand = drawn(segments=segments, topics=TOPICS)
    for number, shares in enumerate(([0.8, 0.2, 0], [3 / 6, 1 / 6, 2 / 6])):
        topics = demand.details["topic"][demand.details["segment"] == number]
        for topic, share in enumerate(shares):
            low, high = stats.binom.ppf([0.0005, 0.9995], len(topics), share)
            assert low <= (topics == topic).sum() <= high


def test_whoever_has_no_patience_to_lose_waits_for_ever():
    """A segment without patience never gives up."""
    assert {FAR} == set(drawn().conversations["patience_time"].tolist())


def test_work_types_are_those_that_can_occur():
    """Segment, skill and language, in order and whether drawn or not; topics of surges and of open ones count."""
    segments = {
        "free": a_segment(customers=0, languages={"en": 1}, topics={"billing": 1}),
        "paying": a_segment(customers=0, languages={"en": 1, "de": 1}),
        "quiet": a_segment(customers=0, topics={"billing": 1}),
    }
    world = {
        "surges": {"outage": {"per_week": 1, "topic": "crash", "segments": ["free"]}},
        "open_at_start": [{"segment": "quiet", "topic": "crash", "ages": []}],
    }
    demand = drawn(segments=segments, topics=TOPICS, world=world)
    expected = [(0, -1, 1), (0, 0, 1), *[(1, skill, language) for skill in (-1, 0) for language in (0, 1)]]
    assert [*expected, (2, -1, 1), (2, 0, 1)] == demand.work_types[["segment", "skill", "language"]].tolist()
    assert (("technical",), ("de", "en")) == (demand.names.skills, demand.names.languages)


def test_every_conversation_has_its_work_type():
    """Its segment, the skill of its topic and its language."""
    demand = drawn(segments={"free": a_segment(**MIXED), **mixed()}, topics=TOPICS)
    skills = np.array([NOBODY, 0, NOBODY])
    types = demand.work_types[demand.conversations["work_type"]]
    assert np.array_equal(types["segment"], demand.details["segment"])
    assert np.array_equal(types["language"], demand.details["language"])
    assert np.array_equal(types["skill"], skills[demand.details["topic"]])


# ---- surges ----

HOURLY = {"paying": a_segment(customers=1_000_000, contact_rate=0.168)}
"""1,000 an hour."""


def of_surge(demand):
    """Return the instants of what surges added."""
    return demand.conversations["arrival_at"][demand.details["surge"] != NOBODY]


def test_a_surge_multiplies_contacts_step_by_step():
    """1,000 an hour; nine times for 20 minutes, 1.4 times for 90: so many more, and only then (99.9 %)."""
    shape = [{"time": "20m", "factor": 9}, {"time": "90m", "factor": 1.4}]
    demand = drawn(
        segments=HOURLY, length="1d", world={"surges": {"outage": {"at": ["2026-03-02T10:50"], "shape": shape}}}
    )
    at = of_surge(demand)
    start = 10 * HOUR + 50 * MINUTE
    steps = [(start, start + 20 * MINUTE, 8000 / 3), (start + 20 * MINUTE, start + 110 * MINUTE, 600)]
    for begin, end, mean in steps:
        inside = at[(at >= begin) & (at < end)]
        assert abs(len(inside) - mean) < 3.3 * np.sqrt(mean)
        assert stats.kstest((inside - begin) / (end - begin), "uniform").pvalue > 1e-3
    assert start <= at.min()
    assert at.max() < start + 110 * MINUTE


def test_a_longer_or_stronger_surge_only_adds():
    """A step that lasts longer or is stronger keeps the contacts that it had."""

    def with_step(time, factor):
        shape = [{"time": time, "factor": factor}]
        return facts(
            drawn(segments=mixed(), world={"surges": {"outage": {"at": ["2026-03-04T14:10"], "shape": shape}}})
        )

    short = with_step("100m", 20)
    for more in (with_step("200m", 20), with_step("100m", 30)):
        assert short.items() < more.items()


def test_a_surge_has_a_zone_a_topic_and_segments():
    """14:00 in New York is 19:00 UTC; everything is about the topic, and only the named segment writes more."""
    surge = {
        "at": ["2026-03-03T14:00", "2026-03-03T14:00"], "zone": NEW_YORK, "topic": "crash", "segments": ["free"],
        "shape": [{"time": "30m", "factor": 100}],
    }  # fmt: skip
    segments = {"free": a_segment(customers=20_000), "paying": a_segment(customers=20_000)}
    demand = drawn(segments=segments, topics=TOPICS, world={"surges": {"outage": surge, "a_quiet_one": {}}})
    rows = demand.details[demand.details["surge"] != NOBODY]
    assert 990 - 3.3 * np.sqrt(990) < len(rows) < 990 + 3.3 * np.sqrt(990)  # written twice, it happens once
    assert {(0, 1, 1)} == set(rows[["segment", "topic", "surge"]].tolist())
    assert DAY + 19 * HOUR <= of_surge(demand).min() <= of_surge(demand).max() < DAY + 19.5 * HOUR


def test_the_end_of_an_earlier_surge_reaches_in():
    """A surge that started an hour before the scenario adds contacts to its first half hour only."""
    surge = {"at": ["2026-03-01T23:00"], "shape": [{"time": "90m", "factor": 9}]}
    at = of_surge(drawn(segments=HOURLY, length="1d", world={"surges": {"outage": surge}}))
    assert abs(len(at) - 4000) < 3.3 * np.sqrt(4000)
    assert at.max() < 30 * MINUTE


def test_random_surges_come_as_often_as_expected():
    """Ten a week over two years: the number lies in its 99.9 % band, any time of day alike."""
    surge = {"per_week": 10, "shape": [{"time": "1m", "factor": 1000}]}
    at = of_surge(
        drawn(segments={"paying": a_segment(customers=2000)}, length="728d", world={"surges": {"noise": surge}})
    )
    starts = at[np.flatnonzero(np.diff(at, prepend=-DAY) > MINUTE)]  # about 33 contacts each
    assert abs(len(starts) - 1040) < 3.3 * np.sqrt(1040)
    assert stats.kstest(starts % DAY / DAY, "uniform").pvalue > 1e-3


def test_random_surges_of_before_reach_in_too():
    """The scenario starts amid ordinary weeks: surges of the days that their shape spans come before 0 as often."""
    surge = {"per_week": 700, "shape": [{"time": "3d", "factor": 2}]}
    scenario = a_scenario(world={"surges": {"noise": surge}})
    (run,) = surge_runs(scenario, Draw(1, 0), timeline(scenario))
    for day in range(-3, 7):
        n = ((run.starts_at >= day * DAY) & (run.starts_at < (day + 1) * DAY)).sum()
        assert abs(n - 100) < 3.3 * 10, day


# ---- open at the start ----


def test_what_is_open_comes_first_the_oldest_before():
    """All at 0, by age over all entries; whoever has waited has the patience for it."""
    world = {
        "open_at_start": [
            {"segment": "paying", "ages": ["10m", "3h", "0"], "topic": "crash"},
            {"segment": "free", "ages": ["1h"]},
            {"segment": "paying", "count": 500, "age": {"mean": "1h", "law": "gamma"}},
        ]
    }
    demand = drawn(segments={**mixed(), "free": a_segment()}, topics=TOPICS, world=world)
    assert 504 == demand.n_open_at_start
    opened, details = demand.conversations[:504], demand.details[:504]
    assert not opened["arrival_at"].any()
    assert (np.diff(opened["waited_time"]) <= 0).all()
    assert (demand.conversations["waited_time"][504:] == 0).all()
    given = set(zip(opened["waited_time"].tolist(), details["topic"].tolist(), strict=True))
    assert {(10 * MINUTE, 1), (3 * HOUR, 1), (0, 1)} <= given
    assert (opened["patience_time"] > opened["waited_time"]).all()
    assert abs(opened["waited_time"].mean() / HOUR - 1) < 3.3 / np.sqrt(500) + 0.01
    assert 504 == len(set(details["key"].tolist()))
    assert set(range(4)) == set(details["zone"].tolist())


def test_patience_left_at_the_start_is_that_of_somebody_new():
    """Exponential patience has no memory: beyond an age of an hour, again 20 minutes on average."""
    world = {"open_at_start": [{"segment": "paying", "ages": ["1h"] * 5000}]}
    left = drawn(segments=mixed(), world=world).conversations["patience_time"][:5000] - HOUR
    assert abs(left.mean() / (20 * MINUTE) - 1) < 3.3 / np.sqrt(5000)


# ---- edges ----


def test_no_customers_no_conversations():
    """Tables are empty, and complete."""
    demand = drawn(segments={"paying": a_segment(customers=0)})
    assert (0, 0, 1) == (len(demand.conversations), len(demand.details), len(demand.work_types))


@pytest.mark.parametrize(
    "segment",
    [{"customers": 1e12}, {"customers": 1e300, "growth_per_month": 10}, {"customers": 1e300, "contact_rate": 1e300}],
)
def test_more_than_fits_into_memory_is_refused(segment):
    """The message says how many there would be and what to change."""
    with pytest.raises(ValueError, match=f"{MOST_CONTACTS:,} are the most .* choose a shorter length"):
        drawn(segments={"paying": a_segment(**segment)}, length="728d")
