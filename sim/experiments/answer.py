"""The answer of a comparison in a sentence per plan: waits of those who pay, cost, waits of the others, who is lost.

And what a good figure hides: a segment that fares much worse, wrong answers, satisfaction, people who tire and leave.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from sim.experiments.compare import size
from sim.experiments.estimate import Estimate
from sim.experiments.results import key_measures, team_measures, weeks_measured
from sim.experiments.words import in_words, plan_in_words, scope_in_words
from sim.scenario import PAID_STAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeGuard

    from sim.experiments.compare import Comparison, Difference

P90: Final = "first_response_p90"
P90_AT_LEAST: Final = "first_response_p90_at_least"
MUCH_LONGER: Final = 2.0
"""Times the 90th percentile of the baseline from which it is said that a segment waits longer (assumption)."""
HIDDEN_WAIT: Final = 1.5
"""And times that of the group it is in, whose figures hide it then (assumption)."""
WORTH_SAYING: Final = 0.005
"""A share more or fewer of wrong answers, or of those who say Good, from which it is said (assumption)."""
MANY_LOST: Final = 0.05
"""More customers of a segment who give up, from which it is said (assumption)."""
HIDDEN_LOSS: Final = 3.0
"""And times those of the group it is in (assumption)."""


def headline(comparison: Comparison) -> dict[str, str]:
    """Return, for each plan beside the baseline, the answer in one sentence that stands alone."""
    return {plan: f"Against {comparison.baseline}, {claim}" for plan, claim in claims(comparison).items()}


def lead(comparison: Comparison) -> str:
    """Return the words before the claims: with what the plans are compared."""
    return f"Against {plan_in_words(comparison.baseline, comparison.results.scenario)}:"


def claims(comparison: Comparison) -> dict[str, str]:
    """Return, for each plan beside the baseline, what it does: "staggered (the same people) answers ..."."""
    return {plan: _claim(comparison, plan) for plan in comparison.others}


def _claim(comparison: Comparison, plan: str) -> str:
    scopes = [scope for scope in ("paid", "free") if comparison.difference(plan, "answered", scope)]
    clauses = [_speed(comparison, plan, "paid" if "paid" in scopes else "all"), _cost(comparison, plan)]
    if len(scopes) == 2:
        clauses.append(_others_wait(comparison, plan))
    clauses += [*_lost(comparison, plan), *_hidden(comparison, plan), *_quality(comparison, plan)]
    clauses += _people(comparison, plan)
    return f"{plan_in_words(plan, comparison.results.scenario)} {_listed(clauses)}."


def _listed(clauses: list[str]) -> str:
    return ", ".join(clauses[:-1]) + (", and " if len(clauses) > 2 else " and ") + clauses[-1]


def _who(comparison: Comparison, scope: str) -> str:
    return "customers" if scope == "all" else scope_in_words(scope, comparison.results.scenario)


# ---- waits ----


def _levels(comparison: Comparison, plan: str, scope: str) -> str:
    """Return the 90th percentile itself: "p90 7.8 h, was 15.0 h"."""
    now, was = (
        in_words(comparison.results.estimate(each, P90, scope)._replace(half=0.0), "minutes")
        for each in (plan, comparison.baseline)
    )
    return f"p90 {now}, was {was}"


def _speed(comparison: Comparison, plan: str, scope: str) -> str:
    found, who = comparison.difference(plan, P90, scope), _who(comparison, scope)
    if found is None or math.isnan(found.value):
        answered = comparison.results.estimate(plan, P90, scope).n
        return f"answers {who}, whom {comparison.baseline} does not" if answered else f"answers no {who}"
    if found.verdict == "no difference":
        how_often = _how_often(comparison, found)
        return f"answers {who} as fast (p90, {how_often})" if how_often else f"answers {who} exactly as fast (p90)"
    if found.is_tiny:
        return f"answers {who} practically as fast (p90)"
    amount = size(P90, found.estimate, "")
    if found.verdict == "not clear":
        return f"makes no clear difference to how fast {who} are answered ({amount}; p90)"
    return f"answers {who} {amount} ({_levels(comparison, plan, scope)})"


def _how_often(comparison: Comparison, found: Difference) -> str:
    """Return in how many replications two plans gave the same, where that is no proof; "" where it is."""
    n = comparison.results.replications
    return "" if found.is_certain else f"the same in {'both' if n == 2 else f'all {n}'} replications"


def _others_wait(comparison: Comparison, plan: str) -> str:
    found, who = comparison.difference(plan, P90, "free"), _who(comparison, "free")
    if found is None or math.isnan(found.value):
        answered = comparison.results.estimate(plan, P90, "free").n
        return f"{who} are answered" if answered else f"{who} get no answer"
    if found.verdict == "no difference":
        how_often = _how_often(comparison, found)
        return f"{who} wait as long (p90, {how_often})" if how_often else f"{who} wait exactly as long"
    if found.is_tiny:
        return f"{who} wait practically as long"
    wait = size(P90, found.estimate, "").replace("faster", "less").replace("slower", "longer")
    if found.verdict == "not clear":
        return f"it is not clear whether {who} wait longer or less ({wait}; p90)"
    return f"{who} wait {wait} ({_levels(comparison, plan, 'free')})"


# ---- money ----


def _cost(comparison: Comparison, plan: str) -> str:
    found, weeks = comparison.difference(plan, "people_cost"), weeks_measured(comparison.results)
    if found is None or not found.value or math.isnan(found.value):
        return "costs the same"
    if found.is_tiny:
        return "costs practically the same"
    half = found.half / weeks if math.isfinite(found.half) else 0.0
    amount = in_words(Estimate(abs(found.value) / weeks, half, 0), "money", comparison.results.scenario.currency)
    if found.verdict == "not clear":
        return f"makes no clear difference to the cost ({amount} {'more' if found.value > 0 else 'less'} a week)"
    return f"costs {amount} {'more' if found.value > 0 else 'less'} a week"


# ---- customers who are lost ----


def _lost(comparison: Comparison, plan: str) -> Iterator[str]:
    """Yield who gives up, who leaves at the form and who is turned away, where that differs clearly."""
    measures = ("abandonment", "gave_up_form", "turned_away")
    gone, left, refused = (comparison.difference(plan, measure) for measure in measures)
    if _is_clear(gone):
        yield f"{_amount(gone, 'share')} customers give up"
    if _is_clear(left):
        yield f"{_amount(left, 'conversations')} customers leave at the form {period(comparison)}"
    if _is_clear(refused):
        scope = _refused_scope(comparison, plan)
        yield f"{_amount(refused, 'conversations')} {_who(comparison, scope)} are turned away {period(comparison)}"


# ---- what the figures of a whole group hide ----


def _hidden(comparison: Comparison, plan: str) -> Iterator[str]:
    """Yield what becomes of the segment that fares worst, where the figures of its group do not show it."""
    waits, losses = _worst(comparison, plan, _longer), _worst(comparison, plan, _more_lost)
    if waits:
        now, was = (
            in_words(comparison.results.estimate(each, P90_AT_LEAST, waits)._replace(half=0.0), "minutes")
            for each in (plan, comparison.baseline)
        )
        yield f"{_who(comparison, waits)} waits much longer (p90 at least {now}, was {was})"
    if losses and (found := comparison.difference(plan, "abandonment", losses)):
        yield f"{_amount(found, 'share')} of {_who(comparison, losses)} give up"


def _worst(comparison: Comparison, plan: str, how: Callable[[Comparison, str, str], float]) -> str:
    """Return the scope of the segment with the greatest harm; "" where none has any."""
    scopes = [f"segment:{name}" for name in comparison.results.scenario.world.segments]
    if len(scopes) < 2:
        return ""
    harm = {scope: how(comparison, plan, scope) for scope in scopes}
    worst = max(harm, key=lambda scope: harm[scope])
    return worst if harm[worst] > 0 else ""


def _longer(comparison: Comparison, plan: str, scope: str) -> float:
    """Return by how many minutes a segment waits longer, if that is much, and more than its group's figures show."""
    found = comparison.difference(plan, P90_AT_LEAST, scope)
    times, of_group = (_times(comparison, plan, each) for each in (scope, _group(comparison, scope)))
    is_much = _is_clear(found) and times >= MUCH_LONGER and not times < HIDDEN_WAIT * of_group
    return found.value if found and is_much else 0.0


