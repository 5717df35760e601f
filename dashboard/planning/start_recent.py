"""Where the visitor left off: the last runs and drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard import shared
from dashboard.menu import page_named
from dashboard.plain import as_markdown
from dashboard.planning.board import id_of
from dashboard.planning.drafts import DRAFT
from dashboard.planning.library_parts import many
from dashboard.planning.runs import RUN
from dashboard.round_parts import ago

if TYPE_CHECKING:
    from trainee_exercises.library import Draft

_SHOWN: Final = 3


def show(by: str) -> None:
    """Show the last runs and drafts as links; nothing for somebody new."""
    library = shared.library()
    runs = library.all_kept(by, _SHOWN)
    drafts = library.drafts_of(by)[:_SHOWN]
    if not runs and not drafts:
        return
    now = shared.storage().now()
    with st.container(border=True):
        st.markdown("**Where you left off**")
        for run in runs:
            label = as_markdown(f"{run.called} ({many(len(run.plans), 'plan')}, {ago(run.created_at, now)})")
            st.page_link(
                page_named("compare").file, label=label, icon=":material/balance:", query_params={RUN: id_of(run)}
            )
        for draft in drafts:
            _draft(draft)


def _draft(draft: Draft) -> None:
    st.page_link(
        page_named("scenario").file, label=as_markdown(f"{draft.title} (not saved yet)"), icon=":material/tune:",
        query_params={DRAFT: draft.id},
    )  # fmt: skip
