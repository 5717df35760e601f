"""Worlds of theory as real scenarios: Poisson customers, agents around the clock, times in a unit of theory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sim.certify.seen import Batches
from sim.durations import HOUR, WEEK
from sim.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Mapping

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


def batches_of(rate: float, unit: int, n_arrivals: int = 2_500_000) -> Batches:
    """Return 50 batches in which about *n_arrivals* come at *rate* per unit."""
    per_day = rate * 24 * HOUR / unit
    return Batches(50, min(LONGEST, max(1, round(n_arrivals / 50 / per_day))))
