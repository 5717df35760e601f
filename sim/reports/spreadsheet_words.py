"""Where the spreadsheet errs, in sentences: each with the hours, or the hour in which it shows most."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from sim.experiments.spreadsheet import week
from sim.reports.plain_words import span

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from sim.scenario.model import Scenario

_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NOBODY: Final = 0.5
"""People at the desk below which a spreadsheet, which rounds, has nobody there."""
_FACTOR: Final = 1.5
_MINUTES: Final = 2.0
"""One answer is off where it is half as much again as the other, and two minutes more (assumption)."""


def where_it_errs(table: pd.DataFrame, scenario: Scenario, plan: str) -> tuple[str, ...]:
    """Return what a user of the formula should know of *plan*, from the *table* of `spreadsheet`: the most general
    first.
    """
    return (
        *_in_all(table),
        *_without_answer(table),
        *_carried_over(table),
        *_too_high(table),
        *kinds_of_error(scenario, plan),
        *_agreement(table),
    )


def without_answer(table: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Return which hours, in which somebody writes, have nobody at the desk, and which have more work than people."""
    writes, empty = table["arrivals"] > 0, table["agents"] < _NOBODY
    return writes & empty, writes & ~empty & table["erlang_c_wait"].isna()


def _in_all(table: pd.DataFrame) -> Iterator[str]:
    found = week(table)
    if not found.share_there > 0:
        return
    some = "" if found.share_there > 0.995 else f" (they are {100 * found.share_there:.0f} in a hundred)"
    yield (
        f"For those who write in hours for which the formula has an answer{some} it says "
        f"{_span(found.erlang_c)} of wait on average. Simulated, the same customers wait "
        f"{_span(found.simulated_there)}."
    )


def _span(minutes: float) -> str:
    return "practically none" if minutes < 1 / 60 else span(minutes)


def _without_answer(table: pd.DataFrame) -> Iterator[str]:
    empty, full = without_answer(table)
    for hours, why in (
        (empty, "somebody writes and nobody is at the desk"),
        (full, "more work comes in than the people at the desk can do"),
    ):
        if hours.any():
            waited = (table["simulated_wait"] * table["arrivals"])[hours].sum() / table["arrivals"][
                hours & table["simulated_wait"].notna()
            ].sum()
            wait = f" Who writes then waits {_span(waited)} on average." if math.isfinite(waited) else ""
            yield f"In {_hours(int(hours.sum()))} of the week {why}: the formula has no answer.{wait}"


def _hours(n: int) -> str:
    return "one hour" if n == 1 else f"{n} hours"


def _is_off(less: pd.Series, more: pd.Series) -> pd.Series:
    return (more > _FACTOR * less) & (more > less + _MINUTES)


def _carried_over(table: pd.DataFrame) -> Iterator[str]:
    """Say where what was left from before makes people wait, of which the formula knows nothing."""
    said, seen = table["erlang_c_wait"], table["simulated_wait"]
    off = _is_off(said, seen)
    if off.any():
        slot = _most(seen - said, off)
        yield (
            "It takes every hour by itself, and does not see who still waits from the hours before, nor that the shift "
            f"ends before they are answered. In {_hours(int(off.sum()))} it promises too much. Most of all on "
            f"{_when(slot)}: it says {_span(said[slot])}; customers wait {_span(seen[slot])}."
        )


def _too_high(table: pd.DataFrame) -> Iterator[str]:
    """Say where a short peak is taken as if it lasted."""
    said, seen = table["erlang_c_wait"], table["simulated_wait"]
    off = _is_off(seen, said)
    if off.any():
        slot = _most(said - seen, off)
        yield (
            f"It takes a busy hour as if it never ended and nobody gave up. In {_hours(int(off.sum()))} it fears too "
            f"much. Most of all on {_when(slot)}: it says {_span(said[slot])}; customers wait {_span(seen[slot])}."
        )


def _most(gap: pd.Series, chosen: pd.Series) -> int:
    """Return the hour, of those that are chosen, in which the gap is widest."""
    return int(gap.where(chosen, 0).to_numpy().argmax())


def _when(slot: int) -> str:
    return f"{_DAYS[slot // 24]} from {slot % 24:02}:00 to {slot % 24 + 1:02}:00"


def _agreement(table: pd.DataFrame) -> Iterator[str]:
    said, seen = table["erlang_c_wait"], table["simulated_wait"]
    both = said.notna() & seen.notna()
    close = both & ~_is_off(said, seen) & ~_is_off(seen, said)
    if both.any():
        hours = _hours(int(close.sum())) if close.any() else "no hour"
        yield f"In {hours} of the {int(both.sum())} for which both have an answer they say about the same."


def kinds_of_error(scenario: Scenario, plan: str) -> Iterator[str]:
    """Yield what the formula leaves out by its kind, whatever the hour: skills, touches, order, live conversations."""
    chosen, world = scenario.plans[plan], scenario.world
    needs = {topic.skill for topic in world.topics.values()} | {
        topic.escalation.to for topic in world.topics.values() if topic.escalation
    }
    languages = {language for segment in world.segments.values() for language in segment.languages}
    if len(needs) > 1 or len(languages) > 1:
        yield (
            "It takes everybody for one team in which anybody answers anything. Here skills or languages divide the "
            "work: somebody can be free while a customer waits for another."
        )
    if any(topic.touches.mean > 1 or topic.escalation or topic.engineering for topic in world.topics.values()):
        yield (
            "It does all work on a conversation at once. Here it goes back and forth: answers come back hours or days "
            "later and wait in line with what is new."
        )
    routing = chosen.routing
    if routing.strict or len({(rule.base, rule.slope) for rule in routing.segments.values()} | {(0, 1.0)}) > 1:
        yield "It has one line. Here some customers go first, and its average hides who waits."
    if any(team.live_limit > 1 for team in chosen.teams.values()):
        yield "It gives each person one customer at a time. Here people may have several conversations open."
