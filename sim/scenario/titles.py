"""Plans by titles, for readers of pages and charts: "As is" for as_is. Files and the command line keep the ids."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sim.scenario.feedback import TWIN

if TYPE_CHECKING:
    from collections.abc import Iterable


def plan_title(plan: str) -> str:
    """Return the id of a plan as a reader would write it: "As is" for as_is, "24 people" for 24-people."""
    words = " ".join(plan.replace("_", " ").replace("-", " ").split())
    return words[:1].upper() + words[1:] or plan


def plan_titles(plans: Iterable[str]) -> dict[str, str]:
    """Return plan -> title, no two alike: plans of one title keep their ids; a twin has its plan's title and mark."""
    found = {plan: _with_mark(plan) for plan in plans}
    seen = Counter(found.values())
    return {plan: plan if seen[title] > 1 or title in found else title for plan, title in found.items()}


def _with_mark(plan: str) -> str:
    own = plan.removesuffix(TWIN)
    return plan_title(own) + plan[len(own) :]
