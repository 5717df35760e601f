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
from trainee_exercises.library import LibraryError

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
    asked = st.query_params.get(RUN)
    try:
        found = board().shown(asked) if asked else _last(by)
    except (KeptError, LibraryError, ScenarioError) as error:
        st.error(as_markdown(str(error)))
        _to_library()
        return None
    if found is None:
        _nothing_yet(is_lost=bool(asked))
        return None
    st.session_state[RUN] = st.query_params[RUN] = found.id
    return found


def _last(by: str) -> Shown | None:
    """Return the run that the visitor saw last, where it is still there, otherwise the latest of theirs."""
    seen = st.session_state.get(RUN)
    found = board().shown(seen) if seen else None
    if found is not None:
        return found
    latest = shared.library().all_kept(by, most=1)
    return board().shown(id_of(latest[0])) if latest else None


def _nothing_yet(*, is_lost: bool) -> None:
    if is_lost:
        st.info("This run is not here any more: it was deleted, or the server has started anew before it was done.")
        _to_library()
    else:
        st.info("There is no comparison yet.")
    st.page_link(page_named("plan").file, label="Start one: a preset needs one click", icon=":material/arrow_forward:")


def _to_library() -> None:
    st.page_link(page_named("library").file, label="Look in the library: all runs", icon=":material/inventory_2:")
