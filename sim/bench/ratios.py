"""Ratios of times within one run: the compiled engine against SimPy, and the cost of a larger team."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.drawing.draw import draw
from sim.runs import simulate
from sim.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.inputs import Inputs

TEAM_SIZES = (10, 30, 100, 300, 1000)
EQUAL_OCCUPANCY = 0.85


class Ratios(NamedTuple):
    """Ratios of times measured in turns within one run: the median, and the range that says how noisy it was."""

    median: float
    low: float
    high: float


def ratios_of(slow: list[float], fast: list[float]) -> Ratios:
    """Return the ratios slow / fast, round by round."""
    each = [one / other for one, other in zip(slow, fast, strict=True)]
    return Ratios(statistics.median(each), min(each), max(each))


def seconds(work: Callable[[], Any]) -> float:
    """Return how long *work* takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def processor_seconds(work: Callable[[], Any]) -> float:
    """Return how long *work* keeps a processor busy: what others do on the machine counts little."""
    began = time.process_time()
    work()
    return time.process_time() - began


def engine_ratio(scenario: Scenario, rounds: int = 5, seed: int = 1) -> Ratios:
    """Return how many times as fast the compiled engine is as SimPy, on one replication of the first plan, in turns.

    Only the engines are timed: the inputs are drawn before, and one uncounted round has compiled everything. The
    compiled engine plays the inputs ten times a round, so that its time is long enough to measure.
    """
    return against_simpy(draw(scenario, next(iter(scenario.plans)), seed).inputs, rounds)


def against_simpy(inputs: Inputs, rounds: int) -> Ratios:
    """Return the same for *inputs*."""
    simulate(inputs)
    slow, fast = [], []
    for _ in range(rounds):
        fast.append(seconds(lambda: [simulate(inputs) for _ in range(10)]) / 10)
        slow.append(seconds(lambda: simulate(inputs, "reference")))
    return ratios_of(slow, fast)


def one_team(n_agents: int, n_customers: int) -> Scenario:
    """Return a desk of *n_agents* around the clock at 85 % occupancy, long enough for about *n_customers*."""
    per_week = n_agents * 6 * 168 * EQUAL_OCCUPANCY
    days = max(1, round(7 * n_customers / per_week))
    return Scenario.model_validate({
        "title": f"{n_agents} agents at equal occupancy",
        "start": "2026-01-05",
        "length": f"{days}d",
        "world": {
            "segments": {
                "paying": {
                    "stage": "paying", "customers": per_week, "contact_rate": 1, "zones": {"UTC": 1},
                    "profile": "round_the_clock", "patience": "2h",
                },
            },
            "topics": {"question": {"handle_time": {"mean": "10m", "law": "exponential"}}},
        },
        "plans": {
            "fifo": {
                "teams": {
                    "desk": {
                        "zone": "UTC", "headcount": n_agents,
                        "shifts": [{"days": "all", "start": "00:00", "end": "24:00"}],
                    },
                },
            },
        },
    })  # fmt: skip


def growth_with_team(rounds: int = 5, n_customers: int = 300_000) -> dict[int, Ratios]:
    """Return, by number of agents, the cost per conversation against that of the smallest team, in turns."""
    drawn = {size: draw(one_team(size, n_customers), "fifo").inputs for size in TEAM_SIZES}
    costs: dict[int, list[float]] = {size: [] for size in TEAM_SIZES}
    for inputs in drawn.values():
        simulate(inputs)
    for _ in range(rounds):
        for size, inputs in drawn.items():
            costs[size].append(_cost(inputs))
    return {size: ratios_of(costs[size], costs[TEAM_SIZES[0]]) for size in TEAM_SIZES}


def _cost(inputs: Inputs) -> float:
    return seconds(lambda: simulate(inputs)) / len(inputs.conversations)
