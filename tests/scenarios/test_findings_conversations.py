"""The findings of scenarios in which conversations go back and forth: each holds, and turns in a changed world."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from findings import Played, always_above, by_slot, changed, play, series, shipped

from sim.tables.conversations import conversation_table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.runs import Run

    Written = dict[str, Any]

pytestmark = pytest.mark.many_conversations
HOUR = 60.0
"""Waits are in minutes."""
DAY = 24 * HOUR
THURSDAY = 3
ODD_WEEKS, WEEKS_BEFORE, WEEKS_AFTER = [2, 3], [0, 1], [4, 5]
"""Of follow-the-sun: between the changes of the clocks, before and after."""


def mean_of(played: Played, measure: str, scope: str = "all") -> float:
    """Return the mean of a figure over the replications that have it."""
    return float(np.nanmean(series(played, measure, scope)))


# ---- specialists or tiers ----

TECHNICAL = ("segment:developers", "segment:admins")


def technical(played: Played, measure: str) -> NDArray[np.float64]:
    """Return a figure of both groups with technical questions, in each replication."""
    return np.mean([series(played, measure, scope) for scope in TECHNICAL], axis=0)


def test_specialists_need_fewer_touches_and_tiers_answer_first_sooner():
    """What tiers gain in the first response they pay with hand-offs and the satisfaction of who is handed on."""
    runs = play(shipped("specialists-or-tiers"), "specialists", "tiers")
    one, other = runs["specialists"], runs["tiers"]
    assert always_above(technical(other, "hand_offs"), technical(one, "hand_offs"), by=0.4)
    assert always_above(technical(other, "touches_per_resolved"), technical(one, "touches_per_resolved"), by=0.3)
    assert always_above(technical(one, "first_response_mean"), technical(other, "first_response_mean"), by=5)
    good = {name: np.mean([mean_of(of, "csat_good", who) for who in TECHNICAL]) for name, of in runs.items()}
    assert good["specialists"] > good["tiers"] + 0.005


def test_specialists_with_the_only_expert_away_developers_hear_nothing():
    """For two weeks, and most promises of six weeks are broken; tiers and a stand-in hardly notice."""
    runs = play(shipped("specialists-or-tiers"))
    developers = "segment:developers"
    away = runs["specialists_one_away"]
    assert series(away, "oldest_max", developers).min() > 14 * DAY
    assert mean_of(away, "promise_kept", developers) < 0.5
    assert mean_of(away, "csat_good", developers) < mean_of(runs["tiers_one_away"], "csat_good", developers) - 0.02
    assert mean_of(runs["tiers_one_away"], "first_response_mean", developers) < HOUR
    for plan in ("stand_in_one_away", "tiers_one_away"):
        assert mean_of(runs[plan], "promise_kept", developers) > 0.9
        assert always_above(
            series(away, "resolution_mean", developers), series(runs[plan], "resolution_mean", developers), by=DAY
        )
    assert 1 == len({cost for of in runs.values() for cost in series(of, "people_cost")})


def test_specialists_or_tiers_the_other_way_round_tiers_cost_nothing_if_generalists_solve_nearly_everything():
    """No hand-offs, the same satisfaction, and the sooner first response remains."""

    def hardly_anything_goes_on(written: Written) -> None:
        for topic in ("api", "sign_on"):
            written["world"]["topics"][topic]["escalation"]["chance"] = 0.02

    world = changed(shipped("specialists-or-tiers"), hardly_anything_goes_on)
    runs = play(world, "specialists", "tiers")
    one, other = runs["specialists"], runs["tiers"]
    good = {name: np.mean([mean_of(of, "csat_good", who) for who in TECHNICAL]) for name, of in runs.items()}
    assert technical(other, "hand_offs").max() < 0.1
    assert good["tiers"] > good["specialists"] - 0.02
    sooner = technical(one, "first_response_mean") - technical(other, "first_response_mean")
    assert np.median(sooner) > 10  # not in every replication: sometimes the generalists are slow people


# ---- follow the sun ----


def left_by_week(played: Played, weeks: list[int]) -> float:
    """Return the share of customers who gave up, mean of these weeks (0 is the first)."""
    return float(by_slot(played, "week", "abandonment")[weeks].mean())


def left_in_the_hole(runs: list[Run], weeks: list[int]) -> float:
    """Return the share of those who gave up of who wrote from midnight to one (UTC) in these weeks."""
    table = pd.concat([conversation_table(run) for run in runs])
    wrote, start = table["arrived_at"], pd.Timestamp("2027-03-01", tz="UTC")
    in_hole = (wrote.dt.hour == 0) & ((wrote - start).dt.days // 7).isin(weeks) & (wrote >= start)
    return float((table["outcome"][in_hole] == "abandoned").mean())


def test_follow_the_sun_by_london_time_the_hole_is_there_in_the_two_odd_weeks_only():
    """By its own clock each office leaves it open from the first change on, all summer."""
    runs = play(shipped("follow-the-sun"), "own_clocks", "london_clock")
    own, london = runs["own_clocks"], runs["london_clock"]
    for played in runs.values():
        assert left_by_week(played, WEEKS_BEFORE) < 0.025
        assert left_by_week(played, ODD_WEEKS) > left_by_week(played, WEEKS_BEFORE) + 0.02
        assert left_in_the_hole(played.runs, [3]) > 0.8  # in the week of the change its Monday has no hole yet
    assert left_by_week(own, WEEKS_AFTER) > left_by_week(london, WEEKS_AFTER) + 0.02
    assert left_by_week(london, WEEKS_AFTER) < 0.025


def test_follow_the_sun_neither_the_median_nor_satisfaction_sees_the_hole():
    """Who leaves is in no response time and in no survey."""
    runs = play(shipped("follow-the-sun"), "own_clocks", "stay_on")
    assert 0 == series(runs["own_clocks"], "first_response_median").max()
    good = {plan: mean_of(of, "csat_good") for plan, of in runs.items()}
    assert abs(good["own_clocks"] - good["stay_on"]) < 0.01
    assert always_above(series(runs["own_clocks"], "abandonment"), series(runs["stay_on"], "abandonment"), by=0.01)


def test_follow_the_sun_a_late_shift_closes_most_of_it_for_nothing_and_staying_on_all_for_a_little():
    """The one who comes at ten is missed at nine in the other weeks; who stays on is paid for fourteen hours each."""
    runs = play(shipped("follow-the-sun"), "london_clock", "late_shift", "stay_on")
    odd = {plan: left_by_week(of, ODD_WEEKS) for plan, of in runs.items()}
    cost = {plan: series(of, "people_cost")[0] for plan, of in runs.items()}
    assert odd["stay_on"] < odd["late_shift"] < odd["london_clock"] - 0.01
    assert left_by_week(runs["late_shift"], WEEKS_BEFORE) > left_by_week(runs["stay_on"], WEEKS_BEFORE)
    assert cost["late_shift"] == cost["london_clock"]
    assert 2 * 14 * 51 == cost["stay_on"] - cost["london_clock"]


def test_follow_the_sun_the_other_way_round_in_winter_it_is_the_same_by_whose_clock():
    """Six weeks without a change: no difference at all."""

    def in_winter(written: Written) -> None:
        written["start"] = "2027-01-04"
        del written["plans"]["stay_on"]  # its dates are in March

    runs = play(changed(shipped("follow-the-sun"), in_winter), "own_clocks", "london_clock", replications=3)
    left = {plan: series(of, "abandonment").tolist() for plan, of in runs.items()}
    assert left["own_clocks"] == left["london_clock"]
    assert max(left["own_clocks"]) < 0.025


# ---- rehearsing an outage ----


def waits_that_afternoon(played: Played, topic: str) -> float:
    """Return the mean wait of those who wrote about *topic* from two to five on the day."""
    table = pd.concat([conversation_table(run) for run in played.runs])
    wrote = table["arrived_at"].dt.tz_convert("America/New_York")
    chosen = (
        (wrote.dt.day_of_week == THURSDAY) & (wrote.dt.hour >= 14) & (wrote.dt.hour < 17) & (table["topic"] == topic)
    )
    return float(table["wait_time"][chosen].mean())


def test_outage_rehearsal_the_status_page_takes_the_top_off_the_queue_the_ready_answer_clears_it():
    """Most write before the cause is known; then a ready answer soon clears what waits."""
    runs = play(shipped("outage-rehearsal"))
    top = {plan: series(of, "backlog_max") for plan, of in runs.items()}
    queue = {plan: by_slot(of, "hour_of_week", "backlog_mean") for plan, of in runs.items()}
    at_three = THURSDAY * 24 + 15
    assert always_above(top["unprepared"], top["status_page"], by=10)
    saved = {plan: (top["unprepared"] - top[plan]).mean() for plan in ("status_page", "ready_answer")}
    assert 0 < saved["ready_answer"] < 0.75 * saved["status_page"]
    assert queue["ready_answer"][at_three] < 0.5 * queue["unprepared"][at_three]
    assert queue["both"][at_three] < 0.5 * queue["status_page"][at_three]


def test_outage_rehearsal_with_both_who_writes_about_something_else_waits_far_less():
    """And fewer free customers give up, for the same money."""
    runs = play(shipped("outage-rehearsal"), "unprepared", "both")
    waits = {plan: waits_that_afternoon(of, "question") for plan, of in runs.items()}
    assert waits["both"] < 0.6 * waits["unprepared"]
    assert mean_of(runs["both"], "abandonment", "free") < 0.75 * mean_of(runs["unprepared"], "abandonment", "free")
    assert series(runs["both"], "people_cost").tolist() == series(runs["unprepared"], "people_cost").tolist()


def test_outage_rehearsal_one_message_at_the_fix_spares_answers_and_less_so_whoever_is_prepared():
    """Without it the same customers wait for an answer each."""

    def nobody_is_told(written: Written) -> None:
        del written["world"]["surges"]["outage"]["fixed_after"]

    told = play(shipped("outage-rehearsal"), "unprepared", "both")
    not_told = play(changed(shipped("outage-rehearsal"), nobody_is_told), "unprepared")["unprepared"]
    assert mean_of(told["unprepared"], "fixed") > 10
    assert mean_of(told["both"], "fixed") < mean_of(told["unprepared"], "fixed") / 2
    assert 0 == series(not_told, "fixed").max()
    assert mean_of(not_told, "answered") > mean_of(told["unprepared"], "answered") + 10
    assert waits_that_afternoon(not_told, "question") > waits_that_afternoon(told["unprepared"], "question")


def test_outage_rehearsal_the_other_way_round_without_outage_nothing_differs():
    """To be prepared costs nothing on any other day."""

    def no_outage(written: Written) -> None:
        written["world"]["surges"]["outage"]["at"] = []

    runs = play(changed(shipped("outage-rehearsal"), no_outage), replications=3)
    waits = [series(of, "first_response_mean").tolist() for of in runs.values()]
    assert [waits[0]] * 4 == waits


# ---- documentation and a bot ----


def test_docs_and_bot_the_eager_bot_looks_best():
    """It takes the most contacts, its median first response is the shortest, and two people are saved."""
    runs = play(shipped("docs-and-bot"))
    taken = {plan: series(of, "deflected") for plan, of in runs.items()}
    median = {plan: mean_of(of, "first_response_median") for plan, of in runs.items()}
    cost = {plan: mean_of(of, "people_cost") for plan, of in runs.items()}
    assert always_above(taken["eager_bot"], 1.5 * taken["careful_bot"])
    assert median["eager_bot"] == min(median.values())
    assert cost["eager_bot"] == cost["careful_bot"] < 0.75 * cost["docs"]


def test_docs_and_bot_repeat_contacts_and_satisfaction_tell():
    """A third or more of what the eager bot took comes back, and says so; the careful one is all right."""
    runs = play(shipped("docs-and-bot"))
    good = {plan: mean_of(of, "csat_good") for plan, of in runs.items()}
    again = {plan: series(of, "next_contacts") for plan, of in runs.items()}
    assert mean_of(runs["eager_bot"], "false_resolutions") > 1 / 3
    assert mean_of(runs["careful_bot"], "false_resolutions") < 0.12
    assert always_above(again["eager_bot"], 5 * again["careful_bot"])
    assert good["eager_bot"] < good["careful_bot"] - 0.03
    assert good["careful_bot"] > good["people"] - 0.02


def test_docs_and_bot_documentation_takes_work_from_the_team():
    """A sixth of the contacts or so, nobody comes back, and the others wait less."""
    runs = play(shipped("docs-and-bot"), "people", "docs")
    assert 0.12 < mean_of(runs["docs"], "deflected") / mean_of(runs["people"], "arrived") < 0.18
    assert 0 == series(runs["docs"], "next_contacts").max()
    assert always_above(series(runs["people"], "occupancy"), series(runs["docs"], "occupancy"), by=0.05)
    assert mean_of(runs["people"], "first_response_mean") > mean_of(runs["docs"], "first_response_mean") + 5


def test_docs_and_bot_the_other_way_round_a_bot_that_is_right_may_take_everything():
    """If what it claims is true, the eager bot costs no satisfaction."""

    def always_right(written: Written) -> None:
        written["plans"]["eager_bot"]["support"]["paying"]["bot"] |= {"resolves": 0.65, "false_claims": 0}

    runs = play(changed(shipped("docs-and-bot"), always_right), "docs", "eager_bot")
    assert mean_of(runs["eager_bot"], "csat_good") > mean_of(runs["docs"], "csat_good") - 0.02
    assert 0 == series(runs["eager_bot"], "next_contacts").max()


# ---- customer day ----


def test_customer_day_clears_the_queue_for_weeks():
    """Who writes in the week after waits far less, too; with all questions they help most."""
    runs = play(shipped("customer-day"))
    waits = {plan: by_slot(of, "week", "wait_mean") for plan, of in runs.items()}
    queue = {plan: series(of, "backlog_mean") for plan, of in runs.items()}
    for plan in ("everything", "easy_ones", "in_pairs"):
        assert always_above(queue["the_team"], queue[plan], by=1)
        assert waits[plan][1] < 0.7 * waits["the_team"][1]
    assert queue["everything"].mean() < queue["easy_ones"].mean()


def test_customer_day_colleagues_are_wrong_more_often_and_what_they_began_is_handed_on():
    """Less so with easy questions; in pairs with a checklist about as often as the team."""
    runs = play(shipped("customer-day"))
    wrong = {
        plan: mean_of(runs[plan], "wrong_answers", "team:colleagues")
        for plan in ("everything", "easy_ones", "in_pairs")
    }
    team = mean_of(runs["the_team"], "wrong_answers")
    assert wrong["everything"] > wrong["easy_ones"] > 2 * team
    assert abs(wrong["in_pairs"] - team) < 0.025
    assert mean_of(runs["everything"], "reopens", "team:colleagues") > 1.5 * mean_of(runs["the_team"], "reopens")
    assert always_above(series(runs["everything"], "hand_offs"), series(runs["one_more"], "hand_offs"), by=0.005)
    assert mean_of(runs["everything"], "csat_good", "team:colleagues") < mean_of(
        runs["in_pairs"], "csat_good", "team:colleagues"
    )


def test_customer_day_one_more_person_does_as_much_for_less():
    """Within the three weeks, and for two fifths of the money."""
    runs = play(shipped("customer-day"), "the_team", "everything", "one_more")
    cost = {plan: series(of, "people_cost")[0] for plan, of in runs.items()}
    queue = {plan: mean_of(of, "backlog_mean") for plan, of in runs.items()}
    assert abs(queue["one_more"] - queue["everything"]) < 0.25 * (queue["the_team"] - queue["everything"])
    assert 0.4 == (cost["one_more"] - cost["the_team"]) / (cost["everything"] - cost["the_team"])


def test_customer_day_the_other_way_round_without_a_backlog_it_brings_next_to_nothing():
    """With a third fewer customers and nothing left over the team has time."""

    def calm(written: Written) -> None:
        written["world"]["segments"]["paying"]["customers"] *= 0.67
        written["world"]["open_at_start"] = []

    runs = play(changed(shipped("customer-day"), calm), "the_team", "everything")
    wait = {plan: series(of, "wait_mean") for plan, of in runs.items()}
    assert np.abs(wait["the_team"] - wait["everything"]).max() < HOUR / 4
