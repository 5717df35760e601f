"""How fast the engine is: against the SimPy engine in one run, by the size of the team, and on three workloads."""

from __future__ import annotations

import importlib.resources
import statistics
import time
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from sim import durations
from sim.drawing.arrivals import draw_demand
from sim.drawing.draw import draw
from sim.measures.figures import Figure, figures
from sim.runs import Run, simulate
from sim.scenario import Scenario
from sim.scenario.load import load

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.inputs import Drawn, Inputs

Workload = Literal["W1", "W2", "W3"]
TEAM_SIZES = (10, 30, 100, 300, 1000)
EQUAL_OCCUPANCY = 0.85


class Ratios(NamedTuple):
    """Ratios of times measured in turns within one run: the median, and the range that says how noisy it was."""

    median: float
    low: float
    high: float


class Timing(NamedTuple):
    """What `bench --workload` prints: the engine's seconds apart from everything around it."""

    workload: str
    customers: int
    events: int
    sim_s: float
    setup_s: float
    draw_s: float
    measure_s: float
    wait_min: float
    wait_paid_min: float
    wait_free_min: float
    abandon: float


def ratios_of(slow: list[float], fast: list[float]) -> Ratios:
    """Return the ratios slow / fast, round by round."""
    each = [one / other for one, other in zip(slow, fast, strict=True)]
    return Ratios(statistics.median(each), min(each), max(each))


def seconds(work: Callable[[], Any]) -> float:
    """Return how long *work* takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def engine_ratio(scenario: Scenario, rounds: int = 5, seed: int = 1) -> Ratios:
    """Return how many times as fast the compiled engine is as SimPy, on one replication of the first plan, in turns.

    Only the engines are timed: the inputs are drawn before, and one uncounted round has compiled everything. The
    compiled engine plays the inputs ten times a round, so that its time is long enough to measure.
    """
    inputs = draw(scenario, next(iter(scenario.plans)), seed).inputs
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


class Wanted(NamedTuple):
    """Which workload, and how much of it: customers for W1 and W2, weeks for W3; None: 1,000,000 and 52."""

    workload: Workload
    customers: int | None = None
    weeks: int | None = None
    seed: int = 1


def workload_scenario(wanted: Wanted) -> Scenario:
    """Return the workload's scenario file at the wanted length.

    Raises:
        ValueError: it would be longer than a scenario may be.

    """
    path = importlib.resources.files("scenarios").joinpath("workloads", f"{wanted.workload}.yaml")
    with importlib.resources.as_file(path) as file:
        scenario = load(file)
    if wanted.weeks is not None or wanted.workload == "W3":
        length = (wanted.weeks or 52) * durations.WEEK
    else:
        n_wanted = wanted.customers or 1_000_000
        per_day = sum(one.customers * one.contact_rate for one in scenario.world.segments.values()) / 7
        length = -int(-(n_wanted + 6 * n_wanted**0.5) // per_day) * durations.DAY + durations.DAY
    written = scenario.model_dump(mode="json") | {"length": durations.format_duration(length)}
    return Scenario.model_validate(written)


def run_workload(wanted: Wanted) -> Timing:
    """Return how long one workload takes through the public path, the engine's own time apart, and what came out."""
    began = time.perf_counter()
    scenario = workload_scenario(wanted)
    plan = next(iter(scenario.plans))
    simulate(draw(one_team(2, 100), "fifo").inputs)  # compiles, or loads what is compiled
    setup_s = time.perf_counter() - began

    began = time.perf_counter()
    demand = draw_demand(scenario, wanted.seed, 0)
    drawn = draw(scenario, plan, wanted.seed, 0, demand)
    if wanted.customers is not None:
        drawn = first_customers(drawn, wanted.customers)
    draw_s = time.perf_counter() - began

    began = time.perf_counter()
    record = simulate(drawn.inputs)
    sim_s = time.perf_counter() - began

    began = time.perf_counter()
    found = {(each.measure, each.scope): each for each in figures(Run(scenario, plan, wanted.seed, 0, drawn, record))}
    measure_s = time.perf_counter() - began
    outcome = [("wait_mean", "all"), ("wait_mean", "paid"), ("wait_mean", "free"), ("abandonment", "all")]
    return Timing(
        wanted.workload, len(drawn.inputs.conversations), record.n_events, sim_s, setup_s, draw_s, measure_s,
        *(_value(found.get(cell)) for cell in outcome),
    )  # fmt: skip


def _value(figure: Figure | None) -> float:
    """Return the value of a figure; NaN where there is nobody."""
    return figure.top / figure.bottom if figure is not None and figure.bottom else float("nan")


def first_customers(drawn: Drawn, n_customers: int) -> Drawn:
    """Return *drawn* with only the first customers; the clock runs on to the horizon, so that all are served."""
    demand = drawn.demand._replace(
        conversations=drawn.demand.conversations[:n_customers], details=drawn.demand.details[:n_customers]
    )
    return drawn._replace(demand=demand, inputs=drawn.inputs._replace(conversations=demand.conversations))
