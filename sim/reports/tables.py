"""Tables of a comparison in words, for pages: every figure with its difference from the baseline."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from sim.experiments.results import customer_groups, key_measures, team_measures
from sim.experiments.words import in_words, scope_title, title_of
from sim.measures.figures import MEASURES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.experiments.compare import Comparison


def whole_tables(comparison: Comparison) -> dict[str, pd.DataFrame]:
    """Return every figure that is shown first, in words, by whom it is about: a row per measure, a column per plan."""
    results = comparison.results
    scopes = sorted(customer_groups(results), key=["paid", "all", "free"].index)
    found = {scope_title(scope, results.scenario): (key_measures(results), scope) for scope in scopes}
    found["All teams"] = (team_measures(results), "all")
    return {title: _table(comparison, measures, scope) for title, (measures, scope) in found.items()}


def _table(comparison: Comparison, measures: Iterable[str], scope: str) -> pd.DataFrame:
    results = comparison.results
    rows = [
        (
            title_of(measure, results.scenario),
            *(_cell(comparison, plan, measure, scope) for plan in results.plans),
            MEASURES[measure].says,
        )
        for measure in measures
    ]
    return pd.DataFrame(rows, columns=["measure", *results.plans, "what it means"])


def _cell(comparison: Comparison, plan: str, measure: str, scope: str) -> str:
    results = comparison.results
    value = in_words(results.estimate(plan, measure, scope), MEASURES[measure].unit, results.scenario.currency)
    words = difference_in_words(comparison, plan, measure, scope)
    return f"{value} ({words})" if words else value


def difference_in_words(comparison: Comparison, plan: str, measure: str, scope: str) -> str:
    """Return how a plan differs from the baseline, in as few words as a table has room for; "" for the baseline."""
    found = comparison.difference(plan, measure, scope)
    if found is None:
        return ""
    words = "the same" if found.verdict == "no difference" else found.words
    return words.removesuffix(": the interval includes no difference")
