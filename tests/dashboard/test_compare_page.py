"""The page that compares plans: its words, tables and charts are the comparison's; it streams, and nothing is lost."""

from __future__ import annotations

import json
import shlex

import pandas as pd
import pytest
from planning_pages import fine, plain, press
from typer.testing import CliRunner

import scenarios
import sim
from dashboard.planning import runs
from dashboard.planning.board import Board, Wish, id_of
from dashboard.planning.compare_tabs import TABS
from sim.experiments.jobs import ComparisonJob
from sim.experiments.replicate import Options, RunError
from sim.experiments.standing_worker import Answer
from sim.experiments.titles import titled
from sim.reports.plain_words import in_plain_words, plain_table
from sim.reports.topics import TOPICS, Look, charts_of
from sim.scenario.load import parse
from support_sandbox import app

NAME = "stage-1"
N = 4


@pytest.fixture(scope="module")
def expected():
    """Return the comparison as the library of Python gives it."""
    return sim.compare(parse(scenarios.text(NAME), NAME), replications=N, processes=1)


@pytest.fixture(scope="module")
def read(expected):
    """Return it as a reader sees it: plans by their titles."""
    return titled(expected)


@pytest.fixture
def done(planning):
    """Give a run that is done and kept."""
    shown = planning.board.start(Wish(scenarios.text(NAME), f"{NAME}.yaml", N), "u1")
    assert shown.job.wait(120)
    planning.kept()
    return shown


class _ByHand:
    """A crew whose work is done when a test says so."""

    is_warm = True

    def compare(self, scenario, plans=None, *, baseline=None, replications=30, seed=1, by=""):  # noqa: ARG002 -- as the crew's
        """Return a job that waits."""
        self.job = ComparisonJob(scenario, plans, baseline, Options(replications, seed), is_urgent=False)
        return self.job

    def play(self, n):
        """Do so many replications."""
        for _ in range(n):
            work = self.job.next_work()
            self.job.receive(work, Answer(work.function(*work.args), None))


@pytest.fixture
def by_hand(planning, monkeypatch):
    """Give a crew that plays by hand, and the pages over it."""
    crew = _ByHand()
    board = Board(crew, planning.library)
    monkeypatch.setattr(runs, "board", lambda: board)
    crew.shown = board.start(Wish(scenarios.text(NAME), f"{NAME}.yaml", N), "u1")
    yield crew
    crew.job.cancel()


def _address(test):
    (run_id,) = [test.query_params["run"]] if isinstance(test.query_params["run"], str) else test.query_params["run"]
    return run_id


def _words(test):
    return plain("\n".join(one.value for one in test.markdown))


def _tables(test):
    return "\n".join(one.proto.body for one in test.get("html"))


def _drawn(test):
    """Return the traces of all charts on the page."""
    return [json.loads(one.proto.spec)["data"] for one in test.get("plotly_chart")]


def _tab(test, name):
    test.session_state["compare-tab"] = name
    return fine(test.run())


def test_the_answer_and_the_table_are_those_of_the_comparison(planning, done, read):
    """In plain words, the same figures as `sim.compare`."""
    test = planning.page("compare", run=done.id)
    for plan, claim in in_plain_words(read).items():
        assert f"{plan}: {claim}" in _words(test).replace("**", "")
    told = _tables(test)
    assert all(str(cell) in told for row in plain_table(read).itertuples(index=False) for cell in row)
    assert [read.results.scenario.title] == [plain(one.value) for one in test.title]


@pytest.mark.parametrize("topic", TOPICS)
def test_every_chart_draws_the_figures_of_the_comparison(planning, done, read, topic):
    """Tab by tab: the traces are those of the charts, whose own test says that they are their tables."""
    test = _tab(planning.page("compare", run=done.id), topic)
    charts = charts_of(topic, read, Look(period="half"))
    assert 0 == len(test.dataframe)
    for key in charts:
        test.session_state[f"table-{key}"] = True  # "Show the data" is open
    test = fine(test.run())
    assert [json.loads(chart.figure.to_json())["data"] for chart in charts.values()] == _drawn(test)
    for chart, shown in zip(charts.values(), test.dataframe, strict=True):
        pd.testing.assert_frame_equal(chart.table, shown.value, check_dtype=False, check_index_type=False)


def test_the_open_tab_alone_is_drawn(planning, done):
    """What is behind the others would cost time for nothing."""
    test = planning.page("compare", run=done.id)
    assert list(TABS) == [one.label for one in test.tabs]
    assert [0] * (len(TABS) - 1) == [len(one.children) for one in test.tabs[1:]]


