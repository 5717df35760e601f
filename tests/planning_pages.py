"""The planning pages for tests: one crew, a storage of their own, and a visitor of any role."""

from __future__ import annotations

import time

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard import shared
from dashboard.identity import Visitor
from dashboard.menu import page_named
from dashboard.planning import crew as crews
from dashboard.planning import runs
from sim.experiments.standing import StandingCrew
from trainee_exercises.library import Library

SCRIPT = page_named("home").file.parents[1] / "script.py"


@pytest.fixture(scope="session")
def warm_crew():
    """Give a crew of one worker for all tests of pages."""
    made = StandingCrew(1)
    assert made.wait_until_warm(300)
    yield made
    made.close()


@pytest.fixture
def planning(sqlite_storage, warm_crew, monkeypatch):
    """Give the planning pages over a storage of their own."""
    library = Library(sqlite_storage)
    board = runs.Board(warm_crew, library)
    monkeypatch.setattr(shared, "storage", lambda: sqlite_storage)
    monkeypatch.setattr(shared, "library", lambda: library)
    monkeypatch.setattr(crews, "crew", lambda: warm_crew)
    monkeypatch.setattr(runs, "board", lambda: board)
    st.cache_data.clear()
    yield Planning(library, board, monkeypatch)
    for one in board.under_way():
        one.job.cancel()
    st.cache_data.clear()


class Planning:
    """The pages, and what is behind them. role: of whoever looks."""

    def __init__(self, library, board, patch):
        """Look as a manager called Maria."""
        self.library, self.board, self._patch = library, board, patch
        self.visit_as("manager")

    def visit_as(self, role, user_id="u1"):
        """Look as somebody else."""
        visitor = Visitor("staff", user_id, None, role, "Maria")
        self._patch.setattr(shared, "this_visitor", lambda: visitor)

    def page(self, name, **query):
        """Return a page, alone, with this in its address."""
        return self._opened(page_named(name).file, query)

    def app(self, **query):
        """Return the whole app at its first page: from here one can go to others."""
        return self._opened(SCRIPT, query)

    def kept(self, n=1, seconds=60):
        """Wait until so many runs are kept, and return them."""
        until = time.monotonic() + seconds
        while len(found := self.library.all_kept()) < n and time.monotonic() < until:
            time.sleep(0.05)
        assert len(found) == n
        return found

    def _opened(self, file, query):
        test = AppTest.from_file(str(file), default_timeout=60)
        for name, value in query.items():
            test.query_params[name] = value
        return fine(test.run())


def fine(test):
    """Return *test*, in which nothing has failed."""
    assert not test.exception, test.exception[0].message
    return test


def press(test, label):
    """Press the button of that label."""
    return fine(next(one for one in test.button if one.label == label).click().run())


def plain(text):
    """Return what a reader sees of Markdown that hides nothing."""
    return text.replace("\\", "")
