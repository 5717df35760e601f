"""The page Who practises: who has climbed what, assigning levels, where all struggle; nothing of private shifts."""

from __future__ import annotations

from planning_pages import fine, plain, press
from practice_pages import first_reply

from trainee_exercises.practice import tasks
from trainee_exercises.practice.bots import CAREFUL, FAST_AND_WRONG


def said(test):
    """Return all words of a page."""
    kinds = ("title", "header", "subheader", "markdown", "caption", "info", "error", "code")
    words = [str(one.value) for kind in kinds for one in getattr(test, kind)]
    return plain("\n".join([*words, *(one.proto.body for one in test.get("html"))]))


def opened(desk):
    """Return the page as the trainer sees it."""
    desk.as_trainer()
    return fine(desk.page("cohort"))


def test_before_anybody_shares_the_page_says_why_it_is_empty(desk):
    """The reps are there already."""
    words = said(opened(desk))
    assert "<td>ana@company.example</td>" in words
    assert "Nobody has shared a shift yet" in words


def test_a_private_shift_says_tried_and_nothing_else(desk):
    """No figure, date, kind of finding or disagreement of it; shared, all of that is there."""
    shift = desk.worked(desk.ana, FAST_AND_WRONG, level=1, extra=(first_reply,))
    desk.looked(shift)
    words = said(opened(desk))
    assert (
        "<td>ana@company.example</td><td></td><td>tried</td><td></td><td></td><td></td><td></td><td>none</td>" in words
    )
    assert "Nobody has shared a shift yet" in words
    assert "None." in words
    desk.shared(shift, desk.ana)
    words = said(opened(desk))
    assert "Over 1 shared shift that" in words
    assert "<td>something wrong said</td><td>1 of 1</td><td>100 %</td>" in words
    assert "The machine: " in words


def test_climbed_levels_and_struggles_come_from_shared_shifts(desk):
    """With the way to each debrief, and what a hire like that would change."""
    shift = desk.shared(desk.worked(desk.ana, CAREFUL, level=1), desk.ana)
    desk.looked(shift)
    test = opened(desk)
    assert "<td>\N{CHECK MARK} climbed</td>" in said(test)
    assert f"shift={shift}" in [one.proto.query_string for one in test.get("page_link")]


def test_a_shared_shift_is_there_though_its_rep_never_looked_back(desk):
    """And a private one stays without figures."""
    desk.worked(desk.ana, CAREFUL, level=1)
    shift = desk.worked(desk.ana, FAST_AND_WRONG, level=1)
    test = opened(desk)
    assert "Over 1 shared shift" in said(test)
    assert {False: True, True: False} == {one.is_private: bool(one.figures) for one in desk.shifts.of(desk.ana)}
    assert f"shift={shift}" in [one.proto.query_string for one in test.get("page_link")]


def test_a_level_is_assigned_to_several_and_taken_back(desk):
    """With its seed and note; nothing typed is lost where nobody was chosen."""
    test = opened(desk)
    test.selectbox(key="task-level").set_value(3)
    test.number_input(key="task-seed").set_value(42)
    test.text_area(key="task-note").set_value("together on Friday")
    test = press(test, "Assign")
    assert "Choose who should try it." in said(test)
    assert "together on Friday" == test.text_area(key="task-note").value
    test.multiselect(key="task-who").set_value([desk.ana])
    test = press(test, "Assign")
    (task,) = tasks.open_of(desk.storage, desk.ana)
    assert (3, 42, "together on Friday", "u1") == (task.level, task.seed, task.note, task.assigned_by)
    assert "<td>level 3</td>" in said(test)
    press(test, "Take back")
    assert [] == tasks.open_of(desk.storage, desk.ana)


def test_reps_do_not_see_the_page(desk):
    """It is for owners and managers."""
    assert "does not open this page" in desk.planning.page("cohort").info[0].value
