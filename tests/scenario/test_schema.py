"""The JSON Schema for editors: right about the examples and the shipped scenarios."""

from __future__ import annotations

import json
import re

import pytest
from ruamel.yaml import YAML

import scenarios
from sim.scenario.schema import schema

TYPES = {"string": str, "number": (int, float), "integer": int, "boolean": bool, "object": dict, "array": list}


def _fits(value, rule, whole) -> bool:
    """Does *value* fit *rule*? The parts of JSON Schema that ours uses."""
    if "$ref" in rule:
        return _fits(value, whole["$defs"][rule["$ref"].rpartition("/")[2]], whole)
    if "anyOf" in rule:
        return any(_fits(value, form, whole) for form in rule["anyOf"])
    if "enum" in rule:
        return value in rule["enum"]
    kind = rule["type"]
    if kind == "null" or value is None:
        return value is None and kind == "null"
    if not isinstance(value, TYPES[kind]) or (isinstance(value, bool) and kind != "boolean"):
        return False
    return {"object": _object_fits, "array": _array_fits}.get(kind, _scalar_fits)(value, rule, whole)


def _object_fits(value, rule, whole) -> bool:
    known, patterns, other = (
        rule.get("properties", {}), rule.get("patternProperties", {}), rule.get("additionalProperties", True)
    )  # fmt: skip
    for key, child in value.items():
        part = known.get(key) or next((part for name, part in patterns.items() if re.search(name, key)), other)
        if part is False or (part is not True and not _fits(child, part, whole)):
            return False
    return all(key in value for key in rule.get("required", ()))


def _array_fits(value, rule, whole) -> bool:
    in_bounds = rule.get("minItems", 0) <= len(value) <= rule.get("maxItems", len(value))
    return in_bounds and all(_fits(one, rule.get("items", {}), whole) for one in value)


def _scalar_fits(value, rule, _whole) -> bool:
    if isinstance(value, str):
        return re.search(rule.get("pattern", ""), value) is not None
    low = rule.get("minimum", value) <= value and ("exclusiveMinimum" not in rule or rule["exclusiveMinimum"] < value)
    return low and value <= rule.get("maximum", value)


def _read(text: str) -> dict:
    return json.loads(json.dumps(YAML(typ="safe", pure=True).load(text), default=str))


@pytest.mark.parametrize("name", scenarios.names())
def test_shipped_scenarios_fit_the_schema(name: str) -> None:
    """An editor finds nothing wrong with what we ship."""
    assert _fits(_read(scenarios.text(name)), schema(), schema())


def test_the_sound_file_fits_and_wrong_ones_do_not(sound: str) -> None:
    """A plan that inherits fits; a wrong stage, an unknown key and a missing key do not."""
    whole = schema()
    wrong = [
        sound.replace("stage: paying", "stage: payin"), sound.replace("customers: 1000", "custmers: 1000"),
        sound.replace("start: 2026-03-02\n", ""), sound.replace("headcount: 3", "headcount: three"),
    ]  # fmt: skip
    assert [True, False, False, False, False] == [_fits(_read(text), whole, whole) for text in (sound, *wrong)]


def test_null_may_remove_what_is_inherited(sound: str) -> None:
    """The schema lets null stand for a team and for a setting of one."""
    text = sound.replace(
        "desk: {headcount: 4}", "desk: {headcount: 4, holidays: null, skills: null}\n      other: null"
    )
    assert _fits(_read(text), schema(), schema())


def test_settings_have_descriptions_and_defaults_as_written() -> None:
    """Editors show what a setting means, and its default as a user would write it."""
    whole = schema()
    assert ("4w", "Whole days.") == tuple(whole["properties"]["length"][key] for key in ("default", "description"))
    assert "17:00" == whole["$defs"]["BusinessHours"]["properties"]["end"]["default"]
    parts = [*whole["$defs"].values(), whole]
    silent = [f"{part['title']}.{key}" for part in parts for key, value in part["properties"].items()
              if not value.keys() & {"description", "default", "examples", "$ref"}]  # fmt: skip
    assert ["Break.start", "Break.end", "Shift.start", "Shift.end"] >= silent
