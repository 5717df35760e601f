"""Scenarios for tests, with sane defaults: change what the test is about, leave the rest."""

from __future__ import annotations

from typing import Any

from sim.scenario import Scenario


def a_segment(**changes: Any) -> dict[str, Any]:
    """Return a segment: 1,000 paying customers in UTC, 168 contacts a week, one an hour around the clock."""
    return {
        "stage": "paying", "customers": 1000, "contact_rate": 0.168, "zones": {"UTC": 1}, "profile": "round_the_clock",
    } | changes  # fmt: skip


def a_team(headcount: int = 2, **changes: Any) -> dict[str, Any]:
    """Return a team in UTC that is there day and night."""
    return {
        "zone": "UTC", "headcount": headcount, "shifts": [{"days": "all", "start": "00:00", "end": "24:00"}],
    } | changes  # fmt: skip


def a_scenario(
    segments: dict[str, Any] | None = None,
    topics: dict[str, Any] | None = None,
    plans: dict[str, Any] | None = None,
    world: dict[str, Any] | None = None,
    **changes: Any,
) -> Scenario:
    """Return a week from Monday 2026-03-02 UTC: one segment, one topic of 10 minutes, one plan with two agents."""
    written = {
        "title": "A test",
        "start": "2026-03-02",
        "length": "7d",
        "world": {
            "segments": segments or {"paying": a_segment()},
            "topics": topics or {"question": {"handle_time": {"mean": "10m", "law": "exponential"}}},
        } | (world or {}),
        "plans": plans or {"as_is": {"teams": {"desk": a_team()}}},
    }  # fmt: skip
    return Scenario.model_validate(written | changes)
