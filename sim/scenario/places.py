"""What may stand at a place of a scenario: the JSON Schema of the models, walked along a path."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sim.scenario.model import Scenario

if TYPE_CHECKING:
    from sim.scenario.problems import Path


@cache
def _whole() -> dict[str, Any]:
    return Scenario.model_json_schema()


def place(path: Path) -> dict[str, Any]:
    """Return the JSON Schema of what stands at *path*; empty for a place that is not known."""
    here = _whole()
    for key in path:
        here = _below(_open(here), key)
    return _open(here)


def settings(path: Path) -> tuple[str, ...]:
    """Return the names of the settings at *path*; none where the user gives the names."""
    return tuple(place(path).get("properties", ()))


def example(path: Path) -> Any:
    """Return a value that is right at *path*; None where none is known."""
    *parent, key = path
    written = place(tuple(parent)).get("properties", {}).get(key, {})
    return next(iter(written.get("examples") or place(path).get("examples") or place(path).get("enum") or ()), None)


def _open(schema: dict[str, Any]) -> dict[str, Any]:
    """Return what a reference stands for, and of several forms the one that has parts of its own."""
    if "$ref" in schema:
        return _open(_whole()["$defs"][schema["$ref"].rpartition("/")[2]])
    forms = [_open(form) for form in schema.get("anyOf", ())]
    parted = [
        form for form in forms if form.keys() & {"properties", "additionalProperties", "patternProperties", "items"}
    ]
    return next(iter(parted or forms), schema)


def _below(schema: dict[str, Any], key: str | int) -> dict[str, Any]:
    if isinstance(key, int):
        found = schema.get("items")
    else:
        patterns = iter(schema.get("patternProperties", {}).values())
        found = schema.get("properties", {}).get(key) or schema.get("additionalProperties") or next(patterns, None)
    return found if isinstance(found, dict) else {}
