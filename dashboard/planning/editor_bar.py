"""What stands above the editor: undo, redo, save, export, run; and what happens when two windows change one draft."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard import shared
from dashboard.menu import page_named
from dashboard.plain import as_markdown
from dashboard.planning import drafts, runs
from dashboard.planning.board import Wish
from dashboard.planning.editor_state import Clash, Editor, clash, settle
from sim.scenario.editing import changes
from sim.scenario.problems import ScenarioError
from trainee_exercises.library import Conflict, LibraryError, Saved
from trainee_exercises.storage import StorageError

if TYPE_CHECKING:
    from collections.abc import Callable

_SAID: Final = "editor-said"
_NEWER: Final = "editor-newer"
_MOST_SHOWN: Final = 12
_LOOKS: Final = """<style>.st-key-editor-bar button:not(:disabled) kbd {color: inherit !important;
 opacity: 1 !important}</style>"""
"""The keys beside a word are too pale otherwise."""


def bar(editor: Editor) -> None:
    """Show the buttons, and what the last of them did."""
    st.html(_LOOKS)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="editor-bar"):
        _steps(editor)
        with st.popover("Save", icon=":material/save:"):
            _save(editor)
        st.download_button(
            "Export as YAML", editor.draft.text.encode(), _file(editor), "text/yaml", icon=":material/download:",
            on_click="ignore", key="editor-export", help="The scenario as a file, with its comments.",
        )  # fmt: skip
        is_run = st.button(
            "Compare the plans", icon=":material/play_arrow:", type="primary", key="editor-run",
            disabled=editor.scenario is None, help="Plays every plan of this scenario with the same customers.",
        )  # fmt: skip
    _say()
    if is_run:
        shown = runs.start(Wish(editor.draft.text, _file(editor), origin=editor.draft.saved_id or ""), editor.by)
        if shown is not None:
            runs.go_to(shown)


def _steps(editor: Editor) -> None:
    st.button(
        "Undo", icon=":material/undo:", shortcut="Alt+Z", key="editor-undo", on_click=editor.undo,
        disabled=not editor.draft.undo,
    )  # fmt: skip
    st.button(
        "Redo", icon=":material/redo:", shortcut="Alt+Y", key="editor-redo", on_click=editor.redo,
        disabled=not editor.draft.redo,
    )  # fmt: skip


def _file(editor: Editor) -> str:
    name = re.sub(r"[^a-z0-9]+", "-", editor.title.lower()).strip("-")
    return f"{name or 'scenario'}.yaml"


# ---- saving ----


def saved_of(editor: Editor) -> Saved | None:
    """Return the saved scenario that the draft is of; None: it is of none."""
    draft = editor.draft
    return shared.library().saved(draft.saved_id) if draft.saved_id else None


def _save(editor: Editor) -> None:
    saved = saved_of(editor)
    name = st.text_input("Name", saved.name if saved else editor.title, key=f"save-name {editor.draft.id}")
    note = st.text_area("Note", saved.note if saved else "", key=f"save-note {editor.draft.id}", height=80)
    if saved is None:
        st.button("Save in the library", type="primary", on_click=_saved, args=(editor, name, note), key="save-new")
        return
    st.button("Save", type="primary", on_click=_saved, args=(editor, name, note, saved), key="save-over")
    st.button("Save as another scenario", on_click=_saved, args=(editor, name, note), key="save-other")
    if st.session_state.get(_NEWER) == saved.id:
        st.warning("Somebody saved it meanwhile. Their text stays a revision of its own, whatever you choose.")
        st.button(
            "Save mine over theirs", key="save-anyway", on_click=_saved,
            args=(editor, name, note, saved._replace(revision=-1)),
        )  # fmt: skip


def _saved(editor: Editor, name: str, note: str, over: Saved | None = None) -> None:
    """Save the draft; over: the saved scenario that it is to become, its revision -1 not to ask for a newer one."""
    library, draft = shared.library(), editor.draft
    try:
        if over is None:
            made = library.save_copy(draft.text, name, note, editor.by)
        else:
            known = None if over.revision < 0 else draft.saved_revision
            made = library.save(draft.text, name, note, editor.by, id=over.id, revision=known)
        editor.draft = library.link_draft(draft.id, made, editor.by)
    except Conflict:
        st.session_state[_NEWER] = draft.saved_id
    except (LibraryError, StorageError) as error:
        st.session_state[_SAID] = ("error", str(error))
    else:
        st.session_state.pop(_NEWER, None)
        st.session_state[_SAID] = ("done", f"Saved as {made.name}.")


def _say() -> None:
    """Show once what came of saving."""
    kind, text = st.session_state.pop(_SAID, ("", ""))
    if kind == "error":
        st.error(as_markdown(text))
    elif kind:
        st.success(as_markdown(text), icon=":material/check:")
    elif st.session_state.get(_NEWER):
        st.warning("Not saved yet: somebody saved this scenario meanwhile. Open Save to choose what to do.")


# ---- two windows ----


def clashed(editor: Editor) -> bool:
    """Show what two windows made of the draft, if they did, with what can be done; return whether they did."""
    found = clash()
    if found is None or found.theirs.id != editor.draft.id:
        return False
    st.warning(
        "This draft was changed in another window while you worked here. Nothing is lost: choose what to go on with.",
        icon=":material/content_copy:",
    )
    _say()
    st.markdown("What yours has, and theirs has not:")
    st.code(_difference(found), language=None, wrap_lines=True)
    with st.container(horizontal=True):
        st.button("Keep mine as a copy", type="primary", on_click=_copied, args=(editor, found), key="clash-mine")
        st.button("Go on with theirs", on_click=settle, key="clash-theirs")
    for label, text in (("My text", found.mine), ("Their text", found.theirs.text)):
        with st.expander(label):
            st.code(text, language="yaml")
    return True


def _difference(found: Clash) -> str:
    return in_lines(found.theirs.text, found.mine) or "Nothing: both say the same."


def in_lines(before: str, after: str) -> str:
    """Return what differs between two texts, a line each; "" for nothing."""
    try:
        lines = [str(one) for one in changes(before, after)]
    except ScenarioError:
        return "One of the two texts is no readable YAML; look at both."
    more = len(lines) - _MOST_SHOWN
    return "\n".join([*lines[:_MOST_SHOWN], *([f"and {more} more"] if more > 0 else [])])


def _copied(editor: Editor, found: Clash) -> None:
    try:
        drafts.begin(found.mine, f"{editor.title} (my copy)", editor.by)
    except (LibraryError, StorageError) as error:
        st.session_state[_SAID] = ("error", str(error))
        return
    st.query_params.pop(drafts.DRAFT, None)
    settle()


# ---- which draft ----


def nothing_open(by: str, example: Callable[[], tuple[str, str]]) -> None:
    """Say that there is no draft, with ways to begin one. example: returns a text and its title."""
    st.info("There is nothing to change yet. Begin with an example, or with what you have saved.")
    if st.button("Begin with the example", type="primary", key="begin-example"):
        text, title = example()
        drafts.begin(text, title, by)
        st.rerun()
    st.page_link(page_named("plan").file, label="Answer six questions instead", icon=":material/arrow_forward:")
    st.page_link(page_named("library").file, label="Open a saved scenario", icon=":material/inventory_2:")
