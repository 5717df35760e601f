"""What a team says of its people: written in a file, judged, and what its hours amount to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from builders import a_scenario, a_team

from sim.durations import DAY, HOUR, WEEK
from sim.scenario import Scenario
from sim.scenario.checks import problems_of
from sim.scenario.load import parse
from sim.scenario.problems import dotted
from sim.scenario.staffing import hours_at_desk, work_days_per_week, works_on_dates

if TYPE_CHECKING:
    from collections.abc import Callable

OFFICE = {"days": "mon-fri", "start": "09:00", "end": "17:00"}
HOLIDAYS = "        holidays: GB\n"
WRITTEN = (
    HOLIDAYS
    + """\
        live_limit: 3
        errors: 2
        shrinkage: 0.3
        overtime: {from_waiting: 20, time: 1h}
        vacation: {days_per_year: 25, block: 2w, at_once: 0.2}
        meetings:
          - {days: mon, start: "10:00", end: "10:30", agents: [1, 2]}
        errors_cv: 0.3
        hires:
          - {agents: [3], start: 2026-03-16, tenure: 0d, end: 2026-03-27}
        people:
          sickness: {per_day: 0.04, spell: 3d}
          quits: {per_year: 0.32, at_full_disengagement: 3}
          lead_time: 6w
          tenure: 1w
          ramp: {start_speed: 0.6, time: 6w, start_errors: 2, new_for: 6w, mentor_share: 0.2}
          exhaustion: {above: 0.85, full: 1.0, time: 2w}
          disengagement: {}
          slower_at_full: 0.1
