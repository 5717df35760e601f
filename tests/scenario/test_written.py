"""A scenario as the text of a file: whatever it holds, the text loads to the same scenario."""

from __future__ import annotations

import pytest
from builders import a_scenario, a_segment, a_team
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from scenario_strategies import scenarios as any_scenarios

import scenarios
from sim.experiments.results import scenario_hash
from sim.scenario.checks import problems_of
from sim.scenario.load import parse
from sim.scenario.written import as_yaml, standing_alone


@pytest.mark.parametrize("name", sorted(scenarios.names()))
def test_every_shipped_scenario_comes_back(name):
    """All settings, in their order: the hash is the same too. Plans that extended others have all as their own."""
    scenario = parse(scenarios.text(name), name)
    back = parse(as_yaml(scenario))

    assert standing_alone(scenario) == back
    assert scenario_hash(standing_alone(scenario)) == scenario_hash(back)


@settings(max_examples=100, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(any_scenarios())
def test_any_scenario_comes_back(scenario):
    """With any features on together. What is not sound is no file either."""
    assume(not problems_of(scenario))
    assert standing_alone(scenario) == parse(as_yaml(scenario))


@settings(max_examples=200, deadline=None, database=None, derandomize=True)
@given(st.text(st.characters(exclude_categories=("Cs", "Cc"))))
def test_any_text_comes_back(text):
    """Quotes, colons, numbers, words such as null, other scripts and line separators."""
    assert text == parse(as_yaml(a_scenario(purpose=text))).purpose


@settings(max_examples=200, deadline=None, database=None, derandomize=True)
@given(st.floats(0, 1e6))
def test_any_number_comes_back_to_the_last_bit(rate):
    """A factor gives numbers of 17 digits, and customers are drawn by them."""
    assert rate == parse(as_yaml(a_scenario({"paying": a_segment(customers=rate, contact_rate=0)}))).world.segments[
        "paying"
    ].customers  # fmt: skip


def test_the_law_of_patience_is_said():
    """Patience is exponential unless a law is given; handle times are lognormal: that law is said here."""
    patience = {"mean": "30m", "law": "lognormal"}
    scenario = a_scenario({"paying": a_segment(patience=patience)})
    back = parse(as_yaml(scenario))

    assert ("lognormal", None) == (
        back.world.segments["paying"].patience.law,
        back.world.segments["paying"].patience.cv,
    )


def test_what_is_none_and_not_by_default_is_said():
    """A seat that stays empty for good: lead_time is null, and not the six weeks that hold where nothing is said."""
    team = a_team(people={"quits": {"per_year": 1}, "lead_time": None})
    back = parse(as_yaml(a_scenario(plans={"as_is": {"teams": {"desk": team}}})))

    assert back.plans["as_is"].teams["desk"].people.lead_time is None


def test_a_comment_stands_on_top():
    """Each line of it behind a #; what a plan inherited and removed does not come back."""
    text = as_yaml(a_scenario(), "Try it:\n\nnow")

    assert text.startswith("# Try it:\n#\n# now\ntitle: A test\n")
