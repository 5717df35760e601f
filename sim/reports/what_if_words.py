"""A what-if in words: what was changed, what comes of it in a sentence or two, and the figures now and then."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

from sim.durations import format_duration
from sim.experiments.results import weeks_measured
from sim.experiments.what_if import NOW, WHAT_IF
from sim.experiments.words import in_words, scope_in_words, title_of
from sim.measures.figures import MEASURES
from sim.reports.charts import P90, groups_shown
from sim.reports.cost_words import plainly
from sim.reports.plain_words import in_plain_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sim.experiments.compare import Comparison, Difference
    from sim.experiments.estimate import Estimate
    from sim.experiments.what_if import FreePriority, Sliders
    from sim.scenario.model import Scenario

PRIORITY_WORDS: Final[dict[FreePriority, str]] = {
    "as_is": "as the plan says",
    "in_turn": "in turn with everybody",
    "after_1h": "an hour behind those who pay",
    "after_4h": "4 hours behind those who pay",
    "after_1d": "a day behind those who pay",
    "last": "only when nobody waits who pays",
}
"""When customers who do not pay are served."""
_OF_CUSTOMERS: Final = (P90, "first_response_median")
_OF_ALL: Final = ("abandonment", "turned_away", "service_level", "unfinished", "occupancy", "headcount_mean")
_PER_WEEK: Final = ("paid_hours", "people_cost")
_PLAIN: Final = {
    P90: "9 in 10 {who} answered within", "first_response_median": "Half of {who} answered within",
    "abandonment": "Customers who give up", "turned_away": "Customers turned away",
    "service_level": "Answered within {within}", "unfinished": "Not finished at the end",
    "occupancy": "Time at work, of the time at the desk", "headcount_mean": "People",
    "paid_hours": "Paid hours a week", "people_cost": "Cost a week",
}  # fmt: skip
_ZERO_SAYS_NOTHING: Final = frozenset({"abandonment", "turned_away", "people_cost"})


def changes_in_words(sliders: Sliders, scenario: Scenario, plan: str) -> str:
    """Return what is changed, such as "2 people more and 10 % more conversations"; "" for nothing."""
    several = len(scenario.plans[plan].teams) > 1
    parts = [_people(n, f" in {name}" if several else "") for name, n in sliders.people.items() if n]
    if sliders.arrivals != 1:
        parts.append(f"{abs(sliders.arrivals - 1):.0%} {_more(sliders.arrivals)} conversations".replace("%", " %"))
    if sliders.handle_time != 1:
        how = "more" if sliders.handle_time > 1 else "less"
        parts.append(f"{abs(sliders.handle_time - 1):.0%} {how} work on each conversation".replace("%", " %"))
    if sliders.free_priority != "as_is":
        parts.append(f"{scope_in_words('free', scenario)} served {PRIORITY_WORDS[sliders.free_priority]}")
    return _listed(parts)


def _people(change: int, where: str) -> str:
    return f"{abs(change)} {'person' if abs(change) == 1 else 'people'} {_more(1 + change)}{where}"


def _more(factor: float) -> str:
    return "more" if factor > 1 else "fewer"


def _listed(parts: Sequence[str]) -> str:
    return ", ".join(parts[:-1]) + (" and " if len(parts) > 1 else "") + parts[-1] if parts else ""


# ---- the answer ----


def answer(comparison: Comparison, sliders: Sliders) -> tuple[str, ...]:
    """Return what comes of it, first in a sentence: who waits how much longer, what it costs, who gives up.

    *comparison*: as `sim.experiments.side_by_side.beside` returns it.
    """
    what = changes_in_words(sliders, comparison.results.scenario, WHAT_IF)
    if not what:
        return ("Nothing is changed yet: move a slider.",)
    return (f"With {what}, {in_plain_words(comparison)[WHAT_IF]}", *_left_over(comparison))


def _left_over(comparison: Comparison) -> Iterator[str]:
    """Say so where clearly more is left undone: waits are of those who were answered."""
    found = comparison.difference(WHAT_IF, "still_waiting")
    if found is not None and found.verdict == "clear" and found.value > 0:
        n = comparison.results.estimate(WHAT_IF, "still_waiting").value
        yield f"At the end {n:,.0f} customers still wait for a first answer: their waits come on top."


# ---- the figures ----


class Row(NamedTuple):
    """A figure now and then, plainly; and its measure with intervals and verdict, behind "How sure?"."""

    title: str
    now: str
    then: str
    difference: str
    """"": nothing differs."""
    measure: str
    now_sure: str
    then_sure: str
    sure: str


def rows(comparison: Comparison) -> list[Row]:
    """Return the figures that matter, first those of customers."""
    cells = [(measure, scope) for scope in groups_shown(comparison.results) for measure in _OF_CUSTOMERS]
    cells += [(measure, "all") for measure in (*_OF_ALL, *_PER_WEEK)]
    return [_row(comparison, measure, scope) for measure, scope in cells if _says(comparison, measure)]


def _says(comparison: Comparison, measure: str) -> bool:
    return measure not in _ZERO_SAYS_NOTHING or any(
        comparison.results.estimate(plan, measure).value > 0 for plan in (NOW, WHAT_IF)
    )


def _row(comparison: Comparison, measure: str, scope: str) -> Row:
    results, found = comparison.results, comparison.difference(WHAT_IF, measure, scope)
    scenario, unit, weekly = results.scenario, MEASURES[measure].unit, measure in _PER_WEEK
    weeks, ends = (weeks_measured(results), ", a week") if weekly else (1.0, "")
    now, then = (_per(results.estimate(plan, measure, scope), weeks) for plan in (NOW, WHAT_IF))
    change = _per(found.estimate, weeks) if found is not None and math.isfinite(found.value) else None
    differs = change is not None and found is not None and found.verdict != "no difference"
    who = f", {scope_in_words(scope, scenario)}" if scope != "all" else ""
    return Row(
        title=_PLAIN[measure].format(
            who=_who(comparison, scope), within=format_duration(scenario.service_level.within)
        ),
        now=plainly(now.value, unit, scenario.currency),
        then=plainly(then.value, unit, scenario.currency),
        difference=_difference(found, change, unit, scenario.currency) if differs else "",
        measure=f"{title_of(measure, scenario)}{who}{ends}",
        now_sure=in_words(now, unit, scenario.currency),
        then_sure=in_words(then, unit, scenario.currency),
        sure=f"{_signed(in_words(change, unit, scenario.currency, difference=True))} ({found.verdict})"
        if change is not None and found is not None and differs
        else (found.words if found is not None else "no difference at all"),
    )


def _who(comparison: Comparison, scope: str) -> str:
    return "customers" if scope == "all" else scope_in_words(scope, comparison.results.scenario)


def _difference(found: Difference | None, change: Estimate | None, unit: str, currency: str) -> str:
    """Return the difference plainly; no number where it may be luck."""
    if found is None or change is None:
        return ""
    if found.verdict != "clear" or found.is_tiny:
        return "about the same"
    amount = plainly(abs(change.value), unit, currency, difference=True)
    return f"{'+' if change.value > 0 else '-'}{amount}"


def _per(of: Estimate, weeks: float) -> Estimate:
    return of._replace(value=of.value / weeks, half=of.half / weeks)


def _signed(amount: str) -> str:
    return amount if amount.startswith("-") else f"+{amount}"
