"""A scenario as the text of a file that loads to the same scenario: settings that differ from their defaults."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from sim.scenario.part import Part, Spread
from sim.scenario.text import scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.model import Scenario

_WIDTH: Final = 118
_BARE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_./+-]*( [A-Za-z0-9_./+-]+)*")
"""Texts that need no quotes in YAML, unless they read as a number or as null, true or false."""


def standing_alone(scenario: Scenario) -> Scenario:
    """Return *scenario* with plans that extend no other: what they have from one they have as their own."""
    plans = {name: plan.model_copy(update={"extends": None}) for name, plan in scenario.plans.items()}
    return scenario.model_copy(update={"plans": plans})


def as_yaml(scenario: Scenario, about: str = "") -> str:
    """Return the text of a file that loads to `standing_alone(scenario)`: its figures and its hash are the same.

    *about*: a comment for the top of the file; "" for none.
    """
    alone = standing_alone(scenario)
    settings = _settings(alone, alone.model_dump(mode="json"))
    comments = [f"# {line}".rstrip() for line in about.splitlines()]
    return "\n".join([*comments, *_mapping(settings, "")]) + "\n"


# ---- what has to be said ----


def _settings(part: Part, dumped: dict[str, Any]) -> dict[str, Any]:
    """Return what of a part differs from the defaults. The law of a spread is always said: patience has another one."""
    return {
        name: _value(getattr(part, name), dumped[name])
        for name, field in type(part).model_fields.items()
        if (isinstance(part, Spread) and name == "law")
        or field.is_required()
        or getattr(part, name) != field.get_default(call_default_factory=True)
    }


def _value(value: Any, dumped: Any) -> Any:
    if isinstance(value, Part):
        return _settings(value, dumped)
    if isinstance(value, dict):
        return {key: _value(value[key], each) for key, each in dumped.items()}
    if isinstance(value, tuple):
        return [_value(one, each) for one, each in zip(value, dumped, strict=True)]
    return dumped


# ---- as YAML ----


def _mapping(settings: dict[str, Any], indent: str) -> Iterator[str]:
    for key, value in settings.items():
        yield from _entry(f"{indent}{_text(key)}:", value, f"{indent}  ")


def _entry(head: str, value: Any, indent: str) -> Iterator[str]:
    """Yield the lines of a value behind its *head*: on one line where it fits, else below, indented."""
    line = f"{head} {_flow(value)}"
    if len(line) <= _WIDTH or not value or not isinstance(value, (dict, list)):
        yield line
    elif isinstance(value, dict):
        yield head
        yield from _mapping(value, indent)
    else:
        yield head
        for each in value:
            yield from _item(each, indent)


def _item(value: Any, indent: str) -> Iterator[str]:
    """Yield the lines of an item of a list: those of a mapping begin behind the dash."""
    line = f"{indent}- {_flow(value)}"
    if isinstance(value, dict) and len(line) > _WIDTH:
        first, *rest = _mapping(value, f"{indent}  ")
        yield f"{indent}- {first.lstrip()}"
        yield from rest
    else:
        yield line


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_text(key)}: {_flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return _text(value) if isinstance(value, str) else json.dumps(value)


def _text(text: str) -> str:
    """Return a text bare where that reads back as the same text, else in double quotes."""
    if _BARE.fullmatch(text) and scalar(text) == text:
        return text
    body = "".join(_character(each) for each in text)
    return f'"{body}"'


def _character(sign: str) -> str:
    if sign in '"\\':
        return f"\\{sign}"
    return sign if sign.isprintable() else f"\\U{ord(sign):08x}"
