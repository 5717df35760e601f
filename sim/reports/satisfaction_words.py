"""Why satisfaction hardly differs between plans under which customers wait for different times, in words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from sim.experiments.answer import P90
from sim.measures.satisfaction import SLOW
from sim.scenario import PAID_STAGES
from sim.scenario.support import support_of

if TYPE_CHECKING:
    from sim.experiments.results import Results

_ALIKE: Final = 0.01
"""A share of those asked within which plans count as alike (assumption)."""
_APART: Final = 1.25
"""The longest wait over the shortest from which a reader would expect another satisfaction (assumption)."""


def why_alike(results: Results, scope: str = "all") -> str:
    """Return why plans with other waits have the same satisfaction; "" where they have not, or the waits are alike.

    *scope*: everybody, "paid", "free" or a segment.
    """
    good = _values(results, "csat_good", scope)
    waits = _values(results, P90, scope)
    if len(good) < 2 or max(good) - min(good) > _ALIKE or not min(waits) * _APART < max(waits):
        return ""
    says = "Satisfaction is nearly the same under every plan, although waits differ"
    if not _lack_a_promise(results, scope):
        return f"{says}: about as many customers are answered within the promised time, and that is what they judge."
    return (
        f"{says}: where no answer is promised within a time, customers are taken to expect what is usual for the hour "
        "under that plan, so that a wait that everybody has is held against nobody, but for "
        f"{SLOW.number:g} points less if it took more than a day to resolve. With a promise (in the scenario, under "
        "Support) late answers count."
    )


def _values(results: Results, measure: str, scope: str) -> list[float]:
    found = (results.estimate(plan, measure, scope).value for plan in results.plans)
    return [value for value in found if math.isfinite(value)]


def _lack_a_promise(results: Results, scope: str) -> bool:
    """Is there a segment in the scope to whom a plan promises no time?"""
    return any(
        support_of(results.scenario.plans[plan], name).promise is None
        for plan in results.plans
        for name, segment in results.scenario.world.segments.items()
        if scope in {"all", f"segment:{name}", "paid" if segment.stage in PAID_STAGES else "free"}
    )
