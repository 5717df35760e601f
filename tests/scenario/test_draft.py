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
    wrong = {"conversations": "many", "people": "1.5", "hours": "9 to 5", "zones": "London", "minutes": "nan",
             "paid_share": "101"}  # fmt: skip
    with pytest.raises(ScenarioError) as caught:
        answers(GIVEN | wrong)
    assert [
        "conversations: 'many' is not a number; write one, such as 12",
        "people: '1.5' is not a whole number; write one, such as 12",
        "hours: '9 to 5' is no span of hours; write from and to, such as 09:00-17:00",
        "zones: 'London' is no time zone; did you mean 'Europe/London'?",
        "minutes: 'nan' is no number that can be counted with; write a finite one",
        "paid-share: '101' is too large; write at most 100",
    ] == str(caught.value).splitlines()


@pytest.mark.parametrize("hours", ["09:00-09:00", "24:00-08:00"])
def test_hours_need_a_length(hours: str) -> None:
    """A span without length is no working day."""
    with pytest.raises(ScenarioError, match=f"^hours: '{hours}' is no span of hours; write from and to, such as "):
        answers(GIVEN | {"hours": hours})
