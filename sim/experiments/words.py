"""Figures in plain words: "41 ± 6 min", "2.1 ± 0.3 points", "1,400 USD", and the names of scopes and measures."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from sim.durations import format_duration
from sim.measures.figures import MEASURES

if TYPE_CHECKING:
    from sim.experiments.estimate import Estimate
    from sim.scenario import Scenario

NO_VALUE: Final = "-"
"""Stands for a figure that nobody defines, such as the wait of no customers."""

TINY: Final = 1e-3
"""A difference whose whole interval is within this share of the baseline's value is practically none (assumption)."""
_KINDS: Final = {"trial": "trial", "short_term_free": "free", "long_term_free": "free", "lapsed": "lapsed"}
"""Stage of customers who do not pay -> what kind of customers they are."""
_ONE_KIND: Final = {"trial": "trials", "free": "free customers", "lapsed": "lapsed customers"}
_OPENING_WORDS: Final = frozenset({
    "a", "agents", "all", "an", "another", "as", "both", "customers", "documentation", "each", "eight", "eleven",
    "every", "everybody", "everyone", "first", "five", "four", "free", "half", "nine", "no", "nobody", "on", "one",
    "only", "our", "same", "seven", "six", "status", "ten", "the", "their", "they", "three", "twelve", "twenty", "two",
    "users", "we", "what", "who", "whoever",
})  # fmt: skip
"""Words that begin a sentence and are no names."""
_MOST_DECIMALS: Final = 3


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
    return Scale(1, {"hours": "h", "agents": "agents", "people": "people", "days": "days"}.get(unit, ""))


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


def is_tiny(change: Estimate, unit: str, base: float) -> bool:
    """Return whether a difference is there and practically none: all of its interval is within a thousandth of the
    value *base* of the baseline, or rounds to nothing in the unit in which it would be shown.
    """
    half = change.half if math.isfinite(change.half) else 0.0
    most = abs(change.value) + half
    if not most > 0:
        return False
    shown = most * scale_of(unit, most, difference=True).factor
    return most < TINY * abs(base) or shown < 0.5 * 10**-_MOST_DECIMALS


def shows_nothing(words: str) -> bool:
    """Return whether an amount in words begins with a number that has been rounded to 0."""
    return float(words.split(maxsplit=1)[0].replace(",", "")) == 0


def unbroken(text: str) -> str:
    """Return *text* in which no line break comes between a number, its ± and its unit (no-break spaces)."""
    return _INNER_SPACE.sub("\N{NO-BREAK SPACE}", text)


_INNER_SPACE: Final = re.compile(r"(?<=\d) (?=[±%hs]|min\b|days\b|points\b|[A-Z]{3}\b)|(?<=±) ")


def _tidy(value: float, n_decimals: int) -> str:
    """Return the number without a minus before zero."""
    text = f"{value:,.{n_decimals}f}"
    return text.removeprefix("-") if float(text.replace(",", "")) == 0 else text


def _n_decimals(value: float, half: float) -> int:
    guide, n_digits = (half, 2 if _leading(half) < 3 else 1) if half > 0 else (abs(value), 3)
    if guide == 0 or (half == 0 and value == round(value)):
        return 0
    return min(max(n_digits - 1 - math.floor(math.log10(guide)), 0), _MOST_DECIMALS)


def _leading(number: float) -> int:
    """Return the first digit of a positive number."""
    return int(number / 10 ** math.floor(math.log10(number)))


def scope_in_words(scope: str, scenario: Scenario) -> str:
    """Return who a scope is: "paying customers", "trials", "customers who do not pay", "segment trial", "team desk"."""
    kind, _, name = scope.partition(":")
    if name:
        return f"{kind} {name}"
    if scope == "free":
        kinds = _kinds_not_paying(scenario)
        return _ONE_KIND[kinds[0]] if len(kinds) == 1 else "customers who do not pay"
    return {"all": "everybody", "paid": "paying customers"}.get(scope, scope)


def scope_title(scope: str, scenario: Scenario) -> str:
    """Return who a scope is as a heading, such as "Customers who do not pay (trial, free)"."""
    words = scope_in_words(scope, scenario)
    kinds = _kinds_not_paying(scenario) if scope == "free" else []
    more = f" ({', '.join(kinds)})" if len(kinds) > 1 else ""
    return words[0].upper() + words[1:] + more


def _kinds_not_paying(scenario: Scenario) -> list[str]:
    """Return the kinds of customers who do not pay that the scenario has, in the order of their stages."""
    stages = {segment.stage for segment in scenario.world.segments.values()}
    return list(dict.fromkeys(kind for stage, kind in _KINDS.items() if stage in stages))


def plan_in_words(plan: str, scenario: Scenario) -> str:
    """Return a plan with what it does: "staggered (the same nine people, three of them early, three of them late)"."""
    about = scenario.plans[plan].about.strip().rstrip(".")
    if not about:
        return plan
    sentences = [_opening(sentence.strip()) for sentence in about.split(". ")]
    return f"{plan} ({'; '.join(sentences)})"


def _opening(sentence: str) -> str:
    """Return the sentence as it goes on after a bracket: in lower case, unless it may begin with a name."""
    first, _, rest = sentence.partition(" ")
    return f"{first.lower()} {rest}".strip() if re.split(r"\W", first.lower())[0] in _OPENING_WORDS else sentence


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
