"""Pieces of the practice pages: the way to the desk, a message of a thread, words for figures, a scenario to choose."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final, NamedTuple

import streamlit as st

import scenarios
from dashboard import shared
from dashboard.access import MANAGERS
from dashboard.plain import as_markdown
from trainee_exercises.practice.debrief.paper import percent
from trainee_exercises.practice.levels import level
from trainee_exercises.practice.look_back import Viewer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dashboard.identity import Visitor
    from trainee_exercises.practice.rows import Row

_STYLE: Final = """<style>
.practice-go {display: inline-block; padding: .45rem 1.1rem; border-radius: .5rem; font-weight: 600;
 background: #1d5f5a; color: #fff !important; text-decoration: none !important}
.practice-go:hover, .practice-go:focus-visible {background: #174b47}
.practice-line {border-left: 3px solid rgba(128, 128, 128, .45); padding: .1rem 0 .1rem .8rem; margin: .5rem 0}
.practice-me {border-left-color: #1d7a73; margin-left: 1.2rem}
.practice-cited {outline: 2px solid #d55e00; outline-offset: 4px; border-radius: 2px}
.practice-by {font-size: .875rem; opacity: .85}
.st-key-practice-tags td:last-child {min-width: 15rem}
.practice-said {white-space: pre-wrap; overflow-wrap: anywhere}
</style>"""
KINDS: Final = ("Shipped with the app", "Saved in the library", "A file of yours")


class Chosen(NamedTuple):
    """A scenario that somebody chose."""

    title: str
    text: str


def style() -> None:
    """Put the style of these pieces into the page, once a run."""
    st.html(_STYLE)


def viewer_of(visitor: Visitor) -> Viewer:
    """Return who looks, as shifts are shown to them."""
    return Viewer(visitor.actor, visitor.role in MANAGERS)


def to_desk(shift_id: str, label: str) -> None:
    """Show the way to the desk of a shift, in this tab: it is a page of its own."""
    link = f'<a class="practice-go" href="/practice/{escape(shift_id)}" target="_self">{escape(label)}</a>'
    st.html(link, width="content")


_opener = st.components.v2.component(
    "support_sandbox_open", js="export default ({ data }) => { window.location.assign(data); };"
)


def open_desk(shift_id: str) -> None:
    """Go to the desk of a shift at once; the link is for a browser that does not."""
    st.success("Your desk opens; nothing starts before you say so there.")
    to_desk(shift_id, "Go to the desk")
    _opener(key=f"open-{shift_id}", data=f"/practice/{shift_id}")


def named(row: Row) -> str:
    """Return what to call a shift, such as "Level 3, Monday, seed 12"."""
    grade = level(row.level)
    kind = grade.title if row.is_of_ladder else row.title
    seed = "" if row.level == 0 else f", seed {row.seed}"
    return f"Level {row.level}, {kind}{seed}" if row.level else kind


def figures_of(row: Row) -> str:
    """Return the figures of a shift in a line."""
    if row.figures is None:
        return "not looked back at yet"
    found = row.figures
    return (
        f"overall {percent(found['overall'])}, in time {percent(found['within'])}, would say Good"
        f" {percent(found['helped'])}, tags right {percent(found['tags'])}"
    )


def line(head: str, text: str, *, kind: str = "", is_cited: bool = False) -> None:
    """Show a message: who and when, and the words as they were written. kind: "me" for the rep's own."""
    classes = f"{f' practice-{kind}' if kind else ''}{' practice-cited' if is_cited else ''}"
    st.html(_line(head, text, classes))


def lines(ones: Iterable[tuple[str, str]]) -> None:
    """Show several messages; "" for no words."""
    st.html("".join(_line(head, text) for head, text in ones))


def _line(head: str, text: str, classes: str = "") -> str:
    said = f'<div class="practice-said" dir="auto">{escape(text)}</div>' if text else ""
    return f'<div class="practice-line{classes}"><div class="practice-by">{escape(head)}</div>{said}</div>'


def scenario(key: str, kinds: Sequence[str] = KINDS) -> Chosen | None:
    """Let the visitor choose a scenario; None while there is none."""
    kind = st.radio("Which scenario", kinds, horizontal=True, key=f"{key}-kind")
    if kind == KINDS[0]:
        found = {name: scenarios.heading(name).title for name in scenarios.names()}
        name = st.selectbox("Scenario", list(found), format_func=found.__getitem__, key=f"{key}-shipped")
        return None if name is None else Chosen(found[name], scenarios.text(name))
    return _saved(key) if kind == KINDS[1] else _file(key)


def _saved(key: str) -> Chosen | None:
    found = {one.id: one.name for one in shared.library().all_saved()}
    if not found:
        st.info("Nothing is saved in the library yet.")
        return None
    one = st.selectbox("Scenario", list(found), format_func=lambda each: as_markdown(found[each]), key=f"{key}-saved")
    saved = None if one is None else shared.library().saved(one)
    return None if saved is None else Chosen(saved.name, saved.text)


def _file(key: str) -> Chosen | None:
    sent = st.file_uploader("Scenario file (YAML)", type=["yaml", "yml"], key=f"{key}-file")
    if sent is None:
        return None
    try:
        text = sent.getvalue().decode("utf-8-sig")
    except UnicodeDecodeError:
        st.error(f"{as_markdown(sent.name)} is no text file; a scenario is YAML in UTF-8.")
        return None
    if not text.strip():
        st.error(f"{as_markdown(sent.name)} is empty; choose a scenario.")
        return None
    return Chosen(sent.name, text)