"""
)


def test_people_are_read_as_written(changed: Callable[..., str]) -> None:
    """Spans in ticks, defaults where nothing is said, and null for what never happens."""
    scenario = parse(changed((HOLIDAYS, WRITTEN)))
    team = scenario.plans["as_is"].teams["desk"]
    people = team.people
    assert people is not None
    assert (3, 2, 0.3) == (team.live_limit, team.errors, team.shrinkage)
    assert (20, HOUR, 2 * WEEK, 0) == (
        team.overtime.from_waiting, team.overtime.time, team.vacation.block, team.hires[0].tenure,
    )  # fmt: skip
    assert (0.3, "2026-03-27", 3 * DAY) == (team.errors_cv, str(team.hires[0].end), people.sickness.spell)
    assert (2.0, 3.0) == (people.sickness.at_full_exhaustion, people.quits.at_full_disengagement)
    assert (6 * WEEK, WEEK) == (people.lead_time, people.tenure)
    assert (0.85, 1.0, 12 * WEEK) == (people.disengagement.above, people.disengagement.full, people.disengagement.time)
    assert people == scenario.plans["more"].teams["desk"].people
    never = parse(changed((HOLIDAYS, WRITTEN.replace("lead_time: 6w", "lead_time: null"))))
    assert never.plans["as_is"].teams["desk"].people.lead_time is None


def test_people_survive_being_written_and_read_again(changed: Callable[..., str]) -> None:
    """As results keep the scenario: the same values."""
    scenario = parse(changed((HOLIDAYS, WRITTEN)))
    assert scenario == Scenario.model_validate(scenario.model_dump(mode="json"))


def test_a_plan_may_change_one_setting_of_the_people_it_inherits(changed: Callable[..., str]) -> None:
    """Mappings are merged; null switches one part off."""
    text = changed((HOLIDAYS, WRITTEN))
    other = "desk: {headcount: 4, people: {quits: {per_year: 1}, exhaustion: null}}"
    text = text.replace("desk: {headcount: 4}", other)
    team = parse(text).plans["more"].teams["desk"]
    assert (1, 3, None, 0.04) == (
        team.people.quits.per_year, team.people.quits.at_full_disengagement, team.people.exhaustion,
        team.people.sickness.per_day,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ("hires: [{agents: [3], start: 2026-03-01}]",
         ("hires[0].start: '2026-03-01' is before the start of the scenario, 2026-03-02; write that day or a later "
          "one, or leave the hire out: who is not hired later is there from the start")),
        ("hires: [{agents: [3], start: 2026-03-16, end: 2026-03-15}]",
         "hires[0].end: '2026-03-15' is before the start, 2026-03-16; write the last day of the contract"),
        ("hires: [{agents: [4], start: 2026-03-09}]",
         "hires[0].agents[0]: '4' is nobody: the people of this team have the numbers 1 to 3"),
        ("hires: [{agents: [2], start: 2026-03-09}, {agents: [2], start: 2026-03-10}]",
         "hires: '2' is named 2 times; name it once"),
        ("meetings: [{days: mon, start: '10:00', end: '11:00', agents: [9]}]",
         "meetings[0].agents[0]: '9' is nobody: the people of this team have the numbers 1 to 3"),
        ("meetings: [{days: mon, start: '10:00', end: '10:00'}]",
         "meetings[0]: '10:00' to '10:00' is no time at all; write an end after the start"),
        ("meetings: [{days: mon, start: '24:00', end: '01:00'}]",
         "meetings[0].start: '24:00' is the end of a day; write 00:00, and the next day in days"),
        ("vacation: {days_per_year: 25, block: 36h}",
         "vacation.block: '1d12h' is not a number of whole days; write for example 1w or 3d"),
        ("vacation: {block: 1w}", "vacation.days_per_year: is missing; add it, for example days_per_year: 25"),
        ("people: {exhaustion: {above: 0.9, full: 0.8}}",
         "people.exhaustion.full: '0.8' is not above the load at which it begins, 0.9; write a higher load"),
        ("people: {disengagement: {above: 1}}",
         ("people.disengagement.full: '1' (the default) is not above the load at which it begins, 1; write a higher "
         "load")),
        ("people: {exhaustion: {full: 0.5}}",
         ("people.exhaustion.full: '0.5' is not above the load at which it begins, 0.85 (the default); write a higher "
         "load")),
        ("people: {sickness: {per_day: 1.5}}", "people.sickness.per_day: '1.5' is too large; write at most 1"),
        ("people: {sickness: {per_day: 0.1, at_full_exhaustion: 0.5}}",
         "people.sickness.at_full_exhaustion: '0.5' is too small; write at least 1"),
        ("people: {quits: {per_year: -1}}", "people.quits.per_year: '-1' is too small; write at least 0"),
        ("people: {quits: {}}", "people.quits.per_year: is missing; add it, for example per_year: 0.32"),
        ("people: {ramp: {time: 1000d}}", "people.ramp.time: '1000d' is too large; write at most 26w"),
        ("people: {ramp: {start_speed: 0}}", "people.ramp.start_speed: '0' is too small; write more than 0"),
        ("people: {lead_time: 6}",
         "people.lead_time: '6' is no duration; write a number and a unit, such as 90s, 10m, 1h30m, 2d or 4w"),
        ("people: {lead_time: 0d}",
         ("people.lead_time: '0d' would fill a seat whose owner still works the last shift; write 1d, the soonest that "
          "somebody can follow, or null if nobody does")),
        ("people: {sickness: {per_day: 0.1, spell: 12h}}",
         "people.sickness.spell: '12h' is too small; write at least 1d"),
        ("errors_cv: 30", "errors_cv: '30' is too large; write at most 1"),
        ("overtime: {time: 1h}", "overtime.from_waiting: is missing; add it"),
        ("live_limit: 0", "live_limit: '0' is too small; write at least 1"),
        ("shrinkage: 30", "shrinkage: '30' is too large; write at most 0.9"),
        ("errors: -1", "errors: '-1' is too small; write at least 0"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_people_is_said_where_it_stands(
    setting: str, says: str, changed: Callable[..., str], problems: Callable[[str], list[str]]
) -> None:
    """One problem, in the line where it is written."""
    found = problems(changed((HOLIDAYS, f"{HOLIDAYS}        {setting}\n"), ("      desk: {headcount: 4}\n", "")))
    assert [says] == [line.partition("plans.as_is.teams.desk.")[2] for line in found]
    assert ["45"] == [line.partition(":")[0] for line in found]


@pytest.mark.parametrize(
    ("shift", "says"),
    [
        ({"start": "09:00", "end": "17:00"},
         [("days", "is missing; add it, for example days: mon-fri, or give dates")]),
        ({"dates": ["2026-03-07", "2026-03-07"], "start": "09:00", "end": "17:00"},
         [("dates", "'2026-03-07' is named 2 times; name it once")]),
        ({"dates": ["2026-03-07"], "start": "09:00", "end": "17:00"}, []),
    ],
)  # fmt: skip
def test_a_shift_is_on_weekdays_or_on_dates(shift: dict, says: list) -> None:
    """One of the two is needed."""
    scenario = a_scenario(plans={"as_is": {"teams": {"desk": a_team(1, shifts=[shift])}}})
    assert says == [(path[-1], message) for path, message in problems_of(scenario)]


NINE_TO_FIVE = {"start": "09:00", "end": "17:00"}
WEEKDAYS = {"days": "mon-fri", **NINE_TO_FIVE}
BY_NIGHT = {"days": "tue", "start": "22:00", "end": "06:00"}


@pytest.mark.parametrize(
    ("shifts", "place", "other"),
    [
        ([WEEKDAYS, {"dates": ["2026-03-07", "2026-03-04"], "start": "12:00", "end": "20:00"}], 1, "09:00 to 17:00"),
        ([BY_NIGHT, {"dates": ["2026-03-04"], "start": "05:00", "end": "08:00"}], 1, "22:00 to 06:00"),
        ([{"dates": ["2026-03-04"], **NINE_TO_FIVE}, {"dates": ["2026-03-04"], "start": "16:00", "end": "18:00"}], 0,
         "16:00 to 18:00"),
    ],
)  # fmt: skip
def test_a_shift_on_a_date_while_the_same_people_have_another_is_refused(shifts: list, place: int, other: str) -> None:
    """As of weekly shifts, also where the other began the evening before."""
    message = (
        f"'2026-03-04' overlaps another shift of the same people, {other}; move one, or give each shift its own agents"
    )
    assert [(f"shifts[{place}].dates", message)] == problems_of_team(shifts=shifts)


@pytest.mark.parametrize(
    "shifts",
    [
        [BY_NIGHT, {"dates": ["2026-03-04"], "start": "06:00", "end": "08:00"}],
        [WEEKDAYS, {"dates": ["2026-03-04"], "start": "17:00", "end": "20:00"}],
        [WEEKDAYS | {"dates": ["2026-03-04"]}],
        [WEEKDAYS | {"agents": 1}, {"dates": ["2026-03-04"], **NINE_TO_FIVE, "agents": 1}],
    ],
)
def test_a_shift_on_a_date_may_follow_another(shifts: list) -> None:
    """Or be on one of its own weekdays, or for other people."""
    assert [] == problems_of_team(shifts=shifts)


@pytest.mark.parametrize(("date", "says"), [("2026-03-04", 0), ("2026-03-11", 0), ("2026-03-08", 1)])
def test_a_date_in_a_rota_is_for_whose_week_it_is(date: str, says: int) -> None:
    """Of two weeks the first has the dates, the second the weekdays; who goes home on Monday morning has both."""
    night = {"days": "mon", "start": "00:00", "end": "08:00"}
    dated = {"dates": [date], "start": "22:00", "end": "06:00"}
    found = problems_of_team(shifts=None, rota=[[dated], [night, {"days": "wed", "start": "20:00", "end": "24:00"}]])
    message = f"'{date}' overlaps another shift of the same people, 00:00 to 08:00; move one of them"
    assert [("rota[0][0].dates", message)] * says == found


def problems_of_team(**changes) -> list[tuple[str, str]]:
    """Return the place in the team, and the message, of what is wrong with it."""
    headcount = None if "agents" in str(changes) else 2
    found = problems_of(a_scenario(plans={"as_is": {"teams": {"desk": a_team(headcount, **changes)}}}))
    return [(dotted(path).removeprefix("plans.as_is.teams.desk."), message) for path, message in found]


def a_written_team(**changes):
    """Return the team of a scenario from Python."""
    return a_scenario(plans={"as_is": {"teams": {"desk": a_team(**changes)}}}).plans["as_is"].teams["desk"]


def test_hours_at_the_desk_are_without_shrinkage_and_vacation() -> None:
    """Two people of 40 hours, of which a quarter goes on other things and a tenth of the days is vacation."""
    tenth = {"days_per_year": 0.1 * 5 * 365.25 / 7}
    assert pytest.approx(2 * 40 * 0.75 * 0.9) == hours_at_desk(
        a_written_team(shifts=[OFFICE], shrinkage=0.25, vacation=tenth)
    )
    customer_day = {"dates": ["2026-03-07"], "start": "09:00", "end": "17:00"}
    teams = [a_written_team(shifts=shifts) for shifts in ([OFFICE, customer_day], [OFFICE], [customer_day])]
    assert [(80, True), (80, False), (0, True)] == [(hours_at_desk(team), works_on_dates(team)) for team in teams]


def test_work_days_are_those_of_the_persons_own_shifts() -> None:
    """Of their shift where each has its own people, of all where everybody works all, on average in a rota."""
    weekend = {"days": "sat-sun", "start": "09:00", "end": "17:00"}
    own = a_written_team(headcount=None, shifts=[OFFICE | {"agents": 1}, weekend | {"agents": 1}])
    both = a_written_team(shifts=[OFFICE, weekend, {"days": "mon", "start": "18:00", "end": "19:00"}])
    rota = a_written_team(shifts=None, rota=[[OFFICE], [weekend], []])
    assert [5, 2, 0] == [work_days_per_week(own, pattern) for pattern in (0, 1, 2)]
    assert 7 == work_days_per_week(both, -1)
    assert pytest.approx(7 / 3) == work_days_per_week(rota, 1)
