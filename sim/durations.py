"""Spans of time: "4m30s", "2h" <-> integer ticks. The only place that knows the tick (a millisecond)."""

from __future__ import annotations

import re
from typing import Final

MILLISECOND: Final = 1
SECOND: Final = 1_000
MINUTE: Final = 60 * SECOND
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR
WEEK: Final = 7 * DAY

_UNITS: Final = {"w": WEEK, "d": DAY, "h": HOUR, "m": MINUTE, "s": SECOND, "ms": MILLISECOND}
_PART: Final = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|w|d|h|m|s)")
REMEDY: Final = "write a number and a unit, such as 90s, 10m, 1h30m, 2d or 4w"


def parse_duration(text: str) -> int:
    """Return the ticks of a span such as "4m30s", "-2h" or "0".

    Units are w, d, h, m, s and ms, each at most once and in that order; a leading minus makes it negative.

    Raises:
        ValueError: *text* is no span; the message quotes it and says what would be right.

    """
    body = text.strip()
    sign = -1 if body.startswith("-") else 1
    body = body.lstrip("-").strip()
    if body == "0":
        return 0
    parts = _PART.findall(body)
    units = [unit for _, unit in parts]
    order = [unit for unit in _UNITS if unit in units]
    if not parts or _PART.sub("", body).strip() or units != order:
        message = f"{text!r} is no duration; {REMEDY}"
        raise ValueError(message)
    return sign * round(sum(float(number) * _UNITS[unit] for number, unit in parts))


def format_duration(ticks: int) -> str:
    """Return *ticks* as text that `parse_duration` reads back, such as "1h30m"; "0" for none."""
    if ticks == 0:
        return "0"
    text, left = ("-", -ticks) if ticks < 0 else ("", ticks)
    for unit, size in _UNITS.items():
        if left >= size:
            text += f"{left // size}{unit}"
            left %= size
    return text
