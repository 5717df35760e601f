"""Who pays, in words: the cheapest plans, what more money buys, and plans that cost more and help nobody."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from sim.experiments.compare import is_certain, verdict
from sim.experiments.estimate import paired
from sim.experiments.results import Cell, weeks_measured
from sim.experiments.words import NO_VALUE, is_tiny, scope_in_words
from sim.measures.figures import MEASURES
from sim.reports.charts import P90, groups_shown
from sim.reports.plain_words import EARLY, span, spans
from sim.scenario.feedback import TWIN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sim.experiments.results import Results

COST: Final = "people_cost"
_SAME: Final = 1e-3
"""A share of the cost by which plans may differ and still be said to cost the same (assumption)."""
NOBODY_PAID: Final = "Nobody has a rate of pay in this scenario, so plans are told apart by their paid hours alone."


def first_words(results: Results) -> list[str]:
    """Return the cheapest plans, each dearer one with what it buys, and which a cheaper one beats for everybody."""
    money = {plan: results.estimate(plan, COST).value / weeks_measured(results) for plan in results.plans}
    known = {plan: cost for plan, cost in money.items() if math.isfinite(cost)}
    if not any(known.values()):
        return [NOBODY_PAID]
    order = sorted(known, key=known.__getitem__)
    cheapest = [plan for plan in order if known[plan] <= known[order[0]] * (1 + _SAME)]
    return [
        _cheapest(results, cheapest, known[order[0]]),
        *_among(results, cheapest),
        *(_dearer(results, order[0], plan, known) for plan in order[len(cheapest) :]),
        *_beaten(results, order),
    ]


def plainly(value: float, unit: str, currency: str = "", *, difference: bool = False) -> str:
    """Return a figure for reading: two or three digits, its unit, no interval."""
    if not math.isfinite(value):
        return NO_VALUE
    if unit == "minutes":
        return span(value)
    if unit == "share":
        return f"{float(f'{100 * value:.2g}'):g} {'points' if difference else '%'}"
    number = f"{value:,.0f}" if abs(value) >= 100 or value == round(value) else f"{value:.2g}"
    return f"{number} {currency if unit == 'money' else ''}".rstrip()


def _money(amount: float, currency: str) -> str:
    return f"{amount:,.0f} {currency} a week"


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:-1]) + (" and " if len(names) > 1 else "") + names[-1]


def _cheapest(results: Results, plans: Sequence[str], cost: float) -> str:
    people = results.estimate(plans[0], "headcount_mean").value
    amount = _money(cost, results.scenario.currency)
    if len(results.plans) == 1:
        return f"{plans[0]}: {amount} for {people:.3g} people."
    if len(plans) == 1:
        return f"The cheapest is {plans[0]}: {amount} for {people:.3g} people."
    return f"{_listed(plans)} cost the same, and the least: {amount}."


def _among(results: Results, plans: Sequence[str]) -> Iterator[str]:
    """Say who waits least among plans that cost the same."""
    if len(plans) < 2:
        return
    for scope in groups_shown(results):
        waits = {plan: results.estimate(plan, P90, scope).value for plan in plans}
        best = min(plans, key=lambda plan: (math.isnan(waits[plan]), waits[plan]))
        worst = max(plans, key=lambda plan: (not math.isnan(waits[plan]), waits[plan]))
        if best != worst and _change(results, worst, best, P90, scope) < 0:
            least, most = spans(waits[best], waits[worst])
            yield f"For the same money {_who(results, scope)} wait between {least} ({best}) and {most} ({worst})."


def _who(results: Results, scope: str) -> str:
    return "customers" if scope == "all" else scope_in_words(scope, results.scenario)


def _dearer(results: Results, base: str, plan: str, money: dict[str, float]) -> str:
    more = _money(money[plan] - money[base], results.scenario.currency)
    bought = [_bought(results, base, plan, scope) for scope in groups_shown(results)]
    return f"{plan}: {more} more than {base}; with it {_listed(bought)}."


def _bought(results: Results, base: str, plan: str, scope: str) -> str:
    change, who = _change(results, base, plan, P90, scope), _who(results, scope)
    if math.isnan(change):
        return f"{who} have no wait to compare"
    if not change and _is_early(results, base, plan, scope):
        return f"{who} wait longer or less, which is too early to tell"
    if not change:
        return f"{who} wait about the same"
    return f"{who} wait {span(abs(change))} {'longer' if change > 0 else 'less'}"


def _is_early(results: Results, base: str, plan: str, scope: str) -> bool:
    """Return whether too little was played to call two waits the same, as `plain_words` has it."""
    cells = (Cell(plan, P90, scope), Cell(base, P90, scope))
    after, before = (results.samples[cell] for cell in cells)
    found = paired(MEASURES[P90].kind, after, before).difference
    longest = max(results.estimate(*cell).value for cell in cells)
    return found.value != 0 and (results.replications < EARLY or not 2 * found.half <= longest)


def _beaten(results: Results, order: Sequence[str]) -> Iterator[str]:
    """Name each plan that costs more than another with which nobody waits longer and somebody waits less."""
    for number, plan in enumerate(order):
        for cheaper in order[:number]:
            saved = _change(results, cheaper, plan, COST, "all")
            changes = [_change(results, cheaper, plan, P90, scope) for scope in groups_shown(results)]
            if saved > 0 and all(change >= 0 for change in changes) and any(change > 0 for change in changes):
                yield (
                    f"{plan}: it costs more than {cheaper} and makes nobody wait less; what it is good for must lie "
                    "elsewhere."
                )
                break


def _change(results: Results, base: str, plan: str, measure: str, scope: str) -> float:
    """Return by how much *plan* differs from *base*: 0 unless clear and worth a word, NaN where one lacks it."""
    before, after = (Cell(each, measure, scope) for each in (base, plan))
    if before not in results.samples or after not in results.samples:
        return math.nan
    kind, unit = MEASURES[measure].kind, MEASURES[measure].unit
    found = paired(kind, results.samples[after], results.samples[before], MEASURES[measure].counted).difference
    certain = all(is_certain(results.scenario, cell) for cell in (before, after))
    if math.isnan(found.value):
        return math.nan
    is_told = verdict(found, is_certain=certain) == "clear" and not is_tiny(
        found, unit, results.estimate(base, measure, scope).value
    )
    return found.value if is_told else 0.0


# ---- with and without feedback ----


def feedback_words(results: Results) -> list[str]:
    """Return a sentence per plan that has a twin (`sim.scenario.feedback.with_twins`): what workload does to it by way
    of people.
    """
    return [_with_feedback(results, plan) for plan in results.plans if plan + TWIN in results.plans]


def _with_feedback(results: Results, plan: str) -> str:
    wait = _change(results, plan + TWIN, plan, P90, "all")
    said = (
        [f"customers wait {span(abs(wait))} {'longer' if wait > 0 else 'less'}"]
        if wait and not math.isnan(wait)
        else []
    )
    for measure, what in (("quits", "people leave"), ("sick_days", "sick days")):
        change = _change(results, plan + TWIN, plan, measure, "all")
        if change and not math.isnan(change):
            said.append(f"{plainly(abs(change), '')} {'more' if change > 0 else 'fewer'} {what}")
    if not said:
        return f"{plan}: that workload acts on people makes no clear difference to waits, leaving and illness."
    return f"{plan}: because workload acts on people, {_listed(said)}."
