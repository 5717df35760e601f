"""Do incidents fit together: fixes, ready answers, and the times at which tools are down?"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from sim import durations
from sim.scenario.check_world import twice
from sim.scenario.problems import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.events import Surge
    from sim.scenario.model import Scenario
    from sim.scenario.problems import Path

_YEARS = range(1981, 2200)
"""In which clocks are known; other starts are reported for themselves."""
_ALL: Final = 1 - 1e-9
"""A share that is all but for rounding."""


def findings(scenario: Scenario) -> Iterator[Finding]:
    """Check every incident of the world."""
    for name, surge in scenario.world.surges.items():
        yield from _surge(surge, ("world", "surges", name))
    yield from twice(
        [at.isoformat(timespec="minutes") for at in scenario.world.tools_down.at], ("world", "tools_down", "at")
    )
    yield from _tools_down(scenario)


def share_down(scenario: Scenario) -> float:
    """Return which share of the scenario (0 to 1) tools are down from the times of `at` on."""
    start, end = (bound.timestamp() for bound in _bounds(scenario))
    if end <= start:  # reported already
        return 0.0
    starts = sorted(_instant(scenario, at) for at in scenario.world.tools_down.at if _is_inside(scenario, at))
    down, until = 0.0, start
    for since in starts:
        ends = min(since + scenario.world.tools_down.time / durations.SECOND, end)
        down += max(ends - max(since, until), 0.0)
        until = max(until, ends)
    return down / (end - start)


def _bounds(scenario: Scenario) -> tuple[datetime, datetime]:
    """Return the first midnight of the scenario and the one after its last day."""
    start = datetime.combine(scenario.start, time(), ZoneInfo(scenario.zone))
    return start, start + timedelta(days=scenario.length // durations.DAY)  # wall time: a midnight


def _instant(scenario: Scenario, at: datetime) -> float:
    """Return when the clocks of the tools show *at*, in seconds since 1970."""
    return at.replace(tzinfo=ZoneInfo(scenario.world.tools_down.zone or scenario.zone)).timestamp()


def _is_inside(scenario: Scenario, at: datetime) -> bool:
    start, end = _bounds(scenario)
    return at.year in _YEARS and start.timestamp() <= _instant(scenario, at) < end.timestamp()


def _surge(surge: Surge, here: Path) -> Iterator[Finding]:
    if surge.known_after and surge.macro_time is None:
        message = (
            f"'{durations.format_duration(surge.known_after)}' does nothing without ready answers; add macro_time, "
            "or leave known_after out"
        )
        yield Finding((*here, "known_after"), message, ((*here, "macro_time"),))


def _tools_down(scenario: Scenario) -> Iterator[Finding]:
    """Check that tools are down while the clock runs, and not always."""
    tools, here = scenario.world.tools_down, ("world", "tools_down")
    if tools.per_week * tools.time >= durations.WEEK:
        message = (
            f"'{tools.per_week:g}' of {durations.format_duration(tools.time)} each are a whole week or more: nobody "
            "could ever work; write fewer, or a shorter time"
        )
        yield Finding((*here, "per_week"), message, ((*here, "time"),))
    if scenario.start.year not in _YEARS:
        return
    if share_down(scenario) >= _ALL:
        message = (
            f"'{durations.format_duration(tools.time)}' from every time of at covers the whole scenario: nobody could "
            "ever work; write a shorter time, or fewer times"
        )
        yield Finding((*here, "time"), message, ((*here, "at"), (*here, "zone"), ("start",), ("length",), ("zone",)))
    start, end = _bounds(scenario)
    for n, at in enumerate(tools.at):
        if not _is_inside(scenario, at):
            span = f"{start:%Y-%m-%d} to {end - timedelta(days=1):%Y-%m-%d}"
            message = f"'{at.isoformat(timespec='minutes')}' is outside the scenario, {span}; write a time in it"
            yield Finding((*here, "at", n), message, (("start",), ("length",), ("zone",), (*here, "zone")))
