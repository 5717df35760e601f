"""What `check` says of the hours that plans have: as the roster is, not as an average week would be."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from sim.cli import files
from sim.drawing import roster
from support_sandbox import app

if TYPE_CHECKING:
    from pathlib import Path

ONE_PERSON = """
title: Three weeks
start: 2026-03-02
length: 3w
world:
  segments:
    paying: {stage: paying, customers: 100, contact_rate: 0.1, zones: {UTC: 1}}
  topics:
    question: {handle_time: 30m}
plans:
  as_is:
    teams:
      desk: {zone: UTC, headcount: 1, rate: 20, shifts: [{days: mon-fri, start: "09:00", end: "17:00"}]}
"""
BY_DAY = 'shifts: [{days: mon-fri, start: "09:00", end: "17:00"}]'
CHANGES = {
    "on single dates": ('shifts: [{dates: [2026-03-04], start: "09:00", end: "13:00"}]', 4),
    "first day later": (f"{BY_DAY}, hires: [{{agents: [1], start: 2026-03-16}}]", 40),
    "away": (f"{BY_DAY}, absences: [{{agents: [1], start: 2026-03-09, end: 2026-03-13}}]", 80),
    "meetings": (f'{BY_DAY}, meetings: [{{days: mon, start: "09:00", end: "10:00"}}]', 117),
}


def hours_of(file: str | Path) -> dict[str, float]:
    """Return plan -> the hours a day at the desk that `check` tells."""
    told = CliRunner().invoke(app, ["check", str(file), "--json"], catch_exceptions=False)
    return {name: plan["desk_hours_per_day"] for name, plan in json.loads(told.stdout)["plans"].items()}


@pytest.mark.parametrize("change", CHANGES)
def test_check_counts_the_hours_of_the_roster(change: str, tmp_path: Path) -> None:
    """Of three weeks: shifts on dates, first days, absences and meetings."""
    written, hours = CHANGES[change]
    file = tmp_path / "team.yaml"
    file.write_text(ONE_PERSON.replace(BY_DAY, written), encoding="utf-8")
    assert {"as_is": round(hours / 21, 1)} == hours_of(file)


def test_check_of_the_customer_day_counts_the_colleagues() -> None:
    """Twenty of them for eight hours in three weeks are 7.6 hours a day more."""
    hours = hours_of("customer-day")
    assert (40.0, 47.6) == (hours["the_team"], hours["everything"])


def test_check_of_very_many_people_does_not_draw_their_roster(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says the hours of an average week then."""
    monkeypatch.setattr(files, "_MANY_DAYS", 0)
    monkeypatch.setattr(roster, "draw_roster", None)
    assert 40.0 == hours_of("customer-day")["everything"]
