"""Two or more kept runs side by side: the figures of every plan, and how sure the differences are."""

from __future__ import annotations

from collections import Counter
from string import ascii_uppercase
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.plain import as_markdown, table, text
from dashboard.planning import runs
from dashboard.planning.board import id_of
from dashboard.planning.library_parts import by_whom, many
from dashboard.planning.parts import chart
from dashboard.round_parts import when
from sim.experiments.across import NONE, REFERENCE, Place, across, outside_its_groups
from sim.experiments.kept import KeptError
from sim.experiments.words import unbroken
from sim.reports.across_chart import across_chart, place_title
from sim.scenario.problems import ScenarioError
from trainee_exercises.exports.cells import table_csv
from trainee_exercises.library import LibraryError

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.planning.library_parts import Shelf
    from sim.experiments.results import Results
    from trainee_exercises.library import Kept

    Choice = tuple[str, str]

BESIDE: Final = "beside"
"""Which runs stand side by side, in the address."""
_GLANCE: Final = (
    ("first_response_p90", "paid"), ("first_response_p90", "free"), ("first_response_p90", "all"),
    ("people_cost", "all"), ("abandonment", "all"),
)  # fmt: skip
_MOST: Final = 6


def side_by_side(found: list[Kept], shelf: Shelf) -> None:
    """Let the reader pick runs, and show them."""
    by_id = {one.id: one for one in found}
    if len(by_id) < 2:
        st.info("This needs two runs; run something else as well, then put the two side by side here.")
        return
    labels = _labels(found, shelf)
    before = [one for one in st.query_params.get_all(BESIDE) if one in by_id][:_MOST]
    picked = st.multiselect(
        "Runs to put side by side", list(by_id), before, format_func=labels.__getitem__, key=BESIDE,
        max_selections=_MOST, placeholder="Choose two or more",
    )  # fmt: skip
    st.query_params[BESIDE] = picked
    if len(picked) < 2:
        st.caption("Choose two or more. The others are compared with the first one that you choose.")
        return
    opened = {}
    for letter, one in zip(ascii_uppercase, map(by_id.__getitem__, picked), strict=False):
        text(f"{letter}: {labels[one.id]}")
        if (results := _opened(one)) is not None:
            opened[letter] = results
    if len(opened) > 1:
        _show(opened)


def _labels(found: list[Kept], shelf: Shelf) -> dict[str, str]:
    """Return what to call each run, by id: no two alike, and the same tomorrow, for a choice is known by its label."""
    labels: dict[str, str] = {}
    seen: Counter[str] = Counter()
    for one in sorted(found, key=lambda run: (run.created_at, run.id)):
        how = f"{many(one.replications, 'replication')}, seed {one.seed}"
        label = f"{one.called} ({how}, {when(one.created_at)}{by_whom(one.created_by, shelf.names)})"
        seen[label] += 1
        labels[one.id] = label if seen[label] == 1 else f"{label} no. {seen[label]}"
    return labels


def _opened(one: Kept) -> Results | None:
    """Return the results of a run; None, with the reason on the page, where they can't be opened."""
    try:
        shown = runs.board().shown(id_of(one))
    except (KeptError, ScenarioError, LibraryError) as error:
        st.error(f"{as_markdown(one.called)}: {as_markdown(str(error))}")
        return None
    return None if shown is None else shown.results()


def _show(opened: dict[str, Results]) -> None:
    places = [Place(run, plan) for run, results in opened.items() for plan in results.plans]
    found = across(opened)
    titles: dict[Choice, str] = {
        (row["measure"], row["scope"]): row["title"]
        for row in found.drop_duplicates(["measure", "scope"]).to_dict("records")
    }
    glance = [one for one in _GLANCE if one in titles]
    _at_a_glance(found, places, {one: titles[one] for one in glance})
    st.subheader("One figure closely", anchor=False)
    left, right = st.columns(2)
    choice = left.selectbox(
        "Figure", list(titles), list(titles).index(glance[0]) if glance else 0, format_func=lambda one: titles[one]
    )
    base = right.selectbox("Compare with", places, format_func=_said, key="across-base")
    against = across(opened, base) if base in places else found
    _closely(against, choice)
    chart(across_chart(against, *choice, next(iter(opened.values())).scenario.currency), "across")
    _sure(against)
    st.download_button(
        "Download all figures as CSV", table_csv(against).encode(), "side-by-side.csv", "text/csv",
        key="across-csv", on_click="ignore", icon=":material/download:",
    )  # fmt: skip


def _at_a_glance(found: pd.DataFrame, places: list[Place], titles: dict[Choice, str]) -> None:
    """Show the main figures, a row per run and plan."""
    words = {
        (row["run"], row["plan"], row["measure"], row["scope"]): unbroken(row["words"])
        for row in found.to_dict("records")
    }
    rows = [[_said(place), *(words.get((*place, *choice), "") for choice in titles)] for place in places]
    table(("Run and plan", *titles.values()), rows)
    st.caption(
        "90th percentile: nine in ten of those answered had a first response within this time. "
        + outside_its_groups(found, "first_response_p90")
    )


def _closely(found: pd.DataFrame, choice: Choice) -> None:
    """Show one figure: of each plan, and less that of the reference."""
    rows = found[(found["measure"] == choice[0]) & (found["scope"] == choice[1])].to_dict("records")
    said = [
        (
            place_title(row["run"], row["plan"]),
            unbroken(row["words"]),
            _difference(row["how"], unbroken(row["difference_words"])),
        )
        for row in rows
    ]
    table(("Run and plan", "Figure", "Difference"), said)


def _difference(how: str, words: str) -> str:
    if how == REFERENCE:
        return "the others are compared with this"
    return "not compared" if how == NONE else f"{words} ({how})"


def _sure(found: pd.DataFrame) -> None:
    with st.expander("How sure?"):
        st.markdown(
            "A difference is clear where its 95 % interval leaves out 0. *Pair by pair*: both met the same customers"
            " with the same luck, so that chance has little part in it. *Apart*: each run has its own luck; the"
            " interval is wider, and where the customers differ, so may what they need."
        )
        others = found[found["how"] != REFERENCE]
        for row in others.drop_duplicates(["run", "how", "why"]).to_dict("records"):
            which = f" ({row['title']})" if row["how"] == NONE else ""
            st.markdown(f"- {as_markdown(row['run'])}, {as_markdown(row['how'] + which)}: {as_markdown(row['why'])}")


def _said(place: Place) -> str:
    return place_title(*place)
