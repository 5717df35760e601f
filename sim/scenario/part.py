"""What every part of a scenario shares: a frozen model, and the small types a user writes."""

from __future__ import annotations

import re
import zoneinfo
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from sim import durations

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: Final[tuple[Weekday, ...]] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_MINUTES: Final = 24 * 60
_DURATION_SCHEMA: Final = {"type": "string", "examples": ["90s", "10m", "1h30m", "2d", "4w"]}
LONGEST: Final = 36_525 * durations.DAY
"""No span is longer than 100 years: instants stay far inside 64 bits."""
NAME_PATTERN: Final = r"^[A-Za-z][A-Za-z0-9_-]{0,39}$"
LANGUAGE_PATTERN: Final = r"^[a-z]{2}(_[A-Z]{2})?$"
COUNTRY_PATTERN: Final = r"^[A-Z]{2}(-[A-Za-z0-9]{1,5})?$"
CURRENCY_PATTERN: Final = r"^[A-Z]{3}$"
_CLOCK: Final = re.compile(r"([01][0-9]|2[0-4]):([0-5][0-9])")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Part(BaseModel):
    """A part of a scenario: frozen, and a key that it does not know is an error.

    A file is validated with the context {"written": True}: there a bare number is no duration and no time of day.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, use_attribute_docstrings=True)


def _is_tick(value: Any, info: ValidationInfo) -> bool:
    """Is *value* a bare whole number that may stand for ticks or minutes? Not in a file, where it lacks its unit."""
    written = bool(info.context and info.context.get("written"))
    return isinstance(value, int) and not isinstance(value, bool) and (value == 0 or not written)


def _signed(value: Any, info: ValidationInfo) -> int:
    """Return the ticks of a span: text, or (in Python only) ticks."""
    if not isinstance(value, str) and not _is_tick(value, info):
        message = f"{value!r} is no duration; {durations.REMEDY}"
        raise ValueError(message)
    try:
        ticks = durations.parse_duration(value) if isinstance(value, str) else int(value)
    except OverflowError:  # more digits than a float holds
        ticks = LONGEST + 1
    if abs(ticks) > LONGEST:
        message = f"{value!r} is too long; a duration is at most 100 years"
        raise ValueError(message)
    return ticks


def _unsigned(value: Any, info: ValidationInfo) -> int:
    ticks = _signed(value, info)
    if ticks < 0:
        message = f"{value!r} is negative; a duration here is 0 or more"
        raise ValueError(message)
    return ticks


def _clock(value: Any, info: ValidationInfo) -> int:
    """Return minutes after midnight: "HH:MM", or (in Python only) minutes."""
    if _is_tick(value, info) and 0 <= value <= DAY_MINUTES:
        return int(value)
    found = _CLOCK.fullmatch(value) if isinstance(value, str) else None
    minutes = int(found[1]) * 60 + int(found[2]) if found else DAY_MINUTES + 1
    if minutes > DAY_MINUTES:
        message = f"{value!r} is no time of day; write HH:MM, 00:00 to 24:00"
        raise ValueError(message)
    return minutes


def _day(value: Any) -> Any:
    """Return the date of "YYYY-MM-DD"; anything but text is left to pydantic."""
    if not isinstance(value, str):
        return value
    try:
        return date.fromisoformat(value if _DAY.fullmatch(value) else "")
    except ValueError:
        message = f"{value!r} is no date; write a day of the calendar as YYYY-MM-DD, such as 2026-03-02"
        raise ValueError(message) from None


def _moment(value: Any) -> Any:
    """Return the local instant of "YYYY-MM-DDTHH:MM"; one with an offset from UTC is refused."""
    moment = value
    try:
        if isinstance(value, str):
            moment = datetime.fromisoformat("" if _DAY.fullmatch(value) or value.isdigit() else value)
    except ValueError:
        message = f"{value!r} is no date and time; write YYYY-MM-DDTHH:MM, such as 2026-03-04T14:00"
        raise ValueError(message) from None
    if isinstance(moment, datetime) and moment.tzinfo is not None:
        message = f"{str(value)!r} has an offset from UTC; write the local time without it, and the place as `zone`"
        raise ValueError(message)
    return moment


def clock_text(minutes: int) -> str:
    """Return minutes after midnight as "HH:MM"."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _days(value: Any) -> tuple[str, ...]:
    """Return weekdays of "mon-fri", "all", "sat, sun" or a list, in the order of the week."""
    words = value.replace(",", " ").split() if isinstance(value, str) else value
    if not isinstance(words, (list, tuple)) or not words:
        message = f"{value!r} names no weekdays; write for example mon-fri, sat or [mon, wed]"
        raise ValueError(message)
    chosen = {day for word in words for day in _span_of_days(word)}
    return tuple(day for day in WEEKDAYS if day in chosen)


