"""The charts of a comparison by what a reader asks: who waits, when, how it went over time, the team, satisfaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from sim.experiments.results import customer_groups
from sim.experiments.words import scope_title
from sim.reports import charts, clock_charts, people_charts, sure_charts, time_charts
from sim.reports.rows import has
from sim.reports.satisfaction_words import why_alike

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sim.experiments.compare import Comparison
    from sim.experiments.results import Results
    from sim.reports.style import Chart


class Look(NamedTuple):
    """What a reader has chosen. scope: whose waits; measure: of the maps of hours; period: of the lines."""

    scope: str = "all"
    measure: str = "first_response_mean"
    period: str = "half"


def scopes_of(results: Results) -> dict[str, str]:
    """Return whose waits can be looked at, with their titles: everybody, who pays and who doesn't, each segment."""
    segments = results.scenario.world.segments
    several = [f"segment:{name}" for name in segments] if len(segments) > 1 else []
    scopes = dict.fromkeys([*customer_groups(results), *several])
    return {scope: scope_title(scope, results.scenario) for scope in scopes}


def charts_of(topic: str, comparison: Comparison, look: Look) -> dict[str, Chart]:
    """Return the charts of one of the `TOPICS` by their names, the most telling first; what says nothing is left out.

    Raises:
        KeyError: there is no such topic.

    """
    return dict(TOPICS[topic](comparison, look))


def _who_waits(comparison: Comparison, look: Look) -> Iterator[tuple[str, Chart]]:  # noqa: ARG001 -- as all topics
    results = comparison.results
    yield "waits-by-plan", charts.waits_by_plan(comparison)
    yield "waits-by-segment", charts.waits_by_segment(results)
    if has(results, "people_cost"):
        yield "cost-against-wait", charts.cost_against_wait(results)


def _when(comparison: Comparison, look: Look) -> Iterator[tuple[str, Chart]]:
    of_teams = look.measure in clock_charts.OF_TEAMS
    yield (
        f"hours-{look.measure}",
        clock_charts.heatmap(comparison.results, look.measure, "all" if of_teams else look.scope),
    )
    yield "demand-against-staff", clock_charts.demand_against_staff(comparison.results)


def _over_time(comparison: Comparison, look: Look) -> Iterator[tuple[str, Chart]]:
    for series in ("waits", "queue", "lost"):
        yield series, time_charts.over_time(comparison.results, series, look.period, look.scope)


def _team(comparison: Comparison, look: Look) -> Iterator[tuple[str, Chart]]:
    results = comparison.results
    yield "workload", people_charts.workload(results)
    yield "occupancy", charts.occupancy(results)
    yield "work", time_charts.over_time(results, "work", look.period)
    if any(has(results, name) for name in ("exhaustion_mean", "disengagement_mean")):
        yield "strain", time_charts.over_time(results, "strain", look.period)
    yield "people", time_charts.over_time(results, "people", look.period)
    if has(results, "people_cost"):
        yield "people-cost", charts.people_cost(results)


def _conversations(comparison: Comparison, look: Look) -> Iterator[tuple[str, Chart]]:
    results = comparison.results
    if has(results, "surveys", look.scope):
        drawn = people_charts.satisfaction(results, look.scope)
        yield "satisfaction", drawn._replace(note=f"{drawn.note} {why_alike(results, look.scope)}".rstrip())
    if any(has(results, name, look.scope) for name in people_charts.GOES_WRONG):
        yield "goes-wrong", people_charts.goes_wrong(results, look.scope)
    if has(results, "resolution_median", look.scope):
        yield "resolution", people_charts.resolution(results, look.scope)


def _sure(comparison: Comparison, look: Look) -> Iterator[tuple[str, Chart]]:  # noqa: ARG001 -- as all topics
    if comparison.others:
        yield "differences", sure_charts.differences(comparison)
    if comparison.results.replications > 1:
        yield "settling", sure_charts.settling(comparison.results)


TOPICS: Final[Mapping[str, Callable[[Comparison, Look], Iterator[tuple[str, Chart]]]]] = {
    "Who waits": _who_waits,
    "When": _when,
    "Over time": _over_time,
    "The team": _team,
    "Conversations and satisfaction": _conversations,
    "How sure?": _sure,
}
"""What can be asked, in the order of the page."""
