"""Small texts of a round: names on one line, times in somebody's zone, the places that a pack leaves to be filled."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trainee_exercises.hiring.settings import RoundSettings

_BREAKS: Final = {"Cc", "Zl", "Zp"}
_WRAP: Final = re.compile(r"(?<=\S)[ \t]*\n[ \t]*(?=\S)(?![-*] |\d+[.)] )")
_TURNS: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")  # they make a name show as another


def one_line(text: str) -> str:
    """Return text on one line: any run of space or control characters is one space, marks that turn text are gone."""
    spaced = "".join(" " if unicodedata.category(one) in _BREAKS else one for one in _TURNS.sub("", text))
    return " ".join(unicodedata.normalize("NFC", spaced).split())


def in_zone(at: int, zone: str) -> str:
    """Return an instant (ms since 1970) as "Sunday 29 November 2026, 14:05 (Europe/London)"."""
    local = datetime.fromtimestamp(at // 1000, UTC).astimezone(ZoneInfo(zone))
    return f"{local:%A} {local.day} {local:%B %Y, %H:%M} ({zone})"


def local_deadline(issued_at: int, days: int, minutes: int, zone: str) -> int:
    """Return the last instant (ms since 1970) of the minute that ends a deadline.

    It is *minutes* after midnight, *days* days after the day of *issued_at*, by the clock of *zone*: a day of 23 or 25
    hours on the way makes no difference. An hour that a clock leaves out is taken by the clock before the change.
    """
    first = datetime.fromtimestamp(issued_at // 1000, UTC).astimezone(ZoneInfo(zone)).date()
    day = first + timedelta(days=days + minutes // 1440)
    local = datetime(day.year, day.month, day.day, minutes % 1440 // 60, minutes % 60, tzinfo=ZoneInfo(zone))
    return round(local.timestamp() * 1000) + 59_999


def unwrapped(text: str) -> str:
    """Return a text without the line breaks of its author's editor: each paragraph and each point is one line."""
    return _WRAP.sub(" ", text)


def filled(text: str, settings: RoundSettings, more: Mapping[str, str] | None = None) -> str:
    """Return a text of the pack with its places, such as {company}, filled from the round and from *more*.

    A place that nobody fills stays as it is, and what was filled in is not looked through again.
    """
    values = {
        "company": settings.company,
        "contact": settings.contact,
        "who_sees": settings.who_sees,
        "legal_basis": settings.legal_basis,
        "authority": settings.authority,
        "retention_period": count(settings.retention_months, "month"),
        "time": count(settings.minutes, "minute"),
        **(more or {}),
    }
    return re.sub(r"\{(\w+)\}", lambda found: values.get(found[1], found[0]), text)


def count(n: int, one: str) -> str:
    """Return such as "1 minute" or "30 minutes"."""
    return f"{n} {one}" if n == 1 else f"{n} {one}s"


def ordinal(n: int) -> str:
    """Return such as "1st", "12th" or "23rd"."""
    last = "th" if n % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{last}"
