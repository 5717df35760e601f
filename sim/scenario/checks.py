"""What one field cannot know: do the parts of a scenario fit each other? For scenarios from files and from Python."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from sim import durations
from sim.scenario import check_plans, check_world
from sim.scenario.expected import expected_conversations
from sim.scenario.oddities import oddities
from sim.scenario.part import clock_text
from sim.scenario.problems import Finding, Problem, ScenarioError, dotted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.model import Scenario
    from sim.scenario.problems import Path

__all__ = ["MAX_CONVERSATIONS", "findings", "oddities", "problems_of", "require_sound"]

MAX_CONVERSATIONS: Final = 50_000_000
FIRST, LAST = date(1990, 1, 1), date(2100, 12, 31)


def problems_of(scenario: Scenario) -> list[tuple[Path, str]]:
    """Return the place and the message of everything that does not fit together."""
    return [(one.path, one.message) for one in findings(scenario)]


def require_sound(scenario: Scenario) -> None:
    """Do nothing for a scenario that can be run.

    Raises:
        ScenarioError: it cannot be; the problems name no file.

    """
    problems = [Problem("", 0, dotted(path), message) for path, message in problems_of(scenario)]
    if problems:
        raise ScenarioError(problems)


def findings(scenario: Scenario) -> list[Finding]:
    """Return everything that does not fit together, with the values that each finding looked at."""
    return list(each_finding(scenario))


def each_finding(scenario: Scenario) -> Iterator[Finding]:
    """Yield what `findings` returns; who needs only the first ones need not wait for all."""
    yield from _times(scenario)
    yield from check_world.findings(scenario)
    yield from check_plans.findings(scenario)
    if FIRST <= scenario.start <= LAST:  # what follows counts days from there
        yield from check_world.surge_instants(scenario)
        yield from _load(scenario)


def _times(scenario: Scenario) -> Iterator[Finding]:
    """Check the clock of the scenario and its business hours."""
    if not FIRST <= scenario.start <= LAST:
        yield Finding(("start",), f"'{scenario.start}' is out of range; write a day from {FIRST} to {LAST}")
    if scenario.length % durations.DAY:
        length = durations.format_duration(scenario.length)
        yield Finding(("length",), f"'{length}' is not a number of whole days; write for example 28d or 4w")
    if scenario.warm_up >= scenario.length:
        warm_up, length = durations.format_duration(scenario.warm_up), durations.format_duration(scenario.length)
        message = f"'{warm_up}' leaves nothing to measure of {length}; write a shorter warm-up, or a longer length"
        yield Finding(("warm_up",), message, (("length",),))
    hours = scenario.business_hours
    if hours.end <= hours.start:
        message = f"'{clock_text(hours.end)}' is not after the start, {clock_text(hours.start)}; write a later end"
        yield Finding(("business_hours", "end"), message, (("business_hours", "start"),))


def _load(scenario: Scenario) -> Iterator[Finding]:
    """Check that a run fits into memory."""
    expected = expected_conversations(scenario)
    total = sum(expected.values())
    if total > MAX_CONVERSATIONS:
        most = max(expected, key=lambda name: expected[name])
        message = (
            f"about {total:,.0f} conversations are expected, most from {most!r}; the limit is {MAX_CONVERSATIONS:,}: "
            "shorten the length, or lower customers, contact_rate or growth"
        )
        reads: tuple[Path, ...] = (("world", "surges"), ("world", "open_at_start"), ("length",), ("start",))
        yield Finding(("world", "segments"), message, reads)
