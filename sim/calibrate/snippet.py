"""An arrival profile as YAML that pastes into a scenario, and as plain data for JSON."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from sim.calibrate.weekly import LAST_WEEKS
from sim.scenario.part import WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.calibrate.busyness import Estimate
    from sim.calibrate.profile import ArrivalProfile

_CUSTOMERS = 1000
"""Customers in the example; a reader puts the real number."""
HIGHEST_CV = 3.0
"""What a scenario allows."""


def yaml_snippet(profile: ArrivalProfile) -> str:
    """Return the profile as the part of a scenario that it fills: `world:` with a profile and a segment."""
    rows = [_row(profile.weights[24 * day : 24 * day + 24], WEEKDAYS[day], last=day == 6) for day in range(7)]
    factors = {"day_cv": profile.day_cv, "hour_cv": profile.busyness.hour_cv.value}
    known = ", ".join(
        f"{name}: {min(value, HIGHEST_CV):.3f}" for name, value in factors.items() if math.isfinite(value)
    )
    source = f"{profile.n_contacts:,} contacts, {profile.first} to {profile.last}, {profile.zone}"
    weekly = f"{profile.volume:.1f} contacts a week"
    mean = f"{profile.weekly.value:.1f} over the whole span"
    trend = f" in the last {LAST_WEEKS} weeks; {mean}" if profile.has_trend else ""
    return "\n".join([
        f"# Measured from {source}; {profile.n_days} ordinary days.",
        "world:",
        "  profiles:",
        "    measured:",
        "      hour_of_week: [  # mean contacts in each hour from 00:00, a line a day",
        *rows,
        "      ]",
        "  segments:",
        "    customers:",
        "      stage: paying",
        f"      customers: {_CUSTOMERS}  # put your number here, and divide {weekly} by it{trend}",
        f"      contact_rate: {profile.volume / _CUSTOMERS:.6g}  # contacts per customer and week",
        f"      zones: {{{profile.zone}: 1}}",
        "      profile: measured",
        *([f"      busyness: {{{known}}}"] if known else ["      # busyness: too few days to tell"]),
        "",
    ])  # fmt: skip


def _row(weights: Sequence[float], weekday: str, *, last: bool) -> str:
    numbers = ", ".join(f"{weight:.4g}" if weight < 1000 else f"{weight:.1f}" for weight in weights)
    return f"        {numbers}{'' if last else ','}  # {weekday}"


def as_data(profile: ArrivalProfile) -> dict[str, Any]:
    """Return the profile as plain data for JSON; what cannot be told is None."""
    busy = profile.busyness
    return {
        "zone": profile.zone,
        "first": profile.first.isoformat(),
        "last": profile.last.isoformat(),
        "n_days": profile.n_days,
        "n_contacts": profile.n_contacts,
        "weekly": _interval(profile.weekly),
        "weeks": {
            "n": profile.weeks.n,
            "cv": _interval(profile.weeks.cv),
            "cv_of_model": _known(profile.weeks.cv_of_model),
            "at_end": _interval(profile.weeks.at_end),
        },
        "hour_of_week": [round(weight, 6) for weight in profile.weights],
        "closed_hours": list(profile.closed_hours),
        "busyness": {
            "day_cv": _interval(busy.day_cv),
            "hour_cv": _interval(busy.hour_cv),
            "day_cv_without_trend": _known(busy.day_cv_without_trend),
            "next_hour_cv": _known(busy.next_hour_cv),
            "far_hours_cv": _known(busy.far_hours_cv),
            "n_days": busy.n_days,
        },
        "variance_to_mean": [_known(ratio) for ratio in profile.variance_to_mean],
        "odd_days": [
            {"day": odd.day.isoformat(), "contacts": odd.n_contacts, "usual": odd.usual} for odd in profile.odd_days
        ],
        "surge_hours": [
            {"day": odd.day.isoformat(), "hour": odd.hour, "contacts": odd.n_contacts, "usual": odd.usual}
            for odd in profile.odd_hours
        ],
        "missing_days": [day.isoformat() for day in profile.missing_days],
        "notes": list(profile.notes),
        "yaml": yaml_snippet(profile),
    }


def _interval(estimate: Estimate) -> dict[str, float | None]:
    return {"value": _known(estimate.value), "low": _known(estimate.low), "high": _known(estimate.high)}


def _known(value: float) -> float | None:
    return round(float(value), 6) if math.isfinite(value) else None
