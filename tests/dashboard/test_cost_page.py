"""Who pays: the answer in words, the picture and its table, the spreadsheet, feedback off, and what it rests on."""

from __future__ import annotations

import time

import pytest
from page_html import tables
from planning_pages import fine, plain, press

import scenarios
from dashboard.planning.board import Wish
from sim.experiments.spreadsheet import spreadsheet
from sim.experiments.titles import titled_results
from sim.reports.cost_charts import cost_by_segment, feedback_table, plans_table
from sim.reports.cost_words import first_words
from sim.reports.report import GRADES
from sim.reports.spreadsheet_words import where_it_errs
from sim.scenario.feedback import with_twins

TIRED = """
title: Three people who tire
start: 2026-03-02
length: 4w
world:
  segments:
    paying: {stage: paying, customers: 1000, contact_rate: 0.45, zones: {UTC: 1}}
    free: {stage: long_term_free, customers: 1000, contact_rate: 0.1, zones: {UTC: 1}, patience: 1d}
  topics: {question: {handle_time: 12m}}
plans:
  as_is:
    teams:
      desk:
        zone: UTC
        headcount: 3
        rate: 30
        shifts: [{days: mon-fri, start: "09:00", end: "17:00"}]
        people: {sickness: {per_day: 0.05}, quits: {per_year: 3}, exhaustion: {}, disengagement: {}}
  one_more:
    extends: as_is
    teams: {desk: {headcount: 4}}
"""


@pytest.fixture
def shown(planning):
    """Give a function that plays a scenario to its end and opens the page on it."""

    def played(text, replications=5):
        run = planning.board.start(Wish(text, "test.yaml", replications), "u1")
        assert run.job.wait(120)
        assert "done" == run.job.state, run.job.error
        return run, planning.page("cost", run=run.id)

    return played


def words_of(test):
    """Return all that the page says in Markdown, as a reader sees it."""
    return plain("\n".join(one.value for one in test.markdown))


def test_the_answer_the_picture_and_the_assumptions(shown):
    """What `first_words` says comes first; the chart's table holds its intervals; each assumption has its grade."""
    run, test = shown(TIRED)
    results = titled_results(run.results())
    said = words_of(test)

    for sentence in first_words(results):
        assert sentence in said
    assert plain(cost_by_segment(results).title) in said
    assert any("grade" in html and GRADES["D"] in html for html in tables(test))
    assert any(all(cell in html for cell in plans_table(results).iloc[0]) for html in tables(test))


def test_the_spreadsheet_of_each_plan(shown):
    """What `where_it_errs` says of the plan that is chosen."""
    run, test = shown(TIRED)
    for plan, title in (("as_is", "As is"), ("one_more", "One more")):
        test = fine(next(one for one in test.selectbox if one.key == "cost-plan").set_value(title).run())
        for sentence in where_it_errs(spreadsheet(run.results(), plan), run.scenario, plan):
            assert sentence in words_of(test)


def test_feedback_off_is_played_on_a_button(shown):
    """The figures beside are those of `compare --feedback-off`: the same twins, replications and seed."""
    run, test = shown(TIRED)
    assert "by how much is a guess (grade D)" in words_of(test)
    test = press(test, "Play it without burnout")
    until = time.monotonic() + 120
    while not any("with feedback" in html for html in tables(test)) and time.monotonic() < until:
        time.sleep(0.2)
        test = fine(test.run())

    import sim  # noqa: PLC0415 -- for this test alone

    twinned = with_twins(run.scenario, run.results().plans)
    expected = feedback_table(titled_results(sim.compare(twinned, replications=5, seed=1, processes=1).results))
    (html,) = [html for html in tables(test) if "with feedback" in html and "±" not in html]
    assert all(str(cell) in html for row in expected.itertuples(index=False) for cell in row)


def test_where_nobody_tires_it_says_so(shown):
    """No button, no second run."""
    _, test = shown(scenarios.text("stage-1"))
    assert "workload acts on nobody" in words_of(test)
    assert not [one for one in test.button if one.key == "cost-feedback-play"]


def test_without_a_run_there_is_a_way_to_start_one(planning):
    """And no error."""
    test = fine(planning.app().switch_page("pages/cost.py").run())
    assert "There is no comparison yet." in plain(test.info[0].value)


def test_a_run_that_goes_on_shows_what_it_has(planning):
    """The page opens while replications are played, and says how far it is."""
    run = planning.board.start(Wish(TIRED, "test.yaml", 3000), "u1")
    while run.job.progress.n_done < 2:
        time.sleep(0.05)
    test = planning.page("cost", run=run.id)
    run.job.cancel()

    assert any(one.key == "compare-cancel" for one in test.button)
    assert words_of(test)
