"""The pages Rate, Results and Scorecard without a browser: a team that has written, opening, pressing."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import streamlit as st
from hiring.rating_rounds import a_team, the_pack, written
from streamlit.testing.v1 import AppTest

from dashboard import shared
from dashboard.identity import Visitor
from trainee_exercises.hiring.ratings import sheet_of

PAGES = Path(__file__).resolve().parents[1] / "dashboard" / "pages"
EVIL = (
    "<script>alert(1)</script> <img src=x onerror=alert(1)> [click](javascript:alert(1)) $\\frac{1}{2}$ :red[x] **b**"
)
PEOPLE = {"r1": "rater", "r2": "rater", "m1": "manager"}
MACHINE = "machine says 3.7 because of a quote"


@pytest.fixture
def rated_team(sqlite_storage):
    """Give a round with two candidates who have written."""
    made = a_team(sqlite_storage)
    first, second = (one.id for one in the_pack().forms["a"].questions[:2])
    for candidate in (0, 1):
        written(made, {first: f"Hi, press Print. {EVIL}\nZebedee Quux", second: "It is in the help centre."}, candidate)
    return made


@pytest.fixture
def rating_pages(rated_team, monkeypatch):
    """Give a function that opens a page as somebody."""
    st.cache_data.clear()
    st.cache_resource.clear()
    seen = SimpleNamespace(values=(), says=(MACHINE,), answers=())
    for part in ("pace", "order", "lookups", "held"):
        setattr(seen, part, SimpleNamespace(says=part))
    scores = SimpleNamespace(scores_of=lambda _storage, _candidate: seen)
    monkeypatch.setitem(sys.modules, "trainee_exercises.hiring.scores", scores)
    monkeypatch.setattr(shared, "storage", lambda: rated_team.storage)

    def page(name, user, **query):
        who = Visitor("staff", user, None, PEOPLE[user], f"{user}@company.example")
        monkeypatch.setattr(shared, "this_visitor", lambda: who)
        test = AppTest.from_file(str(PAGES / f"{name}.py"), default_timeout=30)
        for key, value in query.items():
            test.query_params[key] = value
        test.run()
        assert not test.exception
        return test

    yield page
    st.cache_data.clear()
    st.cache_resource.clear()


def everything(test):
    """Return all that a page sends to the browser, as text."""
    return "\n".join(str(one.proto) for one in test.main) + "\n".join(str(one.proto) for one in test.sidebar)


def sheet(team, assignment):
    """Return the sheet as it is in the database."""
    with team.storage.read() as connection:
        return sheet_of(connection, assignment.id)


def press(test, label):
    """Press the button of that label."""
    next(one for one in test.button if one.label == label).click().run()
    assert not test.exception
