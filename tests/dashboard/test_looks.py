"""Colours of the team's pages: words can be read against what is behind them, in light and in dark."""

from __future__ import annotations

import pytest
import streamlit as st

from dashboard.looks import DARK, LIGHT, readable
from dashboard.server import STREAMLIT

WHITE = "#ffffff"  # words on buttons; the page in light
ENOUGH = 4.5  # WCAG 2.2, success criterion 1.4.3


def _light(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one, other):
    low, high = sorted((_light(one), _light(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("theme", "colours"), [("light", LIGHT), ("dark", DARK)])
def test_words_stand_out_from_what_is_behind_them(theme, colours):
    """On the page and on the sidebar: text, links, small words, what is chosen; white on the main buttons."""
    of_theme = {
        name.rsplit(".", 1)[1]: value for name, value in STREAMLIT.items() if name.startswith(f"theme.{theme}.")
    }
    behind = (of_theme.get("backgroundColor", WHITE), of_theme["secondaryBackgroundColor"])
    words = (of_theme["textColor"], of_theme["linkColor"], colours.quiet, colours.chosen)
    faint = {(one, back) for one in words for back in behind if _contrast(one, back) < ENOUGH}
    assert set() == faint
    assert _contrast(WHITE, of_theme["primaryColor"]) >= ENOUGH


def test_the_style_is_that_of_the_theme_that_the_browser_shows(monkeypatch):
    """Light where it says nothing."""
    put = []
    monkeypatch.setattr(st, "html", put.append)
    readable()
    assert LIGHT.quiet in put[0]
    assert DARK.quiet not in put[0]
