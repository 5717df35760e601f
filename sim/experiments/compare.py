"""Plans against a baseline: paired differences under common random numbers, and what they say in plain words."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import pandas as pd

from sim.experiments.estimate import Estimate, estimate, paired
from sim.experiments.results import Cell
from sim.experiments.words import direction, in_words, is_tiny, judgement, shows_nothing
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
    is_tiny: bool = False
    """True: there is a difference, and practically none, whatever the verdict: too small to name."""

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
        """Return a row per plan, measure and scope: value, low, high, verdict, words, variance_ratio, is_tiny."""
        rows = [(*cell, *found) for cell, found in self.differences.items()]
        return pd.DataFrame(rows, columns=[*Cell._fields, *Difference._fields])

    def _repr_html_(self) -> str:
        """Show the answer and the differences in a notebook."""
        from html import escape  # noqa: PLC0415 -- a notebook alone needs it

        from sim.experiments.answer import headline  # noqa: PLC0415 -- it builds on this module

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
    measure, base = MEASURES[cell.measure], results.samples[cell._replace(plan=baseline)]
    found = paired(measure.kind, results.samples[cell], base)
    change = found.difference
    told = verdict(change, is_certain=cell.measure in CERTAIN)
    tiny = is_tiny(change, measure.unit, estimate(measure.kind, base).value)
    words = _words(cell.measure, change, _Told(told, tiny), results.scenario.currency)
    return Difference(change.value, change.low, change.high, told, words, found.variance_ratio, tiny)


CERTAIN: Final = frozenset({"paid_hours", "people_cost", "on_duty_mean"})
"""Measures of the roster alone: no replication differs from another, and a difference needs no interval."""


def verdict(change: Estimate, *, is_certain: bool = False) -> Verdict:
    """Return what the interval of a difference allows to say.

    *is_certain*: chance does not touch the measure. Elsewhere a few replications that happen to agree, which leaves an
    interval of no width, prove nothing.
    """
    if change.value == 0 and change.half == 0:
        return "no difference"
    if math.isnan(change.half):
        return "unknown"
    if change.half == 0 and not is_certain:
        return "not clear"
    return "clear" if change.low > 0 or change.high < 0 else "not clear"


class _Told(NamedTuple):
    verdict: Verdict
    is_tiny: bool


def _words(measure: str, change: Estimate, told: _Told, currency: str) -> str:
    if math.isnan(change.value):
        return "no value in one of the plans"
    if told.verdict == "no difference":
        return "no difference at all"
    if told.is_tiny:
        return "practically none" + (_ENDS["unknown"] if told.verdict == "unknown" else "")
    better = judgement(measure, change.value) if told.verdict == "clear" else ""
    return size(measure, change, currency) + better + _ENDS[told.verdict]


_ENDS: Final = {
    "clear": "; clear",
    "not clear": "; not clear: the interval includes no difference",
    "unknown": "; not known: an interval needs two replications",
}


def size(measure: str, change: Estimate, currency: str) -> str:
    """Return how much and in which direction, such as "41 ± 6 min faster"; no direction where it rounds to 0."""
    amount = in_words(change._replace(value=abs(change.value)), MEASURES[measure].unit, currency, difference=True)
    return amount if shows_nothing(amount) else f"{amount} {direction(measure, change.value)}"
