"""Which seat at which moment of which week: a scenario, drawn, played up to the instant at which the rep sits down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from sim.drawing.draw import draw
from sim.durations import DAY, MINUTE
from sim.engine.seat import duty_starts
from sim.personas import conversation_id, personas

if TYPE_CHECKING:
    from sim.inputs import Drawn, Inputs
    from sim.personas import Persona
    from sim.scenario import Scenario
    from trainee_exercises.practice.scripts import CustomerClass

CLASS_OF_STAGE: Final[dict[str, CustomerClass]] = {
    "trial": "trial", "short_term_free": "free", "long_term_free": "free", "lapsed": "free", "paying": "paying",
    "vip": "vip",
}  # fmt: skip
MOST_DRAWN: Final = 60_000
"""Conversations up to the end of the day that are played whatever was expected (see `size`): shifts of earlier versions
may have so many.
"""


class Scene(NamedTuple):
    """Where a shift begins. day: of the scenario, from 0; time: ticks after midnight by its clock."""

    plan: str
    seed: int
    day: int
    time: int


class PracticeError(Exception):
    """A shift can't be had like that; the text says why, and what would be right."""


class BusyError(PracticeError):
    """A shift can't be had just now: others are at it. The same may be tried again."""


class Seated(NamedTuple):
    """A drawn week and the seat of the rep. sits_at: ticks; mates: what to call who sits in each seat."""

    drawn: Drawn
    agent: int
    sits_at: int
    mates: tuple[str, ...]


class Writer(NamedTuple):
    """Who wrote a conversation. key: names their luck."""

    key: int
    id: str
    persona: Persona
    customer: CustomerClass
    surge: str
    """The name of the surge that it belongs to, or ""."""


def minutes_of(clock: str) -> int:
    """Return a time of the day such as "08:00" in ticks after midnight; ValueError: it is none."""
    hours, minutes = clock.split(":")
    if not 0 <= int(minutes) < 60:
        raise ValueError(clock)
    return (int(hours) * 60 + int(minutes)) * MINUTE


def seated(scenario: Scenario, scene: Scene) -> Seated:
    """Return the week up to the end of that day, and the seat whose duty begins nearest to the moment.

    Raises:
        PracticeError: the scenario has no such plan, is over by then, nobody works on that day, or it is too large.

    """
    drawn = _drawn(up_to(scenario, scene), scene)
    agent, sits_at = _seat(drawn, scene)
    keys = np.array([scene.seed * 1_000_003 + n for n in range(len(drawn.inputs.agents))], np.uint64)
    zones = ["Europe/London"] * len(keys)
    mates = tuple(one.latin_name for one in personas(keys, zones, ["en"] * len(keys)))
    return Seated(drawn, agent, sits_at, mates)


def up_to(scenario: Scenario, scene: Scene) -> Scenario:
    """Return the scenario up to the end of that day.

    Raises:
        PracticeError: it has no such plan, or is over by then.

    """
    if scene.plan not in scenario.plans:
        known = ", ".join(scenario.plans)
        raise PracticeError(f"{scene.plan!r} is no plan of this scenario; it has {known}")
    n = scenario.length // DAY
    if scene.day < 0:
        raise PracticeError(f"{scene.day} is no day of the scenario; choose one from 0 to {n - 1}")
    if scene.day >= n:
        raise PracticeError(f"day {scene.day + 1} is after the end of this scenario, which has {n} days; choose one")
    return scenario.model_copy(update={"length": (scene.day + 1) * DAY, "warm_up": 0})


def _drawn(cut: Scenario, scene: Scene) -> Drawn:
    try:
        drawn = draw(cut, scene.plan, scene.seed)
    except ValueError as error:  # such as a zone whose holidays nobody knows
        raise PracticeError(f"the scenario can't be played: {error}") from None
    n = drawn.inputs.n_first
    if n > MOST_DRAWN:
        says = f"brings {n:,} conversations up to that day, more than {MOST_DRAWN:,}; choose an earlier day"
        raise PracticeError(f"this scenario {says} or a smaller team")
    return drawn


def _seat(drawn: Drawn, scene: Scene) -> tuple[int, int]:
    inputs = drawn.inputs
    wanted = int(inputs.days[scene.day]) + scene.time
    first, last = int(inputs.days[scene.day]), int(inputs.days[scene.day + 1])
    found = [
        (abs(at - wanted), _asked_late(inputs, agent), agent, at)
        for agent in range(len(inputs.agents))
        for at in duty_starts(inputs, agent)
        if first <= at < last
    ]
    if not found:
        raise PracticeError(f"nobody works on day {scene.day + 1} of this plan; choose another day")
    _, _, agent, at = min(found)
    return agent, at


def _asked_late(inputs: Inputs, agent: int) -> int:
    """Return how long conversations wait in sum before the team of that seat is asked."""
    n_types = len(inputs.work_types)
    team = int(inputs.agents[agent]["team"])
    rows = inputs.access["may_take_after"][team * n_types : (team + 1) * n_types]
    return sum(int(min(one, DAY)) for one in rows)


def writers(scenario: Scenario, drawn: Drawn) -> list[Writer]:
    """Return who writes each conversation; whoever comes back is the same."""
    details, names = drawn.demand.details, drawn.demand.names
    zones = [names.zones[one] for one in details["zone"]]
    languages = [names.languages[one] for one in details["language"]]
    found = personas(details["key"], zones, languages)
    stages = {name: segment.stage for name, segment in scenario.world.segments.items()}
    return [
        Writer(
            int(row["key"]),
            conversation_id(row["key"]),
            persona,
            CLASS_OF_STAGE[stages[names.segments[row["segment"]]]],
            names.surges[row["surge"]] if row["surge"] >= 0 else "",
        )
        for row, persona in zip(details, found, strict=True)
    ]
