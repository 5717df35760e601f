"""The simulator: from a scenario file to an honest comparison of staffing plans.

    import sim

    scenario = sim.load("scenarios/quickstart.yaml")
    comparison = sim.compare(scenario, replications=50)

Importing it loads nothing heavy; each name is fetched when it is first used.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from sim.draw import draw
    from sim.facade import compare, run
    from sim.scenario import Scenario
    from sim.scenario.load import load
    from sim.scenario.problems import ScenarioError
    from sim.simulate import simulate

__all__ = ["Scenario", "ScenarioError", "compare", "draw", "load", "run", "simulate"]

_HOME: Final = {
    "Scenario": "sim.scenario",
    "ScenarioError": "sim.scenario.problems",
    "compare": "sim.facade",
    "draw": "sim.draw",
    "load": "sim.scenario.load",
    "run": "sim.facade",
    "simulate": "sim.simulate",
}


class _Package(ModuleType):
    """This package. Three of its functions share the name of their module: `sim.compare` is the function."""

    def __setattr__(self, name: str, value: object) -> None:
        """Set an attribute, but keep the import system from putting a module where a function belongs."""
        if not (name in _HOME and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


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