def test_how_sure_says_how_to_get_the_same_figures(planning, done, expected):
    """The hash, and a command that gives the very headline of the page's run."""
    test = _tab(planning.page("compare", run=done.id), "How sure?")
    assert expected.results.hash in _words(test)
    words = shlex.split(test.code[0].value)
    assert "support-sandbox" == words[0]
    printed = CliRunner().invoke(app, [*words[1:], "--json", "--processes", "1"])
    told = json.loads(printed.stdout)
    found = expected.results.estimate("all_day", "first_response_p90")
    assert found.value == told["plans"]["all_day"]["first_response_p90"]["all"]["value"]
    assert expected.results.hash == told["hash"]


def test_another_baseline_and_fewer_plans(planning, done, expected):
    """Words, table and charts are of those chosen."""
    test = planning.page("compare", run=done.id)
    test.selectbox[0].set_value("half_day")
    test.multiselect[0].set_value(["all_day"])
    fine(test.run())
    other = sim.compare(
        expected.results.scenario, ["half_day", "all_day"], baseline="half_day", replications=N, processes=1
    )
    assert in_plain_words(titled(other))["All day"] in _words(test)
    assert "Two hours" not in _tables(test)
    assert {"Half day", "All day"} == {plan for trace in _drawn(test)[0] for plan in trace["y"]}


def test_results_stream_in(planning, by_hand):
    """Nothing at first but how far it is; then an answer whose intervals shrink; at the end that of all."""
    test = planning.page("compare", run=by_hand.shown.id)
    assert not test.get("plotly_chart")
    widths = []
    for played in (2, N - 2):
        by_hand.play(played)
        fine(test.run())
        widths.append(_drawn(test)[0][0]["error_x"]["array"][0])
    assert widths[1] < widths[0]
    whole = sim.compare(parse(scenarios.text(NAME), NAME), replications=N, processes=1)
    assert in_plain_words(titled(whole))["All day"] in _words(test)


def test_a_cancelled_run_shows_what_there_is_and_can_be_run_again(planning, by_hand):
    """A sentence, the figures so far, a button; the same address then shows the new run."""
    test = planning.page("compare", run=by_hand.shown.id)
    by_hand.play(2)
    press(test, "Cancel")
    assert "You cancelled this run after 2 of 4 replications." in plain(test.warning[0].value)
    assert _drawn(test)
    press(test, "Run it again")
    assert not test.warning
    by_hand.play(N)
    fine(test.run())
    assert by_hand.shown.id == _address(test)
    assert _drawn(test)


def test_a_run_that_fails_says_why_and_can_be_run_again(planning, by_hand):
    """In a sentence, without a traceback, and what was played is there."""
    by_hand.play(3)
    by_hand.job.fail(RunError("a worker died at this twice"))
    test = planning.page("compare", run=by_hand.shown.id)
    assert "The run failed: a worker died at this twice. What 3 replications say is below." == plain(
        test.error[0].value
    )
    assert _drawn(test)
    press(test, "Run it again")
    assert not test.error


def test_more_replications_are_another_run(planning, done):
    """Its address is another, the first stays in the library."""
    test = planning.page("compare", run=done.id)
    test.slider[0].set_value(10)
    fine(test.run())
    press(test, "Play it")
    planning.kept(2)
    fine(test.run())
    assert _address(test) in {id_of(one) for one in planning.kept(2)} - {done.id}
    assert "10 replications, seed 1" in _words(_tab(test, "How sure?"))


def test_one_plan_alone_is_told_without_a_comparison(planning):
    """No baseline to choose, no differences to draw."""
    shown = planning.board.start(Wish(scenarios.text(NAME), "x", N, plans=("all_day",)), "u1")
    assert shown.job.wait(120)
    test = planning.page("compare", run=shown.id)
    assert "nine in ten customers who are answered" in _words(test)
    assert not test.selectbox
    assert 1 == len(_drawn(_tab(test, "How sure?")))


def test_without_a_run_there_is_a_way_to_start_one(planning):
    """A sentence, no chart."""
    test = fine(planning.app().switch_page("pages/compare.py").run())
    assert "There is no comparison yet." == test.info[0].value
    assert not test.get("plotly_chart")


def test_raters_do_not_compare(planning, done):
    """They rate, and nothing else."""
    planning.visit_as("rater")
    test = planning.page("compare", run=done.id)
    assert "does not open this page" in test.info[0].value
    assert not test.get("plotly_chart")
