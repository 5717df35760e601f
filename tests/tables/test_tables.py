"""Tables of a run: a day worked out by hand, totals over intervals and days, clock changes, and nothing at all."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from worked_run import DESK_1, DUTIES, PAYING, SHIFTS, busy_run, worked_run, worked_scenario

from sim.durations import DAY, HOUR, MINUTE
from sim.measures.facts import DONE, customers_of, desk_of
from sim.measures.figures import figures
from sim.record import RESOLVED
from sim.tables.conversations import (
    agent_day_table,
    conversation_table,
    interval_table,
    team_interval_table,
    usual_response,
)


@pytest.fixture(scope="module")
def busy():
    """Return one busy fortnight, with a clock change, for all tests that only read it."""
    return busy_run()


def utc(text: str) -> pd.Timestamp:
    """Return a UTC timestamp."""
    return pd.Timestamp(text, tz="UTC")


def test_conversations_of_the_worked_day():
    """One row each, in order of arrival; what has not happened is missing."""
    table = conversation_table(worked_run())
    outcomes = ["resolved", "abandoned", *["resolved"] * 3, "turned_away", *["resolved"] * 2, "in_hand", "waiting"]
    assert outcomes == table["outcome"].tolist()
    assert ["desk-1", None, "desk-2", "desk-1", "desk-2", None, "desk-2", "late-1", "late-1", None] == [
        None if pd.isna(agent) else agent for agent in table["agent"]
    ]
    missing = float("nan")
    for column, expected in {
        "wait_time": [660, 30, 10, 5, 0, missing, 30, 45, 0, missing],
        "wait_so_far": [*[missing] * 9, 40],
        "wait_business": [0, missing, 0, 5, 0, missing, 30, 20, 0, missing],
        "handle_time": [10, missing, 20, 60, 15, missing, 110, 55, 140, missing],
    }.items():
        assert expected == pytest.approx(table[column].tolist(), nan_ok=True), column
    assert table["open_at_start"].tolist() == [True] + [False] * 9
    assert table["measured"].all()


def test_times_are_utc_and_the_day_is_of_the_scenarios_zone():
    """Number 0 wrote on Sunday at 22:00, before the start; number 9 was never answered."""
    table = conversation_table(worked_run())
    first, last = table.iloc[0], table.iloc[-1]
    assert utc("2026-03-01 22:00") == first["arrived_at"]
    assert ("2026-03-01", "sun", 22) == tuple(first[["date", "weekday", "hour"]])
    assert utc("2026-03-02 09:00") == first["first_response_at"]
    assert utc("2026-03-02 09:10") == first["ended_at"]
    assert last[["first_response_at", "ended_at", "team", "agent"]].isna().all()
    assert ("2026-03-02", "mon", 23) == tuple(last[["date", "weekday", "hour"]])


def test_customers_have_names_only_when_asked_for():
    """Made-up people, the same each time; conversations have distinct ids."""
    run = worked_run()
    named = conversation_table(run, personas=True)
    assert {"customer", "company"} == set(named.columns) - set(conversation_table(run).columns)
    assert named["customer"].str.len().gt(0).all()
    assert named["conversation"].is_unique


def test_text_columns_have_one_type_whatever_they_hold():
    """Skill and surge of nobody are missing text, not numbers; also without a single conversation."""
    for run in (worked_run(), worked_run(rows=[])):
        kinds = conversation_table(run, personas=True).dtypes
        texts = [
            "conversation", "date", "weekday", "segment", "stage", "topic", "skill", "zone", "language", "surge",
            "team", "agent", "outcome", "customer", "company",
        ]  # fmt: skip
        assert {"str"} == {str(kinds[column]) for column in texts}
        times = kinds[["arrived_at", "first_response_at", "ended_at"]]
        assert all(isinstance(kind, pd.DatetimeTZDtype) for kind in times)


def test_conversations_before_the_end_of_the_warm_up_are_marked():
    """Warm-up until 09:05: number 3, who wrote at that instant, is the first that counts."""
    table = conversation_table(worked_run(scenario=worked_scenario(warm_up="9h5m")))
    assert [False] * 3 + [True] * 7 == table["measured"].tolist()


def test_hours_of_the_worked_day():
    """Paying customers at 08:00, 09:00 and 15:00; free ones at the end."""
    table = interval_table(worked_run(), HOUR)
    assert 48 == len(table)
    paying = table[table["segment"] == "paying"].reset_index(drop=True)
    columns = ["open_at_start", "arrived", "answered", "resolved", "waiting_at_end", "oldest_at_end"]
    assert [1, 0, 0, 0, 1, 180] == paying.loc[0, columns].tolist()
    assert [0, 1, 0, 0, 2, 660] == paying.loc[8, columns].tolist()  # just before 09:00 both still wait
    assert [0, 0, 2, 2, 0, 0] == paying.loc[9, columns].tolist()
    assert [0, 1, 1, 0, 0, 0] == paying.loc[15, columns].tolist()
    assert 10 == paying.loc[8, "wait_mean"]
    assert np.isnan(paying.loc[9, "wait_mean"])
    free = table[table["segment"] == "free"].reset_index(drop=True)
    assert [1, 1] == [free.loc[8, "abandoned"], free.loc[10, "turned_away"]]
    assert [1, 40] == free.loc[23, ["waiting_at_end", "oldest_at_end"]].tolist()


def test_team_hours_of_the_worked_day():
    """desk-2's break from 12:00 to 12:30, its overtime after 17:00, late's first hour."""
    table = team_interval_table(worked_run(), HOUR).set_index(["team", "starts_at"])
    columns = ["duty_hours", "busy_hours", "overtime_hours", "answered"]
    assert [1.5, 0, 0, 0] == table.loc[("desk", utc("2026-03-02 12:00")), columns].tolist()
    assert [0, 0, pytest.approx(20 / 60), 0] == table.loc[("desk", utc("2026-03-02 17:00")), columns].tolist()
    assert np.isnan(table.loc[("desk", utc("2026-03-02 17:00")), "occupancy"])
    assert [1, 35 / 60, 0, 1] == pytest.approx(table.loc[("late", utc("2026-03-02 17:00")), columns].tolist())
    assert pytest.approx(35 / 60) == table.loc[("late", utc("2026-03-02 17:00")), "occupancy"]


@pytest.mark.parametrize("interval", [15 * MINUTE, HOUR, 6 * HOUR, DAY])
def test_intervals_add_up_to_the_run(busy, interval):
    """Each conversation once, the queue balances, hours are those of the figures (invariants 8, 12, 13)."""
    table, seen = interval_table(busy, interval), customers_of(busy)
    found = {figure.measure: figure.top for figure in figures(busy) if figure.scope == "all"}
    for column, measure in [("arrived", "arrived"), ("open_at_start", "open_at_start"), ("answered", "answered"),
                            ("abandoned", "abandonment"), ("turned_away", "turned_away")]:  # fmt: skip
        assert found[measure] == table[column].sum() > 0, column
    last = table[table["ends_at"] == table["ends_at"].max()]
    assert found["still_waiting"] == last["waiting_at_end"].sum()
    assert (seen.state == DONE).sum() == table["resolved"].sum()
    flow = table["open_at_start"] + table["arrived"] - table["answered"] - table["abandoned"] - table["turned_away"]
    assert flow.groupby(table["segment"]).cumsum().tolist() == table["waiting_at_end"].tolist()
    teams = team_interval_table(busy, interval)
    assert found["occupancy"] == pytest.approx(teams["busy_hours"].sum())
    assert found["overtime_hours"] == pytest.approx(teams["overtime_hours"].sum())
    assert found["answered"] == teams["answered"].sum()
    assert teams["occupancy"].dropna().between(0, 1).all()


def test_the_oldest_is_the_oldest_by_a_plain_look_at_everybody(busy):
    """At the end of every hour: the longest wait of those who came before it and left at that end or later."""
    seen, names = customers_of(busy), busy.drawn.demand.names.segments
    table = interval_table(busy, HOUR)
    start = table["starts_at"].min()
    ends = ((table["ends_at"] - start) // pd.Timedelta("1ms")).tolist()
    for segment, end, oldest in zip(table["segment"], ends, table["oldest_at_end"], strict=True):
        there = (seen.segment == names.index(segment)) & (seen.arrival_at < end) & (end <= seen.left_at)
        assert (end - seen.wanted_at[there]).max(initial=0) / MINUTE == oldest


def test_intervals_follow_the_local_clock_over_a_change(busy):
    """New York, 2026-03-08: 23 hours, 92 quarters, one day of 23 hours, six-hour parts of which the first has five."""
    for interval, expected in [(HOUR, [1.0] * 23), (DAY, [23.0]), (6 * HOUR, [5.0, 6.0, 6.0, 6.0])]:
        table = team_interval_table(busy, interval)
        local = table["starts_at"].dt.tz_convert("America/New_York")
        that_day = table[(local.dt.date == pd.Timestamp("2026-03-08").date()) & (table["team"] == "desk")]
        hours = (that_day["ends_at"] - that_day["starts_at"]) / pd.Timedelta("1h")
        assert expected == hours.tolist()


@pytest.mark.parametrize("interval", [0, -HOUR, 7 * MINUTE, 90 * MINUTE, 5 * HOUR, 2 * DAY])
def test_an_interval_that_no_clock_shows_is_refused(interval):
    """Neither a part of an hour nor hours that divide a day; the message says what would be right."""
    with pytest.raises(ValueError, match="such as 15m"):
        interval_table(worked_run(), interval)


def test_agent_days_of_the_worked_day():
    """Each agent's Monday."""
    table = agent_day_table(worked_run()).set_index("agent")
    assert ["desk-1", "desk-2", "late-1"] == table.index.tolist()
    assert ["agent", "agent", "specialist"] == table["role"].tolist()
    assert {"2026-03-02"} == set(table["date"])
    assert [8, 8, 8] == table["rostered_hours"].tolist() == table["paid_hours"].tolist()
    assert [8, 7.5, 8] == table["desk_hours"].tolist()
    assert [70 / 60, 125 / 60, 195 / 60] == pytest.approx(table["busy_hours"].tolist())
    assert [0, 20 / 60, 0] == pytest.approx(table["overtime_hours"].tolist())
    assert [2, 3, 2] == table["answered"].tolist()


