"""Plans that extend others, as plain values: dicts, lists and scalars, read from a text that need not be sound."""

from __future__ import annotations

from enum import Enum
from typing import Any, Final

from sim.scenario.extends import OWN
from sim.scenario.problems import Path


class _Mark(Enum):
    """What stands for no value."""

    REMOVED = "removed"
    MISSING = "missing"


REMOVED: Final = _Mark.REMOVED
"""As the value of an edit: take away what stands there, also where it is inherited."""
MISSING: Final = _Mark.MISSING
"""Nothing stands there."""


def lineage(plans: dict[str, Any], plan: str) -> list[str]:
    """Return *plan*, what it extends, what that extends, and so on; a circle ends it."""
    found = [plan]
    while isinstance(base := as_dict(plans.get(found[-1])).get("extends"), str) and base in plans and base not in found:
        found.append(base)
    return found


def whole(data: Any) -> dict[str, Any]:
    """Return a scenario as plain values with every plan merged into what it extends."""
    plans = as_dict(as_dict(data).get("plans"))
    return as_dict(data) | {"plans": {name: merged_plan(plans, name) for name in plans}}


def merged_plan(plans: dict[str, Any], name: str) -> Any:
    """Return a plan with all that it inherits."""
    below = inherited(plans, name)
    return plans[name] if below is MISSING else merged(below, plans[name])


def inherited(plans: dict[str, Any], name: str) -> Any:
    """Return what a plan inherits; MISSING where it extends nothing."""
    found: Any = MISSING
    for above in reversed(lineage(plans, name)[1:]):
        found = as_dict(plans[above]) if found is MISSING else merged(found, as_dict(plans[above]))
        found = {key: child for key, child in found.items() if key not in OWN}
    return found


def merged(below: Any, above: Any) -> Any:
    """Return *above* with what it does not say taken from *below*; None takes away."""
    if not isinstance(below, dict) or not isinstance(above, dict):
        return above
    value = dict(below)
    for key, child in above.items():
        if key in below and child is None:
            del value[key]
        else:
            value[key] = merged(below[key], child) if key in below else child
    return value


def as_dict(value: Any) -> dict[str, Any]:
    """Return *value* if it is a dict, else an empty one."""
    return value if isinstance(value, dict) else {}


def at(data: Any, path: Path) -> Any:
    """Return what stands at *path* in plain values; MISSING where nothing does."""
    for key in path:
        has = isinstance(data, list) and isinstance(key, int) and 0 <= key < len(data)
        if not has and not (isinstance(data, dict) and key in data):
            return MISSING
        data = data[key]
    return data
