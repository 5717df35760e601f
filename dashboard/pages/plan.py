"""Plan a team: compare the staffing plans of a scenario, shipped or uploaded, and see the answer first."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

import scenarios
from dashboard import shared
from sim.experiments.answer import claims, lead
from sim.experiments.facade import compare
from sim.experiments.notes import notes
from sim.experiments.replicate import RunError
from sim.reports.brief import P90_SAYS, in_short, pictures
from sim.reports.report import GRADES, report_html
from sim.reports.style import for_dark
from sim.scenario.load import parse
from sim.scenario.problems import ScenarioError

if TYPE_CHECKING:
    from sim.experiments.compare import Comparison
    from sim.reports.style import Chart
    from sim.scenario import Scenario

_FIRST = "quickstart"
_OWN = "my own file"


class _Wish(NamedTuple):
    """What to compare: a scenario's text, and how well."""

    text: str
    file: str
    replications: int
    seed: int


@st.cache_data(show_spinner=False)
def _titles() -> dict[str, str]:
    """Return the titles of the shipped scenarios by name, the first one to see first."""
    names = sorted(scenarios.names(), key=lambda name: (name != _FIRST, name))
    return {name: parse(scenarios.text(name), name).title for name in names}


@st.cache_resource(max_entries=8, show_spinner=False)
def _comparison(wish: _Wish) -> Comparison:
    scenario = parse(wish.text, wish.file)
    # one process: a worker would start by running what Streamlit calls the main program, this page
    return compare(scenario, replications=wish.replications, seed=wish.seed, processes=1)


def _shown(text: str) -> str:
    """Return *text* so that Streamlit's Markdown shows it as it is: amounts in dollars are no formulas."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]<>()#+-.!|$~:" else sign for sign in text)


def _chosen() -> _Wish | None:
    """Return what the visitor wants to compare; None while a file of their own is awaited."""
    titles = _titles()
    picked = st.selectbox("Scenario", [*titles, _OWN], format_func=lambda name: titles.get(name, "A file of my own"))
    left, right = st.columns(2)
    replications = left.slider(
        "Replications", 5, 100, 20, 5, help="How often each plan is played, with other luck each time. More: surer."
    )
    seed = right.number_input("Seed", 1, 2**31 - 1, 1, help="The same seed gives the same figures.")
    if picked != _OWN:
        return _Wish(scenarios.text(picked), f"{picked}.yaml", replications, int(seed))
    sent = st.file_uploader("Scenario file", type=["yaml", "yml"], help="`support-sandbox new` writes one.")
    if sent is None:
        return None
    try:
        return _Wish(sent.getvalue().decode("utf-8"), sent.name, replications, int(seed))
    except UnicodeDecodeError:
        st.error(f"{_shown(sent.name)} is no text file; a scenario is YAML in UTF-8.")
        return None


def _compared(wish: _Wish) -> Comparison | None:
    """Return the comparison; None, with all problems on the page, where the file or the run fails."""
    try:
        with st.spinner("Playing every plan with the same customers ..."):
            return _comparison(wish)
    except ScenarioError as error:
        st.error(f"{_shown(wish.file)} has problems; nothing was run.")
        st.code(str(error), language=None, wrap_lines=True)
    except RunError as error:
        st.error(_shown(str(error)))
    return None


def _answer(comparison: Comparison) -> None:
    scenario = comparison.results.scenario
    st.subheader(_shown(scenario.title), anchor=False)
    if scenario.purpose:
        st.caption(_shown(scenario.purpose))
    if comparison.others:
        words = "\n".join(f"- {_shown(claim)}" for claim in claims(comparison).values())
        st.info(f"{_shown(lead(comparison))}\n\n{words}")
    brief = in_short(comparison)
    table = {"plan": list(brief.rows)} | {
        title: [cells[i] for cells in brief.rows.values()] for i, title in enumerate(brief.columns)
    }
    st.dataframe(table, hide_index=True, width="stretch")
    st.caption(P90_SAYS)


def _picture(number: int, chart: Chart) -> None:
    st.markdown(f"**{_shown(chart.title)}**")
    figure = for_dark(chart.figure) if st.context.theme.type == "dark" else chart.figure
    st.plotly_chart(figure, key=f"chart-{number}", config={"displaylogo": False}, theme="streamlit")
    if chart.note:
        st.caption(_shown(chart.note))


def _sureness(comparison: Comparison) -> None:
    results = comparison.results
    with st.expander("Before you rely on it: how sure, and on what it rests"):
        for line in notes(results, comparison):
            st.markdown(f"- {_shown(line)}")
        _assumptions(results.scenario)
        st.caption(_shown(f"{results.replications} replications, seed {results.seed}, scenario {results.hash[:12]}"))


def _assumptions(scenario: Scenario) -> None:
    for one in scenario.assumptions:
        st.markdown(f"- {_shown(f'{one.what} ({one.grade}: {GRADES[one.grade]})')}")


def _report(comparison: Comparison) -> bytes:
    return report_html(comparison).encode()


shared.require("rep")
st.title("Plan a team", anchor=False)
st.caption("Two or more staffing plans meet the very same customers. What differs is the plan, not luck.")
found = _chosen()
result = _compared(found) if found is not None else None
if result is not None:
    _answer(result)
    for position, drawn in enumerate(pictures(result)):
        _picture(position, drawn)
    _sureness(result)
    st.download_button(
        "Download the whole report", partial(_report, result), "comparison.html", "text/html", key="report"
    )
