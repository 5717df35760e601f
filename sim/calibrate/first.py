"""A first scenario whose customers write when those of an arrival profile did."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from sim.calibrate.doubts import volume
from sim.calibrate.snippet import HIGHEST_CV
from sim.calibrate.weekly import LAST_WEEKS
from sim.scenario.draft import answers, draft
from sim.scenario.editing import Edit, edited, value_at

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.calibrate.profile import ArrivalProfile
    from sim.scenario.draft import Answers

MEASURED: Final = "measured"
"""What the profile is called in the scenario."""


def first_scenario(profile: ArrivalProfile, values: Mapping[str, object]) -> str:
    """Return a scenario as YAML text, as `draft` does, with volume, hours of the week and busyness of *profile*.

    Where the volume has a trend, it is that of the last weeks, and busyness is without the trend.

    values: the answers of `draft` but for the conversations a week.

    Raises:
        ScenarioError: what is wrong with the answers.

    """
    given = answers(dict(values) | {"conversations": round(profile.volume, 4)})
    text = draft(given)
    edits = [
        *_assumptions(profile, given, text),
        Edit(("world", "profiles"), {MEASURED: {"hour_of_week": [float(f"{one:.4g}") for one in profile.weights]}}),
    ]
    for segment in ("paying", "free"):
        edits += [
            Edit(("world", "segments", segment, "zones"), {profile.zone: 1}),
            Edit(("world", "segments", segment, "profile"), MEASURED),
            Edit(("world", "segments", segment, "busyness"), _busyness(profile)),
        ]
    return edited(text, edits)


def _assumptions(profile: ArrivalProfile, given: Answers, text: str) -> list[Edit]:
    """Return what is measured in the place of what `draft` assumes; the share of paying customers stays an answer."""
    said = [one["what"] for one in value_at(text, ("assumptions",))]
    source = f"{profile.n_contacts:,} contacts from {profile.first} to {profile.last}: measured from a file of yours"
    mean = f" in the last {LAST_WEEKS} weeks (the whole span: {volume(profile.weekly.value)})"
    weekly = f"{volume(given.conversations)} conversations a week{mean if profile.has_trend else ''}"
    first = {"what": f"{weekly}; {source}", "grade": "A"}
    share = {"what": f"{given.paid_share:g} % of them come from paying customers: your answer", "grade": "D"}
    edits = [Edit(("assumptions", 0), first), Edit(("assumptions", len(said)), share)]
    if (busy := _says_busyness(profile)) is not None:
        place = next(place for place, what in enumerate(said) if "busier or calmer" in what)
        edits.append(Edit(("assumptions", place), {"what": busy, "grade": "A"}))
    return edits


def _says_busyness(profile: ArrivalProfile) -> str | None:
    """Return where the factors are from; None where neither is measured."""
    is_known = [math.isfinite(profile.day_cv), math.isfinite(profile.busyness.hour_cv.value)]
    if not any(is_known):
        return None
    sources = ["measured from your file" if known else "as measured elsewhere" for known in is_known]
    day, hour = (f"{100 * factor:.3g} %" for factor in _busyness(profile).values())
    return f"days are busier or calmer than the profile says by {day} ({sources[0]}), hours by {hour} ({sources[1]})"


def _busyness(profile: ArrivalProfile) -> dict[str, float]:
    """Return the busyness as measured; where it can't be told, that of an ordinary team."""
    found = {"day_cv": (profile.day_cv, 0.12), "hour_cv": (profile.busyness.hour_cv.value, 0.04)}
    return {
        name: round(min(value, HIGHEST_CV), 3) if math.isfinite(value) else usual
        for name, (value, usual) in found.items()
    }
