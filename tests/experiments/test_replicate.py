"""Replications: the same numbers whatever the number of processes, and errors that say what to do."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
import pytest
from builders import a_scenario, a_segment, a_team

from sim.experiments import replicate as replicating
from sim.experiments import workers
from sim.experiments.replicate import Options, RunError, replicate
from sim.experiments.results import Cell, scenario_hash

if TYPE_CHECKING:
    from sim.experiments.results import Results
    from sim.scenario import Scenario


def two_plans() -> Scenario:
    """Return two days of a queue for one or two agents."""
    return a_scenario(
        segments={"paying": a_segment(contact_rate=1.0), "trial": a_segment(stage="trial", patience="1h")},
        plans={"one": {"teams": {"desk": a_team(1)}}, "two": {"teams": {"desk": a_team(2)}}},
        length="2d",
    )


def as_bytes(results: Results) -> tuple[str, str]:
    """Return every number of the results as text that shows the last bit."""
    return results.to_pandas().to_json(double_precision=15), results.breakdowns.to_json(double_precision=15)


def test_processes_change_nothing() -> None:
    """One process or two, the results are the same to the last bit."""
    one = replicate(two_plans(), options=Options(5, processes=1))
    two = replicate(two_plans(), options=Options(5, processes=2))
    assert as_bytes(one) == as_bytes(two)


def test_spawned_processes_change_nothing() -> None:
    """Processes that start afresh (as on other systems) give the same as well: a second thread forbids forking."""
    one = replicate(two_plans(), options=Options(3, processes=1))
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        two = replicate(two_plans(), options=Options(3, processes=2))
    finally:
        done.set()
        thread.join()
    assert as_bytes(one) == as_bytes(two)


def test_an_executor_of_the_callers_own_changes_nothing() -> None:
    """Any executor may do the work; the order of the results is that of the replications."""
    one = replicate(two_plans(), options=Options(4, processes=1))
    with ThreadPoolExecutor(2) as executor:
        other = replicate(two_plans(), options=Options(4), executor=executor)
    assert as_bytes(one) == as_bytes(other)


def test_a_replication_does_not_depend_on_how_many_are_run() -> None:
    """The first three of six replications are the three of a run of three."""
    few, many = (replicate(two_plans(), options=Options(n, processes=1)) for n in (3, 6))
    for cell, sample in few.samples.items():
        assert np.array_equal(sample.top, many.samples[cell].top[:3]), cell
        assert np.array_equal(sample.bottom, many.samples[cell].bottom[:3]), cell


def test_a_plan_does_not_depend_on_its_neighbours() -> None:
    """A plan alone gives what it gives beside others: all meet the same customers."""
    both = replicate(two_plans(), options=Options(3, processes=1))
    alone = replicate(two_plans(), ["two"], Options(3, processes=1))
    assert alone.plans == ("two",)
    for cell, sample in alone.samples.items():
        assert np.array_equal(sample.top, both.samples[cell].top), cell
    arrived = [both.samples[Cell(plan, "arrived", "all")].top.tolist() for plan in ("one", "two")]
    assert arrived[0] == arrived[1]


def test_replications_and_seeds_differ() -> None:
    """Two replications, and two seeds, meet different customers."""
    first = replicate(two_plans(), ["one"], Options(4, seed=1, processes=1))
    other = replicate(two_plans(), ["one"], Options(4, seed=2, processes=1))
    wait = Cell("one", "wait_mean", "all")
    assert len(set(first.samples[wait].top)) == 4
    assert not np.array_equal(first.samples[wait].top, other.samples[wait].top)


def test_breakdowns_add_up_to_the_figures() -> None:
    """Summed over the slots and replications, arrivals by hour of day are the arrivals of all replications."""
    results = replicate(two_plans(), ["one"], Options(3, processes=1))
    table = results.breakdowns
    rows = table[(table["by"] == "hour_of_day") & (table["measure"] == "arrived") & (table["scope"] == "all")]
    assert rows["top"].sum() == results.samples[Cell("one", "arrived", "all")].top.sum()


def test_a_run_can_be_played_again() -> None:
    """`Results.run` returns the run whose figures the results hold."""
    results = replicate(two_plans(), ["one"], Options(3, processes=1))
    outcomes = results.run("one", 2).record.conversations["started_at"] >= 0
    assert results.samples[Cell("one", "answered", "all")].top[2] == outcomes.sum()


def test_progress_counts_to_the_end() -> None:
    """Progress is told from the first replication to the last."""
    told: list[tuple[int, int]] = []
    replicate(two_plans(), ["one"], Options(3, processes=1), progress=lambda done, n: told.append((done, n)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_the_auditor_finds_nothing_in_a_sound_run() -> None:
    """With audit every run is checked; the engine's own runs are sound."""
    assert replicate(two_plans(), options=Options(2, processes=1, audit=True)).violations == ()


