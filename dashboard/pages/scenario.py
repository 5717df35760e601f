"""The scenario editor: customers, teams, order, support, people; each change is kept at once, and can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

import scenarios
from dashboard import shared
from dashboard.plain import as_markdown, short
from dashboard.planning import (
    editor_about,
    editor_bar,
    editor_customers,
    editor_order,
    editor_people,
    editor_plans,
    editor_rescue,
    editor_support,
    editor_teams,
    editor_text,
    others_draft,
)
from dashboard.planning.editor_state import open_editor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.planning.editor_state import Editor
    from sim.scenario.problems import Problem

_NAMED = 5
_TAB = "editor-tab"
_TABS = (
    "Customers", "Teams and shifts", "Who comes first", "Support and incidents", "People and pay", "All as text",
    "What changed",
)  # fmt: skip


def _show(editor: Editor) -> None:
    if editor_bar.clashed(editor):
        return
    editor_bar.bar(editor)
    if editor.data is None:
        st.error("The text can't be read at the moment, so only the text is shown. Put it right here, or undo.")
        editor_text.show_text(editor)
        return
    if editor.problems:
        _wrong(editor.problems)
    editor_about.show(editor)
    plan = editor_plans.plan_of(editor)
    _tabs(editor, plan)


def _wrong(problems: Sequence[Problem]) -> None:
    """Say what is wrong, with its place: its field may be folded away, or behind another tab."""
    n = len(problems)
    first = [f"- {as_markdown(f'{one.path}: {one.message}')}" for one in problems[:_NAMED]]
    more = [] if n <= _NAMED else [f"- and {n - _NAMED} more, under All as text"]
    st.warning(
        f"{n} thing{'s' if n > 1 else ''} to put right before this can be run and drawn: each stands at its field,"
        " and all of them under All as text. Undo takes the last change back.\n\n" + "\n".join([*first, *more])
    )


def _tabs(editor: Editor, plan: str | None) -> None:
    if st.session_state.get(_TAB) not in _TABS:  # it goes where a run shows no tabs, such as one with a clash
        st.session_state[_TAB] = st.session_state.get(f"{_TAB}-kept", _TABS[0])
    tabs = st.tabs(_TABS, key=_TAB, on_change="rerun")
    st.session_state[f"{_TAB}-kept"] = next((name for name, tab in zip(_TABS, tabs, strict=True) if tab.open), _TABS[0])
    customers, teams, order, support, people, text, changed = tabs
    with customers:
        if customers.open:
            editor_customers.show(editor, editor.scenario)
    for tab, part in ((teams, editor_teams), (order, editor_order), (support, editor_support), (people, editor_people)):
        if tab.open and plan is not None:
            with tab:
                part.show(editor, plan, editor.scenario)
    if text.open:
        with text:
            editor_text.show_text(editor)
    if changed.open:
        with changed:
            editor_text.show_changes(editor)


def _example() -> tuple[str, str]:
    return scenarios.text("quickstart"), "A growing software company"


visitor = shared.require("rep")
title, found = st.empty(), None
try:
    found = open_editor(visitor.actor)
finally:  # also above what is said of a failure
    title.title(as_markdown(short(found.title)) if found is not None else "Scenario", anchor=False)
    editor_rescue.show(found, visitor.actor)
if found is None:
    editor_bar.nothing_open(visitor.actor, _example)
elif found.draft.created_by != visitor.actor:
    others_draft.show(found.draft, visitor.actor)
else:
    st.caption("Every change is kept at once, in a draft of yours. Save puts it into the library for everybody.")
    _show(found)
