"""The scenario editor: each change is in the draft at once, told at its field where it is wrong, and can be undone."""

from __future__ import annotations

import pytest
from planning_pages import fine, plain, press

import scenarios
from sim.scenario.editing import Edit, edited, value_at
from sim.scenario.headcounts import settled
from sim.scenario.load import parse
from sim.scenario.staffing import head_count

TABS = (
    "Customers", "Teams and shifts", "Who comes first", "Support and incidents", "People and pay", "All as text",
    "What changed",
)  # fmt: skip


def _begin(planning, name="quickstart"):
    return planning.library.new_draft(scenarios.text(name), name, "u1")


def _open(planning, draft, tab="Teams and shifts"):
    test = planning.page("scenario", draft=draft.id)
    return _to(test, tab)


def _to(test, tab):
    test.session_state["editor-tab"] = tab
    return fine(test.run())


def _key(test, kind, key):
    return next(one for one in getattr(test, kind) if one.key == key)


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("name", ["quickstart", "weekend-cover", "overload-year"])
def test_each_tab_opens(planning, name, tab):
    """Without a traceback, whatever the scenario has."""
    draft = _begin(planning, name)
    _open(planning, draft, tab)
    assert scenarios.text(name) == planning.library.draft(draft.id).text


HEADCOUNT = "field plans.as_is.teams.new_york.headcount"


def test_a_number_is_in_the_draft_at_once_and_the_charts_follow(planning):
    """Also where a plan extends another: only that plan changes."""
    draft = _begin(planning)
    test = _open(planning, draft)
    before = plain(test.info[0].value)
    _key(test, "number_input", HEADCOUNT).set_value(12)
    fine(test.run())
    assert 12 == value_at(planning.library.draft(draft.id).text, ("plans", "as_is", "teams", "new_york", "headcount"))
    assert before != plain(test.info[0].value)
    assert "of the 480 hours at the desk" in plain(test.info[0].value)
    test.selectbox(key="editor-plan").set_value("two_more")
    fine(test.run())
    _key(test, "number_input", HEADCOUNT.replace("as_is", "two_more")).set_value(10)
    fine(test.run())
    text = planning.library.draft(draft.id).text
    assert "    teams: {new_york: {headcount: 10}}" in text.splitlines()
    assert 12 == value_at(text, ("plans", "as_is", "teams", "new_york", "headcount"))
    assert 9 == head_count(parse(text).plans["staggered"].teams["new_york"])  # as its shifts say


def test_undo_and_redo_go_step_by_step_and_show_in_the_fields(planning):
    """The very text of before comes back, with its comments."""
    draft = _begin(planning)
    test = _open(planning, draft)
    _key(test, "number_input", HEADCOUNT).set_value(12)
    fine(test.run())
    _key(test, "button", "editor-undo").click()
    fine(test.run())
    assert scenarios.text("quickstart") == planning.library.draft(draft.id).text
    assert 9 == _key(test, "number_input", HEADCOUNT).value
    assert _key(test, "button", "editor-undo").disabled
    _key(test, "button", "editor-redo").click()
    fine(test.run())
    assert 12 == _key(test, "number_input", HEADCOUNT).value


def test_unsaved_work_is_there_after_a_reload(planning):
    """In a new session, without a word in the address: the visitor's latest draft."""
    draft = _begin(planning)
    test = _open(planning, draft)
    _key(test, "number_input", HEADCOUNT).set_value(12)
    fine(test.run())
    again = _to(planning.page("scenario"), "Teams and shifts")
    assert 12 == _key(again, "number_input", HEADCOUNT).value


def test_what_is_wrong_stands_at_its_field_and_is_kept(planning):
    """The words are those of the loader; nothing can be run, and undo helps."""
    draft = _begin(planning)
    test = _open(planning, draft, "Support and incidents")
    key = "field plans.as_is.support.paying.promise"
    _key(test, "text_input", key).set_value("soon")
    fine(test.run())
    assert "soon" == _key(test, "text_input", key).value
    wrong = [plain(one.value) for one in test.markdown if one.value.startswith(":red[")]
    assert 1 == len(wrong)
    assert "'soon' is no duration; write a number and a unit" in wrong[0]
    assert _key(test, "button", "editor-run").disabled
    assert "1 thing to put right" in plain(test.warning[0].value)
    _key(test, "button", "editor-undo").click()
    fine(test.run())
    assert (0, "") == (len(test.warning), _key(test, "text_input", key).value)


