"""A YAML file -> a Scenario, or everything that is wrong with it at once, each problem with its line."""

from __future__ import annotations

import json
from copy import deepcopy
from itertools import islice
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pydantic import ValidationError

from sim.scenario.bounds import MAX_CHARACTERS, inherits_too_much, no_mapping, read_bounded
from sim.scenario.checks import each_finding
from sim.scenario.extends import resolve_plans
from sim.scenario.model import Scenario
from sim.scenario.places import example, place, settings
from sim.scenario.problems import (
    Finding,
    Places,
    Problem,
    ScenarioError,
    UnreadableFileError,
    dotted,
    nearest,
)
from sim.scenario.text import Flaw, Written, broken_paths, locate, plain
from sim.scenario.words import causes, in_words, place_of

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from sim.scenario.problems import Path

MAX_BYTES: Final = MAX_CHARACTERS
MOST_PROBLEMS: Final = 100
"""More are not listed: nobody reads them at once."""
_LOOKED_AT: Final = 300
"""Of all that is wrong, so much is put into words before those are picked that stand in the text once."""
_ROUNDS: Final = 20
"""How often what is unreadable is replaced before the cross-checks are given up; each round goes one level up."""


def load(path: str | FilePath) -> Scenario:
    """Return the scenario of a YAML file.

    Raises:
        UnreadableFileError: there is no such file, or it must not be read.
        ScenarioError: everything else that is wrong, all of it at once.

    """
    return parse(_text_of(FilePath(path)), str(path))


def parse(text: str, file: str = "") -> Scenario:
    """Return the scenario that *text* describes; *file* is what problems call it.

    Raises:
        ScenarioError: everything that is wrong with it.

    """
    root, flaws = read_bounded(text)
    if root is None or not isinstance(root.value, dict):
        raise _error(file, flaws or [no_mapping(root)])
    more, unresolved = resolve_plans(root)
    if crowded := inherits_too_much(root):
        raise _error(file, crowded)
    reading = _read(plain(root), [*broken_paths(root), *(flaw.path for flaw in more)], unresolved)
    found = [*flaws, *more, *_located(root, reading.findings)]
    if found or reading.scenario is None:
        raise _error(file, found or [Flaw(0, (), "cannot be read as a scenario")], has_more=reading.has_more)
    return reading.scenario


