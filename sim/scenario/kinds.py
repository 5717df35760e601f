"""Single settings as people type them in a field or a cell, and back: "a 1, b 2" for {a: 1, b: 2}."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final, Literal, NamedTuple

from sim.durations import format_duration
from sim.scenario.inheriting import MISSING, REMOVED
from sim.scenario.notation import days_text
from sim.scenario.part import WEEKDAYS, clock_text
from sim.scenario.places import place
from sim.scenario.problems import Path

What = Literal[
    "number", "whole", "yes_no", "choice", "zone", "text", "span", "clock", "days", "names", "numbers", "weights",
    "waits", "mean", "mean_number", "breaks",
]  # fmt: skip
_WEIGHT: Final = re.compile(r"(\S+?)(?:\s*[:=]\s*|\s+)([0-9]*\.?[0-9]+)|(\S+)")
_BREAK: Final = re.compile(r"([0-9]{1,2}:[0-9]{2})\s*(?:-|\N{EN DASH}|to)\s*([0-9]{1,2}:[0-9]{2})\s*(paid|unpaid)?")
_LISTED: Final = {
    "weights": "names with a weight each, such as Europe/London 3, Asia/Tokyo 1",
    "names": "names with commas between",
    "numbers": "numbers with commas between",
    "waits": "names, each with the wait after which, such as traders, general 1m",
    "days": "weekdays, such as mon-fri or sat, sun",
    "span": "a span of time, such as 90s, 10m, 1h30m, 2d",
    "mean": "a span of time on average, such as 10m or 2h",
    "clock": "a time of day, such as 9:00",
    "breaks": "from when to when, such as 12:30-13:00 unpaid",
}


class Kind(NamedTuple):
    """How a setting is typed. choices: of a choice; default: as a cell; says: what it means, for help; "": nothing."""

    what: What
    choices: tuple[str, ...] = ()
    default: Any = None
    says: str = ""


def kind_of(path: Path) -> Kind:
    """Return how the setting at *path* is typed."""
    described = place(path[:-1]).get("properties", {}).get(path[-1], {})
    found = place(path)
    what = _what(found)
    says = " ".join(str(described.get("description", "")).split()).replace("None:", "Empty:")
    return Kind(what, tuple(found.get("enum", ())), _default(described.get("default"), what), says)


def how(what: What) -> str:
    """Return how such a value is written, for help; "" where that is plain."""
    return _LISTED.get(what, "")


def _what(schema: dict[str, Any]) -> What:
    simple: dict[Any, What] = {"boolean": "yes_no", "integer": "whole", "number": "number"}
    if "enum" in schema:
        return "choice"
    if schema.get("type") in simple:
        return simple[schema["type"]]
    if schema.get("type") == "array":
        return _list(schema.get("items", {}))
    if "mean" in schema.get("properties", {}):
        return "mean_number" if schema["properties"]["mean"].get("type") == "number" else "mean"
    named = [schema.get("additionalProperties"), *schema.get("patternProperties", {}).values()]
    if any(isinstance(one, dict) for one in named):
        return "waits" if any(isinstance(one, dict) and one.get("type") == "string" for one in named) else "weights"
    return _text(schema.get("examples", []))


def _list(items: dict[str, Any]) -> What:
    if tuple(items.get("enum", ())) == WEEKDAYS:
        return "days"
    if items.get("type") == "integer":
        return "numbers"
    return "breaks" if items.get("$ref", "").endswith("/Break") else "names"


def _text(examples: list[Any]) -> What:
    of: dict[Any, What] = {"09:00": "clock", "90s": "span", "Europe/London": "zone"}
    return of.get(next(iter(examples), None), "span" if _is_span(examples) else "text")


def _is_span(examples: list[Any]) -> bool:
    return bool(examples) and isinstance(examples[0], str) and re.fullmatch(r"[0-9]+[smhdw]", examples[0]) is not None


def _default(value: Any, what: What) -> Any:
    if isinstance(value, dict) and "mean" in value:
        value = value["mean"]
    if isinstance(value, int) and not isinstance(value, bool):
        if what in {"span", "mean"}:
            return format_duration(value)
        if what == "clock":
            return clock_text(value)
    return None if value in (None, (), [], {}) else cell_of(what, value)


# ---- values and cells ----


def cell_of(what: What, value: Any) -> Any:
    """Return a value as it stands in a cell: text, a number or a bool; None where there is none.

    A value that does not fit is shown as the text that it is.
    """
    if value in (MISSING, None):
        return None
    if what == "mean_number" and isinstance(value, dict):
        value = value.get("mean")
    if what in {"number", "whole", "mean_number"}:
        return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None
    if what == "yes_no":
        return value if isinstance(value, bool) else None
    return _text_of(what, value)


def _text_of(what: What, value: Any) -> str:
    if isinstance(value, dict):
        pairs = _DICTS.get(what, str)
        return pairs(value)
    if not isinstance(value, (list, tuple)):
        return str(value)
    if what == "breaks" and all(isinstance(one, dict) for one in value):
        return ", ".join(_break_text(one) for one in value)
    return days_text(tuple(value)) if what == "days" else ", ".join(map(str, value))


def _weights_text(value: dict[str, Any]) -> str:
    return ", ".join(f"{name} {_shown(weight)}" for name, weight in value.items())


def _waits_text(value: dict[str, Any]) -> str:
    return ", ".join(str(name) if wait in ("0", 0) else f"{name} {wait}" for name, wait in value.items())


def _mean_text(value: dict[str, Any]) -> str:
    return str(value.get("mean", ""))


_DICTS: Final[dict[str, Callable[[dict[str, Any]], str]]] = {
    "mean": _mean_text, "weights": _weights_text, "waits": _waits_text,
}  # fmt: skip


def _shown(weight: Any) -> str:
    return repr(weight) if isinstance(weight, float) else str(weight)


def _break_text(pause: dict[str, Any]) -> str:
    paid = " unpaid" if pause.get("paid") is False else ""
    return f"{pause.get('start')}-{pause.get('end')}{paid}"


def value_of(what: What, cell: Any) -> Any:
    """Return what a cell says; REMOVED for an empty one. What cannot be read stays as typed, to be told so there."""
    if cell is None or (isinstance(cell, str) and not cell.strip()) or cell != cell:  # noqa: PLR0124 -- NaN of a table
        return REMOVED
    if what == "whole" and isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if not isinstance(cell, str):
        return cell
    text = cell.strip()
    read = _READ.get(what)
    return read(text) if read else text


def _names(text: str) -> list[Any]:
    return [one.strip() for one in text.split(",") if one.strip()]


def _numbers(text: str) -> list[Any]:
    return [int(one) if one.isdecimal() else one for one in _names(text)]


def _waits(text: str) -> dict[str, str]:
    pairs = [one.split(None, 1) for one in _names(text)]
    return {pair[0].rstrip(":"): pair[1] if len(pair) > 1 else "0" for pair in pairs}


def _weights(text: str) -> Any:
    found = [_WEIGHT.fullmatch(one.strip()) for one in text.split(",") if one.strip()]
    named = {one[1] or one[3]: _number(one[2] or "1") for one in found if one is not None}
    return named if None not in found and len(named) == len(found) else text


def _number(text: str) -> float:
    return float(text) if "." in text else int(text)


def _breaks(text: str) -> Any:
    found = [_BREAK.fullmatch(one.strip()) for one in text.split(",") if one.strip()]
    if None in found:
        return text
    return [
        {"start": one[1].zfill(5), "end": one[2].zfill(5)} | ({"paid": False} if one[3] == "unpaid" else {})
        for one in found
        if one is not None
    ]


_READ: Final[dict[str, Callable[[str], Any]]] = {
    "names": _names, "numbers": _numbers, "weights": _weights, "waits": _waits, "breaks": _breaks,
}  # fmt: skip
