"""What many replications gave: every figure of every replication, summed breakdowns, and where they came from."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pandas as pd

from sim.durations import WEEK
from sim.experiments.estimate import Estimate, Sample, estimate
from sim.experiments.slot_sums import SlotSums
from sim.measures.figures import MEASURES
from sim.runs import Engine, Run, run_once

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sim.measures.first_responses import Counts
    from sim.scenario import Scenario

    Progress = Callable[[int, int], None]
    """Told the replications done and to do, once the work has been handed out and after each."""

KEY_MEASURES: Final = (
    "arrived", "open_at_start", "answered", "abandonment", "turned_away", "waited", "wait_mean",
    "first_response_median", "first_response_p90", "first_response_mean", "service_level", "backlog_mean",
    "backlog_end", "oldest_max", "unfinished",
)  # fmt: skip
"""What customers get: shown first, in the terminal and in reports."""
TEAM_MEASURES: Final = (
    "occupancy", "per_agent_calendar_day", "per_agent_worked_day", "overtime_hours", "paid_hours", "people_cost",
    "cost_per_conversation",
)  # fmt: skip
"""What it takes of the teams."""
COURSE_MEASURES: Final = (
    "promise_kept", "resolution_median", "resolution_p90", "touches_per_resolved", "hand_offs", "reply_wait_p90",
    "gave_up_later", "escalated", "wrong_answers", "reopens", "next_contacts", "redials", "deflected",
    "false_resolutions", "gave_up_form", "avoided", "passed", "fixed", "csat_good", "csat_ok", "csat_bad",
    "oldest_open_end",
)  # fmt: skip
"""How conversations go on: shown where any of them goes on."""
WORK_MEASURES: Final = ("touches_per_worked_day", "closed_per_worked_day")
"""What teams do then."""
PEOPLE_MEASURES: Final = (
    "headcount_mean", "headcount_end", "vacancies_mean", "quits", "turnover", "sick_days", "tenure_mean",
    "exhaustion_mean", "disengagement_mean",
)  # fmt: skip
"""How people are: shown where anybody falls ill, tires, leaves or comes."""
_GOES_ON: Final = (
    "promise_kept", "hand_offs", "gave_up_later", "escalated", "wrong_answers", "reopens", "next_contacts", "redials",
    "deflected", "gave_up_form", "avoided", "passed", "fixed", "reply_wait_mean", "reply_due", "with_customer",
)  # fmt: skip
"""What is 0, or not defined, where every conversation is one touch, nothing comes of it and nothing is promised."""
_CHANGES: Final = ("vacancies_mean", "quits", "sick_days", "exhaustion_mean", "disengagement_mean")
"""What is 0 where people neither tire, fall ill nor leave."""


class Cell(NamedTuple):
    """Which figure: of which plan, measure and scope."""

    plan: str
    measure: str
    scope: str


@dataclass(frozen=True, eq=False)
class Results:
    """Figures of all plans over the replications, in a fixed order, and all that is needed to get them again."""

    scenario: Scenario
    plans: tuple[str, ...]
    seed: int
    replications: int
    engine: Engine
    samples: Mapping[Cell, Sample]
    """Per figure one top and one bottom per replication (value = top / bottom)."""
    make_breakdowns: Callable[[], pd.DataFrame]
    """Makes `breakdowns`, which takes long beside all the rest."""
    violations: tuple[str, ...] = ()
    """What the auditor found, when it was asked; empty otherwise."""
    first_responses: Mapping[tuple[str, str], Counts] = field(default_factory=dict)
    """Plan and scope -> first responses by slot of time, counted over the replications."""

    @cached_property
    def breakdowns(self) -> pd.DataFrame:
        """plan, by, slot, scope, measure, top, bottom: summed over the replications; percentiles are those of the first
        responses of all of them together, over 1, or 0 / 0 where too few were answered. low, high: the 95 % interval of
        top / bottom, NaN where there is none. Made when first asked for.
        """
        return self.make_breakdowns()

    @property
    def hash(self) -> str:
        """SHA-256 of the scenario: see `scenario_hash`."""
        return scenario_hash(self.scenario)

    @property
    def version(self) -> str:
        """Version of the package that ran."""
        return package_version()

    def estimate(self, plan: str, measure: str, scope: str = "all") -> Estimate:
        """Return a figure with its 95 % interval; no value where the run has no such figure."""
        found = self.samples.get(Cell(plan, measure, scope))
        return Estimate(np.nan, np.nan, 0) if found is None else estimate(MEASURES[measure].kind, found)

    def slots(self, by: str, measure: str, plan: str, scope: str = "all") -> pd.DataFrame:
        """Return a breakdown of one measure in the order of its slots: slot, top, bottom, value (NaN: not defined)."""
        rows = self.breakdowns
        if rows.empty:
            return pd.DataFrame(columns=["slot", "top", "bottom", "value"], dtype=float)
        wanted = (rows["plan"] == plan) & (rows["by"] == by) & (rows["measure"] == measure) & (rows["scope"] == scope)
        found = rows.loc[wanted, ["slot", "top", "bottom"]].sort_values("slot", kind="stable", ignore_index=True)
        return found.assign(value=found["top"] / found["bottom"].where(found["bottom"] > 0))

    def run(self, plan: str, replication: int = 0) -> Run:
        """Return one replication in full, played again: it is the same, record by record."""
        return run_once(self.scenario, plan, seed=self.seed, replication=replication, engine=self.engine)

    def to_pandas(self) -> pd.DataFrame:
        """Return a row per plan, replication, measure and scope: value, and top and bottom whose ratio it is."""
        parts = [_rows(cell, found) for cell, found in self.samples.items()]
        return pd.concat(parts, ignore_index=True).sort_values(
            ["plan", "replication", "measure", "scope"], key=self._order, kind="stable", ignore_index=True
        )

    def _order(self, column: pd.Series) -> pd.Series:
        """Keep plans in the order of the file; the rest by itself."""
        return column.map(self.plans.index) if column.name == "plan" else column

    def estimates(self) -> pd.DataFrame:
        """Return a row per plan, measure and scope: value, low, high (NaN: no interval), n, n_undefined, unit."""
        rows = []
        for cell in self.samples:
            found = self.estimate(*cell)
            unit = MEASURES[cell.measure].unit
            rows.append((*cell, found.value, found.low, found.high, found.n, found.n_undefined, unit))
        columns = ["plan", "measure", "scope", "value", "low", "high", "n", "n_undefined", "unit"]
        return pd.DataFrame(rows, columns=columns)

    def _repr_html_(self) -> str:
        """Show the estimates in a notebook."""
        return self.estimates().to_html(index=False, float_format="{:.4g}".format)


def _rows(cell: Cell, found: Sample) -> pd.DataFrame:
    rows = pd.DataFrame({
        "plan": cell.plan, "replication": np.arange(len(found.top)), "measure": cell.measure, "scope": cell.scope,
        "top": found.top, "bottom": found.bottom,
    })  # fmt: skip
    return rows.assign(value=rows.top / rows.bottom.where(rows.bottom != 0))


def weeks_measured(results: Results) -> float:
    """Return the length of the measured period in weeks."""
    return (results.scenario.length - results.scenario.warm_up) / WEEK


def customer_groups(results: Results) -> tuple[str, ...]:
    """Return the scopes to show side by side: everybody, and those who pay and who don't where there are both."""
    held = {cell.scope for cell in results.samples if cell.measure == "answered"}
    return ("all", "paid", "free") if {"paid", "free"} <= held else ("all",)


