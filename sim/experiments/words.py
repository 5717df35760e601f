"""Figures in plain words: "41 ± 6 min", "2.1 ± 0.3 points", "1,400 USD", and the names of scopes and measures."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

from sim.durations import format_duration
from sim.measures.figures import MEASURES

if TYPE_CHECKING:
    from sim.experiments.estimate import Estimate
    from sim.scenario import Scenario

NO_VALUE: Final = "-"
"""Stands for a figure that nobody defines, such as the wait of no customers."""


class Scale(NamedTuple):
    """How a unit is shown: times a factor, with this name behind."""

    factor: float
    name: str
    n_decimals: int | None = None
    """None: as many as the interval makes sense of."""


_MINUTES: Final = (
    (1.0, Scale(60, "s")),
    (120.0, Scale(1, "min")),
    (48 * 60.0, Scale(1 / 60, "h")),
    (math.inf, Scale(1 / 1440, "days")),
)


def scale_of(unit: str, size: float, currency: str = "", *, difference: bool = False) -> Scale:
    """Return how a number of *size* in *unit* (as in `Measure.unit`) is shown; a difference of shares is in points."""
    if unit == "minutes":
        return Scale(1, "min") if not size > 0 else next(scale for limit, scale in _MINUTES if size < limit)
    if unit == "share":
        return Scale(100, "points" if difference else "%")
    if unit == "money":
        return Scale(1, currency)
    return Scale(1, {"hours": "h", "agents": "agents"}.get(unit, ""))


def in_words(of: Estimate, unit: str, currency: str = "", *, difference: bool = False) -> str:
    """Return a value with its half-width and unit, such as "41 ± 6 min"; without ± where there is no interval.

    Decimals follow the half-width: one digit of it, two where the first is 1 or 2.
    """
    if not math.isfinite(of.value):
        return NO_VALUE
    half = of.half if math.isfinite(of.half) else 0.0
    scale = scale_of(unit, max(abs(of.value), half), currency, difference=difference)
    value, half = of.value * scale.factor, half * scale.factor
    n_decimals = _n_decimals(value, half)
    text = f"{_tidy(value, n_decimals)} ± {half:,.{n_decimals}f}" if half > 0 else _tidy(value, n_decimals)
    return f"{text} {scale.name}".rstrip()


def _tidy(value: float, n_decimals: int) -> str:
    """Return the number without a minus before zero."""
    text = f"{value:,.{n_decimals}f}"
    return text.removeprefix("-") if float(text.replace(",", "")) == 0 else text


def _n_decimals(value: float, half: float) -> int:
    guide, n_digits = (half, 2 if _leading(half) < 3 else 1) if half > 0 else (abs(value), 3)
    if guide == 0 or (half == 0 and value == round(value)):
        return 0
    return min(max(n_digits - 1 - math.floor(math.log10(guide)), 0), 3)


def _leading(number: float) -> int:
    """Return the first digit of a positive number."""
    return int(number / 10 ** math.floor(math.log10(number)))


def scope_in_words(scope: str) -> str:
    """Return who a scope is: "paid customers", "segment trial", "team desk"."""
    kind, _, name = scope.partition(":")
    if name:
        return f"{kind} {name}"
    return {"all": "everybody", "paid": "paid customers", "free": "free customers"}.get(scope, scope)


def title_of(measure: str, scenario: Scenario) -> str:
    """Return the title of a measure; that of the service level names its definition."""
    title = MEASURES[measure].title
    if measure != "service_level":
        return title
    promised = scenario.service_level
    return f"{title} (within {format_duration(promised.within)}, of {promised.of.replace('_', ' ')})"


def direction(measure: str, change: float) -> str:
    """Return the word for a *change* of a measure: faster or slower, fewer or more ..."""
    return _pair(measure, MEASURES[measure].unit)[change > 0]


def judgement(measure: str, change: float) -> str:
    """Return " (better)" or " (worse)"; nothing where the measure has no better, or the word says it already."""
    known = MEASURES[measure]
    if known.better == "neither" or known.unit == "minutes":
        return ""
    return " (better)" if (change > 0) == (known.better == "higher") else " (worse)"


def _pair(measure: str, unit: str) -> tuple[str, str]:
    """Return the words for less and for more of a measure."""
    if unit == "minutes":
        return ("faster", "slower") if measure.startswith("first_response") else ("shorter", "longer")
    if unit == "money":
        return ("less", "more")
    return ("lower", "higher") if unit == "share" else ("fewer", "more")
