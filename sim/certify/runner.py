"""Running cases: every replication of every experiment is a job of its own, in this process or in several."""

from __future__ import annotations

import multiprocessing
import zlib
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from sim.certify import burnout, chats, networks, people, policies, stationary, uncertain, varying
from sim.certify.case import HandMade
from sim.certify.seen import Seen
from sim.certify.told import Told
from sim.certify.verdict import Finding, Question, judge, judge_exact
from sim.drawing.arrivals import draw_demand
from sim.runs import run_once, simulate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sim.certify.case import Case, Experiment
    from sim.certify.estimators import Sums


def _place(case: Case) -> tuple[str, int]:
    """Return where a case stands in the report: B2 before B10."""
    return case.name[0], int(case.name[1:])


_SECTIONS: Final = (stationary, policies, varying, uncertain, networks, chats, people, burnout)
CASES: Final[Mapping[str, Case]] = MappingProxyType(
    {case.name: case for case in sorted((case for section in _SECTIONS for case in section.CASES), key=_place)}
)
"""Every case, by name, in the order of the report."""

OnDone = Callable[[int, int, str], None]
"""Is told how many jobs are done, how many there are, and the case of the last one."""


class Effort(NamedTuple):
    """How hard to look."""

    is_full: bool = False
    seed: int = 1
    processes: int = 1


class Job(NamedTuple):
    """One replication of an experiment, or the exact statements of a case (experiment -1)."""

    case: str
    experiment: int
    replication: int
    seed: int


class Outcome(NamedTuple):
    """What a job brings back: small, so that it travels between processes."""

    columns: list[list[Sums]]
    """[figure, in the order of plans][column] sums per batch."""
    n_without_end: list[int]
    """[plan] conversations that never ended."""
    findings: list[Finding]
    """Of exact statements."""


def certify(names: Sequence[str], effort: Effort, on_done: OnDone | None = None) -> Iterator[Finding]:
    """Return the findings of the cases *names*, in their order.

    Raises:
        KeyError: a name that is no case.

    """
    jobs = [job for name in names for job in _jobs(CASES[name], effort)]
    outcomes: dict[Job, Outcome] = {}
    for job, outcome in _played(_cheapest_first(jobs), effort.processes):
        outcomes[job] = outcome
        if on_done is not None:
            on_done(len(outcomes), len(jobs), job.case)
    return (finding for name in names for finding in _findings(CASES[name], outcomes, effort))


def play(job: Job) -> Outcome:
    """Play one job: a scenario, whose customers are drawn once and shown to every plan, or a desk made by hand."""
    case = CASES[job.case]
    if job.experiment < 0:
        assert case.exact is not None
        return Outcome([], [], list(case.exact(job.seed)))
    experiment = experiments_of(job.case)[job.experiment]
    return _play_made(job, experiment) if isinstance(experiment, HandMade) else _play(job, experiment)


def _play(job: Job, experiment: Experiment) -> Outcome:
    demand = draw_demand(experiment.scenario, job.seed, job.replication)
    columns, n_without_end = [], []
    for plan, figures in experiment.figures.items():
        if experiment.is_demand_only:
            seen = Seen(demand, None, None, experiment.batches, experiment.unit)
        else:
            run = run_once(experiment.scenario, plan, seed=job.seed, replication=job.replication, demand=demand)
            seen = Seen(demand, run.drawn, run.record, experiment.batches, experiment.unit)
        n_without_end.append(0 if experiment.is_demand_only else seen.n_without_end)
        columns += [[column(seen) for column in figure.columns] for figure in figures]
    return Outcome(columns, n_without_end, [])


def _play_made(job: Job, experiment: HandMade) -> Outcome:
    inputs = experiment.build(np.random.default_rng((job.seed, job.replication)))
    told = Told(inputs, simulate(inputs))
    (figures,) = experiment.figures.values()
    columns = [[column(told) for column in figure.columns] for figure in figures]
    return Outcome(columns, [told.n_without_end if experiment.all_end else 0], [])


@cache
def experiments_of(name: str) -> tuple[Experiment | HandMade, ...]:
    """Return the experiments of a case, built once per process: their expected values take a moment."""
    return CASES[name].experiments()


def _jobs(case: Case, effort: Effort) -> Iterator[Job]:
    if case.exact is not None:
        yield Job(case.name, -1, 0, effort.seed)
    for number, experiment in enumerate(experiments_of(case.name)):
        seed = effort.seed + zlib.crc32(f"{case.name}/{number}".encode())  # cases don't share their luck
        for replication in range(experiment.runs[effort.is_full]):
            yield Job(case.name, number, replication, seed)


def _cheapest_first(jobs: Sequence[Job]) -> list[Job]:
    """Return *jobs* with those of short experiments first, so that progress shows early."""
    sizes: dict[tuple[str, int], int] = {}
    for job in jobs:
        sizes[job.case, job.experiment] = sizes.get((job.case, job.experiment), 0) + 1
    return sorted(jobs, key=lambda job: (job.experiment >= 0, sizes[job.case, job.experiment]))


def _played(jobs: Sequence[Job], processes: int) -> Iterator[tuple[Job, Outcome]]:
    if processes == 1:
        for job in jobs:
            yield job, play(job)
        return
    with ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn")) as pool:
        waiting = {pool.submit(play, job): job for job in jobs}
        try:
            for done in as_completed(waiting):
                yield waiting[done], done.result()
        finally:
            pool.shutdown(cancel_futures=True)


def _findings(case: Case, outcomes: dict[Job, Outcome], effort: Effort) -> Iterator[Finding]:
    mine = [(job, outcome) for job, outcome in outcomes.items() if job.case == case.name]
    for number, experiment in enumerate(experiments_of(case.name)):
        runs = sorted(((job, outcome) for job, outcome in mine if job.experiment == number), key=lambda run: run[0])
        yield from _of_experiment(case.name, experiment, [outcome for _, outcome in runs], is_full=effort.is_full)
    for _, outcome in mine:
        yield from outcome.findings


def _of_experiment(
    case: str, experiment: Experiment | HandMade, runs: Sequence[Outcome], *, is_full: bool
) -> Iterator[Finding]:
    """Yield the findings of an experiment: its replications are put behind each other, batch after batch."""
    wanted = [(plan, figure) for plan, figures in experiment.figures.items() for figure in figures]
    for place, (plan, figure) in enumerate(wanted):
        columns = [np.concatenate(parts) for parts in zip(*(run.columns[place] for run in runs), strict=True)]
        allowed = figure.allow.width(figure.expected, is_full=is_full)
        question = Question(case, plan, figure.name, figure.expected, allowed)
        yield judge(question, figure.estimator(*columns))
    for place, plan in enumerate(experiment.figures):
        lost = sum(run.n_without_end[place] for run in runs)
        if lost:
            yield judge_exact(Question(case, plan, "conversations without an end", 0, 0), lost)
