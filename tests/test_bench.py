"""Speed is measured as ratios in one run; the workloads give what theory and a year's run expect."""

from __future__ import annotations

import json
import math

import pytest
import typer
from typer.testing import CliRunner

from sim.bench import (
    Wanted,
    growth_with_team,
    one_team,
    ratios_of,
    run_workload,
    workload_scenario,
    year_inputs,
)
from sim.bench.year import one_touch_each
from sim.cli.bench import register
from sim.closed_forms import ErlangA
from sim.drawing.draw import draw
from sim.durations import WEEK
from sim.record import CAUSES, OUTCOMES
from sim.runs import simulate


@pytest.fixture
def app():
    """Return an app with a second command, so that `bench` must be named as on the real command line."""
    app = typer.Typer()
    register(app)
    app.command()(lambda: None)
    return app


def test_ratios_are_taken_round_by_round():
    """The median and the range of slow / fast, not the ratio of sums."""
    assert (3, 2, 10) == ratios_of([2, 6, 10], [1, 2, 1])


def test_a_workload_has_exactly_the_wanted_customers():
    """W1 with 5,000 customers: all of them come, and all are served to the end."""
    timing = run_workload(Wanted("W1", customers=5_000))

    assert 5_000 == timing.customers
    assert timing.events > 2 * 5_000 - 1
    assert timing.abandon == 0


def test_weeks_set_the_length_of_a_workload():
    """W3 with 3 weeks is three weeks long, without a number a year."""
    assert [3 * WEEK, 52 * WEEK] == [workload_scenario(Wanted("W3", weeks=w)).length for w in (3, None)]


@pytest.mark.many_conversations
def test_w2_has_the_waits_of_theory():
    """Total abandonment is that of Erlang A, whatever the order of service: 30 minutes of patience in both classes."""
    timing = run_workload(Wanted("W2", customers=400_000))
    theory = ErlangA(arrival_rate=114, service_rate=6, patience_rate=2, agents=20)

    assert abs(timing.abandon - theory.abandonment) < 0.003
    assert timing.wait_paid_min < timing.wait_min < timing.wait_free_min


@pytest.mark.many_conversations
def test_a_year_of_w3_waits_as_expected():
    """Mean wait 8.21 +- .22 minutes, abandoned 10.63 +- .25 % over one run; here at 4.65 standard errors."""
    timing = run_workload(Wanted("W3"))

    assert abs(timing.wait_min - 8.21) < 0.22 / 1.96 * 4.65
    assert abs(100 * timing.abandon - 10.63) < 0.25 / 1.96 * 4.65


def test_the_teams_of_the_growth_measurement_are_equally_busy():
    """85 % occupancy at every size: offered work over agents."""
    for n_agents in (10, 300):
        scenario = one_team(n_agents, 20_000)
        inputs = draw(scenario, "fifo").inputs
        load = inputs.touches["handle_time"].sum() / (n_agents * inputs.horizon)
        assert abs(load - 0.85) < 0.04


@pytest.mark.many_conversations
def test_growth_is_measured_against_the_smallest_team():
    """Its own ratio is 1, round by round."""
    assert (1, 1, 1) == growth_with_team(rounds=2, n_customers=500)[10]


@pytest.mark.many_conversations
def test_a_month_with_every_feature_has_everything_happen():
    """About 1,000 first contacts a day and three touches of each that is worked on; every outcome but a full queue,
    every cause, hand-offs, escalations, illness; and the desk keeps up.
    """
    inputs = year_inputs(1, n_days=28)
    record = simulate(inputs)
    told = record.conversations[record.conversations["arrived_at"] >= 0]
    worked_on = told["started_at"] >= 0

    assert abs(inputs.n_first / 28 / 1000 - 1) < 0.03
    assert 2.5 < (record.touches["started_at"] >= 0).sum() / worked_on.sum() < 3.5
    assert {*OUTCOMES} - {"turned_away"} == {OUTCOMES[each] for each in told["outcome"]}
    assert {*CAUSES} == {CAUSES[each] for each in told["cause"]}
    assert told["is_escalated"].any()
    assert record.duties["is_missed"].any()
    assert (told["outcome"] == OUTCOMES.index("open")).mean() < 0.1


def test_both_engines_agree_on_a_day_with_every_feature():
    """What is timed against SimPy is the same on both sides."""
    inputs = year_inputs(1, n_days=1)
    record, other = simulate(inputs), simulate(inputs, "reference")

    assert all((one == two).all() for one, two in zip(record[:-1], other[:-1], strict=True))


def test_one_touch_each_has_the_same_contacts_and_the_same_work():
    """Against which the speed with every feature is measured."""
    inputs = year_inputs(1, n_days=2)
    plain = one_touch_each(inputs)
    own = inputs.conversations["end_touch"][inputs.n_first - 1]

    assert inputs.n_first == len(plain.conversations) == len(plain.touches)
    assert (inputs.conversations["arrival_at"][: inputs.n_first] == plain.conversations["arrival_at"]).all()
    assert inputs.touches["handle_time"][:own].sum() == plain.touches["handle_time"].sum()


def test_the_last_line_is_one_json_object(app):
    """With the names that the workload promises, and no NaN."""
    ran = CliRunner().invoke(app, ["bench", "--workload", "W1", "--customers", "500", "--json"])
    found = json.loads(ran.stdout.splitlines()[-1])

    assert [
        "workload", "customers", "events", "sim_s", "setup_s", "draw_s", "measure_s", "wait_min", "wait_paid_min",
        "wait_free_min", "abandon",
    ] == list(found)  # fmt: skip
    assert found["wait_free_min"] is None
    assert math.isfinite(found["sim_s"])


@pytest.mark.parametrize(
    ("words", "said"), [(["--workload", "W9"], "W9"), (["--workload", "W1", "--customers", "0"], "--customers")]
)
def test_wrong_use_is_said_in_one_message(app, words, said):
    """Exit 2, the value named, no traceback."""
    ran = CliRunner().invoke(app, ["bench", *words])

    assert ran.exit_code == 2
    assert said in ran.output
    assert "Traceback" not in ran.output
