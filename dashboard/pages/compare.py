"""Compare: plans side by side. The answer first, then who waits, when, how it went, the team, and how sure it is."""

from __future__ import annotations

import streamlit as st

from dashboard import failures, plain, shared
from dashboard.plain import as_markdown
from dashboard.planning import compare_live, compare_sure, compare_tabs, compare_words, runs
from dashboard.planning.board import Shown  # noqa: TC001 -- Streamlit reads it


@failures.told()
def _live(shown: Shown, by: str) -> None:
    """Show how far the run is and what it says so far; while it runs, this part looks again by itself."""
    if shown.is_over and st.session_state.get(_TICKS):
        st.session_state[_TICKS] = False
        st.rerun()  # the whole page: it then looks no more
    compare_live.state_of(shown, by)
    seen = compare_live.seen(shown)
    if seen is None:
        return
    chosen = compare_words.chosen(shown, seen)
    compare_words.answer(compare_live.as_read(chosen))
    compare_words.controls(shown, seen, by)
    compare_tabs.show(shown, chosen)
    compare_sure.downloads(shown, chosen.comparison)


_TICKS = "compare-ticks"
visitor = shared.require("rep")
plain.style()
title = st.empty()
found = None
try:
    found = runs.choose(visitor.actor)
finally:  # also above what is said of a failure
    title.title("Compare plans" if found is None else as_markdown(plain.short(found.scenario.title)), anchor=False)
if found is not None:
    if found.scenario.purpose:
        st.caption(as_markdown(found.scenario.purpose))
    st.session_state[_TICKS] = not found.is_over
    st.fragment(_live, run_every=1.0 if st.session_state[_TICKS] else None)(found, visitor.actor)
