"""Plans against a baseline: paired differences under common random numbers, and what they say in plain words."""

from __future__ import annotations

import math
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import pandas as pd

from sim.experiments.estimate import FEWEST, Estimate, estimate, paired
from sim.experiments.results import Cell
from sim.experiments.words import direction, in_words, is_tiny, judgement, shows_nothing
from sim.measures.figures import MEASURES
from sim.scenario.support import outreach_times

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sim.experiments.estimate import Thin
    from sim.experiments.results import Results
    from sim.scenario import Scenario, Team

Verdict = Literal["clear", "not clear", "no difference", "unknown"]
"""clear: the 95 % interval leaves out 0. not clear: it does not, or the replications agree where chance has a part.
no difference: every replication gave the same, which proves something only where chance has no part
(`Difference.is_certain`). unknown: no interval."""


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
    is_certain: bool = False
    """True: chance does not touch it, so that what every replication gave is so."""

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
        """Return a row per plan, measure and scope: value, low, high, verdict, words, variance_ratio, is_tiny,
        is_certain.
        """
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
    twins = _twins(results.scenario, chosen)
    found = {
        cell: _difference(results, cell, chosen, is_twin=cell.plan in twins)
        for cell in results.samples
        if cell.plan != chosen and cell._replace(plan=chosen) in results.samples
    }
    return Comparison(results, chosen, found)


def _twins(scenario: Scenario, baseline: str) -> frozenset[str]:
    """Return the plans that are the *baseline* under another name."""
    contents = {plan: of.model_dump_json(exclude={"about"}) for plan, of in scenario.plans.items()}
    return frozenset(plan for plan, content in contents.items() if content == contents[baseline])


def _difference(results: Results, cell: Cell, baseline: str, *, is_twin: bool) -> Difference:
    measure, before = MEASURES[cell.measure], cell._replace(plan=baseline)
    base = results.samples[before]
    found = paired(measure.kind, results.samples[cell], base, measure.counted)
    change = found.difference
    certain = is_twin or all(is_certain(results.scenario, each) for each in (cell, before))
    told = verdict(change, is_certain=certain)
    tiny = is_tiny(change, measure.unit, estimate(measure.kind, base).value)
    words = _words(cell.measure, change, _Told(told, tiny, certain, found.thin), results.scenario.currency)
    return Difference(change.value, change.low, change.high, told, words, found.variance_ratio, tiny, certain)


def is_certain(scenario: Scenario, cell: Cell) -> bool:
    """Return whether a figure is the same in every replication, so that a difference needs no interval.

    Only what the roster fixes can be. headcount_mean, headcount_end and tenure_mean: unless people of a team in the
    scope may quit (`people.quits`). paid_hours and people_cost: nor may they stay on (`overtime`), nor have drawn
    `vacation` beside unpaid `absences` (a day that is both is paid). on_duty_mean: nor fall ill (`people.sickness`),
    have drawn `vacation` or `shrinkage`. Proactive work takes its time from all teams together, so that there those of
    other teams count too; and when it is done is drawn, which matters where a warm-up cuts a shift.
    """
    changes, plan = _CHANGED_BY.get(cell.measure), scenario.plans[cell.plan]
    if changes is None:
        return False
    is_shared = cell.measure == "on_duty_mean" and bool(outreach_times(scenario, plan))
    teams = [
        team
        for name, team in plan.teams.items()
        if is_shared or cell.scope in {"all", f"team:{name}", f"role:{team.role}"}
    ]
    return not (is_shared and scenario.warm_up) and not any(may(team) for may in changes for team in teams)


def _quits(team: Team) -> bool:
    return team.people is not None and team.people.quits_at_all()


def _stays_on(team: Team) -> bool:
    return team.overtime is not None and team.overtime.time > 0


def _falls_ill(team: Team) -> bool:
    sickness = team.people.sickness if team.people else None
    return sickness is not None and sickness.per_day > 0


