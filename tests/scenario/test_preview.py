"""Tables before any run: demand, people at the desk and shifts, by any clock; and the charts of them."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

import scenarios
from sim import calendar
from sim.drawing.demand import cells_of, expected_contacts
from sim.durations import DAY, HOUR, MINUTE, WEEK
from sim.reports.preview_charts import (
    clock_of,
    coverage_against_demand,
    enough_in_words,
    shifts_on_the_week,
    when_they_write,
)
from sim.scenario.load import parse
from sim.scenario.preview import (
    CUSTOMERS,
    coverage,
    demand,
    first_week,
    needed,
    offset_minutes,
    shifts,
    skills_of,
    staff,
    work_of_contact,
    zones_of,
)
from sim.scenario.staffing import hours_at_desk

SMALL = """\
title: Small
start: 2026-01-05
length: 1w
zone: UTC
world:
  segments:
    one: {stage: paying, customers: 168, contact_rate: 1, zones: {Asia/Tokyo: 1}, profile: flat}
  topics: {question: {handle_time: 30m}}
  profiles: {flat: {hours: [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]}}
plans:
  day:
    teams:
      desk:
        zone: Europe/Berlin
        headcount: 2
        shifts:
          - {days: mon-fri, start: "09:00", end: "17:00", breaks: [{start: "12:00", end: "12:30", paid: false}]}
      night:
        zone: Europe/Berlin
        headcount: 1
        speed: 2
        shifts: [{days: sun, start: "22:00", end: "06:00"}]
"""


@pytest.fixture
def small():
    """Give a world of one segment in Tokyo that writes from nine to eleven, and two teams in Berlin."""
    return parse(SMALL)


def _at(table, weekday, hour, **of):
    chosen = table[(table["weekday"] == weekday) & (table["hour"] == hour)]
    for name, value in of.items():
        chosen = chosen[chosen[name] == value]
    return chosen


def test_demand_by_the_customers_clock_and_by_another(small):
    """168 contacts in two hours of seven days are 12 an hour; nine in Tokyo is midnight UTC and one in Berlin."""
    own, utc, berlin = (demand(small, zone) for zone in (CUSTOMERS, "UTC", "Europe/Berlin"))
    for table, hour in ((own, 9), (utc, 0), (berlin, 1)):
        assert [12.0] == _at(table, 0, hour)["contacts"].round(9).tolist()
        assert 168.0 == pytest.approx(table["contacts"].sum())
        assert 168 == len(table)


def test_half_hours_of_a_zone_are_split(small):
    """In Kolkata nine in Tokyo is half past five: the first hour is spread over two."""
    table = demand(small, "Asia/Kolkata")
    assert [6.0, 12.0, 6.0] == [
        round(float(_at(table, 0, hour)["contacts"].iloc[0]), 9) for hour in (5, 6, 7)
    ]  # from 5:30 to 7:30


@pytest.mark.parametrize("name", ["quickstart", "stage-4", "weekend-cover", "bank-1999"])
def test_demand_is_what_the_engine_expects(name):
    """Of a week without holidays, growth and clock changes, hour by hour in UTC."""
    scenario = parse(scenarios.text(name))
    segments = {
        one: each.model_copy(update={"growth_per_month": 0.0, "holiday_factor": 1.0, "seasonality": {}})
        for one, each in scenario.world.segments.items()
    }
    world = scenario.world.model_copy(update={"segments": segments, "surges": {}, "open_at_start": ()})
    calm = scenario.model_copy(update={"world": world, "start": dt.date(2026, 1, 12), "length": WEEK, "zone": "UTC"})
    timeline = calendar.timeline(calm)
    table = demand(calm, "UTC")
    for one, segment in segments.items():
        expected = np.zeros(168)
        for zone in segment.zones:
            cells = cells_of(timeline, zone)
            contacts = expected_contacts(calm, one, zone, cells.hours)
            for quarter in range(4):
                slots = (cells.starts_at + quarter * 15 * MINUTE) // HOUR
                inside = (slots >= 0) & (slots < 168)
                np.add.at(expected, slots[inside], contacts[inside] / 4)
        assert pytest.approx(table[table["segment"] == one]["contacts"].to_numpy(), rel=1e-9) == expected


def test_people_needed_are_contacts_times_work(small):
    """Twelve contacts of half an hour in an hour are six people."""
    assert 1_800_000.0 == work_of_contact(small, small.plans["day"], "one")
    assert [6.0] == _at(needed(small, "day", "UTC"), 0, 0)["people"].round(9).tolist()


def test_staff_by_hour_without_breaks_by_any_clock(small):
    """Half of the hour from twelve is a break; eight UTC is nine in Berlin; a night reaches into the next week."""
    table = staff(small, "day", "UTC")
    assert [2.0, 2.0, 1.0, 0.0] == [
        float(_at(table, 0, hour, team="desk")["people"].iloc[0]) for hour in (8, 10, 11, 16)
    ]
    night = table[(table["team"] == "night") & (table["people"] > 0)]
    assert [0, 1, 2, 3, 4] == night[night["weekday"] == 0]["hour"].tolist()
    assert [21, 22, 23] == night[night["weekday"] == 6]["hour"].tolist()
    assert {2.0} == set(night["pace"])


@pytest.mark.parametrize("name", scenarios.names())
def test_hours_at_the_desk_are_those_of_the_hand_calculation(name):
    """Over all teams without leave, whatever the clock."""
    scenario = parse(scenarios.text(name))
    for plan, says in scenario.plans.items():
        table = staff(scenario, plan, "Asia/Kolkata")
        for team, each in says.teams.items():
            if each.vacation is None:
                hours = table[table["team"] == team]["people"].sum()
                assert pytest.approx(hours_at_desk(each)) == hours


def test_shifts_as_spans_of_the_week(small):
    """By another clock; the one across Sunday midnight in two pieces; breaks beside them."""
    table = shifts(small, "day", "Europe/Berlin")
    night = table[table["team"] == "night"]
    assert [(0, 360), (9960, 10080)] == list(zip(night["start"], night["end"], strict=True))
    desk = table[(table["team"] == "desk") & (table["kind"] == "break")]
    assert [(720 + 1440 * day, 750 + 1440 * day) for day in range(5)] == list(
        zip(desk["start"], desk["end"], strict=True)
    )
    utc = shifts(small, "day", "UTC")
    assert {"Monday to Friday 9:00 to 17:00"} == set(utc[(utc["team"] == "desk") & (utc["kind"] == "shift")]["says"])
    assert 480 == utc[utc["team"] == "desk"]["start"].min()


def test_coverage_of_a_skill_is_its_work_and_who_has_it():
    """Stage 4: every office's eight have two who know the API; all work is more than its work alone."""
    scenario = parse(scenarios.text("stage-4"))
    assert ["api"] == skills_of(scenario)
    everything, api = (coverage(scenario, "follow_the_sun", "UTC", skill=skill) for skill in ("", "api"))
    assert everything["people"].sum() == pytest.approx(4 * api["people"].sum())
    contacts = sum(one.contact_rate * one.customers for one in scenario.world.segments.values())
    assert 0 < api["needed"].sum() < everything["needed"].sum() / 3
    assert api["needed"].sum() > contacts * 0.05 * 18 / 60
    assert enough_in_words(api, "api").startswith("Of api alone: the work of a week takes ")
    assert "who know api" in coverage_against_demand(api, "UTC", "api").title
    assert 0 == coverage(scenario, "one_office", "UTC", skill="cooking")["people"].sum()


