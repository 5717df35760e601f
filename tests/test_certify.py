"""Certifying the engine: verdicts that can fail, cheap cases for real, and the command."""

from __future__ import annotations

import json
import math
from types import MappingProxyType

import numpy as np
import pytest
import typer
from scipy import stats
from typer.testing import CliRunner

from sim.certify import CASES, Effort, certify, estimators, runner
from sim.certify.case import Case, Experiment
from sim.certify.estimators import Estimate
from sim.certify.exact import clocks, same_unfinished_work
from sim.certify.seen import Batches, Seen, Who
from sim.certify.stationary import erlang_c_figures
from sim.certify.varying import sine_week
from sim.certify.verdict import FARTHEST, FEWEST_BATCHES, Allow, Question, judge, judge_exact
from sim.certify.worlds import Customers, desk, world
from sim.cli import certify as command
from sim.closed_forms import ErlangC
from sim.durations import DAY, HOUR, SECOND
from sim.runs import run_once
from sim.scenario.checks import problems_of

QUESTION = Question("A0", "here", "mean wait", 10.0, allowed=0.5)


def an_estimate(value=10.0, standard_error=0.1, n=100, lag1=0.0):
    """Return an estimate that passes `QUESTION`."""
    return Estimate(value, standard_error, n, lag1)


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({}, "ok"),
        ({"value": 10.46}, "ok"),
        ({"value": 10.47}, "off"),
        ({"value": 9.53}, "off"),
        ({"value": math.nan}, "off"),
        ({"standard_error": 0.15}, "ok"),
        ({"standard_error": 0.153}, "too wide"),
        ({"standard_error": math.nan}, "too wide"),
        ({"standard_error": 0.0, "value": 10.1}, "off"),
        ({"standard_error": 0.0}, "ok"),
        ({"n": 99}, "too few batches"),
        ({"lag1": 0.46}, "ok"),
        ({"lag1": 0.47}, "batches depend"),
    ],
)
def test_verdict(changes, verdict):
    """Off beyond 4.65 standard errors; a wide interval, few batches or batches that depend are failures as well."""
    assert verdict == judge(QUESTION, an_estimate(**changes)).verdict


def test_the_chance_that_a_correct_engine_fails_is_what_the_document_says():
    """One of 439 figures too far off: in one of 690 runs of normal errors, of 220 with errors from 100 batches."""
    chances = [1 - (1 - 2 * law.sf(FARTHEST)) ** 439 for law in (stats.norm, stats.t(FEWEST_BATCHES - 1))]
    assert [690, 220] == [round(1 / chance, -1) for chance in chances]


def test_an_exact_figure_may_not_differ():
    """What must hold exactly fails at any difference beyond what is allowed."""
    assert judge_exact(QUESTION._replace(allowed=0), 10.0).passed
    assert not judge_exact(QUESTION._replace(allowed=0), 10.0 + 1e-12).passed


def test_allowed_width_is_relative_unless_it_is_absolute():
    """5 % and 2 % of the expected value, or a width of the figure's own."""
    assert (0.5, 0.2) == tuple(Allow().width(-10, is_full=is_full) for is_full in (False, True))
    assert Allow(0.02, 0.005, is_absolute=True).width(0.17, is_full=True) == 0.005


def test_ratio_is_total_over_total_with_the_right_error():
    """The ratio estimator's error, against the spread of the estimate itself over 2,000 repeats (seed 5)."""
    random = np.random.default_rng(5)
    repeats = []
    for _ in range(2000):
        bottom = random.poisson(50, 100).astype(float)
        repeats.append(estimators.ratio(bottom * random.gamma(2, 1, 100), bottom))
    values, errors = np.array([each.value for each in repeats]), np.array([each.standard_error for each in repeats])
    assert values.mean() == pytest.approx(2, rel=0.01)
    assert errors.mean() == pytest.approx(values.std(), rel=0.06)


