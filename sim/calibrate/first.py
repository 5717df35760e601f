"""A first scenario whose customers write when those of an arrival profile did."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from sim.calibrate.snippet import HIGHEST_CV
from sim.scenario.draft import answers, draft
from sim.scenario.editing import Edit, edited

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.calibrate.profile import ArrivalProfile

MEASURED: Final = "measured"
"""What the profile is called in the scenario."""


def first_scenario(profile: ArrivalProfile, values: Mapping[str, object]) -> str:
    """Return a scenario as YAML text, as `draft` does, with volume, hours of the week and busyness of *profile*.

    values: the answers of `draft` but for the conversations a week.

    Raises:
        ScenarioError: what is wrong with the answers.

    """
    weekly = round(profile.weekly.value, 4)
    given = answers(dict(values) | {"conversations": weekly})
    text = draft(given)
    source = f"{profile.n_contacts:,} contacts from {profile.first} to {profile.last}: measured from a file of yours"
    edits = [
        Edit(("assumptions", 0), {"what": f"{weekly:g} conversations a week; {source}", "grade": "A"}),
        Edit(("world", "profiles"), {MEASURED: {"hour_of_week": [float(f"{one:.4g}") for one in profile.weights]}}),
    ]
    for segment in ("paying", "free"):
        edits += [
            Edit(("world", "segments", segment, "zones"), {profile.zone: 1}),
            Edit(("world", "segments", segment, "profile"), MEASURED),
            Edit(("world", "segments", segment, "busyness"), _busyness(profile)),
        ]
    return edited(text, edits)


def _busyness(profile: ArrivalProfile) -> dict[str, Any]:
    """Return the busyness as measured; where it can't be told, that of an ordinary team."""
    found = {"day_cv": (profile.busyness.day_cv.value, 0.12), "hour_cv": (profile.busyness.hour_cv.value, 0.04)}
    return {
        name: round(min(value, HIGHEST_CV), 3) if math.isfinite(value) else usual
        for name, (value, usual) in found.items()
    }
