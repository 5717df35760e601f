"""What pydantic found, in plain words: the value, what is wrong with it, and what would be right."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from sim.durations import format_duration
from sim.scenario.conversations import MOST_RETURN
from sim.scenario.part import COUNTRY_PATTERN, CURRENCY_PATTERN, LANGUAGE_PATTERN, NAME_PATTERN, zone_names
from sim.scenario.places import example, place, settings
from sim.scenario.problems import did_you_mean, listed, nearest, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic_core import ErrorDetails

    from sim.scenario.problems import Path

_PATTERNS: Final = {
    NAME_PATTERN: "is no name; write a letter, then letters, digits, _ or - (40 at most, no spaces)",
    LANGUAGE_PATTERN: "is no language code; write two small letters such as en or ja, or with a country pt_BR",
    COUNTRY_PATTERN: "is no country code; write two capitals such as US, or with a region DE-BE",
    CURRENCY_PATTERN: "is no currency code; write three capitals such as USD or EUR",
}
_BOUNDS: Final = {
    "greater_than": ("gt", "is too small; write more than"),
    "greater_than_equal": ("ge", "is too small; write at least"),
    "less_than": ("lt", "is too large; write less than"),
    "less_than_equal": ("le", "is too large; write at most"),
    "multiple_of": ("multiple_of", "is too fine; write a multiple of"),
}
_WANTED: Final = {
    "float_type": "a number",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_parsing": "a number",
    "int_parsing": "a whole number",
    "bool_type": "true or false",
    "string_type": "text",
    "model_type": "a mapping of settings (key: value)",
    "dict_type": "a mapping (name: value)",
    "tuple_type": "a list",
    "date_type": "a date as YYYY-MM-DD",
    "datetime_type": "a date and time as YYYY-MM-DDTHH:MM",
}


def in_words(error: ErrorDetails) -> str:
    """Return the message for one error of pydantic, without its place."""
    kind, path, value, context = error["type"], place_of(error), error["input"], error.get("ctx", {})
    if kind in _WANTED:
        return _wrong_type(value, kind, path)
    if kind in _BOUNDS:
        name, words = _BOUNDS[kind]
        return f"{shown(value)} {words} {_bound(path, value, context[name])}{_why(context[name])}"
    say = _SAY.get(kind)
    return say(path, value, context) if say else f"{shown(value)} cannot be used: {error['msg']}"


def causes(errors: list[ErrorDetails]) -> list[ErrorDetails]:
    """Return *errors* without those that only follow from others: a list is not short of the entries that are wrong."""
    above = {error["loc"][:n] for error in errors for n in range(len(error["loc"]))}
    return [error for error in errors if error["type"] != "too_short" or error["loc"] not in above]


def place_of(error: ErrorDetails) -> Path:
    """Return the path of an error, without pydantic's mark for a key."""
    path = tuple(error["loc"])
    return path[:-1] if path and path[-1] == "[key]" else path


def _missing(path: Path, _value: Any, _context: dict[str, Any]) -> str:
    right = example(path)
    hint = f"add it, for example {path[-1]}: {right}" if isinstance(right, (str, int, float)) else "add it"
    return f"is missing; {hint}"


def _unknown(path: Path, _value: Any, _context: dict[str, Any]) -> str:
    known = settings(path[:-1])
    near = nearest(str(path[-1]), known)
    remedy = f"did you mean {near!r}?" if near else f"the settings here are {listed(known)}"
    return f"{shown(path[-1])} is no setting here; {remedy}"


def _own_words(_path: Path, value: Any, context: dict[str, Any]) -> str:
    """Return the message of our own validators, with the value as it was written, cut where it is long."""
    text = str(context["error"])
    if value is None:
        return text.replace("None is", "has no value, which is", 1)
    text = text.replace(repr(value), shown(value), 1)
    return text if len(text) <= 300 else f"{text[:140]} ... {text[-140:]}"


