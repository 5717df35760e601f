"""The answer of a comparison in plain words, without statistics: who waits longer, what it costs, who gives up."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import pandas as pd

from sim.experiments.answer import period
from sim.experiments.estimate import Estimate
from sim.experiments.notes import notes
from sim.experiments.results import weeks_measured
from sim.experiments.words import NO_VALUE, in_words, plan_in_words, scope_in_words
from sim.measures.figures import MEASURES
from sim.reports.charts import P90, groups_shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeGuard

    from sim.experiments.compare import Comparison, Difference
    from sim.experiments.results import Results

WAIT_SAYS: Final = (
    "Wait: the time within which nine in ten of those who are answered have their first response. "
    "“About the same”: the plans may differ, but not by more than luck could. “Too early to tell”: luck alone could "
    "still make a difference as large as the wait; more replications tell."
)
EARLY: Final = 5
"""Replications before which what is not clear is not called the same (assumption)."""
_SLIGHT: Final = 0.01
_OFF: Final = 0.15
"""A share of a difference by which the waits told beside it may miss it: "2.7 hours less (16, was 18)" does."""
_UNITS: Final = (
    (59.5 / 60, 1 / 60, "second"), (59.5, 1.0, "minute"), (47.5 * 60, 60.0, "hour"), (math.inf, 1440.0, "day"),
)  # fmt: skip
"""Minutes below which a unit is used, its length in minutes, its name: people say hours from one hour on."""


def in_plain_words(comparison: Comparison) -> dict[str, str]:
    """Return, for each plan beside the baseline, what it changes: "paying customers wait 4 hours less; ..."."""
    return {plan: _change(comparison, plan) for plan in comparison.others}


def alone_in_plain_words(results: Results) -> str:
    """Return the answer where one plan ran."""
    plan = results.plans[0]
    p90, lost = results.estimate(plan, P90), results.estimate(plan, "abandonment").value
    if not math.isfinite(p90.value):
        return f"{plan_in_words(plan, results.scenario)}: nobody is answered."
    gave_up = f"; {_share(lost)} give up" if lost > 0 else ""
    return (
        f"{plan_in_words(plan, results.scenario)}: nine in ten customers who are answered have a first response within "
        f"{span(p90.value)}{gave_up}."
    )


def span(minutes: float, digits: int = 2) -> str:
    """Return a span of time to so many digits, such as "40 minutes", "4.5 hours"; of 0 minutes or more."""
    number, _, name = _told(minutes, digits)
    return f"{number:,g} {name}{'' if number == 1 else 's'}"


def spans(first: float, second: float) -> tuple[str, str]:
    """Return two spans to two digits, or to three where two would not show how far apart they are."""
    far = first - second
    shown = _rounded(first) - _rounded(second)
    digits = 2 if abs(shown - far) <= _OFF * abs(far) else 3
    return span(first, digits), span(second, digits)


def _told(minutes: float, digits: int) -> tuple[float, float, str]:
    """Return a span as it is told: the number, the length of its unit in minutes, the unit's name."""
    _, length, name = _UNITS[1] if not minutes > 0 else next(unit for unit in _UNITS if minutes < unit[0])
    number = float(f"{minutes / length:.{digits}g}")
    return (1.0 if name != "second" and 0 < number < 1 else number), length, name  # 59.6 minutes are an hour


def _rounded(minutes: float) -> float:
    number, length, _ = _told(minutes, 2)
    return number * length


def _share(share: float) -> str:
    return "fewer than 1 in 100" if share < _SLIGHT else f"{100 * share:.2g} in 100"


def _change(comparison: Comparison, plan: str) -> str:
    clauses = [_wait(comparison, plan, scope) for scope in groups_shown(comparison.results)]
    return "; ".join([*clauses, _cost(comparison, plan), *_lost(comparison, plan)]) + "."


def _who(comparison: Comparison, scope: str) -> str:
    return "customers" if scope == "all" else scope_in_words(scope, comparison.results.scenario)


