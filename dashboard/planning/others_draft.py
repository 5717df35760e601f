"""A draft of somebody else, to whose address one has come: to be read, and to be gone on with as a copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import shared
from dashboard.plain import as_markdown
from dashboard.planning import drafts
from dashboard.planning.library_parts import act, file_name, people, say

if TYPE_CHECKING:
    from trainee_exercises.library import Draft

_SAYS = "others-draft"


def show(draft: Draft, by: str) -> None:
    """Show it as it stands now, and the ways to go on."""
    owner = as_markdown(people().get(draft.created_by, draft.created_by))
    st.info(f"This draft is {owner}'s, who alone can change it. You can read it, and go on with a copy of your own.")
    say(_SAYS)
    with st.container(horizontal=True):
        st.button(
            "Go on with a copy of mine", type="primary", icon=":material/content_copy:", key="copy-draft",
            on_click=_copy, args=(draft, by),
        )  # fmt: skip
        st.download_button(
            "Export as YAML", draft.text.encode(), file_name(draft.title), "text/yaml", icon=":material/download:",
            on_click="ignore", key="others-export",
        )  # fmt: skip
    st.code(draft.text, language="yaml", height=520)


def _copy(draft: Draft, by: str) -> None:
    def do() -> None:
        st.query_params[drafts.DRAFT] = shared.library().copy_draft(draft.id, by).id

    act(_SAYS, do)
