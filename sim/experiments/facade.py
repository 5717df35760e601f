"""What `import sim` offers as functions of one call: run one plan, compare plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.experiments.compare import Comparison, compare_results
from sim.experiments.replicate import Options, replicate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.experiments.results import Results
    from sim.runs import Engine
    from sim.scenario import Scenario


def run(  # noqa: PLR0913 -- every one but the first has a default and is named at the call
    scenario: Scenario,
    plan: str | None = None,
    *,
    replications: int = 30,
    seed: int = 1,
    engine: Engine = "compiled",
    processes: int | None = None,
) -> Results:
    """Return the figures of one plan (None: the first of the scenario) over independent replications.

    Raises:
        ValueError: a plan that the scenario doesn't have, or numbers below 1.
        sim.experiments.replicate.RunError: a process died or memory ran out.

    """
    plan = next(iter(scenario.plans)) if plan is None else plan
    return replicate(scenario, [plan], Options(replications, seed, engine, processes))


def compare(  # noqa: PLR0913 -- every one but the first has a default and is named at the call
    scenario: Scenario,
    plans: Sequence[str] | None = None,
    *,
    baseline: str | None = None,
    replications: int = 30,
    seed: int = 1,
    engine: Engine = "compiled",
    processes: int | None = None,
) -> Comparison:
    """Return what differs between *plans* (None: all) and the *baseline* (None: the first of them).

    All plans meet the same customers, replication by replication (common random numbers).

    Raises:
        ValueError: a plan that the scenario doesn't have, or numbers below 1.
        sim.experiments.replicate.RunError: a process died or memory ran out.

    """
    return compare_results(replicate(scenario, plans, Options(replications, seed, engine, processes)), baseline)
