"""The library: what was saved and what was run, to be named, reopened, put side by side and deleted."""

from __future__ import annotations

import streamlit as st

from dashboard import shared
from dashboard.plain import as_markdown, style
from dashboard.planning.library_across import side_by_side
from dashboard.planning.library_parts import Shelf, many, people, say
from dashboard.planning.library_runs import runs
from dashboard.planning.library_scenarios import scenarios, unsaved
from trainee_exercises.library import LibraryError
from trainee_exercises.storage import StorageError


def _page() -> None:
    visitor = shared.require("rep")
    style()
    st.title("Library", anchor=False)
    library = shared.library()
    kept, saved, drafts = library.all_kept(), library.all_saved(), library.drafts_of(visitor.actor)
    st.markdown(
        f"{many(len(kept), 'run')} kept, {many(len(saved), 'scenario')} saved, {many(len(drafts), 'draft')} of yours"
        " not saved yet. Everybody who plans sees the same runs and scenarios."
    )
    say("page")
    shelf = Shelf(visitor, people(), {one.id: one.name for one in saved})
    of_runs, of_scenarios, of_drafts, beside = st.tabs(
        ["Runs", "Saved scenarios", "Your drafts", "Side by side"], key="part", on_change="rerun", bind="query-params"
    )
    if of_runs.open:
        with of_runs:
            runs(kept, shelf)
    if of_scenarios.open:
        with of_scenarios:
            scenarios(saved, shelf)
    if of_drafts.open:
        with of_drafts:
            unsaved(drafts, shelf)
    if beside.open:
        with beside:
            side_by_side(kept, shelf)


try:
    _page()
except (LibraryError, StorageError) as failed:
    st.error(as_markdown(str(failed)), icon=":material/error:")
