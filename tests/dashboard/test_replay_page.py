"""The page of a replay: a day of a run from a worker, what it says, what can be chosen, and what is asked wrongly."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import streamlit as st
from planning_pages import fine, plain, press

import scenarios
from dashboard.planning import crew as crews
from dashboard.planning import replay_view
from dashboard.planning.board import Wish
from sim.experiments.jobs import CallJob
from sim.experiments.replicate import RunError
from sim.experiments.standing import BusyError
from sim.scenario.load import parse
from sim.scenario.titles import plan_title
from sim.tables.day_replay import replay_day

NAME, SEED, REPLICATIONS = "quickstart", 7, 2
SCENARIO = parse(scenarios.text(NAME), NAME)
PLANS = tuple(SCENARIO.plans)


@pytest.fixture
def opened(planning):
    """Give a function that opens the page at a small run, with more in its address."""
    st.cache_resource.clear()
    shown = planning.board.start(Wish(scenarios.text(NAME), NAME, REPLICATIONS, SEED), "u1")

    def page(**query):
        return until_there(planning.page("replay", **{"run": shown.id} | query))

    yield page
    st.cache_resource.clear()


def until_there(test):
    """Look again until the worker has made the day."""
    for _ in range(200):
        if not any("being played again" in one.value for one in test.info):
            return test
        test = fine(test.run())
    raise AssertionError("the day was never made")


def shown_in(test):
    """Return what the animation is given."""
    (component,) = test.get("bidi_component")
    return json.loads(component.proto.json)


def box(test, label):
    """Return the widget of that label."""
    return next(one for one in [*test.selectbox, *test.number_input] if one.label == label)


def pick(test, label, value):
    """Choose *value* there."""
    box(test, label).set_value(value)
    return until_there(fine(test.run()))


def as_read(log):
    """Return a log as the browser gets it."""
    return json.loads(log.to_json())


def test_the_busiest_day_of_the_baseline_is_shown_and_said_to_be_it(opened):
    """With the log of the simulator, as it is."""
    expected = replay_day(SCENARIO, PLANS[:1], SEED)
    test = opened()
    n_wrote = max(one.n_wrote for one in expected.days)
    outline = expected.logs[0].outline()
    says = plain(test.markdown[0].value)

    assert [as_read(expected.logs[0])] == shown_in(test)["logs"]
    assert f"the busiest day, {n_wrote} customers write" in says
    assert f"Under **{plan_title(PLANS[0])}** at most {outline.most_waiting} wait at once" in says
    assert expected.day.isoformat() == box(test, "Day").value


def test_another_day_replication_and_plan_stand_in_the_address(opened):
    """So a link shows the same; a second plan is shown beside the first, with the same customers."""
    test = pick(opened(), "Beside it", PLANS[1])
    day = (SCENARIO.start + timedelta(days=3)).isoformat()
    test = pick(test, "Day", day)
    expected = replay_day(SCENARIO, PLANS[:2], SEED, 0, SCENARIO.start + timedelta(days=3))
    assert [as_read(log) for log in expected.logs] == shown_in(test)["logs"]
    assert (PLANS[1], day) == (test.query_params["beside"], test.query_params["day"])
    assert "busiest" not in test.markdown[0].value

    test = pick(test, "Replication", 2)
    expected = replay_day(SCENARIO, PLANS[:2], SEED, 1)
    assert [as_read(log) for log in expected.logs] == shown_in(test)["logs"]
    assert "2" == test.query_params["replication"]
    test = pick(pick(test, "Beside it", ""), "Plan", PLANS[1])
    assert [PLANS[1]] == [log["plan"] for log in shown_in(test)["logs"]]
    again = opened(plan=PLANS[1], replication="2")
    assert shown_in(test) == shown_in(again)


WRONG = (
    {"plan": "best"}, {"beside": PLANS[0]}, {"day": "1999-01-01"}, {"day": "tomorrow"}, {"replication": "3"},
    {"replication": "0"}, {"replication": "\N{SUPERSCRIPT TWO}"}, {"replication": "9" * 5000},
)  # fmt: skip


def test_what_the_address_asks_wrongly_is_as_usual(opened):
    """No such plan, day or replication: the busiest day of the baseline."""
    for query in WRONG:
        test = opened(**query)
        assert PLANS[:1] == tuple(log["plan"] for log in shown_in(test)["logs"]), query
        assert "the busiest day" in test.markdown[0].value, query
        assert 1 == box(test, "Replication").value, query


def test_the_events_can_be_taken_along(opened):
    """As a table with names and words."""
    log = replay_day(SCENARIO, PLANS[:1], SEED).logs[0]
    (button,) = opened().get("download_button")

    assert f"Events of {plan_title(PLANS[0])} as CSV" == plain(button.proto.label)
    text = replay_view.csv_of(log).decode()
    assert len(log.events.at) + 1 == len(text.splitlines())
    assert "at,local_time,event,detail,conversation,customer,segment,topic,touch,agent,team" == text.splitlines()[0]


@pytest.mark.usefixtures("opened")
def test_while_it_is_made_a_sentence_says_so(planning, monkeypatch):
    """Nothing else is there yet; the page looks again by itself."""
    job = CallJob(replay_day, (), is_urgent=True)
    monkeypatch.setattr(planning.board._crew, "call", lambda *_, **__: job)
    monkeypatch.setattr(crews, "crew", lambda: planning.board._crew)
    run = planning.board.start(Wish(scenarios.text(NAME), NAME, REPLICATIONS, SEED), "u1")
    test = planning.page("replay", run=run.id)
    assert "being played again" in test.info[0].value
    assert not test.get("bidi_component")


@pytest.mark.usefixtures("opened")
def test_where_it_fails_the_reason_is_told_and_it_can_be_tried_again(planning, monkeypatch):
    """The second time it works."""
    job = CallJob(replay_day, (), is_urgent=True)
    job.fail(RunError("a worker died at this twice"))
    run = planning.board.start(Wish(scenarios.text(NAME), NAME, REPLICATIONS, SEED), "u1")
    with monkeypatch.context() as patch:
        patch.setattr(planning.board._crew, "call", lambda *_, **__: job)
        test = planning.page("replay", run=run.id)
        assert "This day could not be played: a worker died at this twice." == plain(test.error[0].value)
    test = until_there(press(test, "Try again"))
    assert shown_in(test)["logs"]


@pytest.mark.usefixtures("opened")
def test_where_too_much_is_under_way_that_is_said(planning, monkeypatch):
    """And nothing is broken."""

    def busy(*_, **__):
        raise BusyError("40 runs are under way or waiting; cancel one, or wait for one to end")

    monkeypatch.setattr(planning.board._crew, "call", busy)
    run = planning.board.start(Wish(scenarios.text(NAME), NAME, REPLICATIONS, SEED), "u1")
    test = planning.page("replay", run=run.id)
    assert "40 runs are under way" in plain(test.warning[0].value)


def test_without_a_run_the_page_leads_to_the_start(planning):
    """A sentence, and no animation."""
    test = fine(planning.app().switch_page("pages/replay.py").run())
    assert "There is no comparison yet." == test.info[0].value
    assert not test.get("bidi_component")


def test_raters_do_not_replay(planning):
    """They rate what is assigned to them, and nothing else."""
    planning.visit_as("rater")
    test = planning.page("replay")
    assert "does not open this page" in test.info[0].value


def test_a_rep_may_look(opened, planning):
    """They read and run."""
    planning.visit_as("rep")
    assert shown_in(opened())["logs"]