def test_what_is_wrong_is_named_above_all_tabs(planning):
    """Its field may be folded away or behind another tab; the first five are named, and how many follow."""
    text = scenarios.text("quickstart")
    for said, wrong in (("length: 4w", "length: soon"), ("zone: America/New_York", "zone: Berlin")):
        text = text.replace(said, wrong, 1)
    draft = planning.library.new_draft(text, "wrong", "u1")
    told = plain(_open(planning, draft, "Who comes first").warning[0].value)
    assert "2 things to put right" in told
    assert "- length: 'soon' is no duration" in told
    assert "- zone: 'Berlin' is no time zone" in told

    many = text.replace("customers: ", "customers: many ").replace("contact_rate: ", "contact_rate: often ")
    draft = planning.library.new_draft(many, "very wrong", "u1")
    assert "and 3 more, under All as text" in plain(_open(planning, draft, "Who comes first").warning[0].value)


def test_wrong_text_is_kept_and_only_the_text_is_shown(planning):
    """With the line of each problem; put right, everything is there again."""
    draft = _begin(planning)
    test = _open(planning, draft, "All as text")
    broken = scenarios.text("quickstart").replace("plans:\n", "plans: [\n", 1)
    test.text_area(key="editor-text").set_value(broken)
    fine(test.run())
    assert broken == planning.library.draft(draft.id).text == test.text_area(key="editor-text").value
    assert not test.tabs
    assert "Line " in test.code[0].value
    test.text_area(key="editor-text").set_value(scenarios.text("quickstart"))
    fine(test.run())
    assert "Nothing is wrong" in test.success[0].value


@pytest.mark.parametrize(
    ("text", "what"), [("", "the file is empty"), ("- a\n- b\n", "this is no mapping of settings")]
)
def test_a_text_that_is_no_scenario_is_told_what_one_is(planning, text, what):
    """Nobody is sent to the text who is there already, nor to a command line alone."""
    test = planning.page("scenario", draft=planning.library.new_draft(text, "list.yaml", "u1").id)
    (told,) = (one.value for one in test.code)
    assert told.startswith(f"Line 1: {what}; a scenario has at least title, start, world and plans (")
    assert "on the page Plan" in told


def test_a_long_title_is_cut_where_it_is_the_heading(planning):
    """It stands whole in its field."""
    text = edited(scenarios.text("quickstart"), [Edit(("title",), "x" * 10_000)])
    test = planning.page("scenario", draft=planning.library.new_draft(text, "long.yaml", "u1").id)
    assert [120] == [len(one.value.replace("\\", "")) for one in test.title]


def test_a_second_window_is_told_and_loses_nothing(planning):
    """Mine can be kept as a copy, theirs stays."""
    draft = _begin(planning)
    test = _open(planning, draft)
    theirs = edited(draft.text, [Edit(("currency",), "EUR")])
    planning.library.write_draft(draft.id, theirs, "t", "u1", revision=draft.revision)
    _key(test, "number_input", HEADCOUNT).set_value(12)
    fine(test.run())
    assert "changed in another window" in test.warning[0].value
    assert "plans.as_is.teams.new_york.headcount: 9 -> 12" in test.code[0].value
    assert theirs == planning.library.draft(draft.id).text
    press(test, "Keep mine as a copy")
    texts = {planning.library.draft(one.id).text for one in planning.library.drafts_of("u1")}
    mine = settled(edited(draft.text, [Edit(("plans", "as_is", "teams", "new_york", "headcount"), 12)]))
    assert {theirs, mine} == texts
    assert [] == [one.value for one in test.warning]


def test_going_on_with_theirs_shows_theirs(planning):
    """And nothing of mine is written."""
    draft = _begin(planning)
    test = _open(planning, draft)
    theirs = edited(draft.text, [Edit(("plans", "as_is", "teams", "new_york", "headcount"), 7)])
    planning.library.write_draft(draft.id, theirs, "t", "u1", revision=draft.revision)
    _key(test, "number_input", HEADCOUNT).set_value(12)
    fine(test.run())
    press(test, "Go on with theirs")
    assert 7 == _key(test, "number_input", HEADCOUNT).value