def key_measures(results: Results) -> tuple[str, ...]:
    """Return what to show first of customers: of how conversations go on only where they do."""
    return (*KEY_MEASURES, *(COURSE_MEASURES if _goes_on(results) else ()))


def team_measures(results: Results) -> tuple[str, ...]:
    """Return what to show of teams: of people only where they change."""
    work = WORK_MEASURES if _goes_on(results) else ()
    return (*TEAM_MEASURES, *work, *(PEOPLE_MEASURES if _people_change(results) else ()))


def _goes_on(results: Results) -> bool:
    return any(_is_above_0(results, plan, name) for plan in results.plans for name in _GOES_ON)


def _people_change(results: Results) -> bool:
    heads = ("headcount_mean", "headcount_end")
    return any(
        any(_is_above_0(results, plan, name) for name in _CHANGES)
        or len({round(results.estimate(plan, name).value, 9) for name in heads}) > 1
        for plan in results.plans
    )


def _is_above_0(results: Results, plan: str, measure: str) -> bool:
    return bool(results.estimate(plan, measure).value > 0)


class Played(NamedTuple):
    """One replication of all plans."""

    figures: Mapping[Cell, tuple[float, float]]
    breakdowns: pd.DataFrame
    first_responses: Mapping[tuple[str, str], Counts]
    violations: tuple[str, ...] = ()


class Tally:
    """Adds up replications that come in order, so that memory doesn't grow with their number."""

    def __init__(self, replications: int, progress: Progress | None = None) -> None:
        """Prepare for so many *replications*."""
        self.samples: dict[Cell, Sample] = {}
        self.slots = SlotSums()
        self.violations: list[str] = []
        self._n_done, self._n_all, self._progress = 0, replications, progress

    def add(self, played: Played) -> None:
        """Add the next replication; a figure that it lacks stays undefined there (0 / 0)."""
        for cell, (top, bottom) in played.figures.items():
            if cell not in self.samples:
                self.samples[cell] = Sample(np.zeros(self._n_all), np.zeros(self._n_all))
            self.samples[cell].top[self._n_done] = top
            self.samples[cell].bottom[self._n_done] = bottom
        self.slots.add(played.breakdowns, played.first_responses)
        self.violations += played.violations
        self._n_done += 1

    def results(self, scenario: Scenario, plans: tuple[str, ...], seed: int, engine: Engine) -> Results:
        """Return what the replications so far give; what comes later does not change it."""
        n = self._n_done
        return Results(
            scenario=scenario,
            plans=plans,
            seed=seed,
            replications=n,
            engine=engine,
            samples={cell: Sample(found.top[:n], found.bottom[:n]) for cell, found in self.samples.items()},
            make_breakdowns=self.slots.table(),
            violations=tuple(self.violations),
            first_responses=self.slots.first_responses,
        )

    def say(self) -> None:
        """Report the progress."""
        if self._progress is not None:
            self._progress(self._n_done, self._n_all)


def scenario_hash(scenario: Scenario) -> str:
    """Return the SHA-256 of the scenario's content as JSON without white space, with the entries in their order.

    Keys are not sorted: the first plan is the baseline, and teams are preferred as listed. Settings come in the order
    of the model and with their defaults, so neither the layout of a file nor what it leaves unsaid changes the hash.
    """
    text = json.dumps(scenario.model_dump(mode="json"), separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def package_version() -> str:
    """Return the installed version; "unknown" where the package runs from its sources, not installed."""
    try:
        return importlib.metadata.version("support-sandbox")
    except importlib.metadata.PackageNotFoundError:
        return "unknown"
