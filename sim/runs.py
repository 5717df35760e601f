"""One run: draw a replication of a plan, and let an engine play it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from sim.inputs import Demand, Drawn, Inputs
    from sim.record import Record
    from sim.scenario import Scenario

Engine = Literal["compiled", "reference"]


class Run(NamedTuple):
    """One replication of one plan, and what happened."""

    scenario: Scenario
    plan: str
    seed: int
    replication: int
    drawn: Drawn
    record: Record


def simulate(inputs: Inputs, engine: Engine = "compiled") -> Record:
    """Return what happens to *inputs*: the same record from either engine, conversation by conversation."""
    if engine == "reference":
        from sim.engine.reference import simulate_with_simpy  # noqa: PLC0415 -- SimPy only where it is wanted

        return simulate_with_simpy(inputs)
    from sim.engine.compiled import simulate_compiled  # noqa: PLC0415 -- numba takes a second to import

    return simulate_compiled(inputs)


def run_once(  # noqa: PLR0913 -- every one has a default and is named at the call
    scenario: Scenario,
    plan: str,
    *,
    seed: int = 1,
    replication: int = 0,
    engine: Engine = "compiled",
    demand: Demand | None = None,
) -> Run:
    """Return one replication of *plan*. *demand*: drawn already, for another plan of the same scenario; None: drawn."""
    from sim.drawing.draw import draw  # noqa: PLC0415 -- the whole of numpy and scipy behind it

    drawn = draw(scenario, plan, seed, replication, demand)
    return Run(scenario, plan, seed, replication, drawn, simulate(drawn.inputs, engine))
