"""Many replications, in parallel processes where that pays: the same numbers whatever the number of processes."""

from __future__ import annotations

import os
import time
from concurrent.futures import BrokenExecutor
from typing import TYPE_CHECKING, Final, NamedTuple

import pandas as pd

from sim.audit import audit
from sim.drawing.arrivals import draw_demand
from sim.experiments.results import Cell, Played, Tally
from sim.experiments.slot_sums import KEYS
from sim.experiments.workers import WorkerDiedError, crew
from sim.measures.breakdowns import slots_of
from sim.measures.figures import figures
from sim.runs import Engine, Run, run_once

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Executor, Future

    from sim.experiments.results import Progress, Results
    from sim.measures.first_responses import Counts
    from sim.scenario import Scenario

WORTH_A_POOL: Final = 2.0
"""Seconds of work left below which starting processes costs more than it saves (assumption)."""


class RunError(Exception):
    """The replications could not be finished; the message says why and what to do."""


class Options(NamedTuple):
    """How to replicate."""

    replications: int = 30
    seed: int = 1
    engine: Engine = "compiled"
    processes: int | None = None
    """None: as many as there are cores, if the work is worth it. 1: none beside this one."""
    audit: bool = False
    """True: check every run against the rules; `Results.violations` has what is wrong."""


class Task(NamedTuple):
    """One replication of some plans."""

    scenario: Scenario
    plans: tuple[str, ...]
    options: Options
    replication: int


def replicate(
    scenario: Scenario,
    plans: Sequence[str] | None = None,
    options: Options = Options(),  # noqa: B008 -- a NamedTuple of constants
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Results:
    """Return the figures of *plans* (None: all of the scenario) over independent replications.

    Every replication draws its customers once and shows them to all plans (common random numbers). Replication i is
    the same however many are run and wherever. *executor*: where to run them; None: processes on this machine.

    Raises:
        ValueError: replications or processes below 1, or a plan that the scenario does not have.
        RunError: a process died or memory ran out.

    """
    chosen = checked(scenario, plans, options)
    tasks = tasks_of(scenario, chosen, options)
    tally = Tally(options.replications, progress)
    try:
        _play_all(tasks, executor, tally)
    except (BrokenExecutor, WorkerDiedError) as died:
        raise RunError(_DIED) from died
    except MemoryError as full:
        raise RunError(_FULL) from full
    return tally.results(scenario, chosen, options.seed, options.engine)


_DIED: Final = (
    "a worker process died before it was done, often because memory ran out; try --processes 1, fewer customers or a "
    'shorter length (in a script of your own: start it under `if __name__ == "__main__":`)'
)
_FULL: Final = "memory ran out; try --processes 1, fewer customers or a shorter length"


def checked(scenario: Scenario, plans: Sequence[str] | None, options: Options) -> tuple[str, ...]:
    """Return the plans to play, or raise ValueError for what can't be."""
    if options.replications < 1:
        raise ValueError(f"replications: {options.replications} is too few; 1 or more, 50 or more to decide")
    if options.processes is not None and options.processes < 1:
        raise ValueError(f"processes: {options.processes} is too few; 1 or more")
    chosen = tuple(dict.fromkeys(scenario.plans if plans is None else plans))
    if not chosen:
        raise ValueError(f"plans: none is named; the scenario has {', '.join(scenario.plans)}")
    for plan in chosen:
        if plan not in scenario.plans:
            raise ValueError(f"plan: {plan!r} is not in the scenario, which has {', '.join(scenario.plans)}")
    return chosen


def tasks_of(scenario: Scenario, plans: tuple[str, ...], options: Options) -> list[Task]:
    """Return the replications to play, each a task of its own."""
    return [Task(scenario, plans, options, number) for number in range(options.replications)]


# ---- one replication ----


def play(task: Task) -> Played:
    """Play one replication of all plans against the same customers."""
    demand = draw_demand(task.scenario, task.options.seed, task.replication)
    seen: dict[Cell, tuple[float, float]] = {}
    waits: dict[tuple[str, str], Counts] = {}
    tables, violations = [], []
    for plan in task.plans:
        run = run_once(
            task.scenario, plan, seed=task.options.seed, replication=task.replication, engine=task.options.engine,
            demand=demand,
        )  # fmt: skip
        seen |= {Cell(plan, each.measure, each.scope): (each.top, each.bottom) for each in figures(run)}
        slots = slots_of(run)
        tables.append(slots.table.assign(plan=plan))
        waits |= {(plan, scope): counts for scope, counts in slots.first_responses.items()}
        violations += _violations(run) if task.options.audit else []
    table = pd.concat(tables, ignore_index=True)[[*KEYS, "top", "bottom"]]
    return Played(seen, table, waits, tuple(violations))


def _violations(run: Run) -> list[str]:
    return [f"{run.plan}, replication {run.replication}: {each}" for each in audit(run.drawn.inputs, run.record)]


# ---- all of them ----


def _play_all(tasks: list[Task], executor: Executor | None, tally: Tally) -> None:
    if executor is not None:
        _gather([executor.submit(play, task) for task in tasks], tally)
        return
    began = time.monotonic()
    tally.add(play(tasks[0]))  # here, so that the engine is compiled once, before processes are started
    left = (time.monotonic() - began) * (len(tasks) - 1)
    n_processes = min(_wanted(tasks[0].options.processes, left), len(tasks) - 1)
    if n_processes > 1:
        _in_processes(tasks[1:], n_processes, tally)
        return
    tally.say()
    for task in tasks[1:]:
        tally.add(play(task))
        tally.say()


def _wanted(processes: int | None, seconds_left: float) -> int:
    """Return how many processes: as asked; if not asked, one per core when the work left is worth it."""
    if processes is not None:
        return processes
    n_cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return n_cores if seconds_left > WORTH_A_POOL else 1


def _in_processes(tasks: list[Task], n_processes: int, tally: Tally) -> None:
    """Play *tasks* in processes of their own, which end at once on any error or interrupt."""
    with crew(play, n_processes) as workers:
        tally.say()
        for played in workers.do(tasks):
            tally.add(played)
            tally.say()


def _gather(futures: list[Future[Played]], tally: Tally) -> None:
    """Add up the results in the order of the replications, whichever is done first."""
    tally.say()
    while futures:
        tally.add(futures.pop(0).result())
        tally.say()
