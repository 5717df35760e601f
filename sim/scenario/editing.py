"""The text of a scenario, changed at places: comments, order and all that nobody touched stay as they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from typing import Any, Final, NamedTuple

from sim.scenario.differences import Change, changes, same
from sim.scenario.inheriting import MISSING, REMOVED, as_dict, at, inherited, lineage, merged, whole
from sim.scenario.load import parse
from sim.scenario.notation import noted
from sim.scenario.places import settings
from sim.scenario.problems import Path, Problem, ScenarioError, dotted
from sim.scenario.spans import Node, chain, nodes_of, plain
from sim.scenario.splices import Splice, put, put_item, rename, take

__all__ = [
    "MISSING", "REMOVED", "Change", "Edit", "changes", "edited", "problems_at", "problems_of", "said_in", "value_at",
    "written_at",
]  # fmt: skip


class _Renamed(NamedTuple):
    """In the place of a value: the same under another name."""

    name: str


_MOST_SINGLY: Final = 3
"""Of a list of numbers or words as many are changed one by one; of more the list is written anew."""


class Edit(NamedTuple):
    """What shall stand at a place: plain values as a file has them, also dates, times, dicts and lists; or REMOVED."""

    path: Path
    value: Any


def edited(text: str, edits: Sequence[Edit]) -> str:
    """Return *text* with all *edits*, one after the other. Only what differs is written anew.

    An edit of a plan that extends another is written into that plan alone, and only what differs from what it inherits.
    A dict takes the place of the whole part that stands there; a list likewise.

    Raises:
        ScenarioError: *text* is not YAML, or a place cannot have such a value.

    """
    draft = Draft(text)
    for edit in edits:
        draft.edit(edit)
    return draft.text


def problems_of(text: str, file: str = "") -> list[Problem]:
    """Return everything that is wrong with a scenario, in the order of the text; empty for a sound one."""
    try:
        parse(text, file)
    except ScenarioError as error:
        return list(error.problems)
    return []


def problems_at(problems: Iterable[Problem], path: Path) -> list[Problem]:
    """Return those of *problems* that are at *path* or inside it."""
    here = dotted(path)
    return [one for one in problems if one.path == here or one.path.startswith((f"{here}.", f"{here}["))]


def value_at(text: str, path: Path) -> Any:
    """Return what holds at *path*, also where a plan inherits it: dicts, lists and scalars; MISSING where nothing does.

    Raises:
        ScenarioError: *text* is not YAML.

    """
    return at(whole(plain(nodes_of(text))), path)


def written_at(text: str, path: Path) -> Any:
    """Return what is written at *path* itself; MISSING where nothing is. Raises as `value_at`."""
    return at(plain(nodes_of(text)), path)


def said_in(text: str, plan: str, rest: Path) -> str | None:
    """Return the plan that says what holds at *rest* in *plan*: itself or one that it extends; None: nobody does."""
    plans = plain(nodes_of(text)).get("plans") or {}
    for name in lineage(plans, plan):
        if at(plans.get(name), rest) not in (MISSING, None):
            return name
    return None


# ---- one edit ----


class Draft:
    """A text while it is changed, with its nodes and values."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.root: Node = nodes_of(text)
        self.data: dict[str, Any] = plain(self.root)

    def edit(self, edit: Edit) -> None:
        """Make one edit."""
        path = edit.path
        if not path:
            raise _refused(path, "name a part of the scenario, not all of it")
        value = edit.value if edit.value is REMOVED else noted(path, edit.value)
        n_own, below = 0, MISSING
        if len(path) > 2 and path[0] == "plans" and path[1] in as_dict(self.data.get("plans")):
            n_own, below = 2, inherited(self.data["plans"], str(path[1]))
        self._descend(path[:n_own], path[n_own:], below, value)

    def value(self, path: Path) -> Any:
        """Return what holds at *path*, inherited or not; MISSING where nothing does."""
        return at(whole(self.data), path)

    def rename(self, path: Path, name: str) -> None:
        """Call the key at *path* something else."""
        self._make(rename(self.root, path, name), path, _Renamed(name))

    def take(self, path: Path) -> None:
        """Take away what is written at *path*, so that what is inherited holds."""
        self._make(take(self.text, self.root, path), path, REMOVED)

    def write(self, path: Path, value: Any) -> None:
        """Write *value* at *path* whatever is inherited there; what is alike stays as it is written."""
        self.assign(path, MISSING, noted(path, value))

    def _descend(self, here: Path, rest: Path, below: Any, value: Any) -> None:
        """Go on to where *value* belongs; *below*: what would be inherited at *here*."""
        own = at(self.data, here)
        if not rest:
            self.assign(here, below, value)
        elif isinstance(rest[0], int) and isinstance(below, list) and own is MISSING:
            self.assign(here, below, _changed(below, rest, value))
        elif _is_short(own if own is not MISSING else below, here, rest[0]):
            short = own if own is not MISSING else below
            self.assign(here, below, _changed({"mean": short}, rest, value))
        elif own is None and isinstance(below, dict):
            self.assign(here, below, _changed({}, rest, value))
        else:
            self._descend((*here, rest[0]), rest[1:], at(below, rest[:1]), value)

    def assign(self, here: Path, below: Any, value: Any) -> None:
        """Make *value* hold at *here*, where *below* would be inherited."""
        own = at(self.data, here)
        if value is REMOVED:
            self._remove(here, own, below)
        elif isinstance(value, dict) and _is_part(own, below):
            for key in dict.fromkeys([*value, *as_dict(merged(below, own) if own is not MISSING else below)]):
                self.assign((*here, key), at(below, (key,)), value.get(key, REMOVED))
        elif isinstance(value, list) and isinstance(own, list) and not _is_rewritten(own, value):
            self._align(here, own, value)
        elif not same(own if own is not MISSING else below, value):
            self._make(put(self.text, self.root, here, _over(below, value)), here, _over(below, value))

    def _remove(self, here: Path, own: Any, below: Any) -> None:
        if below not in (MISSING, None):
            if own is not None:
                self._make(put(self.text, self.root, here, None), here, None)
        elif own is not MISSING:
            self._make(take(self.text, self.root, here), here, REMOVED)

    def _align(self, here: Path, own: list[Any], value: list[Any]) -> None:
        """Make a list like *value*: what is alike at its start and end stays, what lies between is changed."""
        start = _n_alike(own, value)
        end = _n_alike(own[start:][::-1], value[start:][::-1])
        n_own, n_new = len(own) - start - end, len(value) - start - end
        for n in range(min(n_own, n_new)):
            self.assign((*here, start + n), MISSING, value[start + n])
        for n in reversed(range(start + n_new, start + n_own)):
            self._make(take(self.text, self.root, (*here, n)), (*here, n), REMOVED)
        for n in range(start + n_own, start + n_new):
            change = put_item(self.text, chain(self.root, here), n, value[n])
            self._make(change, here, _with_item(at(self.data, here), n, value[n]))

    def _make(self, splice: Splice, path: Path, value: Any) -> None:
        """Apply a change of the text and see that it says what it should, and nothing else differs.

        Raises:
            ScenarioError: it does not.

        """
        wanted = _changed(self.data, path, value)
        text = splice.apply(self.text)
        try:
            root = nodes_of(text)
        except ScenarioError:
            raise _refused(path, f"cannot be written there: {value!r}; change it in the text") from None
        if not same(plain(root), wanted):
            raise _refused(path, f"cannot be written there: {value!r}; change it in the text")
        self.text, self.root, self.data = text, root, plain(root)


