"""Where results come from: the facts, what they rest on, the command that gives them again."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from sim.durations import format_duration
from sim.experiments.results import key_measures
from sim.measures.satisfaction import ASSUMPTIONS
from sim.scenario.feedback import assumptions_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.experiments.compare import Comparison
    from sim.experiments.results import Results
    from sim.measures.satisfaction import Assumed
    from sim.scenario import Assumption


def facts(comparison: Comparison) -> list[str]:
    """Return a sentence per fact: period, replications, seed, baseline, hash, version."""
    results, scenario = comparison.results, comparison.results.scenario
    return [
        f"Period: {format_duration(scenario.length)} from {scenario.start}, clock of {scenario.zone}"
        + (f", the first {format_duration(scenario.warm_up)} not measured" if scenario.warm_up else ""),
        f"{results.replications} replications, seed {results.seed}, engine {results.engine}, baseline "
        + comparison.baseline,
        "All plans met the same customers (common random numbers)",
        f"Scenario {results.hash}",
        f"support-sandbox {results.version}",
    ]


def assumed(results: Results) -> Iterator[Assumption | Assumed]:
    """Yield what the scenario states, assumes about people, and rests satisfaction on where that is shown."""
    yield from results.scenario.assumptions
    yield from assumptions_of(results.scenario)
    if "csat_good" in key_measures(results):
        yield from ASSUMPTIONS


def command(comparison: Comparison, file: str) -> str:
    """Return what to type to get the same figures from a scenario *file*."""
    results = comparison.results
    words = ["support-sandbox", "compare" if comparison.others else "run", file]
    words += ["--replications", str(results.replications), "--seed", str(results.seed)]
    if not comparison.others:
        words += ["--plan", results.plans[0]]
    elif set(results.plans) != set(results.scenario.plans):
        words += ["--plans", ",".join(results.plans)]
    if comparison.others and comparison.baseline != results.plans[0]:
        words += ["--baseline", comparison.baseline]
    return shlex.join(words)
