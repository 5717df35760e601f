"""What lies behind the answer: the charts by what a reader asks, and how sure it all is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.planning import compare_live, compare_sure, parts
from dashboard.planning.what_if_panel import panel
from sim.experiments.compare import Comparison  # noqa: TC001 -- Streamlit's cache reads it
from sim.measures.figures import MEASURES
from sim.reports.clock_charts import HEATMAPS, OF_TEAMS
from sim.reports.style import Chart  # noqa: TC001 -- as above
from sim.reports.time_charts import periods_of
from sim.reports.topics import Look, charts_of, scopes_of

if TYPE_CHECKING:
    from dashboard.planning.board import Shown
    from dashboard.planning.compare_live import Seen

WHAT_IF: Final = "What if"
SURE: Final = "How sure?"
TABS: Final = ("Who waits", "When", "Over time", "The team", "Conversations and satisfaction", WHAT_IF, SURE)


def show(shown: Shown, seen: Seen) -> None:
    """Show the tabs; what is in one is made when it is open."""
    for name, tab in zip(TABS, st.tabs(TABS, key="compare-tab", on_change="rerun"), strict=True):
        if tab.open:
            with tab:
                _inside(name, shown, seen)


def _inside(name: str, shown: Shown, seen: Seen) -> None:
    if name == WHAT_IF:
        _what_if(shown)
        return
    read = compare_live.as_read(seen)
    look = _look(name, read.comparison)
    for key, chart in _charts(read.key, name, look, read.comparison).items():
        parts.chart(chart, key)
    if name == SURE:
        compare_sure.show(shown, seen)


def _what_if(shown: Shown) -> None:
    if not shown.is_over:
        st.info("Once all replications are played, you can change agents, arrivals and handle time here.")
        return
    panel(shown)


@st.cache_resource(max_entries=48, show_spinner=False)
def _charts(
    key: tuple[str | int, ...],  # noqa: ARG001 -- by it, they are remembered
    topic: str,
    look: Look,
    _comparison: Comparison,
) -> dict[str, Chart]:
    return charts_of(topic, _comparison, look)


def _look(name: str, comparison: Comparison) -> Look:
    """Return what the reader has chosen of what there is to choose in a tab."""
    look = Look()
    if name in {"Who waits", SURE}:
        return look
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if name == "When":
            look = look._replace(measure=_measure())
        if name in {"Over time", "The team"}:
            look = look._replace(period=_period(comparison))
        if name != "The team" and look.measure not in OF_TEAMS:
            look = look._replace(scope=_scope(comparison))
    return look


def _measure() -> str:
    return st.selectbox(
        "Show", list(HEATMAPS), format_func=lambda name: MEASURES[name].title, key="compare-measure", width=320
    )


def _scope(comparison: Comparison) -> str:
    scopes = scopes_of(comparison.results)
    return st.selectbox("Whose", list(scopes), format_func=scopes.__getitem__, key="compare-scope", width=320)


def _period(comparison: Comparison) -> str:
    periods = periods_of(comparison.results)
    longest = list(periods)[-1]
    chosen = st.segmented_control(
        "Period", list(periods), default=longest, format_func=lambda key: periods[key].name, key="compare-period"
    )
    return chosen if chosen in periods else longest