def _refused(path: Path, message: str) -> ScenarioError:
    return ScenarioError([Problem("", 0, dotted(path), message)])


def _is_part(own: Any, below: Any) -> bool:
    """Is there a mapping already, own or inherited, of which single settings can be changed?"""
    if own is MISSING:
        return isinstance(below, dict)
    return isinstance(own, dict) and (below is MISSING or isinstance(below, dict))


def _is_short(value: Any, path: Path, key: str | int) -> bool:
    """Is *value* a mean alone, such as 10m, where a setting beside it is wanted?"""
    is_scalar = value not in (MISSING, None) and not isinstance(value, (dict, list))
    return is_scalar and isinstance(key, str) and "mean" in settings(path)


def _over(below: Any, value: Any) -> Any:
    """Return *value* as a plan must write it over what it inherits: what it does not have is taken away."""
    if not isinstance(below, dict) or not isinstance(value, dict):
        return value
    kept = {key: _over(below.get(key, MISSING), child) for key, child in value.items()}
    return kept | {key: None for key in below if key not in value}


def _is_rewritten(own: list[Any], value: list[Any]) -> bool:
    """Is a list of single values so different that it is better written anew?"""
    if not own or not value:
        return True
    if any(isinstance(each, (dict, list)) for each in [*own, *value]):
        return False
    start = _n_alike(own, value)
    return max(len(own), len(value)) - start - _n_alike(own[start:][::-1], value[start:][::-1]) > _MOST_SINGLY


def _n_alike(first: Sequence[Any], second: Sequence[Any]) -> int:
    pairs = enumerate(zip(first, second, strict=False))
    return next((n for n, (one, other) in pairs if not same(one, other)), min(len(first), len(second)))


def _with_item(items: list[Any], number: int, value: Any) -> list[Any]:
    return [*items[:number], value, *items[number:]]


def _changed(data: Any, path: Path, value: Any) -> Any:
    """Return a copy of plain values with *value* at *path*; what is missing on the way is made."""
    if not path:
        return value
    key, rest = path[0], path[1:]
    if isinstance(key, int):
        items = list(data) if isinstance(data, list) else []
        inside = [] if value is REMOVED and not rest else [_changed(at(items, (key,)), rest, value)]
        return [*items[:key], *inside, *items[key + 1 :]]
    parts = dict(data) if isinstance(data, dict) else {}
    if not rest and isinstance(value, _Renamed):
        return {value.name if one == key else one: child for one, child in parts.items()}
    if value is REMOVED and not rest:
        parts.pop(key, None)
        return parts
    return parts | {key: _changed(deepcopy(parts.get(key, MISSING)), rest, value)}
