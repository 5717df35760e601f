"""The log of a day: whatever the instant, its replay gives what the tables of the run say."""

from __future__ import annotations

import json
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from builders import a_scenario, a_segment, a_team
from conversation_world import SEGMENT, TOPIC, a_lively_scenario
from day_directly import Directly
from hypothesis import HealthCheck, Phase, given, settings
from scenario_strategies import scenarios as any_scenarios
from worked_tickets import lives, random_tickets, worked_tickets

import scenarios
from sim.durations import HOUR, MINUTE
from sim.runs import run_once
from sim.scenario.load import parse
from sim.tables.conversations import conversation_table, interval_table
from sim.tables.day_log import SLOT, day_log, state_at
from sim.tables.day_replay import busiest_of, days_of, replay_day

MONDAY = date(2026, 3, 2)
OFFICE = {"days": "all", "start": "09:00", "end": "17:00", "breaks": [{"start": "12:00", "end": "12:30"}]}
NIGHT = {"days": "all", "start": "22:00", "end": "06:00"}
CHAT = {
    "channel": "chat", "patience": "5m", "reply_patience": "10m", "think_time": "2m", "contact_rate": 0.4,
    "redial": {"chance": 0.5, "after": "20m"},
}  # fmt: skip
PEOPLE = {"sickness": {"per_day": 0.2}, "quits": {"per_year": 30}, "lead_time": "2d"}


def days_in(run):
    """Return the dates of a run, each with its log."""
    n_days = len(run.drawn.inputs.days) - 1
    return [day_log(run, run.scenario.start + timedelta(days=number)) for number in range(n_days)]


def some_instants(log, rng, n):
    """Return both ends of the day, its noon and a little later, and instants at, just before and between its events."""
    events = log.events.at
    at = rng.choice(events, min(n, events.size), replace=False) if events.size else events
    found = np.concatenate(([0, 12 * HOUR, 12 * HOUR + 9, log.length - 1], at, at - 1, rng.integers(0, log.length, n)))
    return np.unique(found.clip(0, log.length - 1)).tolist()


def compare(run, rng, n=3, logs=None):
    """Assert that replayed states are those of the tables; return all that were seen."""
    direct, seen = Directly(run), []
    for log in days_in(run) if logs is None else logs:
        for at in some_instants(log, rng, n):
            expected = direct.state(log, at)
            assert expected == state_at(log, at).plain(), f"{run.plan}, seed {run.seed}: {log.day}, {at}"
            seen.append(expected)
    return seen


def states_of(seen):
    """Return which states of agents, and reasons to be away, were seen."""
    return {(agent[0], agent[1]) for state in seen for agent in state["agents"]}


def test_random_runs_full_of_ties_replay_to_what_their_tables_say():
    """With every feature, touches without length, days of half an hour, at instants of events and between them."""
    seen = []
    for seed in range(40):
        seen += compare(random_tickets(seed), np.random.default_rng(seed), 2)
    counted = {name for state in seen for name, count in state["counts"].items() if count}

    assert {"", "home", "break", "ill", "empty_seat"} == {why for _, why in states_of(seen)}
    assert any(agent[4] for state in seen for agent in state["agents"])
    assert {True, False} == {state["is_down"] for state in seen}
    assert {"gave_up_form", "avoided"} >= set(seen[0]["counts"]) - counted


