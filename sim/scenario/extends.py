"""Plans that extend others: a plan as written, merged into the one it extends; lines and paths stay where they were."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.scenario.problems import did_you_mean, shown
from sim.scenario.text import BROKEN, Flaw, Written

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.scenario.problems import Path

OWN: Final = ("about", "extends")
"""What a plan says of itself and does not pass on."""


def resolve_plans(root: Written) -> tuple[list[Flaw], list[Path]]:
    """Merge every plan of *root*, in place, into the plan that it extends.

    Mappings are merged key by key, lists and scalars replaced, and null removes what would be inherited.

    Returns:
        What is wrong with the `extends`, and the paths of the plans that could not be resolved for it.

    """
    plans = root.value.get("plans") if isinstance(root.value, dict) else None
    if plans is None or not isinstance(plans.value, dict):
        return [], []
    flaws: list[Flaw] = []
    done: dict[str, Written | None] = {}
    for name in plans.value:
        _resolve(name, plans.value, done, flaws)
    unresolved = [written.path for name, written in plans.value.items() if done[name] is None]
    plans.value.update({name: written for name, written in done.items() if written})
    return flaws, unresolved


def _resolve(name: str, plans: Mapping[str, Written], done: dict[str, Written | None], flaws: list[Flaw]) -> None:
    """Resolve *name* and all that it builds on, the deepest first. Chains may be long: no recursion."""
    chain = [name]
    while chain[-1] not in done:
        base = _base(plans[chain[-1]])
        if base is None:
            done[chain[-1]] = plans[chain[-1]]
        elif not isinstance(base.value, str):  # reported where all types are
            done[chain[-1]] = None
        elif base.value not in plans or base.value in chain:
            flaws.append(Flaw(base.line, base.path, _why(base.value, chain, plans)))
            done.update(dict.fromkeys(chain))
        else:
            chain.append(base.value)
    for child, parent in zip(chain[-2::-1], chain[:0:-1], strict=True):
        if child not in done:
            below = done[parent]
            done[child] = _merged(below, plans[child], skip=OWN) if below else None


def _base(plan: Written) -> Written | None:
    """Return what *plan* extends; None: nothing."""
    extends = plan.value.get("extends") if isinstance(plan.value, dict) else None
    return extends if extends is not None and extends.value is not None else None


def _why(base: str, chain: list[str], plans: Mapping[str, Written]) -> str:
    if base in plans:
        circle = " -> ".join([*chain[chain.index(base) :], base])
        return f"{shown(base)} closes a circle ({circle}); one of these plans must extend nothing"
    others = [name for name in plans if name != chain[-1]]
    remedy = did_you_mean(base, others) if others else "there is no other plan"
    return f"{shown(base)} is no plan of this scenario; {remedy}"


def _merged(below: Written, above: Written, skip: tuple[str, ...] = ()) -> Written:
    """Return *above* with what it does not say taken from *below*."""
    if not isinstance(below.value, dict) or not isinstance(above.value, dict):
        return above
    value = {key: child for key, child in below.value.items() if key not in skip}
    for key, child in above.value.items():
        if key in value and child.value is None:
            del value[key]
        elif key in value and child.value is not BROKEN:
            value[key] = _merged(value[key], child)
        else:
            value[key] = child
    return Written(value, above.line, above.path, inherits=below)
