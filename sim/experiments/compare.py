"""Plans against a baseline: paired differences under common random numbers, and what they say in plain words."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

import pandas as pd

from sim.durations import WEEK
from sim.experiments.estimate import Estimate, paired
from sim.experiments.results import Cell
from sim.experiments.words import direction, in_words, judgement, scope_in_words
from sim.measures.figures import MEASURES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.experiments.results import Results

Verdict = Literal["clear", "not clear", "no difference", "unknown"]
"""clear: the 95 % interval leaves out 0. no difference: every replication gave the same. unknown: no interval."""


class Difference(NamedTuple):
    """One figure of a plan less that of the baseline."""

    value: float
    """NaN where one of the two has no value."""
    low: float
    high: float
    verdict: Verdict
    words: str
    """Such as "41 ± 6 min faster; clear"."""
    variance_ratio: float
    """Variance over that of independent runs: below 1 where common random numbers help. NaN: not known."""

    @property
    def half(self) -> float:
        """Half the width of the interval; NaN where there is none."""
        return (self.high - self.low) / 2

    @property
    def estimate(self) -> Estimate:
        """The difference as an estimate, for showing it."""
        return Estimate(self.value, self.half, 0)


@dataclass(frozen=True, eq=False)
class Comparison:
    """Every plan against the baseline, measure by measure."""

    results: Results
    baseline: str
    differences: Mapping[Cell, Difference]
    """By plan, measure and scope; only where the baseline has that measure and scope too."""

    @property
    def others(self) -> tuple[str, ...]:
        """The plans that are compared with the baseline."""
        return tuple(plan for plan in self.results.plans if plan != self.baseline)

    def difference(self, plan: str, measure: str, scope: str = "all") -> Difference | None:
        """Return one difference; None where a plan lacks that figure."""
        return self.differences.get(Cell(plan, measure, scope))

    def to_pandas(self) -> pd.DataFrame:
        """Return a row per plan, measure and scope: value, low, high, verdict, words, variance_ratio."""
        rows = [(*cell, *found) for cell, found in self.differences.items()]
        return pd.DataFrame(rows, columns=[*Cell._fields, *Difference._fields])

    def _repr_html_(self) -> str:
        """Show the answer and the differences in a notebook."""
        from html import escape  # noqa: PLC0415 -- a notebook alone needs it

        answer = "".join(f"<p>{escape(sentence)}</p>" for sentence in headline(self).values())
        return answer + self.to_pandas().to_html(index=False, float_format="{:.4g}".format)


def compare_results(results: Results, baseline: str | None = None) -> Comparison:
    """Return the differences of all plans of *results* from the *baseline* (None: the first of them).

    Raises:
        ValueError: the baseline is none of the plans that were run.

    """
    chosen = results.plans[0] if baseline is None else baseline
    if chosen not in results.plans:
        raise ValueError(f"baseline: {chosen!r} is not among the plans that run: {', '.join(results.plans)}")
    found = {
        cell: _difference(results, cell, chosen)
        for cell in results.samples
        if cell.plan != chosen and cell._replace(plan=chosen) in results.samples
    }
    return Comparison(results, chosen, found)


def _difference(results: Results, cell: Cell, baseline: str) -> Difference:
    measure = MEASURES[cell.measure]
    found = paired(measure.kind, results.samples[cell], results.samples[cell._replace(plan=baseline)])
    change = found.difference
    told = verdict(change)
    words = _words(cell.measure, change, told, results.scenario.currency)
    return Difference(change.value, change.low, change.high, told, words, found.variance_ratio)


def verdict(change: Estimate) -> Verdict:
    """Return what the interval of a difference allows to say."""
    if change.value == 0 and change.half == 0:
        return "no difference"
    if math.isnan(change.half):
        return "unknown"
    return "clear" if change.low > 0 or change.high < 0 else "not clear"


def _words(measure: str, change: Estimate, told: Verdict, currency: str) -> str:
    if math.isnan(change.value):
        return "no value in one of the plans"
    if told == "no difference":
        return "no difference at all"
    return (
        _size(measure, change, currency)
        + {
            "clear": f"{judgement(measure, change.value)}; clear",
            "not clear": "; not clear: the interval includes no difference",
            "unknown": "; not known: an interval needs two replications",
        }[told]
    )


def _size(measure: str, change: Estimate, currency: str) -> str:
    """Return how much and in which direction, such as "41 ± 6 min faster"."""
    if change.value == 0:
        return f"0 ± {in_words(Estimate(change.half, 0, 0), MEASURES[measure].unit, currency, difference=True)}"
    amount = in_words(change._replace(value=abs(change.value)), MEASURES[measure].unit, currency, difference=True)
    return f"{amount} {direction(measure, change.value)}"


def sentence(comparison: Comparison, cell: Cell) -> str:
    """Return one difference in words, such as "First response, 90th percentile (paid customers): 41 ± 6 min faster"."""
    title = MEASURES[cell.measure].title
    return f"{title} ({scope_in_words(cell.scope)}): {comparison.differences[cell].words}"


# ---- the answer in one sentence ----


def headline(comparison: Comparison) -> dict[str, str]:
    """Return, for each plan beside the baseline, the answer in one sentence: waits, who gives up, and cost."""
    return {plan: _headline(comparison, plan) for plan in comparison.others}


def _headline(comparison: Comparison, plan: str) -> str:
    scopes = [scope for scope in ("paid", "free") if comparison.difference(plan, "answered", scope)]
    main = "paid" if "paid" in scopes else "all"
    clauses = [_speed(comparison, plan, main), _cost(comparison, plan)]
    if len(scopes) == 2:
        clauses.append(_others_wait(comparison, plan))
    lost = comparison.difference(plan, "abandonment")
    if lost and lost.verdict == "clear":
        size = in_words(lost.estimate._replace(value=abs(lost.value)), "share", difference=True)
        clauses.append(f"{size} {'more' if lost.value > 0 else 'fewer'} customers give up")
    return f"Against {comparison.baseline}, {plan} {_listed(clauses)}."


def _listed(clauses: list[str]) -> str:
    return ", ".join(clauses[:-1]) + (", and " if len(clauses) > 2 else " and ") + clauses[-1]


def _p90(comparison: Comparison, plan: str, scope: str) -> tuple[Difference | None, str]:
    """Return the difference of the 90th percentile of first responses, and how much that is."""
    found = comparison.difference(plan, "first_response_p90", scope)
    size = _size("first_response_p90", found.estimate, "") if found and math.isfinite(found.value) else ""
    return found, size


def _levels(comparison: Comparison, plan: str, scope: str) -> str:
    """Return the 90th percentile itself: "p90 7.8 h, was 15.0 h"."""
    now, was = (
        in_words(comparison.results.estimate(each, "first_response_p90", scope)._replace(half=0.0), "minutes")
        for each in (plan, comparison.baseline)
    )
    return f"p90 {now}, was {was}"


def _speed(comparison: Comparison, plan: str, scope: str) -> str:
    found, size = _p90(comparison, plan, scope)
    who = {"paid": "paid customers", "free": "free customers"}.get(scope, "customers")
    if found is None or math.isnan(found.value):
        answered = comparison.results.estimate(plan, "first_response_p90", scope).n
        return f"answers {who}, whom {comparison.baseline} does not" if answered else f"answers no {who}"
    if found.verdict == "no difference":
        return f"answers {who} exactly as fast (p90)"
    if found.verdict == "not clear":
        return f"makes no clear difference to how fast {who} are answered ({size}; p90)"
    return f"answers {who} {size} ({_levels(comparison, plan, scope)})"


def _others_wait(comparison: Comparison, plan: str) -> str:
    found, size = _p90(comparison, plan, "free")
    if found is None or math.isnan(found.value):
        answered = comparison.results.estimate(plan, "first_response_p90", "free").n
        return "free customers are answered" if answered else "free customers get no answer"
    if found.verdict == "no difference":
        return "free customers wait exactly as long"
    wait = size.replace("faster", "less").replace("slower", "longer")
    if found.verdict == "not clear":
        return f"free customers wait {wait}, which is not clear (p90)"
    return f"free customers wait {wait} ({_levels(comparison, plan, 'free')})"


def weeks_measured(results: Results) -> float:
    """Return the length of the measured period in weeks."""
    return (results.scenario.length - results.scenario.warm_up) / WEEK


def _cost(comparison: Comparison, plan: str) -> str:
    found, weeks = comparison.difference(plan, "people_cost"), weeks_measured(comparison.results)
    if found is None or not found.value or math.isnan(found.value):
        return "costs the same"
    half = found.half / weeks if math.isfinite(found.half) else 0.0
    size = in_words(Estimate(abs(found.value) / weeks, half, 0), "money", comparison.results.scenario.currency)
    return f"costs {size} {'more' if found.value > 0 else 'less'} a week"
