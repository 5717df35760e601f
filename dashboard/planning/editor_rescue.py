"""What could not be stored while somebody edited: said above the editor, with ways to keep it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.plain import as_markdown
from dashboard.planning import drafts
from dashboard.planning.editor_state import forget, not_stored, remember
from trainee_exercises.library import LibraryError
from trainee_exercises.storage import StorageError

if TYPE_CHECKING:
    from dashboard.planning.editor_state import Editor, Lost


def show(editor: Editor | None, by: str) -> None:
    """Show each text that is not stored: to be stored again, kept as a new draft, or taken along as a file.

    editor: the one that is open; None: there is none, or it can't be read.
    """
    for lost in not_stored():
        is_open = editor is not None and editor.draft.id == lost.draft_id
        st.error(as_markdown(f"Your last change is not stored: {lost.why}"), icon=":material/error:")
        st.caption("It is not lost while this page stays open: try again, or take it along as a file.")
        with st.container(horizontal=True):
            if editor is not None and is_open and editor.draft.text == lost.text:
                st.button(
                    "Try to store it again", on_click=editor.write, args=(lost.text,), key=f"store {lost.draft_id}"
                )
            else:
                st.button("Keep it as a new draft", on_click=_keep, args=(lost, by), key=f"store {lost.draft_id}")
            st.download_button(
                "Download what you have", lost.text.encode("utf-8", "replace"), "not-stored.yaml", "text/yaml",
                key=f"rescue {lost.draft_id}", on_click="ignore", icon=":material/download:",
            )  # fmt: skip


def _keep(lost: Lost, by: str) -> None:
    """Begin a draft with it; where that fails too, it stays where it is, with the newer reason."""
    try:
        made = drafts.begin(lost.text, lost.title, by)
    except (LibraryError, StorageError) as error:
        remember(lost._replace(why=str(error)))
        return
    forget(lost.draft_id)
    st.query_params[drafts.DRAFT] = made.id
