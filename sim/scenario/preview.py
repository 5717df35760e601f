"""What a scenario means in an average week, before any run: demand, people at the desk, shifts; as tidy tables.

Clocks are compared as they stand in one week (`week_of`): clock changes in other weeks are not in these tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from math import fsum
from typing import Any, Final
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.durations import HOUR
from sim.scenario.coverage import rule_of
from sim.scenario.customers import Topic
from sim.scenario.expected import per_week, topic_shares, work_by_skill
from sim.scenario.model import Plan, Scenario
from sim.scenario.part import DAY_MINUTES, WEEKDAYS
from sim.scenario.profiles import profile_weights
from sim.scenario.sentences import shift_words
from sim.scenario.staffing import break_minutes, head_count, shift_minutes
from sim.scenario.support import work_share
from sim.scenario.teams import Shift, Team

WEEK_MINUTES: Final = 7 * DAY_MINUTES
WEEK_HOURS: Final = 7 * 24
CUSTOMERS: Final = "customers"
"""As the zone of a table: each customer's own clock."""
_PIECE: Final = 15
"""Minutes: no zone is shifted by less."""
Minutes = NDArray[np.float64]


def first_week(scenario: Scenario) -> date:
    """Return the Monday of the first whole week of *scenario*."""
    return scenario.start + timedelta(days=-scenario.start.weekday() % 7)


def offset_minutes(zone: str, week_of: date) -> int:
    """Return how far the clocks of *zone* are ahead of UTC at noon of that Monday; whole minutes, east is positive."""
    noon = datetime.combine(week_of, time(12), ZoneInfo(zone))
    found = noon.utcoffset()
    return round(found.total_seconds() / 60) if found is not None else 0


def demand(scenario: Scenario, zone: str = CUSTOMERS, *, week_of: date | None = None) -> pd.DataFrame:
    """Return the contacts that come in an average week by segment, weekday (0: Monday) and hour.

    Averaged over the scenario's length with growth and seasons; without surges, holidays and what is open at the start.
    zone: by whose clock; CUSTOMERS is each customer's own. Columns: segment, weekday, hour, contacts.
    """
    week = week_of or first_week(scenario)
    return pd.concat(
        [_table(_contacts(scenario, name, zone, week), segment=name) for name in scenario.world.segments],
        ignore_index=True,
    ).rename(columns={"value": "contacts"})[["segment", "weekday", "hour", "contacts"]]


def skills_of(scenario: Scenario) -> list[str]:
    """Return the skills that some work needs, in the order of the topics."""
    topics = scenario.world.topics.values()
    return list(dict.fromkeys(skill for topic in topics for skill in work_by_skill(topic) if skill is not None))


def needed(scenario: Scenario, plan: str, zone: str, *, week_of: date | None = None, skill: str = "") -> pd.DataFrame:
    """Return the people whom the work of an average week needs, if it were done as it comes and nobody waited idle.

    Contacts times the mean work that each brings to the desk of *plan* (all touches, what comes back, what
    documentation and bots take), at speed 1. skill: only the work that needs it; "": all. Columns: segment, weekday,
    hour, people.
    """
    week, chosen = week_of or first_week(scenario), scenario.plans[plan]
    tables = [
        _table(
            _contacts(scenario, name, zone, week) * work_of_contact(scenario, chosen, name, skill) / HOUR, segment=name
        )
        for name in scenario.world.segments
    ]
    return pd.concat(tables, ignore_index=True).rename(columns={"value": "people"})[
        ["segment", "weekday", "hour", "people"]
    ]


def work_of_contact(scenario: Scenario, plan: Plan, segment: str, skill: str = "") -> float:
    """Return the mean work (ticks) that a contact of *segment* brings to the desk in *plan*; 0 if nobody answers.

    *skill*: only what needs it; "": all of it.
    """
    if not rule_of(plan, segment).served:
        return 0.0
    topics = scenario.world.topics
    shares = topic_shares(scenario, scenario.world.segments[segment])
    return fsum(
        share * _work(topics[name], skill) * work_share(plan, segment, topics[name].deflectable)
        for name, share in shares.items()
    )


def _work(topic: Topic, skill: str) -> float:
    found = work_by_skill(topic)
    return found.get(skill, 0.0) if skill else fsum(found.values())


