"""Whole scenarios with any features on together: both engines agree, and the auditor finds nothing."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from scenario_strategies import scenarios
from test_agreement import first_difference

from sim.audit import audit
from sim.drawing.draw import draw
from sim.runs import simulate


@pytest.mark.many_conversations
@settings(
    max_examples=1000, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(scenarios())
def test_any_scenario_is_played_alike_and_by_the_rules(scenario):
    """No field of any table differs between the engines, and every statement of the auditor holds."""
    inputs = draw(scenario, "as_is").inputs
    fast, slow = simulate(inputs), simulate(inputs, "reference")

    assert first_difference(fast, slow) is None
    assert fast.n_events == slow.n_events
    assert [] == list(audit(inputs, fast))
