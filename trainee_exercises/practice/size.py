"""How large a scenario is up to a day, before anything of it is drawn: what is too large for a shift is refused.

A shift is drawn and played up to its moment in the process that serves everybody, and once more beside the simulated
agent; the simulator's own limits are those of a run by itself.
"""

from __future__ import annotations

from functools import reduce
from math import fsum, isfinite
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from sim import calendar
from sim.drawing import demand
from sim.durations import DAY, WEEK
from sim.scenario.expected import topic_shares
from sim.scenario.staffing import head_count
from trainee_exercises.practice.day import PracticeError, up_to

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.scenario import Plan, Scenario, Surge, World
    from sim.scenario.teams import Team
    from trainee_exercises.practice.day import Scene

    Floats = NDArray[np.float64]

MOST_CONVERSATIONS: Final = 20_000
"""First contacts up to the end of the day: of 26,000 with one touch each the desk takes 1.5 seconds (measured)."""
MOST_TOUCHES: Final = 60_000
"""All touches, with what comes back: of 39,000 the desk takes 1.9 seconds, of 78,000 twice that (measured)."""
MOST_AT_WORK: Final = 60_000
"""Stretches of work, by person and day: a team of 100 with two breaks has 300 a day. 60,000: 2.4 seconds (measured)."""
MOST_SOURCES: Final = 200_000
"""Days of one segment, zone and language; drawing counts each of their hours."""
MOST_SURGES: Final = 50_000
"""Steps of surges, and times at which the tools are down."""
_MOST_TRIED: Final = 200_000
"""Contacts of whole hours: those of a surge that begins or ends within an hour are drawn for all of it."""


def require_small(scenario: Scenario, scene: Scene) -> None:
    """Refuse a scenario that is too large for a shift up to the end of that day.

    Raises:
        PracticeError: the text says what there is too much of; or it has no such plan or day.

    """
    cut = up_to(scenario, scene)
    n_sources = sum(len(one.zones) * len(one.languages) for one in cut.world.segments.values())
    n_days = cut.length // DAY
    _require("stretches of work", _at_work(cut.plans[scene.plan]) * n_days, MOST_AT_WORK)
    _require("days of customers by zone and language", n_sources * n_days, MOST_SOURCES)
    _require("steps of surges", _steps(cut) * max(1, n_sources), MOST_SURGES)
    contacts = expected_contacts(cut, scene.seed)
    _require("conversations", sum(one.come for one in contacts.values()), MOST_CONVERSATIONS)
    _require("conversations in hours with a surge", sum(one.tried for one in contacts.values()), _MOST_TRIED)
    _require("touches", sum(one.come * _touches(cut, name) for name, one in contacts.items()), MOST_TOUCHES)


def _require(what: str, number: float, most: int) -> None:
    if not number <= most:  # also what is no number
        about = f"about {number:,.0f}" if isfinite(number) else "countless"
        says = f"brings {about} {what} up to that day, more than {most:,} that a shift can have"
        raise PracticeError(f"this scenario {says}; choose an earlier day or a smaller team")


def _at_work(plan: Plan) -> int:
    """Return stretches of work of a day: those of the longest list of breaks, for everybody."""
    return sum(head_count(one) * _stretches(one) for one in plan.teams.values())


def _stretches(team: Team) -> int:
    weeks = team.rota or (team.shifts or (),)
    return max((sum(1 + len(one.breaks) for one in week) for week in weeks), default=1) + len(team.meetings)


def _steps(cut: Scenario) -> float:
    weeks = cut.length / WEEK
    surges = [(len(one.at) + one.per_week * weeks) * len(one.shape) for one in cut.world.surges.values()]
    tools = cut.world.tools_down
    return fsum(surges) + (0 if tools is None else len(tools.at) + tools.per_week * weeks)


class Contacts(NamedTuple):
    """How many contacts are to be expected. come: those who write; tried: of whole hours, as they are drawn."""

    come: float
    tried: float

    def and_(self, other: Contacts) -> Contacts:
        """Return both together."""
        return Contacts(self.come + other.come, self.tried + other.tried)


def expected_contacts(cut: Scenario, seed: int) -> dict[str, Contacts]:
    """Return segment -> what is to be expected, hour by hour with that seed's luck in them.

    Those of a surge in which customers may write twice count as often as they write.
    """
    drawing, timeline = demand.Draw(seed, 0), calendar.timeline(cut)
    runs = demand.surge_runs(cut, drawing, timeline)
    found = dict.fromkeys(cut.world.segments, Contacts(0, 0))
    for some in cut.world.open_at_start:
        n = (some.count or 0) + len(some.ages or ())
        found[some.segment] = found[some.segment].and_(Contacts(n, n))
    for zone in sorted({zone for one in cut.world.segments.values() for zone in one.zones}):
        cells = demand.cells_of(timeline, zone)
        slots = [(run, demand.surge_slots(run, cells, timeline.horizon)) for run in runs]
        usual = demand.ordinary_slots(cells, timeline.horizon)
        for name, segment in cut.world.segments.items():
            if zone in segment.zones:
                hours = demand.expected_contacts(cut, name, zone, cells.hours)
                hours = hours * demand.busyness(drawing, name, segment, cells.hours)
                parts = [_sum(hours, cells, usual, 1.0)]
                parts += [_sum(hours, cells, one, 1 + run.surge.duplicates) for run, one in slots if run.touches(name)]
                found[name] = reduce(Contacts.and_, parts, found[name])
    return found


def _sum(hours: Floats, cells: demand.Cells, slots: demand.Slots, times: float) -> Contacts:
    """Return the contacts of parts of hours, of which each person writes so many *times*."""
    starts_at, length = cells.starts_at[slots.cell], cells.hours.full_time[slots.cell]
    inside = np.minimum(slots.ends_at, starts_at + length) - np.maximum(slots.starts_at, starts_at)
    with np.errstate(over="ignore", invalid="ignore"):
        whole = hours[slots.cell] * slots.factor * times
        share = np.clip(inside, 0, None) / np.maximum(length, 1)
        return Contacts(float((whole * share).sum()), float(whole.sum()))


def _touches(cut: Scenario, segment: str) -> float:
    """Return how many touches a contact of a segment brings, with what comes back; of a surge's topic where it has
    more than the others.
    """
    world = cut.world
    shares = topic_shares(cut, world.segments[segment])
    usual = fsum(share * _of_topic(world, name) for name, share in shares.items())
    forced = [one.topic for one in world.surges.values() if one.topic and _is_of(one, segment)]
    forced += [one.topic for one in world.open_at_start if one.topic and one.segment == segment]
    return max([usual, *(_of_topic(world, name) for name in forced)])


def _is_of(surge: Surge, segment: str) -> bool:
    return surge.segments is None or segment in surge.segments


def _of_topic(world: World, name: str) -> float:
    topic = world.topics[name]
    comes_back = sum(
        max(part.chance, part.if_wrong or 0.0) for part in (topic.reopen, topic.next_contact) if part is not None
    )
    return topic.touches.mean / max(0.05, 1 - comes_back)
