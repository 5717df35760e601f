"""The first scenario from six answers: sound, and with the numbers that were given."""

from __future__ import annotations

import pytest

from sim.scenario.checks import oddities
from sim.scenario.draft import answers, draft
from sim.scenario.expected import per_week
from sim.scenario.load import parse
from sim.scenario.problems import ScenarioError
from sim.scenario.staffing import head_count

GIVEN = {
    "conversations": "500", "people": "5", "hours": "09:00-17:00", "zones": "America/New_York, Europe/London",
    "minutes": "12", "paid_share": "70", "first_day": "2026-03-02",
}  # fmt: skip


def test_a_draft_has_three_plans_and_the_given_numbers() -> None:
    """500 conversations a week, 350 of them paid; five people over two zones, then six; the third plan is strict."""
    scenario = parse(draft(answers(GIVEN)))
    people = {name: [head_count(team) for team in plan.teams.values()] for name, plan in scenario.plans.items()}
    assert {"as_is": [3, 2], "one_more": [4, 2], "paid_first": [3, 2]} == people
    assert pytest.approx({"paying": 350, "free": 150}) == per_week(scenario)
    assert (("paying",),) == scenario.plans["paid_first"].routing.strict
    assert ["America/New_York", "Europe/London"] == [team.zone for team in scenario.plans["as_is"].teams.values()]
    assert [] == oddities(scenario)


@pytest.mark.parametrize(
    "change",
    [
        {"hours": "22:00 - 06:00"}, {"hours": "00:00-24:00"}, {"hours": "16:00-24:00"}, {"people": "1"},
        {"zones": "Etc/GMT+5,Etc/GMT-5, Etc/GMT+5"}, {"paid_share": "0"}, {"paid_share": "100"}, {"minutes": "0.00001"},
        {"conversations": "0.5"}, {"conversations": "1000000"}, {"zones": "UTC"},
    ],
    ids=str,
)  # fmt: skip
def test_any_answers_give_a_sound_scenario(change: dict[str, str]) -> None:
    """Nights, one person for two zones, zones of the same name, no paying customer: all of it loads."""
    assert ["as_is", "one_more", "paid_first"] == list(parse(draft(answers(GIVEN | change))).plans)


def test_wrong_answers_are_said_all_at_once() -> None:
    """Each wrong answer is named with what would be right."""
    wrong = {"conversations": "many", "people": "1.5", "hours": "8-10", "zones": "London", "minutes": "nan",
             "paid_share": "101"}  # fmt: skip
    with pytest.raises(ScenarioError) as caught:
        answers(GIVEN | wrong)
    assert [
        "conversations: 'many' is not a number; write one, such as 12",
        "people: '1.5' is not a whole number; write one, such as 12",
        "hours: '8-10' is no span of hours; write from and to, such as 09:00-17:00 or 9am-5pm",
        "zones: 'London' is no time zone; did you mean 'Europe/London'?",
        "minutes: 'nan' is no number that can be counted with; write a finite one",
        "paid-share: '101' is too large; write at most 100",
    ] == str(caught.value).splitlines()


@pytest.mark.parametrize("hours", ["09:00-09:00", "24:00-08:00"])
def test_hours_need_a_length(hours: str) -> None:
    """A span without length is no working day."""
    with pytest.raises(ScenarioError, match=f"^hours: '{hours}' is no span of hours; write from and to, such as "):
        answers(GIVEN | {"hours": hours})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("9-17", (540, 1020)), ("9 to 5", (540, 1020)), ("9am-5pm", (540, 1020)), ("9:00 \u2013 17:00", (540, 1020)),
        ("9:30 a.m. until 5:15 P.M.", (570, 1035)), ("9-5pm", (540, 1020)), ("9am-17:00", (540, 1020)),
        ("10 to 6", (600, 1080)), ("22-6", (1320, 360)), ("10pm to 6am", (1320, 360)), ("0-24", (0, 1440)),
        ("12pm-8pm", (720, 1200)), ("12am-8am", (0, 480)), ("9.30-17", (570, 1020)), ("09:00-05:00", (540, 300)),
        ("4pm-12am", (960, 1440)),
    ],
)  # fmt: skip
def test_hours_are_understood_as_people_write_them(typed: str, meant: tuple[int, int]) -> None:
    """By either clock, with words and with the dash of a phone; what was understood makes a sound scenario."""
    found = answers(GIVEN | {"hours": typed})
    assert meant == (found.start, found.end)
    assert 3 == len(parse(draft(found)).plans)


@pytest.mark.parametrize(
    "typed",
    ["8-10", "8-10pm", "1-5", "12-8", "9-12", "10:00-6:00", "09-05", "9-9", "13pm-5pm", "9:75-17:00", "9-25", "9",
     "9-", "9am-9am", "9am-12", "-9-17", "9-17-18", "nine to five", ""],
)  # fmt: skip
def test_hours_that_may_mean_several_are_asked_again(typed: str) -> None:
    """Morning or evening is not guessed, nor what is no time of day."""
    with pytest.raises(ScenarioError, match=r"is no span of hours; write from and to, such as 09:00-17:00 or 9am-5pm$"):
        answers(GIVEN | {"hours": typed})


def test_a_long_paste_into_the_hours_is_said_in_one_line() -> None:
    """Of ten thousand characters the first ones are enough to know them by."""
    with pytest.raises(ScenarioError) as caught:
        answers(GIVEN | {"hours": "x" * 10_000})
    assert 200 > len(str(caught.value))