def _times(comparison: Comparison, plan: str, scope: str) -> float:
    """Return how many times as long as in the baseline the 90th percentile is."""
    now, was = (comparison.results.estimate(each, P90_AT_LEAST, scope).value for each in (plan, comparison.baseline))
    return now / was if was > 0 else math.inf if now > 0 else 1.0


def _more_lost(comparison: Comparison, plan: str, scope: str) -> float:
    """Return by which share more customers of a segment give up, if that is much more than its group's figures show."""
    found = comparison.difference(plan, "abandonment", scope)
    of_group = comparison.difference(plan, "abandonment", _group(comparison, scope))
    if not _is_clear(found) or found.value < MANY_LOST:
        return 0.0
    return found.value if of_group is None or not found.value < HIDDEN_LOSS * of_group.value else 0.0


def _group(comparison: Comparison, scope: str) -> str:
    """Return the group whose figures the answer tells, of a segment."""
    stage = comparison.results.scenario.world.segments[scope.partition(":")[2]].stage
    group = "paid" if stage in PAID_STAGES else "free"
    return group if comparison.difference(comparison.others[0], P90, group) else "all"


# ---- answers, and who gives them ----


def _quality(comparison: Comparison, plan: str) -> Iterator[str]:
    """Yield what is deflected, wrong answers, what follows from them, and what customers say."""
    if "csat_good" not in key_measures(comparison.results):
        return
    measures = ("deflected", "wrong_answers", "next_contacts", "csat_good")
    taken, wrong, again, good = (comparison.difference(plan, measure) for measure in measures)
    if _is_clear(taken):
        falsely = _falsely(comparison, plan)
        yield f"{_amount(taken, 'conversations')} contacts are deflected {period(comparison)}{falsely}"
    if _is_clear(wrong) and abs(wrong.value) >= WORTH_SAYING:
        yield f"{_amount(wrong, 'share')} of the answers are wrong"
    if _is_clear(again):
        yield f"{_amount(again, 'conversations')} contacts follow from earlier ones {period(comparison)}"
    if _is_clear(good) and abs(good.value) >= WORTH_SAYING:
        yield f"{_amount(good, 'share')} of those asked say Good"


