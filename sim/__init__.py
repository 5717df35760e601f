"""The simulator: from a scenario file to an honest comparison of staffing plans.

    import sim

    scenario = sim.load("scenarios/quickstart.yaml")
    comparison = sim.compare(scenario, replications=50)

Importing it loads nothing heavy; each name is fetched when it is first used.
"""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from sim.drawing.draw import draw
    from sim.experiments.facade import compare, run
    from sim.runs import simulate
    from sim.scenario import Scenario
    from sim.scenario.load import load
    from sim.scenario.problems import ScenarioError

__all__ = ["Scenario", "ScenarioError", "compare", "draw", "load", "run", "simulate"]

_HOME: Final = {
    "Scenario": "sim.scenario",
    "ScenarioError": "sim.scenario.problems",
    "compare": "sim.experiments.facade",
    "draw": "sim.drawing.draw",
    "load": "sim.scenario.load",
    "run": "sim.experiments.facade",
    "simulate": "sim.runs",
}


def __getattr__(name: str) -> Any:
    """Fetch a public name on first use (PEP 562)."""
    if name not in _HOME:
        raise AttributeError(f"module 'sim' has no attribute {name!r}; it has {', '.join(__all__)}")
    found = getattr(importlib.import_module(_HOME[name]), name)
    setattr(sys.modules[__name__], name, found)
    return found


def __dir__() -> list[str]:
    """Name what there is, fetched or not."""
    return sorted({*globals(), *__all__})
