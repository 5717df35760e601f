"""Worlds of theory as real scenarios: Poisson customers, agents around the clock, times in a unit of theory."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sim.certify.case import Experiment
from sim.certify.seen import Batches
from sim.durations import HOUR, WEEK
from sim.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.certify.figures import Figure

    Plans = Mapping[str, tuple[dict[str, Any], tuple[Figure, ...]]]

ROUND_THE_CLOCK: Final = [{"days": "all", "start": "00:00", "end": "24:00"}]
START: Final = "2026-03-02"
"""A Monday; everything is in UTC, which has no clock changes."""


class Customers(NamedTuple):
    """A class of customers of theory: rates and times in units."""

    rate: float
    """Mean number of arrivals per unit, over the whole week."""
    handle: float
    """Mean handle time."""
    law: str = "exponential"
    cv: float | None = None
    patience: float | None = None
    """Mean of an exponential patience; None: for ever."""
    skill: str | None = None
    day_cv: float = 0.0
    """Of the gamma factor of a day."""


def world(
    classes: Mapping[str, Customers], plans: Mapping[str, Any], unit: int, batches: Batches, profile: Any = None
) -> Scenario:
    """Return the scenario of *classes*, each a segment with a topic of its own, validated as if a user had written it.

    Args:
        classes: by the name of the segment.
        plans: as a user writes them.
        unit: ticks of a unit of theory.
        batches: they give the length.
        profile: as a user writes it; None: round the clock.

    """
    own = {"profiles": {"own": profile}} if profile is not None else {}
    segments = {name: _segment(name, each, unit, "own" if own else "round_the_clock") for name, each in classes.items()}
    written = {
        "title": "A world of theory",
        "start": START,
        "length": f"{batches.length}d",
        "world": {"segments": segments, "topics": {name: _topic(each, unit) for name, each in classes.items()}} | own,
        "plans": dict(plans),
    }
    return Scenario.model_validate(written)


def _segment(name: str, each: Customers, unit: int, profile: str) -> dict[str, Any]:
    patience = None if each.patience is None else {"mean": round(each.patience * unit), "law": "exponential"}
    return {
        "stage": "paying",
        "customers": each.rate * WEEK / unit,
        "contact_rate": 1,
        "zones": {"UTC": 1},
        "topics": {name: 1},
        "profile": profile,
        "patience": patience,
        "busyness": {"day_cv": each.day_cv},
    }


def _topic(each: Customers, unit: int) -> dict[str, Any]:
    return {"handle_time": {"mean": round(each.handle * unit), "law": each.law, "cv": each.cv}, "skill": each.skill}


def team(headcount: int, **changes: Any) -> dict[str, Any]:
    """Return a team that is there day and night."""
    return {"zone": "UTC", "headcount": headcount, "shifts": ROUND_THE_CLOCK} | changes


def desk(headcount: int, **routing: Any) -> dict[str, Any]:
    """Return a plan with one team."""
    return {"teams": {"desk": team(headcount)}, "routing": routing}


def strictly(*segments: str) -> tuple[tuple[str], ...]:
    """Return the strict groups that serve *segments* in this order."""
    return tuple((segment,) for segment in segments)


LONGEST: Final = 35
"""Days of a batch: 50 of them and the two at the ends stay below five years."""
LARGEST: Final = 2.5
"""Millions of arrivals of a run: more would ask for much memory."""
FULL_TIMES: Final = 6.25
"""A full run wants intervals of 2 % instead of 5 %: (5/2)^2 times the arrivals."""


class Size(NamedTuple):
    """How long a run is, how it is cut, and how many replications a quick and a full run take."""

    batches: Batches
    runs: tuple[int, int]


def sized(rate: float, unit: int, millions: float) -> Size:
    """Return the size of an experiment with so many arrivals in a quick run, at *rate* per unit.

    A run has 50 batches, and there are two at least: 100 batches are the fewest that give a verdict.
    """
    per_day = rate * 24 * HOUR / unit
    wanted = min(LARGEST, millions / 2) * 1e6 / 50 / per_day
    batches = Batches(50, min(LONGEST, max(1, round(wanted))))
    per_run = per_day * batches.length
    quick, full = (math.ceil(millions * 1e6 * times / per_run) for times in (1, FULL_TIMES))
    return Size(batches, (max(2, quick), max(2, full)))


def experiment(classes: Mapping[str, Customers], plans: Plans, unit: int, millions: float) -> Experiment:
    """Return classes of customers before several plans, each with its figures; *millions* arrive in a quick run."""
    size = sized(sum(each.rate for each in classes.values()), unit, millions)
    scenario = world(classes, {name: plan for name, (plan, _) in plans.items()}, unit, size.batches)
    return Experiment(scenario, unit, size.batches, {name: found for name, (_, found) in plans.items()}, size.runs)
