"""Which draft a page shows: the one in its address, otherwise the visitor's latest. Drafts survive a reload."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard import shared
from dashboard.menu import page_named

if TYPE_CHECKING:
    from trainee_exercises.library import Draft

DRAFT = "draft"
"""What a draft is called in addresses and in the session."""
_ELSE: Final = ("", " This is the last one of yours.")


def begin(text: str, title: str, by: str, saved_id: str | None = None) -> Draft:
    """Return a new draft of this text; the visitor's pages edit it from now on."""
    made = shared.library().new_draft(text, title, by, saved_id)
    st.session_state[DRAFT] = made.id
    return made


def go_to(draft: Draft) -> None:
    """Leave for the editor."""
    st.switch_page(page_named("scenario").file, query_params={DRAFT: draft.id})


def open_draft(by: str) -> Draft | None:
    """Return the draft to show, which may be somebody else's; None: the visitor has none. The address then names it."""
    library = shared.library()
    asked = st.query_params.get(DRAFT)
    found = library.draft(asked) if asked else None
    if found is None:
        found = _last(by)
        if asked:
            st.info(f"The draft in this address is not there any more: it was deleted.{_ELSE[found is not None]}")
    if found is None:
        return None
    st.query_params[DRAFT] = found.id
    if found.created_by == by:
        st.session_state[DRAFT] = found.id
    return found


def _last(by: str) -> Draft | None:
    """Return the draft that the visitor edited last here, where it is still there, otherwise the latest of theirs."""
    library, seen = shared.library(), st.session_state.get(DRAFT)
    found = library.draft(seen) if seen else None
    if found is not None and found.created_by == by:
        return found
    mine = library.drafts_of(by)
    return library.draft(mine[0].id) if mine else None
