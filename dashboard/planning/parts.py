"""Pieces of planning pages: a chart with its definition, and the data behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.plain import as_markdown
from sim.reports.style import for_dark
from trainee_exercises.exports.cells import table_csv

if TYPE_CHECKING:
    import pandas as pd

    from sim.reports.style import Chart


def chart(drawn: Chart, key: str) -> None:
    """Show a chart: what to see in it, the picture, what to know, and its data to look at and to take along."""
    st.markdown(f"**{as_markdown(drawn.title)}**", help=as_markdown(drawn.definition) or None)
    figure = for_dark(drawn.figure) if st.context.theme.type == "dark" else drawn.figure
    st.plotly_chart(figure, key=f"chart-{key}", config={"displaylogo": False}, theme="streamlit")
    if drawn.note:
        st.caption(as_markdown(drawn.note))
    if drawn.table is not None:
        _data(drawn.table, key)


def _data(table: pd.DataFrame, key: str) -> None:
    box = st.popover("Show the data", icon=":material/table:", key=f"table-{key}", on_change="rerun")
    if not box.open:  # a page stays quick however much stands behind its charts
        return
    with box:
        st.dataframe(table, hide_index=True)
        content = table_csv(table).encode()
        st.download_button("Download as CSV", content, f"{key}.csv", "text/csv", key=f"data-{key}", on_click="ignore")
