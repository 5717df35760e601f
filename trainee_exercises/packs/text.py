"""One file of a pack -> its model, or everything that is wrong with it, each problem with its line."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from sim.scenario.problems import Places, Problem, ScenarioError, dotted, listed, nearest, shown
from sim.scenario.text import Written, broken_paths, locate, plain, read_yaml
from sim.scenario.words import causes, in_words, place_of

if TYPE_CHECKING:
    from pathlib import Path as FilePath

    from pydantic_core import ErrorDetails

    from sim.scenario.problems import Path

MAX_BYTES: Final = 1_000_000
_Model = TypeVar("_Model", bound=BaseModel)
_OF_SCENARIOS: Final = {  # the reader of YAML speaks of scenarios
    "write one scenario to a file": "write one document to a file",
    "which a scenario cannot have; write the value again, or let one plan extend another": "which a pack cannot have; "
    "write the value again",
    "which a scenario cannot have": "which a pack cannot have",
}


class PackError(ScenarioError):
    """A pack cannot be used; `problems` says why, all of it at once."""


class Source(NamedTuple):
    """A file of a pack as it was written. name: what problems call it; above: lines before the YAML begins."""

    name: str
    root: Written
    above: int = 0

    def problem(self, path: Path, message: str) -> Problem:
        """Return a problem at the place where *path* was written, or would have been."""
        written, rest = locate(self.root, path)
        return Problem(self.name, written.line + self.above, dotted((*written.path, *rest)), message)


def read_text(path: FilePath, name: str) -> str:
    """Return the text of a file no larger than `MAX_BYTES`.

    Raises:
        PackError: there is no such file, it cannot be read, or it is no text in UTF-8.

    """
    try:
        raw = path.read_bytes() if path.is_file() and path.stat().st_size <= MAX_BYTES else None
    except OSError as error:
        raise PackError([Problem(name, 0, "", f"cannot be read: {error.strerror or error}")]) from None
    if raw is None:
        what = f"is larger than {MAX_BYTES:,} bytes, the limit for a pack's file" if path.is_file() else "no such file"
        raise PackError([Problem(name, 0, "", what if path.is_file() else f"{what}; write it, or correct its name")])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise PackError([Problem(name, line, "", "is not UTF-8; save the file in that encoding")]) from None


def parse(text: str, model: type[_Model], name: str, above: int = 0, within: str = "") -> tuple[_Model, Source]:
    """Return what *text* says as a *model*, and where it says so.

    above: lines of the file before *text*. within: the key under which the file's list belongs; "": it is a mapping.

    Raises:
        PackError: everything that is wrong with it.

    """
    root, flaws = read_yaml(text)
    found = [Problem(name, flaw.line + above, dotted(flaw.path), _of_packs(flaw.message)) for flaw in flaws]
    if root is None or not isinstance(root.value, list if within else dict):
        raise PackError(found or [Problem(name, (root.line if root else 1) + above, "", _no_mapping(root, within))])
    source = Source(name, root, above)
    data = {within: plain(root)} if within else plain(root)
    try:
        made = model.model_validate_json(json.dumps(data), strict=True, context={"written": True})
    except ValidationError as error:
        broken = Places(broken_paths(root))
        shift = 1 if within else 0
        for path, message in _problems(model, error, shift):
            if not broken.touch(path):
                found.append(source.problem(path, message))
        made = None
    if found or made is None:
        raise PackError(sorted(set(found), key=lambda one: (one.line, one.path, one.message)))
    return made, source


def _of_packs(message: str) -> str:
    for of_scenario, of_pack in _OF_SCENARIOS.items():
        message = message.replace(of_scenario, of_pack)
    return message


def _no_mapping(root: Written | None, within: str) -> str:
    wanted = "a list of entries, each after '- '" if within else "settings as key: value"
    return f"{'the file is empty' if root is None or root.value is None else 'has another form'}; write {wanted}"


def _problems(model: type[BaseModel], error: ValidationError, shift: int) -> list[tuple[Path, str]]:
    """Return the place and the words of each error, without those that only follow from a misspelt key."""
    errors = causes(error.errors(include_url=False))
    unknown = {place_of(one): _near(model, place_of(one)) for one in errors if one["type"] == "extra_forbidden"}
    meant = {(*path[:-1], near) for path, near in unknown.items() if near}
    return [
        (place_of(one)[shift:], _words(model, one, unknown.get(place_of(one))))
        for one in errors
        if one["type"] != "missing" or place_of(one) not in meant
    ]


def _words(model: type[BaseModel], error: ErrorDetails, near: str | None) -> str:
    path = place_of(error)
    if error["type"] == "extra_forbidden":
        remedy = f"did you mean {near!r}?" if near else f"the settings here are {listed(_settings(model, path[:-1]))}"
        return f"{shown(path[-1])} is no setting here; {remedy}"
    if error["type"] == "missing":
        return "is missing; add it"
    in_a_pack: Any = {**error, "loc": ("pack", *path)}  # no place of a scenario, whose examples would not fit
    return in_words(in_a_pack)


def _near(model: type[BaseModel], path: Path) -> str | None:
    return nearest(str(path[-1]), _settings(model, path[:-1]))


@cache
def _schema(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema()


def _settings(model: type[BaseModel], path: Path) -> tuple[str, ...]:
    """Return the names of the settings at *path* of a model."""
    whole = _schema(model)
    here = whole
    for key in path:
        here = _opened(whole, here)
        inside = here.get("items") if isinstance(key, int) else here.get("properties", {}).get(key)
        here = inside or here.get("additionalProperties") or {}
    return tuple(_opened(whole, here).get("properties", ()))


def _opened(whole: dict[str, Any], here: dict[str, Any]) -> dict[str, Any]:
    """Return what a reference stands for, and of several forms the first that is a reference."""
    form = next((one for one in here.get("anyOf", ()) if "$ref" in one), here)
    found: dict[str, Any] = whole["$defs"][form["$ref"].rpartition("/")[2]] if "$ref" in form else form
    return found
