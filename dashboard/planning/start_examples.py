"""Shipped scenarios: the stages of a growing team as cards, and all of them in a list."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import streamlit as st

import scenarios
from dashboard.plain import as_markdown
from dashboard.planning import drafts, runs
from dashboard.planning.board import Wish

if TYPE_CHECKING:
    from scenarios import Heading

STAGES: Final = ("quickstart", "stage-1", "stage-2", "stage-3", "stage-4")
"""From a founder's desk to round the clock, after the one to see first."""
_BESIDE: Final = 3


@cache
def _heading(name: str) -> Heading:
    return scenarios.heading(name)


def _shipped() -> dict[str, Heading]:
    return {name: _heading(name) for name in scenarios.names()}


def stages(by: str) -> None:
    """Show a card for each stage of a team; one click plays its plans."""
    found = _shipped()
    names = [name for name in STAGES if name in found]
    for first in range(0, len(names), _BESIDE):
        for column, name in zip(st.columns(_BESIDE, gap="small"), names[first : first + _BESIDE], strict=False):
            with column, st.container(border=True, height="stretch", vertical_alignment="distribute"):
                _card(name, found[name], by)


def _card(name: str, heading: Heading, by: str) -> None:
    with st.container():
        st.markdown(f"**{as_markdown(heading.title)}**")
        st.caption(as_markdown(heading.purpose))
    if st.button("Compare its plans", key=f"preset-{name}", type="primary", width="stretch"):
        _play(name, by)


def everything(by: str) -> None:
    """Show a list of all shipped scenarios, with what each is for."""
    found = _shipped()
    name = st.selectbox("Example", list(found), format_func=lambda one: found[one].title)
    if name is None:
        return
    st.markdown(as_markdown(found[name].purpose))
    left, right, _ = st.columns([1, 1, 2])
    if left.button("Compare these plans", type="primary", key="example-run", width="stretch"):
        _play(name, by)
    if right.button("Open in the editor", key="example-edit", width="stretch"):
        drafts.go_to(drafts.begin(scenarios.text(name), found[name].title, by))


def _play(name: str, by: str) -> None:
    shown = runs.start(Wish(scenarios.text(name), f"{name}.yaml"), by)
    if shown is not None:
        runs.go_to(shown)
