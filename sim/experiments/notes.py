"""What a reader must know beside the figures: what the intervals cover, and what is odd about a run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.experiments.words import in_words, scope_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.experiments.compare import Comparison
    from sim.experiments.results import Results

ENOUGH: Final = 50
"""Replications from which t intervals of skewed figures cover about what they claim (30 give 91 %, 10 give 86 %)."""
FULLY_BUSY: Final = 0.95
"""Occupancy from which a growing backlog counts as more work than the team can do (assumption)."""
GROWING: Final = 1.3
"""Backlog at the end over its mean from which it counts as growing: a straight line from zero has 2 (assumption)."""
HIDDEN: Final = 1.05
"""90th percentile with those who still wait over that of those answered, from which it is said (assumption)."""


def notes(results: Results, comparison: Comparison | None = None) -> tuple[str, ...]:
    """Return the notes on a run or comparison, the general ones first."""
    return (
        *_on_intervals(results),
        *(_on_many(comparison) if comparison else ()),
        *(note for plan in results.plans for note in _on_plan(results, plan)),
        *_on_waiting(results),
        *_on_audit(results),
    )


def _on_intervals(results: Results) -> Iterator[str]:
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
            f"truth less often than 95 % (about 91 % at 30, 86 % at 10). Use --replications {ENOUGH} or more to decide."
        )


def _on_many(comparison: Comparison) -> Iterator[str]:
    told = [found.verdict for found in comparison.differences.values()]
    n_clear, n_judged = told.count("clear"), told.count("clear") + told.count("not clear")
    if n_judged > 1:
        yield (
            f"{n_judged} differences were judged and {n_clear} are clear. At 95 % about one in twenty looks clear by "
            f"chance where nothing differs: trust the ones you asked for beforehand."
        )


def _on_plan(results: Results, plan: str) -> Iterator[str]:
    if results.estimate(plan, "arrived").value == 0 and results.estimate(plan, "open_at_start").value == 0:
        yield f"{plan}: no customer writes in this period; there is nothing to measure."
        return
    if results.estimate(plan, "answered").value == 0:
        yield f"{plan}: nobody is answered; check shifts, skills, languages and routing."
        return
    yield from _unstable(results, plan)
    yield from _sometimes_undefined(results, plan)


def _scopes(results: Results, plan: str) -> list[str]:
    return [cell.scope for cell in results.samples if cell.plan == plan and cell.measure == "backlog_end"]


def _unstable(results: Results, plan: str) -> Iterator[str]:
    of_teams = [results.estimate(*cell).value for cell in results.samples if cell[:2] == (plan, "occupancy")]
    busiest = max((value for value in of_teams if value >= FULLY_BUSY), default=None)
    if busiest is None:
        return
    end, mean = results.estimate(plan, "backlog_end"), results.estimate(plan, "backlog_mean")
    if end.value >= 10 and end.value >= GROWING * mean.value:
        yield (
            f"{plan}: the backlog grows ({in_words(end, 'conversations')} wait at the end, "
            f"{in_words(mean, 'conversations')} on average) while a team is busy {busiest:.0%} of its time: more comes "
            "in than can be answered, and waits would be longer in a longer period."
        )


def _on_waiting(results: Results) -> Iterator[str]:
    """Say where those who still wait at the end would lift the 90th percentile: one note per group of customers."""
    for scope in ("all", "paid", "free"):
        found = [_with_waiting(results, plan, scope) for plan in results.plans]
        if any(found):
            yield (
                f"{scope_in_words(scope).capitalize()}: percentiles are of those answered. With those who still wait "
                f"at the end, the 90th is at least {', '.join(each for each in found if each)}."
            )


def _with_waiting(results: Results, plan: str, scope: str) -> str:
    """Return "17.3 h (as_is)" where the 90th percentile with those who still wait is clearly higher; else nothing."""
    least = results.estimate(plan, "first_response_p90_at_least", scope)
    answered = results.estimate(plan, "first_response_p90", scope)
    if not least.value > HIDDEN * answered.value:
        return ""
    return f"{in_words(least._replace(half=0.0), 'minutes')} ({plan})"


def _sometimes_undefined(results: Results, plan: str) -> Iterator[str]:
    for scope in _scopes(results, plan):
        found = results.estimate(plan, "first_response_p90", scope)
        if found.n_undefined:
            who = scope_in_words(scope)
            left_out = f"{found.n_undefined} of {results.replications} replications"
            yield f"{plan}: nobody of {who} was answered in {left_out}; the means of percentiles leave those out."


def _on_audit(results: Results) -> Iterator[str]:
    if results.violations:
        yield f"The auditor found {len(results.violations)} violations of the rules: this run must not be trusted."
