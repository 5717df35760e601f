"""What a reader must know beside the figures: what the intervals cover, and what is odd about a run."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

from sim.durations import HOUR, WEEK
from sim.experiments.results import customer_groups, key_measures, weeks_measured
from sim.experiments.words import in_words, scope_in_words, scope_title
from sim.scenario.feedback import TWIN, has_feedback

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.experiments.compare import Comparison
    from sim.experiments.results import Results

ENOUGH: Final = 50
"""Replications from which t intervals of skewed figures hold the truth 9 times in 10 (30: 88 %, 10: 84 %)."""
GROWING: Final = 1.2
"""Mean backlog of the last week over that of up to three weeks before, from which it counts as growing (assumption)."""
FULLY_BUSY: Final = 0.95
"""Occupancy from which it counts as growing in a run too short for weeks to be compared (assumption)."""
GROWS_FROM_NOTHING: Final = 1.3
"""In such a run, backlog at the end over its mean: a straight line from zero has 2 (assumption)."""
HIDDEN: Final = 1.05
"""90th percentile with those who still wait over that of those answered, from which it is said (assumption)."""
NAMED_TOO: Final = 1.01
"""The same, from which a plan is named once another one has brought the note up (assumption)."""
FULL: Final = 0.99
"""Share of its 168 hours that a week must have to count as full: one in which clocks change has 167."""
NOT_ASKED: Final = 0.01
"""Share of the contacts that no survey reaches, from which it is said (assumption)."""
OVERTIME: Final = 0.05
"""Overtime of paid hours from which it is said how much of it the cost leaves out (assumption)."""


class Ways(NamedTuple):
    """What a reader can do where the notes stand, in sentences."""

    more: str
    """To play more often."""
    without_feedback: str
    """To see each plan without what workload does to people."""
    many: str
    """What to make of many differences; {n_judged} and {n_clear} of them."""


COMMAND_LINE: Final = Ways(
    f"Use --replications {ENOUGH} or more to decide.",
    "`compare --feedback-off` shows each plan without that beside it",
    "{n_judged} differences were judged and {n_clear} are clear. At 95 % about one in twenty looks clear by chance "
    "where nothing differs: trust the ones you asked for beforehand.",
)
PAGE: Final = Ways(
    f"“Play more often” with {ENOUGH} or more before you decide.",
    "The page “Who pays” plays each plan without that beside it",
    "About one difference in twenty looks clear by chance where nothing differs: trust the ones that you asked about "
    "beforehand.",
)


def notes(results: Results, comparison: Comparison | None = None, ways: Ways = COMMAND_LINE) -> tuple[str, ...]:
    """Return the notes on a run or comparison, the general ones first. ways: of doing what they advise."""
    return (
        *_on_intervals(results, ways),
        *(_on_many(comparison, ways) if comparison else ()),
        *(note for plan in results.plans for note in _on_plan(results, plan)),
        *_on_waiting(results),
        *_on_satisfaction(results),
        *_on_feedback(results, ways),
        *_on_audit(results),
    )


def _on_intervals(results: Results, ways: Ways) -> Iterator[str]:
    if results.replications == 1:
        yield "One replication: the figures have no intervals, and chance can't be told from a difference."
        return
    yield (
        "± is half a 95 % interval. It covers chance in the simulation, not doubt about the inputs: if the assumptions "
        "are off, so are the figures."
    )
    if results.replications < ENOUGH:
        yield (
            f"{results.replications} replications: intervals of skewed figures such as a 90th percentile hold the "
            f"truth less often than 95 % (in a hard case 84 % at 10, 88 % at 30, 90 % at 50). {ways.more}"
        )


def _on_feedback(results: Results, ways: Ways) -> Iterator[str]:
    if has_feedback(results.scenario) and not any(plan.endswith(TWIN) for plan in results.plans):
        yield (
            "Workload acts on people here, by numbers that are guesses (grade D). "
            f"{ways.without_feedback}: trust no answer that hangs on it."
        )


def _on_many(comparison: Comparison, ways: Ways) -> Iterator[str]:
    told = [found.verdict for found in comparison.differences.values()]
    n_clear, n_judged = told.count("clear"), told.count("clear") + told.count("not clear")
    if n_judged > 1:
        yield ways.many.format(n_judged=n_judged, n_clear=n_clear)


def _on_plan(results: Results, plan: str) -> Iterator[str]:
    if results.estimate(plan, "arrived").value == 0 and results.estimate(plan, "open_at_start").value == 0:
        yield f"{plan}: no customer writes in this period; there is nothing to measure."
        return
    if results.estimate(plan, "answered").value == 0:
        yield f"{plan}: nobody is answered; check shifts, skills, languages and routing."
        return
    yield from _unstable(results, plan)
    yield from _on_overtime(results, plan)
    yield from _sometimes_undefined(results, plan)


def _scopes(results: Results, plan: str) -> list[str]:
    return [cell.scope for cell in results.samples if cell.plan == plan and cell.measure == "backlog_end"]


def _unstable(results: Results, plan: str) -> Iterator[str]:
    found = _growth(results, plan)
    if not found:
        return
    end, days = results.estimate(plan, "backlog_end"), results.estimate(plan, "answered").value / _days(results)
    yield (
        f"{plan}: the backlog grows: {in_words(end, 'conversations')} wait at the end, as many as are answered in "
        f"{_number(end.value / days)} days, {found}. More comes in than is answered; waits would be longer in a longer "
        "period."
    )


def _number(number: float) -> str:
    return f"{number:,.0f}" if number >= 10 else f"{number:.1f}"


def _growth(results: Results, plan: str) -> str:
    """Return in words why the backlog of a plan counts as growing; "" if it does not.

    More than a day's arrivals and a day's answers wait at the end and on average in the last week, and the last weeks
    show a rise; where less waits, a week of holidays or the weekend at the end would look like growth. Occupancy says
    nothing about it: of a team that has more to do every week it is an average over calm weeks.
    """
    end, answered = results.estimate(plan, "backlog_end").value, results.estimate(plan, "answered").value
    a_day = max(answered / _days(results), arrivals_a_day_at_the_end(results, plan))
    if end < a_day:
        return ""
    weeks = _full_weeks(results, plan, "backlog_mean")
    if len(weeks) > 1:
        before = weeks[-4:-1]
        if weeks[-1] <= before[-1] or weeks[-1] < GROWING * sum(before) / len(before) or weeks[-1] < a_day:
            return ""
        return f"and {weeks[-1]:,.0f} on average in the last full week after {before[-1]:,.0f} in the week before"
    of_teams = [results.estimate(*cell).value for cell in results.samples if cell[:2] == (plan, "occupancy")]
    mean = results.estimate(plan, "backlog_mean")
    if end < GROWS_FROM_NOTHING * mean.value or max(of_teams, default=0) < FULLY_BUSY:
        return ""
    return f"and {in_words(mean, 'conversations')} on average"


def _days(results: Results) -> float:
    return 7 * weeks_measured(results)


def _full_weeks(results: Results, plan: str, measure: str) -> list[float]:
    """Return a breakdown of everybody by the weeks that lie whole in the measured period, in their order."""
    rows = results.slots("week", measure, plan)
    longest = WEEK / HOUR * results.replications / (WEEK / HOUR if measure == "arrived" else 1)
    return rows["value"][rows["bottom"] > FULL * longest].tolist()


def arrivals_a_day_at_the_end(results: Results, plan: str) -> float:
    """Return how many customers write on a day of the last full week; of the whole period, if no week is full."""
    weeks = _full_weeks(results, plan, "arrived")
    return weeks[-1] / 7 if weeks else results.estimate(plan, "arrived").value / _days(results)


def _on_overtime(results: Results, plan: str) -> Iterator[str]:
    hours, paid = results.estimate(plan, "overtime_hours"), results.estimate(plan, "paid_hours").value
    if paid > 0 and hours.value > OVERTIME * paid:
        much = f"{in_words(hours, 'hours')} of overtime, {100 * hours.value / paid:.0f} % of the paid hours"
        yield f"{plan}: {much}; of it only the time that people stay on after a shift is in the cost."


def _on_waiting(results: Results) -> Iterator[str]:
    """Say where those who still wait at the end would lift the 90th percentile: one note per group of customers."""
    grow = {plan for plan in results.plans if _growth(results, plan)}
    for scope in customer_groups(results):
        lifts = {plan: _lift(results, plan, scope) for plan in results.plans}
        if not any(lift > HIDDEN or (plan in grow and lift > 1) for plan, lift in lifts.items()):
            continue
        named = [plan for plan, lift in lifts.items() if lift > NAMED_TOO or (plan in grow and lift > 1)]
        yield (
            f"{scope_title(scope, results.scenario)}: percentiles are of those answered. With those who still wait at "
            f"the end, the 90th is at least {', '.join(_at_least(results, plan, scope) for plan in named)}."
        )


def _on_satisfaction(results: Results) -> Iterator[str]:
    """Say whom the surveys leave out, where that is more than a few."""
    lost = {plan: _share_lost(results, plan) for plan in results.plans}
    if "csat_good" in key_measures(results) and any(share > NOT_ASKED for share in lost.values()):
        each = ", ".join(f"{100 * share:.1f} % ({plan})" for plan, share in lost.items())
        yield (
            "Satisfaction is of those whose conversation ended with an answer. Not asked, and likely less content: who "
            f"gave up, left at the form or was turned away, of all who wrote {each}."
        )


def _share_lost(results: Results, plan: str) -> float:
    """Return the share of the contacts whose customer gave up before an answer, left at the form or was turned away."""
    names = ("arrived", "open_at_start", "abandonment", "turned_away", "gave_up_form")
    arrived, was_open, gave_up, refused, left = (results.estimate(plan, name).value for name in names)
    came = arrived + was_open
    return (gave_up * came + refused + left) / (came + left) if came + left > 0 else 0.0


def _lift(results: Results, plan: str, scope: str) -> float:
    """Return the 90th percentile with those who still wait over that of those answered; 0 where there is none."""
    least = results.estimate(plan, "first_response_p90_at_least", scope).value
    answered = results.estimate(plan, "first_response_p90", scope).value
    if not least > 0:
        return 0.0
    return least / answered if answered > 0 else math.inf


def _at_least(results: Results, plan: str, scope: str) -> str:
    least = results.estimate(plan, "first_response_p90_at_least", scope)
    return f"{in_words(least._replace(half=0.0), 'minutes')} ({plan})"


def _sometimes_undefined(results: Results, plan: str) -> Iterator[str]:
    n_without: dict[int, list[str]] = {}
    for scope in _scopes(results, plan):
        n = results.estimate(plan, "first_response_p90", scope).n_undefined
        n_without.setdefault(n, []).append(scope_in_words(scope, results.scenario))
    for n, names in n_without.items():
        who = ", ".join(names)
        if n == results.replications:
            yield f"{plan}: nobody is answered of {who}."
        elif n:
            yield (
                f"{plan}: nobody was answered of {who} in {n} of {results.replications} replications; the means of "
                "percentiles leave those out."
            )


def _on_audit(results: Results) -> Iterator[str]:
    if results.violations:
        yield f"The auditor found {len(results.violations)} violations of the rules: this run must not be trusted."
