"""Measures by time slot: a day worked out by hand, totals, days of 23 hours, and nothing at all."""

from __future__ import annotations

import pandas as pd
import pytest
from builders import a_scenario, a_segment, a_team
from worked_run import busy_run, worked_run

from sim.durations import HOUR
from sim.measures.figures import breakdowns, figures
from sim.runs import run_once
from sim.scenario import WEEKDAYS
from sim.tables.conversations import conversation_table


def test_breakdowns_of_the_worked_day():
    """By hour of the day, of the worked day: who wrote when, how long they waited, who was there."""
    table = breakdowns(worked_run()).set_index(["by", "scope", "measure", "slot"])[["top", "bottom"]]
    hours = table.loc["hour_of_day"]
    assert (1, 1) == tuple(hours.loc["all", "arrived", 9])
    assert (0, 1) == tuple(hours.loc["all", "arrived", 22])  # open at the start: before the window ...
    assert (660, 1) == tuple(hours.loc["all", "wait_mean", 22])  # ... but its wait counts, at Sunday 22:00
    assert (660, 1) == tuple(table.loc["day_of_week"].loc["all", "wait_mean", 6])
    assert (2, 1) == tuple(hours.loc["all", "arrived", 10])
    assert (1, 1) == tuple(hours.loc["free", "abandonment", 8])
    assert (pytest.approx((60 + 30 + 10) / 60), 1) == tuple(hours.loc["all", "backlog_mean", 8])
    assert (pytest.approx((20 + 10 + 60 - 10) / 60), 2) == tuple(hours.loc["all", "occupancy", 9])
    assert (2, 1) == tuple(hours.loc["team:desk", "on_duty_mean", 9])
    assert (5, 9) == tuple(table.loc["week"].loc["all", "service_level", 0])


@pytest.mark.parametrize("by", ["hour_of_day", "day_of_week", "week", "hour_of_week"])
@pytest.mark.parametrize("warm_up", ["0", "3d"])
def test_breakdowns_add_up_to_the_figures(by, warm_up):
    """Every way to slice time gives the same totals (invariants 12 and 13), also with a warm-up."""
    run = busy_run(warm_up=warm_up)
    table = breakdowns(run)
    sums = table[table["by"] == by].groupby(["scope", "measure"])[["top", "bottom"]].sum()
    found = {(figure.scope, figure.measure): (figure.top, figure.bottom) for figure in figures(run)}
    window = (run.drawn.inputs.horizon - run.scenario.warm_up) / HOUR
    assert {"all", "paid", "free", "team:night", "role:agent", "segment:vip"} <= {scope for scope, _ in sums.index}
    for (scope, measure), (top, bottom) in zip(sums.index, sums.to_numpy(), strict=True):
        want_top, want_bottom = found[scope, measure]
        if measure in {"backlog_mean", "on_duty_mean", "headcount_mean", "vacancies_mean"}:
            want_top, want_bottom = want_top * window, window
        elif measure in {"exhaustion_mean", "disengagement_mean", "tenure_mean"}:
            want_top, want_bottom = want_top * 24, want_bottom * 24  # person-days in hours
        elif measure in {"arrived", "quits"}:
            want_bottom = window / {"day_of_week": 24, "week": 168}.get(by, 1)
        assert (top, bottom) == pytest.approx((want_top, want_bottom)), (scope, measure)


def test_breakdowns_and_conversations_agree_on_the_hour():
    """The clock of the scenario's zone, New York: as many arrived in an hour of the day as conversations say."""
    run = busy_run()
    table, conversations = breakdowns(run), conversation_table(run)
    arrived = table[(table["by"] == "hour_of_day") & (table["scope"] == "all") & (table["measure"] == "arrived")]
    fresh = conversations[~conversations["open_at_start"]]
    assert fresh.groupby("hour").size().reindex(range(24), fill_value=0).tolist() == arrived["top"].tolist()


