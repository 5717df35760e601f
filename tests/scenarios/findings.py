"""Builders for tests of findings: a shipped scenario, changed or not, played by all plans before the same customers."""

from __future__ import annotations

from functools import lru_cache
from math import comb
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import t as t_dist

import scenarios
from sim.drawing.arrivals import draw_demand
from sim.measures.breakdowns import breakdowns
from sim.measures.figures import figures
from sim.runs import Run, run_once
from sim.scenario import Scenario
from sim.scenario.load import load

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from sim.inputs import Demand

SEED = 20260301
"""Of all tests of findings. Not the seed with which the scenarios were tuned."""

ENOUGH = 10
"""Replications, if all must agree."""
MANY = 40
"""Replications, if their mean is what counts."""


def shipped(name: str) -> Scenario:
    """Return a scenario that comes with the package."""
    return load(scenarios.path(name))


def changed(scenario: Scenario, change: Callable[[dict[str, Any]], None]) -> Scenario:
    """Return *scenario* after *change* has been applied to what a file of it would say."""
    written = scenario.model_dump(mode="json", exclude_unset=True)
    change(written)
    return Scenario.model_validate(written)


class Played(NamedTuple):
    """One plan, replication by replication."""

    runs: list[Run]
    figures: list[dict[tuple[str, str], float]]
    """Of each run, by measure and scope; not a number where there is nothing to take it over."""


def play(scenario: Scenario, *plans: str, replications: int = ENOUGH) -> dict[str, Played]:
    """Return what *plans* (none named: all) do, replication by replication before the same customers."""
    written = scenario.model_dump_json(exclude_unset=True)
    return {plan: _played(written, plan, SEED, replications) for plan in plans or scenario.plans}


@lru_cache(maxsize=4)  # the plans of one scenario: its tests stand together
def _played(written: str, plan: str, seed: int, replications: int) -> Played:
    scenario = Scenario.model_validate_json(written)
    met = _met(written, seed, replications)
    runs = [run_once(scenario, plan, seed=seed, replication=n, demand=demand) for n, demand in enumerate(met)]
    values = [{(one.measure, one.scope): one.top / (one.bottom or np.nan) for one in figures(run)} for run in runs]
    return Played(runs, values)


@lru_cache(maxsize=1)
def _met(written: str, seed: int, replications: int) -> list[Demand]:
    scenario = Scenario.model_validate_json(written)
    return [draw_demand(scenario, seed, number) for number in range(replications)]


def series(played: Played, measure: str, scope: str = "all") -> NDArray[np.float64]:
    """Return the value of a figure in each replication: minutes, shares or counts."""
    return np.array([values[measure, scope] for values in played.figures])


def by_slot(played: Played, by: str, measure: str, scope: str = "all") -> pd.Series:
    """Return the value of a measure by slot of time, over all replications taken together."""
    whole = pd.concat([breakdowns(run) for run in played.runs])
    chosen = whole[(whole["by"] == by) & (whole["measure"] == measure) & (whole["scope"] == scope)]
    total = chosen.groupby("slot")[["top", "bottom"]].sum()
    return total["top"] / total["bottom"]


def always_above(more: NDArray[np.float64], less: NDArray[np.float64] | float, by: float = 0.0) -> bool:
    """Is every paired difference above *by*, or nearly every one? A sign test at 99.9 %: 10 of 10, 13 of 14.

    Waits are too skewed for a t interval over so few replications.
    """
    apart = more - less
    assert apart.size >= ENOUGH, f"{apart.size} replications cannot show it"
    n_above = int((apart > by).sum())
    by_chance = sum(comb(apart.size, n) for n in range(n_above, apart.size + 1)) / 2**apart.size
    return by_chance < 0.001


def mean_above(more: NDArray[np.float64], less: NDArray[np.float64]) -> bool:
    """Is the mean of the paired differences above 0, its 99.9 % t interval included? For many replications."""
    apart = more - less
    assert apart.size >= MANY, f"{apart.size} replications are too few for waits, which are skewed"
    error = float(apart.std(ddof=1)) / np.sqrt(apart.size)
    return bool(apart.mean() - t_dist.ppf(0.9995, apart.size - 1) * error > 0)