def _span_of_days(word: Any) -> tuple[str, ...]:
    if word == "all":
        return WEEKDAYS
    first, _, last = str(word).partition("-")
    if first not in WEEKDAYS or (last or first) not in WEEKDAYS:
        message = f"{word!r} is no weekday; write {', '.join(WEEKDAYS)}, a span such as mon-fri, or all"
        raise ValueError(message)
    start, end = WEEKDAYS.index(first), WEEKDAYS.index(last or first)
    return WEEKDAYS[start : end + 1] if start <= end else WEEKDAYS[start:] + WEEKDAYS[: end + 1]


@cache
def zone_names() -> frozenset[str]:
    """Return every IANA time zone that is known here."""
    return frozenset(zoneinfo.available_timezones())


def _zone(value: Any) -> str:
    if not isinstance(value, str) or value not in zone_names():
        says = "{value} is no time zone; write an IANA name such as Europe/London or Asia/Kolkata"
        raise PydanticCustomError("zone", says, {"value": repr(value)})  # the nearest one is sought where it is shown
    return value


_AS_TEXT: Final = PlainSerializer(durations.format_duration, return_type=str)
_AS_SCHEMA: Final = WithJsonSchema(_DURATION_SCHEMA)

Span = Annotated[int, BeforeValidator(_unsigned), _AS_TEXT, _AS_SCHEMA]
"""A span of time in ticks (ms), 0 or more; written "10m"."""
SignedSpan = Annotated[int, BeforeValidator(_signed), _AS_TEXT, _AS_SCHEMA]
"""A span of time in ticks (ms), possibly negative; written "-4h"."""
Clock = Annotated[
    int,
    BeforeValidator(_clock),
    PlainSerializer(clock_text, return_type=str),
    WithJsonSchema({"type": "string", "pattern": _CLOCK.pattern, "examples": ["09:00"]}),
]
"""Minutes after local midnight, 0 to 1440; written "HH:MM"."""
Days = Annotated[
    tuple[Weekday, ...],
    BeforeValidator(_days),
    WithJsonSchema(
        {
            "anyOf": [{"type": "string"}, {"type": "array", "items": {"enum": list(WEEKDAYS)}}],
            "examples": ["mon-fri", "all", ["mon", "wed"]],
        }
    ),
]
"""Weekdays in the order of the week; written "mon-fri", "all" or a list."""
Zone = Annotated[str, BeforeValidator(_zone), WithJsonSchema({"type": "string", "examples": ["Europe/London"]})]
"""An IANA time zone."""
Day = Annotated[date, BeforeValidator(_day), Field(examples=["2026-03-02"])]
"""A day of the calendar; written "YYYY-MM-DD"."""
Moment = Annotated[datetime, BeforeValidator(_moment), Field(examples=["2026-03-04T14:00"])]
"""A local date and time without offset; written "YYYY-MM-DDTHH:MM"."""
Country = Annotated[str, Field(pattern=COUNTRY_PATTERN, examples=["US", "DE-BE"])]
"""A country, ISO 3166, and perhaps a region of it: whose public holidays are meant."""
Name = Annotated[str, Field(pattern=NAME_PATTERN, examples=["paying"])]
"""A name that a user gives: a letter, then letters, digits, _ or -."""
Share = Annotated[float, Field(gt=0)]
"""A weight; the weights of a mix are divided by their sum."""
Language = Annotated[str, Field(pattern=LANGUAGE_PATTERN, examples=["en", "ja", "pt_BR"])]
"""A language code, ISO 639-1, optionally with a country."""


class Spread(Part):
    """A random span of time: its law, mean and coefficient of variation."""

    mean: Span
    law: Literal["lognormal", "exponential", "gamma", "weibull", "constant"] = "lognormal"
    cv: Annotated[float, Field(gt=0, le=20)] | None = None
    """Standard deviation over mean. None: 1.2 for lognormal (domain numbers, grade A), 1 for gamma and weibull.
    Exponential and constant have one of their own."""


def _spread(value: Any) -> Any:
    """Let a user write "10m" for {mean: 10m}."""
    return {"mean": value} if isinstance(value, (str, int)) else value


HandleTime = Annotated[Spread, BeforeValidator(_spread, json_schema_input_type=Spread | Span), Field(examples=["10m"])]
"""A Spread, or its mean alone (lognormal)."""


def _patience(value: Any) -> Any:
    """Let a user write "30m" for {mean: 30m}; without a law and a cv, patience is exponential either way."""
    spread = _spread(value)
    if isinstance(spread, dict) and not {"law", "cv"} & set(spread):
        return spread | {"law": "exponential"}
    return spread


Patience = Annotated[Spread, BeforeValidator(_patience, json_schema_input_type=Spread | Span), Field(examples=["30m"])]
"""A Spread, or its mean alone; exponential unless a law or a cv is given."""
