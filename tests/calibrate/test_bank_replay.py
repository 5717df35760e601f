"""Replay of a real fortnight, 1-14 February 1999, against what happened: does the queue of the simulator queue?

Trace-driven: real instants of joining (after the VRU), real types, real agents, real service times. Drawn: patience,
the class of who did not queue (not recorded), handle times of who hung up. Data: I. Guedj and A. Mandelbaum, Technion.

What is compared with what, and which way each choice leans:

* Calls: those that asked for an agent. Out are phantoms, hang-ups inside the VRU (most of the outage of 3 February) and
  275 served calls without an agent, most of them a few seconds long: nobody knows whose time they took.
* "spells": the availability file as duties, service times as handle times. It leans to short waits by construction:
  the spells come from the calls served, so agents appear at the very moment they took a call; a spell ends with a call,
  but the engine lets the call then in hand be finished, which adds hours of work; and time between two calls while
  somebody waits (median 7 s) costs nothing. It must come out below the observed wait.
* "presence" (the test proper): agents are there from first to last call, gaps over 15 minutes apart; duty ends at the
  last *start*, so that finishing the call in hand is as in life. After each call the agent is not ready for the
  measured time: until the last moment at which a caller whom the agent surely takes was waiting. That is service plus
  not-ready time as the handle time; the instants at which agents become free are left to the model.
* Patience: "drawn" takes every caller's from the exponential law fitted by type and class: a prediction.
  "conditional" keeps the wait of who hung up and draws the others' beyond their wait; that is what the data say of
  patience, but it puts the outcome partly in, so it is no test of abandonment and is only shown.

Asserted is what follows from reasons: the observed mean wait and abandonment lie within what 5 % less or more agent
time gives (the error we must expect of an availability derived from calls); the pattern over hours is that of the
fortnight; and the time credit moves the classes the way it did. Run with -s to see the table.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from calibrate.bank import (
    handle_times,
    high_priority,
    inputs_of,
    read_world,
    replay,
    staff_from_presence,
    staff_from_spells,
)
from shared_data import shared_data

from sim.audit import audit
from sim.inputs import NOBODY
from sim.record import ABANDONED, OPEN
from sim.runs import run_once, simulate
from sim.scenario.load import load

pytestmark = pytest.mark.many_conversations
SEEDS = range(1, 9)


@pytest.fixture(scope="module")
def world():
    """Return the measured calls."""
    return read_world(shared_data("anonymousbank", "calls_1999_02_first_half.csv.gz"))


@pytest.fixture(scope="module")
def spells(world):
    """Return the staff as the availability file has it."""
    return staff_from_spells(shared_data("anonymousbank", "agent_availability_1999_02_first_half.csv.gz"), world)


@pytest.fixture(scope="module")
def presence(world):
    """Return the staff by presence and time not ready."""
    return staff_from_presence(world)


@pytest.fixture(scope="module")
def predicted(world, presence):
    """Return the replays with drawn patience, one a seed."""
    return [replay(world, presence, seed, conditional=False) for seed in SEEDS]


def observed(world):
    """Return the calls with a class for everybody."""
    return world.calls.assign(high=high_priority(world, seed=1))


def summary(calls):
    """Return mean wait (seconds, zeros included), p90, abandonment and the share that waited."""
    return np.array([
        calls.wait.mean(), calls.wait.quantile(0.9), 1 - calls.served.mean(), (calls.wait > 0).mean(),
    ])  # fmt: skip


def class_gap(calls):
    """Return how much longer regular callers (PS) who queued waited than those of high priority, in seconds."""
    queued = calls[(calls.wait > 0) & (calls.type == "PS")]
    return queued.wait[~queued.high].mean() - queued.wait[queued.high].mean()


def line(name, replays):
    """Return a line of the table: means over the replays, and their 95 % interval for the mean wait."""
    rows = np.array([summary(one) for one in replays])
    mean = rows.mean(axis=0)
    reach = 2.36 * rows[:, 0].std(ddof=1) / np.sqrt(len(rows)) if len(rows) > 1 else 0
    interval = f"± {reach:.1f}" if reach else ""
    return f"{name:38}{mean[0]:7.1f} {interval:6}{mean[1]:7.1f}{100 * mean[2]:8.1f} %{100 * mean[3]:8.1f} %"


def groups(calls):
    """Return the calls by type, regular callers also by class, and by whether it is the hours around the outage."""
    outage = (calls.joined // 3600).isin(range(2 * 24 + 12, 2 * 24 + 15))
    by_type = {kind: calls[calls.type == kind] for kind in ("PS", "NE", "NW", "IN", "PE", "TT")}
    queued = calls[calls.wait > 0]
    return by_type | {
        "queued, priority 2": queued[queued.high],
        "queued, other": queued[~queued.high],
        "queued, PS, priority 2": queued[queued.high & (queued.type == "PS")],
        "queued, PS, other": queued[~queued.high & (queued.type == "PS")],
        "3 Feb 12-15 h (outage)": calls[outage],
        "all but these": calls[~outage],
    }


def table(world, presence, spells, predicted):
    """Return the simulated beside the observed, as text."""
    was = observed(world)
    runs = {
        "presence, patience drawn": predicted,
        "presence, patience conditional": [replay(world, presence, seed, conditional=True) for seed in SEEDS],
        "presence, no time credit": [replay(world, presence, seed, conditional=False, credit=0) for seed in SEEDS],
        "presence, 5 % less agent work": [with_work(world, presence, seed, 0.95) for seed in SEEDS],
        "presence, 5 % more agent work": [with_work(world, presence, seed, 1.05) for seed in SEEDS],
        "spells on file, patience drawn": [replay(world, spells, seed, conditional=False) for seed in SEEDS],
    }
    lines = [f"{len(was):,} calls{'':26}  wait s  ±      p90 s   gave up     waited", line("observed", [was])]
    lines += [line(name, replays) for name, replays in runs.items()]
    heads = f"{'calls':>7}{'wait s, observed':>18}{'simulated':>11}{'gave up':>10}{'simulated':>11}"
    lines.append(f"\n{'presence, patience drawn':28}{heads}")
    simulated = [groups(one) for one in predicted]
    for name, calls in groups(was).items():
        rows = np.mean([summary(one[name]) for one in simulated], axis=0)
        lines.append(
            f"{name:28}{len(calls):7,}{calls.wait.mean():18.1f}{rows[0]:11.1f}"
            f"{100 * (1 - calls.served.mean()):8.1f} %{100 * rows[2]:9.1f} %"
        )
    waits, losses = hourly_correlations(was, predicted)
    lines.append(f"\ncorrelation over hours with 20 calls or more: mean wait {waits:.2f}, abandonment {losses:.2f}")
    return "\n".join(lines)


def with_work(world, staff, seed, factor):
    """Return a replay in which every call keeps its agent *factor* times as long."""
    return replay(world, staff, seed, conditional=False, work=factor)


def hourly_correlations(was, replays):
    """Return the correlation of observed and simulated mean wait, and of abandonment, over the hours."""
    hour = was.joined // 3600
    frame = pd.DataFrame({
        "wait": was.wait, "lost": ~was.served, "n": 1.0,
        "wait_simulated": np.mean([one.wait for one in replays], axis=0),
        "lost_simulated": np.mean([~one.served for one in replays], axis=0),
    })  # fmt: skip
    hours = frame.groupby(hour).agg({name: "sum" if name == "n" else "mean" for name in frame})
    hours = hours[hours.n >= 20]
    return hours.wait.corr(hours.wait_simulated), hours.lost.corr(hours.lost_simulated)


def test_replay_table(world, presence, spells, predicted):
    """The table of observed and simulated figures: every call leaves the queue in every replay."""
    print("\n" + table(world, presence, spells, predicted))  # noqa: T201 - shown with -s
    assert [0] * len(predicted) == [int(one.wait.isna().sum()) for one in predicted]


@pytest.mark.parametrize(("figure", "place"), [("mean wait", 0), ("abandonment", 2)])
def test_observed_lies_within_five_per_cent_of_agent_time(world, presence, figure, place):
    """What happened lies between replays whose calls take 5 % less and 5 % more of the agents' time."""
    low, high = (
        np.mean([summary(with_work(world, presence, seed, factor))[place] for seed in SEEDS]) for factor in (0.95, 1.05)
    )
    assert low < summary(observed(world))[place] < high, f"{figure}, seeds {list(SEEDS)}"


