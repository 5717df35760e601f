"""A first scenario from six answers: the YAML text that `support-sandbox new` writes."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Final, NamedTuple

from pydantic import Field, ValidationError

from sim.durations import MINUTE, format_duration
from sim.scenario.hours_typed import span_of
from sim.scenario.part import DAY_MINUTES, Clock, Day, Part, Zone, clock_text
from sim.scenario.problems import Problem, ScenarioError, dotted, shown
from sim.scenario.words import causes, in_words, place_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic_core import ErrorDetails

_CONTACT_RATE: Final = 0.02
"""Contacts per customer and week: assumption."""
_NO_SPAN: Final = "is no span of hours; write from and to, such as 09:00-17:00 or 9am-5pm"


class Answers(Part):
    """What `new` asks: how much there is to do, and who does it."""

    conversations: Annotated[float, Field(gt=0, le=1_000_000)]
    """A week, over all customers."""
    people: Annotated[int, Field(ge=1, le=10_000)]
    """Who answer, over all zones."""
    start: Clock
    """When their day starts, local time."""
    end: Clock
    """When their day ends, local time."""
    zones: Annotated[tuple[Zone, ...], Field(min_length=1, max_length=20)]
    """Where customers and people are, evenly."""
    minutes: Annotated[float, Field(gt=0, le=100_000)]
    """Mean handle time."""
    paid_share: Annotated[float, Field(ge=0, le=100)]
    """Per cent of the conversations that come from paying customers."""
    first_day: Day


def answers(values: Mapping[str, object]) -> Answers:
    """Return the answers as typed by a user: hours as `span_of` takes them, zones such as "UTC, Europe/London".

    Raises:
        ScenarioError: what is wrong with them, by the name of each answer.

    """
    hours = str(values.get("hours", ""))
    start, end = span_of(hours) or ("", "")
    zones = [zone.strip() for zone in str(values.get("zones", "")).split(",") if zone.strip()]
    raw = {key: value for key, value in values.items() if key not in {"hours", "zones"}}
    try:
        given = Answers.model_validate(raw | {"start": start, "end": end, "zones": list(dict.fromkeys(zones))})
    except ValidationError as error:
        found = causes(error.errors(include_url=False))
        raise ScenarioError(dict.fromkeys(_told(one, hours) for one in found)) from None
    if given.start in {given.end, DAY_MINUTES}:
        raise ScenarioError([_no_span(hours)])
    return given


def _told(error: ErrorDetails, hours: str) -> Problem:
    """Return what is wrong; of the hours once, with all that was typed."""
    name = _spoken(place_of(error))
    return _no_span(hours) if name == "hours" else Problem("", 0, name, in_words(error))


def _no_span(hours: str) -> Problem:
    return Problem("", 0, "hours", f"{shown(hours)} {_NO_SPAN}")


def next_monday() -> str:
    """Return the Monday after today, the first day of a new scenario."""
    today = datetime.now(UTC).date()
    return (today + timedelta(days=7 - today.weekday())).isoformat()


def _spoken(path: tuple[str | int, ...]) -> str:
    return "hours" if path[0] in {"start", "end"} else dotted(path[:1]).replace("_", "-")


def draft(given: Answers) -> str:
    """Return a scenario as YAML text, with three plans: as_is, one_more (one person more) and paid_first (strict)."""
    teams = _teams(given)
    return _TEXT.format(
        conversations=f"{given.conversations:g}",
        people=given.people,
        hours=f"{clock_text(given.start)} to {clock_text(given.end)}",
        minutes=f"{given.minutes:g}",
        share=f"{given.paid_share:g}",
        start=given.first_day.isoformat(),
        zone=given.zones[0],
        paying=_number(given.conversations / _CONTACT_RATE * given.paid_share / 100),
        free=_number(given.conversations / _CONTACT_RATE * (1 - given.paid_share / 100)),
        contact_rate=_CONTACT_RATE,
        zones="{" + ", ".join(f"{zone}: 1" for zone in given.zones) + "}",
        handle_time=format_duration(max(1, round(given.minutes * MINUTE))),
        open_at=clock_text(given.start),
        close_at=clock_text(given.end if given.end > given.start else DAY_MINUTES),
        teams="\n".join(_team(given, team) for team in teams),
        first_team=teams[0].name,
        one_more=teams[0].size + 1,
    )


def _number(value: float) -> str:
    """Return a number of customers, rounded where that does not matter."""
    return f"{value:.0f}" if value >= 100 else f"{value:.4f}".rstrip("0").rstrip(".")


class _Team(NamedTuple):
    """The people of one zone."""

    name: str
    zone: str
    size: int


def _teams(given: Answers) -> list[_Team]:
    """Return a team for each zone: people spread evenly, one more in the first zones; no team without people."""
    share, rest = divmod(given.people, len(given.zones))
    teams: dict[str, _Team] = {}
    for n, zone in enumerate(given.zones):
        name = re.sub(r"[^a-z0-9]", "_", zone.rpartition("/")[2].lower())
        name = f"{name}_{n + 1}" if name in teams else name  # Etc/GMT+1 and Etc/GMT-1
        teams[name] = _Team(name, zone, share + (n < rest))
    return [team for team in teams.values() if team.size]


def _team(given: Answers, team: _Team) -> str:
    return _TEAM.format(start=clock_text(given.start), end=clock_text(given.end), **team._asdict())


_TEAM: Final = """\
      {name}:
        zone: {zone}
        headcount: {size}
        shifts:
          - {{days: mon-fri, start: "{start}", end: "{end}"}}
        speed_cv: 0.22  # how much people differ in speed; grade A
        rate: 30  # pay per paid hour, everything included; grade D: put yours"""

