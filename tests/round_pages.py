"""The pages of rounds without a browser: opening one as somebody, reading it, pressing its buttons."""

from __future__ import annotations

import pytest
import streamlit as st
from round_builder import SECRET
from streamlit.testing.v1 import AppTest

from dashboard import shared
from dashboard.identity import Visitor

SHELL = """
import streamlit as st
from dashboard.menu import PAGES
st.navigation([st.Page(one.file, url_path=one.name, default=one.name == "{name}") for one in PAGES]).run()
"""


@pytest.fixture
def round_pages(sqlite_storage, monkeypatch, tmp_path):
    """Give a function that opens a page as somebody of a role."""
    st.cache_resource.clear()
    monkeypatch.setenv("SUPPORT_SANDBOX_SECRET", SECRET)
    monkeypatch.delenv("SUPPORT_SANDBOX_PUBLIC_URL", raising=False)
    monkeypatch.setattr(shared, "storage", lambda: sqlite_storage)

    def page(name, role="manager", **query):
        monkeypatch.setattr(shared, "this_visitor", lambda: Visitor("staff", "u1", None, role, "Maria"))
        script = tmp_path / f"{name}_shell.py"
        script.write_text(SHELL.format(name=name), encoding="utf-8")
        test = AppTest.from_file(str(script), default_timeout=60)
        for key, value in query.items():
            test.query_params[key] = value
        return fine(test.run())

    return page


def fine(test):
    """Return the page if it has run without an exception."""
    assert not test.exception, test.exception[0].message
    return test


def words(test):
    """Return all text of a page in one piece."""
    kinds = ("markdown", "caption", "title", "info", "warning", "error", "success", "text", "code", "subheader")
    return "\n".join(one.value for kind in kinds for one in getattr(test, kind))


def button(test, label):
    """Return the button of that label."""
    return next(one for one in test.button if one.label == label)


def press(test, label):
    """Press the button of that label and return the page after it."""
    return fine(button(test, label).click().run())
