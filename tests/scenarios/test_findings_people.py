"""What the scenarios about people and the four tempting answers find, and do not in a changed world."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from findings import Played, always_above, by_slot, changed, play, series, shipped

from sim.inputs import GAVE_UP_FORM, SELF_SERVED
from sim.measures.breakdowns import breakdowns
from sim.scenario.feedback import without_feedback

if TYPE_CHECKING:
    Written = dict[str, Any]

pytestmark = pytest.mark.many_conversations
HOUR = 60.0
"""Waits are in minutes."""
YEARLY = 20
"""Replications, where people leave: a few a year."""
QUARTER = 13
"""Weeks."""


def customers(share: float, growth: float | None = None) -> Any:
    """Return the change that leaves *share* of the customers, with that growth (None: as it is)."""

    def change(written: Written) -> None:
        for segment in written["world"]["segments"].values():
            segment["customers"] *= share
            if growth is not None:
                segment["growth_per_month"] = growth

    return change


def figures_of(runs: dict[str, Played], measure: str, scope: str = "all") -> dict[str, Any]:
    """Return plan -> the value of a figure in each replication."""
    return {plan: series(played, measure, scope) for plan, played in runs.items()}


def entering(played: Played, segment: str, how: int) -> Any:
    """Return in each replication the share of the contacts of *segment* that enter as *how* says."""
    shares = []
    for run in played.runs:
        demand = run.drawn.demand
        of_it = demand.details["segment"][: demand.n_first] == demand.names.segments.index(segment)
        shares.append(float((run.drawn.inputs.conversations["entry"][: demand.n_first][of_it] == how).mean()))
    return np.array(shares)


def quarters(played: Played) -> pd.DataFrame:
    """Return the mean over the weeks of each quarter of the year, from 0, of each measure that has one by week."""
    whole = pd.concat([breakdowns(run) for run in played.runs])
    chosen = whole[(whole["by"] == "week") & (whole["scope"] == "all")]
    total = chosen.groupby(["measure", "slot"])[["top", "bottom"]].sum()
    values = total.assign(value=total["top"] / total["bottom"]).reset_index()
    weeks = values.pivot_table(index="slot", columns="measure", values="value")
    return weeks.groupby(weeks.index // QUARTER).mean()


def leaving(played: Played) -> float:
    """Return how many leave per head and year; the scenario is a year long."""
    return float(series(played, "quits").sum() / series(played, "headcount_mean").sum())


# ---- triage out ----


def test_triage_out_makes_the_queue_short_and_vips_happy():
    """The figures for which it is done."""
    runs = play(shipped("triage-out"))
    everybody, vip = (figures_of(runs, "first_response_median", scope) for scope in ("all", "segment:vip"))
    assert always_above(everybody["write_it_down"], everybody["triage_out"])
    assert always_above(vip["write_it_down"], vip["triage_out"])
    assert always_above(*(figures_of(runs, "occupancy")[plan] for plan in ("as_is", "triage_out")), by=0.1)


def test_triage_out_turns_customers_away_and_leaves_the_others_less_satisfied():
    """One in five at the form; as many are answered by the documentation of the sound plan, for the same money."""
    runs = play(shipped("triage-out"))
    good = figures_of(runs, "csat_good", "segment:paying")
    for segment in ("paying", "trial"):
        assert entering(runs["triage_out"], segment, GAVE_UP_FORM).min() > 0.15
        assert entering(runs["write_it_down"], segment, SELF_SERVED).min() > 0.15
        assert entering(runs["write_it_down"], segment, GAVE_UP_FORM).max() == 0
    assert good["write_it_down"].mean() > good["triage_out"].mean() + 0.03
    assert always_above(*(figures_of(runs, "first_response_median")[plan] for plan in ("as_is", "write_it_down")))
    assert figures_of(runs, "people_cost")["write_it_down"].max() == figures_of(runs, "people_cost")["as_is"].min()


def test_triage_out_the_other_way_round_a_form_that_everybody_sends_turns_nobody_away():
    """It then takes some work off the agents, and nobody is missing."""

    def short_form(written: Written) -> None:
        for segment in ("paying", "trial"):
            written["plans"]["triage_out"]["support"][segment]["form"]["gives_up"] = 0

    runs = play(changed(shipped("triage-out"), short_form), "as_is", "triage_out")
    arrived = figures_of(runs, "arrived")
    assert arrived["as_is"].tolist() == arrived["triage_out"].tolist()
    assert always_above(*(figures_of(runs, "first_response_mean")[plan] for plan in ("as_is", "triage_out")))


# ---- busy out ----


def test_busy_out_looks_as_good_as_clearing_the_backlog_and_costs_nothing():
    """First response, kept promises and even the surveys, which nobody sends to those who never had an answer."""
    runs = play(shipped("busy-out"))
    median, good = figures_of(runs, "first_response_median"), figures_of(runs, "csat_good")
    assert always_above(median["as_is"], median["busy_out"], by=12 * HOUR)
    assert abs(np.median(median["busy_out"] - median["clear_it"])) < 2 * HOUR
    assert good["busy_out"].mean() > good["clear_it"].mean() - 0.02 > good["as_is"].mean()
    assert always_above(*(figures_of(runs, "people_cost")[plan] for plan in ("clear_it", "busy_out")), by=10_000)


def test_busy_out_loses_a_third_of_the_backlog_and_lets_the_others_wait():
    """Helpers lose next to nobody."""
    runs = play(shipped("busy-out"))
    lost, wait = (figures_of(runs, name, "segment:backlog") for name in ("abandonment", "first_response_mean"))
    assert always_above(lost["busy_out"], lost["clear_it"], by=0.15)
    assert lost["busy_out"].mean() > 0.35
    assert lost["clear_it"].max() < 0.06
    assert always_above(wait["busy_out"], wait["clear_it"], by=24 * HOUR)


def test_busy_out_the_other_way_round_with_fewer_new_customers_the_backlog_has_its_turn_anyway():
    """Where there is time, what is new first loses few of the old ones."""
    few = changed(shipped("busy-out"), customers(0.5))
    lost = figures_of(play(few, "busy_out", "clear_it"), "abandonment", "segment:backlog")
    assert (lost["busy_out"] - lost["clear_it"]).mean() < 0.1


# ---- burn out ----


def test_burn_out_looks_cheap_and_productive():
    """Cost per conversation, answers a day, occupancy."""
    runs = play(shipped("burn-out"))
    assert always_above(
        *(figures_of(runs, "cost_per_conversation")[plan] for plan in ("eight_people", "burn_out")), by=3
    )
    for measure, by in (("per_agent_worked_day", 2), ("occupancy", 0.1)):
        assert always_above(*(figures_of(runs, measure)[plan] for plan in ("burn_out", "eight_people")), by=by)


def test_burn_out_is_paid_by_customers_and_by_people():
    """Twice the wait, nearly twice as many who give up; tired people who leave sooner."""
    runs = play(shipped("burn-out"), replications=YEARLY)
    least = {"abandonment": 0.02, "first_response_mean": 3 * HOUR, "exhaustion_mean": 0.2, "disengagement_mean": 0.15}
    for measure, by in least.items():
        assert always_above(*(figures_of(runs, measure)[plan] for plan in ("burn_out", "eight_people")), by=by)
    assert leaving(runs["burn_out"]) > leaving(runs["eight_people"])


def test_burn_out_without_the_feedback_fewer_leave_and_customers_are_still_worse_off():
    """Part of the harm is plain load: the recommendation does not hang on the feedback alone."""
    scenario = shipped("burn-out")
    on = play(scenario, "burn_out", replications=YEARLY)["burn_out"]
    off = play(without_feedback(scenario), replications=YEARLY)
    assert leaving(on) > 1.3 * leaving(off["burn_out"])
    assert always_above(series(on, "abandonment"), series(off["burn_out"], "abandonment"))
    assert always_above(*(figures_of(off, "abandonment")[plan] for plan in ("burn_out", "eight_people")))


def test_burn_out_the_other_way_round_with_two_thirds_of_the_customers_six_people_are_enough():
    """Nobody tires, and customers lose next to nothing."""
    runs = play(changed(shipped("burn-out"), customers(0.67)))
    lost = figures_of(runs, "abandonment")
    assert (lost["burn_out"] - lost["eight_people"]).max() < 0.01
    assert figures_of(runs, "exhaustion_mean")["burn_out"].mean() < 0.15


# ---- outsource ----


def test_outsource_looks_fast_and_cheap():
    """First responses at once, for less money."""
    runs = play(shipped("outsource"))
    median, p90 = figures_of(runs, "first_response_median"), figures_of(runs, "first_response_p90")
    assert median["outsource"].max() < 5
    assert always_above(p90["two_offices"], p90["outsource"], by=6 * HOUR)
    cost = figures_of(runs, "people_cost")
    assert cost["outsource"].max() < cost["two_offices"].min() == cost["own_people"].max()


def test_outsource_gives_wrong_answers_that_come_back():
    """Wrong answers, reopened conversations, hand-offs, fewer who are satisfied."""
    runs = play(shipped("outsource"))
    for measure, by in (("wrong_answers", 0.04), ("reopens", 0.015), ("hand_offs", 0.1)):
        found = figures_of(runs, measure)
        assert always_above(found["outsource"], found["two_offices"], by=by)
        assert abs((found["two_offices"] - found["own_people"]).mean()) < by / 2
    good = figures_of(runs, "csat_good")
    assert good["two_offices"].mean() > good["outsource"].mean() + 0.015


def test_outsource_two_offices_of_your_own_are_faster_for_the_same_money():
    """The sound plan."""
    wait = figures_of(play(shipped("outsource"), "own_people", "two_offices"), "first_response_median")
    assert always_above(wait["own_people"], wait["two_offices"], by=HOUR / 2)


def test_outsource_the_other_way_round_people_who_know_the_product_are_good_by_night_too():
    """As careful as your own, and able to finish: no more wrong answers, and nothing is handed on."""

    def taught(written: Written) -> None:
        written["plans"]["outsource"]["teams"]["service"] |= {"errors": 1, "skills": ["product"]}

    runs = play(changed(shipped("outsource"), taught), "own_people", "outsource")
    for measure, most in (("wrong_answers", 0.01), ("reopens", 0.01)):
        found = figures_of(runs, measure)
        assert abs((found["outsource"] - found["own_people"]).mean()) < most
    resolved = figures_of(runs, "resolution_mean")
    assert always_above(resolved["own_people"], resolved["outsource"], by=2 * HOUR)


# ---- a year of overload ----


def test_overload_year_wears_the_team_out_and_more_people_leave():
    """Exhaustion, waits and lost customers rise from quarter to quarter; people leave more often than without it."""
    scenario = shipped("overload-year")
    on = play(scenario, "nobody", replications=YEARLY)["nobody"]
    off = play(without_feedback(scenario), "nobody", replications=YEARLY)["nobody"]
    course = quarters(on)
    for measure in ("exhaustion_mean", "disengagement_mean", "wait_mean", "abandonment"):
        assert course[measure].is_monotonic_increasing, measure
    assert course["exhaustion_mean"][3] > 0.5
    assert leaving(on) > 1.4 * leaving(off)
    assert always_above(series(on, "abandonment"), series(off, "abandonment"))


def test_overload_year_four_people_in_july_turn_it_round():
    """In the last quarter customers wait as in a good one; exhaustion has fallen by a third, disengagement by less."""
    runs = play(shipped("overload-year"), replications=YEARLY)
    worst, late, ahead = (quarters(runs[plan]) for plan in ("nobody", "in_july", "ahead"))
    assert late["wait_mean"][3] < 9 * HOUR < 20 * HOUR < worst["wait_mean"][3]
    fall = late.loc[3] / late.loc[1]
    assert fall["exhaustion_mean"] < 0.7
    assert fall["exhaustion_mean"] < fall["disengagement_mean"] < 1
    rate = [float(of["quits"][3] / of["headcount_mean"][3]) for of in (late, worst)]
    assert rate[0] < 0.9 * rate[1]
    assert ahead["wait_mean"].max() < 9 * HOUR
    cost = figures_of(runs, "people_cost")
    assert always_above(cost["ahead"], cost["in_july"], by=50_000)


def test_overload_year_without_the_feedback_hiring_is_right_too():
    """Customers of the team that nobody joins are worse off, only less so."""
    runs = play(without_feedback(shipped("overload-year")), "nobody", "in_july")
    for measure in ("abandonment", "first_response_mean"):
        assert always_above(*(figures_of(runs, measure)[plan] for plan in ("nobody", "in_july")))


def test_overload_year_the_other_way_round_without_growth_nobody_need_come():
    """With a third fewer customers who grow no further four more people hardly shorten the wait."""
    runs = play(changed(shipped("overload-year"), customers(0.65, growth=0)), "nobody", "ahead")
    wait = figures_of(runs, "wait_mean")
    assert (wait["nobody"] - wait["ahead"]).max() < HOUR
    assert figures_of(runs, "exhaustion_mean")["nobody"].mean() < 0.2


# ---- from the founder to the first hire ----


def test_founder_to_first_hire_two_hours_a_day_break_and_half_a_day_holds():
    """Waits of two days by August, against half a day."""
    runs = play(shipped("founder-to-first-hire"), "founder_two_hours", "founder_half_day")
    weeks = {plan: by_slot(played, "week", "wait_mean") for plan, played in runs.items()}
    assert weeks["founder_two_hours"][24] > 36 * HOUR > 24 * HOUR > weeks["founder_two_hours"][:6].max()
    assert weeks["founder_half_day"].max() < 16 * HOUR


def test_founder_to_first_hire_a_newcomer_helps_at_once_and_makes_more_mistakes():
    """Somebody is there all day from the first week on; the answers are wrong more often."""
    runs = play(shipped("founder-to-first-hire"), "founder_two_hours", "hire_now")
    weeks = by_slot(runs["hire_now"], "week", "wait_mean")
    assert weeks[:6].min() > 15 * HOUR
    assert weeks[6:26].max() < 10 * HOUR
    wrong = figures_of(runs, "wrong_answers")
    assert wrong["hire_now"].mean() > wrong["founder_two_hours"].mean() + 0.003
    assert figures_of(runs, "occupancy")["hire_now"].max() < 0.4


def test_founder_to_first_hire_ten_weeks_later_is_paid_with_trials():
    """The same pay is saved in every replication."""
    runs = play(shipped("founder-to-first-hire"), "hire_now", "hire_late")
    lost, cost = figures_of(runs, "abandonment", "segment:trial"), figures_of(runs, "people_cost")
    assert always_above(lost["hire_late"], lost["hire_now"], by=0.05)
    assert {12800.0} == set((cost["hire_now"] - cost["hire_late"]).tolist())


def test_founder_to_first_hire_the_other_way_round_without_growth_two_hours_hold():
    """With half the customers a hire saves some hours of waiting, not days."""
    runs = play(changed(shipped("founder-to-first-hire"), customers(0.5, growth=0)), "founder_two_hours")
    assert by_slot(runs["founder_two_hours"], "week", "wait_mean").max() < 24 * HOUR
