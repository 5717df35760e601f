"""The option --scope: names of segments, teams and groups as a user types them, and the scopes of figures they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.scenario.customers import PAID_STAGES
from sim.scenario.problems import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sim.scenario import Scenario


def wanted_scopes(scenario: Scenario, plans: Sequence[str], names: Sequence[str]) -> tuple[str, ...]:
    """Return the scopes that *names* mean: all, paid, free, a segment, team or role of one of the *plans*.

    A name may stand for several, such as `free` where a segment is called so too: all of them are meant. A kind in
    front (segment:free) names one.

    Raises:
        ValueError: nothing has that name.

    """
    known = list(dict.fromkeys(_scopes(scenario, plans)))
    found: dict[str, None] = {}
    for name in names:
        meant = [scope for scope in known if name in (scope, scope.partition(":")[2])]
        if not meant:
            options = [scope.partition(":")[2] or scope for scope in known]
            raise ValueError(f"{name!r} is no group, segment, team or role; {did_you_mean(name, options)}")
        found |= dict.fromkeys(meant)
    return tuple(found)


def _scopes(scenario: Scenario, plans: Sequence[str]) -> Iterator[str]:
    """Yield every scope that has figures in one of the plans."""
    yield "all"
    segments = scenario.world.segments
    paid = {segment.stage in PAID_STAGES for segment in segments.values()}
    yield from (scope for scope, is_there in (("paid", True in paid), ("free", False in paid)) if is_there)
    yield from (f"segment:{name}" for name in segments)
    teams = {name: team for plan in plans for name, team in scenario.plans[plan].teams.items()}
    yield from (f"team:{name}" for name in teams)
    yield from (f"role:{team.role}" for team in teams.values())
