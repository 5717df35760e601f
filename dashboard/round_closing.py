"""The end of a round: closing it, how long its answers are kept, and its rules as they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import shared
from dashboard.menu import PAGES
from dashboard.plain import as_markdown as plain
from dashboard.round_form import LAWS
from dashboard.round_parts import say, tried, when
from trainee_exercises.hiring.retention import due
from trainee_exercises.hiring.rounds import close_round, pack_of
from trainee_exercises.hiring.words import filled

if TYPE_CHECKING:
    from trainee_exercises.hiring.rounds import Round


def closing(found: Round, by: str) -> None:
    """Draw the part."""
    say("close")
    _close(found, by)
    _results(found)
    _kept(found)
    _rules(found)


def _close(found: Round, by: str) -> None:
    st.subheader("Close the round", anchor=False)
    if found.is_closed:
        st.markdown(f"Closed {plain(when(found.closed_at))}. Ratings and decisions go on.")
        return
    st.markdown(
        "Nobody can be added, invited or start any more. Whoever has started finishes in their time, and ratings and"
        " decisions go on. A closed round can't be opened again."
    )
    sure = st.checkbox("I want to close this round", key="sure")
    st.button("Close it", disabled=not sure, on_click=_do_close, args=(found, by), icon=":material/lock:")


def _do_close(found: Round, by: str) -> None:
    tried("close", lambda: close_round(shared.storage(), found.id, by), f"{found.name} is closed.")


def _results(found: Round) -> None:
    page = next(one for one in PAGES if one.name == "results")
    st.subheader("Results and export", anchor=False)
    st.page_link(page.file, label="Ratings, decisions and exports of this round", icon=":material/insights:",
                 query_params={"round": found.id})  # fmt: skip


def _kept(found: Round) -> None:
    st.subheader("How long answers are kept", anchor=False)
    months, law = found.settings.retention_months, LAWS[found.settings.jurisdiction]
    st.markdown(
        f"{months} months, from the last thing that happened about a candidate or the round's closing. Law: {law}."
    )
    mine = [one for one in due(shared.storage()) if one.round_id == found.id]
    if mine:
        rows = [{"Code": one.code, "Erased from": when(one.due_at), "Legal hold": one.held or ""} for one in mine]
        with st.expander(f"When the {len(rows)} candidates of this round are due"):
            st.dataframe(rows, hide_index=True)
    st.caption("Erasing, legal holds and the audit log: `support-sandbox data --help`.")


def _rules(found: Round) -> None:
    pack, typed = pack_of(found.settings), found.settings.model_dump()
    safe = {name: plain(one) for name, one in typed.items() if isinstance(one, str)}
    shown = found.settings.model_copy(update=safe)
    with st.expander("What candidates of this round read"):
        st.markdown(filled(pack.privacy_notice, shown))
        st.markdown(filled(pack.accommodation, shown))
        st.markdown(filled(getattr(pack.ai_rules, found.settings.ai_rule), shown))