@pytest.mark.many_conversations
@settings(
    max_examples=40, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(any_scenarios())
def test_any_scenario_replays_to_what_its_tables_say(scenario):
    """Scenarios with any features on together: on each of their days."""
    compare(run_once(scenario, "as_is"), np.random.default_rng(1), 1)


def test_chats_with_several_touches_and_tiers():
    """Replies come back while others are in hand; places are free when the shift ends."""
    languages = {"languages": ["en", "de"], "live_limit": 3}
    teams = {"desk": a_team(3, **languages), "second": a_team(2, skills=["tier_2"], shifts=[OFFICE], **languages)}
    world, plans = {"tools_down": {"per_week": 20, "time": "1h"}}, {"as_is": {"teams": teams}}
    scenario = a_scenario(
        {"paying": a_segment(**(SEGMENT | CHAT))}, {"crash": TOPIC | {"touches": 4}}, plans, world, length="4d"
    )
    run = run_once(scenario, "as_is")
    seen = compare(run, np.random.default_rng(2), 12)

    assert 2 <= max(len(agent[4]) for state in seen for agent in state["agents"])
    assert {True, False} == {state["is_down"] for state in seen}
    assert seen[-1]["counts"]["replies"] > 0


def test_nights_over_midnight_people_who_leave_and_plans_of_absence():
    """Who works from 22:00 to 06:00 is there as the day begins; who is ill, gone or on holiday is not."""
    night = a_team(
        3, shifts=[NIGHT], people=PEOPLE, absences=[{"agents": [1], "start": "2026-03-03", "end": "2026-03-04"}]
    )
    plans = {"as_is": {"teams": {"day": a_team(2, shifts=[OFFICE], people=PEOPLE), "night": night}}}
    run = run_once(a_scenario({"paying": a_segment(contact_rate=0.6)}, plans=plans, length="14d"), "as_is")
    seen = compare(run, np.random.default_rng(3), 4)
    at_midnight = [state for state in seen if state["at"] == 0]

    assert {"home", "break", "ill", "empty_seat", "absent"} <= {why for _, why in states_of(seen)}
    assert any(agent[0] == "busy" and agent[3] < 0 for state in at_midnight for agent in state["agents"])


@pytest.mark.parametrize(("start", "day", "hours"), [("2026-03-28", 29, 23), ("2026-10-24", 25, 25)])
def test_a_day_on_which_the_clocks_change(start, day, hours):
    """It has 23 or 25 hours, and says from when its clocks are how far ahead."""
    run = run_once(a_scenario(start=start, length="3d", zone="Europe/Berlin"), "as_is")
    log = days_in(run)[1]

    assert (day, hours * HOUR) == (log.day.day, log.length)
    assert 2 == len(log.offsets)
    for at in (0, log.length // 2, log.length - 1):
        ahead = [offset for since, offset in log.offsets if since <= at][-1]
        shown = pd.Timestamp(log.starts_at) + pd.Timedelta(milliseconds=at + ahead)
        assert log.clock(at) == f"{shown:%Y-%m-%d %H:%M:%S}"
    compare(run, np.random.default_rng(4), 20, [log])


@pytest.mark.many_conversations
@pytest.mark.parametrize("name", ["quickstart", "follow-the-sun", "specialists-or-tiers", "docs-and-bot"])
def test_shipped_scenarios(name):
    """Three days of each plan."""
    scenario, rng = parse(scenarios.text(name), name), np.random.default_rng(5)
    for plan in scenario.plans:
        run = run_once(scenario, plan)
        compare(run, rng, 2, [day_log(run, scenario.start + timedelta(days=number)) for number in (0, 7, 19)])


def test_the_worked_day_by_hand():
    """At 10:00: 1 waits for the next tier, 2 has given up at 9:50, 3's bot has answered, 4 has not come."""
    log = day_log(worked_tickets(), MONDAY)
    state = state_at(log, 600 * MINUTE)

    assert [570 * MINUTE, 600 * MINUTE] == [one.since for one in state.waiting]
    assert ("idle", "idle", "away") == tuple(agent.state for agent in state.agents)
    assert (3, 2, 1, 0) == tuple(state.counts[name] for name in ("arrived", "answered", "deflected", "gave_up_later"))
    assert 1 == state.counts["gave_up"]
    before = state_at(log, 600 * MINUTE - 1)
    assert [570 * MINUTE] == [one.since for one in before.waiting]


def test_why_people_are_away():
    """desk-1 has left on Tuesday, late-1 is ill then; desk-2 comes on Wednesday: worked out by hand."""
    run = lives()
    tuesday = day_log(run, MONDAY + timedelta(days=1))
    noon, night = (state_at(tuesday, hour * HOUR).agents for hour in (16, 23.5))

    assert ["empty_seat", "empty_seat", "ill"] == [agent.why for agent in noon]
    assert [540 * MINUTE, 540 * MINUTE, 900 * MINUTE] == [agent.since for agent in noon]
    assert ["home"] * 3 == [agent.why for agent in night]


def test_the_queue_is_that_of_the_interval_table():
    """Just before each hour ends: how many wait in each segment, and for how long; and what happened in the day."""
    scenario = parse(scenarios.text("quickstart"), "quickstart")
    run = run_once(scenario, "as_is" if "as_is" in scenario.plans else next(iter(scenario.plans)))
    log, table = day_log(run, scenario.start + timedelta(days=2)), interval_table(run)
    begin = pd.Timestamp(log.starts_at)
    hours = table[(table["starts_at"] >= begin) & (table["ends_at"] <= begin + pd.Timedelta(milliseconds=log.length))]
    assert 24 * len(log.segments) == len(hours)
    for ends_at, rows in hours.groupby("ends_at"):
        by_segment = rows.set_index("segment").loc[list(log.segments)]
        queues = state_at(log, (ends_at - begin) // pd.Timedelta("1ms") - 1).queues
        assert by_segment["waiting_at_end"].tolist() == [queue.n for queue in queues]
        assert by_segment["oldest_at_end"].tolist() == pytest.approx(
            [(queue.longest + (queue.n > 0)) / MINUTE for queue in queues]
        )
    counts = state_at(log, log.length).counts
    same = ("arrived", "answered", "resolved", "turned_away", "deflected", "replies")
    for ours, theirs in [(name, name) for name in same] + [("gave_up", "abandoned")]:
        assert hours[theirs].sum() == counts[ours], ours


def test_nobody_has_more_chats_open_than_places():
    """At every event of a busy day."""
    scenario = parse(scenarios.text("follow-the-sun"), "follow-the-sun")
    run = run_once(scenario, next(iter(scenario.plans)))
    log = day_log(run, scenario.start + timedelta(days=9))
    places = run.drawn.inputs.teams["live_limit"][list(log.team_of)]
    most = np.zeros(len(log.agents), int)
    for at in np.unique(log.events.at)[::7].tolist():
        most = np.maximum(most, [len(agent.chats) for agent in state_at(log, at).agents])

    assert (most <= places).all()
    assert 2 <= most.max()


def test_the_strip_counts_what_the_replay_counts():
    """Arrivals in each slot, and the most that waited in it at once; the most of all is that of the outline."""
    log = day_log(run_once(a_lively_scenario(), "as_is"), MONDAY + timedelta(days=1))
    strip = log.strip()
    ends = [min((number + 1) * SLOT, log.length) for number in range(len(strip["waiting"]))]

    starts = [0, *ends[:-1]]
    for start, end, most in zip(starts, ends, strip["waiting"], strict=True):
        instants = [start, *(at for at in log.events.at.tolist() if start <= at < end)]
        assert most == max(len(state_at(log, at).waiting) for at in instants)
    assert max(strip["waiting"]) == log.outline().most_waiting
    assert log.outline().most_waiting == len(state_at(log, log.outline().most_waiting_at).waiting)
    came = [state_at(log, end - 1).counts["arrived"] for end in ends]
    assert came == np.cumsum(strip["arrived"]).tolist()
    assert log.length == ends[-1]


def test_the_table_says_who_did_what_when():
    """A row per event; names and words where there are numbers."""
    run = run_once(a_lively_scenario(), "as_is")
    log = day_log(run, MONDAY + timedelta(days=1))
    table, whole = log.table(), conversation_table(run, personas=True)

    assert len(log.events.at) == len(table)
    assert table["at"].is_monotonic_increasing
    arrived = table[(table["event"] == "arrives") & (table["detail"] == "first")]
    expected = whole[(whole["date"] == "2026-03-03") & (whole["cause"] == "first")].set_index("conversation")
    assert set(expected.index) == set(arrived["conversation"])
    for row in arrived.itertuples():
        talk = expected.loc[row.conversation]
        assert (talk["arrived_at"], talk["customer"], talk["segment"], talk["topic"]) == (
            row.at, row.customer, row.segment, row.topic,
        )  # fmt: skip
    begins = table[table["event"] == "begins"]
    assert not begins[["agent", "team", "touch", "conversation"]].isna().any().any()
    assert table[table["event"] == "on"]["conversation"].isna().all()


def test_the_log_as_json_is_small_and_whole():
    """Everything is there, instants as steps; a day of 450 conversations takes less than 60 kB."""
    scenario = parse(scenarios.text("quickstart"), "quickstart")
    log = replay_day(scenario, [next(iter(scenario.plans))]).logs[0]
    text = log.to_json()
    read = json.loads(text)

    assert log.events.at.tolist() == np.cumsum(read["events"]["at"]).tolist()
    assert log.customers["customer"].tolist() == read["customers"]["customer"]
    assert [list(one) for one in log.start.waiting] == read["start"]["waiting"]
    assert 400 < len(log.customers)
    assert len(text.encode()) < 60_000


def test_an_instant_that_is_not_on_the_day_is_refused():
    """With the bounds."""
    log = day_log(worked_tickets(), MONDAY)
    with pytest.raises(ValueError, match="at: -1 is not on the day; write 0 to 86400000"):
        state_at(log, -1)


def test_a_day_that_is_not_in_the_run_is_refused():
    """With the days that are."""
    with pytest.raises(ValueError, match="day: 2026-03-03 is not in the run, which goes from 2026-03-02 to 2026-03-02"):
        day_log(worked_tickets(), MONDAY + timedelta(days=1))


def test_a_replay_shows_the_same_customers_under_each_plan():
    """Same day, same names; the busiest of the measured days unless another is asked for."""
    scenario = parse(scenarios.text("follow-the-sun"), "follow-the-sun")
    first, second = list(scenario.plans)[:2]
    replay = replay_day(scenario, [first, second], seed=3, replication=1)
    writers = [set(log.table().query("event == 'arrives' and detail == 'first'")["customer"]) for log in replay.logs]
    measured = [one for one in replay.days if not one.is_warm_up]

    assert (first, second) == tuple(log.plan for log in replay.logs)
    assert writers[0] == writers[1]
    assert max(one.n_wrote for one in measured) == next(one.n_wrote for one in replay.days if one.day == replay.day)
    assert replay.day == replay.busiest == busiest_of(replay.days)
    other = replay_day(scenario, [first], seed=3, replication=1, day=scenario.start + timedelta(days=2))
    assert scenario.start + timedelta(days=2) == other.day == other.logs[0].day
    assert replay.busiest == other.busiest


def test_days_are_counted_without_what_was_open_and_what_follows():
    """First contacts of each date by the scenario's clocks; the warm-up is marked and never the busiest."""
    scenario = a_lively_scenario(warm_up="2d", world={"open_at_start": [{"segment": "paying", "ages": ["30m"]}]})
    run = run_once(scenario, "as_is")
    table = conversation_table(run)
    first = table[(table["cause"] == "first") & ~table["open_at_start"]]
    days = days_of(scenario, run.drawn.demand)

    assert first.groupby("date").size().to_dict() == {one.day.isoformat(): one.n_wrote for one in days}
    assert [True, True, False, False] == [one.is_warm_up for one in days]
    assert busiest_of(days) >= MONDAY + timedelta(days=2)


def test_a_plan_that_the_scenario_does_not_have_is_refused():
    """With those that it has."""
    with pytest.raises(ValueError, match="plan: 'best' is not in the scenario, which has as_is"):
        replay_day(a_scenario(), ["best"])
