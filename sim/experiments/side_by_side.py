"""Two runs side by side whose customers are the same people: figures alone, quickly, and the paired differences."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pandas as pd

from sim.drawing.arrivals import draw_demand
from sim.experiments.compare import compare_results
from sim.experiments.estimate import Sample
from sim.experiments.replicate import RunError
from sim.experiments.results import Cell, Played, Results, Tally
from sim.experiments.slot_sums import KEYS
from sim.experiments.what_if import NOW, WHAT_IF
from sim.measures.figures import figures
from sim.runs import run_once
from sim.scenario.expected import expected_conversations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.experiments.compare import Comparison
    from sim.experiments.jobs import CallJob
    from sim.experiments.standing import StandingCrew
    from sim.experiments.turns import Share
    from sim.scenario.model import Scenario

PIECES: Final = 2
"""Into how many pieces a question is cut, each for a worker: as many as small machines have cores (assumption)."""
MOST: Final = 20
FEWEST: Final = 5
"""Replications of a what-if: no more is needed for a first answer, and fewer say too little (assumption)."""
BUDGET: Final = 1.5
"""Seconds of processors that a what-if may take: two workers, then, have it in less than one (assumption)."""
_PER_RUN: Final = 0.025
_PER_TOUCH: Final = 4e-6
"""Seconds that a replication takes without its breakdowns, and for each touch (measured, `python -m
sim.bench.what_if`)."""


class Piece(NamedTuple):
    """Some replications of one plan, from *start* to before *stop*."""

    scenario: Scenario
    plan: str
    seed: int
    start: int
    stop: int


def replications_for(scenario: Scenario, wanted: int = MOST) -> int:
    """Return how many replications of one plan fit the budget: at most *wanted*, at least five of them.

    It follows from the scenario alone, so that everybody gets the same figures wherever they ask.
    """
    topics = scenario.world.topics.values()
    touches = sum(topic.share * topic.touches.mean for topic in topics) / sum(topic.share for topic in topics)
    seconds = _PER_RUN + _PER_TOUCH * sum(expected_conversations(scenario).values()) * touches
    return max(1, min(wanted, max(FEWEST, min(MOST, int(BUDGET / seconds)))))


def play_figures(piece: Piece) -> list[dict[Cell, tuple[float, float]]]:
    """Return the figures of each replication of *piece*: the same as `replicate` has, without the breakdowns by hour
    and week, which take more than half of its time.
    """
    return [_figures(piece, number) for number in range(piece.start, piece.stop)]


def _figures(piece: Piece, number: int) -> dict[Cell, tuple[float, float]]:
    demand = draw_demand(piece.scenario, piece.seed, number)
    run = run_once(piece.scenario, piece.plan, seed=piece.seed, replication=number, demand=demand)
    return {Cell(piece.plan, each.measure, each.scope): (each.top, each.bottom) for each in figures(run)}


class Asked:
    """A question that a crew of workers is answering."""

    def __init__(self, crew: StandingCrew | Share, scenario: Scenario, plan: str, replications: int, seed: int) -> None:
        """Ask for the figures of *plan*. Raises BusyError as the crew does."""
        self._scenario, self._plan, self._seed, self._replications = scenario, plan, seed, replications
        edges = np.linspace(0, replications, min(PIECES, replications) + 1).astype(int).tolist()
        pieces = [Piece(scenario, plan, seed, a, b) for a, b in pairwise(edges)]
        self._jobs: list[CallJob] = []
        try:
            for piece in pieces:
                self._jobs.append(crew.call(play_figures, piece, urgent=True))
        except Exception:
            self.cancel()
            raise

    def cancel(self) -> None:
        """End it: nobody wants the answer any more."""
        for job in self._jobs:
            job.cancel()

    @property
    def is_cancelled(self) -> bool:
        """Has somebody ended it?"""
        return any(job.state == "cancelled" for job in self._jobs)

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for the answer; False: it has not come within *timeout* seconds for a piece."""
        return all(job.wait(timeout) for job in self._jobs)

    def results(self) -> Results:
        """Return the results once it is answered.

        Raises:
            RunError: it failed, or was cancelled; the message says why.

        """
        for job in self._jobs:
            if job.state != "done":
                raise RunError(job.error or "this was cancelled; move a slider to ask again")
        return gathered([one for job in self._jobs for one in job.value], self._scenario, self._plan, self._seed)


def gathered(played: Sequence[dict[Cell, tuple[float, float]]], scenario: Scenario, plan: str, seed: int) -> Results:
    """Return the figures of replications 0, 1, 2 ... as results without breakdowns."""
    tally = Tally(len(played))
    nothing = pd.DataFrame(columns=[*KEYS, "top", "bottom"])
    for one in played:
        tally.add(Played(one, nothing, {}))
    return tally.results(scenario, (plan,), seed, "compiled")


# ---- side by side ----


def beside(now: Results, then: Results, plan: str = NOW) -> Comparison:
    """Return *then*, the results of `what_if`, compared with *plan* of *now*, replication by replication.

    Both drew their customers with one seed: whoever is in both has the same luck in both, also where the world has
    changed, so that the intervals of the differences are narrow. Where *now* has more replications, as many of them
    as *then* has count: replication i is the same however many are run. In what comes back the plans are called `now`
    and `what_if`; its scenario is that of *then*, with the plan of *now* in it for its teams.

    Raises:
        ValueError: the seeds differ, or *now* has fewer replications.

    """
    if now.seed != then.seed:
        raise ValueError(f"seed: {then.seed} is not that of the other run, {now.seed}; pairs need the same")
    n = then.replications
    if now.replications < n:
        raise ValueError(f"replications: {now.replications} is too few to pair with {n}")
    samples = {
        cell._replace(plan=NOW): Sample(found.top[:n], found.bottom[:n])
        for cell, found in now.samples.items()
        if cell.plan == plan
    }
    samples |= {cell: found for cell, found in then.samples.items() if cell.plan == WHAT_IF}
    plans = {NOW: now.scenario.plans[plan], WHAT_IF: then.scenario.plans[WHAT_IF]}
    scenario = then.scenario.model_copy(update={"plans": plans})
    both = Results(scenario, (NOW, WHAT_IF), then.seed, n, then.engine, samples, pd.DataFrame)
    return compare_results(both, NOW)