def _text_of(path: FilePath) -> str:
    """Return the text of a file that is no larger than `MAX_BYTES`."""
    try:
        if not path.is_file():
            what = "is a directory; name a file" if path.is_dir() else "there is no such file"
            raise _unreadable(path, what if path.is_dir() or not path.exists() else "is no ordinary file")
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise _unreadable(path, f"cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if len(raw) > MAX_BYTES:
        raise _error(str(path), [Flaw(0, (), f"is larger than {MAX_BYTES:,} bytes, the limit for a scenario")])
    if b"\0" in raw:
        raise _error(str(path), [Flaw(0, (), "is no text file (it has zero bytes); save it as UTF-8 text")])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _error(str(path), [Flaw(line, (), "is not UTF-8; save the file in that encoding")]) from None


def _unreadable(path: FilePath, what: str) -> UnreadableFileError:
    return UnreadableFileError([Problem(str(path), 0, "", what)])


def _error(file: str, flaws: list[Flaw], *, has_more: bool = False) -> ScenarioError:
    unique = sorted(set(flaws), key=lambda flaw: (flaw.line, dotted(flaw.path), flaw.message))
    problems = [Problem(file, flaw.line, dotted(flaw.path), flaw.message) for flaw in unique[:MOST_PROBLEMS]]
    if has_more or len(unique) > MOST_PROBLEMS:
        problems.append(Problem(file, 0, "", "and more; put these right first"))
    return ScenarioError(problems)


# ---- reading what can be read ----


class _Reading(NamedTuple):
    """What came of reading a scenario: itself where it is whole, and what is wrong; has_more: not all of that."""

    scenario: Scenario | None
    findings: list[Finding]
    has_more: bool = False


def _read(data: dict[str, Any], broken: list[Path], unknown_base: list[Path]) -> _Reading:
    """Validate *data* (changed in place), and cross-check whatever of it is readable.

    Where a value cannot be read, its default or an example takes its place, so that the rest can be judged; what was
    found by looking at such a place is left out. *unknown_base*: plans of which it is not known what they extend.
    """
    found: list[Finding] = []
    tainted, unresolved = Places(broken), Places(unknown_base)
    for _ in range(_ROUNDS):
        try:
            scenario = Scenario.model_validate_json(json.dumps(data), strict=True, context={"written": True})
        except ValidationError as error:
            errors = causes(error.errors(include_url=False))
            is_cut = len(errors) + len(found) > _LOOKED_AT
            errors = errors[:_LOOKED_AT]
            tainted.add(*_meant(data, errors))
            found += [Finding(place_of(one), in_words(one)) for one in errors if not _follows(one, tainted, unresolved)]
            if is_cut:
                return _Reading(None, found, has_more=True)
            tainted.add(*[_mend(data, place_of(one)) for one in errors])
        else:
            sure = (one for one in each_finding(scenario) if not _doubtful(one, tainted, unresolved))
            crossed = list(islice(sure, _LOOKED_AT + 1))
            whole = None if tainted or unresolved else scenario
            return _Reading(whole, found + crossed[:_LOOKED_AT], has_more=len(crossed) > _LOOKED_AT)
    return _Reading(None, found)


def _follows(error: ErrorDetails, tainted: Places, unresolved: Places) -> bool:
    """Is an error only the consequence of another one, already reported?"""
    path = place_of(error)
    return (error["type"] == "missing" and unresolved.touch(path)) or tainted.touch(path)


def _doubtful(finding: Finding, *doubts: Places) -> bool:
    return any(places.touch(path) for path in (finding.path, *finding.reads) for places in doubts)


def _meant(data: dict[str, Any], errors: list[ErrorDetails]) -> list[Path]:
    """Return the settings that unknown keys were probably meant to be: they are not missing, only misspelt."""
    unknown = [place_of(error) for error in errors if error["type"] == "extra_forbidden"]
    near = [(path[:-1], nearest(str(path[-1]), settings(path[:-1]))) for path in unknown]
    return [(*parent, key) for parent, key in near if key and not _has(_at(data, parent), key)]


def _mend(data: dict[str, Any], path: Path) -> Path:
    """Put an example where a value must be, leave out what need not be there, and return what was replaced."""
    n = next((n for n in range(len(path)) if not _has(_at(data, path[:n]), path[n])), len(path) - 1)
    parent = _at(data, path[: max(n, 0)])
    if not path:
        return path
    if not isinstance(parent, dict):
        return _mend(data, path[:n])
    if path[n] in place(path[:n]).get("required", ()):
        parent[path[n]] = deepcopy(example(path[: n + 1]))
    else:
        parent.pop(path[n], None)
    return path[: n + 1]


def _at(data: Any, path: Path) -> Any:
    for key in path:
        data = data[key]
    return data


def _has(here: Any, key: str | int) -> bool:
    if isinstance(here, dict):
        return key in here
    return isinstance(here, list) and isinstance(key, int) and key < len(here)


# ---- where it stands in the file ----


def _located(root: Written, found: list[Finding]) -> list[Flaw]:
    """Return findings with their lines, at the place where the value was written; what is inherited only once."""
    homes = [_homes(root, one) for one in found]
    flaws = {first for first, *_ in homes}
    return [first for first, *bases in homes if flaws.isdisjoint(bases)]


def _homes(root: Written, finding: Finding) -> list[Flaw]:
    """Return a finding where it stands, and where it would stand in the plans that are extended there."""
    written, rest = locate(root, finding.path)
    rest = rest if isinstance(written.value, dict) else ()  # "10m" may stand for {mean: 10m}
    homes: list[Flaw] = []
    here: Written | None = written
    while here is not None:
        homes.append(Flaw(here.line, (*here.path, *rest), finding.message))
        here = here.inherits
    return homes
