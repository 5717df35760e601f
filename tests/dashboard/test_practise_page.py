"""The page Practise: the ladder, beginning a shift, going on with it, those behind, and what may go wrong."""

from __future__ import annotations

import pytest
from planning_pages import fine, plain, press

import scenarios
from dashboard.practising.parts import KINDS
from trainee_exercises.practice import tasks
from trainee_exercises.practice.bots import QUITTER
from trainee_exercises.practice.levels import LADDER
from trainee_exercises.practice.wish import Wish


def said(test):
    """Return all words of a page."""
    kinds = ("title", "header", "markdown", "caption", "info", "warning", "error", "success")
    words = [str(one.value) for kind in kinds for one in getattr(test, kind)]
    return plain("\n".join([*words, *(one.proto.body for one in test.get("html"))]))


def test_a_newcomer_is_led_to_the_tour(desk):
    """It is chosen, asks for nothing but a name, and says what it is."""
    test = fine(desk.page("practise"))
    assert 0 == test.radio(key="level").value
    tour, first = test.radio(key="level").options[:2]
    assert f"**{LADDER[0].title}**: {LADDER[0].about}" == tour
    assert f"**1. {LADDER[1].title}, {LADDER[1].minutes} minutes**: {LADDER[1].about}" == first
    assert "Ana" == test.text_input(key="practice-name").value
    assert not test.slider
    test = press(test, "Begin")
    (row,) = desk.shifts.of(desk.ana)
    assert (0, True, 1) == (row.level, row.is_private, row.seed)
    assert f'<a class="practice-go" href="/practice/{row.id}" target="_self">Go to the desk</a>' in said(test)


def test_a_shift_is_begun_as_it_was_chosen(desk):
    """Level, seed, minutes, speed; and then it stands under way."""
    test = fine(desk.page("practise", level="2", seed="77"))
    test.slider(key="practice-minutes-2").set_value(15)
    test.select_slider(key="practice-speed").set_value(4.0)
    press(test, "Begin")
    (row,) = desk.shifts.of(desk.ana)
    assert (2, 77, 15 * 4 * 60_000, 4.0, True) == (row.level, row.seed, row.length, row.speed, row.is_of_ladder)
    test = fine(desk.page("practise"))
    assert "Under way" in said(test)
    assert f'href="/practice/{row.id}" target="_self">Start it</a>' in said(test)
    assert "Level 2, An ordinary morning, seed 77: not started yet" in said(test)


def test_a_shift_that_was_left_goes_on(desk):
    """The link is there as long as its clock runs."""
    shift = desk.shifts.begin(Wish(1, 5), desk.ana, "Ana")
    desk.shifts.act(shift, desk.ana, {"kind": "start"}, 0)
    test = fine(desk.page("practise"))
    assert ">Go on</a>" in said(test)
    assert "seed 5: running" in said(test)
    desk.storage.now.forward(3_600_000)
    test = fine(desk.page("practise"))
    assert "Under way" not in said(test)
    assert "Your shifts so far" in said(test)


def test_a_seed_that_is_no_seed_in_the_address_is_passed_over(desk):
    """And so is a level that there is not."""
    test = fine(desk.page("practise", level="9", seed="x"))
    assert 0 == test.radio(key="level").value


def test_without_a_name_nothing_is_begun(desk):
    """A sentence says so, and what was chosen stays."""
    test = fine(desk.page("practise", level="1", seed="8"))
    test.text_input(key="practice-name").set_value("  ")
    test.number_input(key="seed").set_value(9)
    test = press(test, "Begin")
    assert "Write a name" in said(test)
    assert [] == desk.shifts.of(desk.ana)
    assert (1, 9) == (test.radio(key="level").value, test.number_input(key="seed").value)


