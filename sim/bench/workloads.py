"""Three workloads of one touch each: how long the engine takes, apart from everything around it, and what came out."""

from __future__ import annotations

import importlib.resources
import time
from typing import TYPE_CHECKING, Literal, NamedTuple

from sim import durations
from sim.bench.ratios import one_team
from sim.drawing.arrivals import draw_demand
from sim.drawing.draw import draw
from sim.measures.figures import Figure, figures
from sim.runs import Run, simulate
from sim.scenario import Scenario
from sim.scenario.load import load

if TYPE_CHECKING:
    from sim.inputs import Drawn

Workload = Literal["W1", "W2", "W3"]


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
    """Return *drawn*, in which nothing follows from anything, with only the first customers; the clock runs on to the
    horizon, so that all are served.
    """
    assert len(drawn.demand.follow_ups) == 0, "follow-ups stand behind all first contacts, and would go with them"
    wanted = drawn.demand.conversations[:n_customers]
    demand = drawn.demand._replace(
        conversations=wanted, details=drawn.demand.details[:n_customers], n_first=len(wanted)
    )
    return drawn._replace(demand=demand, inputs=drawn.inputs._replace(conversations=wanted, n_first=len(wanted)))