def test_agent_days_add_up_to_the_figures(busy):
    """Hours and answers of all days are those of the run; nobody works more than a day has."""
    table = agent_day_table(busy)
    found = {figure.measure: (figure.top, figure.bottom) for figure in figures(busy) if figure.scope == "all"}
    assert found["occupancy"] == pytest.approx((table["busy_hours"].sum(), table["desk_hours"].sum()))
    assert found["overtime_hours"][0] == pytest.approx(table["overtime_hours"].sum())
    assert found["paid_hours"][0] == pytest.approx(table["paid_hours"].sum())
    assert found["per_agent_worked_day"] == (table["answered"].sum(), (table["desk_hours"] > 0).sum())
    assert (table["busy_hours"] <= table["desk_hours"] + 1e-9).all()
    assert not table.duplicated(["agent", "date"]).any()


def test_a_night_stands_on_the_date_on_which_it_began(busy):
    """Team night, 22:00 to 06:00 on weekdays: no row on a Saturday or Sunday, eight hours each."""
    night = agent_day_table(busy).query("team == 'night'")
    weekdays = pd.to_datetime(night["date"]).dt.day_of_week
    assert weekdays.max() == 4
    assert {8.0} == set(night["rostered_hours"])


def test_a_duty_through_several_shifts_is_split_between_their_days():
    """Round the clock for two days, with work over midnight: 23:30 to 00:30."""
    shifts = [(DESK_1, 0, 1440, 1440, 1000, 0), (DESK_1, 1440, 2880, 1440, 1000, 0)]
    rows = [(PAYING, 1410, 1410, DESK_1, 1470, RESOLVED)]
    run = worked_run(rows, [(DESK_1, 0, 2880, 0)], shifts, (0,), worked_scenario(length="2d"))
    table = agent_day_table(run)
    assert [24, 24] == table["desk_hours"].tolist()
    assert [0.5, 0.5] == table["busy_hours"].tolist()
    assert [1, 0] == table["answered"].tolist()


