"""Every shipped scenario says what it is for, and is played alike by both engines and soundly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from findings import SEED, shipped

import scenarios
from sim.audit import audit
from sim.drawing.arrivals import draw_demand
from sim.drawing.draw import draw
from sim.runs import simulate

if TYPE_CHECKING:
    from sim.scenario import Scenario


@pytest.mark.parametrize("name", scenarios.names())
def test_a_shipped_scenario_says_what_it_is_for(name):
    """Each has a purpose, what to look at, graded assumptions, a finding, and plans that say what they do."""
    scenario = shipped(name)
    assert all([scenario.purpose, scenario.look_at, scenario.finding, scenario.assumptions])
    assert 2 <= len(scenario.plans)
    assert [] == [plan for plan, what in scenario.plans.items() if not what.about]
    assert f"support-sandbox compare {name}" in scenarios.text(name)


@pytest.mark.many_conversations
@pytest.mark.parametrize("name", scenarios.names())
def test_both_engines_agree_on_the_whole_of_a_shipped_scenario_and_the_auditor_finds_nothing(name):
    """Conversation by conversation, in every plan, to the end."""
    agree_and_are_sound(shipped(name))


def agree_and_are_sound(scenario: Scenario) -> None:
    """Assert that no conversation differs between the engines, and that the record obeys the rules."""
    demand = draw_demand(scenario, SEED, 0)
    for plan in scenario.plans:
        inputs = draw(scenario, plan, SEED, 0, demand).inputs
        one, other = simulate(inputs), simulate(inputs, "reference")
        assert inputs.conversations.size > 0
        for table, same in zip(one, other, strict=True):
            np.testing.assert_array_equal(table, same)
        assert [] == audit(inputs, one)


@pytest.mark.parametrize("name", scenarios.names())
def test_a_heading_is_what_the_whole_file_says(name):
    """Title and purpose, read without the rest."""
    whole = shipped(name)
    assert (whole.title, " ".join(whole.purpose.split())) == scenarios.heading(name)
