"""How far a comparison is: progress with time left, cancelling, what went wrong, and a way to run it again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import streamlit as st

from dashboard.plain import as_markdown
from dashboard.planning import crew as crews
from dashboard.planning import runs
from dashboard.planning.board import Shown  # noqa: TC001 -- Streamlit's cache reads it
from sim.experiments.compare import Comparison  # noqa: TC001 -- as above
from sim.experiments.titles import titled

if TYPE_CHECKING:
    from dashboard.planning.board import Wish
    from sim.experiments.jobs import ComparisonJob

_STEPS: Final = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100, 150, 200, 300, 500, 1000)
"""Replications at which a run under way is drawn anew: at each it would be the charts that keep the server busy."""
_EARLY: Final = 5
"""Replications before which hardly any difference can be told from luck."""


class Seen(NamedTuple):
    """A comparison to show, and what names it, for what is made of it once and shown many times.

    Its plans go by their ids, as in addresses, files and commands; `as_read` has their titles.
    """

    key: tuple[str | int, ...]
    comparison: Comparison


def seen(shown: Shown) -> Seen | None:
    """Return the comparison so far; None before the first replication."""
    if shown.is_over or shown.job is None:
        whole = shown.comparison()
    else:
        n_done = shown.job.progress.n_done
        step = max((step for step in _STEPS if step <= n_done), default=0)
        whole = _at(shown.id, step, shown) if step else None
    return None if whole is None else Seen((shown.id, whole.results.replications), whole)


@st.cache_resource(max_entries=8, show_spinner=False)
def _at(run_id: str, step: int, _shown: Shown) -> Comparison | None:  # noqa: ARG001 -- by these it is remembered
    return _shown.comparison()


def as_read(seen: Seen) -> Seen:
    """Return the comparison for reading: plans by their titles, in words and charts alike."""
    return Seen(seen.key, _as_read(*seen))


@st.cache_resource(max_entries=16, show_spinner=False)
def _as_read(key: tuple[str | int, ...], _comparison: Comparison) -> Comparison:  # noqa: ARG001 -- as above
    return titled(_comparison)


def state_of(shown: Shown, by: str) -> None:
    """Show where the run stands; nothing where it is done and kept."""
    job = shown.job
    if job is not None and not job.is_over:
        _under_way(job)
    elif job is not None and job.state == "cancelled":
        st.warning(_as_far(job, "You cancelled this run"))
        _again(shown.wish, by)
    elif shown.problem:
        st.error(_as_far_failed(shown))
        _again(shown.wish, by)
    elif shown.id in runs.board().unkept:
        reason = as_markdown(runs.board().unkept[shown.id])
        st.warning(f"This run could not be kept in the library: {reason}. Download what you need below.")


def _as_far(job: ComparisonJob, says: str) -> str:
    n_done, n_all, _ = job.progress
    if not n_done:
        return f"{says} before the first of {n_all} replications was done."
    return f"{says} after {n_done} of {n_all} replications. What they say is below; it is less sure."


def _as_far_failed(shown: Shown) -> str:
    told = f"The run failed: {as_markdown(shown.problem)}."
    n_done = shown.job.progress.n_done if shown.job else 0
    return f"{told} What {n_done} replications say is below." if n_done else told


def _under_way(job: ComparisonJob) -> None:
    bar, button = st.columns([5, 1], vertical_alignment="center")
    n_done, n_all, _ = job.progress
    bar.progress(n_done / n_all, text=_how_far(job))
    if button.button("Cancel", key="compare-cancel", icon=":material/close:", width="stretch"):
        job.cancel()
        st.rerun()
    if 0 < n_done < _EARLY:
        st.caption("Too early to rely on: after so few replications every figure still moves a lot.")


def _how_far(job: ComparisonJob) -> str:
    n_done, n_all, seconds = job.progress
    if not n_done and not crews.crew().is_warm:
        return "Getting the simulator ready: once after the start, up to a minute"
    if not n_done:
        return "Waiting for a turn" if job.state == "waiting" else "Playing the first replication"
    left = "" if seconds is None else f", about {_span(seconds)} left"
    return f"{n_done} of {n_all} replications played, each with other luck{left}. The figures still move."


def _span(seconds: float) -> str:
    return f"{max(1, round(seconds))} s" if seconds < 90 else f"{round(seconds / 60)} min"


def _again(wish: Wish, by: str) -> None:
    if st.button("Run it again", key="compare-again", type="primary", icon=":material/replay:"):
        play(wish, by)


def play(wish: Wish, by: str) -> None:
    """Start a run, or find it, and show it on this page; the reason on the page where that fails."""
    started = runs.start(wish, by)
    if started is not None:
        st.query_params[runs.RUN] = started.id
        st.rerun()
