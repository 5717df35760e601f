"""Tables of conversations that go back and forth and of people who come and go: worked by hand, and totals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from builders import a_scenario, a_team
from worked_run import busy_run, worked_run
from worked_tickets import lives, random_tickets, worked_tickets

from sim.durations import HOUR
from sim.experiments.pooled import percentile_table
from sim.inputs import NOBODY
from sim.measures.breakdowns import slots_of
from sim.measures.figures import figures
from sim.measures.first_responses import added
from sim.runs import run_once
from sim.tables.conversations import (
    agent_day_table,
    conversation_table,
    interval_table,
    promises,
    team_interval_table,
    touch_table,
    usual_response,
)

NONE = float("nan")


def texts(column):
    """Return a column of text as a list, None where missing."""
    return [None if pd.isna(value) else value for value in column]


def minute(text: str) -> pd.Timestamp:
    """Return an instant of the worked day."""
    return pd.Timestamp(f"2026-03-02 {text}", tz="UTC")


def test_conversations_of_the_worked_tickets():
    """In the order of arrival: 0 1 2 3 4 8 7 9 6 5."""
    table = conversation_table(worked_tickets())
    for column, expected in {
        "outcome": ["resolved", "reply_due", "abandoned", "deflected", "abandoned", "passed", "resolved",
                    "with_customer", "in_hand", "fixed"],
        "cause": ["first", "first", "first", "first", "first", "redial", "reopened", "next", "first", "first"],
        "agent": ["desk-1", "desk-1", None, None, "desk-2", "desk-2", "desk-2", "desk-2", "late-1", None],
        "last_agent": ["desk-2", "late-1", None, None, "desk-2", "desk-2", "desk-2", "desk-2", "late-1", None],
    }.items():  # fmt: skip
        assert expected == texts(table[column]), column
    for column, expected in {
        "touches": [3, 3, 0, 0, 1, 1, 1, 1, 1, 0],
        "hand_offs": [1, 1, 0, 0, 0, 0, 0, 0, 0, 0],
        "is_escalated": [0, 1, 0, 0, 0, 0, 0, 0, 0, 0],
        "is_wrong": [1, 0, 0, 1, 0, 0, 0, 0, 0, 0],
        "handle_time": [30, 55, NONE, NONE, 10, 10, 10, 10, 420, NONE],
        "wait_time": [0, 5, 30, NONE, 20, 5, NONE, 10, 20, 20],
        "wait_so_far": [NONE] * 10,
        "time_to_resolution": [230, *[NONE] * 5, 30, NONE, NONE, NONE],
    }.items():
        assert expected == pytest.approx(table[column].astype(float).tolist(), nan_ok=True), column
    assert [6] == np.flatnonzero(table["first_response_at"].isna() & (table["touches"] > 0)).tolist()  # the reopening


def test_touches_of_the_worked_tickets():
    """Fifteen that were due, by conversation; number 3, which the bot took, has none."""
    run = worked_tickets()
    table, conversations = touch_table(run), conversation_table(run)
    place = dict(zip(conversations["conversation"], range(10), strict=True))
    assert [0, 0, 0, 1, 1, 1, 1, 2, 4, 4, 5, 6, 7, 8, 9] == [place[each] for each in table["conversation"]]
    for column, expected in {
        "number": [1, 2, 3, 1, 2, 3, 4, 1, 1, 2, 1, 1, 1, 1, 1],
        "wait": [0, 10, 60, 5, 390, 10, 340, 30, 20, 30, 5, 20, 10, 20, 20],
        "work": [10, 10, 10, 20, 30, 5, NONE, NONE, 10, NONE, 10, 10, 10, 420, NONE],
        "is_hand_off": [0, 0, 1, 0, 1, *[0] * 10],
        "is_escalation": [0, 0, 0, 0, 1, *[0] * 10],
        "is_ours": [0, 0, 0, 0, 0, 1, *[0] * 9],
    }.items():
        assert expected == pytest.approx(table[column].astype(float).tolist(), nan_ok=True), column
    assert ["desk-1", "late-1", "late-1", None] == texts(table["agent"][3:7])
    assert ["desk", "late", "late", None] == texts(table["team"][3:7])
    assert [minute("09:30"), minute("16:00"), minute("16:30")] == table.loc[
        4, ["ready_at", "started_at", "ended_at"]
    ].tolist()
    assert table.loc[6, ["started_at", "ended_at"]].isna().all()
    assert pd.isna(table.loc[13, "ended_at"])
    assert table["measured"].all()


def test_hours_of_the_worked_tickets():
    """Free customers at 09:00 (the next tier is asked), 10:00 and 18:00; paying ones at 13:00."""
    table = interval_table(worked_tickets(), HOUR)
    free = table[table["segment"] == "free"].reset_index(drop=True)
    columns = ["arrived", "answered", "abandoned", "replies", "waiting_at_end", "oldest_at_end"]
    assert [2, 1, 1, 0, 1, 30] == free.loc[9, columns].tolist()
    assert [2, 1, 0, 0, 2, 90] == free.loc[10, columns].tolist()  # the next tier's, and 4, written at 10:50
    assert [1, 0, 0, 2, 1, 20] == free.loc[16, columns].tolist()  # 6 is answered at 17:00 sharp
    assert [0, 0, 0, 0, 1, 40] == free.loc[18, columns].tolist()
    paying = table[table["segment"] == "paying"].reset_index(drop=True)
    assert [1, 0] == paying.loc[13, ["reopened", "arrived"]].tolist()
    assert 1 == paying.loc[10, "deflected"]
    assert (8, 6, 2) == tuple(table[["arrived", "answered", "resolved"]].sum())


def test_team_hours_of_the_worked_tickets():
    """The desk from 17:00: one stays until 17:30, with nothing to do; late from 16:00."""
    table = team_interval_table(worked_tickets(), HOUR).set_index(["team", "starts_at"])
    columns = ["duty_hours", "busy_hours", "overtime_hours", "answered", "replies"]
    assert [0.5, 0, 0.5, 0, 0] == table.loc[("desk", minute("17:00")), columns].tolist()
    assert [1, pytest.approx(35 / 60), 0, 0, 2] == table.loc[("late", minute("16:00")), columns].tolist()


def test_agent_days_of_the_worked_tickets():
    """First answers, later touches, what was closed, and who stayed on."""
    table = agent_day_table(worked_tickets()).set_index("agent")
    for column, expected in {
        "answered": [2, 3, 1], "replies": [1, 2, 2], "closed": [0, 3, 0],
        "desk_hours": [8.5, 7.5, 8], "overtime_hours": [0.5, 0, 0], "busy_hours": [40 / 60, 50 / 60, 455 / 60],
    }.items():  # fmt: skip
        assert expected == pytest.approx(table[column].tolist()), column


def test_agent_days_of_three_lives():
    """desk-1 leaves, desk-2 comes, late-1 is ill: what they miss is absence, and nobody has no state."""
    table = agent_day_table(lives())
    assert ["desk-1", "desk-2", "late-1"] == table["agent"].unique().tolist()
    for column, expected in {
        "absent": [0, 1, 1, 1, 1, 0, 0, 1, 0],
        "present": [1, 0, 0, 0, 0, 1, 1, 1, 1],
        "sick": [0, 0, 0, 0, 0, 0, 0, 1, 0],
        "quits": [0, 1, 0, 0, 0, 0, 0, 0, 0],
        "tenure": [5, NONE, NONE, NONE, NONE, 0, 100, 101, 102],
        "exhaustion": [0.1, NONE, NONE, NONE, NONE, 0, 0.2, 0.4, 0.6],
        "disengagement": [0.05, NONE, NONE, NONE, NONE, 0, 0.1, 0.2, 0.3],
        "paid_hours": [8, 0, 0, 0, 0, 8, 8, 8, 8],
        "desk_hours": [8, 0, 0, 0, 0, 8, 8, 0, 8],
    }.items():
        assert expected == pytest.approx(table[column].astype(float).tolist(), nan_ok=True), column


def test_who_quits_on_a_day_off_has_a_row_for_it():
    """desk-1 has shifts on Monday and Wednesday, and leaves on Tuesday."""
    run = lives()
    shifts, duties = run.drawn.roster.shifts, run.drawn.roster.duties
    keep = np.arange(9) != 1
    roster = run.drawn.roster._replace(shifts=shifts[keep], duties=duties[keep])
    record = run.record._replace(duties=run.record.duties[keep])
    table = agent_day_table(run._replace(drawn=run.drawn._replace(roster=roster), record=record))
    row = table[(table["agent"] == "desk-1") & (table["date"] == "2026-03-03")].iloc[0]
    assert [True, False, 0, 0] == row[["quits", "absent", "rostered_hours", "answered"]].tolist()
    assert 9 == len(table)


@pytest.mark.parametrize("seed", range(30))
def test_tables_of_random_runs_add_up_to_the_record_and_the_figures(seed):
    """Touches, work, answers, replies and closings of all tables are the same."""
    run = random_tickets(seed)
    touches, conversations, days = touch_table(run), conversation_table(run), agent_day_table(run)
    begun = touches["started_at"].notna()
    assert begun.sum() == conversations["touches"].sum() == (run.record.touches["started_at"] != NOBODY).sum()
    assert touches["work"].sum() == pytest.approx(conversations["handle_time"].sum())
    assert touches["is_hand_off"].sum() == conversations["hand_offs"].sum()
    assert begun.sum() == days["answered"].sum() + days["replies"].sum()
    assert touches["work"].sum() / 60 == pytest.approx(
        team_interval_table(run)["busy_hours"].sum() + days["overtime_hours"].sum() - _stayed(run)
    )
    assert days["closed"].sum() == conversations["outcome"].isin(["resolved", "passed"]).sum()
    found = {figure.measure: (figure.top, figure.bottom) for figure in figures(run) if figure.scope == "all"}
    assert found["occupancy"] == pytest.approx((days["busy_hours"].sum(), days["desk_hours"].sum()))
    assert found["overtime_hours"][0] == pytest.approx(days["overtime_hours"].sum())


def _stayed(run):
    """Return the hours on duty after the end of a shift."""
    told, rostered = run.record.duties, run.drawn.roster.duties["ends_at"]
    ends_at = np.where(told["ended_at"] == NOBODY, run.drawn.inputs.horizon, told["ended_at"])
    return np.where(told["is_missed"] == 1, 0, (ends_at - rostered).clip(0)).sum() / HOUR


@pytest.mark.parametrize("seed", range(12))
def test_intervals_of_random_runs_add_up(seed):
    """What comes leaves, or waits at the end; each thing is in one interval."""
    run = random_tickets(seed)
    table, conversations = interval_table(run, HOUR), conversation_table(run)
    touches = touch_table(run)
    outcome = conversations["outcome"]
    reopened = conversations["cause"] == "reopened"
    assert (outcome == "deflected").sum() == table["deflected"].sum()
    assert reopened.sum() == table["reopened"].sum()
    desk = conversations[~reopened & (~outcome.isin(["deflected", "gave_up_form", "avoided"]))]
    assert len(desk) == table["arrived"].sum() + table["open_at_start"].sum()
    assert table["answered"].sum() + table["replies"].sum() == touches["started_at"].notna().sum()
    still = touches["started_at"].isna() & touches["conversation"].isin(
        conversations["conversation"][conversations["ended_at"].isna()]
    )
    assert still.sum() == table["waiting_at_end"].iloc[-1]


def as_results_have_it(*runs):
    """Return the breakdowns of runs of one plan taken together."""
    tables, waits = [], {}
    for run in runs:
        slots = slots_of(run)
        tables.append(slots.table.assign(plan="as_is"))
        waits = added(waits, {("as_is", scope): counts for scope, counts in slots.first_responses.items()})
    keys = ["plan", "by", "slot", "scope", "measure"]
    sums = pd.concat(tables).groupby(keys, sort=False, as_index=False)[["top", "bottom"]].sum()
    return pd.concat([sums, percentile_table(waits, 2)], ignore_index=True)


def test_what_may_be_promised_is_of_all_replications_together():
    """Two runs: Monday 9:00 was answered after 5, and after 7 and 8 minutes; 10:00 in one of them only, after 3."""
    waits = ([(540, 545), (600, 603)], [(540, 547), (545, 553)])
    runs = [worked_run([(0, at, begun, 0, begun + 1, 1) for at, begun in rows]) for rows in waits]
    found = promises(as_results_have_it(*runs)).query("scope == 'all'")
    assert [("mon", 9, 3), ("mon", 10, 1)] == list(
        found[["weekday", "hour", "answered"]].itertuples(index=False, name=None)
    )
    assert [7, 3] == pytest.approx(found["first_response_median"].tolist(), rel=0.02)
    assert found["first_response_p90"].isna().all()


def test_nine_in_ten_is_promised_only_where_enough_are_answered_over_all_replications():
    """Five replications with waits of 1 to 10 minutes: of 50 the 46th, 10 minutes. Of 49 none is told."""
    rows = [(0, 540, 540 + wait, 0, 541 + wait, 1) for wait in range(1, 11)]
    full, less = worked_run(rows), worked_run(rows[1:])
    for last, expected in ((full, [pytest.approx(10, rel=0.02)]), (less, [None])):
        told = promises(as_results_have_it(full, full, full, full, last)).query("scope == 'all'")["first_response_p90"]
        assert expected == told.astype(object).where(told.notna(), None).tolist()


def test_what_may_be_promised_and_what_is_usual_agree_in_a_single_run():
    """The median of an hour, from the bins and from the conversations: within 2 %, or a second."""
    run = busy_run()
    found = promises(as_results_have_it(run)).query("scope == 'all'")
    usual = usual_response(conversation_table(run))
    columns = ["weekday", "hour", "answered"]
    assert usual[columns].to_numpy().tolist() == found[columns].to_numpy().tolist()
    median = found["first_response_median"].tolist()
    assert usual["first_response_median"].tolist() == pytest.approx(median, rel=0.02, abs=1 / 60)
    told = found[found["first_response_p90"].notna()]
    assert (told["first_response_p90"] >= told["first_response_median"]).all()
    assert (told["answered"] >= 50).all()


def test_tables_of_nothing_have_their_columns():
    """No conversations and no agents."""
    run, full = worked_run([], [], [], ()), worked_tickets()
    for table in (touch_table, conversation_table, agent_day_table, interval_table, team_interval_table):
        assert list(table(full).columns) == list(table(run).columns)
    assert 0 == len(touch_table(run))
    assert 0 == len(promises(as_results_have_it(run)))


@pytest.mark.parametrize("zone", ["Asia/Manila", "America/New_York", "America/Los_Angeles"])
@pytest.mark.parametrize("seed", [1, 3])
def test_everybody_who_quits_is_once_in_the_table_of_days_wherever_the_team_is(zone, seed):
    """In Manila a shift begins on the evening before, by the scenario's clock; from Monday to Friday there."""
    office = {"days": "mon-fri", "start": "08:00", "end": "16:00"}
    people = {"quits": {"per_year": 12}, "lead_time": "5d"}
    teams = {"desk": a_team(6, zone=zone, shifts=[office], people=people)}
    scenario = a_scenario(plans={"as_is": {"teams": teams}}, length="56d", zone="America/New_York")
    run = run_once(scenario, "as_is", seed=seed)
    quits = run.record.agent_days["quits"].sum()
    assert quits > 5
    assert quits == agent_day_table(run)["quits"].sum()
