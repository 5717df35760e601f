"""Plans, teams, segments and topics under other names, copied or taken away, with all that refers to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from sim.scenario.editing import Draft, Edit, written_at
from sim.scenario.inheriting import MISSING, REMOVED, inherited, lineage, merged
from sim.scenario.part import NAME_PATTERN
from sim.scenario.problems import Path, Problem, ScenarioError, dotted, shown
from sim.scenario.titles import plan_title

_NAME: Final = re.compile(NAME_PATTERN)


def renamed(text: str, path: Path, name: str) -> str:
    """Return *text* with the part at *path* called *name*, wherever it is named.

    path: ("plans", plan), ("plans", plan, "teams", team), ("world", "segments" or "topics" or "profiles" or "surges",
    name). Segments and teams keep their luck (`draws_as`). A team is renamed in all plans that share it by `extends`.

    Raises:
        ScenarioError: the name is none or is taken, there is nothing at *path*, or *text* is no YAML.

    """
    draft = Draft(text)
    if name == path[-1]:
        return text
    _check_name(draft.data, path, name)
    for place in _places(draft.data, path):
        draft.rename(place, name)
        if path[-2] in {"segments", "teams"} and _starts_here(draft.data, (*place[:-1], name)):
            _keep_luck(draft, (*place[:-1], name), str(path[-1]))
    for edit in _mentions(draft.data, path, name):
        draft.edit(edit)
    return draft.text


def removed(text: str, path: Path) -> str:
    """Return *text* without the part at *path*, and without what names it. Plans that extend a removed one keep what
    they have of it; a removed team also goes from the plans that extend this one.

    Raises:
        ScenarioError: there is nothing at *path*, or *text* is no YAML.

    """
    draft = Draft(text)
    if path[0] == "plans" and len(path) == 2:
        _release(draft, str(path[1]))
    elif path[0] == "plans":
        _remove_team(draft, path)
        return draft.text
    for edit in _mentions(draft.data, path, None):
        draft.edit(edit)
    draft.edit(Edit(path, REMOVED))
    return draft.text


def copied(text: str, path: Path, name: str) -> str:
    """Return *text* with a copy of the part at *path* called *name*; the copy of a plan extends it.

    Raises:
        ScenarioError: the name is none or is taken, there is nothing at *path*, or *text* is no YAML.

    """
    draft = Draft(text)
    _check_name(draft.data, path, name)
    value: Any = {"about": f"The same as “{plan_title(str(path[-1]))}”.", "extends": path[-1]}
    if len(path) != 2:
        value = draft.value(path)
    draft.edit(Edit((*path[:-1], name), value))
    return draft.text


def free_name(text: str, path: Path, wish: str) -> str:
    """Return *wish*, or with a number behind it, such that nothing at *path* has that name yet."""
    there = Draft(text).value(path)
    taken = there if isinstance(there, dict) else {}
    if wish not in taken:
        return wish
    return next(name for n in range(2, len(taken) + 3) if (name := f"{wish}_{n}") not in taken)


def _check_name(data: dict[str, Any], path: Path, name: str) -> None:
    """Raise ScenarioError where *name* cannot be given beside *path*."""
    if not _NAME.fullmatch(name):
        remedy = "write a letter, then letters, digits, _ or - (40 at most, no spaces)"
        raise ScenarioError([Problem("", 0, dotted(path), f"{shown(name)} is no name; {remedy}")])
    plans = [path[1]] if path[0] == "plans" and len(path) == 4 else []
    beside = [_get(data, path[:-1]), *(_get(data, ("plans", plan, "teams")) for plan in _family(data, plans))]
    if any(isinstance(parts, dict) and name in parts for parts in beside):
        raise ScenarioError([Problem("", 0, dotted(path), f"{shown(name)} is taken; write another name")])


def _family(data: dict[str, Any], plans: list[Any]) -> list[str]:
    return [one for plan in plans for one in _sharing(data, str(plan))]


def _sharing(data: dict[str, Any], plan: str) -> list[str]:
    """Return the plans that build on the same first plan as *plan*."""
    plans = _plans(data)
    first = lineage(plans, plan)[-1]
    return [name for name in plans if lineage(plans, name)[-1] == first]


def _heirs(data: dict[str, Any], plan: str) -> list[str]:
    """Return the plans that extend *plan*, or one that does."""
    plans = _plans(data)
    return [name for name in plans if plan in lineage(plans, name)[1:]]


def _plans(data: dict[str, Any]) -> dict[str, Any]:
    found = data.get("plans")
    return found if isinstance(found, dict) else {}


def _get(data: Any, path: Path) -> Any:
    for key in path:
        data = data.get(key) if isinstance(data, dict) else None
    return data


# ---- where a name stands ----


def _places(data: dict[str, Any], path: Path) -> list[Path]:
    """Return where the name at *path* is a key."""
    name = path[-1]
    if path[0] == "plans" and len(path) == 4:
        return [*_keys(data, _sharing(data, str(path[1])), name, (("teams",), ("routing", "segments", "*", "teams")))]
    found: list[Path] = [path]
    if path[-2] == "segments":
        found += _keys(data, list(_plans(data)), name, (("routing", "segments"), ("support",)))
    if path[-2] == "topics":
        segments = _get(data, ("world", "segments")) or {}
        found += [
            ("world", "segments", one, "topics", name)
            for one in segments
            if name in (_get(segments, (one, "topics")) or {})
        ]
    return found


def _keys(data: dict[str, Any], plans: list[str], name: Any, below: tuple[Path, ...]) -> Iterator[Path]:
    for plan in plans:
        for pattern in below:
            for path in _matching(data, ("plans", plan), pattern):
                if isinstance(there := _get(data, path), dict) and name in there:
                    yield (*path, name)


def _matching(data: dict[str, Any], here: Path, pattern: Path) -> list[Path]:
    if not pattern:
        return [here]
    if pattern[0] != "*":
        return _matching(data, (*here, pattern[0]), pattern[1:])
    parts = _get(data, here)
    return [path for key in parts or () for path in _matching(data, (*here, key), pattern[1:])]


def _mentions(data: dict[str, Any], path: Path, name: str | None) -> Iterator[Edit]:
    """Yield the edits after which what mentions the part at *path* mentions *name* instead; None: nothing."""
    old = str(path[-1])
    if name is None:
        yield from (Edit(one, REMOVED) for one in _places(data, path) if one != path)
    if path[0] == "plans" and len(path) == 2:
        heirs = [one for one, plan in _plans(data).items() if _get(plan, ("extends",)) == old]
        yield from (Edit(("plans", one, "extends"), name) for one in heirs if name)
    elif path[0] == "plans":
        for plan in _sharing(data, str(path[1])):
            lists = _matching(data, ("plans", plan), ("support", "*", "proactive", "teams"))
            yield from (edit for one in lists for edit in _in_list(data, one, old, name))
    elif path[-2] == "segments":
        yield from _of_segment(data, old, name)
    else:
        yield from _of_topic(data, str(path[-2]), old, name)


def _of_segment(data: dict[str, Any], old: str, name: str | None) -> Iterator[Edit]:
    for plan in _plans(data):
        here: Path = ("plans", plan, "routing", "strict")
        groups = _get(data, here)
        if isinstance(groups, list) and any(isinstance(group, list) and old in group for group in groups):
            kept = [_swapped(group, old, name) if isinstance(group, list) else group for group in groups]
            yield Edit(here, [group for group in kept if group])
    for surge in _get(data, ("world", "surges")) or {}:
        yield from _in_list(data, ("world", "surges", surge, "segments"), old, name)
    yield from _in_open(data, "segment", old, name)


def _of_topic(data: dict[str, Any], kind: str, old: str, name: str | None) -> Iterator[Edit]:
    """Yield the edits of what names a topic, or a profile."""
    where = {"topics": ("surges", "topic"), "profiles": ("segments", "profile")}.get(kind)
    if where is None:
        return
    for one in _get(data, ("world", where[0])) or {}:
        if _get(data, ("world", where[0], one, where[1])) == old:
            yield Edit(("world", where[0], one, where[1]), name or REMOVED)
    if kind == "topics":
        yield from _in_open(data, "topic", old, name)


def _in_open(data: dict[str, Any], setting: str, old: str, name: str | None) -> Iterator[Edit]:
    """Yield the edit of what is open at the start."""
    here: Path = ("world", "open_at_start")
    opened = _get(data, here)
    if not isinstance(opened, list) or not any(isinstance(one, dict) and one.get(setting) == old for one in opened):
        return
    matching = [one | {setting: name} if _get(one, (setting,)) == old else one for one in opened]
    gone = [one for one in matching if not (isinstance(one, dict) and setting in one and one[setting] is None)]
    yield Edit(here, gone or REMOVED)


def _in_list(data: dict[str, Any], path: Path, old: str, name: str | None) -> Iterator[Edit]:
    found = _get(data, path)
    if isinstance(found, list) and old in found:
        yield Edit(path, _swapped(found, old, name) or REMOVED)


def _swapped(names: list[Any], old: str, name: str | None) -> list[Any]:
    return [name if one == old else one for one in names if one != old or name]


# ---- teams and plans ----


def _starts_here(data: dict[str, Any], path: Path) -> bool:
    """Is the part at *path* there for the first time, not one of an extended plan with other settings?"""
    if path[0] == "world":
        return path[1] == "segments"
    if len(path) != 4 or path[2] != "teams":
        return False
    below = inherited(_plans(data), str(path[1]))
    return below is MISSING or path[-1] not in (below.get("teams") or {})


def _keep_luck(draft: Draft, path: Path, old: str) -> None:
    part = _get(draft.data, path)
    if isinstance(part, dict) and "draws_as" not in part:
        draft.edit(Edit((*path, "draws_as"), old))


def _remove_team(draft: Draft, path: Path) -> None:
    """Take a team away, from the plan at *path* and those that extend it."""
    plan, team = str(path[1]), str(path[-1])
    for one in [plan, *_heirs(draft.data, plan)]:
        for place in _matching(draft.data, ("plans", one), ("routing", "segments", "*", "teams")):
            if team in (_get(draft.data, place) or {}):
                draft.edit(Edit((*place, team), REMOVED))
                if not _get(draft.data, place):
                    draft.edit(Edit(place, REMOVED))
        for place in _matching(draft.data, ("plans", one), ("support", "*", "proactive", "teams")):
            for edit in _in_list(draft.data, place, team, None):
                draft.edit(edit)
    draft.edit(Edit(path, REMOVED))
    for heir in _heirs(draft.data, plan):
        if written_at(draft.text, ("plans", heir, "teams", team)) is not MISSING:
            draft.take(("plans", heir, "teams", team))


def _release(draft: Draft, plan: str) -> None:
    """Let the plans that extend *plan* say themselves what they have of it."""
    plans = _plans(draft.data)
    own = plans[plan] if isinstance(plans[plan], dict) else {}
    above = own.get("extends")
    kept = {key: child for key, child in own.items() if key not in {"about", "extends"}}
    for heir in [name for name, one in plans.items() if _get(one, ("extends",)) == plan]:
        rest = {key: child for key, child in plans[heir].items() if key != "extends"}
        value = merged(kept, rest) if above is None else _both(kept, rest)
        draft.write(("plans", heir), ({"extends": above} if above else {}) | value)


def _both(below: Any, above: Any) -> Any:
    """Return *above* over *below*, with what takes away left as it is: it still has something to take away."""
    if not isinstance(below, dict) or not isinstance(above, dict):
        return above
    return below | {key: _both(below[key], child) if key in below else child for key, child in above.items()}