def test_coverage_says_where_people_are_missing(small):
    """Six are needed at midnight UTC, when nobody is there but the night of Sunday."""
    table = coverage(small, "day", "UTC")
    assert 168 == len(table)
    assert (6.0, 0.0, 6.0) == tuple(round(float(table.loc[24, name]), 9) for name in ("needed", "pace", "short"))
    assert (2.0, 4.0) == tuple(round(float(table.loc[0, name]), 9) for name in ("pace", "short"))
    assert "86 % of the work comes in while nobody is there" in enough_in_words(table)


def test_a_plan_without_anybody_has_tables_too(small):
    """They are empty, or nothing is covered."""
    empty = small.model_copy(update={"plans": {"none": small.plans["day"].model_copy(update={"teams": {}})}})
    assert (0, 0) == (len(staff(empty, "none", "UTC")), len(shifts(empty, "none", "UTC")))
    assert "nobody is there in an ordinary week" in enough_in_words(coverage(empty, "none", "UTC"))


def test_the_first_whole_week_and_the_clocks_to_choose(small):
    """The Monday from which offsets are taken; the scenario's zone, the teams', and UTC, each once."""
    assert dt.date(2026, 1, 5) == first_week(small)
    assert dt.date(2026, 1, 12) == first_week(small.model_copy(update={"start": dt.date(2026, 1, 6)}))
    assert ["UTC", "Europe/Berlin"] == zones_of(small, "day")
    assert (60, 120) == tuple(offset_minutes("Europe/Berlin", dt.date(2026, month, 6)) for month in (1, 7))
    assert 7 == WEEK // DAY


def test_charts_draw_the_tables(small):
    """Values and labels are those of the table, which comes with the chart."""
    found = when_they_write(demand(small, "UTC"), "UTC")
    assert 168.0 == pytest.approx(sum(map(sum, found.figure.data[0].z)))
    assert found.table is not None
    assert 168 == len(found.table)
    assert found.note.startswith("168 contacts in an average week. Most come on Monday from 0:00 to 1:00")
    cover = coverage(small, "day", "UTC")
    drawn = coverage_against_demand(cover, "UTC").figure.data
    assert cover["pace"].tolist() == list(drawn[0].y)
    assert cover["needed"].tolist() == list(drawn[1].y)
    spans = shifts(small, "day", "UTC")
    bars = shifts_on_the_week(spans, "UTC", ["desk", "night"]).figure.data
    assert sorted(spans["start"]) == sorted(start for bar in bars for start in bar.base)
    assert ("each customer's own clock", "clock of UTC") == (clock_of(CUSTOMERS), clock_of("UTC"))


def test_enough_in_words(small):
    """Enough in every hour, more than can be done, nobody writes."""
    cover = coverage(small, "day", "UTC")
    assert "there are enough people in every hour" in enough_in_words(cover.assign(pace=10.0, short=0.0))
    assert "the queue grows week by week" in enough_in_words(cover.assign(pace=0.1))
    assert "Nobody writes" in enough_in_words(cover.assign(needed=0.0))