@pytest.mark.parametrize(
    ("estimator", "truth"),
    [
        (lambda x, _: estimators.deviation(x), math.sqrt(150 + 2250)),
        (lambda x, _: estimators.dispersion(x), 16.0),
        (estimators.correlation, 0.9375),
    ],
)
def test_spread_estimators_have_the_right_error(estimator, truth):
    """Deviation, dispersion and correlation of two hours of gamma days: the truth, and its error (seed 7)."""
    random = np.random.default_rng(7)
    repeats = []
    for _ in range(1000):
        busyness = random.gamma(10, 0.1, 400)
        repeats.append(estimator(random.poisson(150 * busyness) * 1.0, random.poisson(150 * busyness) * 1.0))
    values, errors = np.array([each.value for each in repeats]), np.array([each.standard_error for each in repeats])
    assert values.mean() == pytest.approx(truth, rel=0.01)
    assert errors.mean() == pytest.approx(values.std(), rel=0.1)


def test_neighbours_that_lean_on_each_other_show():
    """A slow wave over the batches gives a lag-1 correlation near one."""
    top = 10 + np.sin(np.arange(200) / 20)
    assert estimators.ratio(top, np.ones(200)).lag1 > 0.9


# ---- what is seen in a run, against plain loops ----


@pytest.fixture(scope="module")
def busy_run():
    """Return a run of two segments, eight days in three batches of two, and what is seen of it."""
    batches = Batches(2, 2)
    classes = {"paid": Customers(6, 0.3, patience=0.5), "free": Customers(4, 0.3)}
    plain = world(classes, {"n3": desk(3)}, HOUR, batches)
    run = run_once(plain, "n3", seed=3)
    return run, Seen(run.drawn.demand, run.drawn, run.record, batches, HOUR)


def _loop(run, value, window):
    """Return the sum of value(conversation, record) over the arrivals in *window*, one at a time."""
    rows = zip(run.drawn.inputs.conversations, run.record.conversations, run.drawn.demand.details, strict=True)
    return sum(value(*row) for row in rows if window[0] <= row[0]["arrival_at"] < window[1])


def test_sums_are_those_of_the_arrivals_of_each_batch(busy_run):
    """Waits of one segment, batch after batch, against a loop over the conversations."""
    run, seen = busy_run
    free = run.drawn.demand.names.segments.index("free")

    def wait(wanted, became, detail):
        return int(became["started_at"] - wanted["arrival_at"]) if detail["segment"] == free else 0

    expected = [_loop(run, wait, window) for window in ((2 * DAY, 4 * DAY), (4 * DAY, 6 * DAY))]
    assert expected == seen.sums(seen.wait * seen.of(Who("free"))).tolist()


