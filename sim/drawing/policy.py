"""The policy of a plan as tables: what a conversation scores, who may take it, and which team is asked first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from sim.inputs import ACCESS, COUNT, FAR, NOBODY, SCORING, SLOPE_UNIT
from sim.scenario import SegmentRouting
from sim.scenario.support import is_answered

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.inputs import Demand, Roster, Table
    from sim.scenario import Plan, Routing, Scenario, Team

_AT_ONCE: Final = 0
_MANY: Final = int(np.iinfo(COUNT).max)


class Policy(NamedTuple):
    """The fields of `Inputs` that a plan's routing decides. Two-dimensional tables lie row after row."""

    work_types: Table
    """Those of the demand, with `served`."""
    scoring: Table
    """[place in the queue x work type]"""
    access: Table
    """[team x work type]"""
    team_order: NDArray[np.int32]
    """[work type x team]"""
    queue_limit: int
    longest_idle_first: int


class _Scored(NamedTuple):
    """A score, in thousandths of a tick: base + slope x ticks waited."""

    base: int
    slope: int


def policy_tables(scenario: Scenario, plan: str, demand: Demand, roster: Roster) -> Policy:
    """Return the routing of *plan* for the work types of *demand* and the teams of *roster*.

    Where a plan prefers neither by skills nor by its own order, the order of teams is that of their numbers, and the
    idle time decides. Teams that are equal to `prefer` stand by the wait after which they may take the work type.
    """
    chosen = scenario.plans[plan]
    routing = chosen.routing
    waits = _waits(chosen, demand, roster)
    work_types = demand.work_types.copy()
    work_types["served"] = [
        _rule(routing, segment).served and is_answered(chosen, segment) for segment in _segments(demand)
    ]
    return Policy(
        work_types=work_types,
        scoring=_scoring(routing, demand),
        access=_access(routing, demand, waits),
        team_order=_team_order(chosen, roster, waits),
        queue_limit=FAR if routing.queue_limit is None else min(routing.queue_limit, FAR),
        longest_idle_first=int(routing.prefer == "longest_idle"),
    )


def _segments(demand: Demand) -> list[str]:
    """Return the segment of each work type."""
    return [demand.names.segments[segment] for segment in demand.work_types["segment"]]


def _rule(routing: Routing, segment: str) -> SegmentRouting:
    return routing.segments.get(segment, SegmentRouting())


def _scoring(routing: Routing, demand: Demand) -> Table:
    """Return base and slope of each work type, in each place of the queue.

    A strict group stands a gap above the next one: more than the base and the longest wait of a run could make up. So
    do, inside each group, follow-ups above what is new, if they go first.
    """
    longest = demand.horizon + int(demand.conversations["waited_time"].max(initial=0))
    scores = {segment: _score(_rule(routing, segment)) for segment in demand.names.segments}
    lowest = min((score.base for score in scores.values()), default=0)
    highest = max((score.base + score.slope * longest for score in scores.values()), default=0)
    gap = highest - lowest + 1
    n_levels = 2 if routing.follow_ups == "first" else 1
    rows = [
        (scores[name].base + (_steps_up(routing, name) * n_levels + place) * gap, scores[name].slope)
        for place in (0, n_levels - 1, n_levels - 1)  # NEW, RETURNED, OWN
        for name in _segments(demand)
    ]
    greatest = max(abs(lowest), abs(highest)) + ((len(routing.strict) + 1) * n_levels - 1) * gap
    assert greatest < FAR, (
        f"scores of the routing reach {greatest}, and must stay below {FAR}: use smaller bases and slopes, fewer "
        "strict groups, or a shorter scenario"
    )
    return np.array(rows, SCORING)


def _score(rule: SegmentRouting) -> _Scored:
    return _Scored(rule.base * SLOPE_UNIT, round(rule.slope * SLOPE_UNIT))


def _steps_up(routing: Routing, segment: str) -> int:
    """Return how many strict groups *segment* stands above those that are in none."""
    places = [place for place, group in enumerate(routing.strict) if segment in group]
    return len(routing.strict) - places[0] if places else 0


def _waits(plan: Plan, demand: Demand, roster: Roster) -> NDArray[np.int64]:
    """Return, [team x work type], the wait after which the team may take it; FAR: never."""
    waits = np.full((len(roster.teams), len(demand.work_types)), FAR, np.int64)
    for number, name in enumerate(roster.teams):
        for work_type, segment in enumerate(_segments(demand)):
            if _is_able(plan.teams[name], demand, work_type):
                named = _rule(plan.routing, segment).teams
                wait = _AT_ONCE if named is None else named.get(name, FAR)
                waits[number, work_type] = min(wait, FAR)
    return waits


def _is_able(team: Team, demand: Demand, work_type: int) -> bool:
    """Has the team the skill, if one is needed, and the language of the work type?"""
    needed = demand.work_types[work_type]
    has_skill = needed["skill"] == NOBODY or demand.names.skills[needed["skill"]] in team.skills
    return has_skill and demand.names.languages[needed["language"]] in team.languages


def _access(routing: Routing, demand: Demand, waits: NDArray[np.int64]) -> Table:
    access = np.zeros(waits.size, ACCESS)
    access["may_take_after"] = waits.ravel()
    reserves = [min(_rule(routing, segment).reserve, _MANY) for segment in _segments(demand)]
    access["n_reserved"] = np.tile(reserves, len(waits))
    return access


def _team_order(plan: Plan, roster: Roster, waits: NDArray[np.int64]) -> NDArray[np.int32]:
    n_teams, n_types = waits.shape
    preference = _preference(plan, roster)
    order = np.full((n_types, n_teams), NOBODY, np.int32)
    for work_type in range(n_types):
        able = [team for team in range(n_teams) if waits[team, work_type] < FAR]
        able.sort(key=lambda team: (preference[team], waits[team, work_type], team))
        order[work_type, : len(able)] = able
    return order.ravel()


def _preference(plan: Plan, roster: Roster) -> list[int]:
    """Return the place of each team in the preference of the plan: lower is asked before."""
    if plan.routing.prefer == "most_specialised":
        return [len(set(plan.teams[name].skills)) for name in roster.teams]
    if plan.routing.prefer == "listed":
        listed = list(plan.teams)
        return [listed.index(name) for name in roster.teams]
    return list(range(len(roster.teams)))
