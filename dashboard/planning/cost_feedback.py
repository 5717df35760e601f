"""Does a plan hang on guesses about people? The same run with workload acting on nobody, beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard import plain, shared
from dashboard.plain import as_markdown
from dashboard.planning import parts
from dashboard.planning.crew import asker, crew
from sim.experiments.jobs import ComparisonJob  # noqa: TC001 -- Streamlit's cache reads it
from sim.experiments.standing import BusyError
from sim.experiments.titles import titled_results
from sim.reports.cost_charts import feedback_beside, feedback_table
from sim.reports.cost_words import feedback_words
from sim.scenario.feedback import TWIN, has_feedback, with_twins

if TYPE_CHECKING:
    from dashboard.planning.board import Shown

_NOBODY: Final = (
    "In this scenario workload acts on nobody: no team tires or loses heart. What is said above does not hang on "
    "guesses about burnout."
)
_WHY: Final = (
    "Here much work makes people slower, ill, or leave; by how much is a guess (grade D). Play every plan once more "
    "without that: what differs hangs on the guess."
)


def show(shown: Shown) -> None:
    """Show a button that plays it, how far it is, and what came of it."""
    if not has_feedback(shown.scenario):
        st.markdown(as_markdown(_NOBODY))
        return
    st.markdown(as_markdown(_WHY))
    asked = st.session_state.setdefault("cost-feedback", set())
    if shown.id not in asked and not st.button("Play it without burnout", key="cost-feedback-play", type="primary"):
        return
    asked.add(shown.id)
    try:
        job = _job(shown.id, shown)
    except BusyError as error:
        st.error(as_markdown(str(error)))
        return
    st.fragment(_looked_at, run_every=None if job.is_over else 1.0)(shown, job)


@st.cache_resource(max_entries=8, show_spinner=False)
def _job(run_id: str, _shown: Shown) -> ComparisonJob:  # noqa: ARG001 -- by it, it is remembered
    results = _shown.results()
    assert results is not None
    plans = [name for plan in results.plans for name in (plan, plan + TWIN)]
    return crew().compare(
        with_twins(_shown.scenario, results.plans), plans, replications=results.replications, seed=results.seed,
        by=asker(shared.this_visitor().actor),
    )  # fmt: skip


def _looked_at(shown: Shown, job: ComparisonJob) -> None:
    """Show how far it is, then what came of it."""
    if job.state in {"failed", "cancelled"}:
        st.error(as_markdown(f"This was not played to its end: {job.error or 'it was cancelled'}."))
        if st.button("Try again", key="cost-feedback-again"):
            _job.clear(shown.id)
            st.rerun()
        return
    if not job.is_over:
        n_done, n_all, _ = job.progress
        left, right = st.columns([5, 1], vertical_alignment="center")
        left.progress(n_done / n_all, text=f"{n_done} of {n_all} replications played")
        if right.button("Cancel", key="cost-feedback-cancel", icon=":material/close:", width="stretch"):
            job.cancel()
            st.rerun()
        return
    if not st.session_state.get(f"cost-feedback-{shown.id}"):
        st.session_state[f"cost-feedback-{shown.id}"] = True
        st.rerun()  # the whole page: it then looks no more
    _result(job)


def _result(job: ComparisonJob) -> None:
    found = job.results()
    assert found is not None
    results = titled_results(found)
    st.markdown("\n".join(f"- {as_markdown(sentence)}" for sentence in feedback_words(results)))
    table = feedback_table(results)
    plain.table(list(table.columns), table.itertuples(index=False))
    parts.chart(feedback_beside(results), "feedback")
    with st.expander("How sure?"):
        sure = feedback_table(results, sure=True)
        plain.table(list(sure.columns), sure.itertuples(index=False))
