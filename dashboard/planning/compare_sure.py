"""How sure a comparison is: what to know, every figure with its interval, what it rests on, and how to get it again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

import scenarios
from dashboard import plain
from dashboard.menu import page_named
from dashboard.plain import as_markdown
from dashboard.planning import compare_live
from dashboard.planning.runs import RUN
from sim.experiments.compare import Comparison  # noqa: TC001 -- Streamlit's cache reads it
from sim.experiments.notes import PAGE, notes
from sim.reports.origin import assumed, command, facts
from sim.reports.outputs import as_json, summary
from sim.reports.report import GRADES, report_html
from sim.reports.tables import whole_tables

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from dashboard.planning.board import Shown
    from dashboard.planning.compare_live import Seen

_OWN_FILE: Final = "scenario.yaml"
_DOWN: Final = ":material/download:"


def show(shown: Shown, seen: Seen) -> None:
    """Show it."""
    comparison, read = seen.comparison, compare_live.as_read(seen)
    st.subheader("Before you rely on it", anchor=False)
    st.markdown("\n".join(f"- {as_markdown(note)}" for note in _notes(*read)))
    st.subheader("Every figure, with its difference", anchor=False)
    for title, table in _tables(*read).items():
        with st.expander(as_markdown(title)):
            plain.table(list(table.columns), table.itertuples(index=False))
    st.subheader("What it rests on", anchor=False)
    rows = [(one.what, f"{one.grade}: {GRADES[one.grade]}") for one in assumed(comparison.results)]
    if rows:
        plain.table(["assumption", "grade"], rows)
    else:
        st.markdown(
            "The scenario names no assumptions; until somebody says where a number comes from, treat it as a guess."
        )
    _again(shown, comparison)


@st.cache_resource(max_entries=16, show_spinner=False)
def _notes(key: tuple[str | int, ...], _comparison: Comparison) -> tuple[str, ...]:  # noqa: ARG001 -- remembered by it
    return notes(_comparison.results, _comparison, PAGE)


@st.cache_resource(max_entries=16, show_spinner=False)
def _tables(key: tuple[str | int, ...], _comparison: Comparison) -> dict[str, pd.DataFrame]:  # noqa: ARG001 -- as above
    return whole_tables(_comparison)


def _again(shown: Shown, comparison: Comparison) -> None:
    st.subheader("Where it comes from", anchor=False)
    st.markdown("\n".join(f"- {as_markdown(fact)}" for fact in facts(comparison)))
    shipped = _shipped(shown.wish.text)
    st.markdown(
        "The same figures on a command line:"
        if shipped
        else f"The same figures on a command line, with the scenario downloaded as `{_OWN_FILE}`:"
    )
    st.code(_line(shown, comparison), language="shell", wrap_lines=True)


def _line(shown: Shown, comparison: Comparison) -> str:
    return command(comparison, _shipped(shown.wish.text) or _OWN_FILE)


@st.cache_data(max_entries=64, show_spinner=False)
def _shipped(text: str) -> str:
    """Return the name of the shipped scenario with this text; "" where it is none."""
    return next((name for name in scenarios.names() if scenarios.text(name) == text), "")


def downloads(shown: Shown, comparison: Comparison) -> None:
    """Offer the report, the figures and the scenario as files; each is made when it is wanted."""
    made: dict[str, tuple[str | Callable[[], bytes], str, str]] = {
        "The whole report": (partial(_report, comparison, _line(shown, comparison)), "report.html", "text/html"),
        "All figures": (partial(_summary, comparison), "summary.json", "application/json"),
        "The scenario": (shown.wish.text, _OWN_FILE, "application/yaml"),
    }
    with st.container(horizontal=True, vertical_alignment="center", key="downloads"):
        st.markdown("Download:", width="content")
        for label, (content, file, kind) in made.items():
            st.download_button(label, content, file, kind, key=f"download-{file}", on_click="ignore", icon=_DOWN)
    with st.container(horizontal=True, vertical_alignment="center", key="go-on"):
        st.markdown("Go on:", width="content")
        for name in ("cost", "replay", "library"):
            page = page_named(name)
            st.page_link(page.file, label=page.title, icon=page.icon, query_params=_address(name, shown))


def _address(page: str, shown: Shown) -> dict[str, str]:
    return {} if page == "library" else {RUN: shown.id}


def _report(comparison: Comparison, line: str) -> bytes:
    return report_html(comparison, line).encode()


def _summary(comparison: Comparison) -> bytes:
    return as_json(summary(comparison.results, comparison), indent=1).encode()