def test_days_missed_are_marked_and_have_no_hours():
    """desk-1 is ill on full pay."""
    duties = [duty for duty in DUTIES if duty[0] != DESK_1]
    shifts = [(*shift[:5], int(shift[0] == DESK_1)) for shift in SHIFTS]
    table = agent_day_table(worked_run([], duties, shifts)).set_index("agent")
    assert [True, False, False] == table["absent"].tolist()
    assert [8, 0, 0] == table.loc["desk-1", ["paid_hours", "desk_hours", "answered"]].tolist()


def test_work_without_length_at_the_very_start_of_duty_counts():
    """Handle time 0 at 09:00."""
    table = agent_day_table(worked_run([(PAYING, 540, 540, DESK_1, 540, RESOLVED)])).set_index("agent")
    assert [1, 0, 0] == table["answered"].tolist()
    assert 0 == table["overtime_hours"].sum()


def test_the_usual_response_is_the_median_of_the_hour_in_which_people_wrote():
    """Monday 10:00: only number 4, at once; nobody answered wrote in hour 23."""
    table = usual_response(conversation_table(worked_run())).set_index(["weekday", "hour"])
    assert [("mon", 8), ("mon", 9), ("mon", 10), ("mon", 15), ("mon", 16), ("mon", 21), ("sun", 22)] == list(
        table.index
    )
    assert [10, 5, 0, 30, 45, 0, 660] == table["first_response_median"].tolist()
    assert {1} == set(table["answered"])


def test_the_usual_response_leaves_out_the_warm_up():
    """Until 15:00: what is left are numbers 6, 7 and 8."""
    table = usual_response(conversation_table(worked_run(scenario=worked_scenario(warm_up="15h"))))
    assert [15, 16, 21] == table["hour"].tolist()


def test_tables_of_nothing_are_empty_and_have_their_columns():
    """No conversations and no agents."""
    run, full = worked_run([], [], [], ()), worked_run()
    assert (0, 0) == (len(conversation_table(run)), len(agent_day_table(run)))
    assert 0 == interval_table(run, HOUR)["waiting_at_end"].sum()
    assert 0 == team_interval_table(run, HOUR)["duty_hours"].sum()
    assert 0 == len(usual_response(conversation_table(run)))
    for table in (conversation_table, agent_day_table, interval_table, team_interval_table):
        assert list(table(full).columns) == list(table(run).columns)


def test_the_desk_of_the_busy_run_has_work_of_every_kind(busy):
    """The run that the totals are tested on has overtime, work in hand, and people who gave up or were turned away."""
    desk, table = desk_of(busy), conversation_table(busy)
    assert {"resolved", "abandoned", "turned_away", "waiting"} <= set(table["outcome"])
    assert desk.touches.lengths().sum() > desk.busy.spans.lengths().sum()
