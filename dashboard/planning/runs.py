"""Which run a page shows: the one in its address, otherwise the visitor's latest."""

from __future__ import annotations

import threading
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard import shared
from dashboard.menu import page_named
from dashboard.plain import as_markdown
from dashboard.planning.board import Board, Shown, Wish, id_of
from dashboard.planning.crew import crew
from sim.experiments.kept import KeptError
from sim.experiments.standing import BusyError
from sim.scenario.problems import ScenarioError

if TYPE_CHECKING:
    from trainee_exercises.library import Library

RUN = "run"
"""What a run is called in addresses and in the session."""
_ONE_AT_A_TIME: Final = threading.Lock()


def board() -> Board:
    """Return the board of this process."""
    with _ONE_AT_A_TIME:  # two first visitors at once would have two, and not find each other's runs
        return _board(shared.library())


@lru_cache(maxsize=1)
def _board(library: Library) -> Board:
    return Board(crew(), library)


def start(wish: Wish, by: str) -> Shown | None:
    """Start a run, or find it where it is; None, with the reason on the page, where that fails."""
    try:
        shown = board().start(wish, by)
    except ScenarioError as error:
        st.error(f"{as_markdown(wish.file)} has problems; nothing was run.")
        st.code(str(error), language=None, wrap_lines=True)
        return None
    except (BusyError, ValueError) as error:
        st.error(as_markdown(str(error)))
        return None
    st.session_state[RUN] = shown.id
    return shown


def go_to(shown: Shown, page: str = "compare") -> None:
    """Leave for a page that shows this run."""
    st.switch_page(page_named(page).file, query_params={RUN: shown.id})


def choose(by: str) -> Shown | None:
    """Return the run to show; None, with a way to start one on the page, where there is none.

    The address then names it, so that a reload or a bookmark shows the same run.
    """
    wanted = st.query_params.get(RUN) or st.session_state.get(RUN) or _latest(by)
    try:
        found = board().shown(wanted) if wanted else None
    except (KeptError, ScenarioError) as error:
        st.error(as_markdown(str(error)))
        return None
    if found is None:
        _nothing_yet(is_lost=bool(st.query_params.get(RUN)))
        return None
    st.session_state[RUN] = st.query_params[RUN] = found.id
    return found


def _latest(by: str) -> str | None:
    mine = [one for one in shared.library().all_kept() if one.created_by == by]
    return id_of(max(mine, key=lambda one: one.created_at)) if mine else None


def _nothing_yet(*, is_lost: bool) -> None:
    if is_lost:
        st.info("This run is not here any more: it was deleted, or the server has started anew before it was done.")
    else:
        st.info("There is no comparison yet.")
    st.page_link(page_named("plan").file, label="Start one: a preset needs one click", icon=":material/arrow_forward:")
