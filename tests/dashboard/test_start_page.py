"""The start page: one click, six answers, or a file lead to a first comparison; wrong input is told and stays."""

from __future__ import annotations

import ast
import inspect
import re
from datetime import date

import pytest
from planning_pages import fine, plain, press

import scenarios
import sim
from dashboard.planning.start_words import on_page
from sim.calibrate import columns, doubts, intervals, profile, span, times
from sim.calibrate.first import first_scenario
from sim.calibrate.profile import Reading, profile_of_text
from sim.scenario.draft import answers, draft
from sim.scenario.load import parse


@pytest.fixture
def opened(planning, monkeypatch):
    """Give a function that opens the whole app at the start page, with two small presets."""
    monkeypatch.setattr(scenarios, "names", lambda: ["stage-1", "stage-2"])

    def page(role="manager"):
        planning.visit_as(role)
        return fine(planning.app().switch_page("pages/plan.py").run())

    return page


def _labelled(elements, label):
    return next(one for one in elements if one.label == label)


def _only_run(planning):
    (kept,) = planning.kept()
    return kept


def test_a_preset_needs_one_click(opened, planning):
    """It is played, kept, and the comparison is on the page."""
    test = press(opened(), "Compare its plans")
    kept = _only_run(planning)
    assert parse(scenarios.text("stage-1"), "").title == kept.title
    assert test.query_params["run"]
    assert "Compare" in [plain(one.value) for one in test.title] or test.title


def test_six_answers_make_the_scenario_of_the_command_line(opened, planning):
    """The same text as `support-sandbox new` with these answers."""
    test = opened()
    _labelled(test.number_input, "Conversations a week").set_value(20.0)
    _labelled(test.number_input, "People who answer").set_value(1)
    press(test, "Compare three plans")
    expected = answers({
        "conversations": 20, "people": 1, "minutes": 12, "hours": "09:00-17:00", "zones": "America/New_York",
        "paid_share": 60, "first_day": parse(planning.library.run_text(_only_run(planning).id), "").start.isoformat(),
    })  # fmt: skip
    assert draft(expected) == planning.library.run_text(_only_run(planning).id)


def test_wrong_answers_are_told_and_stay(opened, planning):
    """Nothing is run, what was typed is there, and one line beneath its field says what is wrong with all of it."""
    test = opened()
    _labelled(test.text_input, "Working hours, Monday to Friday, local time").set_value("nine to five")
    test = press(test, "Compare three plans")
    told = [plain(one.value) for one in test.markdown if "no span of hours" in one.value]
    assert [
        ":red[:material/error: 'nine to five' is no span of hours; write from and to, such as 09:00-17:00 or 9am-5pm]"
    ] == told
    assert _labelled(test.text_input, "Working hours, Monday to Friday, local time").value == "nine to five"
    assert planning.library.all_kept() == []


def test_answers_are_still_there_when_one_comes_back(opened):
    """From the comparison, or from anywhere: nobody types six answers twice to change one."""
    test = opened()
    _labelled(test.number_input, "Conversations a week").set_value(20.0)
    _labelled(test.text_input, "Working hours, Monday to Friday, local time").set_value("08:00-16:00")
    _labelled(test.multiselect, "Time zones of customers and people").set_value(["Europe/Berlin"])
    press(test, "Compare three plans")
    back = fine(test.switch_page("pages/library.py").run().switch_page("pages/plan.py").run())
    assert 20 == _labelled(back.number_input, "Conversations a week").value
    assert "08:00-16:00" == _labelled(back.text_input, "Working hours, Monday to Friday, local time").value
    assert ["Europe/Berlin"] == _labelled(back.multiselect, "Time zones of customers and people").value


def test_a_wrong_file_is_told_all_its_problems_at_once(opened, planning):
    """With the place of each, and nothing is run."""
    wrong = scenarios.text("stage-1").replace("length:", "lenght:", 1) + "\ncolour: red\n"
    with pytest.raises(sim.ScenarioError) as caught:
        parse(wrong, "mine.yaml")
    test = opened()
    _labelled(test.file_uploader, "Scenario file").set_value(("mine.yaml", wrong.encode(), "application/yaml"))
    test = fine(test.run())
    test = fine(next(one for one in test.button if one.key == "file-run").click().run())
    assert str(caught.value).splitlines() == test.code[0].value.splitlines()
    assert planning.library.all_kept() == []


def test_a_file_that_is_no_text_is_said_in_a_sentence(opened):
    """No traceback."""
    test = opened()
    _labelled(test.file_uploader, "Scenario file").set_value(("photo.yaml", b"\xff\xd8\xff", "application/yaml"))
    assert "photo.yaml is no text file; a scenario is YAML in UTF-8." == plain(fine(test.run()).error[0].value)


CONTACTS = "Created at\n" + "\n".join(
    f"2026-03-{day:02d} {hour:02d}:{minute:02d}" for day in range(2, 30) for hour in range(9, 17) for minute in (5, 35)
)


