"""The page to practise on: it shows what a reply said and missed, and keeps nothing of it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard import shared
from dashboard.identity import Visitor
from dashboard.menu import PAGES
from trainee_exercises.packs import load_pack

PAGE = next(one.file for one in PAGES if one.name == "practise")
MARK = "zebrafinch"


@pytest.fixture
def opened(sqlite_storage, monkeypatch):
    """Give a function that opens the page as somebody of a role; by words alone, which loads fast."""
    monkeypatch.setattr("trainee_exercises.scoring.embeddings.load_encoder", lambda: None)
    monkeypatch.setattr(shared, "storage", lambda: sqlite_storage)

    def page(role="rep"):
        monkeypatch.setattr(shared, "this_visitor", lambda: Visitor("staff", "u1", None, role, "Maria"))
        return _fine(AppTest.from_file(str(PAGE), default_timeout=60).run())

    yield page
    st.cache_resource.clear()


def _fine(test):
    assert not test.exception, test.exception[0].message
    return test


def _answered(test, text):
    test.text_area[0].input(text)
    return _fine(test.button[0].click().run())


def _columns(test):
    """Return the texts under "What it said" and "What it missed"."""
    left, right = (column for column in test.columns if column.subheader)
    return [one.value for one in left.text], [one.value for one in right.text]


def _rows(storage):
    """Return the number of rows of each table."""
    with closing(sqlite3.connect(storage.engine.url.database)) as file:
        names = [row[0] for row in file.execute("select name from sqlite_master where type = 'table'")]
        return {name: file.execute(f'select count(*) from "{name}"').fetchone()[0] for name in names}


def test_the_customer_and_the_help_centre_stand_before_the_reply(opened):
    """Who asks, what, and the articles that hold the answer."""
    question = load_pack("larkhour").practice_question
    test = opened()
    said = [one.value for one in test.text]
    assert question.subject in said
    assert question.text in said
    assert [load_pack("larkhour").articles[name].text for name in question.articles] == [
        one.value for one in test.expander[0].markdown
    ]


def test_a_good_reply_meets_what_a_poor_one_misses(opened):
    """What the customer needs is on the left for the one, on the right for the other, with the reply's own words."""
    question = load_pack("larkhour").practice_question
    needed = question.must_say[0].fact
    good = _answered(opened(), question.model_answers[4])
    said, missed = _columns(good)
    assert any(needed in one for one in said)
    assert not any(needed in one for one in missed)
    quotes = [one.value for one in good.columns[0].code]
    assert quotes
    assert all(" ".join(one.split()) in " ".join(question.model_answers[4].split()) for one in quotes)
    said, missed = _columns(_answered(opened(), "Hi Noor, thank you for your message. Best wishes, Sam"))
    assert any(needed in one for one in missed)
    assert not any(needed in one for one in said)


def test_an_empty_reply_asks_for_words(opened):
    """And is not judged."""
    test = _answered(opened(), "  ")
    assert "Write a few words first." == test.info[0].value
    assert not test.subheader


def test_nothing_of_a_reply_is_kept(opened, sqlite_storage):
    """No row is added to any table, and the words are in none of the database's files."""
    before = _rows(sqlite_storage)
    test = _answered(opened(), f"Hi Noor, the {MARK} says: open the day in your calendar and press Print.")
    assert "Nothing of this is stored" in test.caption[-1].value
    assert before == _rows(sqlite_storage)
    folder = Path(sqlite_storage.engine.url.database).parent
    assert not [one.name for one in folder.iterdir() if one.is_file() and MARK.encode() in one.read_bytes()]


def test_raters_do_not_practise_here(opened):
    """The questions of others are theirs to rate, not to try."""
    test = opened("rater")
    assert "does not open this page" in test.info[0].value
    assert not test.text_area