def test_breakdowns_know_days_of_23_hours():
    """New York, Sunday 2026-03-08: no 02:00, so hour 2 occurs on 13 of 14 days, and there are 335 hours."""
    table = breakdowns(busy_run()).set_index(["by", "scope", "measure", "slot"])["bottom"]
    hours = table["hour_of_day"]["all"]["arrived"]
    assert [14, 14, 13, 14] == hours.iloc[:4].tolist()
    assert 335 == hours.sum()
    assert 2 * 24 - 1 == table["day_of_week"]["all"]["backlog_mean"][6]


def test_breakdowns_of_a_day_without_customers_or_agents():
    """No conversation, nobody on the roster: bottoms of 0, no warning, and no scope of teams but those that exist."""
    table = breakdowns(worked_run([], [], [], ()))
    customers = table[table["measure"].isin(["wait_mean", "abandonment", "service_level", "occupancy"])]
    assert 0 == customers[["top", "bottom"]].to_numpy().sum()
    assert 24 == table[(table["by"] == "hour_of_day") & (table["measure"] == "arrived")]["slot"].nunique()


@pytest.mark.parametrize("by", ["hour_of_day", "day_of_week", "week", "hour_of_week"])
def test_every_slot_holds_the_conversations_that_were_written_in_it(by):
    """Two weeks from a Monday: slots by the date, weekday and hour of each conversation; open at the start: week 0."""
    run = busy_run()
    table, conversations = breakdowns(run), conversation_table(run)
    weekday = conversations["weekday"].map(WEEKDAYS.index)
    slots = {
        "hour_of_day": conversations["hour"],
        "day_of_week": weekday,
        "week": ((pd.to_datetime(conversations["date"]) - pd.Timestamp("2026-03-02")).dt.days // 7).clip(lower=0),
        "hour_of_week": weekday * 24 + conversations["hour"],
    }
    came = table[(table["by"] == by) & (table["scope"] == "all") & (table["measure"] == "abandonment")]
    expected = slots[by].value_counts().reindex(came["slot"], fill_value=0)
    assert expected.tolist() == came["bottom"].tolist()
    assert (expected > 0).sum() > 1


def test_there_is_a_slot_for_each_week_of_the_window_and_no_other():
    """A fortnight from a Monday, in New York: the first week has a Sunday of 23 hours."""
    weeks = breakdowns(busy_run()).query("by == 'week' and scope == 'all' and measure == 'backlog_mean'")
    assert [(0, 167), (1, 168)] == list(zip(weeks["slot"], weeks["bottom"], strict=True))


def test_rows_of_breakdowns_are_numbered_through():
    """One row, one number: they can be looked up and written to a file as they are."""
    table = breakdowns(worked_run())
    assert list(range(len(table))) == table.index.tolist()


@pytest.mark.parametrize("first_day", ["2026-03-02", "2026-03-05"])
def test_days_add_up_to_their_weeks(first_day):
    """Whichever weekday a scenario starts on: seven days are a week, and only the last 31 days are there."""
    plans = {"as_is": {"teams": {"desk": a_team(1)}}}
    scenario = a_scenario({"paying": a_segment(contact_rate=0.5)}, plans=plans, length="42d", start=first_day)
    table = breakdowns(run_once(scenario, "as_is")).query("scope == 'all'")
    days = table[table["by"] == "day"]
    assert list(range(11, 42)) == sorted(days["slot"].unique())
    for measure in ("arrived", "wait_mean", "backlog_mean", "on_duty_mean", "headcount_mean"):
        weeks = table[(table["by"] == "week") & (table["measure"] == measure) & (table["slot"] >= 2)]["top"]
        held = days[(days["measure"] == measure) & (days["slot"] >= 14)].groupby(days["slot"] // 7)["top"].sum()
        assert weeks.tolist() == pytest.approx(held.tolist())


def test_a_day_has_who_wrote_on_that_date():
    """Two weeks from a Monday, in New York; one of them has 23 hours: 23/24 of a day."""
    run = busy_run()
    conversations, table = conversation_table(run), breakdowns(run).query("by == 'day' and scope == 'all'")
    came = conversations.loc[~conversations["open_at_start"], "date"].value_counts().sort_index()
    arrived = table[table["measure"] == "arrived"]
    assert came.tolist() == arrived["top"].tolist()
    assert [*[1] * 6, 23 / 24, *[1] * 7] == pytest.approx(arrived["bottom"].tolist())
