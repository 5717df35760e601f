"""Which draft a page edits: the one in its address, otherwise the visitor's latest. Drafts survive a reload."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import shared
from dashboard.menu import page_named

if TYPE_CHECKING:
    from trainee_exercises.library import Draft

DRAFT = "draft"
"""What a draft is called in addresses and in the session."""


def begin(text: str, title: str, by: str, saved_id: str | None = None) -> Draft:
    """Return a new draft of this text; the visitor's pages edit it from now on."""
    made = shared.library().new_draft(text, title, by, saved_id)
    st.session_state[DRAFT] = made.id
    return made


def go_to(draft: Draft) -> None:
    """Leave for the editor."""
    st.switch_page(page_named("scenario").file, query_params={DRAFT: draft.id})


def open_draft(by: str) -> Draft | None:
    """Return the draft to edit; None: the visitor has none. The address then names it."""
    library = shared.library()
    wanted = st.query_params.get(DRAFT) or st.session_state.get(DRAFT)
    found = library.draft(wanted) if wanted else None
    if found is None:
        mine = library.drafts_of(by)
        found = max(mine, key=lambda one: one.changed_at) if mine else None
    if found is not None:
        st.session_state[DRAFT] = st.query_params[DRAFT] = found.id
    return found
