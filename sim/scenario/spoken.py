"""Spans, clocks, days, names and shares in words, as sentences have them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Final

from sim.durations import DAY, HOUR, MINUTE, SECOND, WEEK
from sim.scenario.part import WEEKDAYS, Spread
from sim.scenario.problems import listed

_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_UNITS: Final = ((WEEK, "week"), (DAY, "day"), (HOUR, "hour"), (MINUTE, "minute"), (SECOND, "second"))
_MOST_DATES: Final = 3


def span_words(ticks: int) -> str:
    """Return a span in words: "1 hour 30 minutes"."""
    words, left = [], ticks
    for size, unit in _UNITS:
        count, left = divmod(left, size)
        if count:
            words.append(f"{count} {unit}{'s' if count > 1 else ''}")
    return " ".join(words) or "no time"


def spread_words(spread: Spread) -> str:
    """Return a random span in words: "1 day on average"."""
    return span_words(spread.mean) + ("" if spread.law == "constant" else " on average")


def clock_words(minutes: int) -> str:
    """Return minutes after midnight as people say them: "9:00"."""
    return f"{minutes // 60}:{minutes % 60:02}"


def spoken(name: str) -> str:
    """Return a name that a user gave as it reads in a sentence."""
    return name.replace("_", " ")


def names_words(names: Iterable[str]) -> str:
    """Return such names as in a sentence."""
    return listed(map(spoken, names))


def capital(text: str) -> str:
    """Return *text* with a capital at its start."""
    return text[:1].upper() + text[1:]


def percent(share: float) -> str:
    """Return a share in words: "25 %"."""
    return f"{share * 100:.3g} %"


def of_hundred(share: float) -> str:
    """Return a share in words: "4 in 100"."""
    return f"{share * 100:.3g} in 100"


def dates_words(days: tuple[date, ...]) -> str:
    """Return dates in words: "10 June 2026 and 12 June 2026", many of them as from when to when."""
    if len(days) > _MOST_DATES:
        return f"{len(days)} days from {date_words(min(days))} to {date_words(max(days))}"
    return listed(map(date_words, days))


def date_words(day: date) -> str:
    """Return a date in words: "10 June 2026"."""
    return f"{day.day} {day:%B %Y}"


def days_words(days: tuple[str, ...]) -> str:
    """Return weekdays in words: "Monday to Friday", "every day", "Saturday and Sunday"."""
    if len(days) == len(WEEKDAYS):
        return "every day"
    numbers = [WEEKDAYS.index(day) for day in WEEKDAYS if day in days]
    free = [n for n in range(7) if n not in numbers]
    if {0, 6} <= set(numbers) and len(numbers) > 2 and free[-1] - free[0] == len(free) - 1:
        return f"{_DAYS[free[-1] + 1]} to {_DAYS[free[0] - 1]}"
    spans = [[n for _, n in run] for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])]
    return listed(
        f"{_DAYS[span[0]]} to {_DAYS[span[-1]]}" if len(span) > 2 else listed(_DAYS[n] for n in span) for span in spans
    )
