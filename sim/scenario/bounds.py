"""How much a scenario may hold: it is read in the script of a page, where all others wait for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.scenario.text import Flaw, Written, read_yaml

if TYPE_CHECKING:
    from collections.abc import Collection

MAX_CHARACTERS: Final = 1_000_000
MOST_NAMED: Final = 200
"""Plans, teams, segments, topics and whatever else has a name, at one place; more can't be compared by anybody."""
MOST_IN_A_LIST: Final = 1000
"""Shifts, absences and the like, at one place; single values in a list are bounded by what a text may hold."""
MOST_INHERITED: Final = 100_000
"""Values of all plans together, with what they inherit. The longest plan of ours has less than 200."""
MOST_TOGETHER: Final = 400_000
"""Plans times topics times the languages of all segments: for each it is asked who can answer."""
_SIX: Final = "six questions make one: on the page Plan, or by `support-sandbox new`"
_LONG_TEXT: Final = 40
"""So many characters of a text count as one more value."""


def read_bounded(text: str) -> tuple[Written | None, list[Flaw]]:
    """Return what *text* says and what is wrong with it as YAML, as `read_yaml`; None where it is too much."""
    if len(text) > MAX_CHARACTERS:  # before it is read: that takes seconds for a long one
        says = f"has {len(text):,} characters; {MAX_CHARACTERS:,} is the limit for a scenario"
        return None, [Flaw(0, (), says)]
    root, flaws = read_yaml(text)
    crowded = [] if root is None else _too_many(root)
    return (None, crowded) if crowded else (root, flaws)


def _too_many(root: Written) -> list[Flaw]:
    """Return where there are more parts than a scenario may have; nothing where what is written can be judged."""
    flaws: list[Flaw] = []
    inside = [root]
    while inside:
        here = inside.pop()
        children = _children(here)
        most = _most(here, children)
        if len(children) > most:
            flaws.append(Flaw(here.line, here.path, _says(here, len(children), most)))
        inside += [child for child in children if _children(child)]
    return flaws or _too_many_together(root)


def _too_many_together(root: Written) -> list[Flaw]:
    """Return one flaw where plans, segments and topics, each few enough, are too many for each other."""
    plans, world = _at(root, "plans"), _at(root, "world")
    segments, topics = _at(world, "segments"), _at(world, "topics")
    n_plans, n_topics = len(_children(plans)), len(_children(topics))
    n_languages = sum(max(1, len(_children(_at(segment, "languages")))) for segment in _children(segments))
    n = n_plans * n_topics * n_languages
    if plans is None or n <= MOST_TOGETHER:
        return []
    says = (
        f"names {n_plans:,} plans; with {n_topics:,} topics, and {n_languages:,} languages of all segments together, "
        f"that is {n:,} cases to look at, and {MOST_TOGETHER:,} at most: take some plans into a file of their own"
    )
    return [Flaw(plans.line, plans.path, says)]


def _at(written: Written | None, key: str) -> Written | None:
    return written.value.get(key) if written is not None and isinstance(written.value, dict) else None


def no_mapping(root: Written | None) -> Flaw:
    """Return what is wrong with a text that is sound YAML and no mapping, and what would be right."""
    what = "the file is empty" if root is None or root.value is None else "this is no mapping of settings"
    says = f"{what}; a scenario has at least title, start, world and plans ({_SIX})"
    return Flaw(root.line if root else 1, (), says)


def inherits_too_much(root: Written) -> list[Flaw]:
    """Return one flaw where the plans of *root*, each with what it inherits, are too much together."""
    plans = _at(root, "plans")
    if plans is None:
        return []
    sizes: dict[int, int] = {}
    n = sum(_size(plan, sizes) for plan in _children(plans))
    if n <= MOST_INHERITED:
        return []
    says = (
        f"hold about {n:,} values together with what they inherit, long texts counting for several; "
        f"{MOST_INHERITED:,} at most: let fewer plans extend a large one, or take some into a file of their own"
    )
    return [Flaw(plans.line, plans.path, says)]


def _children(written: Written | None) -> Collection[Written]:
    value = None if written is None else written.value
    return value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()


def _most(written: Written, children: Collection[Written]) -> float:
    if isinstance(written.value, dict):
        return MOST_NAMED
    return MOST_IN_A_LIST if any(isinstance(child.value, (dict, list)) for child in children) else float("inf")


def _says(written: Written, n: int, most: float) -> str:
    if written.path == ("plans",):
        return f"names {n:,} plans; {most} at most, so take some into a file of their own"
    kind = written.path[-1] if written.path[:1] == ("world",) and len(written.path) == 2 else "entries"
    return f"has {n:,} {kind}; {most:,} at most, so put some together or leave them out"


def _size(written: Written, sizes: dict[int, int]) -> int:
    """Return how many values there are; what several plans share is counted in each, and looked at once."""
    known = sizes.get(id(written))
    if known is None:
        own = 1 + len(str(written.value)) // _LONG_TEXT if isinstance(written.value, str) else 1
        known = sizes[id(written)] = own + sum(_size(child, sizes) for child in _children(written))
    return known
