"""Where the theme alone does not make words readable: at least 4.5 to 1 against what is behind them."""

from __future__ import annotations

from typing import Final, NamedTuple

import streamlit as st


class Colours(NamedTuple):
    """Colours of small words, and of words that say what is chosen."""

    quiet: str
    chosen: str


LIGHT: Final = Colours("#5c5f59", "#1d5f5a")
DARK: Final = Colours("#b3b8b4", "#7fd0c5")
_STYLE: Final = """<style>
[data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] * {{color: {quiet} !important;
 opacity: 1 !important}}
[data-testid="stCaptionContainer"] a {{color: {chosen} !important}}
[data-testid="stTab"][aria-selected="true"], [data-testid="stTab"][aria-selected="true"] *,
[data-testid="stButtonGroup"] button[data-selected="true"],
[data-testid="stButtonGroup"] button[data-selected="true"] *,
[data-testid="stSliderThumbValue"], [data-testid="stSliderThumbValue"] * {{color: {chosen} !important}}
</style>"""


def readable() -> None:
    """Put the style into the page, for the theme that the browser shows."""
    colours = DARK if st.context.theme.type == "dark" else LIGHT
    st.html(_STYLE.format(**colours._asdict()))
