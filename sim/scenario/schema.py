"""The JSON Schema of a scenario file: editors complete and check with it while a user writes."""

from __future__ import annotations

from typing import Any, Final

from sim.scenario.model import Scenario
from sim.scenario.part import Part

HINT: Final = "# yaml-language-server: $schema=scenario.schema.json"
"""The first line of a scenario file, by which editors find the schema beside it."""
_INHERITING: Final = ("Plan", "Team")
"""Parts whose required keys may come from the plan that is extended."""


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a scenario file.

    It is wider than the loader where a plan extends another: there a key may be inherited, or null to remove it.
    """
    whole = Scenario.model_json_schema()
    parts = {part.__name__: part for part in Part.__subclasses__()}
    for name, described in [*whole["$defs"].items(), ("Scenario", whole)]:
        _write_defaults(described, parts[name])
    for name in _INHERITING:
        _let_inherit(whole["$defs"][name])
    for name in ("Plan", "Routing"):
        _let_remove(whole["$defs"][name])
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **whole, "title": "Scenario of a support team"}


def _write_defaults(described: dict[str, Any], part: type[Part]) -> None:
    """Show defaults as a user would write them: "4w", not milliseconds."""
    written = part.model_construct().model_dump(mode="json", warnings=False)
    for key, value in described["properties"].items():
        if "default" in value:
            value["default"] = written[key]


def _let_inherit(described: dict[str, Any]) -> None:
    described.pop("required", None)
    for key, value in described["properties"].items():
        if "anyOf" not in value and key != "extends":
            kept = {name: value.pop(name) for name in ("description", "default", "title") if name in value}
            described["properties"][key] = {"anyOf": [value, {"type": "null"}], **kept}


def _let_remove(described: dict[str, Any]) -> None:
    """Let null stand for each part that a user names: it removes what would be inherited."""
    for value in described["properties"].values():
        for form in (value, *value.get("anyOf", ())):
            for pattern, part in form.get("patternProperties", {}).items():
                form["patternProperties"][pattern] = {"anyOf": [part, {"type": "null"}]}