def test_a_part_of_the_day(busy_run):
    """Only arrivals from 9 to 10 count."""
    run, seen = busy_run
    expected = _loop(run, lambda wanted, *_: 9 <= wanted["arrival_at"] // HOUR % 24 < 10, (2 * DAY, 4 * DAY))
    assert expected == seen.sums(seen.of(Who(None, (9 * HOUR, 10 * HOUR))))[0]


def _overlap(start, end, window):
    return max(0, min(int(end), window[1]) - max(int(start), window[0]))


def test_integrals_cut_spans_at_the_edges(busy_run):
    """Time in the queue and at work inside the first batch, against a loop; and at work from 9 to 10."""
    run, seen = busy_run
    batch = (2 * DAY, 4 * DAY)
    everything = (0, 8 * DAY)

    def queueing(wanted, became, _):
        left_at = became["started_at"] if became["started_at"] >= 0 else became["ended_at"]
        return _overlap(wanted["arrival_at"], left_at, batch)

    def working(_, became, __, windows=(batch,)):
        spans = windows if became["started_at"] >= 0 else ()
        return sum(_overlap(became["started_at"], became["ended_at"], window) for window in spans)

    def at_nine(wanted, became, detail):
        nines = [(day * DAY + 9 * HOUR, day * DAY + 10 * HOUR) for day in (2, 3)]
        return working(wanted, became, detail, nines)

    assert _loop(run, queueing, everything) / HOUR == pytest.approx(seen.queueing()[0], rel=1e-12)
    assert _loop(run, working, everything) / HOUR == pytest.approx(seen.working()[0], rel=1e-12)
    assert _loop(run, at_nine, everything) / HOUR == pytest.approx(
        seen.working(window=(9 * HOUR, 10 * HOUR))[0], rel=1e-12
    )


def test_number_in_system_at_an_instant(busy_run):
    """Waiting or in hand at noon of every day, against a loop."""
    run, seen = busy_run

    def at(instant):
        return _loop(run, lambda _, became, __: not 0 <= became["ended_at"] <= instant, (0, instant + 1))

    expected = [[at(day * DAY + 12 * HOUR) for day in days] for days in ((2, 3), (4, 5))]
    assert expected == seen.in_system(12 * HOUR, DAY).tolist()


def test_weights_of_the_sine_week_are_hourly_means():
    """168 weights: their mean is that of the wave, and each lies within the wave's values in its hour."""
    weights = np.array(sine_week(100, 20))
    edges = 100 + 20 * np.sin(np.arange(169) * 2 * math.pi / 168)
    assert weights.mean() == pytest.approx(100, abs=1e-9)
    smooth = np.abs(np.diff(edges)) > 0.1
    assert ((np.minimum(edges[1:], edges[:-1]) < weights) & (weights < np.maximum(edges[1:], edges[:-1])))[smooth].all()


def test_constant_rates_within_hours_hardly_move_the_load_of_the_sine_week():
    """C1: with the rate constant in each hour the number in system stays within .003 of the wave's."""
    step = 2 * math.pi / 168
    load, weights = 0.0, sine_week(100, 20)
    for _ in range(4):  # weeks until it repeats itself
        path = []
        for weight in weights:
            path.append(load)
            load = weight + (load - weight) * math.exp(-step)
    wave = 100 + 10 * (np.sin(np.arange(168) * step) - np.cos(np.arange(168) * step))
    assert np.abs(np.array(path) - wave).max() < 0.003


# ---- cases ----


def test_every_published_case_is_here():
    """A1 to A10, B1 to B8, C1 to C4, C6, D1, D2, F1, F2, F4, H1 to H8, and two networks of our own."""
    wanted = [f"A{n}" for n in range(1, 11)] + [f"B{n}" for n in range(1, 9)]
    wanted += ["C1", "C2", "C3", "C4", "C6", "D1", "D2", "F1", "F2", "F4", *(f"H{n}" for n in range(1, 9)), "J1", "J2"]
    assert wanted == list(CASES)
    assert all(case.shows.endswith(".") and case.source for case in CASES.values())


def small_erlang_c(wait_factor=1.0):
    """Return A1 with 14 agents alone, in short runs; the mean wait is wrong by a factor."""
    rate, batches = 200 / 3600, Batches(50, 6)
    share, wait, *others = erlang_c_figures(ErlangC(rate, 1 / 180, 14), within=20)
    scenario = world({"paying": Customers(rate, 180)}, {"n14": desk(14)}, SECOND, batches)
    figures = (share, wait._replace(expected=wait.expected * wait_factor), *others)
    return Case("A1", "Small.", "P", "test", lambda: (Experiment(scenario, SECOND, batches, {"n14": figures}, (2, 2)),))


@pytest.fixture
def only(monkeypatch):
    """Return a function that makes one case the only one."""

    def replace(case):
        runner.experiments_of.cache_clear()
        monkeypatch.setattr(runner, "CASES", MappingProxyType({case.name: case}))

    yield replace
    runner.experiments_of.cache_clear()


@pytest.mark.many_conversations
def test_erlang_c_is_reproduced(only):
    """A1: 14 agents; P(wait), mean wait, occupancy and service level, from real runs."""
    only(small_erlang_c())
    findings = list(certify(["A1"], Effort(seed=11)))
    assert ["ok"] * 4 == [finding.verdict for finding in findings], findings
    assert {100} == {finding.n_batches for finding in findings}


@pytest.mark.many_conversations
def test_a_wrong_expectation_fails(only):
    """The same runs against a mean wait that is 12 % too high: that figure is off, and no other."""
    only(small_erlang_c(wait_factor=1.12))
    assert ["ok", "off", "ok", "ok"] == [finding.verdict for finding in certify(["A1"], Effort(seed=11))]


@pytest.mark.many_conversations
def test_priority_is_reproduced(only):
    """B1: three classes before one agent, from real runs; strict priority and first come first served."""
    case = CASES["B1"]
    (one_agent, _) = case.experiments()
    only(case._replace(experiments=lambda: (one_agent,)))
    findings = list(certify(["B1"], Effort(seed=1)))
    assert ["ok"] * 5 == [finding.verdict for finding in findings], findings


def test_two_processes_find_the_same(only):
    """What is found depends on the seed alone."""
    only(CASES["C6"])
    assert list(certify(["C6"], Effort(processes=1))) == list(certify(["C6"], Effort(processes=2)))


def test_clock_changes():
    """C6: night shifts of 7 and 9 hours, and when New York and London overlap for 4."""
    findings = list(clocks(1))
    assert len(findings) == 10
    assert all(finding.passed for finding in findings), findings


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_policy_changes_unfinished_work(seed):
    """B3: the integral is the same to the tick under five policies, and it is not nothing."""
    findings = list(same_unfinished_work(seed))
    assert [0.0] * 5 == [finding.simulated - finding.expected for finding in findings]
    assert findings[0].simulated > 1


# ---- the command ----


def invoke(*arguments):
    """Run `certify` with *arguments*."""
    app = typer.Typer()
    command.register(app)
    app.command("other")(lambda: None)  # with one command alone typer takes no name
    return CliRunner().invoke(app, ["certify", *arguments])


def test_command_prints_the_verdicts():
    """A table a case, a summary, exit code 0."""
    result = invoke("--case", "c6", "--processes", "1")
    assert (0, True) == (result.exit_code, "All 10 figures are as expected" in result.stdout), result.output


def test_command_gives_one_json_object():
    """With --json nothing else is on stdout."""
    result = invoke("--case", "C6", "--processes", "1", "--json")
    found = json.loads(result.stdout)
    assert (True, 10, 0) == (found["passed"], found["n_figures"], found["n_failed"])
    assert ["C6"] == [case["case"] for case in found["cases"]]


def test_command_exits_with_1_when_a_figure_is_off(only):
    """A failure is the answer no."""
    only(CASES["C6"]._replace(exact=lambda _: iter([judge_exact(QUESTION._replace(case="C6"), 11.0)])))
    result = invoke("--case", "C6", "--processes", "1")
    assert (1, True) == (result.exit_code, "1 of 1 figures are not as expected" in result.stdout), result.output


def test_command_refuses_a_case_that_is_none():
    """The message names what would be right."""
    result = invoke("--case", "Z9")
    assert result.exit_code == 2
    assert "'Z9' is no case" in result.stderr


@pytest.mark.parametrize("name", CASES)
def test_the_worlds_of_a_case_are_sound_and_theory_says_something_of_each_plan(name):
    """Every case builds scenarios that a user could have written, or a desk by hand, with finite figures."""
    case = CASES[name]
    experiments = runner.experiments_of(name)
    assert experiments or case.exact is not None
    for one in experiments:
        if isinstance(one, Experiment):
            assert [] == problems_of(one.scenario)
            assert set(one.figures) <= set(one.scenario.plans)
        else:
            assert 1 == len(one.figures)
        expected = [figure.expected for figures in one.figures.values() for figure in figures]
        assert expected
        assert all(math.isfinite(value) for value in expected)
