"""The page that plans a team: what it shows is what the simulator says, and wrong files are told all that is wrong."""

from __future__ import annotations

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import scenarios
import sim
from dashboard import shared
from dashboard.identity import Visitor
from dashboard.menu import PAGES
from sim.experiments.answer import claims
from sim.reports.brief import in_short, pictures
from sim.scenario.load import parse

PAGE = next(one.file for one in PAGES if one.name == "plan")
SMALL = "stage-1"


@pytest.fixture
def opened(monkeypatch):
    """Give a function that opens the page as somebody of a role, with one small scenario to choose."""
    monkeypatch.setattr(scenarios, "names", lambda: (SMALL,))
    st.cache_data.clear()

    def page(role="rep"):
        monkeypatch.setattr(shared, "this_visitor", lambda: Visitor("staff", "u1", None, role, "Maria"))
        return _fine(AppTest.from_file(str(PAGE), default_timeout=60).run())

    yield page
    st.cache_data.clear()


def _own_file(test):
    test.selectbox[0].set_value("my own file")
    return _fine(test.run())


def _fine(test):
    assert not test.exception, test.exception[0].message
    return test


def _plain(text):
    return text.replace("\\", "")


def _uploaded(test, name, content):
    test.file_uploader[0].set_value((name, content, "application/yaml"))
    return _fine(test.run())


def test_the_table_the_answer_and_the_charts_are_those_of_the_simulator(opened):
    """With five replications and a seed: the same figures as `sim.compare`."""
    expected = sim.compare(parse(scenarios.text(SMALL), SMALL), replications=5, seed=7, processes=1)
    brief = in_short(expected)
    test = opened()
    test.slider[0].set_value(5)
    test.number_input[0].set_value(7)
    _fine(test.run())
    table = test.dataframe[0].value
    assert ["plan", *brief.columns] == list(table.columns)
    assert {plan: list(cells) for plan, cells in brief.rows.items()} == {
        row[0]: list(row[1:]) for row in table.itertuples(index=False)
    }
    answer = _plain(test.info[0].value)
    assert claims(expected)
    assert all(claim in answer for claim in claims(expected).values())
    shown = [_plain(one.value).strip("*") for one in test.markdown if one.value.startswith("**")]
    titles = [chart.title for chart in pictures(expected)]
    assert titles == shown
    assert len(titles) == len(test.get("plotly_chart"))
    assert "5 replications, seed 7" in _plain(test.expander[0].caption[0].value)


def test_a_wrong_file_is_told_all_its_problems_at_once(opened, tmp_path):
    """With the place of each, and nothing is run."""
    wrong = scenarios.text(SMALL).replace("length:", "lenght:", 1) + "\ncolour: red\n"
    file = tmp_path / "mine.yaml"
    file.write_text(wrong, encoding="utf-8")
    with pytest.raises(sim.ScenarioError) as caught:
        sim.load(file)
    problems = str(caught.value).replace(str(file), "mine.yaml").splitlines()
    assert 1 < len(problems)
    test = _uploaded(_own_file(opened()), "mine.yaml", wrong.encode())
    assert "mine.yaml has problems; nothing was run." == _plain(test.error[0].value)
    assert problems == test.code[0].value.splitlines()
    assert not test.dataframe


def test_a_file_that_is_no_text_is_said_in_a_sentence(opened):
    """No traceback."""
    test = _uploaded(_own_file(opened()), "photo.yaml", b"\xff\xd8\xff")
    assert "photo.yaml is no text file; a scenario is YAML in UTF-8." == _plain(test.error[0].value)


def test_an_own_file_is_awaited_without_an_error(opened):
    """Nothing was chosen yet, so nothing is run."""
    test = _own_file(opened())
    assert (0, 0) == (len(test.error), len(test.dataframe))


def test_raters_do_not_plan(opened):
    """They rate what is assigned to them, and nothing else."""
    test = opened("rater")
    assert "does not open this page" in test.info[0].value
    assert not test.selectbox
