"""What is shown of a run: how conversations go on and how people are only where there is something to say."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from builders import a_scenario, a_segment, a_team
from rich.console import Console

from sim.cli.show import IN_FULL, show_comparison
from sim.experiments.compare import compare_results
from sim.experiments.replicate import Options, replicate
from sim.experiments.results import (
    COURSE_MEASURES,
    KEY_MEASURES,
    PEOPLE_MEASURES,
    TEAM_MEASURES,
    WORK_MEASURES,
    Results,
    key_measures,
    team_measures,
)
from sim.measures.figures import MEASURES

if TYPE_CHECKING:
    from sim.experiments.compare import Comparison


def played(topic: dict[str, Any] | None = None, team: dict[str, Any] | None = None, **plan: Any) -> Results:
    """Return two days of one plan."""
    scenario = a_scenario(
        segments={"paying": a_segment(think_time="1h")},
        topics={"question": {"handle_time": "10m"} | (topic or {})},
        plans={"as_is": {"teams": {"desk": a_team(**(team or {}))}} | plan},
        length="2d",
    )
    return replicate(scenario, options=Options(2, processes=1))


def test_of_one_touch_and_people_who_do_not_change_nothing_more_is_shown() -> None:
    """What was shown before conversations went on, and no more."""
    results = played()
    assert (KEY_MEASURES, TEAM_MEASURES) == (key_measures(results), team_measures(results))


@pytest.mark.parametrize("topic", [{"touches": 3}, {"reopen": {"chance": 0.5, "after": "1h"}}, {"wrong": 0.5}])
def test_how_conversations_go_on_is_shown_where_they_do(topic: dict[str, Any]) -> None:
    """Several touches, reopenings, wrong answers: one is enough for all of it."""
    results = played(topic)
    assert key_measures(results) == (*KEY_MEASURES, *COURSE_MEASURES)
    assert team_measures(results) == (*TEAM_MEASURES, *WORK_MEASURES)


def test_a_promise_is_shown() -> None:
    """Also where all is one touch."""
    assert "promise_kept" in key_measures(played(support={"paying": {"promise": "1h"}}))


@pytest.mark.parametrize(
    "team",
    [
        {"people": {"sickness": {"per_day": 0.5}}},
        {"headcount": 3, "hires": [{"agents": [3], "start": "2026-03-03"}]},
    ],
)
def test_people_are_shown_where_they_change(team: dict[str, Any]) -> None:
    """Illness; somebody who comes later."""
    results = played(team=team)
    assert team_measures(results) == (*TEAM_MEASURES, *PEOPLE_MEASURES)
    assert key_measures(results) == KEY_MEASURES


def test_everything_shown_is_a_measure_and_shown_once() -> None:
    """No name that nobody defines."""
    names = (*KEY_MEASURES, *COURSE_MEASURES, *TEAM_MEASURES, *WORK_MEASURES, *PEOPLE_MEASURES)
    assert set(names) <= set(MEASURES)
    assert len(set(names)) == len(names)


def shown(comparison: Comparison, *wanted: str) -> str:
    """Return what a terminal of 80 columns shows of a comparison."""
    console = Console(width=80, record=True, file=io.StringIO())
    show_comparison(comparison, wanted, console)
    return console.export_text()


def two_plans(name: str = "one_more_for_the_evening") -> Comparison:
    """Return two days of two plans whose conversations go on."""
    plans = {plan: {"teams": {"desk": a_team(people)}} for people, plan in ((1, "as_is"), (2, name))}
    topics = {"question": {"handle_time": "10m", "touches": 2}}
    scenario = a_scenario({"paying": a_segment(think_time="1h")}, topics, plans, length="2d")
    return compare_results(replicate(scenario, options=Options(2, processes=1)))


def test_a_comparison_shows_a_choice_that_leaves_the_answer_in_sight_and_everything_on_request() -> None:
    """The choice is not a third of it, and says how to get the rest."""
    choice, whole = shown(two_plans()), shown(two_plans(), "all")
    assert "Satisfied: Good" in choice
    assert "Every figure: --scope all" in choice
    for title in ("Satisfied: OK", "Touches per resolved", "Oldest open"):
        assert title not in choice
        assert title in whole


def test_a_measure_without_a_value_in_any_plan_is_not_shown() -> None:
    """Nothing was deflected, so there is no share of it that was wrong."""
    assert "Deflected with a wrong answer" not in shown(two_plans()).replace("\n", " ")


def test_a_plan_whose_name_is_too_long_for_its_column_is_broken_after_an_underscore() -> None:
    """And not in the middle of a word."""
    lines = [line.split() for line in shown(two_plans()).splitlines()]
    first = next(n for n, words in enumerate(lines) if "one_more_" in "".join(words[-1:]) and "(" not in words)
    assert (["one_more_for_"], ["as_is", "the_evening"]) == (lines[first], lines[first + 1])


def test_what_a_comparison_leaves_out_is_shown_in_full() -> None:
    """No name that nobody shows."""
    everything = (*KEY_MEASURES, *COURSE_MEASURES, *TEAM_MEASURES, *WORK_MEASURES, *PEOPLE_MEASURES)
    assert set(everything) > IN_FULL