def _wait(comparison: Comparison, plan: str, scope: str) -> str:
    found, who = comparison.difference(plan, P90, scope), _who(comparison, scope)
    now = comparison.results.estimate(plan, P90, scope)
    if not math.isfinite(now.value):
        return f"{who} get no answer"
    if found is None or not math.isfinite(found.value):
        return f"{who} are answered within {span(now.value)}, and are not in {comparison.baseline}"
    was = comparison.results.estimate(comparison.baseline, P90, scope).value
    both = f"({span(now.value)}, was {span(was)})"
    if _is_early(comparison, found, max(now.value, was)):
        return f"it is too early to tell whether {who} wait longer or less {both}"
    if found.value == 0 or found.is_tiny or found.verdict != "clear":
        return f"{who} wait about the same {both}"
    now_told, was_told = spans(now.value, was)
    more = "longer" if found.value > 0 else "less"
    return f"{who} wait {span(abs(found.value))} {more} ({now_told}, was {was_told})"


def _is_early(comparison: Comparison, found: Difference, wait: float) -> bool:
    """Return whether the interval of a difference is not worth the name: of too few, or wider than the wait itself."""
    if found.verdict in {"clear", "no difference"} or found.is_tiny:
        return False
    return comparison.results.replications < EARLY or not 2 * found.half <= wait


def _cost(comparison: Comparison, plan: str) -> str:
    found, weeks = comparison.difference(plan, "people_cost"), weeks_measured(comparison.results)
    if found is None or not math.isfinite(found.value) or not found.value or found.is_tiny:
        return "it costs the same"
    if found.verdict == "not clear":
        return "it costs about the same"
    amount = f"{abs(found.value) / weeks:,.0f} {comparison.results.scenario.currency}"
    return f"it costs {amount} {'more' if found.value > 0 else 'less'} a week"


def _lost(comparison: Comparison, plan: str) -> Iterator[str]:
    gone = comparison.difference(plan, "abandonment")
    if _is_clear(gone):
        more = "more" if gone.value > 0 else "fewer"
        much = _share(abs(gone.value)) if abs(gone.value) >= _SLIGHT else "slightly"
        yield f"{much} {more} customers give up"
    for measure, words in (("gave_up_form", "leave at the form"), ("turned_away", "are turned away")):
        found = comparison.difference(plan, measure)
        if _is_clear(found):
            amount = f"{abs(found.value):,.0f} {'more' if found.value > 0 else 'fewer'}"
            yield f"{amount} customers {words} {period(comparison)}"


def _is_clear(found: Difference | None) -> TypeGuard[Difference]:
    return found is not None and found.verdict == "clear" and not found.is_tiny


# ---- the table beside it ----


def plain_table(comparison: Comparison) -> pd.DataFrame:
    """Return a row per plan, without intervals: waits by who pays, cost, who gives up, who is turned away."""
    results = comparison.results
    columns = {
        **{f"9 in 10 {_who(comparison, scope)} within": (P90, scope, 1.0) for scope in groups_shown(results)},
        "cost a week": ("people_cost", "all", weeks_measured(results)),
        "gave up": ("abandonment", "all", 1.0),
        f"turned away {period(comparison)}": ("turned_away", "all", 1.0),
    }
    held = {
        title: wanted
        for title, wanted in columns.items()
        if any(results.estimate(plan, *wanted[:2]).value for plan in results.plans)
    }
    rows = [(plan, *(_cell(results, plan, *wanted) for wanted in held.values())) for plan in results.plans]
    return pd.DataFrame(rows, columns=["plan", *held])


def _cell(results: Results, plan: str, measure: str, scope: str, weeks: float) -> str:
    value = results.estimate(plan, measure, scope).value / weeks
    if not math.isfinite(value):
        return NO_VALUE
    unit = MEASURES[measure].unit
    if unit == "minutes":
        return span(value)
    if unit == "share":
        return f"{100 * value:.2g} %" if value >= 0.001 else "0 %"
    return in_words(Estimate(round(value), 0.0, 1), unit, results.scenario.currency)


def warnings(comparison: Comparison) -> list[str]:
    """Return the notes that are about a plan: what a reader must know before anything else."""
    results = comparison.results
    return [note for note in notes(results, comparison) if any(note.startswith(f"{plan}: ") for plan in results.plans)]