def _draws_leave(team: Team) -> bool:
    return team.vacation is not None and team.vacation.days_per_year > 0


def _draws_paid_leave(team: Team) -> bool:
    return _draws_leave(team) and any(not absence.paid for absence in team.absences)


def _draws_breaks(team: Team) -> bool:
    return team.shrinkage > 0


_STAFF: Final = (_quits,)
_PAY: Final = (_quits, _stays_on, _draws_paid_leave)
_DESK: Final = (_quits, _stays_on, _falls_ill, _draws_leave, _draws_breaks)
_CHANGED_BY: Final[Mapping[str, tuple[Callable[[Team], bool], ...]]] = MappingProxyType({
    "headcount_mean": _STAFF, "headcount_end": _STAFF, "tenure_mean": _STAFF,
    "paid_hours": _PAY, "people_cost": _PAY, "on_duty_mean": _DESK,
})  # fmt: skip
"""Measures of the roster -> what of a team brings chance into them."""


def verdict(change: Estimate, *, is_certain: bool = False) -> Verdict:
    """Return what the interval of a difference allows to say.

    *is_certain*: chance does not touch the figure. Elsewhere a few replications that happen to agree, which leaves an
    interval of no width, prove nothing.
    """
    if change.value == 0 and change.half == 0:
        return "no difference"
    if math.isnan(change.half):
        return "unknown"
    if _agrees(change) and not is_certain:
        return "not clear"
    return "clear" if change.low > 0 or change.high < 0 else "not clear"


def _agrees(change: Estimate) -> bool:
    """Return whether all replications gave the same, up to rounding."""
    return change.half <= _ROUNDING * abs(change.value)


_ROUNDING: Final = 1e-9
"""A share of a difference that is no width of an interval: a mean of three equal numbers need not be that number."""


class _Told(NamedTuple):
    verdict: Verdict
    is_tiny: bool
    is_certain: bool
    thin: Thin


def _words(measure: str, change: Estimate, told: _Told, currency: str) -> str:
    if math.isnan(change.value):
        return "no value in one of the plans"
    if told.verdict == "no difference":
        return the_same(change.n, is_certain=told.is_certain)
    if told.is_tiny:
        return "practically none" + (_ENDS["unknown"] if told.verdict == "unknown" else "")
    better = judgement(measure, change.value) if told.verdict == "clear" else ""
    end = _why_not(change, told.thin) if told.verdict == "not clear" else _ENDS[told.verdict]
    return size(measure, change, currency) + better + end


_ENDS: Final = {"clear": "; clear", "unknown": "; not known: an interval needs two replications"}


def _why_not(change: Estimate, thin: Thin) -> str:
    if _agrees(change):
        return "; not clear: the replications agree, which may be luck"
    return f"; not clear: {_WHY_NOT[thin]}"


_WHY_NOT: Final[Mapping[Thin, str]] = MappingProxyType({
    "": "the interval includes no difference",
    "conversations": "it rests on few conversations",
    "replications": f"it rests on fewer than {FEWEST} replications",
})  # fmt: skip


def the_same(n: int, *, is_certain: bool) -> str:
    """Return what *n* replications that all gave the same say: what is rare may be in none of them (rule of three)."""
    if is_certain:
        return "no difference at all"
    same = f"the same in {'both' if n == 2 else f'all {n}'} replications"
    if n < 2 * _RULE_OF_THREE:
        return f"{same}, too few to rule out a difference"
    return f"{same}; what happens in fewer than 1 of {n // _RULE_OF_THREE} may be missed"


_RULE_OF_THREE: Final = 3
"""What happens in 3 of n replications is missed by n replications 5 times in 100."""


def size(measure: str, change: Estimate, currency: str) -> str:
    """Return how much and in which direction, such as "41 ± 6 min faster"; no direction where it rounds to 0."""
    amount = in_words(change._replace(value=abs(change.value)), MEASURES[measure].unit, currency, difference=True)
    return amount if shows_nothing(amount) else f"{amount} {direction(measure, change.value)}"
