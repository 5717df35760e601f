"""The sliders: nothing until one is moved, then the answer first, the figures, and the command that gives them."""

from __future__ import annotations

import pytest
from page_html import tables
from planning_pages import fine, plain
from streamlit.testing.v1 import AppTest

from dashboard.planning.board import Wish
from sim.experiments.side_by_side import Piece, beside, gathered, play_figures
from sim.experiments.what_if import WHAT_IF, Sliders, changed, exports
from sim.reports.what_if_words import answer, rows

SMALL = """
title: Two people
start: 2026-03-02
length: 1w
world:
  segments:
    paying: {stage: paying, customers: 1000, contact_rate: 0.25, zones: {UTC: 1}}
    free: {stage: long_term_free, customers: 1000, contact_rate: 0.2, zones: {UTC: 1}, patience: 1d}
  topics: {question: {handle_time: 12m}}
plans:
  as_is:
    teams:
      desk: {zone: UTC, headcount: 2, rate: 30, shifts: [{days: mon-fri, start: "09:00", end: "17:00"}]}
  one_more:
    extends: as_is
    teams: {desk: {headcount: 3}}
"""


@pytest.fixture
def shown(planning, monkeypatch):
    """Give a run that is over."""
    run = planning.board.start(Wish(SMALL, "small.yaml", 4), "u1")
    assert run.job.wait(120)
    monkeypatch.setattr("dashboard.planning.what_if_panel.crew", lambda: planning.board._crew)
    return run


@pytest.fixture
def opened(shown, planning):
    """Give the panel, on its own, and the run."""

    def script(board, run_id):
        from dashboard import plain  # noqa: PLC0415 -- Streamlit takes this function for a script
        from dashboard.planning.what_if_panel import panel  # noqa: PLC0415 -- as above

        plain.style()
        panel(board.shown(run_id))

    return fine(AppTest.from_function(script, args=(planning.board, shown.id), default_timeout=60).run()), shown


def slider(test, start):
    """Return the slider whose key starts like this."""
    return next(one for one in [*test.slider, *test.select_slider] if one.key.startswith(start))


def expected_of(run, sliders, plan="as_is"):
    """Return what the engine gives for these sliders, in this process."""
    scenario = run.scenario
    pair = ((scenario, plan), (changed(scenario, plan, sliders), WHAT_IF))
    return beside(*(gathered(play_figures(Piece(*one, 1, 0, 4)), *one, 1) for one in pair), plan)


def assert_shown(test, run, sliders, plan="as_is"):
    """Assert that answer, figures and commands of these sliders are on the page."""
    found = expected_of(run, sliders, plan)
    said = plain("\n".join(one.value for one in test.markdown))
    for sentence in answer(found, sliders):
        assert sentence in said
    figures, sure = tables(test)
    for row in rows(found):
        assert all(cell in figures for cell in row[:4]), row
        assert all(cell in sure for cell in (row.now_sure, row.then_sure, row.sure)), row
    assert [one.command for one in exports(run.scenario, plan, sliders, 4, 1)] == [one.value for one in test.code]


def test_nothing_is_played_until_a_slider_is_moved(opened):
    """It says what to do; there are no figures and no files yet."""
    test, _ = opened
    assert "Nothing is changed yet" in test.info[0].value
    assert not test.code


def test_more_people(opened):
    """The slider shows people, not a change: from two to four."""
    test, run = opened
    assert 2 == slider(test, "what-if-people").value
    test = fine(slider(test, "what-if-people").set_value(4).run())
    assert_shown(test, run, Sliders({"desk": 2}))


def test_another_world_has_two_files(opened):
    """A fifth more conversations and a tenth less work; the order too."""
    test, run = opened
    slider(test, "what-if-arrivals").set_value(120)
    slider(test, "what-if-work").set_value(90)
    test = fine(slider(test, "what-if-priority").set_value("last").run())
    assert_shown(test, run, Sliders({}, 1.2, 0.9, "last"))
    assert 2 == len(test.code)


def test_another_plan_of_the_run(opened):
    """Its people are those of that plan."""
    test, run = opened
    test = fine(next(one for one in test.selectbox if one.key.startswith("what-if-plan")).set_value("one_more").run())
    assert 3 == slider(test, "what-if-people").value
    test = fine(slider(test, "what-if-people").set_value(1).run())
    assert_shown(test, run, Sliders({"desk": -2}), "one_more")


def test_nobody_at_all_is_an_answer_too(opened):
    """Nobody answers: no traceback, and it is said."""
    test, run = opened
    test = fine(slider(test, "what-if-people").set_value(0).run())
    assert_shown(test, run, Sliders({"desk": -2}))
    assert "get no answer" in plain("\n".join(one.value for one in test.markdown))
