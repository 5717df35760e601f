"""Runs side by side that were played apart: the figures of each plan, and how sure the differences are."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

import pandas as pd

from sim.experiments.compare import Verdict, is_certain, size, the_same, verdict
from sim.experiments.estimate import Estimate, estimate, paired, t_quantile
from sim.experiments.results import Cell, customer_groups, key_measures, team_measures, weeks_measured
from sim.experiments.words import in_words, is_tiny, judgement, scope_in_words, title_of
from sim.measures.figures import MEASURES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sim.experiments.results import Results

REFERENCE: Final = "the reference"
PAIRED: Final = "pair by pair"
"""The same customers with the same luck: chance is mostly the same in both, and the interval narrow."""
APART: Final = "apart"
"""Each run has its own luck: the interval is wider, and a difference may come of the customers as well."""
NONE: Final = "not compared"
COLUMNS: Final = (
    "run", "plan", "measure", "scope", "title", "value", "low", "high", "n", "unit", "words", "difference",
    "difference_low", "difference_high", "verdict", "difference_words", "how", "why",
)  # fmt: skip
_SUMS: Final = frozenset({
    "arrived", "answered", "turned_away", "resolved", "next_contacts", "redials", "deflected", "gave_up_form",
    "avoided", "passed", "fixed", "surveys", "overtime_hours", "quits", "sick_days",
})  # fmt: skip
"""What adds up over the period, so that of a longer one there is more."""
_WEEKLY: Final = frozenset({"paid_hours", "people_cost"})
"""What is told a week, so that runs of any length can be compared."""
_UNCLEAR: Final = {"not clear": "; not clear", "unknown": "; not known"}


class Place(NamedTuple):
    """A plan of a run."""

    run: str
    plan: str


class _Change(NamedTuple):
    """A figure less that of the reference."""

    found: Estimate
    told: Verdict
    words: str
    how: str
    why: str


def across(runs: Mapping[str, Results], reference: Place | None = None) -> pd.DataFrame:
    """Return the key measures of all plans of *runs*, by name, each beside that of *reference*.

    reference: None for the first plan of the first run. A row per run, plan, measure and scope, with `COLUMNS`: value
    and 95 % interval, in the measure's unit and in words; the difference from the reference with its interval, verdict
    and words (NaN and "" in the reference's own rows, and where it is not compared); how: `REFERENCE`, `PAIRED`,
    `APART` or `NONE`; why: a sentence on that. Cost and paid hours are a week's. Differences are taken replication by
    replication only where seed, replications and customers are the same; otherwise as of independent runs (Welch).
    What adds up over the period is not compared where the periods differ, nor are amounts in two currencies, nor two
    kinds of service level.

    Raises:
        ValueError: there are no runs, or no such reference.

    """
    if not runs:
        raise ValueError("runs: there are none; name at least one")
    base = reference or Place(next(iter(runs)), next(iter(runs.values())).plans[0])
    if base.run not in runs or base.plan not in runs[base.run].plans:
        raise ValueError(f"reference: there is no plan {base.plan!r} in a run {base.run!r}")
    weekly = {name: _by_the_week(results) for name, results in runs.items()}
    rows = [row for place in _places(runs) for row in _rows(weekly, place, base)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def why_apart(one: Results, other: Results) -> str:
    """Return what keeps two runs from being compared pair by pair, in a sentence; "" where nothing does."""
    reasons = [
        *(["other customers"] if not same_customers(one, other) else []),
        *(["another seed"] if one.seed != other.seed else []),
        *(["another number of replications"] if one.replications != other.replications else []),
    ]
    if not reasons:
        return ""
    said = " and ".join(reasons)
    return f"{said[0].upper()}{said[1:]}: each run has its own luck, so the interval is wider."


def same_customers(one: Results, other: Results) -> bool:
    """Did both draw from one world, over the same days? Plans, names and promises make no customers."""
    a, b = one.scenario, other.scenario
    return (a.world, a.start, a.length, a.warm_up, a.zone) == (b.world, b.start, b.length, b.warm_up, b.zone)


def _by_the_week(results: Results) -> Results:
    """Return *results* with what is told a week divided by the weeks that were measured."""
    weeks = weeks_measured(results)
    samples = {
        cell: found._replace(top=found.top / weeks) if cell.measure in _WEEKLY else found
        for cell, found in results.samples.items()
    }
    return replace(results, samples=samples)


def outside_its_groups(found: pd.DataFrame, measure: str) -> str:
    """Return why a figure of everybody lies outside those of the groups it is made of, where it does; "" elsewhere.

    found: of `across`.
    """
    rows = found[(found["measure"] == measure) & found["scope"].isin(("all", "paid", "free"))]
    by_plan = rows.pivot_table(index=["run", "plan"], columns="scope", values="value")
    if {"all", "paid", "free"} - set(by_plan.columns):
        return ""
    groups = by_plan[["paid", "free"]]
    if not ((by_plan["all"] < groups.min(axis=1)) | (by_plan["all"] > groups.max(axis=1))).any():
        return ""
    return (
        "Each figure is the mean over the replications. In each replication that of everybody lies between those of "
        "the groups; where now one group waits longer and now the other, its mean can lie below or above both means."
    )


def _places(runs: Mapping[str, Results]) -> list[Place]:
    return [Place(run, plan) for run, results in runs.items() for plan in results.plans]


def _rows(runs: Mapping[str, Results], place: Place, base: Place) -> Iterator[tuple[object, ...]]:
    results = runs[place.run]
    for cell in _cells(runs, place.plan):
        if cell in results.samples:
            measure, scenario = MEASURES[cell.measure], results.scenario
            found = results.estimate(*cell)
            weekly = ", a week" if cell.measure in _WEEKLY else ""
            title = f"{title_of(cell.measure, scenario)}{weekly}, {scope_in_words(cell.scope, scenario)}"
            change = _change(runs, place, base, cell)
            yield (
                place.run, place.plan, cell.measure, cell.scope, title, found.value, found.low, found.high, found.n,
                measure.unit, in_words(found, measure.unit, scenario.currency), change.found.value, change.found.low,
                change.found.high, change.told, change.words, change.how, change.why,
            )  # fmt: skip


def _cells(runs: Mapping[str, Results], plan: str) -> Iterator[Cell]:
    """Yield what to show of a plan: whatever is worth showing in any of the runs, so that rows stand side by side."""
    customers = dict.fromkeys(name for results in runs.values() for name in key_measures(results))
    teams = dict.fromkeys(name for results in runs.values() for name in team_measures(results))
    scopes = dict.fromkeys(scope for results in runs.values() for scope in customer_groups(results))
    yield from (Cell(plan, measure, scope) for measure in customers for scope in scopes)
    yield from (Cell(plan, measure, "all") for measure in teams)


# ---- differences ----


def _change(runs: Mapping[str, Results], place: Place, base: Place, cell: Cell) -> _Change:
    nothing = Estimate(math.nan, math.nan, 0)
    if place == base:
        return _Change(nothing, "unknown", "", REFERENCE, "Everything else is compared with this plan.")
    one, other, before = runs[place.run], runs[base.run], cell._replace(plan=base.plan)
    if why := _incomparable(one, other, cell) or (
        "" if before in other.samples else "The reference has no such figure."
    ):
        return _Change(nothing, "unknown", "", NONE, why)
    kind, samples = MEASURES[cell.measure].kind, (one.samples[cell], other.samples[before])
    if why := why_apart(one, other):
        found, how = _independent(*(estimate(kind, each) for each in samples)), APART
    else:
        found, how = paired(kind, *samples, MEASURES[cell.measure].counted).difference, PAIRED
        why = "The same customers with the same luck in both."
    certain = is_certain(one.scenario, cell) and is_certain(other.scenario, before)
    told = verdict(found, is_certain=certain)
    words = the_same(found.n, is_certain=certain) if told == "no difference" else ""
    words = words or _words(cell.measure, found, told, (one, estimate(kind, samples[1]).value))
    return _Change(found, told, words, how, why)


def _incomparable(one: Results, other: Results, cell: Cell) -> str:
    """Return why a figure of the two means different things; "" where it does not."""
    a, b = one.scenario, other.scenario
    if MEASURES[cell.measure].unit == "money" and a.currency != b.currency:
        return f"One is in {a.currency}, the other in {b.currency}."
    if cell.measure in _SUMS and weeks_measured(one) != weeks_measured(other):
        return f"It adds up over {weeks_measured(one):g} weeks here and {weeks_measured(other):g} there."
    if cell.measure == "service_level" and a.service_level != b.service_level:
        return "The scenarios define the service level differently."
    return ""


def _independent(one: Estimate, other: Estimate) -> Estimate:
    """Return the difference of two estimates of independent runs, with Welch's degrees of freedom, rounded down."""
    parts = [(_error(each) ** 2, each.n - 1) for each in (one, other)]
    whole = sum(square for square, _ in parts)
    n, n_undefined = min(one.n, other.n), one.n_undefined + other.n_undefined
    value = one.value - other.value
    if not whole > 0:  # no chance in either, or not known
        return Estimate(value, whole, n, n_undefined)
    df = whole**2 / sum(square**2 / free for square, free in parts)
    return Estimate(value, t_quantile(math.floor(df)) * math.sqrt(whole), n, n_undefined)


def _error(found: Estimate) -> float:
    """Return the standard error of an estimate; NaN where there is none."""
    return found.half / t_quantile(found.n - 1)


def _words(measure: str, change: Estimate, told: Verdict, of: tuple[Results, float]) -> str:
    """Return a difference in words: how much, whether that is better, and whether it is clear."""
    results, before = of
    if math.isnan(change.value):
        return "no value in one of them"
    if is_tiny(change, MEASURES[measure].unit, before):
        return "practically none"
    better = judgement(measure, change.value) if told == "clear" else ""
    return f"{size(measure, change, results.scenario.currency)}{better}{_UNCLEAR.get(told, '')}"
