"""The editor's tables of hours, what waits at the start, late hours of a shift; a plan more; one skill's coverage."""

from __future__ import annotations

import pytest
from planning_pages import fine, plain

import scenarios
from sim.scenario.load import parse


@pytest.fixture
def opened(planning):
    """Return a maker of the editor at a tab, its folds open, and of the text of its draft."""

    def make(name, tab, *folds):
        draft = planning.library.new_draft(scenarios.text(name), name, "u1")
        test = planning.page("scenario", draft=draft.id)
        test.session_state["editor-tab"] = tab
        for fold in folds:
            test.session_state[f"fold-{fold}"] = True
        return fine(test.run()), lambda: planning.library.draft(draft.id).text

    return make


def _key(test, kind, key):
    return next(one for one in getattr(test, kind) if one.key == key)


def _press(test, key):
    _key(test, "button", key).click()
    return fine(test.run())


def test_a_segment_gets_hours_of_its_own_to_be_changed(opened):
    """One click: a copy of the built-in ones, as two tables."""
    test, text = opened("quickstart", "Customers", "segment")
    test = _press(test, "own-hours")
    assert "paying_hours" == parse(text()).world.segments["paying"].profile
    assert [24, 7] == [len(one.value) for one in test.dataframe if list(one.value.columns) == ["label", "weight"]]
    assert not [one for one in test.button if one.key == "own-hours"]


def test_what_waits_at_the_start_is_a_table(opened):
    """As the scenario has it."""
    test, _ = opened("stage-3", "Customers", "open-at-start")
    (found,) = [one.value for one in test.dataframe if "ages" in one.value.columns]
    assert ["paying", 30, "1d"] == found.iloc[0][["segment", "count", "age"]].tolist()


def test_late_hours_of_a_shift_can_take_longer(opened):
    """As measured, as a table says, or not."""
    test, text = opened("quickstart", "People and pay", "fatigue")
    for chosen, fatigue in (("measured", "measured"), ("own", (*[0] * 5, *[0.1] * 19)), ("none", "none")):
        test.selectbox(key="editor-fatigue").set_value(chosen)
        fine(test.run())
        assert fatigue == parse(text()).world.fatigue
        n_tables = sum("longer" in one.value.columns for one in test.dataframe)
        assert (chosen == "own") == n_tables


def test_a_plan_more_begins_as_the_one_that_is_looked_at(opened):
    """It is then the one to change; plans go by their titles."""
    test, text = opened("quickstart", "Teams and shifts")
    assert "Paid and trials first" in test.selectbox(key="editor-plan").options
    test.selectbox(key="editor-plan").set_value("staggered")
    test = _press(fine(test.run()), "add-plan")
    assert "new_plan" == test.selectbox(key="editor-plan").value
    plans = parse(text()).plans
    assert plans["staggered"].teams == plans["new_plan"].teams
    assert "The same as “Staggered”." == plans["new_plan"].about


def test_the_coverage_of_one_skill_is_its_own_sentence(opened):
    """Who knows the API, and what needs it; a scenario without skills asks for none."""
    test, _ = opened("stage-4", "Teams and shifts")
    assert plain(test.info[0].value).startswith("The work of a week takes ")
    test.selectbox(key="teams-skill").set_value("api")
    assert plain(fine(test.run()).info[0].value).startswith("Of api alone: the work of a week takes ")
    other, _ = opened("quickstart", "Teams and shifts")
    assert not [one for one in other.selectbox if one.key == "teams-skill"]
