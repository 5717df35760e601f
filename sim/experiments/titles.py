"""Comparisons in which plans go by their titles, for readers of pages and charts; files and commands keep the ids."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from sim.experiments.compare import Comparison
from sim.scenario.titles import plan_titles

if TYPE_CHECKING:
    import pandas as pd

    from sim.experiments.results import Results


def titled(comparison: Comparison) -> Comparison:
    """Return *comparison* with titles where it has ids: for words and charts. What is played by id needs the other."""
    titles = plan_titles(comparison.results.scenario.plans)
    return Comparison(
        titled_results(comparison.results),
        titles[comparison.baseline],
        {cell._replace(plan=titles[cell.plan]): found for cell, found in comparison.differences.items()},
    )


def titled_results(results: Results) -> Results:
    """Return *results* with titles where they have ids, in the scenario too."""
    titles = plan_titles(results.scenario.plans)
    plans = {titles[plan]: found for plan, found in results.scenario.plans.items()}
    return replace(
        results,
        scenario=results.scenario.model_copy(update={"plans": plans}),
        plans=tuple(titles[plan] for plan in results.plans),
        samples={cell._replace(plan=titles[cell.plan]): found for cell, found in results.samples.items()},
        make_breakdowns=partial(_titled_rows, results, titles),
        first_responses={(titles[plan], scope): found for (plan, scope), found in results.first_responses.items()},
    )


def _titled_rows(results: Results, titles: dict[str, str]) -> pd.DataFrame:
    rows = results.breakdowns
    return rows if rows.empty else rows.assign(plan=rows["plan"].map(titles))
