"""Builders for tests of findings: a shipped scenario, changed or not, played by all plans before the same customers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import stats

import scenarios
from sim.arrivals import draw_demand
from sim.breakdowns import breakdowns
from sim.measures import MEASURES, figures
from sim.scenario import Scenario
from sim.scenario.load import load
from sim.simulate import Run, run_once

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd
    from numpy.typing import NDArray

    Runs = Mapping[str, list[Run]]

SEED = 20260301
"""Of all tests of findings. Not the seed with which the scenarios were tuned."""


def shipped(name: str) -> Scenario:
    """Return a scenario that comes with the package."""
    return load(scenarios.path(name))


def changed(scenario: Scenario, change: Callable[[dict[str, Any]], None]) -> Scenario:
    """Return *scenario* after *change* has been applied to what a file of it would say."""
    written = scenario.model_dump(mode="json", exclude_unset=True)
    change(written)
    return Scenario.model_validate(written)


def play(scenario: Scenario, *plans: str, replications: int = 4) -> Runs:
    """Return the runs of *plans* (none named: all), replication by replication before the same customers."""
    met = [draw_demand(scenario, SEED, number) for number in range(replications)]
    return {
        plan: [run_once(scenario, plan, seed=SEED, replication=n, demand=demand) for n, demand in enumerate(met)]
        for plan in plans or scenario.plans
    }


def series(runs: list[Run], measure: str, scope: str = "all") -> NDArray[np.float64]:
    """Return the value of a figure in each replication: minutes, shares or counts."""
    assert measure in MEASURES, f"there is no measure {measure!r}"
    found = [
        figure.top / figure.bottom
        for run in runs
        for figure in figures(run)
        if (figure.measure, figure.scope) == (measure, scope)
    ]
    assert len(found) == len(runs), f"the scope {scope!r} is not one of {measure!r}"
    return np.array(found)


def by_slot(runs: list[Run], by: str, measure: str, scope: str = "all") -> pd.Series:
    """Return the value of a measure by slot of time, over all replications taken together."""
    tables = [breakdowns(run).query("by == @by and measure == @measure and scope == @scope") for run in runs]
    total = sum(table.set_index("slot")[["top", "bottom"]] for table in tables)
    return (total["top"] / total["bottom"]).rename(measure)


def surely_above(more: NDArray[np.float64], less: NDArray[np.float64] | float, by: float = 0.0) -> bool:
    """Is the mean of the paired differences above *by*, its 99.9 % t interval included?"""
    apart = more - less
    error = float(apart.std(ddof=1)) / np.sqrt(apart.size)
    low = apart.mean() - stats.t.ppf(0.9995, apart.size - 1) * error
    print(f"seed {SEED}: differences {np.round(apart, 3)}, at least {low:.3f}, wanted above {by}")
    return bool(low > by)
