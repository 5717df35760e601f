"""The tabs of the text: all of it as YAML, and what differs from what was saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.plain import as_markdown
from dashboard.planning.editor_bar import saved_of
from sim.scenario.editing import changes
from sim.scenario.problems import ScenarioError, dotted
from trainee_exercises.storage import StorageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.planning.editor_state import Editor
    from sim.scenario.editing import Change

_TYPED: Final = "editor-text"
_HEIGHT: Final = 520
_LOOKS: Final = """<style>.st-key-editor-text textarea {font-family: ui-monospace, monospace; font-size: .875rem;
 white-space: pre; overflow-x: auto}</style>"""


def show_text(editor: Editor) -> None:
    """Show the whole text to type into; wrong text is kept, and told what is wrong."""
    shown = st.session_state.get(f"{_TYPED} of")
    now = (editor.draft.id, editor.draft.revision, editor.draft.text)
    if _TYPED not in st.session_state or shown != now:
        st.session_state[_TYPED] = editor.draft.text
        st.session_state[f"{_TYPED} of"] = now
    st.html(_LOOKS)
    st.text_area(
        "The scenario as text (YAML)", key=_TYPED, height=_HEIGHT, on_change=_typed, args=(editor,),
        help="Everything that a scenario may say; what the other tabs change stands here at once.",
    )  # fmt: skip
    st.button("Check", key="editor-check", icon=":material/check:")
    problems(editor)


def problems(editor: Editor) -> None:
    """Show everything that is wrong with the draft, with lines; or that nothing is."""
    if not editor.problems:
        st.success("Nothing is wrong: it can be run.", icon=":material/check:")
        return
    n = len(editor.problems)
    st.error(f"{n} thing{'s' if n > 1 else ''} to put right. What you typed is kept.")
    lines = [f"Line {one.line}: {one.path + ': ' if one.path else ''}{one.message}" for one in editor.problems]
    st.code("\n".join(lines), language=None, wrap_lines=True)


def _typed(editor: Editor) -> None:
    editor.write(st.session_state[_TYPED])
    st.session_state[f"{_TYPED} of"] = (editor.draft.id, editor.draft.revision, editor.draft.text)


def show_changes(editor: Editor) -> None:
    """Show what differs from the saved scenario, or from where the draft began."""
    try:
        saved = saved_of(editor)
    except StorageError as error:
        st.error(as_markdown(str(error)))
        return
    since = f"{saved.name} as it is saved" if saved else "how this draft began"
    before = saved.text if saved else (*editor.draft.undo, editor.draft.text)[0]
    try:
        found = changes(before, editor.draft.text)
    except ScenarioError:
        st.info("The text can't be read at the moment, so it can't be compared. See All as text.")
        return
    if not found:
        same = "the same text" if before == editor.draft.text else "the same; only comments, order or spelling differ"
        st.info(as_markdown(f"No change against {since}: {same}."))
        return
    st.markdown(as_markdown(f"{len(found)} change{'s' if len(found) > 1 else ''} against {since}:"))
    st.dataframe(_table(found), hide_index=True, width="stretch")


def _table(found: Sequence[Change]) -> dict[str, list[str]]:
    return {
        "What": [dotted(one.path) for one in found],
        "Before": [one.before for one in found],
        "Now": [one.after for one in found],
    }