def staff(scenario: Scenario, plan: str, zone: str, *, week_of: date | None = None, skill: str = "") -> pd.DataFrame:
    """Return the people at the desk in an average week by team, weekday and hour, by the clock of *zone*.

    Without breaks and shrinkage, a rota averaged over its weeks; who is ill, on leave, in meetings or comes later is
    counted, and shifts on single dates are not. skill: only of teams who have it; "": of all. Columns: team, weekday,
    hour, people, and pace: people times speed.
    """
    week = week_of or first_week(scenario)
    tables = []
    for name, team in scenario.plans[plan].teams.items():
        if skill and skill not in team.skills:
            continue
        shift = offset_minutes(zone, week) - offset_minutes(team.zone, week)
        people = np.roll(_at_desk(team), shift // _PIECE).reshape(WEEK_HOURS, -1).mean(axis=1)
        table = _table(people, team=name).rename(columns={"value": "people"})
        tables.append(table.assign(pace=table["people"] * team.speed))
    columns = ["team", "weekday", "hour", "people", "pace"]
    return pd.concat(tables, ignore_index=True)[columns] if tables else pd.DataFrame(columns=columns)


def shifts(scenario: Scenario, plan: str, zone: str, *, week_of: date | None = None) -> pd.DataFrame:
    """Return the shifts of an average week as spans by the clock of *zone*; one that crosses Sunday midnight as two.

    Columns: team, kind (shift or break), start and end (minutes after Monday midnight), people, says (by the team's own
    clock), zone (the team's). Shifts of a rota have the mean number of people over its weeks.
    """
    week = week_of or first_week(scenario)
    rows = [
        {"team": name, "kind": kind, "start": start, "end": end, "people": people, "says": says, "zone": team.zone}
        for name, team in scenario.plans[plan].teams.items()
        for kind, begin, finish, people, says in _spans(team)
        for start, end in _wrapped(begin, finish, offset_minutes(zone, week) - offset_minutes(team.zone, week))
    ]
    columns = ["team", "kind", "start", "end", "people", "says", "zone"]
    return pd.DataFrame(rows, columns=columns).sort_values(["team", "start"], kind="stable", ignore_index=True)


def coverage(scenario: Scenario, plan: str, zone: str, *, week_of: date | None = None, skill: str = "") -> pd.DataFrame:
    """Return demand against staff by hour of the week (0: Monday midnight, clock of *zone*); of one *skill*, or all.

    Columns: slot (0 to 167), weekday, hour, needed, people, pace, short (needed above pace, else 0).
    """
    wanted = needed(scenario, plan, zone, week_of=week_of, skill=skill).groupby(["weekday", "hour"])["people"].sum()
    there = (
        staff(scenario, plan, zone, week_of=week_of, skill=skill).groupby(["weekday", "hour"])[["people", "pace"]].sum()
    )
    table = pd.DataFrame({"needed": wanted}).join(there).astype(float).fillna(0.0).reset_index()
    table.insert(0, "slot", table["weekday"] * 24 + table["hour"])
    return table.assign(short=(table["needed"] - table["pace"]).clip(lower=0.0))


def zones_of(scenario: Scenario, plan: str | None = None) -> list[str]:
    """Return the zones by whose clock one may look: the scenario's, the teams' (of *plan*, or of all), and UTC."""
    plans = [scenario.plans[plan]] if plan is not None else list(scenario.plans.values())
    teams = [team.zone for one in plans for team in one.teams.values()]
    return list(dict.fromkeys([scenario.zone, *teams, "UTC"]))


# ---- one segment, one team ----


def _table(values: Minutes, **named: Any) -> pd.DataFrame:
    slots = np.arange(WEEK_HOURS)
    return pd.DataFrame({**named, "weekday": slots // 24, "hour": slots % 24, "value": values})


def _contacts(scenario: Scenario, name: str, zone: str, week: date) -> Minutes:
    """Return the contacts of a segment in an average week in each hour of the week."""
    segment, world = scenario.world.segments[name], scenario.world
    weights = np.array(profile_weights(world, segment.profile))
    pieces = np.repeat(weights / (fsum(weights) or 1.0) / (60 // _PIECE), 60 // _PIECE)
    total, spread = fsum(segment.zones.values()), np.zeros(len(pieces))
    for home, share in segment.zones.items():
        shift = 0 if zone == CUSTOMERS else offset_minutes(zone, week) - offset_minutes(home, week)
        spread += np.roll(pieces, shift // _PIECE) * share / total
    return np.asarray(spread.reshape(WEEK_HOURS, -1).sum(axis=1) * _ordinary_week(scenario)[name])


def _ordinary_week(scenario: Scenario) -> dict[str, float]:
    calm = scenario.world.model_copy(update={"surges": {}, "open_at_start": ()})
    return per_week(scenario.model_copy(update={"world": calm}))


def _patterns(team: Team) -> Iterator[tuple[Shift, int, float]]:
    """Yield every shift, in a rota of which week, and with how many people on average."""
    if team.rota is not None:
        yield from ((shift, n, head_count(team) / len(team.rota)) for n, week in enumerate(team.rota) for shift in week)
        return
    for shift in team.shifts or ():
        yield shift, 0, float(head_count(team) if shift.agents is None else shift.agents)


def _spans(team: Team) -> Iterator[tuple[str, int, int, float, str]]:
    """Yield kind, start and end (minutes after Monday midnight, the team's clock), people, and what it is in words."""
    for shift, _, people in _patterns(team):
        says = shift_words(shift)
        for day in (WEEKDAYS.index(name) * DAY_MINUTES for name in shift.days or ()):
            start, end = shift_minutes(shift)
            yield "shift", day + start, day + end, people, says
            for pause in shift.breaks:
                start, end = break_minutes(shift, pause)
                yield "break", day + start, day + end, people, f"break in {says}"


def _at_desk(team: Team) -> Minutes:
    """Return the mean number of people at the desk in every piece of the week, by the team's own clock."""
    minutes = np.zeros(WEEK_MINUTES)
    for kind, start, end, people, _ in _spans(team):
        sign = people if kind == "shift" else -people
        np.add.at(minutes, np.arange(start, end) % WEEK_MINUTES, sign)
    return np.asarray(minutes.reshape(-1, _PIECE).mean(axis=1) * (1 - team.shrinkage))


def _wrapped(start: int, end: int, shift: int) -> Iterable[tuple[int, int]]:
    """Return a span moved by *shift*, inside the week; in two pieces where it crosses the end."""
    length, begin = end - start, (start + shift) % WEEK_MINUTES
    if begin + length <= WEEK_MINUTES:
        return [(begin, begin + length)]
    return [(begin, WEEK_MINUTES), (0, begin + length - WEEK_MINUTES)]