def test_saving_and_what_changed_since(planning):
    """A new scenario in the library, then a revision of it; a save by somebody else meanwhile is not written over."""
    draft = _begin(planning)
    test = _open(planning, draft)
    press(test, "Save in the library")
    (saved,) = (planning.library.saved(one.id) for one in planning.library.all_saved())
    assert (scenarios.text("quickstart"), 1) == (saved.text, saved.revision)
    _key(test, "number_input", HEADCOUNT).set_value(12)
    fine(test.run())
    _to(test, "What changed")
    assert [
        "plans.as_is.teams.new_york.headcount", "plans.staggered.teams.new_york.headcount",
    ] == list(test.dataframe[-1].value["What"])  # fmt: skip
    planning.library.save(saved.text.replace("USD", "EUR"), saved.name, "", "u2", id=saved.id)
    _key(test, "button", "save-over").click()
    fine(test.run())
    assert 2 == planning.library.saved(saved.id).revision
    assert "somebody saved this scenario meanwhile" in plain(test.warning[-1].value)
    _key(test, "button", "save-anyway").click()
    fine(test.run())
    assert planning.library.draft(draft.id).text == planning.library.saved(saved.id).text
    assert 3 == planning.library.saved(saved.id).revision


def test_plans_and_teams_are_copied_renamed_and_removed(planning):
    """The choice follows the new name; a wrong name is told at its field."""
    draft = _begin(planning)
    test = _open(planning, draft)
    name = next(one for one in test.text_input if one.key.startswith("name plan as_is"))
    name.set_value("mine")
    fine(test.run())
    _key(test, "button", "copy plan").click()
    fine(test.run())
    assert "mine" == test.selectbox(key="editor-plan").value
    assert "mine" in parse(planning.library.draft(draft.id).text).plans
    name = next(one for one in test.text_input if one.key.startswith("name team new_york"))
    name.set_value("two words")
    fine(test.run())
    _key(test, "button", "rename team").click()
    fine(test.run())
    assert any("is no name" in plain(one.value) for one in test.markdown)
    _key(test, "button", "add-team").click()
    fine(test.run())
    assert ["new_york", "new_team"] == list(parse(planning.library.draft(draft.id).text).plans["mine"].teams)
    _key(test, "button", "remove team").click()
    fine(test.run())
    assert ["new_york"] == list(parse(planning.library.draft(draft.id).text).plans["mine"].teams)


def test_a_switch_adds_what_happens_to_people_and_takes_it_away(planning):
    """With usual numbers, which can be changed at once."""
    draft = _begin(planning)
    test = _open(planning, draft, "People and pay")
    key = "plans.as_is.teams.new_york.people.sickness"
    _key(test, "toggle", f"switch {key}").set_value(v=True)
    fine(test.run())
    assert 4.0 == _key(test, "number_input", f"field {key}.per_day").value
    _key(test, "number_input", f"field {key}.per_day").set_value(5.0)
    fine(test.run())
    team = parse(planning.library.draft(draft.id).text).plans["as_is"].teams["new_york"]
    assert 0.05 == team.people.sickness.per_day
    _key(test, "toggle", f"switch {key}").set_value(v=False)
    fine(test.run())
    assert parse(planning.library.draft(draft.id).text).plans["as_is"].teams["new_york"].people.sickness is None


def test_the_comparison_starts_with_the_text_as_it_stands(planning):
    """The run is of the draft, not of what was saved."""
    draft = planning.library.new_draft(scenarios.text("stage-1").replace("length: 26w", "length: 1w"), "s", "u1")
    test = planning.app(draft=draft.id)
    test.switch_page("pages/scenario.py")
    fine(test.run())
    _key(test, "button", "editor-run").click()
    fine(test.run())
    (kept,) = planning.kept()
    assert draft.text == planning.library.run_text(kept.id)


def test_without_a_draft_there_is_a_way_to_begin(planning):
    """One click opens the example."""
    test = fine(planning.app().switch_page("pages/scenario.py").run())
    press(test, "Begin with the example")
    (draft,) = planning.library.drafts_of("u1")
    assert scenarios.text("quickstart") == planning.library.draft(draft.id).text
    assert "A growing software company" == plain(test.title[0].value)
