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


def odd_of(file: str | Path) -> list[str]:
    """Return what `check` finds odd."""
    told = CliRunner().invoke(app, ["check", str(file), "--json"], catch_exceptions=False)
    return json.loads(told.stdout)["oddities"]


NEVER = {
    "a meeting all the time": f'{BY_DAY}, meetings: [{{days: all, start: "00:00", end: "24:00"}}]',
    "dates elsewhere": 'shifts: [{dates: [2027-01-01], start: "09:00", end: "17:00"}]',
    "first day after the end": f"{BY_DAY}, hires: [{{agents: [1], start: 2026-03-23}}]",
    "away all the time": f"{BY_DAY}, absences: [{{agents: [1], start: 2026-03-01, end: 2026-04-01}}]",
}


@pytest.mark.parametrize("never", NEVER)
def test_check_says_that_a_team_is_never_at_the_desk(never: str, tmp_path: Path) -> None:
    """Whatever keeps it away, as the roster has it."""
    file = tmp_path / "team.yaml"
    file.write_text(ONE_PERSON.replace(BY_DAY, NEVER[never]), encoding="utf-8")
    assert ["plan 'as_is': team 'desk' is never at the desk"] == odd_of(file)


def test_check_of_very_many_people_takes_dates_as_they_are(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without a roster it does not say that who works on dates is never there."""
    monkeypatch.setattr(files, "_MANY_DAYS", 0)
    file = tmp_path / "team.yaml"
    file.write_text(ONE_PERSON.replace(BY_DAY, CHANGES["on single dates"][0]), encoding="utf-8")
    assert [] == odd_of(file)


def test_check_compares_the_work_with_the_hours_of_the_roster(tmp_path: Path) -> None:
    """Five hours of work a week: 40 hours are enough; 4 hours in three weeks are not."""
    file = tmp_path / "team.yaml"
    file.write_text(ONE_PERSON.replace(BY_DAY, f"{BY_DAY}, hires: [{{agents: [1], start: 2026-03-20}}]"))
    assert [
        (
            "unstable: plan 'as_is' has 2.7 hours a week at the desk for 5.0 hours of work (load 1.88): the backlog "
            "grows without end"
        )
    ] == odd_of(file)


def test_check_of_busy_out_says_nothing_of_its_backlog() -> None:
    """It is open at the start, and the helpers are there for two weeks: two plans are unstable, and nothing is odd."""
    assert [True, True] == [one.startswith("unstable: plan ") for one in odd_of("busy-out")]
