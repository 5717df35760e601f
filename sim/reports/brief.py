"""A comparison in short: the table of its main figures and its pictures, for the report and for pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from sim.experiments.answer import period
from sim.experiments.results import weeks_measured
from sim.experiments.words import in_words, scope_in_words
from sim.measures.figures import MEASURES
from sim.reports import charts, clock_charts
from sim.reports.charts import groups_shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.experiments.compare import Comparison
    from sim.experiments.estimate import Estimate
    from sim.experiments.results import Results
    from sim.reports.style import Chart

P90_SAYS: Final = "p90: nine in ten of those answered had a first response within this time."


class Brief(NamedTuple):
    """A table in words. columns: their titles; rows: for each plan a cell, with its unit, per column."""

    columns: tuple[str, ...]
    rows: dict[str, tuple[str, ...]]


class _Column(NamedTuple):
    """A column of the table."""

    title: str
    measure: str
    scope: str
    per_week: bool = False


def in_short(comparison: Comparison) -> Brief:
    """Return the figures of the answer, a row per plan: waits of those who pay, cost, other waits, who is lost."""
    results = comparison.results
    who = {scope: scope_in_words(scope, results.scenario) for scope in ("paid", "free")}
    main, *others = groups_shown(results)
    columns = (
        _Column(f"p90 of {who.get(main, 'customers')}", "first_response_p90", main),
        _Column("cost a week", "people_cost", "all", per_week=True),
        *(_Column(f"p90 of {who[scope]}", "first_response_p90", scope) for scope in others),
        _Column("gave up", "abandonment", "all"),
        _Column(f"turned away {period(comparison)}", "turned_away", "all"),
    )
    shown = [column for column in columns if any(_estimate(results, plan, column).value for plan in results.plans)]
    return Brief(
        tuple(column.title for column in shown),
        {plan: tuple(_short(results, plan, column) for column in shown) for plan in results.plans},
    )


def _estimate(results: Results, plan: str, column: _Column) -> Estimate:
    found = results.estimate(plan, column.measure, column.scope)
    weeks = weeks_measured(results) if column.per_week else 1
    return found._replace(value=found.value / weeks, half=found.half / weeks)


def _short(results: Results, plan: str, column: _Column) -> str:
    return in_words(_estimate(results, plan, column), MEASURES[column.measure].unit, results.scenario.currency)


def pictures(comparison: Comparison) -> Iterator[Chart]:
    """Yield the charts of a comparison, the most telling first; a cost only where somebody is paid."""
    results = comparison.results
    yield charts.waits_by_plan(comparison)
    if any(results.estimate(plan, "people_cost").value > 0 for plan in results.plans):
        yield charts.cost_against_wait(results)
    yield charts.waits_by_segment(results)
    yield clock_charts.weeks(results)
    yield clock_charts.heatmap(results)
    yield clock_charts.demand_against_staff(results)
    yield charts.occupancy(results)
