"""The whole way of rating without signing in: sample round, rate, lock, what unlocks; and its end by the first user."""

from __future__ import annotations

from pathlib import Path

import pytest
import streamlit as st
from round_builder import SECRET
from streamlit.testing.v1 import AppTest

from dashboard import shared
from trainee_exercises.accounts import NewUser, built_in, users
from trainee_exercises.bots import BOTS
from trainee_exercises.hiring.decisions import decisions_of_round
from trainee_exercises.hiring.ratings import my_sheets
from trainee_exercises.hiring.rounds import rounds
from trainee_exercises.round_sample import played_sample

PAGES = Path(__file__).resolve().parents[2] / "dashboard" / "pages"


@pytest.fixture
def opened(sqlite_storage, monkeypatch, tmp_path):
    """Give a function that opens a page as a browser without a cookie, with a small sample round there."""
    st.cache_data.clear()
    st.cache_resource.clear()
    monkeypatch.setenv("SUPPORT_SANDBOX_SECRET", SECRET)
    monkeypatch.setenv("SUPPORT_SANDBOX_DATA", str(tmp_path))
    monkeypatch.setattr(shared, "storage", lambda: sqlite_storage)
    monkeypatch.setattr("trainee_exercises.round_sample.BOTS", {name: BOTS[name] for name in ("careful", "quitter")})
    found = played_sample(sqlite_storage, built_in.LOCAL)

    def page(name, **query):
        test = AppTest.from_file(str(PAGES / f"{name}.py"), default_timeout=60)
        for key, value in {"round": found.id, **query}.items():
            test.query_params[key] = value
        test.run()
        assert not test.exception
        return test

    yield page
    st.cache_data.clear()
    st.cache_resource.clear()


def press(test, label):
    """Press the button of that label."""
    next(one for one in test.button if one.label == label).click().run()
    assert not test.exception


def everything(test):
    """Return all that a page sends to the browser, as text."""
    return "\n".join(str(one.proto) for one in test.main)


def test_rating_and_what_unlocks_without_signing_in(opened, sqlite_storage):
    """From the list to the lock; the sample raters' marks show only then."""
    (mine,) = my_sheets(sqlite_storage, built_in.LOCAL)
    test = opened("rate")
    press(test, f"Rate {mine.assignment.code}")
    assert "Sample rater" not in everything(test)
    for one in [each for each in test.radio if "|mark|" in each.key]:
        one.set_value(3)
    test.run()
    press(test, "Lock my rating")
    press(test, "Lock it now")

    assert "locked" == my_sheets(sqlite_storage, built_in.LOCAL)[0].state
    assert "Sample rater 1" in everything(test)
    assert "Sample rater 2" in everything(test)


def test_results_show_everything_and_say_that_it_is_made_up(opened, sqlite_storage):
    """This machine can be asked, the report on groups is marked, the decision names the made-up manager."""
    test = opened("results")
    test.session_state["show"] = "Raters"
    test.run()
    assert [["this machine (team not known)"]] == [one.options for one in test.multiselect if one.label == "People"]
    test.session_state["show"] = "Between groups"
    test.run()
    assert "all made up" in test.warning[0].value
    (round_of_sample,) = rounds(sqlite_storage)
    with sqlite_storage.read() as connection:
        decided = decisions_of_round(connection, round_of_sample.id)
    assert "Sample manager" in everything(opened("scorecard", candidate=next(iter(decided))))


def test_the_first_user_ends_it_at_once(opened, sqlite_storage):
    """The page that is open shows nothing more at its next run, and nothing is saved."""
    (mine,) = my_sheets(sqlite_storage, built_in.LOCAL)
    test = opened("rate", rating=mine.assignment.id)
    users.add_user(sqlite_storage, NewUser("ada", "owner", "three unrelated words"), "test")
    test.radio(key=f"{mine.assignment.id}|mark|empathy").set_value(4).run()

    assert "You are signed out." in test.info[0].value
    assert [] == list(test.radio)
    assert "open" == my_sheets(sqlite_storage, built_in.LOCAL)[0].state
