"""Who pays: what each plan takes and who waits for it, the spreadsheet beside it, and what it all rests on."""

from __future__ import annotations

import pandas as pd  # noqa: TC002 -- Streamlit's cache reads it
import streamlit as st

from dashboard import plain, shared
from dashboard.plain import as_markdown
from dashboard.planning import compare_live, cost_feedback, parts, plan_list, runs
from dashboard.planning.board import Shown  # noqa: TC001 -- Streamlit reads it
from sim.experiments.notes import PAGE, notes
from sim.experiments.results import Results  # noqa: TC001 -- Streamlit's cache reads it
from sim.experiments.spreadsheet import spreadsheet
from sim.reports.cost_charts import cost_by_segment, erlang_beside, plans_table
from sim.reports.cost_words import first_words
from sim.reports.origin import assumed
from sim.reports.plain_words import WAIT_SAYS
from sim.reports.report import GRADES
from sim.reports.spreadsheet_words import where_it_errs
from sim.reports.style import Chart  # noqa: TC001 -- as above

_TICKS = "cost-ticks"
_NO_GRADES = "The scenario names no assumptions; until somebody says where a number comes from, treat it as a guess."


@st.cache_resource(max_entries=16, show_spinner=False)
def _first(key: tuple[str, int], _results: Results) -> tuple[list[str], pd.DataFrame, Chart]:  # noqa: ARG001 -- remembered
    return first_words(_results), plans_table(_results), cost_by_segment(_results)


@st.cache_resource(max_entries=32, show_spinner=False)
def _formula(key: tuple[str, int], plan: str, _results: Results) -> tuple[tuple[str, ...], Chart]:  # noqa: ARG001 -- as above
    table = spreadsheet(_results, plan)
    return where_it_errs(table, _results.scenario, plan), erlang_beside(table, _results.scenario.zone)


@st.cache_resource(max_entries=16, show_spinner=False)
def _how_sure(key: tuple[str, int], _results: Results) -> tuple[pd.DataFrame, tuple[str, ...]]:  # noqa: ARG001 -- as above
    return plans_table(_results, sure=True), tuple(notes(_results, ways=PAGE))


def _page(shown: Shown) -> None:
    """Show it, of the replications so far; while the run goes on, this looks again by itself."""
    if shown.is_over and st.session_state.get(_TICKS):
        st.session_state[_TICKS] = False
        st.rerun()  # the whole page: it then looks no more
    compare_live.state_of(shown, visitor.actor)
    seen = compare_live.seen(shown)
    if seen is None:
        return
    results = compare_live.as_read(seen).comparison.results
    key = (shown.id, results.replications)
    words, table, chart = _first(key, results)
    with st.container(border=True, key="cost-answer"):
        st.markdown("\n".join(f"- {as_markdown(sentence)}" for sentence in words))
    plain.table(list(table.columns), table.itertuples(index=False))
    st.caption(as_markdown(WAIT_SAYS))
    plan_list.show(results.scenario, results.plans)
    parts.chart(chart, "cost-by-segment")
    _spreadsheet(key, results)
    st.subheader("Does it hang on burnout?", anchor=False)
    if shown.is_over:
        cost_feedback.show(shown)
    else:
        st.caption("Once all replications are played, the same run without burnout can be played beside it.")
    _assumptions(results)
    _sure(key, results)


def _spreadsheet(key: tuple[str, int], results: Results) -> None:
    st.subheader("If you use a spreadsheet", anchor=False)
    st.markdown(
        "Staffing spreadsheets use Erlang's formula hour by hour. Here it is beside the simulation, with the same "
        "conversations, work and people."
    )
    plan = st.selectbox("Plan", results.plans, key="cost-plan", width=320) if results.plans[1:] else results.plans[0]
    said, chart = _formula(key, plan, results)
    st.markdown("\n".join(f"- {as_markdown(sentence)}" for sentence in said))
    parts.chart(chart, "formula")


def _assumptions(results: Results) -> None:
    st.subheader("What it rests on", anchor=False)
    rows = [(one.what, f"{one.grade}: {GRADES[one.grade]}") for one in assumed(results)]
    if rows:
        plain.table(("assumption", "grade"), rows)
    else:
        st.markdown(_NO_GRADES)


def _sure(key: tuple[str, int], results: Results) -> None:
    table, said = _how_sure(key, results)
    with st.expander("How sure?"):
        plain.table(list(table.columns), table.itertuples(index=False))
        st.markdown("\n".join(f"- {as_markdown(note)}" for note in said))


visitor = shared.require("rep")
plain.style()
st.title("Who pays", anchor=False)
found = runs.choose(visitor.actor)
if found is not None:
    st.caption(as_markdown(plain.short(found.scenario.title)))
    st.session_state[_TICKS] = not found.is_over
    st.fragment(_page, run_every=1.0 if st.session_state[_TICKS] else None)(found)
