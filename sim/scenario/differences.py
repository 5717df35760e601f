"""What differs between two texts of a scenario, in words; the order of settings, comments and spelling do not count."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from pydantic import TypeAdapter, ValidationError

from sim.durations import parse_duration
from sim.scenario.notation import flow
from sim.scenario.part import Days
from sim.scenario.problems import Path, dotted
from sim.scenario.spans import nodes_of, plain

_NOTHING = object()
_DAYS: TypeAdapter[tuple[str, ...]] = TypeAdapter(Days)
_LONGEST = 80


class Change(NamedTuple):
    """One setting that differs. before, after: as YAML on one line; "" where there is nothing."""

    path: Path
    before: str
    after: str

    def __str__(self) -> str:
        """Return `path: before -> after`, `path: added after`, or `path: removed (was before)`."""
        before, after = _cut(self.before), _cut(self.after)
        if not self.before:
            return f"{dotted(self.path)}: added {after}"
        if not self.after:
            return f"{dotted(self.path)}: removed (was {before})"
        return f"{dotted(self.path)}: {before} -> {after}"


def changes(before: str, after: str) -> list[Change]:
    """Return what differs, in the order of *after*; what was removed comes where it stood, or at the end of its part.

    Raises:
        ScenarioError: one of the texts is not YAML.

    """
    return list(_between((), plain(nodes_of(before)), plain(nodes_of(after))))


def same(one: Any, other: Any) -> bool:
    """Are two plain values equal? 1 and 1.0 are, 1 and true are not; the order of a mapping does not count."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


def _between(path: Path, before: Any, after: Any) -> Iterator[Change]:
    if isinstance(before, dict) and isinstance(after, dict):
        for key in [*after, *(key for key in before if key not in after)]:
            yield from _between((*path, key), before.get(key, _NOTHING), after.get(key, _NOTHING))
    elif isinstance(before, list) and isinstance(after, list) and _has_parts(before, after):
        yield from _lists(path, before, after)
    elif before is _NOTHING:
        yield Change(path, "", flow(after))
    elif after is _NOTHING:
        yield Change(path, flow(before), "")
    elif not _means_the_same(before, after):
        yield Change(path, flow(before), flow(after))


def _has_parts(before: list[Any], after: list[Any]) -> bool:
    return any(isinstance(each, (dict, list)) for each in [*before, *after])


def _lists(path: Path, before: list[Any], after: list[Any]) -> Iterator[Change]:
    """Compare lists of parts: what is alike at start and end is left out, the rest entry by entry."""
    start = 0
    while start < min(len(before), len(after)) and _means_the_same(before[start], after[start]):
        start += 1
    end = 0
    most = min(len(before), len(after)) - start
    while end < most and _means_the_same(before[-1 - end], after[-1 - end]):
        end += 1
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    for n in range(max(len(old), len(new))):
        one, other = (some[n] if n < len(some) else _NOTHING for some in (old, new))
        yield from _between((*path, start + n), one, other)


def _means_the_same(one: Any, other: Any) -> bool:
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_means_the_same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return all(map(_means_the_same, one, other))
    return same(one, other) or _meaning(one) == _meaning(other) != (None, None)


def _meaning(value: Any) -> tuple[int | None, tuple[str, ...] | None]:
    """Return the span and the weekdays that a value may stand for."""
    span = days = None
    if isinstance(value, str):
        try:
            span = parse_duration(value)
        except ValueError:
            span = None
    if isinstance(value, (str, list)):
        try:
            days = _DAYS.validate_python(value)
        except ValidationError:
            days = None
    return span, days


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."