def test_another_scenario_is_played_at_its_moment(desk):
    """Plan, day and time are those that were chosen; it is not of the ladder."""
    test = fine(desk.page("practise", level="1"))
    test = fine(test.checkbox[0].check().run())
    test = fine(test.selectbox(key="practice-shipped").set_value("quickstart").run())
    test.number_input(key="practice-day").set_value(2)
    test = press(test, "Begin")
    assert not test.error, said(test)
    (row,) = desk.shifts.of(desk.ana)
    assert (scenarios.heading("quickstart").title, False) == (row.title, row.is_of_ladder)


@pytest.mark.parametrize(("sent", "says"), [(b" \n", "is empty"), (b"\xff\xd8\xff", "is no text file")])
def test_an_empty_file_or_a_picture_is_a_sentence(desk, sent, says):
    """And it does not stand for the ladder's own week: nothing can be begun."""
    test = fine(desk.page("practise", level="1"))
    test = fine(test.checkbox[0].check().run())
    test = fine(test.radio(key="practice-kind").set_value(KINDS[2]).run())
    test.file_uploader[0].set_value(("mine.yaml", sent, "application/yaml"))
    test = fine(test.run())
    assert f"mine.yaml {says}" in said(test)
    assert "Begin" not in [one.label for one in test.button]


def test_a_moment_at_which_nobody_works_is_a_sentence(desk):
    """And the choice stays."""
    test = fine(desk.page("practise", level="1"))
    test = fine(test.checkbox[0].check().run())
    test = fine(test.selectbox(key="practice-shipped").set_value("quickstart").run())
    test.number_input(key="practice-day").set_value(6)
    test = press(test, "Begin")
    assert "nobody works on day 6" in said(test)
    assert 6 == test.number_input(key="practice-day").value
    assert [] == desk.shifts.of(desk.ana)


def test_what_the_trainer_asked_for_is_chosen_and_done(desk):
    """Its level and seed are there at once; a shift of it does it."""
    tasks.assign(desk.storage, [desk.ana], tasks.NewTask(1, 321, "Mind the VIP <b>customers</b>"), "u1")
    test = fine(desk.page("practise"))
    assert "asks you to try level 1, A calm afternoon with seed 321" in said(test)
    assert "Mind the VIP &lt;b&gt;customers&lt;/b&gt;" in said(test)
    test = press(test, "Choose it")
    assert (1, 321) == (test.radio(key="level").value, test.number_input(key="seed").value)
    shift = desk.worked(desk.ana, level=1, seed=321)
    desk.looked(shift)
    assert "asks you" not in said(fine(desk.page("practise")))
    assert [] == tasks.open_of(desk.storage, desk.ana)


def test_past_shifts_are_listed_and_shared_with_a_switch(desk):
    """The first of a level is private, the next is not; the switch is the rep's."""
    first, second = desk.worked(desk.ana), desk.worked(desk.ana, QUITTER, seed=3)
    for one in (first, second):
        desk.looked(one)
    test = fine(desk.page("practise"))
    assert {first: True, second: False} == {one.id: one.is_private for one in desk.shifts.of(desk.ana)}
    assert "Climbed, best" in "".join(test.radio(key="level").proto.captions).replace("\\", "")
    fine(test.toggle(key=f"private-{first}").set_value(False).run())
    assert not desk.shifts.row(first).is_private
    links = [one for one in test.get("page_link") if one.proto.label == "Debrief"]
    assert [f"shift={second}", f"shift={first}"] == [one.proto.query_string for one in links]
    assert 1 == len(test.get("plotly_chart"))


def test_raters_do_not_practise_here(desk):
    """The questions of others are theirs to rate, not to try."""
    desk._visit("rater", "u9")
    assert "does not open this page" in desk.planning.page("practise").info[0].value


@pytest.mark.parametrize("text", ["title: [", "title: A\n"])
def test_a_file_that_is_no_scenario_is_a_sentence(desk, text):
    """Nothing else of the page is lost."""
    desk.planning.library.save(text, "Half", "", "u1")
    test = fine(desk.page("practise", level="1"))
    test = fine(test.checkbox[0].check().run())
    test = fine(test.radio(key="practice-kind").set_value("Saved in the library").run())
    assert "the scenario can't be used" in said(test)
    assert 1 == test.radio(key="level").value
