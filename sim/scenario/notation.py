"""Values -> YAML as the scenarios that come with the package write it: "09:00", 4m30s, mon-fri, {a: 1}."""

from __future__ import annotations

import json
import re
import textwrap
from datetime import date, datetime, time
from typing import Any, Final

from sim.scenario.part import WEEKDAYS
from sim.scenario.places import place
from sim.scenario.problems import Path
from sim.scenario.text import scalar

MOST_COLUMNS: Final = 120
"""What is longer goes on lines of its own."""
_LONG_TEXT: Final = 100
_BARE: Final = re.compile(
    r"[A-Za-z_][\w ./+%'-]*"  # a name, a zone, a word or two
    r"|-?[0-9][0-9.]*[a-z][0-9a-z.]*"  # a span
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2})?)?"
)
_BARE_SENTENCE: Final = re.compile(r"[^\W\d][\w ,.;!?()/+%'-]*")
"""Also commas and brackets, which would end a value inside {} or []."""
_SHORT_CLOCK: Final = re.compile(r"([0-9]):([0-5][0-9])")


def flow(value: Any, *, inside: bool = True) -> str:
    """Return *value* as YAML on one line. *inside*: it will stand inside {} or []."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(key)}: {flow(child)}" for key, child in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(child) for child in value) + "]"
    return _scalar(value, inside=inside)


def lines(value: Any, indent: int) -> list[str]:
    """Return *value*, a dict or list that is not empty, as lines of YAML with that indent."""
    if isinstance(value, dict):
        return [line for key, child in value.items() for line in keyed(_key(key), child, indent)]
    found: list[str] = []
    for child in value:
        if fits(child, indent + 2):
            found.append(f"{' ' * indent}- {flow(child, inside=False)}")
        else:
            inner = lines(child, indent + 2)
            found += [f"{' ' * indent}- {inner[0].lstrip()}", *inner[1:]]
    return found


def keyed(key: str, value: Any, indent: int) -> list[str]:
    """Return `key: value` as lines of YAML with that indent."""
    start = f"{' ' * indent}{key}:"
    if fits(value, len(start) + 1):
        return [f"{start} {flow(value, inside=False)}"]
    if isinstance(value, str):
        return [f"{start} {folded(value, indent + 2) or flow(value, inside=False)}"]
    return [start, *lines(value, indent + 2)]


def fits(value: Any, column: int) -> bool:
    """Is *value* to be written on the line where it begins, at that column?"""
    if isinstance(value, (dict, list)):
        return not value or column + len(flow(value)) <= MOST_COLUMNS
    return not isinstance(value, str) or len(value) <= _LONG_TEXT


def folded(text: str, indent: int) -> str:
    """Return a long text as a folded one, `>-` and its lines; "" where folding would change it."""
    wrapped = textwrap.wrap(text, MOST_COLUMNS - indent, break_long_words=False, break_on_hyphens=False)
    if " ".join(wrapped) != text or not text.isprintable():
        return ""
    return "\n".join([">-", *(" " * indent + line for line in wrapped)])


def _key(name: Any) -> str:
    return _scalar(str(name), inside=True)


def key_text(name: str) -> str:
    """Return the name of a setting or part as it is written before its colon."""
    return _key(name)


def _scalar(value: Any, *, inside: bool) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return repr(value)
    text = str(value)
    bare = _BARE.fullmatch(text) or (not inside and _BARE_SENTENCE.fullmatch(text))
    if bare and text == text.strip() and not text.endswith(":") and isinstance(scalar(text), str):
        return text
    return json.dumps(text, ensure_ascii=False)


# ---- from what people and programs hand in ----


def noted(path: Path, value: Any) -> Any:
    """Return *value* for the place *path* as the file says it: dates and times as text, a clock with two digits."""
    if isinstance(value, dict):
        return {str(key): noted((*path, str(key)), child) for key, child in value.items()}
    if isinstance(value, (list, tuple)):
        return [noted((*path, n), child) for n, child in enumerate(value)]
    if isinstance(value, (datetime, time)):
        return value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return _two_digits(path, value) if isinstance(value, str) else value


def _two_digits(path: Path, text: str) -> str:
    found = _SHORT_CLOCK.fullmatch(text.strip())
    return f"0{found[0]}" if found and place(path).get("examples") == ["09:00"] else text


def days_text(days: tuple[str, ...]) -> str:
    """Return weekdays as a file says them: "mon-fri", "all", "sat, sun"."""
    if len(days) == len(WEEKDAYS):
        return "all"
    at = [WEEKDAYS.index(day) for day in WEEKDAYS if day in days]
    if len(at) > 2 and at[-1] - at[0] == len(at) - 1:
        return f"{WEEKDAYS[at[0]]}-{WEEKDAYS[at[-1]]}"
    return _round_the_weekend(at) or ", ".join(WEEKDAYS[n] for n in at)


def _round_the_weekend(at: list[int]) -> str:
    """Return sun-thu and the like; "" for days that are no such span."""
    free = [n for n in range(7) if n not in at]
    if not at or not free or at[0] != 0 or at[-1] != 6 or free[-1] - free[0] != len(free) - 1 or len(at) < 3:
        return ""
    return f"{WEEKDAYS[free[-1] + 1]}-{WEEKDAYS[free[0] - 1]}"