def _falsely(comparison: Comparison, plan: str) -> str:
    """Return which share of what a plan deflects has a wrong answer, in brackets; "" where none has."""
    share = comparison.results.estimate(plan, "false_resolutions")._replace(half=0.0)
    return f" ({in_words(share, 'share')} of all that are with a wrong answer)" if share.value > 0 else ""


def _people(comparison: Comparison, plan: str) -> Iterator[str]:
    """Yield how people fare, where they tire or leave."""
    if "turnover" not in team_measures(comparison.results):
        return
    for measure, words in (("turnover", "of the people leave in a year"), ("exhaustion_mean", "")):
        found = comparison.difference(plan, measure)
        if not _is_clear(found):
            continue
        now, was = (
            in_words(comparison.results.estimate(each, measure)._replace(half=0.0), "share")
            for each in (plan, comparison.baseline)
        )
        yield f"{_amount(found, 'share')} {words}" if words else f"exhaustion is {now} (was {was})"


def _is_clear(found: Difference | None) -> TypeGuard[Difference]:
    return found is not None and found.verdict == "clear" and not found.is_tiny


def _amount(found: Difference, unit: str) -> str:
    amount = in_words(found.estimate._replace(value=abs(found.value)), unit, difference=True)
    return f"{amount} {'more' if found.value > 0 else 'fewer'}"


def _refused_scope(comparison: Comparison, plan: str) -> str:
    """Return whom the customers turned away are among: one group, if nobody of the other makes a difference."""
    found = {scope: comparison.difference(plan, "turned_away", scope) for scope in ("paid", "free")}
    touched = [scope for scope, change in found.items() if change and change.verdict != "no difference"]
    return touched[0] if len(touched) == 1 else "all"


def period(comparison: Comparison) -> str:
    """Return over which time a number is counted, such as "in 4 weeks"."""
    weeks = weeks_measured(comparison.results)
    if weeks == round(weeks):
        return f"in {weeks:.0f} weeks" if weeks > 1 else "in the week"
    days = 7 * weeks
    return f"in {days:.0f} days" if days > 1 else "in the day"
