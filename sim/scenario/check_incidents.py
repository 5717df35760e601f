"""Do incidents fit together: fixes, ready answers, and the times at which tools are down?"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
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


def findings(scenario: Scenario) -> Iterator[Finding]:
    """Check every incident of the world."""
    for name, surge in scenario.world.surges.items():
        yield from _surge(surge, ("world", "surges", name))
    yield from twice(
        [at.isoformat(timespec="minutes") for at in scenario.world.tools_down.at], ("world", "tools_down", "at")
    )
    yield from _tools_down(scenario)


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
    start = datetime.combine(scenario.start, time(), ZoneInfo(scenario.zone))
    end = start + timedelta(days=scenario.length // durations.DAY)  # wall time: a midnight
    for n, at in enumerate(tools.at):
        local = at.replace(tzinfo=ZoneInfo(tools.zone or scenario.zone))
        if at.year not in _YEARS or not start.timestamp() <= local.timestamp() < end.timestamp():
            span = f"{start:%Y-%m-%d} to {end - timedelta(days=1):%Y-%m-%d}"
            message = f"'{at.isoformat(timespec='minutes')}' is outside the scenario, {span}; write a time in it"
            yield Finding((*here, "at", n), message, (("start",), ("length",), ("zone",), (*here, "zone")))
