"""What the tests of scenario files share: a small sound file, and the problems that a changed one has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sim.scenario.load import parse
from sim.scenario.problems import ScenarioError

if TYPE_CHECKING:
    from collections.abc import Callable

SOUND = """\
title: Two people by day
start: 2026-03-02
length: 4w
warm_up: 1w
business_hours: {days: mon-fri, start: "09:00", end: "17:00"}
assumptions:
  - {what: all of it, grade: D}
world:
  segments:
    paying:
      stage: paying
      customers: 1000
      contact_rate: 0.1
      zones: {Europe/London: 1}
      topics: {question: 2, api: 1}
      patience: {mean: 2h, law: exponential}
      busyness: {day_cv: 0.1, shared: true}
    free:
      stage: long_term_free
      customers: 500
      contact_rate: 0.1
      zones: {UTC: 1}
      languages: {en: 3, de: 1}
      profile: mornings
  topics:
    question: {handle_time: 10m}
    api: {handle_time: 20m, skill: api}
  profiles:
    mornings: {hours: [0, 0, 0, 0, 0, 0, 1, 2, 3, 3, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]}
  surges:
    outage: {at: ["2026-03-04T14:00"], segments: [paying], topic: question}
  open_at_start:
    - {segment: paying, ages: [1h, 2h]}
    - {segment: free, topic: api, count: 3, age: 1d}
plans:
  as_is:
    about: Two people.
    teams:
      desk:
        zone: Europe/London
        headcount: 3
        skills: [api]
        languages: [en, de]
        holidays: GB
        shifts:
          - {days: mon-fri, start: "09:00", end: "17:00", breaks: [{start: "12:00", end: "12:30"}]}
          - {days: sat, start: "22:00", end: "06:00"}
        absences:
          - {agents: [1, 2], start: 2026-03-03, end: 2026-03-04}
    routing:
      strict: [[paying]]
      segments:
        paying: {base: 10m, slope: 2, teams: {desk: 0s}}
  more:
    extends: as_is
    teams:
      desk: {headcount: 4}
      night:
        zone: Asia/Tokyo
        shifts:
          - {days: all, start: "00:00", end: "24:00", agents: 2}
"""


@pytest.fixture
def sound() -> str:
    """Return the text of a sound scenario."""
    return SOUND


@pytest.fixture
def changed() -> Callable[..., str]:
    """Return a function that changes the sound text: pairs of old and new, each old found exactly once."""

    def change(*pairs: tuple[str, str]) -> str:
        text = SOUND
        for old, new in pairs:
            assert text.count(old) == 1, f"{old!r} is {text.count(old)} times in the text"
            text = text.replace(old, new)
        return text

    return change


@pytest.fixture
def problems() -> Callable[[str], list[str]]:
    """Return a function that says what is wrong with a text, one `LINE: path: message` each."""

    def find(text: str) -> list[str]:
        try:
            parse(text)
        except ScenarioError as error:
            return str(error).splitlines()
        return []

    return find