def test_times_of_contacts_become_a_scenario(opened, planning):
    """Volume and hours are those of the file."""
    test = opened()
    _labelled(test.file_uploader, "Contacts as CSV").set_value(("tickets.csv", CONTACTS.encode(), "text/csv"))
    test = fine(test.run())
    assert "448 contacts from 2026-03-02 to 2026-03-29" in plain(test.success[0].value)
    form = [one for one in test.button if one.label == "Compare three plans"]
    fine(form[1].click().run())
    text = planning.library.run_text(_only_run(planning).id)
    scenario = parse(text, "")
    assert list(scenario.world.profiles["measured"].hour_of_week[9:17]) == [2.0] * 8
    expected = sum(one.customers * one.contact_rate for one in scenario.world.segments.values())
    assert expected == pytest.approx(112, rel=0.01)
    assert "Our support team, by tickets.csv" == scenario.title


def test_a_first_scenario_keeps_volume_hours_and_busyness_of_the_profile():
    """And says that they were measured."""
    profile = profile_of_text(CONTACTS, Reading(zone="Europe/Paris"))
    given = {
        "people": 2, "minutes": 10, "hours": "09:00-17:00", "zones": "Europe/Paris", "paid_share": 50,
        "first_day": "2026-01-05",
    }  # fmt: skip
    scenario = parse(first_scenario(profile, given), "")
    assert {name: one.profile for name, one in scenario.world.segments.items()} == {
        "paying": "measured",
        "free": "measured",
    }
    assert scenario.assumptions[0].grade == "A"
    assert "448 contacts" in scenario.assumptions[0].what
    assert dict(scenario.world.segments["free"].zones) == {profile.zone: 1}


def test_days_that_the_file_covers_can_be_given(opened):
    """Days without a contact at its ends count, and the page says where to give them."""
    few = "Created at\n" + "\n".join(f"2026-03-{day:02d} 10:00" for day in range(4, 26, 3))
    test = opened()
    _labelled(test.file_uploader, "Contacts as CSV").set_value(("few.csv", few.encode(), "text/csv"))
    test = fine(test.run())
    said = "choose the first and the last day under “How the file is read”"
    assert any(said in plain(one.value) for one in test.caption)
    _labelled(test.date_input, "First day that the file covers").set_value(date(2026, 3, 2))
    _labelled(test.date_input, "Last day that the file covers").set_value(date(2026, 3, 29))
    test = fine(test.run())
    assert "8 contacts from 2026-03-02 to 2026-03-29" in plain(test.success[0].value)
    assert not any(said in plain(one.value) for one in test.caption)


def test_a_csv_without_times_is_told(opened):
    """With what would help; nothing is lost."""
    test = opened()
    _labelled(test.file_uploader, "Contacts as CSV").set_value(("x.csv", b"a,b\n1,2\n", "text/csv"))
    assert "column" in plain(fine(test.run()).error[0].value)


def test_what_is_wrong_with_a_csv_names_the_boxes_of_the_page(opened):
    """Nobody on a page can pass an option of a command line."""
    test = opened()
    _labelled(test.file_uploader, "Contacts as CSV").set_value(("mine.csv", b"name,colour\nAnn,red\n", "text/csv"))
    told = plain(fine(test.run()).error[0].value)
    assert "choose its column under “How the file is read”: the file has 'name', 'colour'" in told


@pytest.mark.parametrize("module", [columns, doubts, intervals, profile, span, times])
def test_no_option_of_a_command_line_is_left_in_what_a_page_says(module):
    """Every message of the reader that speaks of one is said in other words."""
    found = list(ast.walk(ast.parse(inspect.getsource(module))))
    whole = [one.values for one in found if isinstance(one, ast.JoinedStr)]
    parts = {id(part) for values in whole for part in values}
    whole += [[one] for one in found if isinstance(one, ast.Constant) and id(one) not in parts]
    texts = ["".join(map(_text, values)) for values in whole]
    spoken = [one for one in texts if re.search("(pass|check) --", one)]
    assert spoken
    assert [] == [on_page(one) for one in spoken if "--" in on_page(one)]


def _text(part):
    return str(part.value) if isinstance(part, ast.Constant) else "X"


def test_where_one_left_off_is_one_click_away(opened, planning):
    """The last runs and drafts of the visitor, and nobody else's."""
    planning.library.new_draft(scenarios.text("stage-1"), "My half-done plan", "u1")
    planning.library.new_draft(scenarios.text("stage-1"), "Not mine", "u2")
    links = [plain(one.label) for one in opened().get("page_link")]
    assert "My half-done plan (not saved yet)" in links
    assert "Not mine (not saved yet)" not in links


def test_raters_do_not_plan(planning):
    """They rate what is assigned to them, and nothing else."""
    planning.visit_as("rater")
    test = planning.page("plan")
    assert "does not open this page" in test.info[0].value
    assert not test.button