def test_violations_name_plan_and_replication(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the auditor finds comes back with the plan and the replication in front."""
    monkeypatch.setattr(replicating, "audit", lambda _inputs, _record: ["a rule is broken"])
    found = replicate(two_plans(), ["two"], Options(2, processes=1, audit=True)).violations
    assert found == ("two, replication 0: a rule is broken", "two, replication 1: a rule is broken")


@pytest.mark.parametrize(
    ("plans", "options", "message"),
    [
        (None, Options(0), "replications: 0 is too few"),
        (None, Options(-3), "replications: -3 is too few"),
        (None, Options(processes=0), "processes: 0 is too few"),
        (["three"], Options(), "plan: 'three' is not in the scenario, which has one, two"),
        ([], Options(), "plans: none is named"),
    ],
)
def test_wrong_use_is_told(plans: list[str] | None, options: Options, message: str) -> None:
    """Numbers below 1 and unknown plans are refused, with what would be right."""
    with pytest.raises(ValueError, match=message):
        replicate(two_plans(), plans, options)


def _fork(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fork workers, also where threads of other tests are still about."""
    monkeypatch.setattr(workers, "_context", lambda: multiprocessing.get_context("fork"))


@pytest.mark.skipif(sys.platform != "linux", reason="only a forked worker knows the function of a test")
def test_a_worker_that_dies_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process killed from outside (no memory) ends in a message that says what to try."""
    _fork(monkeypatch)
    real, parent = replicating.play, os.getpid()
    monkeypatch.setattr(replicating, "play", lambda task: real(task) if os.getpid() == parent else os._exit(1))
    with pytest.raises(RunError, match=r"a worker process died .* try --processes 1"):
        replicate(two_plans(), ["one"], Options(3, processes=2))


@pytest.mark.skipif(sys.platform != "linux", reason="only a forked worker knows the function of a test")
def test_an_error_in_a_worker_comes_through(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error that a worker meets is raised here, with where it happened."""
    _fork(monkeypatch)
    real = replicating.play

    def fails(task):
        return real(task) if task.replication == 0 else 1 / 0

    monkeypatch.setattr(replicating, "play", fails)
    with pytest.raises(ZeroDivisionError) as caught:
        replicate(two_plans(), ["one"], Options(3, processes=2))
    assert "1 / 0" in caught.value.__notes__[0]


def test_memory_that_runs_out_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """A replication that does not fit into memory ends in a message."""

    def full(_task: object) -> None:
        raise MemoryError

    monkeypatch.setattr(replicating, "play", full)
    with pytest.raises(RunError, match="memory ran out"):
        replicate(two_plans(), ["one"], Options(2, processes=1))


def test_an_interrupt_ends_the_workers() -> None:
    """An interrupt comes through, and no process stays behind."""

    def interrupt(done: int, _total: int) -> None:
        if done > 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replicate(two_plans(), options=Options(40, processes=2), progress=interrupt)
    assert multiprocessing.active_children() == []


def test_the_hash_is_of_the_content() -> None:
    """What a file leaves unsaid changes nothing; every number does."""
    scenario = two_plans()
    spelled_out = type(scenario).model_validate(scenario.model_dump(mode="json"))
    changed = scenario.model_copy(update={"length": scenario.length * 2})
    assert scenario_hash(spelled_out) == scenario_hash(scenario)
    assert scenario_hash(changed) != scenario_hash(scenario)


def with_desks(*names: str) -> Scenario:
    """Return a plan whose teams are preferred in the order of *names*; one is slow."""
    speeds = {"quick": 2.0, "slow": 0.5}
    teams = {name: a_team(1, speed=speeds[name]) for name in names}
    plans = {"one": {"teams": teams, "routing": {"prefer": "listed"}}}
    return a_scenario({"paying": a_segment(contact_rate=1.0)}, plans=plans, length="1d")


def test_scenarios_with_different_results_have_different_hashes() -> None:
    """The order of teams decides who is preferred, the order of plans which is the baseline: both are in the hash."""
    one, other = with_desks("quick", "slow"), with_desks("slow", "quick")
    waits = [
        replicate(each, options=Options(1, processes=1)).estimate("one", "wait_mean").value for each in (one, other)
    ]
    assert waits[0] != waits[1]
    assert scenario_hash(one) != scenario_hash(other)
    plans = two_plans()
    turned = plans.model_copy(update={"plans": dict(reversed(plans.plans.items()))})
    assert scenario_hash(turned) != scenario_hash(plans)