def no_zone(value: Any) -> str:
    """Return what is wrong with a time zone that is none, and what would be right."""
    near = nearest(value, zone_names()) if isinstance(value, str) else None
    remedy = f"did you mean {near!r}?" if near else "write an IANA name such as Europe/London or Asia/Kolkata"
    return f"{shown(value)} is no time zone; {remedy}"


def _zone(_path: Path, value: Any, _context: dict[str, Any]) -> str:
    return no_zone(value)


def _choice(_path: Path, value: Any, context: dict[str, Any]) -> str:
    known = re.findall(r"'([^']*)'", context["expected"])
    if isinstance(value, (dict, list)):
        return f"is {'a mapping' if isinstance(value, dict) else 'a list'}; write one of {listed(known, 'or')}"
    return f"{shown(value)} is not one of {listed(known)}" + (
        f"; {did_you_mean(value, known)}" if isinstance(value, str) and nearest(value, known) else "; write one of them"
    )


def _length(path: Path, _value: Any, context: dict[str, Any]) -> str:
    n, known = context["actual_length"], place(path)
    least, most = known.get("minItems"), known.get("maxItems")
    wanted = most if least == most else f"at most {most}" if "max_length" in context else "at least one entry"
    return f"has {n} entries; write {wanted}" if n else f"is empty; write {wanted or 'at least one entry'}"


def _infinite(_path: Path, value: Any, _context: dict[str, Any]) -> str:
    return f"{shown(value)} is no number that can be counted with; write a finite one"


def _pattern(_path: Path, value: Any, context: dict[str, Any]) -> str:
    return f"{shown(value)} {_PATTERNS.get(context['pattern'], 'has the wrong form')}"


_SAY: Final[dict[str, Callable[[Path, Any, dict[str, Any]], str]]] = {
    "missing": _missing,
    "extra_forbidden": _unknown,
    "value_error": _own_words,
    "zone": _zone,
    "literal_error": _choice,
    "too_short": _length,
    "too_long": _length,
    "string_pattern_mismatch": _pattern,
    "finite_number": _infinite,
}


def _wrong_type(value: Any, kind: str, path: Path) -> str:
    wanted = _WANTED[kind]
    if kind == "model_type" and isinstance(example(path), (str, int)):
        what = "a duration" if isinstance(example(path), str) else "a number"
        wanted = f"{what} such as {example(path)}, or {wanted}"
    if value is None:
        return f"has no value; write {wanted}, or leave the key out if it need not be there"
    if isinstance(value, (dict, list)):
        return f"is {'a mapping' if isinstance(value, dict) else 'a list'}; write {wanted}"
    if kind.endswith("_parsing"):
        return f"{shown(value)} is not {wanted}; write one, such as 12"
    kind_of = "text" if isinstance(value, str) else "true or false" if isinstance(value, bool) else "a number"
    if kind == "string_type":
        return f"{shown(value)} is {kind_of}, not text; put it in quotes"
    if kind == "int_type" and kind_of == "a number":
        return f"{shown(value)} is no whole number; write it without a fraction"
    return f"{shown(value)} is {kind_of}; write {wanted}{_unquoted(value, wanted)}{_for_example(path, wanted)}"


def _unquoted(value: Any, wanted: str) -> str:
    is_number = isinstance(value, str) and re.fullmatch(r"[-+]?[0-9]+(\.[0-9]+)?", value)
    return f" without quotes: {value}" if is_number and wanted.endswith("number") else ""


def _for_example(path: Path, wanted: str) -> str:
    if wanted.startswith("a mapping") and (names := settings(path)):
        return f" with {listed(names[:4])}{' and so on' if len(names) > 4 else ''}"
    return ""


def _bound(path: Path, value: Any, bound: Any) -> str:
    """Return a bound as a user would write it: a span with its unit."""
    if isinstance(value, str) and place(path).get("type") == "string":
        return format_duration(int(bound)) if bound else "0, such as 1h"
    return f"{bound:.10g}"


def _why(bound: Any) -> str:
    return ": with more, conversations would come back without end" if bound == MOST_RETURN else ""