def test_hours_have_the_pattern_that_they_had(world, predicted):
    """Over 194 hours simulated waits and abandonment rise and fall as they did (chance alone gives at most 0.24)."""
    waits, losses = hourly_correlations(observed(world), predicted)
    assert waits > 0.7
    assert losses > 0.8


def test_spells_on_file_give_too_short_waits(world, spells):
    """Duties derived from the calls served, and finished late, make waits shorter than they were."""
    simulated = [summary(replay(world, spells, seed, conditional=False))[0] for seed in SEEDS]
    assert max(simulated) < summary(observed(world))[0]


def test_time_credit_parts_the_classes(world, presence, predicted):
    """Regular callers waited longer than those of high priority; so do they with a credit of 90 s, hardly without."""
    with_credit = np.mean([class_gap(one) for one in predicted])
    without = np.mean([class_gap(replay(world, presence, seed, conditional=False, credit=0)) for seed in SEEDS])
    assert with_credit > without + 15
    assert class_gap(observed(world)) > without


def test_both_engines_replay_the_same(world, presence):
    """SimPy and the compiled engine agree on every call of the fortnight, whose clock ticks in whole seconds."""
    inputs = inputs_of(world, presence, 1, conditional=False)
    assert np.array_equal(simulate(inputs).conversations, simulate(inputs, "reference").conversations)