_TEXT: Final = """\
# Your support team, as a scenario. Check it with `support-sandbox check FILE`, then change what does not fit.
# Grades say how well a number is supported: A measured, B large benchmark, C vendor or blog, D guess, S one company.
title: Our support team
purpose: Does one more person help more than answering paying customers first?
look_at:
  - the median and 90th percentile of the first response, for paid and free customers
  - the occupancy of the team, and the backlog at the end
assumptions:
  - {{what: "{conversations} conversations a week, {share} % of them from paying customers: your answers", grade: D}}
  - {{what: "a conversation takes {minutes} minutes of work on average: your answer", grade: D}}
  - {{what: "one customer in fifty writes in a week (only the product with the number of customers matters)", grade: D}}
  - {{what: "some conversations take far longer than the average: their spread is as measured elsewhere", grade: A}}
  - {{what: "days and hours are busier or calmer than the profile says: by 12 % a day and 4 % an hour", grade: A}}
  - {{what: "people differ in speed by 22 %", grade: A}}
start: {start}
length: 8w
warm_up: 1w  # simulated but not measured, so that the empty first day does not flatter the result
zone: {zone}  # of the clock in reports
business_hours: {{days: mon-fri, start: "{open_at}", end: "{close_at}"}}
service_level: {{within: 1h}}
world:
  segments:
    paying:
      stage: paying
      customers: {paying}
      contact_rate: {contact_rate}  # contacts per customer and week
      zones: {zones}
      profile: office_hours  # or evenings, round_the_clock, or one of your own under world.profiles
      busyness: {{day_cv: 0.12, hour_cv: 0.04}}
    free:
      stage: long_term_free
      customers: {free}
      contact_rate: {contact_rate}
      zones: {zones}
      profile: office_hours
      busyness: {{day_cv: 0.12, hour_cv: 0.04}}
  topics:
    question: {{handle_time: {handle_time}}}  # split it into your own topics, each with a share and perhaps a skill
plans:
  as_is:
    about: {people} people, {hours} local time, first come, first served.
    teams:
{teams}
  one_more:
    about: One more person in the first team.
    extends: as_is
    teams:
      {first_team}: {{headcount: {one_more}}}
  paid_first:
    about: Free customers wait until no paying customer does.
    extends: as_is
    routing:
      strict: [[paying]]
"""
