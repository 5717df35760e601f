"""Every shipped scenario shows what its finding says, and a changed world in which it is the other way round."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from findings import MANY, Played, always_above, by_slot, changed, mean_above, play, series, shipped

from sim.durations import DAY
from sim.tables.conversations import conversation_table

if TYPE_CHECKING:
    Written = dict[str, Any]

pytestmark = pytest.mark.many_conversations
HOUR = 60.0
"""Waits are in minutes."""
MONDAY, TUESDAY, WEDNESDAY, SATURDAY, SUNDAY = 0, 1, 2, 5, 6
WHILE_OPEN = {"hours": [0] * 9 + [1] * 8 + [0] * 7, "weekdays": [1.12, 1, 0.95, 0.95, 1, 0, 0]}
"""A profile: customers write from nine to five on working days and never else."""


def segments_of(written: Written) -> list[Written]:
    """Return the segments of a scenario as written."""
    return list(written["world"]["segments"].values())


def all_in(zone: str) -> Any:
    """Return the change that moves every customer to *zone*."""

    def change(written: Written) -> None:
        for segment in segments_of(written):
            segment["zones"] = {zone: 1}

    return change


def writing_while_open(zone: str) -> Any:
    """Return the change that moves every customer to *zone* and lets them write in office hours only."""

    def change(written: Written) -> None:
        all_in(zone)(written)
        written["world"].setdefault("profiles", {})["while_open"] = WHILE_OPEN
        for segment in segments_of(written):
            segment["profile"] = "while_open"

    return change


def fewer(share: float, growth: float | None = None) -> Any:
    """Return the change that leaves *share* of the customers, with that growth (None: as it is)."""

    def change(written: Written) -> None:
        for segment in segments_of(written):
            segment["customers"] *= share
            if growth is not None:
                segment["growth_per_month"] = growth

    return change


# ---- quickstart ----


def test_quickstart_staggered_hours_beat_two_more_people():
    """Customers on three continents wait for opening hours more than for people."""
    runs = play(shipped("quickstart"), "two_more", "staggered", replications=MANY)
    for measure in ("first_response_p90", "first_response_mean"):
        for who in ("paid", "free"):
            assert mean_above(*(series(runs[plan], measure, who) for plan in ("two_more", "staggered")))


def test_quickstart_staggered_hours_cost_nothing_and_two_more_people_do():
    """Both help; only one is paid for."""
    runs = play(shipped("quickstart"), "as_is", "two_more", "staggered")
    wait = {plan: series(of, "first_response_mean", "paid") for plan, of in runs.items()}
    cost = {plan: series(of, "people_cost") for plan, of in runs.items()}
    assert always_above(wait["as_is"], wait["two_more"])
    assert always_above(wait["as_is"], wait["staggered"])
    assert cost["as_is"].tolist() == cost["staggered"].tolist()
    assert always_above(cost["two_more"], cost["as_is"], by=5000)


def test_quickstart_another_order_is_paid_by_who_stands_last():
    """Serving paying customers and trials first costs the free ones; demoting trials loses trials."""
    runs = play(shipped("quickstart"), "as_is", "paid_and_trials_first", "trials_last")
    free = {plan: series(of, "wait_mean", "segment:free") for plan, of in runs.items()}
    lost = {plan: series(of, "abandonment", "segment:trial") for plan, of in runs.items()}
    assert always_above(free["paid_and_trials_first"], free["as_is"], by=HOUR / 2)
    assert always_above(lost["trials_last"], lost["as_is"], by=0.03)
    assert always_above(lost["as_is"], lost["paid_and_trials_first"])


def test_quickstart_the_other_way_round_staggered_hours_lose_when_everybody_writes_while_new_york_is_open():
    """Then two more people help, and people who work in the evening are missed by day."""
    world = changed(shipped("quickstart"), writing_while_open("America/New_York"))
    runs = play(world, "as_is", "two_more", "staggered")
    wait = {plan: series(of, "first_response_p90", "paid") for plan, of in runs.items()}
    assert always_above(wait["staggered"], wait["two_more"], by=HOUR)


# ---- stage 1 ----


def broken_in_week(runs: Played) -> int:
    """Return the first week (0 is the first) whose customers wait more than two days on average."""
    waits = by_slot(runs, "week", "wait_mean")
    return int(waits[~(waits < 48 * HOUR)].index[0])  # not a number: nobody of that week had an answer


def test_stage_1_a_larger_share_of_the_day_only_moves_the_week_in_which_it_breaks():
    """Each doubling of the share buys about one doubling of the users: a month."""
    runs = play(shipped("stage-1"), replications=3)
    weeks = [broken_in_week(runs[plan]) for plan in ("two_hours", "half_day", "all_day")]
    assert [True, True] == [3 <= later - sooner <= 6 for sooner, later in pairwise(weeks)]
    assert series(runs["all_day"], "backlog_end").min() > 100


def test_stage_1_the_other_way_round_without_growth_two_hours_hold():
    """No week breaks, and hardly anything is left."""
    runs = play(changed(shipped("stage-1"), fewer(1, growth=0)), "two_hours", replications=3)["two_hours"]
    assert by_slot(runs, "week", "wait_mean").max() < 48 * HOUR
    assert series(runs, "backlog_end").max() < 10


# ---- stage 2 ----


def test_stage_2_hiring_late_is_paid_by_the_customers():
    """In the weeks before the late hire answers they wait for more than a day; soon after, as if it had come early."""
    runs = play(shipped("stage-2"), "hire_now", "hire_late")
    by_week = {plan: by_slot(of, "week", "wait_mean", "paid") for plan, of in runs.items()}
    lost = {plan: series(of, "abandonment", "segment:trial") for plan, of in runs.items()}
    cost = {plan: series(of, "people_cost") for plan, of in runs.items()}
    assert by_week["hire_late"][13:15].min() > 24 * HOUR
    assert by_week["hire_now"][6:26].max() < 12 * HOUR
    np.testing.assert_allclose(by_week["hire_late"][18:26], by_week["hire_now"][18:26], rtol=0.05)
    assert always_above(lost["hire_late"], lost["hire_now"], by=0.01)
    assert [12544.0] * 10 == (cost["hire_now"] - cost["hire_late"]).tolist()


def test_stage_2_the_other_way_round_without_growth_and_with_little_to_do_hiring_late_costs_little():
    """The late hire saves as much money, and customers wait hardly an hour longer."""
    runs = play(changed(shipped("stage-2"), fewer(0.6, growth=0)), "hire_now", "hire_late", replications=3)
    late, now = (series(runs[plan], "wait_mean", "paid") for plan in ("hire_late", "hire_now"))
    assert (late - now).max() < HOUR


# ---- stage 3 ----


def test_stage_3_three_people_keep_up_and_cannot_be_away():
    """55 answers each on a worked day; with one away for a week, customers wait for more than a day."""
    runs = play(shipped("stage-3"))
    per_day = {plan: series(of, "per_agent_worked_day") for plan, of in runs.items()}
    in_week = {plan: by_slot(of, "week", "wait_mean") for plan, of in runs.items()}
    assert 50 < per_day["three_people"].mean() < 60
    assert 30 < per_day["five_people"].mean() < 36
    assert in_week["three_with_a_week_off"][4] > 24 * HOUR > in_week["three_people"][4]
    assert in_week["five_with_a_week_off"].max() < 9 * HOUR
    two_weeks_later = [in_week[plan][6] for plan in ("three_with_a_week_off", "three_people")]
    assert two_weeks_later[0] > 1.2 * two_weeks_later[1]


def test_stage_3_starts_from_todays_backlog():
    """Thirty conversations are open before anybody writes."""
    runs = play(shipped("stage-3"), "three_people", replications=2)["three_people"]
    assert [30.0, 30.0] == series(runs, "open_at_start").tolist()


def test_stage_3_the_other_way_round_with_half_the_customers_three_people_are_enough():
    """They have slack for a week off, and two more would hardly make a difference."""
    runs = play(changed(shipped("stage-3"), fewer(0.5)), "three_people", "three_with_a_week_off", "five_people")
    wait = {plan: series(of, "wait_mean") for plan, of in runs.items()}
    assert (wait["three_with_a_week_off"] - wait["five_people"]).max() < HOUR
    assert series(runs["three_people"], "per_agent_worked_day").mean() < 35


# ---- stage 4 ----


def test_stage_4_three_offices_beat_one_office_and_its_early_and_late_hours():
    """With customers over the whole world: hours faster, for less money."""
    runs = play(shipped("stage-4"))
    wait = {plan: series(of, "first_response_p90", "paid") for plan, of in runs.items()}
    cost = {plan: series(of, "people_cost") for plan, of in runs.items()}
    assert always_above(wait["one_office"], wait["staggered"], by=HOUR)
    assert always_above(wait["staggered"], wait["follow_the_sun"], by=3 * HOUR)
    assert cost["follow_the_sun"].max() < cost["one_office"].min() < cost["staggered"].min()


def test_stage_4_the_other_way_round_customers_in_the_americas_are_better_off_with_one_office():
    """Early and late hours there beat three offices on mean and median."""

    def americas(written: Written) -> None:
        for segment in segments_of(written):
            segment["zones"] = {"America/New_York": 0.5, "America/Los_Angeles": 0.35, "America/Sao_Paulo": 0.15}

    runs = play(changed(shipped("stage-4"), americas), "staggered", "follow_the_sun", replications=14)
    sun, hours = runs["follow_the_sun"], runs["staggered"]
    for measure in ("first_response_mean", "first_response_median"):
        assert always_above(series(sun, measure, "paid"), series(hours, measure, "paid"), by=HOUR / 4)


# ---- one million users ----


def test_one_million_users_20_people_lose_ground_21_barely_hold_29_rest():
    """About 40 more wait each day; 21 are busy all day; 29 do 35 each."""
    runs = play(shipped("one-million-users"))
    left = {plan: series(of, "backlog_end") for plan, of in runs.items()}
    busy = {plan: series(of, "occupancy").mean() for plan, of in runs.items()}
    assert 30 < (left["people_20"] - left["people_29"]).mean() / 28 < 50
    assert (left["people_21"] - left["people_29"]).mean() / 28 < 15
    assert busy["people_21"] > 0.95
    assert busy["people_29"] < 0.75
    assert 34 < series(runs["people_29"], "per_agent_worked_day").mean() < 36


def test_one_million_users_the_other_way_round_at_nine_minutes_20_people_hold():
    """150 hours of work a day fit into 160."""

    def nine_minutes(written: Written) -> None:
        written["world"]["topics"]["question"]["handle_time"]["mean"] = "9m"

    runs = play(changed(shipped("one-million-users"), nine_minutes), "people_20", "people_29", replications=3)
    left = {plan: series(of, "backlog_end") for plan, of in runs.items()}
    assert np.abs(left["people_20"] - left["people_29"]).max() < 40


# ---- weekend cover ----


@pytest.mark.parametrize("plan", ["skeleton", "rotation"])
def test_weekend_cover_by_the_same_people_makes_tuesdays_slower(plan):
    """Saturdays gain more than a day, Mondays an hour or so, Tuesdays lose."""
    runs = play(shipped("weekend-cover"), "none", plan)
    none, some = (by_slot(runs[name], "day_of_week", "wait_mean") for name in ("none", plan))
    assert none[SATURDAY] - some[SATURDAY] > 24 * HOUR
    assert none[SUNDAY] - some[SUNDAY] > 12 * HOUR
    assert some[TUESDAY] - none[TUESDAY] > HOUR / 3
    assert some[MONDAY] < none[MONDAY]


def test_weekend_cover_by_two_more_makes_no_day_slower_and_is_paid_for():
    """Taking turns costs a little more than nothing, two more people a lot more."""
    runs = play(shipped("weekend-cover"), replications=3)
    waits = {plan: by_slot(of, "day_of_week", "wait_mean") for plan, of in runs.items()}
    cost = {plan: series(of, "people_cost")[0] for plan, of in runs.items()}
    assert (waits["weekend_hires"] - waits["none"]).max() < HOUR / 6
    assert cost["none"] == cost["skeleton"] < cost["rotation"] < cost["weekend_hires"]


def test_weekend_cover_the_other_way_round_it_is_for_nothing_where_nobody_writes_outside_working_hours():
    """Moved people are missed on working days, and two more have nothing to do."""
    runs = play(changed(shipped("weekend-cover"), writing_while_open("Europe/London")))
    wait = {plan: series(of, "wait_mean") for plan, of in runs.items()}
    assert always_above(wait["skeleton"], wait["none"], by=5)
    assert always_above(wait["rotation"], wait["none"], by=5)
    assert np.median(np.abs(wait["weekend_hires"] - wait["none"])) < 1


# ---- the day of the outage ----


def without_outage(written: Written) -> None:
    """Take the outage out of a scenario."""
    written["world"]["surges"] = {}


def test_outage_day_lifts_the_mean_and_hardly_moves_the_median():
    """Of the whole week, against the same week without it."""
    scenario = shipped("outage-day")
    with_it = play(scenario, "as_is")["as_is"]
    without = play(changed(scenario, without_outage), "as_is")["as_is"]
    mean, usual = (series(runs, "first_response_mean") for runs in (with_it, without))
    assert mean.mean() > 3 * usual.mean()
    assert always_above(mean, usual, by=0.5)
    assert series(with_it, "first_response_median").max() < 2


def test_outage_day_all_hands_clear_the_queue_by_noon():
    """Without them it is there until the afternoon."""
    runs = play(shipped("outage-day"), "as_is", "all_hands")
    at_noon = WEDNESDAY * 24 + 12
    waiting = {plan: by_slot(of, "hour_of_week", "backlog_mean")[at_noon] for plan, of in runs.items()}
    assert waiting["as_is"] > 8
    assert waiting["all_hands"] < waiting["as_is"] / 4


def test_outage_day_paying_customers_first_and_a_short_queue_are_paid_by_others():
    """By the free ones who wait and give up, and by those who are turned away."""
    runs = play(shipped("outage-day"), "as_is", "paid_first", "status_page")
    free = {plan: series(of, "wait_mean", "free") for plan, of in runs.items()}
    assert always_above(free["paid_first"], free["as_is"])
    assert always_above(series(runs["status_page"], "turned_away"), series(runs["as_is"], "turned_away"))


def test_outage_day_the_other_way_round_without_outage_all_hands_are_paid_for_nothing():
    """The same money for seconds of waiting."""
    runs = play(changed(shipped("outage-day"), without_outage), "as_is", "all_hands")
    wait = {plan: series(of, "first_response_mean") for plan, of in runs.items()}
    assert (wait["as_is"] - wait["all_hands"]).mean() < 0.25
    assert (series(runs["all_hands"], "people_cost") > 1.1 * series(runs["as_is"], "people_cost")).all()


# ---- sixteen hours of silence ----


def test_indonesia_who_writes_just_after_closing_hears_nothing_for_16_hours():
    """On weekdays; and hardly anybody waits longer, because New York has time once it is open."""
    runs = play(shipped("indonesia"), "new_york", replications=4)["new_york"].runs
    table = pd.concat([conversation_table(run) for run in runs])
    wrote = table["arrived_at"].dt.tz_convert("America/New_York")
    waits = table["wait_time"][(wrote.dt.day_of_week < 4) & (wrote.dt.hour == 17)]  # 17:00 to 18:00, Monday to Thursday
    assert waits.min() > 15 * HOUR
    assert 15.75 * HOUR < waits.max() < 16.5 * HOUR


def test_indonesia_two_people_in_jakarta_beat_a_late_shift():
    """They cut far more of the wait and cost less."""
    runs = play(shipped("indonesia"))
    wait = {plan: series(of, "wait_mean") for plan, of in runs.items()}
    cost = {plan: series(of, "people_cost").max() for plan, of in runs.items()}
    assert always_above(wait["new_york"], wait["evening_shift"], by=HOUR)
    assert always_above(wait["evening_shift"], wait["jakarta"], by=2 * HOUR)
    assert cost["jakarta"] < cost["new_york"] < cost["evening_shift"]


def test_indonesia_the_other_way_round_for_customers_in_bogota_the_late_shift_wins():
    """The same number of customers, twelve hours away from Jakarta."""
    runs = play(changed(shipped("indonesia"), all_in("America/Bogota")), "evening_shift", "jakarta")
    wait = {plan: series(of, "wait_mean") for plan, of in runs.items()}
    assert always_above(wait["jakarta"], wait["evening_shift"], by=HOUR / 2)


# ---- the only one who speaks Japanese ----


def japanese_and_english(runs: Played) -> tuple[Any, Any]:
    """Return the mean business hours to a first response for both."""
    return tuple(series(runs, "first_response_business_mean", f"segment:{name}") for name in ("japanese", "english"))


def test_language_the_only_speaker_makes_them_wait_though_the_team_has_time():
    """Twice as long as everybody else; a second speaker takes most of the difference away."""
    runs = play(shipped("language"))
    one, others = japanese_and_english(runs["one_speaker"])
    two, _ = japanese_and_english(runs["two_speakers"])
    assert one.mean() > 2 * others.mean()
    assert always_above(one, two)
    assert (two - others).mean() < 0.5 * (one - others).mean()
    assert series(runs["one_speaker"], "occupancy").mean() < 0.6


def test_language_nobody_answers_while_the_only_speaker_is_on_leave():
    """Two weeks and the weekends around them."""
    runs = play(shipped("language"), "one_speaker", "speaker_on_leave", replications=3)
    assert series(runs["speaker_on_leave"], "oldest_max", "segment:japanese").min() > 14 * 24 * HOUR
    assert series(runs["one_speaker"], "oldest_max", "segment:japanese").max() < 7 * 24 * HOUR


def test_language_the_other_way_round_if_everybody_speaks_both_there_is_no_difference():
    """Japanese customers then wait about as long as everybody else."""

    def all_speak_both(written: Written) -> None:
        for plan in written["plans"].values():
            plan["teams"]["english_only"]["languages"] = ["en", "ja"]

    runs = play(changed(shipped("language"), all_speak_both), "one_speaker")
    japanese, others = japanese_and_english(runs["one_speaker"])
    assert japanese.mean() < 1.3 * others.mean()


# ---- free or paid first ----

ORDERS = ("strict", "three_to_one", "promises")


def test_free_or_paid_what_one_side_gains_the_other_pays():
    """Whatever the order, the mean wait of all stays where it is."""
    runs = play(shipped("free-or-paid"), "fifo", *ORDERS, replications=16)
    wait = {(plan, who): series(of, "wait_mean", who) for plan, of in runs.items() for who in ("all", "paid", "free")}
    for plan in ORDERS:
        assert always_above(wait["fifo", "paid"], wait[plan, "paid"])
        assert always_above(wait[plan, "free"], wait["fifo", "free"])
        assert abs((wait[plan, "all"] - wait["fifo", "all"]).mean()) < 0.1 * wait["fifo", "all"].mean()
        assert plan == "strict" or always_above(wait[plan, "paid"], wait["strict", "paid"])


def test_free_or_paid_a_rule_that_lets_people_wait_for_work_makes_the_wait_of_all_longer():
    """Keeping one person free helps who pays; putting free customers aside for an hour helps nobody."""
    runs = play(shipped("free-or-paid"), "fifo", "reserved", "free_after_an_hour")
    wait = {(plan, who): series(of, "wait_mean", who) for plan, of in runs.items() for who in ("all", "paid")}
    assert always_above(wait["reserved", "all"], wait["fifo", "all"])
    assert always_above(wait["fifo", "paid"], wait["reserved", "paid"])
    assert always_above(wait["free_after_an_hour", "all"], wait["reserved", "all"])
    assert always_above(wait["free_after_an_hour", "paid"], wait["fifo", "paid"])


def test_free_or_paid_the_other_way_round_on_a_calm_day_the_order_hardly_matters():
    """At about 55 per cent busy nobody gains or loses a minute."""
    runs = play(changed(shipped("free-or-paid"), fewer(0.66)), "fifo", *ORDERS)
    assert 0.5 < series(runs["fifo"], "occupancy").mean() < 0.6
    for who in ("paid", "free"):
        usual = series(runs["fifo"], "wait_mean", who)
        assert [] == [plan for plan in ORDERS if np.abs(series(runs[plan], "wait_mean", who) - usual).mean() > 1]


# ---- paid for by advertising ----

LEFT_PER_MONTH = 0.30
"""USD of a user's money that are left when everything but support is paid (the scenario's assumption)."""


def test_ad_funded_one_conversation_uses_up_more_than_a_year_of_what_its_user_leaves():
    """And the people for the users take nearly half of what all users leave."""
    scenario = shipped("ad-funded")
    runs = play(scenario, replications=3)
    cost = {plan: series(of, "people_cost").mean() for plan, of in runs.items()}
    left = scenario.world.segments["users"].customers * LEFT_PER_MONTH * (scenario.length / DAY) / (365.25 / 12)
    assert series(runs["answer_all"], "cost_per_conversation").min() > 12 * LEFT_PER_MONTH
    assert 0.4 < (cost["answer_all"] - cost["advertisers_only"]) / left < 0.5


def test_ad_funded_documentation_for_the_users_makes_the_advertisers_faster():
    """Also with the two people whom they need."""
    runs = play(shipped("ad-funded"))
    wait = {plan: series(of, "first_response_mean", "segment:advertisers") for plan, of in runs.items()}
    assert always_above(wait["answer_all"], wait["docs_only"], by=HOUR)
    assert always_above(wait["answer_all"], wait["advertisers_only"], by=HOUR / 2)
    assert (series(runs["docs_only"], "answered", "segment:users") == 0).all()


def test_ad_funded_the_other_way_round_few_free_users_are_answered_at_no_cost():
    """The two people whom the advertisers need answer 5,000 users as well."""

    def few_users(written: Written) -> None:
        written["world"]["segments"]["users"]["customers"] = 5000
        written["plans"]["answer_all"]["teams"]["desk"]["headcount"] = 2

    runs = play(changed(shipped("ad-funded"), few_users), "answer_all", "advertisers_only")
    wait = {plan: series(of, "first_response_mean", "segment:advertisers") for plan, of in runs.items()}
    cost = {plan: series(of, "people_cost").tolist() for plan, of in runs.items()}
    assert cost["answer_all"] == cost["advertisers_only"]
    assert (wait["answer_all"] - wait["advertisers_only"]).mean() < HOUR / 2
    assert series(runs["answer_all"], "turned_away").max() == 0
