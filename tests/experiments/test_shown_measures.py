"""What is shown of a run: how conversations go on and how people are only where there is something to say."""

from __future__ import annotations

from typing import Any

import pytest
from builders import a_scenario, a_segment, a_team

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