def test_auditor_finds_nothing(world, presence):
    """The independent statement of the rules holds for the replay of the fortnight."""
    inputs = inputs_of(world, presence, 1, conditional=False)
    assert [] == list(audit(inputs, simulate(inputs)))


def test_measured_agent_time_is_that_of_the_readme(world, spells, presence):
    """The spells hold 925 hours; presence less time not ready is within 10 % of that: two measures of one staff."""
    hours = [sum(end - start for _, start, end in staff.duties) / 3600 for staff in (spells, presence)]
    not_ready = presence.not_ready.sum() / 3600
    assert round(hours[0]) == 925
    assert abs((hours[1] - not_ready) / hours[0] - 1) < 0.1
    assert np.all(handle_times(world, presence, 1) >= 1)


def test_shipped_scenario_has_the_volume_and_the_staff_of_the_fortnight():
    """bank-1999 has 8,000 contacts a week, 464 agent hours (462 were measured), and a credit in one plan only."""
    scenario = load(Path(__file__).parents[2] / "scenarios" / "bank-1999.yaml")
    shifts = [shift for team in scenario.plans["as_it_was"].teams.values() for shift in team.shifts]
    hours = sum(len(shift.days) * shift.agents * (shift.end - shift.start) / 60 for shift in shifts)
    rules = {name: plan.routing.segments["regular_high"].base for name, plan in scenario.plans.items()}
    assert hours == 464
    assert round(sum(one.customers * one.contact_rate for one in scenario.world.segments.values()), -1) == 8000
    assert {"as_it_was": 90_000, "first_come": 0, "two_more": 90_000} == rules


def test_shipped_scenario_waits_about_as_long_as_the_bank():
    """Untuned, bank-1999 has mean wait and abandonment within a third of the month's 43.9 s and 12.7 %."""
    scenario = load(Path(__file__).parents[2] / "scenarios" / "bank-1999.yaml")
    waits, losses = [], []
    for replication in range(6):
        run = run_once(scenario, "as_it_was", seed=1, replication=replication)
        record = run.record.conversations
        left = record["outcome"] != OPEN
        until = np.where(record["started_at"] != NOBODY, record["started_at"], record["ended_at"])
        waits.append((until - run.drawn.inputs.conversations["arrival_at"])[left].mean() / 1000)
        losses.append((record["outcome"] == ABANDONED).mean())
    assert abs(np.mean(waits) / 43.9 - 1) < 1 / 3, f"seed 1: {waits}"
    assert abs(np.mean(losses) / 0.127 - 1) < 1 / 3, f"seed 1: {losses}"
